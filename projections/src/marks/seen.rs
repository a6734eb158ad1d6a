//! Entries as a reader is shown them: those that are not shown are left out, and texts that are withheld are
//! replaced, before anything else looks at the entries. So nothing that is worked out of them afterwards can
//! repeat what is withheld; and what was withheld, and why, goes with them to be said.
//!
//! # Rules
//! - `an_entry_whose_text_is_withheld_keeps_its_structure_and_no_word`.
//! - `who_said_it_is_taken_out_with_the_words`: in the payload, where it comes from, and among the adults whom
//!   it concerns; of a correction in what it puts in place as well.
//! - `an_entry_that_is_not_shown_is_left_out_and_told_of`.

use std::collections::BTreeMap;

use candour_domain::case::access::WithheldReason;
use candour_domain::effective::OnRecord;
use candour_domain::entry::{Entry, Position, RecordClock};
use candour_domain::identifier::EntryId;
use candour_domain::text;
use candour_domain::time::{Certainty, Interval};
use candour_schemas::export;

use super::treatment::{Reader, Treatment};
use super::{Marks, marks, whose};

/// An entry of which something is withheld from a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withheld {
    /// The entry.
    pub entry: EntryId,
    /// Where it stands in the ledger.
    pub position: Position,
    /// Why.
    pub reason: WithheldReason,
    /// Whether its texts are withheld, or all of it.
    pub treatment: Treatment,
    /// When it came on record, by the ledger's clock and by claims.
    recorded: [Interval; 2],
}

impl Withheld {
    fn of(entry: &Entry, (treatment, reason): (Treatment, WithheldReason)) -> Self {
        let recorded = [RecordClock::Ledger, RecordClock::Claims].map(|it| entry.recorded(it));
        Self { entry: entry.id, position: entry.position, reason, treatment, recorded }
    }

    fn held(&self, on_record: OnRecord) -> bool {
        let [ledger, claims] = self.recorded;
        let recorded = match on_record.clock {
            RecordClock::Ledger => ledger,
            RecordClock::Claims => claims,
        };
        on_record.until.is_none_or(|until| recorded.by(until) == Certainty::Yes)
    }
}

/// How much is withheld for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many entries are not shown.
    pub entries: u64,
    /// How many entries are shown without their texts.
    pub texts: u64,
}

/// How much is withheld, by reason, of what was on record.
pub fn tally(withheld: &[Withheld], on_record: OnRecord) -> BTreeMap<WithheldReason, Tally> {
    tallied(withheld.iter().filter(|it| it.held(on_record)).map(|it| (it.treatment, it.reason)))
}

/// How much is withheld, by reason.
pub(crate) fn tallied(
    treated: impl Iterator<Item = (Treatment, WithheldReason)>,
) -> BTreeMap<WithheldReason, Tally> {
    let mut all: BTreeMap<WithheldReason, Tally> = BTreeMap::new();
    for (treatment, reason) in treated {
        let tally = all.entry(reason).or_default();
        match treatment {
            Treatment::Shown => {}
            Treatment::TextWithheld => tally.texts += 1,
            Treatment::NotShown => tally.entries += 1,
        }
    }
    all
}

/// What is withheld of an entry from a reader, if anything is.
pub fn withheld(entry: &Entry, marks: &Marks, reader: &Reader) -> Option<Withheld> {
    let marks = marks.get(&entry.id)?;
    Some(Withheld::of(entry, reader.treatment(&whose(entry), marks)?))
}

/// Entries as a reader is shown them; what is withheld is added to the list.
pub fn seen(
    entries: Vec<Entry>,
    (marks, reader): (&Marks, &Reader),
    told: &mut Vec<Withheld>,
) -> Vec<Entry> {
    if marks.is_empty() {
        return entries;
    }
    let shown = |entry: Entry| {
        let Some(mut it) = withheld(&entry, marks, reader) else { return Some(entry) };
        let shown = match it.treatment {
            Treatment::Shown => return Some(entry),
            Treatment::TextWithheld => without_texts(&entry, it.reason),
            Treatment::NotShown => None,
        };
        if shown.is_none() {
            it.treatment = Treatment::NotShown;
        }
        told.push(it);
        shown
    };
    entries.into_iter().filter_map(shown).collect()
}

/// Entries of a whole stream as a reader is shown them.
pub fn seen_by(reader: &Reader, entries: Vec<Entry>) -> Vec<Entry> {
    let marks = marks(&entries.iter().collect::<Vec<_>>());
    seen(entries, (&marks, reader), &mut Vec::new())
}

/// An entry without its texts and without who said them. It is written and read again, so that no text of any
/// type of entry can be forgotten; none where that cannot be done, and then it is not shown at all.
pub fn without_texts(entry: &Entry, reason: WithheldReason) -> Option<Entry> {
    let written = export::to_json(entry).ok()?;
    let mut read = text::withheld(reason, || export::from_json(&written)).ok()?;
    read.take_out_who_said_it(reason);
    Some(read)
}

#[cfg(test)]
mod tests;
