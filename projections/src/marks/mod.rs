//! The marks of entries: for which reasons an entry is not for everybody, and which agencies it is for all the
//! same. What was set when it was recorded counts, and what was put on it later and not lifted. An entry, its
//! corrections and what was said of it later share their marks, since each can repeat what another says. What
//! follows for whom is [`treatment`]'s, and a bundle's own table; nothing is withheld here.
//!
//! The marks are those of now, on whichever record an entry is asked about: what was shown once may be
//! restricted since.
//!
//! # Rules
//! - `what_is_set_on_an_entry_is_a_reason`: each kind of handling, and an audience that is limited.
//! - `police_ask_until_a_day_that_day_included`.
//! - `a_restriction_counts_until_it_is_lifted`.
//! - `a_correction_and_what_it_corrects_share_their_reasons`: in both directions.
//! - `what_is_said_of_an_entry_later_has_its_reasons`: a withdrawal, a dispute, a statement, a
//!   restriction.
//! - `a_mark_is_open_to_those_whom_its_entry_names`: the agency whose record it is, and those of its audience.

pub mod seen;
pub mod treatment;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::access::WithheldReason;
use candour_domain::case::record::RecordEvent;
use candour_domain::effective::{OnRecord, effective};
use candour_domain::entry::Entry;
use candour_domain::envelope::{Audience, Handling};
use candour_domain::identifier::{AgencyId, EntryId};
use chrono::NaiveDate;

/// A reason why an entry is not for everybody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The reason.
    pub reason: WithheldReason,
    /// The last day on which it counts; none where it counts for good.
    pub until: Option<NaiveDate>,
    /// The agencies for which it does not count.
    pub open_to: BTreeSet<AgencyId>,
}

impl Mark {
    /// Whether it counts on a day.
    pub fn counts(&self, on: NaiveDate) -> bool {
        self.until.is_none_or(|until| on <= until)
    }
}

/// The marks of every entry that has any.
pub type Marks = BTreeMap<EntryId, BTreeSet<Mark>>;

/// The marks of these entries, which stand in ledger order: whole streams, one or several.
pub fn marks(entries: &[&Entry]) -> Marks {
    marks_with(entries, &[])
}

/// The same, with further marks on some of those that are about no other entry, which all that is about them
/// shares.
pub fn marks_with(entries: &[&Entry], further: &[(EntryId, Mark)]) -> Marks {
    if further.is_empty() && !entries.iter().any(|entry| marked(entry)) {
        return Marks::new();
    }
    let firsts = firsts(entries);
    let first = |entry: EntryId| firsts.get(&entry).copied().unwrap_or(entry);
    let mut of_first = Marks::new();
    let mut own = Marks::new();
    for entry in entries {
        let set = set(entry);
        if is_correction(entry) {
            of_first.entry(first(entry.id)).or_default().extend(set.iter().cloned());
        }
        own.entry(entry.id).or_default().extend(set);
    }
    for (restriction, restricted) in restrictions(entries) {
        own.entry(restriction.0).or_default().insert(restriction.1);
        for (entry, mark) in restricted {
            of_first.entry(first(entry)).or_default().insert(mark);
        }
    }
    for (entry, mark) in further {
        of_first.entry(*entry).or_default().insert(mark.clone());
    }
    let mut all = own.clone();
    for entry in entries {
        let first = first(entry.id);
        let shared = [of_first.get(&first), own.get(&first)];
        all.entry(entry.id).or_default().extend(shared.into_iter().flatten().flatten().cloned());
    }
    // Who looks at a part of a stream is told of what stands outside it too.
    for (entry, marks) in of_first {
        all.entry(entry).or_default().extend(marks);
    }
    for entry in entries {
        if let Some(RecordEvent::EntryRestricted(it)) = entry.event.record() {
            let said_of = it.entries.iter().filter_map(|of| all.get(of)).flatten().cloned();
            let said_of: BTreeSet<Mark> = said_of.collect();
            all.entry(entry.id).or_default().extend(said_of);
        }
    }
    all.retain(|_, marks| !marks.is_empty());
    all
}

/// The entry that an entry of the chapter `record` is about.
pub fn about(entry: &Entry) -> Option<EntryId> {
    match entry.event.record()? {
        RecordEvent::EntryCorrected(it) => Some(it.entry),
        RecordEvent::EntryWithdrawn(it) => Some(it.entry),
        RecordEvent::EntryDisputed(it) => Some(it.entry),
        RecordEvent::StatementAttached(it) => Some(it.entry),
        RecordEvent::RestrictionLifted(it) => it.restriction.entry(),
        RecordEvent::EntryRestricted(_)
        | RecordEvent::HoldPlaced(_)
        | RecordEvent::HoldLifted(_) => None,
    }
}

/// The agencies whose record an entry is: that which did, saw or decided it, and that for which it was typed.
/// Whoever took a row in from another's file is none of them.
pub fn whose(entry: &Entry) -> BTreeSet<AgencyId> {
    let envelope = &entry.envelope;
    let mut agencies = BTreeSet::from([envelope.by.agency]);
    agencies.extend(envelope.on_behalf_of.as_ref().map(|it| it.agency));
    if envelope.source.import.is_none() {
        agencies.insert(entry.agency);
    }
    agencies
}

/// Whether an entry may put a mark on itself or another.
pub(crate) fn marked(entry: &Entry) -> bool {
    let limited = match &entry.envelope.audience {
        Audience::Involved => false,
        Audience::Only(_) => true,
    };
    limited
        || !entry.envelope.handling.is_empty()
        || matches!(entry.event.record(), Some(RecordEvent::EntryRestricted(_)))
}

/// A mark that an entry sets.
fn mark(entry: &Entry, reason: WithheldReason) -> Mark {
    let mut open_to = whose(entry);
    if let Audience::Only(agencies) = &entry.envelope.audience {
        open_to.extend(agencies);
    }
    Mark { reason, until: None, open_to }
}

/// What was set on an entry when it was recorded.
fn set(entry: &Entry) -> BTreeSet<Mark> {
    let of = |reason| mark(entry, reason);
    let handling = entry.envelope.handling.iter().map(|handling| match handling {
        Handling::ThirdParty => of(WithheldReason::ThirdParty),
        Handling::SourceIdentity => of(WithheldReason::SourceIdentity),
        Handling::PoliceSensitiveUntil(day) => {
            Mark { until: Some(*day), ..of(WithheldReason::PoliceSensitive) }
        }
        Handling::RefugeOrAddress => of(WithheldReason::RefugeOrAddress),
        Handling::Adoption => of(WithheldReason::Adoption),
        Handling::Privileged => of(WithheldReason::Privileged),
        Handling::CourtRestricted => of(WithheldReason::CourtRestricted),
        Handling::AdultHealth => of(WithheldReason::AdultHealth),
    });
    let limited = match entry.envelope.audience {
        Audience::Involved => None,
        Audience::Only(_) => Some(of(WithheldReason::LimitedAudience)),
    };
    handling.chain(limited).collect()
}

fn is_correction(entry: &Entry) -> bool {
    matches!(entry.event.record(), Some(RecordEvent::EntryCorrected(_)))
}

/// For each entry that is about another, the first of them all. An entry is about one before it.
fn firsts(entries: &[&Entry]) -> BTreeMap<EntryId, EntryId> {
    let mut firsts: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    for entry in entries {
        if let Some(about) = about(entry) {
            let first = firsts.get(&about).copied().unwrap_or(about);
            firsts.insert(entry.id, first);
        }
    }
    firsts
}

/// An entry and a mark on it.
type Marked = (EntryId, Mark);

/// The restrictions that stand and were not lifted, with the marks that each puts on what it restricts: open to
/// the agency whose record that is, and to those that the restriction names.
fn restrictions(entries: &[&Entry]) -> Vec<(Marked, Vec<Marked>)> {
    let of_record = entries.iter().filter(|entry| entry.event.record().is_some());
    let of_record: Vec<Entry> = of_record.map(|entry| (*entry).clone()).collect();
    let whose: BTreeMap<EntryId, BTreeSet<AgencyId>> =
        entries.iter().map(|entry| (entry.id, whose(entry))).collect();
    let mut found = BTreeMap::new();
    for entry in effective(&of_record, OnRecord::ALL).iter().filter(|it| it.stands()) {
        match entry.event().record() {
            Some(RecordEvent::EntryRestricted(it)) => {
                let named = match &it.audience {
                    Audience::Involved => &[][..],
                    Audience::Only(agencies) => agencies,
                };
                let mark_on = |of: &EntryId| {
                    let own = whose.get(of).into_iter().flatten();
                    let open_to = own.chain(named).copied().collect();
                    (*of, Mark { reason: WithheldReason::Restricted, until: None, open_to })
                };
                let own = (entry.id(), mark(entry.entry, WithheldReason::Restricted));
                found.insert(entry.id(), (own, it.entries.iter().map(mark_on).collect()));
            }
            Some(RecordEvent::RestrictionLifted(it)) => {
                if let Some(lifted) = it.restriction.entry() {
                    found.remove(&lifted);
                }
            }
            Some(
                RecordEvent::EntryCorrected(_)
                | RecordEvent::EntryWithdrawn(_)
                | RecordEvent::EntryDisputed(_)
                | RecordEvent::StatementAttached(_)
                | RecordEvent::HoldPlaced(_)
                | RecordEvent::HoldLifted(_),
            )
            | None => {}
        }
    }
    found.into_values().collect()
}
