//! The state of a case that deciding needs, and nothing else. Screens read projections.
//!
//! `evolve` is total: a recorded fact happened, even if today's rules would have refused it.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::CaseEvent;
use crate::case::allocation::{AllocationEvent, Role};
use crate::case::opening::OpeningEvent;
use crate::effective::{Effective, OnRecord, effective};
use crate::entry::Entry;
use crate::identifier::{AgencyId, ChildId, EntryId, PersonId, PractitionerId};
use crate::landmark::Landmark;

/// Whether a case is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing has been recorded of such a case.
    NotOpened,
    /// It is open.
    Open,
    /// It is closed.
    Closed,
}

/// What deciding on a case needs of its past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseState {
    /// Whether it is open.
    pub opening: Opening,
    /// Every entry of the case, with what later ones may answer by naming it.
    pub entries: BTreeMap<EntryId, Option<Landmark>>,
    /// The entries that have been withdrawn.
    pub withdrawn: BTreeSet<EntryId>,
    /// The children who are part of it now.
    pub children: BTreeSet<ChildId>,
    /// The people who are part of it.
    pub people: BTreeSet<PersonId>,
    /// Who is allocated now, in which role, and by which entry.
    pub allocated: BTreeMap<(PractitionerId, Role), EntryId>,
    /// Which agencies are involved now, and by which entry.
    pub involved: BTreeMap<AgencyId, EntryId>,
}

impl CaseState {
    /// A case of which nothing has been recorded.
    pub fn before() -> Self {
        Self {
            opening: Opening::NotOpened,
            entries: BTreeMap::new(),
            withdrawn: BTreeSet::new(),
            children: BTreeSet::new(),
            people: BTreeSet::new(),
            allocated: BTreeMap::new(),
            involved: BTreeMap::new(),
        }
    }

    /// The state that the entries of a case leave.
    pub fn fold(entries: &[Entry]) -> Self {
        effective(entries, OnRecord::ALL).iter().fold(Self::before(), Self::evolve)
    }

    /// The state after one more entry.
    #[must_use]
    pub fn evolve(mut self, entry: &Effective<'_>) -> Self {
        let id = entry.id();
        let Some(event) = entry.event().case() else { return self };
        self.entries.insert(id, event.leaves());
        if !entry.stands() {
            self.withdrawn.insert(id);
            return self;
        }
        self.after(id, event)
    }

    /// The state after something that happens, as the entry `id`: also before it is recorded.
    #[must_use]
    pub fn after(mut self, id: EntryId, event: &CaseEvent) -> Self {
        self.entries.insert(id, event.leaves());
        match event {
            CaseEvent::Opening(event) => self.evolve_opening(event),
            CaseEvent::Allocation(event) => self.evolve_allocation(id, event),
            CaseEvent::Concern(_)
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
            | CaseEvent::Access(_) => {}
        }
        self
    }

    fn evolve_opening(&mut self, event: &OpeningEvent) {
        match event {
            OpeningEvent::CaseOpened(_) | OpeningEvent::CaseReopened(_) => {
                self.opening = Opening::Open;
            }
            OpeningEvent::CaseClosed(_) => self.opening = Opening::Closed,
            OpeningEvent::ChildJoinedCase(joined) => {
                self.children.insert(joined.child);
            }
            OpeningEvent::ChildLeftCase(left) => {
                self.children.remove(&left.child);
            }
            OpeningEvent::PersonJoinedCase(joined) => {
                self.people.insert(joined.person);
            }
            OpeningEvent::CaseTransferred(_) => {}
        }
    }

    fn evolve_allocation(&mut self, id: EntryId, event: &AllocationEvent) {
        match event {
            AllocationEvent::PractitionerAllocated(it) => {
                self.allocated.insert((it.practitioner, it.role), id);
            }
            AllocationEvent::PractitionerStoodDown(it) => {
                self.allocated.remove(&(it.practitioner, it.role));
            }
            AllocationEvent::AgencyInvolved(it) => {
                self.involved.insert(it.agency, id);
            }
            AllocationEvent::AgencyStoodDown(it) => {
                self.involved.remove(&it.agency);
            }
        }
    }
}
