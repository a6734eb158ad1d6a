//! What the agencies and children of a case are called, worked out once for every question that is then
//! asked of it; and what one of its entries is called.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::entry::Entry;
use candour_domain::identifier::{AgencyId, ChildId, EntryId};

use super::answer::Cite;
use super::words::Words;
use crate::casebook::{access_label, label};
use crate::directory::Directory;

/// What is called what.
#[derive(Debug)]
pub(super) struct Called {
    agencies: BTreeMap<AgencyId, Words>,
    children: BTreeMap<ChildId, Words>,
}

impl Called {
    /// Names whoever a case names.
    pub(super) fn of(names: &Directory) -> Self {
        let agencies = names.agencies().map(|(id, agency)| (id, agency.name.clone().into()));
        let children = names.children().map(|(id, _)| (id, names.child_name(id).into()));
        Self { agencies: agencies.collect(), children: children.collect() }
    }

    /// The name of an agency.
    pub(super) fn agency(&self, id: AgencyId, names: &Directory) -> Words {
        self.agencies.get(&id).cloned().unwrap_or_else(|| names.agency_name(id).into())
    }

    /// The name of a child.
    pub(super) fn child(&self, id: ChildId, names: &Directory) -> Words {
        self.children.get(&id).cloned().unwrap_or_else(|| names.child_name(id).into())
    }
}

/// What an entry is called that only attests a step: of the ledger of accesses, whose positions are its own, it is
/// said so.
pub(super) fn attesting(entry: &Entry, names: &Directory) -> Cite {
    match entry.event.case() {
        Some(CaseEvent::Access(_)) => {
            let label: Words = access_label(entry).into();
            Cite { entry: entry.id, row: label.clone(), label }
        }
        Some(_) | None => cite(entry.id, entry, names),
    }
}

/// What an entry is called, and its row, whichever step of it the entry is.
pub(super) fn cite(id: EntryId, entry: &Entry, names: &Directory) -> Cite {
    let label: Words = label(entry, names).into();
    let import = entry.envelope.source.import.as_ref();
    let row = import.map_or_else(|| label.clone(), |it| it.reference.to_string().into());
    Cite { entry: id, label, row }
}
