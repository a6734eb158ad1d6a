//! Stored names and versions of the stream of a child or a person.
//! What the events mean is said in the domain.

use candour_domain::identity::IdentityEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Identity, name, version, about }
}

const CHILD_IDENTIFIED: EventType = kind("ChildIdentified", 1, "A child became known.");
const PERSON_IDENTIFIED: EventType =
    kind("PersonIdentified", 1, "An adult or other person became known.");
const IDENTIFIER_ASSIGNED: EventType =
    kind("IdentifierAssigned", 1, "An identifier was assigned to a child or person.");
const DETAILS_AMENDED: EventType =
    kind("DetailsAmended", 1, "Details of a child or person changed.");
const RELATIONSHIP_RECORDED: EventType =
    kind("RelationshipRecorded", 1, "A relationship was recorded.");
const PARENTAL_RESPONSIBILITY_RECORDED: EventType = kind(
    "ParentalResponsibilityRecorded",
    1,
    "Whether a person holds parental responsibility for a child was recorded.",
);
const HOUSEHOLD_RECORDED: EventType =
    kind("HouseholdRecorded", 1, "Where somebody lives, and with whom, was recorded.");
const ADDRESS_RECORDED: EventType = kind("AddressRecorded", 1, "An address was recorded.");
const SAFE_CONTACT_AGREED: EventType =
    kind("SafeContactAgreed", 1, "How somebody may be contacted safely was agreed.");
const RECORDS_LINKED: EventType =
    kind("RecordsLinked", 1, "Two records were found to be of one person.");
const RECORDS_UNLINKED: EventType =
    kind("RecordsUnlinked", 1, "Two records were found not to be of one person.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    CHILD_IDENTIFIED,
    PERSON_IDENTIFIED,
    IDENTIFIER_ASSIGNED,
    DETAILS_AMENDED,
    RELATIONSHIP_RECORDED,
    PARENTAL_RESPONSIBILITY_RECORDED,
    HOUSEHOLD_RECORDED,
    ADDRESS_RECORDED,
    SAFE_CONTACT_AGREED,
    RECORDS_LINKED,
    RECORDS_UNLINKED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &IdentityEvent, visitor: V) -> V::Out {
    match event {
        IdentityEvent::ChildIdentified(it) => visitor.visit(&CHILD_IDENTIFIED, it),
        IdentityEvent::PersonIdentified(it) => visitor.visit(&PERSON_IDENTIFIED, it),
        IdentityEvent::IdentifierAssigned(it) => visitor.visit(&IDENTIFIER_ASSIGNED, it),
        IdentityEvent::DetailsAmended(it) => visitor.visit(&DETAILS_AMENDED, it),
        IdentityEvent::RelationshipRecorded(it) => visitor.visit(&RELATIONSHIP_RECORDED, it),
        IdentityEvent::ParentalResponsibilityRecorded(it) => {
            visitor.visit(&PARENTAL_RESPONSIBILITY_RECORDED, it)
        }
        IdentityEvent::HouseholdRecorded(it) => visitor.visit(&HOUSEHOLD_RECORDED, it),
        IdentityEvent::AddressRecorded(it) => visitor.visit(&ADDRESS_RECORDED, it),
        IdentityEvent::SafeContactAgreed(it) => visitor.visit(&SAFE_CONTACT_AGREED, it),
        IdentityEvent::RecordsLinked(it) => visitor.visit(&RECORDS_LINKED, it),
        IdentityEvent::RecordsUnlinked(it) => visitor.visit(&RECORDS_UNLINKED, it),
        IdentityEvent::Record(event) => super::record::visit(event, visitor),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<IdentityEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ChildIdentified", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::ChildIdentified)
        }
        ("PersonIdentified", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::PersonIdentified)
        }
        ("IdentifierAssigned", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::IdentifierAssigned)
        }
        ("DetailsAmended", 1) => Deserialize::deserialize(json).map(IdentityEvent::DetailsAmended),
        ("RelationshipRecorded", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::RelationshipRecorded)
        }
        ("ParentalResponsibilityRecorded", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::ParentalResponsibilityRecorded)
        }
        ("HouseholdRecorded", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::HouseholdRecorded)
        }
        ("AddressRecorded", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::AddressRecorded)
        }
        ("SafeContactAgreed", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::SafeContactAgreed)
        }
        ("RecordsLinked", 1) => Deserialize::deserialize(json).map(IdentityEvent::RecordsLinked),
        ("RecordsUnlinked", 1) => {
            Deserialize::deserialize(json).map(IdentityEvent::RecordsUnlinked)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
