//! One filled-in event of every type, for the corpus, the documents and tests.
//!
//! Every optional field and every list has something in it. The family, the people and what
//! happened are invented. Identifiers and dates are fixed, and the entry of a type is named by
//! [`entry`], so that the samples, recorded in the order of [`all`] under [`request`], answer each
//! other. Nothing here says what usually happens, or in which order.

mod access;
mod allocation;
mod child;
mod concern;
mod conference;
mod education;
mod emergency;
mod enquiry;
mod fgdm;
mod help;
mod identity;
mod incident;
mod information;
mod opening;
mod organisation;
mod oversight;
mod plan;
mod proceedings;
mod record;
mod surroundings;
mod threshold;

use candour_domain::case::CaseEvent;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{
    AgencyId, CaseId, ChildId, EntryId, LedgerId, PersonId, PractitionerId, RequestId, TeamId,
};
use candour_domain::identity::IdentityEvent;
use uuid::Uuid;

pub use surroundings::{envelope, recorded_entry};

use crate::catalogue::type_name;

/// The case that the samples stand in.
pub const CASE: CaseId = CaseId::new(id(0xca5e, 1));
/// A case that a child came from or went to.
pub const OTHER_CASE: CaseId = CaseId::new(id(0xca5e, 2));
/// A child of the case.
pub const CHILD: ChildId = ChildId::new(id(0xc41d, 1));
/// Another child of the case.
pub const OTHER_CHILD: ChildId = ChildId::new(id(0xc41d, 2));
/// The children's mother.
pub const MOTHER: PersonId = PersonId::new(id(0xad01, 1));
/// The children's grandmother.
pub const GRANDMOTHER: PersonId = PersonId::new(id(0xad01, 2));
/// Children's social care of the local authority.
pub const SOCIAL_CARE: AgencyId = AgencyId::new(id(0xa9e0, 1));
/// The police.
pub const POLICE: AgencyId = AgencyId::new(id(0xa9e0, 2));
/// The school.
pub const SCHOOL: AgencyId = AgencyId::new(id(0xa9e0, 3));
/// A social worker.
pub const SOCIAL_WORKER: PractitionerId = PractitionerId::new(id(0x90a0, 1));
/// A detective.
pub const DETECTIVE: PractitionerId = PractitionerId::new(id(0x90a0, 2));
/// A multi-agency child protection team.
pub const TEAM: TeamId = TeamId::new(id(0x7ea0, 1));
/// The ledger.
pub const LEDGER: LedgerId = LedgerId::new(id(0x1ed0, 1));

/// A fixed identifier: what kind of thing it names, and which one of them.
const fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(kind << 112 | 0x4000 << 64 | 0x8000 << 48 | number)
}

/// The request under which the sample of a type is recorded.
pub fn request(type_name: &str) -> RequestId {
    RequestId::new(Uuid::new_v5(&CASE.uuid(), type_name.as_bytes()))
}

/// The entry that the sample of a type becomes when it is recorded under [`request`].
pub fn entry(type_name: &str) -> EntryId {
    EntryId::of_request(request(type_name), 0)
}

/// An entry of [`OTHER_CASE`], by the type that it is of.
pub fn entry_elsewhere(type_name: &str) -> EntryId {
    let request = Uuid::new_v5(&OTHER_CASE.uuid(), type_name.as_bytes());
    EntryId::of_request(RequestId::new(request), 0)
}

/// One event of every type, in the order of the catalogue.
pub fn all() -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    events.extend(opening::all().into_iter().map(CaseEvent::Opening).map(Event::Case));
    events.extend(allocation::all().into_iter().map(CaseEvent::Allocation).map(Event::Case));
    events.extend(concern::all().into_iter().map(CaseEvent::Concern).map(Event::Case));
    events.extend(information::all().into_iter().map(CaseEvent::Information).map(Event::Case));
    events.extend(child::all().into_iter().map(CaseEvent::Child).map(Event::Case));
    events.extend(help::all().into_iter().map(CaseEvent::Help).map(Event::Case));
    events.extend(threshold::all().into_iter().map(CaseEvent::Threshold).map(Event::Case));
    events.extend(enquiry::all().into_iter().map(CaseEvent::Enquiry).map(Event::Case));
    events.extend(conference::all().into_iter().map(CaseEvent::Conference).map(Event::Case));
    events.extend(plan::all().into_iter().map(CaseEvent::Plan).map(Event::Case));
    events.extend(fgdm::all().into_iter().map(CaseEvent::Fgdm).map(Event::Case));
    events.extend(proceedings::all().into_iter().map(CaseEvent::Proceedings).map(Event::Case));
    events.extend(emergency::all().into_iter().map(CaseEvent::Emergency).map(Event::Case));
    events.extend(oversight::all().into_iter().map(CaseEvent::Oversight).map(Event::Case));
    events.extend(education::all().into_iter().map(CaseEvent::Education).map(Event::Case));
    events.extend(incident::all().into_iter().map(CaseEvent::Incident).map(Event::Case));
    events.extend(record::all().into_iter().map(CaseEvent::Record).map(Event::Case));
    events.extend(access::all().into_iter().map(CaseEvent::Access).map(Event::Case));
    events.extend(identity::all().into_iter().map(Event::Identity));
    events.extend(organisation::agency().into_iter().map(Event::Agency));
    events.extend(organisation::practitioner().into_iter().map(Event::Practitioner));
    events.extend(organisation::team().into_iter().map(Event::Team));
    events.extend(organisation::ledger().into_iter().map(Event::Ledger));
    events
}

/// The sample of a type, by its stored name.
pub fn of(name: &str) -> Option<Event> {
    all().into_iter().find(|event| type_name(event) == name)
}

/// The stream that a sample stands in.
pub fn stream(event: &Event) -> StreamId {
    match event {
        Event::Case(_) => StreamId::Case(CASE),
        Event::Identity(event) => match event {
            IdentityEvent::ChildIdentified(_)
            | IdentityEvent::IdentifierAssigned(_)
            | IdentityEvent::DetailsAmended(_)
            | IdentityEvent::HouseholdRecorded(_)
            | IdentityEvent::AddressRecorded(_)
            | IdentityEvent::RecordsLinked(_)
            | IdentityEvent::RecordsUnlinked(_)
            | IdentityEvent::Record(_) => StreamId::Child(CHILD),
            IdentityEvent::PersonIdentified(_)
            | IdentityEvent::RelationshipRecorded(_)
            | IdentityEvent::ParentalResponsibilityRecorded(_)
            | IdentityEvent::SafeContactAgreed(_) => StreamId::Person(MOTHER),
        },
        Event::Agency(_) => StreamId::Agency(SOCIAL_CARE),
        Event::Practitioner(_) => StreamId::Practitioner(SOCIAL_WORKER),
        Event::Team(_) => StreamId::Team(TEAM),
        Event::Ledger(_) => StreamId::Ledger(LEDGER),
    }
}
