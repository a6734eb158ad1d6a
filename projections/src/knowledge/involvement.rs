//! Which agencies were involved with which children, and since when. Involvement that is inferred
//! from an agency's own entries makes a question, never an expectation.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::AllocationEvent;
use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, ChildId};
use chrono::NaiveDate;

use super::places::Place;
use crate::casebook::is_step;

/// Since when, and by which entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Involvement {
    pub(super) since: NaiveDate,
    pub(super) via: Place,
    pub(super) inferred: bool,
}

/// The involvement of each agency with each child.
#[derive(Debug, Default)]
pub(super) struct Involvements(BTreeMap<AgencyId, BTreeMap<ChildId, Involvement>>);

impl Involvements {
    /// As the entries given show it, in ledger order.
    pub(super) fn of(entries: &[Effective<'_>]) -> Self {
        let mut found = Self::default();
        let mut everyone: Option<Vec<ChildId>> = None;
        for (index, entry) in entries.iter().enumerate() {
            let via = Place::at(index);
            match entry.event().case() {
                Some(CaseEvent::Allocation(AllocationEvent::AgencyInvolved(it))) => {
                    let children = match it.children.as_slice() {
                        [] => everyone.get_or_insert_with(|| everyone_in(entries)),
                        named => named,
                    };
                    let since = entry.occurred().last_day();
                    found.note(it.agency, children, Involvement { since, via, inferred: false });
                }
                Some(CaseEvent::Opening(_) | CaseEvent::Record(_) | CaseEvent::Access(_))
                | None => {}
                // That others say they told an agency, or that it received, does not make it involved.
                Some(_) if is_step(entry.entry) => {}
                Some(_) => {
                    let (by, since) = (entry.entry.envelope.by.agency, entry.occurred().last_day());
                    let inferred = Involvement { since, via, inferred: true };
                    found.note(by, entry.children(), inferred);
                }
            }
        }
        found
    }

    fn note(&mut self, agency: AgencyId, children: &[ChildId], it: Involvement) {
        let with = self.0.entry(agency).or_default();
        for child in children {
            let known = with.entry(*child).or_insert(it);
            if (known.inferred, known.since) > (it.inferred, it.since) {
                *known = it;
            }
        }
    }

    /// Each agency, and since when it was involved with which child.
    pub(super) fn agencies(
        &self,
    ) -> impl Iterator<Item = (AgencyId, &BTreeMap<ChildId, Involvement>)> {
        self.0.iter().map(|(agency, with)| (*agency, with))
    }
}

fn everyone_in(entries: &[Effective<'_>]) -> Vec<ChildId> {
    let all: BTreeSet<ChildId> = entries.iter().flat_map(Effective::children).copied().collect();
    all.into_iter().collect()
}
