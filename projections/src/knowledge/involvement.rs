//! Which agencies were involved with which children, and since when. Involvement that is inferred
//! from an agency's own entries makes a question, never an expectation.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::AllocationEvent;
use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, ChildId, EntryId};
use chrono::NaiveDate;

use crate::casebook::is_step;

/// Since when, and by which entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Involvement {
    pub(super) since: NaiveDate,
    pub(super) via: EntryId,
    pub(super) inferred: bool,
}

/// The involvement of each agency with each child, in the entries given.
pub(super) fn involvements(
    entries: &[Effective<'_>],
) -> BTreeMap<(AgencyId, ChildId), Involvement> {
    let everyone: Vec<ChildId> = entries.iter().flat_map(Effective::children).copied().collect();
    let mut found: BTreeMap<(AgencyId, ChildId), Involvement> = BTreeMap::new();
    let mut note = |agency: AgencyId, children: &[ChildId], it: Involvement| {
        for child in children {
            let known = found.entry((agency, *child)).or_insert(it);
            if (known.inferred, known.since) > (it.inferred, it.since) {
                *known = it;
            }
        }
    };
    for entry in entries {
        let since = entry.occurred().last_day();
        let via = entry.id();
        let stated = Involvement { since, via, inferred: false };
        match entry.event().case() {
            Some(CaseEvent::Allocation(AllocationEvent::AgencyInvolved(it))) => {
                let children = if it.children.is_empty() { &everyone } else { &it.children };
                note(it.agency, children, stated);
            }
            Some(CaseEvent::Opening(_) | CaseEvent::Record(_)) | None => {}
            // That others say they told an agency, or that it received, does not make it involved.
            Some(_) if is_step(entry.entry) => {}
            Some(_) => {
                let by = entry.entry.envelope.by.agency;
                note(by, entry.children(), Involvement { since, via, inferred: true });
            }
        }
    }
    found
}
