//! The people around the children: who they are to each child, what parental responsibility is
//! recorded, who lives in the household, and how each may be contacted safely.
//!
//! # Rules
//! - `parental_responsibility_is_told_as_recorded`: "not known" and "not recorded" are two things.
//! - `an_address_is_not_part_of_the_case_view`: a protected one could be given away.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, ChildId, PersonId};
use candour_domain::identity::{
    Household, HouseholdRecorded, IdentityEvent, RelationshipRecorded, Relative, Responsibility,
};
use candour_domain::time::Certainty;
use schemars::JsonSchema;
use serde::Serialize;

use super::Past;
use super::age::identity_events;
use super::stage::case_event;
use crate::shape::{ChildName, Dated, PersonName, Pointer, said};

/// A person around the children of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonInCase {
    /// Who.
    pub person: PersonName,
    /// Their part in the case, as recorded.
    pub part: Option<String>,
    /// When born.
    pub born: Option<Dated>,
    /// What they are to others.
    pub relationships: Vec<RelationshipShown>,
    /// What is recorded of their parental responsibility, child by child; none for a child of whom
    /// nothing is recorded.
    pub parental_responsibility: Vec<ResponsibilityShown>,
    /// How they may be contacted safely.
    pub safe_contact: Option<SafeContact>,
}

/// What somebody is to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RelationshipShown {
    /// What they are, for example mother.
    pub relationship: String,
    /// To whom.
    pub of: Relative,
    /// The name of that one.
    pub of_name: String,
    /// The entry.
    pub entry: Pointer,
}

/// What is recorded of somebody's parental responsibility for a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResponsibilityShown {
    /// The child.
    pub child: ChildName,
    /// What is recorded.
    pub holds: Responsibility,
    /// From when.
    pub from: Option<Dated>,
    /// Until when.
    pub until: Option<Dated>,
    /// How it came about.
    pub how: Option<String>,
    /// The entry.
    pub entry: Pointer,
}

/// Somebody's place in the household, as last recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HouseholdMember {
    /// Who.
    pub who: Relative,
    /// Their name.
    pub name: String,
    /// Whether they belong to it.
    pub membership: Household,
    /// From when.
    pub from: Option<Dated>,
    /// Until when.
    pub until: Option<Dated>,
    /// Whether it was so at the moment that is asked about.
    pub then: Certainty,
    /// What the source adds.
    pub note: Option<String>,
    /// The entry.
    pub entry: Pointer,
}

/// How somebody may be contacted safely. A letter home can itself be a danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SafeContact {
    /// How.
    pub how: String,
    /// How never.
    pub never: Option<String>,
    /// The entry.
    pub entry: Pointer,
}

/// The people of a case: those who joined it, then those whom its entries are about.
pub(super) fn people(past: &Past<'_>) -> Vec<PersonInCase> {
    let mut known: Vec<(PersonId, Option<String>)> = Vec::new();
    for entry in &past.standing {
        if let Some(CaseEvent::Opening(OpeningEvent::PersonJoinedCase(it))) = case_event(entry) {
            match known.iter_mut().find(|(person, _)| *person == it.person) {
                Some((_, role)) => *role = said(&it.part).or_else(|| role.take()),
                None => known.push((it.person, said(&it.part))),
            }
        }
    }
    for person in past.standing.iter().flat_map(Effective::about) {
        if !known.iter().any(|(one, _)| one == person) {
            known.push((*person, None));
        }
    }
    known.into_iter().map(|(person, role)| of_person(past, person, role)).collect()
}

/// A person, as their own stream and the case say.
pub(crate) fn of_person(past: &Past<'_>, person: PersonId, role: Option<String>) -> PersonInCase {
    let stream = StreamId::Person(person);
    let mut born = None;
    let mut responsibility: Vec<(ChildId, ResponsibilityShown)> = Vec::new();
    for (entry, event) in identity_events(past, stream) {
        match event {
            IdentityEvent::PersonIdentified(it) => born = it.born.value().copied().or(born),
            IdentityEvent::DetailsAmended(it) => born = it.born.or(born),
            IdentityEvent::ParentalResponsibilityRecorded(it) => {
                responsibility.retain(|(child, _)| *child != it.child);
                let shown = ResponsibilityShown {
                    child: past.directory.child(it.child),
                    holds: it.holds,
                    from: it.from.map(|when| Dated::of(when, &past.ask)),
                    until: it.until.map(|when| Dated::of(when, &past.ask)),
                    how: said(&it.how),
                    entry: past.pointer(entry.entry),
                };
                responsibility.push((it.child, shown));
            }
            IdentityEvent::RelationshipRecorded(_)
            | IdentityEvent::ChildIdentified(_)
            | IdentityEvent::IdentifierAssigned(_)
            | IdentityEvent::HouseholdRecorded(_)
            | IdentityEvent::AddressRecorded(_)
            | IdentityEvent::SafeContactAgreed(_)
            | IdentityEvent::RecordsLinked(_)
            | IdentityEvent::RecordsUnlinked(_)
            | IdentityEvent::Record(_) => {}
        }
    }
    PersonInCase {
        person: past.directory.person(person),
        part: role,
        born: born.map(|born| Dated::of(born, &past.ask)),
        relationships: relationships(past, stream),
        parental_responsibility: responsibility.into_iter().map(|(_, shown)| shown).collect(),
        safe_contact: safe_contact(past, stream),
    }
}

/// What somebody is recorded to be to others.
pub(crate) fn relationships(past: &Past<'_>, stream: StreamId) -> Vec<RelationshipShown> {
    identity_events(past, stream)
        .filter_map(|(entry, event)| {
            let it = relationship(event)?;
            Some(RelationshipShown {
                relationship: it.relationship.to_string(),
                of: it.with.clone(),
                of_name: relative_name(past, &it.with),
                entry: past.pointer(entry.entry),
            })
        })
        .collect()
}

fn relationship(event: &IdentityEvent) -> Option<&RelationshipRecorded> {
    if let IdentityEvent::RelationshipRecorded(it) = event { Some(it) } else { None }
}

/// The name of a child or person.
pub(crate) fn relative_name(past: &Past<'_>, relative: &Relative) -> String {
    match relative {
        Relative::Child(child) => past.directory.child_name(*child),
        Relative::Person(person) => past.directory.person_name(*person),
    }
}

/// How somebody may be contacted safely, as last agreed.
pub(crate) fn safe_contact(past: &Past<'_>, stream: StreamId) -> Option<SafeContact> {
    let agreed = identity_events(past, stream).filter_map(|(entry, event)| {
        let IdentityEvent::SafeContactAgreed(it) = event else { return None };
        Some(SafeContact {
            how: it.how.to_string(),
            never: said(&it.never),
            entry: past.pointer(entry.entry),
        })
    });
    agreed.last()
}

/// The household of a case: for each child and person, what was last recorded.
pub(super) fn household(past: &Past<'_>, case: CaseId) -> Vec<HouseholdMember> {
    let mut members: Vec<(StreamId, HouseholdMember)> = Vec::new();
    for entry in &past.identities {
        let stream = entry.entry.stream;
        let who = match stream {
            StreamId::Child(child) => Relative::Child(child),
            StreamId::Person(person) => Relative::Person(person),
            StreamId::Case(_)
            | StreamId::Agency(_)
            | StreamId::Practitioner(_)
            | StreamId::Team(_)
            | StreamId::Ledger(_) => continue,
        };
        let Event::Identity(IdentityEvent::HouseholdRecorded(it)) = entry.event() else {
            continue;
        };
        if it.case.is_some_and(|other| other != case) {
            continue;
        }
        if begun(past, it) == Certainty::No {
            continue;
        }
        members.retain(|(known, _)| *known != stream);
        let member = HouseholdMember {
            name: relative_name(past, &who),
            who,
            membership: it.membership,
            from: it.from.map(|when| Dated::of(when, &past.ask)),
            until: it.until.map(|when| Dated::of(when, &past.ask)),
            then: then(past, it),
            note: said(&it.note),
            entry: past.pointer(entry.entry),
        };
        members.push((stream, member));
    }
    members.into_iter().map(|(_, member)| member).collect()
}

/// Whether a place in a household had begun at the moment that is asked about: of the world, or else
/// of the record, since a list of people that gives no date of entry is on the claims' record always.
fn begun(past: &Past<'_>, it: &HouseholdRecorded) -> Certainty {
    match (past.ask.at.or(past.ask.on_record.until), it.from) {
        (Some(at), Some(from)) => from.interval().by(at),
        (None, _) | (_, None) => Certainty::Yes,
    }
}

/// Whether a place in a household was so at the moment that is asked about.
fn then(past: &Past<'_>, it: &HouseholdRecorded) -> Certainty {
    let Some(at) = past.ask.at else {
        return if it.until.is_none() { Certainty::Yes } else { Certainty::NotCertain };
    };
    let ended = it.until.map_or(Certainty::No, |until| until.interval().by(at));
    match (begun(past, it), ended) {
        (Certainty::No, _) | (_, Certainty::Yes) => Certainty::No,
        (Certainty::Yes, Certainty::No) => Certainty::Yes,
        (Certainty::NotCertain, _) | (_, Certainty::NotCertain) => Certainty::NotCertain,
    }
}
