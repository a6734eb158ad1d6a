//! Which reasons there are to withhold an entry: what was set when it was recorded, what was put on it
//! later and not lifted, and, for a subject, whom it concerns. An entry, its corrections and what was said
//! of it later share their reasons, since each can repeat what another says. It withholds nothing itself.
//!
//! # Rules
//! - `what_is_set_on_an_entry_is_a_reason`: each kind of handling, and an audience that is limited.
//! - `police_ask_until_a_day_that_day_included`.
//! - `a_restriction_counts_until_it_is_lifted`.
//! - `a_correction_and_what_it_corrects_share_their_reasons`: in both directions.
//! - `what_is_said_of_an_entry_later_has_its_reasons`: a withdrawal, a dispute, a statement, a
//!   restriction.
//! - `a_subject_is_not_shown_what_concerns_other_children_alone`: as the entry stands, and withdrawn ones.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::access::{ExportAudience, WithheldReason};
use candour_domain::case::record::{EntryWithdrawn, RecordEvent, WithdrawalGround};
use candour_domain::effective::{Effective, OnRecord, Standing, effective};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::{Audience, Handling};
use candour_domain::identifier::{ChildId, EntryId};
use chrono::NaiveDate;

/// For whom it is asked, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// For which kind of reader.
    pub audience: ExportAudience,
    /// Whose record it is, where it is for its subject.
    pub subject: Option<ChildId>,
    /// The day.
    pub on: NaiveDate,
}

/// The reasons of every entry that has any.
pub(super) type Reasons = BTreeMap<EntryId, BTreeSet<WithheldReason>>;

/// The reasons there are to withhold each of these entries, which stand in ledger order.
pub(super) fn reasons(entries: &[Entry], reader: Reader) -> Reasons {
    let standing = effective(entries, OnRecord::ALL);
    let firsts = firsts(entries);
    let first = |entry: EntryId| firsts.get(&entry).copied().unwrap_or(entry);
    let mut of_first: Reasons = BTreeMap::new();
    let mut own: Reasons = BTreeMap::new();
    for entry in entries {
        let set = set(entry, reader.on);
        if is_correction(entry) {
            of_first.entry(first(entry.id)).or_default().extend(&set);
        }
        own.entry(entry.id).or_default().extend(set);
    }
    for (restriction, restricted) in restrictions(&standing) {
        own.entry(restriction).or_default().insert(WithheldReason::Restricted);
        for entry in restricted {
            of_first.entry(first(entry)).or_default().insert(WithheldReason::Restricted);
        }
    }
    if let Some(subject) = reader.subject.filter(|_| reader.audience == ExportAudience::Subject) {
        for entry in &standing {
            if first(entry.id()) == entry.id()
                && let Some(reason) = of_another(entry, subject)
            {
                of_first.entry(entry.id()).or_default().insert(reason);
            }
        }
    }
    let mut all = own.clone();
    for entry in entries {
        let first = first(entry.id);
        let shared = [of_first.get(&first), own.get(&first)];
        all.entry(entry.id).or_default().extend(shared.into_iter().flatten().flatten());
    }
    for entry in entries {
        if let Some(RecordEvent::EntryRestricted(it)) = entry.event.record() {
            let said_of = it.entries.iter().filter_map(|of| all.get(of)).flatten().copied();
            let said_of: BTreeSet<WithheldReason> = said_of.collect();
            all.entry(entry.id).or_default().extend(said_of);
        }
    }
    all
}

/// What was set on an entry when it was recorded.
fn set(entry: &Entry, on: NaiveDate) -> BTreeSet<WithheldReason> {
    let handling = entry.envelope.handling.iter().filter_map(|handling| match handling {
        Handling::ThirdParty => Some(WithheldReason::ThirdParty),
        Handling::SourceIdentity => Some(WithheldReason::SourceIdentity),
        Handling::PoliceSensitiveUntil(day) => {
            (on <= *day).then_some(WithheldReason::PoliceSensitive)
        }
        Handling::RefugeOrAddress => Some(WithheldReason::RefugeOrAddress),
        Handling::Adoption => Some(WithheldReason::Adoption),
        Handling::Privileged => Some(WithheldReason::Privileged),
        Handling::CourtRestricted => Some(WithheldReason::CourtRestricted),
        Handling::AdultHealth => Some(WithheldReason::AdultHealth),
    });
    let limited = match entry.envelope.audience {
        Audience::Involved => None,
        Audience::Only(_) => Some(WithheldReason::LimitedAudience),
    };
    handling.chain(limited).collect()
}

/// The entry that an entry of the chapter `record` is about.
fn about(entry: &Entry) -> Option<EntryId> {
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

fn is_correction(entry: &Entry) -> bool {
    matches!(entry.event.record(), Some(RecordEvent::EntryCorrected(_)))
}

/// For each entry that is about another, the first of them all. An entry is about one before it.
fn firsts(entries: &[Entry]) -> BTreeMap<EntryId, EntryId> {
    let mut firsts: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    for entry in entries {
        if let Some(about) = about(entry) {
            let first = firsts.get(&about).copied().unwrap_or(about);
            firsts.insert(entry.id, first);
        }
    }
    firsts
}

/// The restrictions that stand and were not lifted, and what each restricts.
fn restrictions(standing: &[Effective<'_>]) -> Vec<(EntryId, Vec<EntryId>)> {
    let mut found: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for entry in standing.iter().filter(|it| it.stands()) {
        match entry.event().record() {
            Some(RecordEvent::EntryRestricted(it)) => {
                found.insert(entry.id(), it.entries.clone());
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
    found.into_iter().collect()
}

/// Why an entry is not a subject's own, if it is not.
fn of_another(entry: &Effective<'_>, subject: ChildId) -> Option<WithheldReason> {
    let children = entry.children();
    let others_alone = !children.is_empty() && !children.contains(&subject);
    let misplaced = match entry.standing {
        Standing::Withdrawn { by: _, withdrawal: EntryWithdrawn { ground, .. } } => match ground {
            WithdrawalGround::WrongChild | WithdrawalGround::WrongFamily => true,
            WithdrawalGround::NeverHappened | WithdrawalGround::Duplicate => false,
        },
        Standing::AsRecorded | Standing::Corrected { .. } => false,
    };
    match entry.entry.stream {
        StreamId::Child(child) if child != subject => Some(WithheldReason::OtherChild),
        StreamId::Person(_) => Some(WithheldReason::OtherPerson),
        StreamId::Case(_)
        | StreamId::Child(_)
        | StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)
        | StreamId::Ledger(_) => (others_alone || misplaced).then_some(WithheldReason::OtherChild),
    }
}

#[cfg(test)]
mod tests;
