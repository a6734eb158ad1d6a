//! What of the ledger is withheld from a reader, by positions, for questions over all cases: lists leave out what is
//! not shown, and nobody is named or found by a name that stands in what is withheld. The marks are those of now, on
//! whichever record a view is asked.
//!
//! A number that names nobody counts all the same: see `docs/decisions/0017-handling-marks.md`.
//!
//! # Rules
//! - `what_is_hidden_from_a_reader_is_what_their_casebook_withholds`.
//! - `a_name_in_what_is_withheld_is_no_name_for_that_reader`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use candour_domain::code::from_code;
use candour_domain::entry::Entry;
use candour_domain::identifier::AgencyId;

use super::models::agencies;
use super::{KeepError, View};
use crate::marks::seen::seen;
use crate::marks::treatment::{Reader, Treatment};
use crate::marks::{Mark, marks};

/// Whose record an entry is, and its marks.
type Marked = (BTreeSet<AgencyId>, BTreeSet<Mark>);

/// What is withheld from a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    reader: Reader,
    /// The positions of the entries that are not shown.
    not_shown: BTreeSet<u64>,
    /// The positions of those that are shown without their texts.
    texts: BTreeSet<u64>,
    /// The condition on the position of a name that may be shown; empty where every name may.
    names: String,
    /// The condition on the position of an entry that is shown; empty where every entry is.
    entries: String,
}

impl Hidden {
    /// For whom it is.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Whether the entry at a position is not shown.
    pub fn leaves_out(&self, position: u64) -> bool {
        self.not_shown.contains(&position)
    }

    /// Whether any entry is not shown.
    pub fn leaves_any_out(&self) -> bool {
        !self.not_shown.is_empty()
    }

    /// The positions of the entries that are not shown, as a list in JSON; none where every entry is.
    pub(crate) fn left_out(&self) -> Option<String> {
        let list = self.leaves_any_out().then(|| serde_json::to_string(&self.not_shown));
        list?.ok()
    }
}

impl View {
    /// What is withheld from a reader, as the ledger is now.
    ///
    /// # Errors
    /// If the read models cannot be read.
    pub fn hidden_from(&self, reader: &Reader) -> Result<Hidden, KeepError> {
        let (mut not_shown, mut texts) = (BTreeSet::new(), BTreeSet::new());
        for (position, (whose, marks)) in self.marks()? {
            match reader.treatment(&whose, &marks).map(|(treatment, _)| treatment) {
                Some(Treatment::NotShown) => drop(not_shown.insert(position)),
                Some(Treatment::TextWithheld) => drop(texts.insert(position)),
                Some(Treatment::Shown) | None => {}
            }
        }
        let entries = left_out(not_shown.iter().copied());
        let names = left_out(self.names_among(not_shown.union(&texts).copied())?.into_iter());
        Ok(Hidden { reader: reader.clone(), not_shown, texts, names, entries })
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

    /// Those of some positions that give anybody a name.
    fn names_among(&self, positions: impl Iterator<Item = u64>) -> Result<Vec<u64>, KeepError> {
        let positions: Vec<u64> = positions.collect();
        if positions.is_empty() {
            return Ok(positions);
        }
        let sql =
            "SELECT DISTINCT entry FROM name WHERE entry IN (SELECT value FROM json_each(?1))";
        let list = serde_json::to_string(&positions).unwrap_or_default();
        let found = self.ask(sql, [list], |row| row.get::<_, i64>(0))?;
        Ok(found.into_iter().filter_map(|position| u64::try_from(position).ok()).collect())
    }

    /// The same view without what is withheld from a reader.
    pub fn without(mut self, hidden: Arc<Hidden>) -> Self {
        self.hidden = Some(hidden);
        self
    }

    /// What is withheld from whoever asks; none where nobody in particular does.
    pub fn hidden(&self) -> Option<&Hidden> {
        self.hidden.as_deref()
    }

    /// The condition that a name, of a table under a name, is on record and may be shown to whoever asks.
    pub(crate) fn named(&self, table: &str) -> String {
        let names = self.hidden().map_or("", |it| &it.names);
        self.on_record(table) + &of(table, names)
    }

    /// The condition that the entry of a row is shown to whoever asks; empty where every entry is.
    pub(crate) fn shown(&self, table: &str) -> String {
        of(table, self.hidden().map_or("", |it| &it.entries))
    }

    /// Entries of a whole stream as they are shown to whoever asks.
    pub(crate) fn seen(&self, entries: Vec<Entry>) -> Vec<Entry> {
        let Some(hidden) = self.hidden() else { return entries };
        let marks = marks(&entries.iter().collect::<Vec<_>>());
        seen(entries, (&marks, &hidden.reader), &mut Vec::new())
    }
}

/// A condition on the entry of a row of a table.
fn of(table: &str, condition: &str) -> String {
    if condition.is_empty() { String::new() } else { format!(" AND {table}.entry {condition}") }
}

/// The condition that a position is none of some; empty where there are none.
fn left_out(positions: impl Iterator<Item = u64>) -> String {
    let mut list = String::new();
    for position in positions {
        let comma = if list.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(list, "{comma}{position}");
    }
    if list.is_empty() { list } else { format!("NOT IN ({list})") }
}
