//! What of the ledger is withheld from a reader, by positions, for questions over all cases: nothing is listed,
//! counted or found that rests on it (`seen`). The marks are those of now, on whichever record a view is asked.
//!
//! # Rules
//! - `what_is_hidden_from_a_reader_is_what_their_casebook_withholds`.
//! - `a_name_in_what_is_withheld_is_no_name_for_that_reader`.
//! - `what_is_hidden_holds_of_the_file_for_which_it_was_worked_out`: another has other numbers for the same streams.
//! - `an_entry_that_is_shown_without_its_texts_counts_all_the_same`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use candour_domain::case::access::WithheldReason;
use candour_domain::code::from_code;
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::identifier::AgencyId;

use super::gather::{Reading, context, sheet};
use super::keep::{known_agencies, resting_on, stream_of};
use super::models::agencies;
use super::seen::Seen;
use super::{KeepError, ReadModels, View, reading};
use crate::marks::Mark;
use crate::marks::seen::{Tally, seen_by, tallied};
use crate::marks::treatment::{Reader, Treatment};

/// The tables whose rows say something in words, or of an adult: without its texts an entry does not say it.
const WORDED: [&str; 6] =
    ["allocation", "case_line", "entry_person", "name", "person_in_case", "post"];

/// Whose record an entry is, and its marks.
type Marked = (BTreeSet<AgencyId>, BTreeSet<Mark>);

/// What is withheld from a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    reader: Reader,
    /// The file of which it holds, whose numbers its rows have.
    made: String,
    /// The entries of which anything is withheld, by position: how each is treated, and why.
    treated: BTreeMap<u64, (Treatment, WithheldReason)>,
    /// The rows of the streams of which anything is withheld, without it; none where nothing is.
    seen: Option<Seen>,
}

impl Hidden {
    /// How the entry at a position is treated; none where all of it is shown.
    pub fn treatment(&self, position: u64) -> Option<Treatment> {
        self.treated.get(&position).map(|(treatment, _)| *treatment)
    }

    /// The rows of the streams of which anything is withheld.
    pub(super) fn rows(&self) -> Option<&Seen> {
        self.seen.as_ref()
    }
}

impl ReadModels {
    /// A view, and what is withheld from a reader, as the ledger is at its position.
    ///
    /// # Errors
    /// If the read models or the ledger cannot be read.
    pub async fn withheld(&self, view: View, reader: &Reader) -> Result<(View, Hidden), KeepError> {
        let mut hidden = view.withheld_from(reader)?;
        let streams = view.streams_without(&hidden)?;
        if !streams.is_empty() {
            let agencies = known_agencies(view.file(), &streams).map_err(reading)?;
            let reads = self.reading(Position(view.up_to()));
            let reads = Reading { reader: Some(reader), ..reads };
            let context = context(reads, agencies).await?;
            let mut sheets = Vec::with_capacity(streams.len());
            for stream in streams {
                sheets.push(sheet(reads, stream, &context, self.models).await?.0);
            }
            hidden.seen = Some(Seen::of(view.file(), self.models, &sheets).map_err(reading)?);
        }
        Ok((view, hidden))
    }
}

impl View {
    /// What is withheld from a reader, as the ledger is now, without the rows that rest on it.
    fn withheld_from(&self, reader: &Reader) -> Result<Hidden, KeepError> {
        let mut treated = BTreeMap::new();
        for (position, (whose, marks)) in self.marks()? {
            let found = reader.treatment(&whose, &marks);
            if let Some(found) = found.filter(|(treatment, _)| *treatment != Treatment::Shown) {
                treated.insert(position, found);
            }
        }
        let made = self.made().to_owned();
        Ok(Hidden { reader: reader.clone(), made, treated, seen: None })
    }

    /// The marks that stand, by the positions of their entries, with whose record each entry is.
    fn marks(&self) -> Result<BTreeMap<u64, Marked>, KeepError> {
        let sql = format!(
            "SELECT entry_mark.entry, reason, until, open_to, coalesce(whose, {agency})
            FROM entry_mark LEFT JOIN entry ON entry.entry = entry_mark.entry
                AND entry.recorded_until IS NULL
            WHERE entry_mark.recorded_until IS NULL ORDER BY entry_mark.entry",
            agency = Self::id_of("entry.agency"),
        );
        let found = self.ask(&sql, (), |row| {
            let until: Option<String> = row.get(2)?;
            let whose: Option<String> = row.get(4)?;
            let (reason, open_to): (String, String) = (row.get(1)?, row.get(3)?);
            let mark = from_code(&reason).map(|reason| Mark {
                reason,
                until: until.and_then(|day| day.parse().ok()),
                open_to: agencies(&open_to),
            });
            Ok((row.get::<_, i64>(0)?, agencies(&whose.unwrap_or_default()), mark))
        })?;
        let mut all: BTreeMap<u64, Marked> = BTreeMap::new();
        for (position, whose, mark) in found {
            let Ok(position) = u64::try_from(position) else { continue };
            all.entry(position).or_insert_with(|| (whose, BTreeSet::new())).1.extend(mark);
        }
        Ok(all)
    }

    /// The streams of which rows are others for a reader: those of entries that are not shown, and those whose rows
    /// rest on one of these; and those in which a row says in words, or of somebody, what is withheld of an entry.
    fn streams_without(&self, hidden: &Hidden) -> Result<BTreeSet<StreamId>, KeepError> {
        let treated_so = |wanted: Treatment| {
            let positions = hidden.treated.iter().filter(move |(_, it)| it.0 == wanted);
            let listed: Vec<String> = positions.map(|(position, _)| position.to_string()).collect();
            format!("[{}]", listed.join(","))
        };
        let of = |table: &str, treatment: Treatment| {
            let sql = format!(
                "SELECT DISTINCT stream FROM {table} JOIN identity ON identity.number = {table}.scope
                WHERE {table}.entry IN (SELECT value FROM json_each(?1))"
            );
            let found = self.ask(&sql, [treated_so(treatment)], |row| row.get::<_, String>(0))?;
            found.iter().map(|name| stream_of(name)).collect::<Result<Vec<_>, _>>()
        };
        let mut streams = BTreeSet::new();
        for stream in of("entry", Treatment::NotShown)? {
            streams.extend(resting_on(self.file(), stream).map_err(reading)?);
            streams.insert(stream);
        }
        for table in WORDED {
            streams.extend(of(table, Treatment::TextWithheld)?);
        }
        Ok(streams)
    }

    /// The same view without what is withheld from a reader.
    ///
    /// # Errors
    /// If the read models cannot be read, or it was worked out for another file than that of the view.
    pub fn without(mut self, hidden: Arc<Hidden>) -> Result<Self, KeepError> {
        if hidden.made != self.made() {
            return Err(KeepError::OfAnotherFile);
        }
        if let Some(seen) = &hidden.seen {
            seen.put_beside(self.own_file()).map_err(reading)?;
        }
        self.hidden = Some(hidden);
        Ok(self)
    }

    /// How much is withheld from whoever asks, by reason, of what was on record.
    pub fn withheld(&self) -> BTreeMap<WithheldReason, Tally> {
        let treated = self.hidden().into_iter().flat_map(|it| &it.treated);
        let record = self.record().map(|position| u64::try_from(position).unwrap_or(0));
        let by_then = treated.filter(|(position, _)| record.is_none_or(|it| **position <= it));
        tallied(by_then.map(|(_, treated)| *treated))
    }

    /// What is withheld from whoever asks; none where nobody in particular does.
    pub fn hidden(&self) -> Option<&Hidden> {
        self.hidden.as_deref()
    }

    /// Entries of a whole stream as they are shown to whoever asks.
    pub(crate) fn seen(&self, entries: Vec<Entry>) -> Vec<Entry> {
        match self.hidden() {
            Some(hidden) => seen_by(&hidden.reader, entries),
            None => entries,
        }
    }
}
