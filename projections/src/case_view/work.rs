//! Who works the case: the practitioners who are allocated, and the agencies that are involved.
//!
//! # Rules
//! - `involvement_is_recorded_or_inferred_and_says_which`: an agency whose entries name a child is
//!   involved by inference, which is a question and never an expectation.
//! - `a_practitioner_is_allocated_until_stood_down`: from that role.

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::{AllocationEvent, RecordAccess, Role};
use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, PractitionerId};
use candour_domain::party::AgencyKind;
use schemars::JsonSchema;
use serde::Serialize;

use super::Past;
use super::stage::case_event;
use crate::casebook::is_step;
use crate::shape::{AgencyName, ChildName, Dated, Pointer, said};

/// A practitioner who is allocated to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Allocated {
    /// Who.
    pub practitioner: PractitionerId,
    /// Their name.
    pub name: String,
    /// For which agency.
    pub agency: AgencyName,
    /// The post that they are in.
    pub post: Option<String>,
    /// In which role.
    pub role: Role,
    /// Since when.
    pub since: Dated,
    /// What access to the record it gave, where recorded.
    pub record_access: Option<RecordAccess>,
    /// The entry.
    pub entry: Pointer,
}

/// An agency that is involved with a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AgencyInCase {
    /// Which.
    pub agency: AgencyName,
    /// What kind of agency, where recorded.
    pub kind: Option<AgencyKind>,
    /// Whether its involvement is recorded, or inferred from its entries.
    pub involvement: Involvement,
    /// Since when: its recorded involvement, otherwise its first entry that names a child.
    pub since: Dated,
    /// With which children; none means all of the case.
    pub children: Vec<ChildName>,
    /// What for, where recorded.
    pub purpose: Option<String>,
    /// The entry that says so, or from which it is inferred.
    pub entry: Pointer,
    /// How many entries of the case are its own.
    pub entries: usize,
}

/// How an agency's involvement is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Involvement {
    /// It is recorded.
    Recorded,
    /// It was recorded, and has ended.
    Ended,
    /// It is inferred from an entry of the agency that names a child.
    Inferred,
}

/// Who is allocated, in the order in which they were.
pub(super) fn allocated(past: &Past<'_>) -> Vec<Allocated> {
    let mut allocated: Vec<Allocated> = Vec::new();
    for entry in &past.standing {
        let Some(CaseEvent::Allocation(event)) = case_event(entry) else { continue };
        match event {
            AllocationEvent::PractitionerAllocated(it) => {
                allocated.retain(|one| (one.practitioner, one.role) != (it.practitioner, it.role));
                allocated.push(Allocated {
                    practitioner: it.practitioner,
                    name: past.directory.practitioner_name(it.practitioner),
                    agency: past.directory.named_agency(it.agency),
                    post: said(&it.post),
                    role: it.role,
                    since: past.dated(entry),
                    record_access: it.record_access.value().copied(),
                    entry: past.pointer(entry.entry),
                });
            }
            AllocationEvent::PractitionerStoodDown(it) => {
                allocated.retain(|one| (one.practitioner, one.role) != (it.practitioner, it.role));
            }
            AllocationEvent::AgencyInvolved(_) | AllocationEvent::AgencyStoodDown(_) => {}
        }
    }
    allocated
}

/// The agencies of a case, by when each became involved.
pub(super) fn agencies(past: &Past<'_>) -> Vec<AgencyInCase> {
    let mut agencies: Vec<AgencyInCase> = Vec::new();
    for entry in &past.standing {
        if let Some(CaseEvent::Allocation(event)) = case_event(entry) {
            take(past, &mut agencies, entry, event);
        }
        let own = entry.entry.envelope.by.agency;
        match agencies.iter_mut().find(|it| it.agency.agency == own) {
            None if entry.children().is_empty() || says_nothing_of_itself(entry) => {}
            None => agencies.push(inferred(past, entry, own)),
            Some(known) if known.involvement == Involvement::Inferred => {
                let named = entry.children().iter().map(|id| past.directory.child(*id));
                for child in
                    named.filter(|child| !known.children.contains(child)).collect::<Vec<_>>()
                {
                    known.children.push(child);
                }
            }
            Some(_) => {}
        }
    }
    for agency in &mut agencies {
        let own = |entry: &&Effective<'_>| entry.entry.envelope.by.agency == agency.agency.agency;
        agency.entries = past.standing.iter().filter(own).count();
    }
    agencies
}

fn take(
    past: &Past<'_>,
    agencies: &mut Vec<AgencyInCase>,
    entry: &Effective<'_>,
    event: &AllocationEvent,
) {
    match event {
        AllocationEvent::AgencyInvolved(it) => {
            agencies.retain(|one| one.agency.agency != it.agency);
            agencies.push(AgencyInCase {
                involvement: Involvement::Recorded,
                children: it.children.iter().map(|id| past.directory.child(*id)).collect(),
                purpose: said(&it.purpose),
                ..inferred(past, entry, it.agency)
            });
        }
        AllocationEvent::AgencyStoodDown(it) => {
            for one in agencies.iter_mut().filter(|one| one.agency.agency == it.agency) {
                one.involvement = Involvement::Ended;
            }
        }
        AllocationEvent::PractitionerAllocated(_) | AllocationEvent::PractitionerStoodDown(_) => {}
    }
}

/// Whether an entry makes no agency involved: it only says who is part of the case, keeps the record,
/// or is a step that another's row tells of.
fn says_nothing_of_itself(entry: &Effective<'_>) -> bool {
    is_step(entry.entry)
        || matches!(
            case_event(entry),
            Some(CaseEvent::Opening(_) | CaseEvent::Record(_) | CaseEvent::Access(_))
        )
}

fn inferred(past: &Past<'_>, entry: &Effective<'_>, agency: AgencyId) -> AgencyInCase {
    AgencyInCase {
        agency: past.directory.named_agency(agency),
        kind: past.directory.agency(agency).and_then(|agency| agency.kind.value().copied()),
        involvement: Involvement::Inferred,
        since: past.dated(entry),
        children: entry.children().iter().map(|id| past.directory.child(*id)).collect(),
        purpose: None,
        entry: past.pointer(entry.entry),
        entries: 0,
    }
}
