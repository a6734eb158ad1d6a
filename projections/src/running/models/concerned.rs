//! Which children an entry of a case concerns: those that it names, otherwise all who joined the case.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::identifier::ChildId;
use chrono::{DateTime, Utc};

use super::cells::latest;
use crate::case_view::case_event;

/// The children who joined a case, each with when they certainly first had.
pub(super) fn joined(entries: &[Effective<'_>]) -> Vec<(ChildId, DateTime<Utc>)> {
    let mut all: Vec<(ChildId, DateTime<Utc>)> = Vec::new();
    for entry in entries {
        let Some(child) = joining(entry) else { continue };
        let moment = latest(entry);
        match all.iter_mut().find(|(other, _)| *other == child) {
            Some((_, first)) => *first = moment.min(*first),
            None => all.push((child, moment)),
        }
    }
    all
}

/// The child who joined the case by an entry.
pub(super) fn joining(entry: &Effective<'_>) -> Option<ChildId> {
    match case_event(entry)? {
        CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it)) => Some(it.child),
        CaseEvent::Opening(
            OpeningEvent::CaseOpened(_)
            | OpeningEvent::ChildLeftCase(_)
            | OpeningEvent::PersonJoinedCase(_)
            | OpeningEvent::CaseTransferred(_)
            | OpeningEvent::CaseClosed(_)
            | OpeningEvent::CaseReopened(_),
        )
        | CaseEvent::Allocation(_)
        | CaseEvent::Concern(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Conference(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => None,
    }
}

/// The children whom an entry concerns: its own, otherwise all who joined; none where there are none.
pub(super) fn concerned(
    entry: &Effective<'_>,
    joined: &[(ChildId, DateTime<Utc>)],
) -> Vec<Option<ChildId>> {
    let own = entry.children();
    if !own.is_empty() {
        return own.iter().copied().map(Some).collect();
    }
    if joined.is_empty() {
        return vec![None];
    }
    joined.iter().map(|(child, _)| Some(*child)).collect()
}
