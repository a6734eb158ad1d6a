//! Stored names and versions of the chapter `emergency`.
//! What the events mean is said in the domain.

use candour_domain::case::emergency::EmergencyEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Emergency, name, version, about }
}

const POLICE_PROTECTION_TAKEN: EventType =
    kind("PoliceProtectionTaken", 1, "A constable took a child into police protection.");
const POLICE_PROTECTION_ENDED: EventType =
    kind("PoliceProtectionEnded", 1, "Police protection ended.");
const EMERGENCY_PROTECTION_ORDERED: EventType =
    kind("EmergencyProtectionOrdered", 1, "A court made an emergency protection order.");
const EMERGENCY_PROTECTION_EXTENDED: EventType =
    kind("EmergencyProtectionExtended", 1, "A court extended an emergency protection order.");
const EMERGENCY_PROTECTION_ENDED: EventType =
    kind("EmergencyProtectionEnded", 1, "An emergency protection order ended.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    POLICE_PROTECTION_TAKEN,
    POLICE_PROTECTION_ENDED,
    EMERGENCY_PROTECTION_ORDERED,
    EMERGENCY_PROTECTION_EXTENDED,
    EMERGENCY_PROTECTION_ENDED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &EmergencyEvent, visitor: V) -> V::Out {
    match event {
        EmergencyEvent::PoliceProtectionTaken(it) => visitor.visit(&POLICE_PROTECTION_TAKEN, it),
        EmergencyEvent::PoliceProtectionEnded(it) => visitor.visit(&POLICE_PROTECTION_ENDED, it),
        EmergencyEvent::EmergencyProtectionOrdered(it) => {
            visitor.visit(&EMERGENCY_PROTECTION_ORDERED, it)
        }
        EmergencyEvent::EmergencyProtectionExtended(it) => {
            visitor.visit(&EMERGENCY_PROTECTION_EXTENDED, it)
        }
        EmergencyEvent::EmergencyProtectionEnded(it) => {
            visitor.visit(&EMERGENCY_PROTECTION_ENDED, it)
        }
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<EmergencyEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("PoliceProtectionTaken", 1) => {
            Deserialize::deserialize(json).map(EmergencyEvent::PoliceProtectionTaken)
        }
        ("PoliceProtectionEnded", 1) => {
            Deserialize::deserialize(json).map(EmergencyEvent::PoliceProtectionEnded)
        }
        ("EmergencyProtectionOrdered", 1) => {
            Deserialize::deserialize(json).map(EmergencyEvent::EmergencyProtectionOrdered)
        }
        ("EmergencyProtectionExtended", 1) => {
            Deserialize::deserialize(json).map(EmergencyEvent::EmergencyProtectionExtended)
        }
        ("EmergencyProtectionEnded", 1) => {
            Deserialize::deserialize(json).map(EmergencyEvent::EmergencyProtectionEnded)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
