//! Entries as they stand: each with its latest replacement recorded by then at its own place, and
//! marked. Every fold, of commands and of projections, runs over this.
//!
//! # Rules
//! - `a_correction_stands_at_the_place_of_the_first`: order and identity are the original's; the
//!   payload, times, children and persons are the latest replacement's.
//! - `a_withdrawn_entry_stays_and_is_marked`: it is given, marked, so that it can be shown; folds
//!   leave it out by asking [`Effective::stands`].
//! - `nothing_recorded_later_is_seen`: an entry, correction or withdrawal recorded after the moment
//!   that is asked about does not exist.
//! - `a_correction_of_a_correction_corrects_the_original`: naming either names the first.
//! - `a_withdrawn_correction_leaves_what_stood_before_it`: the one before, or the first wording.
//! - `a_withdrawn_withdrawal_withdraws_nothing`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::case::record::{EntryCorrected, EntryWithdrawn, RecordEvent, Replacement};
use crate::entry::{Entry, RecordClock};
use crate::envelope::{Evidence, FactStatus};
use crate::event::Event;
use crate::identifier::{ChildId, EntryId, PersonId};
use crate::recorded::Recorded;
use crate::time::{Certainty, When, start_of_day};

/// The record as it stood: on which clock, and at which moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnRecord {
    /// The clock.
    pub clock: RecordClock,
    /// The moment; `None` is all that is recorded.
    pub until: Option<DateTime<Utc>>,
}

impl OnRecord {
    /// All that is recorded, on the ledger's clock.
    pub const ALL: Self = Self { clock: RecordClock::Ledger, until: None };

    /// The record at a moment.
    pub fn at(clock: RecordClock, until: DateTime<Utc>) -> Self {
        Self { clock, until: Some(until) }
    }

    /// The record at the end of a day.
    pub fn end_of(clock: RecordClock, day: NaiveDate) -> Self {
        Self::at(clock, start_of_day(day.succ_opt().unwrap_or(day)))
    }

    /// Whether an entry was on the record.
    pub fn holds(self, entry: &Entry) -> Certainty {
        match self.until {
            None => Certainty::Yes,
            Some(until) => entry.recorded(self.clock).by(until),
        }
    }
}

/// How an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// As it was first recorded.
    AsRecorded,
    /// As the latest correction has it.
    Corrected {
        /// The entry that corrects it.
        by: &'a Entry,
        /// What that says.
        correction: &'a EntryCorrected,
    },
    /// Withdrawn.
    Withdrawn {
        /// The entry that withdraws it.
        by: &'a Entry,
        /// What that says.
        withdrawal: &'a EntryWithdrawn,
    },
}

/// An entry as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective<'a> {
    /// The entry as it was first recorded.
    pub entry: &'a Entry,
    /// How it stands.
    pub standing: Standing<'a>,
}

impl<'a> Effective<'a> {
    fn replacement(&self) -> Option<&'a Replacement> {
        match self.standing {
            Standing::Corrected { correction, .. } => Some(&correction.replacement),
            Standing::AsRecorded | Standing::Withdrawn { .. } => None,
        }
    }

    /// Its identifier: the original's.
    pub fn id(&self) -> EntryId {
        self.entry.id
    }

    /// Whether it counts: it is not withdrawn.
    pub fn stands(&self) -> bool {
        !matches!(self.standing, Standing::Withdrawn { .. })
    }

    /// What happened, as it stands.
    pub fn event(&self) -> &'a Event {
        self.replacement().map_or(&self.entry.event, |it| &it.event)
    }

    /// When it was so, as it stands.
    pub fn occurred(&self) -> When {
        self.replacement().map_or(self.entry.envelope.occurred, |it| it.occurred)
    }

    /// When the recording agency first knew it, as it stands.
    pub fn known(&self) -> Option<When> {
        self.replacement().map_or(self.entry.envelope.known, |it| it.known)
    }

    /// The children that it concerns, as it stands.
    pub fn children(&self) -> &'a [ChildId] {
        self.replacement().map_or(&self.entry.envelope.children, |it| &it.children)
    }

    /// The adults that it concerns, as it stands.
    pub fn about(&self) -> &'a [PersonId] {
        self.replacement().map_or(&self.entry.envelope.about, |it| &it.about)
    }

    /// How firm it is as a fact, as it stands.
    pub fn status(&self) -> Recorded<FactStatus> {
        self.replacement().map_or(self.entry.envelope.status, |it| it.status)
    }

    /// Whether it was recorded at the time, as it stands.
    pub fn evidence(&self) -> &'a Recorded<Evidence> {
        self.replacement().map_or(&self.entry.envelope.evidence, |it| &it.evidence)
    }
}

/// The entries of a stream, or of several in ledger order, as they stood on the record.
///
/// An entry of which it is not certain whether it was on the record by then is left out: nothing
/// later than the moment is ever shown.
pub fn effective(entries: &[Entry], on_record: OnRecord) -> Vec<Effective<'_>> {
    let held: Vec<&Entry> =
        entries.iter().filter(|entry| on_record.holds(entry) == Certainty::Yes).collect();
    let withdrawn = withdrawn(&held);
    let corrected = corrected(&held, &withdrawn);
    let standing = |entry: &Entry| {
        let withdrawn = withdrawn.get(&entry.id).copied();
        withdrawn.or_else(|| corrected.get(&entry.id).copied()).unwrap_or(Standing::AsRecorded)
    };
    held.into_iter().map(|entry| Effective { entry, standing: standing(entry) }).collect()
}

/// What is withdrawn, and by which entry. The last word counts: a withdrawal that was itself
/// withdrawn withdraws nothing.
fn withdrawn<'a>(held: &[&'a Entry]) -> BTreeMap<EntryId, Standing<'a>> {
    let mut withdrawn = BTreeMap::new();
    for by in held.iter().rev() {
        if let Some(RecordEvent::EntryWithdrawn(withdrawal)) = by.event.record()
            && !withdrawn.contains_key(&by.id)
        {
            withdrawn.insert(withdrawal.entry, Standing::Withdrawn { by, withdrawal });
        }
    }
    withdrawn
}

/// What is corrected, each by its latest correction that was not withdrawn.
fn corrected<'a>(
    held: &[&'a Entry],
    withdrawn: &BTreeMap<EntryId, Standing<'a>>,
) -> BTreeMap<EntryId, Standing<'a>> {
    let mut originals: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    let mut corrected = BTreeMap::new();
    for by in held {
        if let Some(RecordEvent::EntryCorrected(correction)) = by.event.record() {
            let original = *originals.get(&correction.entry).unwrap_or(&correction.entry);
            originals.insert(by.id, original);
            if !withdrawn.contains_key(&by.id) {
                corrected.insert(original, Standing::Corrected { by, correction });
            }
        }
    }
    corrected
}

#[cfg(test)]
mod tests;
