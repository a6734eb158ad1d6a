//! Stored names and versions of the chapter `opening`.
//! What the events mean is said in the domain.

use candour_domain::case::opening::OpeningEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Opening, name, version, about }
}

const CASE_OPENED: EventType = kind("CaseOpened", 1, "A case was opened for a family.");
const CHILD_JOINED_CASE: EventType =
    kind("ChildJoinedCase", 1, "A child became part of this case.");
const CHILD_LEFT_CASE: EventType =
    kind("ChildLeftCase", 1, "A child stopped being part of this case.");
const PERSON_JOINED_CASE: EventType =
    kind("PersonJoinedCase", 1, "An adult or other person became part of this case.");
const CASE_TRANSFERRED: EventType =
    kind("CaseTransferred", 1, "The case moved to another local authority or team.");
const CASE_CLOSED: EventType = kind("CaseClosed", 1, "The case was closed.");
const CASE_REOPENED: EventType = kind("CaseReopened", 1, "The case was opened again.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    CASE_OPENED,
    CHILD_JOINED_CASE,
    CHILD_LEFT_CASE,
    PERSON_JOINED_CASE,
    CASE_TRANSFERRED,
    CASE_CLOSED,
    CASE_REOPENED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &OpeningEvent, visitor: V) -> V::Out {
    match event {
        OpeningEvent::CaseOpened(it) => visitor.visit(&CASE_OPENED, it),
        OpeningEvent::ChildJoinedCase(it) => visitor.visit(&CHILD_JOINED_CASE, it),
        OpeningEvent::ChildLeftCase(it) => visitor.visit(&CHILD_LEFT_CASE, it),
        OpeningEvent::PersonJoinedCase(it) => visitor.visit(&PERSON_JOINED_CASE, it),
        OpeningEvent::CaseTransferred(it) => visitor.visit(&CASE_TRANSFERRED, it),
        OpeningEvent::CaseClosed(it) => visitor.visit(&CASE_CLOSED, it),
        OpeningEvent::CaseReopened(it) => visitor.visit(&CASE_REOPENED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<OpeningEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("CaseOpened", 1) => Deserialize::deserialize(json).map(OpeningEvent::CaseOpened),
        ("ChildJoinedCase", 1) => Deserialize::deserialize(json).map(OpeningEvent::ChildJoinedCase),
        ("ChildLeftCase", 1) => Deserialize::deserialize(json).map(OpeningEvent::ChildLeftCase),
        ("PersonJoinedCase", 1) => {
            Deserialize::deserialize(json).map(OpeningEvent::PersonJoinedCase)
        }
        ("CaseTransferred", 1) => Deserialize::deserialize(json).map(OpeningEvent::CaseTransferred),
        ("CaseClosed", 1) => Deserialize::deserialize(json).map(OpeningEvent::CaseClosed),
        ("CaseReopened", 1) => Deserialize::deserialize(json).map(OpeningEvent::CaseReopened),
        (_, _) => Err(stored.unreadable()),
    }
}
