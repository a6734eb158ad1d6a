//! Tests of the case view.

mod fgdm;
mod flags;
mod people;
mod properties;
mod stages;

use candour_domain::entry::RecordClock;
use candour_domain::identifier::ChildId;

use super::*;
use crate::sample::Sample;

pub(super) fn all() -> Ask {
    Ask::everything(RecordClock::Ledger)
}

/// A child of a view.
pub(super) fn child(view: &CaseView, child: ChildId) -> &ChildInCase {
    view.children.iter().find(|it| it.child.child == child).unwrap()
}

/// Where a child stands: each stage, since when, by which entry, and the category of a plan.
pub(super) fn stands(sample: &Sample, ask: &Ask, of: ChildId) -> Vec<(Stage, String, EntryId)> {
    let view = case_view(&sample.book(), ask);
    let stands = child(&view, of).stands.clone();
    stands.into_iter().map(|it| (it.stage, it.since.text, it.by.entry)).collect()
}
