//! Stored names and versions of the chapter `education`.
//! What the events mean is said in the domain.

use candour_domain::case::education::EducationEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Education, name, version, about }
}

const HOME_EDUCATION_REQUESTED: EventType = kind(
    "HomeEducationRequested",
    1,
    "A parent asked to take a child out of school to educate at home.",
);
const HOME_EDUCATION_DECIDED: EventType =
    kind("HomeEducationDecided", 1, "The local authority decided on consent.");
const ATTENDANCE_REQUIRED: EventType =
    kind("AttendanceRequired", 1, "Regular attendance at school was required.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] =
    &[HOME_EDUCATION_REQUESTED, HOME_EDUCATION_DECIDED, ATTENDANCE_REQUIRED];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &EducationEvent, visitor: V) -> V::Out {
    match event {
        EducationEvent::HomeEducationRequested(it) => visitor.visit(&HOME_EDUCATION_REQUESTED, it),
        EducationEvent::HomeEducationDecided(it) => visitor.visit(&HOME_EDUCATION_DECIDED, it),
        EducationEvent::AttendanceRequired(it) => visitor.visit(&ATTENDANCE_REQUIRED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<EducationEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("HomeEducationRequested", 1) => {
            Deserialize::deserialize(json).map(EducationEvent::HomeEducationRequested)
        }
        ("HomeEducationDecided", 1) => {
            Deserialize::deserialize(json).map(EducationEvent::HomeEducationDecided)
        }
        ("AttendanceRequired", 1) => {
            Deserialize::deserialize(json).map(EducationEvent::AttendanceRequired)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
