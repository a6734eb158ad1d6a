//! One person across cases: who they are, what they are to whom, the cases they have a part in, and
//! every entry that names them.
//!
//! # Rules
//! - `a_person_is_shown_in_every_case_that_names_them`: with their part where one is recorded.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::entry::StreamId;
use candour_domain::identifier::{CaseId, PersonId};
use candour_domain::identity::IdentityEvent;
use candour_domain::reference::Reference;
use schemars::JsonSchema;
use serde::Serialize;

use crate::across::{Across, AddressShown, EntryLine, IdentifierShown, identifier, naming};
use crate::ask::Ask;
use crate::case_view::{
    CaseStatus, Opening, Past, PersonInCase, case_event, identity_events, of_person,
};
use crate::child_view::{address, linked};
use crate::shape::{Asked, ChildName, said};

/// A person across cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonView {
    /// What was asked on.
    pub asked: Asked,
    /// Who they are, and what they are to others.
    pub person: PersonInCase,
    /// Identifiers from elsewhere.
    pub identifiers: Vec<IdentifierShown>,
    /// The address, unless it is protected.
    pub address: AddressShown,
    /// Records found to be of the same person, by name.
    pub linked: Vec<String>,
    /// The cases.
    pub cases: Vec<PersonCase>,
    /// Every entry that names them, in the order in which things happened.
    pub entries: Vec<EntryLine>,
}

/// A person in one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonCase {
    /// The case.
    pub case: CaseId,
    /// The reference that it is known by.
    pub reference: Option<String>,
    /// Whether it is open.
    pub status: CaseStatus,
    /// Their part in it, where recorded.
    pub part: Option<String>,
    /// The children of the case.
    pub children: Vec<ChildName>,
    /// How many of its entries name them.
    pub entries: usize,
}

/// Says what the ledger holds of a person, across cases.
pub fn person_view(across: &Across, person: PersonId, ask: &Ask) -> PersonView {
    let identities = across.identities();
    let past = Past::of_parts(&[], &identities, across.directory_at(ask.on_record), ask);
    let stream = StreamId::Person(person);
    let identifiers = identity_events(&past, stream).filter_map(|(entry, event)| {
        let IdentityEvent::IdentifierAssigned(it) = event else { return None };
        Some(identifier(it, past.pointer(entry.entry)))
    });
    let in_cases = across.cases.iter();
    PersonView {
        asked: Asked::from(ask),
        person: of_person(&past, person, None),
        identifiers: identifiers.collect(),
        address: address(&past, stream),
        linked: linked(&past, stream),
        cases: in_cases
            .filter_map(|book| in_case(&Past::of(book, ask), book.case, person))
            .collect(),
        entries: across.naming(Reference::Person(person), ask),
    }
}

fn in_case(past: &Past<'_>, case: CaseId, person: PersonId) -> Option<PersonCase> {
    let reference = Reference::Person(person);
    let entries = naming(past, reference).count();
    let role = past.standing.iter().rev().find_map(|entry| {
        let Some(CaseEvent::Opening(OpeningEvent::PersonJoinedCase(it))) = case_event(entry) else {
            return None;
        };
        said(&it.part).filter(|_| it.person == person)
    });
    let opening = Opening::of(past);
    (entries > 0).then(|| PersonCase {
        case,
        reference: opening.reference,
        status: opening.status,
        part: role,
        children: past.children.iter().map(|id| past.directory.child(*id)).collect(),
        entries,
    })
}
