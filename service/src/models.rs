//! The read models of a ledger, as commands use them: where they are kept, bringing them up to date,
//! and answering all the same where that cannot be done.
//!
//! It asks nothing of them itself. What is kept is disposable: everything here can be thrown away, and
//! is made again from the ledger.
//!
//! # Rules
//! - `models_that_cannot_be_written_answer_as_they_are`: and how far behind they are is told.
//! - `where_there_are_no_models_the_answer_says_what_to_do`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use candour_domain::effective::OnRecord;
use candour_domain::entry::RecordClock;
use candour_domain::identifier::CaseId;
use candour_ledger::{After, EventStore, Position};
use candour_projections::casebook::Casebook;
use candour_projections::marks::treatment::Reader;
use candour_projections::running::{AskedOn, Hidden, KeepError, KeptUp, Means, ReadModels, View};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::OnceCell;

use crate::casebooks::Casebooks;
use crate::command::Global;
use crate::exit::Fault;
use crate::open;
use crate::output::Output;
use crate::question::Notes;
use crate::show::progress::Progress;
use crate::show::words::moment;
use crate::store::Store;

/// The folder in a ledger's directory in which its read models are kept.
const FOLDER: &str = "models";
/// Ledgers of fewer entries are read through as quickly as their read models are made.
const ENTRIES_SCANNED_MAX: u64 = 20_000;
/// For how many readers it is remembered at most what is withheld from them.
const READERS_MAX: usize = 64;
/// How long nothing has been recorded before it is told that the answer is as at now.
const QUIET_DAYS_MAX: i64 = 30;

/// How long is waited for whoever brings them up to date already.
const WAITED_MAX: Duration = Duration::from_secs(5);
/// How long is waited before it is looked again whether others have made them.
const AGAIN: Duration = Duration::from_millis(50);

/// Why the read models could not be brought up to date.
type Hindrance = Box<dyn Error + Send + Sync>;

/// A ledger and its read models.
pub(crate) struct Models {
    pub(crate) store: Arc<Store>,
    /// The directory of the ledger.
    pub(crate) directory: PathBuf,
    kept: ReadModels,
    folder: PathBuf,
    /// Whether progress is drawn.
    pub(crate) drawn: bool,
    casebooks: Casebooks,
    /// Held by whoever brings them up to date.
    keeping: tokio::sync::Mutex<()>,
    /// What is withheld from readers at a position, the last first.
    hidden: Mutex<Vec<HiddenFrom>>,
}

/// What is withheld from a reader at a position, once it has been worked out.
struct HiddenFrom {
    up_to: u64,
    made: String,
    reader: Reader,
    hidden: Arc<OnceCell<Arc<Hidden>>>,
}

impl HiddenFrom {
    fn is_of(&self, reader: &Reader, (up_to, made): (u64, &str)) -> bool {
        self.up_to == up_to && self.made == made && self.reader == *reader
    }
}

impl Models {
    /// The ledger that was named, for reading alone, and its read models.
    pub(crate) fn of(global: &Global, output: &Output) -> Result<Self, Fault> {
        let store = open::reading(global.ledger.as_deref())?;
        let directory = open::directory(global.ledger.as_deref())?;
        let folder = match &global.models {
            Some(named) => named.clone(),
            None => Self::usual_folder(&directory),
        };
        let kept = ReadModels::new(Arc::clone(&store) as Arc<dyn EventStore>, &folder);
        let casebooks = Casebooks::of_ledger(&directory);
        let (drawn, hidden) = (output.draws_progress(), Mutex::default());
        let keeping = tokio::sync::Mutex::default();
        Ok(Self { store, directory, kept, folder, drawn, casebooks, keeping, hidden })
    }

    /// Those of a ledger that is open, in its directory; no progress is drawn.
    pub(crate) fn of_open(store: Arc<Store>, directory: &Path, folder: &Path) -> Self {
        let kept = ReadModels::new(Arc::clone(&store) as Arc<dyn EventStore>, folder);
        let (directory, folder) = (directory.to_owned(), folder.to_owned());
        let (casebooks, hidden) = (Casebooks::of_ledger(&directory), Mutex::default());
        let keeping = tokio::sync::Mutex::default();
        Self { store, directory, kept, folder, drawn: false, casebooks, keeping, hidden }
    }

    /// The folder in which the read models of a ledger are kept.
    pub(crate) fn usual_folder(directory: &Path) -> PathBuf {
        directory.join(FOLDER)
    }

    /// A case with all that reading it needs, as it is now; none where there is no such case.
    pub(crate) async fn casebook(&self, case: CaseId) -> anyhow::Result<Option<Arc<Casebook>>> {
        self.casebooks.of(&*self.store, case).await
    }

    /// A case as a reader is shown it; none where there is no such case.
    pub(crate) async fn casebook_for(
        &self,
        case: CaseId,
        reader: &Reader,
    ) -> anyhow::Result<Option<Arc<Casebook>>> {
        self.casebooks.seen(&*self.store, case, reader).await
    }

    /// Where they are kept, as it may be told.
    pub(crate) fn folder(&self) -> String {
        self.folder.display().to_string()
    }

    /// Makes some of them anew, or all.
    pub(crate) async fn rebuild(
        &self,
        names: &[String],
        progress: impl FnMut(u64, u64) + Send,
    ) -> Result<KeptUp, KeepError> {
        self.kept.rebuild(names, progress).await
    }

    /// The read models as they stand now, at a moment; none where they were never made.
    pub(crate) fn as_they_are(&self, asked: AskedOn) -> Result<Option<View>, KeepError> {
        self.kept.view(asked)
    }

    /// The read models, brought up to date, at a moment. Where they cannot be brought up to date they
    /// answer as they are, and it is told how far behind.
    pub(crate) async fn asked(
        &self,
        asked: AskedOn,
        notes: &mut impl Notes,
    ) -> anyhow::Result<View> {
        let hindrance: Option<Hindrance> = match self.keep_up().await {
            Ok(kept) if kept.by == Means::AnotherProcess => Some(KeepError::BeingMade.into()),
            Ok(_) => None,
            Err(KeepError::Ledger(error)) => return Err(error.into()),
            Err(KeepError::Load(error)) => return Err(error.into()),
            Err(error) => Some(error.into()),
        };
        match (self.as_they_are(asked), hindrance) {
            (Ok(Some(view)), None) => Ok(view),
            (Ok(Some(view)), Some(why)) => {
                self.tell_behind(&view, &*why, notes).await?;
                Ok(view)
            }
            (Ok(None) | Err(_), Some(why)) => Err(self.none_there(why).into()),
            (Ok(None), None) => Err(self.none_there("the folder is empty".into()).into()),
            (Err(error), None) => Err(self.none_there(error.into()).into()),
        }
    }

    /// The read models for a question that could be answered by reading the ledger through as well, on
    /// a record of the ledger's own clock: none where that is as quick, or where they cannot be brought
    /// up to date.
    pub(crate) async fn instead_of_scanning(&self, on_record: OnRecord) -> Option<View> {
        if on_record.clock == RecordClock::Claims && on_record.until.is_some() {
            return None;
        }
        let asked = AskedOn { at: DateTime::<Utc>::MAX_UTC, on_record: on_record.until };
        let head = self.store.head().await.ok()?.map_or(0, Position::number);
        let there = self.as_they_are(asked).ok()?.is_some();
        if !there && head < ENTRIES_SCANNED_MAX {
            return None;
        }
        let kept = self.keep_up().await.inspect_err(|error| {
            tracing::debug!(%error, "the read models were not brought up to date");
        });
        if kept.ok()?.behind > 0 {
            return None;
        }
        self.as_they_are(asked).ok()?.filter(|view| view.up_to() >= head)
    }

    /// The same for a reader: without what is withheld from them.
    pub(crate) async fn asked_for(
        &self,
        (asked, reader): (AskedOn, &Reader),
        notes: &mut impl Notes,
    ) -> anyhow::Result<View> {
        let view = self.asked(asked, notes).await?;
        Ok(self.without(view, reader).await?)
    }

    /// The same for a reader, on all that is recorded.
    pub(crate) async fn instead_of_scanning_for(
        &self,
        reader: &Reader,
    ) -> anyhow::Result<Option<View>> {
        let view = self.instead_of_scanning(OnRecord::ALL).await;
        let Some(view) = view else { return Ok(None) };
        Ok(Some(self.without(view, reader).await?))
    }

    /// A view without what is withheld from a reader, which is worked out once for each position: whoever comes
    /// meanwhile for the same reader waits, and nobody else does.
    async fn without(&self, view: View, reader: &Reader) -> Result<View, KeepError> {
        let hidden = self.hidden_from(reader, &view);
        let mut view = Some(view);
        let work_out = async {
            let Some(asked) = view.take() else { return Err(KeepError::CutShort) };
            let (asked, hidden) = self.kept.withheld(asked, reader).await?;
            view = Some(asked);
            Ok(Arc::new(hidden))
        };
        let hidden = Arc::clone(hidden.get_or_try_init(|| work_out).await?);
        view.ok_or(KeepError::CutShort)?.without(hidden)
    }

    /// Where it is kept what is withheld from a reader at the position of a view, of its file.
    fn hidden_from(&self, reader: &Reader, view: &View) -> Arc<OnceCell<Arc<Hidden>>> {
        let (up_to, made) = (view.up_to(), view.made());
        let mut kept = self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|it| it.is_of(reader, (up_to, made)));
        if let Some(found) = found {
            return Arc::clone(&found.hidden);
        }
        let hidden = Arc::default();
        kept.retain(|it| it.up_to >= up_to && it.made == made);
        kept.truncate(READERS_MAX - 1);
        let (made, reader) = (made.to_owned(), reader.clone());
        kept.insert(0, HiddenFrom { up_to, made, reader, hidden: Arc::clone(&hidden) });
        hidden
    }

    /// Brings them up to date. Where others make the first ones, it waits a while for those.
    pub(crate) async fn keep_up(&self) -> Result<KeptUp, KeepError> {
        let turn = tokio::time::timeout(WAITED_MAX, self.keeping.lock()).await;
        let _turn = turn.map_err(|_| KeepError::BeingMade)?;
        let began = Instant::now();
        loop {
            let kept = self.kept_up().await?;
            let being_made = kept.by == Means::AnotherProcess && kept.up_to.is_none();
            if !being_made || began.elapsed() > WAITED_MAX {
                return Ok(kept);
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn kept_up(&self) -> Result<KeptUp, KeepError> {
        let progress = Progress::new("read models", 0, self.drawn);
        let kept = self
            .kept
            .keep_up(|done, total| {
                progress.of(total);
                progress.at(done);
            })
            .await;
        progress.done();
        kept
    }

    async fn tell_behind(
        &self,
        view: &View,
        why: &(dyn Error + Send + Sync),
        notes: &mut impl Notes,
    ) -> anyhow::Result<()> {
        let head = self.store.head().await?.map_or(0, Position::number);
        let behind = head.saturating_sub(view.up_to());
        if behind == 0 {
            return Ok(());
        }
        let entries = if behind == 1 { "entry" } else { "entries" };
        notes.note(&format!(
            "note: the answer is up to entry #{} of {head}, {behind} {entries} behind: {}",
            view.up_to(),
            causes(why)
        ))?;
        Ok(())
    }

    fn none_there(&self, why: Hindrance) -> Fault {
        Fault::unreadable(format!("there are no read models to ask in {}", self.folder()))
            .because(why)
            .next(
                "name a folder that can be written to with --models DIR or CANDOUR_MODELS; where \
                 another process is making them, wait until it has ended",
            )
    }

    /// The moment as at which a question is asked that names none: now, or where the ledger's invented
    /// time is ahead of that, when its last entry was recorded.
    pub(crate) async fn now(
        &self,
        now: DateTime<Utc>,
        notes: &mut impl Notes,
    ) -> anyhow::Result<DateTime<Utc>> {
        let Some(last) = self.last_recorded().await? else { return Ok(now) };
        if now - last > TimeDelta::days(QUIET_DAYS_MAX) {
            notes.note(&format!(
                "note: nothing has been recorded since {}; --at {} asks as at then",
                moment(last),
                candour_domain::time::london_date(last)
            ))?;
        }
        Ok(last.max(now))
    }

    /// When its last entry was recorded; nothing where there is none.
    pub(crate) async fn last_recorded(&self) -> anyhow::Result<Option<DateTime<Utc>>> {
        let Some(head) = self.store.head().await? else { return Ok(None) };
        let after = After::from_number(head.number().saturating_sub(1));
        let page = self.store.read_all(after, 1).await?;
        Ok(page.first().map(|record| record.recorded_at))
    }
}

/// An error with its causes, in one line.
fn causes(error: &(dyn Error + Send + Sync)) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said = format!("{said}: {cause}");
        source = cause.source();
    }
    said
}
