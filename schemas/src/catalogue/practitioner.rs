//! Stored names and versions of the stream of a practitioner.
//! What the events mean is said in the domain.

use candour_domain::practitioner::PractitionerEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Practitioner, name, version, about }
}

const PRACTITIONER_REGISTERED: EventType =
    kind("PractitionerRegistered", 1, "A practitioner was registered.");
const POST_TAKEN: EventType = kind("PostTaken", 1, "A practitioner took a post.");
const POST_LEFT: EventType = kind("PostLeft", 1, "A practitioner left a post.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[PRACTITIONER_REGISTERED, POST_TAKEN, POST_LEFT];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &PractitionerEvent, visitor: V) -> V::Out {
    match event {
        PractitionerEvent::PractitionerRegistered(it) => {
            visitor.visit(&PRACTITIONER_REGISTERED, it)
        }
        PractitionerEvent::PostTaken(it) => visitor.visit(&POST_TAKEN, it),
        PractitionerEvent::PostLeft(it) => visitor.visit(&POST_LEFT, it),
        PractitionerEvent::Record(event) => super::record::visit(event, visitor),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<PractitionerEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("PractitionerRegistered", 1) => {
            Deserialize::deserialize(json).map(PractitionerEvent::PractitionerRegistered)
        }
        ("PostTaken", 1) => Deserialize::deserialize(json).map(PractitionerEvent::PostTaken),
        ("PostLeft", 1) => Deserialize::deserialize(json).map(PractitionerEvent::PostLeft),
        (_, _) => Err(stored.unreadable()),
    }
}
