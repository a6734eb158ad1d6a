//! Which reasons there are to withhold an entry from the reader of a bundle: its marks, and, for a subject, whom
//! it concerns. An entry, its corrections and what was said of it later share their reasons, since each can
//! repeat what another says. It withholds nothing itself.
//!
//! # Rules
//! - `a_subject_is_not_shown_what_concerns_other_children_alone`: as the entry stands, and withdrawn ones.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::access::{ExportAudience, WithheldReason};
use candour_domain::case::record::{EntryWithdrawn, WithdrawalGround};
use candour_domain::effective::{Effective, OnRecord, Standing, effective};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::{ChildId, EntryId};
use candour_projections::marks::{Mark, about, marks_with};
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
    let all: Vec<&Entry> = entries.iter().collect();
    let of_marks = |(entry, marks): (EntryId, BTreeSet<Mark>)| {
        let counting = marks.into_iter().filter(|mark| mark.counts(reader.on));
        (entry, counting.map(|mark| mark.reason).collect())
    };
    marks_with(&all, &of_others(entries, reader)).into_iter().map(of_marks).collect()
}

/// For a subject, the entries that are not their own.
fn of_others(entries: &[Entry], reader: Reader) -> Vec<(EntryId, Mark)> {
    let subject = reader.subject.filter(|_| reader.audience == ExportAudience::Subject);
    let Some(subject) = subject else { return Vec::new() };
    let standing = effective(entries, OnRecord::ALL);
    let firsts = standing.iter().filter(|it| about(it.entry).is_none());
    let mark = |reason| Mark { reason, until: None, open_to: BTreeSet::new() };
    firsts.filter_map(|it| Some((it.id(), mark(of_another(it, subject)?)))).collect()
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
