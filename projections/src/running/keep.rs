//! Keeping the read models up to date: what was recorded since is folded in, or, where that would
//! cost more, or a model has changed, the file is made anew.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use candour_domain::entry::{Position, StreamId};
use candour_ledger::{After, EventStore, Position as LedgerPosition, Record};
use rusqlite::Connection;
use uuid::Uuid;

use super::context::{adopts, changes_an_agency};
use super::file::{Generation, Shelf, Title, Turn, open_to_write, stand_at};
use super::gather::{self, Reading};
use super::model::Model;
use super::packing::Packing;
use super::sheet::{Numbers, Sheet, add, clear};
use super::{KeepError, RECORDS_PAGE, models, reading, rebuild, writing};
use crate::casebook::decode;

/// With more new records than this, and more than a tenth of the ledger, the file is made anew.
const NEW_RECORDS_MAX: u64 = 20_000;
/// How many records are folded in at once: a stream with several of them is folded but once.
const FOLDED_IN_RECORDS: usize = 20_000;

/// The read models of a ledger, in their folder.
pub struct ReadModels {
    pub(super) store: Arc<dyn EventStore>,
    pub(super) shelf: Shelf,
    pub(super) models: &'static [&'static dyn Model],
    /// How many records are read at once.
    pub(super) page: usize,
}

/// How the read models stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptUp {
    /// The position that they are up to; none where there is nothing yet.
    pub up_to: Option<u64>,
    /// How many positions the ledger is ahead.
    pub behind: u64,
    /// What was done for it.
    pub by: Means,
}

/// What was done to bring the read models up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// Nothing: they were.
    Nothing,
    /// What was new was folded in.
    FoldingIn,
    /// They were made anew.
    MakingAnew,
    /// Nothing: another process is at it.
    AnotherProcess,
}

/// What there is to do.
enum Todo {
    Nothing,
    FoldIn(Generation),
    MakeAnew(Vec<&'static dyn Model>),
}

impl ReadModels {
    /// The read models of a ledger, in a folder, which need not be there yet.
    pub fn new(store: Arc<dyn EventStore>, folder: impl Into<PathBuf>) -> Self {
        Self::of(store, folder, models::all())
    }

    pub(super) fn of(
        store: Arc<dyn EventStore>,
        folder: impl Into<PathBuf>,
        models: &'static [&'static dyn Model],
    ) -> Self {
        let shelf = Shelf::new(folder, store.identity().id);
        Self { store, shelf, models, page: RECORDS_PAGE }
    }

    /// Brings them up to date. Progress is told as entries done of all.
    ///
    /// # Errors
    /// If the ledger cannot be read, or the file cannot be written. What there is can be asked all the
    /// same.
    pub async fn keep_up(
        &self,
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<KeptUp, KeepError> {
        let (Todo::FoldIn(..) | Todo::MakeAnew(_)) = self.todo().await? else {
            return self.stands(Means::Nothing).await;
        };
        let Some(turn) = self.shelf.turn()? else {
            return self.stands(Means::AnotherProcess).await;
        };
        let by = self.keep_up_in_turn(&Arc::new(turn), &mut progress).await?;
        self.stands(by).await
    }

    async fn keep_up_in_turn(
        &self,
        turn: &Arc<Turn>,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<Means, KeepError> {
        // Another process may have done it meanwhile.
        let chosen = match self.todo().await? {
            Todo::Nothing => return Ok(Means::Nothing),
            Todo::MakeAnew(models) => models,
            Todo::FoldIn(newest) => {
                let mut file = open_to_write(&newest.path).map_err(writing)?;
                match self.fold_in(&mut file, progress).await {
                    Ok(Folded::ToTheEnd) => return Ok(Means::FoldingIn),
                    Ok(Folded::OtherRules) => {}
                    Err(error @ KeepError::Damaged { .. }) => {
                        tracing::warn!(%error, "the read models are made anew");
                    }
                    Err(error) => return Err(error),
                }
                self.models.to_vec()
            }
        };
        rebuild::rebuild(self, &chosen, turn, progress).await?;
        Ok(Means::MakingAnew)
    }

    /// Makes them anew: all of them, or those of some names alone.
    ///
    /// # Errors
    /// If there is no model of a name, another process is at it, the ledger cannot be read or the
    /// file cannot be written.
    pub async fn rebuild(
        &self,
        names: &[String],
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<KeptUp, KeepError> {
        let chosen = self.named(names)?;
        let Some(turn) = self.shelf.turn()? else { return Err(KeepError::BeingMade) };
        rebuild::rebuild(self, &chosen, &Arc::new(turn), &mut progress).await?;
        self.stands(Means::MakingAnew).await
    }

    /// The models of some names; all, where none is named.
    fn named(&self, names: &[String]) -> Result<Vec<&'static dyn Model>, KeepError> {
        if names.is_empty() {
            return Ok(self.models.to_vec());
        }
        for name in names {
            if !self.models.iter().any(|model| model.name() == name) {
                let known: Vec<&str> = self.models.iter().map(|model| model.name()).collect();
                return Err(KeepError::NoSuchModel { name: name.clone(), known: known.join(", ") });
            }
        }
        let wanted = |model: &&&'static dyn Model| names.iter().any(|name| model.name() == name);
        Ok(self.models.iter().filter(wanted).copied().collect())
    }

    /// Reading up to a position, all that stands there.
    pub(super) fn reading(&self, until: Position) -> Reading<'_> {
        Reading { store: &*self.store, page: self.page, until, reader: None }
    }

    /// The position of the ledger's last record.
    pub(super) async fn head(&self) -> Result<Position, KeepError> {
        let head = self.store.head().await?;
        Ok(Position(head.map_or(0, LedgerPosition::number)))
    }

    async fn stands(&self, by: Means) -> Result<KeptUp, KeepError> {
        let head = self.head().await?;
        let up_to = self.title()?.map(|(_, title)| title.position);
        let behind = head.0.saturating_sub(up_to.map_or(0, |position| position.0));
        Ok(KeptUp { up_to: up_to.map(|position| position.0), behind, by })
    }

    /// The newest file, and what it says of itself; none where there is none of this ledger.
    pub(super) fn title(&self) -> Result<Option<(Generation, Title)>, KeepError> {
        Ok(self.shelf.open()?.map(|(generation, title, _)| (generation, title)))
    }

    /// The same; none too where the ledger is no longer the one that it was made from: put back to an
    /// earlier state, it may have gone on otherwise.
    pub(super) async fn kept(&self) -> Result<Option<(Generation, Title)>, KeepError> {
        let Some((newest, title)) = self.title()? else { return Ok(None) };
        let same = self.entry_at(title.position).await? == title.entry;
        Ok(same.then_some((newest, title)))
    }

    /// The entry at a position.
    pub(super) async fn entry_at(&self, position: Position) -> Result<Option<Uuid>, KeepError> {
        let Some(before) = position.0.checked_sub(1) else { return Ok(None) };
        let records = self.store.read_all(After::from_number(before), 1).await?;
        let found = records.first().filter(|record| record.position.number() == position.0);
        Ok(found.map(|record| record.id))
    }

    async fn todo(&self) -> Result<Todo, KeepError> {
        let Some((newest, title)) = self.kept().await? else {
            return Ok(Todo::MakeAnew(self.models.to_vec()));
        };
        let head = self.head().await?;
        let new = head.0.saturating_sub(title.position.0);
        if new > NEW_RECORDS_MAX && new > head.0 / 10 {
            return Ok(Todo::MakeAnew(self.models.to_vec()));
        }
        let has = |model: &&'static dyn Model| {
            title.models.contains(&(model.name().to_owned(), model.version()))
        };
        let changed: Vec<_> = self.models.iter().filter(|model| !has(model)).copied().collect();
        Ok(match (changed.is_empty(), title.models.len() > self.models.len()) {
            (true, false) if new == 0 => Todo::Nothing,
            (true, false) => Todo::FoldIn(newest),
            (false, false) => Todo::MakeAnew(changed),
            // A model that was there is no longer.
            (_, true) => Todo::MakeAnew(self.models.to_vec()),
        })
    }

    /// Folds into a file what was recorded since, page by page.
    pub(super) async fn fold_in(
        &self,
        file: &mut Connection,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<Folded, KeepError> {
        let mut numbers = Numbers::default();
        let mut context = None;
        loop {
            let Some(title) = self.shelf.title(file).map_err(reading)? else {
                return Ok(Folded::OtherRules);
            };
            let mut new = match self.new_records(title.position).await? {
                Touched::Nothing => return Ok(Folded::ToTheEnd),
                Touched::All => return Ok(Folded::OtherRules),
                Touched::Streams(new) => new,
            };
            for stream in new.streams.clone() {
                new.streams.extend(resting_on(file, stream).map_err(reading)?);
            }
            let reads = self.reading(new.until);
            if new.agencies || context.is_none() {
                let known = known_agencies(file, &new.streams).map_err(reading)?;
                context = Some(gather::context(reads, known).await?);
            }
            let Some(context) = &context else { return Ok(Folded::OtherRules) };
            file.execute_batch("BEGIN IMMEDIATE").map_err(writing)?;
            let mut packing = Packing::default();
            for stream in &new.streams {
                let sheet = gather::sheet(reads, *stream, context, self.models).await?.0;
                let kept = (&mut numbers, &mut packing);
                replace(file, kept, &sheet, self.models).map_err(writing)?;
            }
            packing.write_out(file).map_err(writing)?;
            stand_at(file, new.until, Some(new.last)).map_err(writing)?;
            file.execute_batch("COMMIT").map_err(writing)?;
            progress(new.until.0, self.head().await?.0);
        }
    }

    /// What was recorded after a position bears on, as much of it as is folded in at once.
    async fn new_records(&self, after: Position) -> Result<Touched, KeepError> {
        let mut after = After::from_number(after.0);
        let mut found: Option<New> = None;
        let mut count = 0;
        while count < FOLDED_IN_RECORDS {
            let records = self.store.read_all(after, self.page).await?;
            let Some(last) = records.last() else { break };
            after = After::Position(last.position);
            count += records.len();
            let new = found.get_or_insert_with(|| New::empty(last.id));
            (new.until, new.last) = (Position(last.position.number()), last.id);
            for record in &records {
                if !new.take(record)? {
                    return Ok(Touched::All);
                }
            }
        }
        Ok(found.map_or(Touched::Nothing, Touched::Streams))
    }
}

/// How far folding in came.
pub(super) enum Folded {
    /// To the end of the ledger.
    ToTheEnd,
    /// To something that may change the rows of every case.
    OtherRules,
}

/// What new records bear on.
enum Touched {
    /// There are none.
    Nothing,
    /// These streams.
    Streams(New),
    /// Every case, perhaps.
    All,
}

/// New records, by what they bear on.
struct New {
    /// Their streams; then also those whose rows rest on one of these.
    streams: BTreeSet<StreamId>,
    /// Whether one of them is that of an agency.
    agencies: bool,
    /// The position of the last record.
    until: Position,
    /// The entry of the last record.
    last: Uuid,
}

impl New {
    fn empty(last: Uuid) -> Self {
        Self { streams: BTreeSet::new(), agencies: false, until: Position(0), last }
    }

    /// Takes a record in; answers no where it may bear on every case.
    fn take(&mut self, record: &Record) -> Result<bool, KeepError> {
        let stream = stream_of(record.stream.as_str())?;
        if let StreamId::Ledger(_) | StreamId::Agency(_) = stream {
            let entry = decode(record)?;
            if adopts(&entry).is_some() || changes_an_agency(&entry) {
                return Ok(false);
            }
            self.agencies |= matches!(stream, StreamId::Agency(_));
        }
        self.streams.insert(stream);
        Ok(true)
    }
}

/// The streams whose rows rest on another stream.
pub(super) fn resting_on(file: &Connection, other: StreamId) -> rusqlite::Result<Vec<StreamId>> {
    let sql = "SELECT scopes.stream FROM identity AS others
        JOIN beside ON beside.other = others.number
        JOIN identity AS scopes ON scopes.number = beside.scope
        WHERE others.stream = ?1";
    let mut select = file.prepare_cached(sql)?;
    let found = select.query_map([other.to_string()], |row| row.get::<_, String>(0))?;
    found.filter_map(|name| name.map(|name| name.parse().ok()).transpose()).collect()
}

/// The agencies that the file knows, and those among some streams.
pub(super) fn known_agencies(
    file: &Connection,
    streams: &BTreeSet<StreamId>,
) -> rusqlite::Result<BTreeSet<StreamId>> {
    let sql = "SELECT stream FROM identity WHERE stream >= 'agency-' AND stream < 'agency.'";
    let mut select = file.prepare_cached(sql)?;
    let found = select.query_map((), |row| row.get::<_, String>(0))?;
    let mut agencies: BTreeSet<StreamId> = found
        .filter_map(|name| name.map(|name| name.parse().ok()).transpose())
        .collect::<Result<_, _>>()?;
    let new = streams.iter().filter(|stream| matches!(stream, StreamId::Agency(_)));
    agencies.extend(new);
    Ok(agencies)
}

/// Puts the rows of a stream in the place of the earlier ones.
fn replace(
    file: &Connection,
    (numbers, packing): (&mut Numbers, &mut Packing),
    sheet: &Sheet,
    models: &[&'static dyn Model],
) -> rusqlite::Result<()> {
    let scope = numbers.of(file, sheet.stream)?;
    clear((file, packing), scope, models)?;
    add(file, (numbers, packing), sheet)
}

/// The stream of a name.
pub(super) fn stream_of(name: &str) -> Result<StreamId, KeepError> {
    name.parse().map_err(|_| KeepError::Stream { stream: name.to_owned() })
}
