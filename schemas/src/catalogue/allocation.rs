//! Stored names and versions of the chapter `allocation`.
//! What the events mean is said in the domain.

use candour_domain::case::allocation::AllocationEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Allocation, name, version, about }
}

const PRACTITIONER_ALLOCATED: EventType =
    kind("PractitionerAllocated", 1, "A practitioner was allocated to the case.");
const PRACTITIONER_STOOD_DOWN: EventType =
    kind("PractitionerStoodDown", 1, "A practitioner's allocation ended.");
const AGENCY_INVOLVED: EventType =
    kind("AgencyInvolved", 1, "An agency became involved with children of the case.");
const AGENCY_STOOD_DOWN: EventType =
    kind("AgencyStoodDown", 1, "An agency stopped being involved.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] =
    &[PRACTITIONER_ALLOCATED, PRACTITIONER_STOOD_DOWN, AGENCY_INVOLVED, AGENCY_STOOD_DOWN];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &AllocationEvent, visitor: V) -> V::Out {
    match event {
        AllocationEvent::PractitionerAllocated(it) => visitor.visit(&PRACTITIONER_ALLOCATED, it),
        AllocationEvent::PractitionerStoodDown(it) => visitor.visit(&PRACTITIONER_STOOD_DOWN, it),
        AllocationEvent::AgencyInvolved(it) => visitor.visit(&AGENCY_INVOLVED, it),
        AllocationEvent::AgencyStoodDown(it) => visitor.visit(&AGENCY_STOOD_DOWN, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<AllocationEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("PractitionerAllocated", 1) => {
            Deserialize::deserialize(json).map(AllocationEvent::PractitionerAllocated)
        }
        ("PractitionerStoodDown", 1) => {
            Deserialize::deserialize(json).map(AllocationEvent::PractitionerStoodDown)
        }
        ("AgencyInvolved", 1) => {
            Deserialize::deserialize(json).map(AllocationEvent::AgencyInvolved)
        }
        ("AgencyStoodDown", 1) => {
            Deserialize::deserialize(json).map(AllocationEvent::AgencyStoodDown)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
