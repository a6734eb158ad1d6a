//! Stored names and versions of the chapter `incident`.
//! What the events mean is said in the domain.

use candour_domain::case::incident::IncidentEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Incident, name, version, about }
}

const SERIOUS_INCIDENT_IDENTIFIED: EventType = kind(
    "SeriousIncidentIdentified",
    1,
    "A serious incident was identified: abuse or neglect is known or suspected, and a child died or was seriously harmed.",
);
const SERIOUS_INCIDENT_NOTIFIED: EventType =
    kind("SeriousIncidentNotified", 1, "A serious incident was notified.");
const RAPID_REVIEW_COMPLETED: EventType =
    kind("RapidReviewCompleted", 1, "A rapid review was completed.");
const REVIEW_COMMISSIONED: EventType =
    kind("ReviewCommissioned", 1, "A local child safeguarding practice review was commissioned.");
const PARALLEL_PROCESS_OPENED: EventType =
    kind("ParallelProcessOpened", 1, "Another process opened beside the review.");
const REVIEW_PUBLISHED: EventType =
    kind("ReviewPublished", 1, "A review was published, or it was decided not to publish it.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    SERIOUS_INCIDENT_IDENTIFIED,
    SERIOUS_INCIDENT_NOTIFIED,
    RAPID_REVIEW_COMPLETED,
    REVIEW_COMMISSIONED,
    PARALLEL_PROCESS_OPENED,
    REVIEW_PUBLISHED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &IncidentEvent, visitor: V) -> V::Out {
    match event {
        IncidentEvent::SeriousIncidentIdentified(it) => {
            visitor.visit(&SERIOUS_INCIDENT_IDENTIFIED, it)
        }
        IncidentEvent::SeriousIncidentNotified(it) => visitor.visit(&SERIOUS_INCIDENT_NOTIFIED, it),
        IncidentEvent::RapidReviewCompleted(it) => visitor.visit(&RAPID_REVIEW_COMPLETED, it),
        IncidentEvent::ReviewCommissioned(it) => visitor.visit(&REVIEW_COMMISSIONED, it),
        IncidentEvent::ParallelProcessOpened(it) => visitor.visit(&PARALLEL_PROCESS_OPENED, it),
        IncidentEvent::ReviewPublished(it) => visitor.visit(&REVIEW_PUBLISHED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<IncidentEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("SeriousIncidentIdentified", 1) => {
            Deserialize::deserialize(json).map(IncidentEvent::SeriousIncidentIdentified)
        }
        ("SeriousIncidentNotified", 1) => {
            Deserialize::deserialize(json).map(IncidentEvent::SeriousIncidentNotified)
        }
        ("RapidReviewCompleted", 1) => {
            Deserialize::deserialize(json).map(IncidentEvent::RapidReviewCompleted)
        }
        ("ReviewCommissioned", 1) => {
            Deserialize::deserialize(json).map(IncidentEvent::ReviewCommissioned)
        }
        ("ParallelProcessOpened", 1) => {
            Deserialize::deserialize(json).map(IncidentEvent::ParallelProcessOpened)
        }
        ("ReviewPublished", 1) => {
            Deserialize::deserialize(json).map(IncidentEvent::ReviewPublished)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
