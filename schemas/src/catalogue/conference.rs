//! Stored names and versions of the chapter `conference`.
//! What the events mean is said in the domain.

use candour_domain::case::conference::ConferenceEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Conference, name, version, about }
}

const CONFERENCE_CONVENED: EventType =
    kind("ConferenceConvened", 1, "A child protection conference was convened.");
const REPORT_PROVIDED: EventType =
    kind("ReportProvided", 1, "An agency provided its report for a conference.");
const CONFERENCE_HELD: EventType =
    kind("ConferenceHeld", 1, "A child protection conference was held.");
const OUTCOME_SENT: EventType =
    kind("OutcomeSent", 1, "The outcome or the record of a conference was sent.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] =
    &[CONFERENCE_CONVENED, REPORT_PROVIDED, CONFERENCE_HELD, OUTCOME_SENT];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &ConferenceEvent, visitor: V) -> V::Out {
    match event {
        ConferenceEvent::ConferenceConvened(it) => visitor.visit(&CONFERENCE_CONVENED, it),
        ConferenceEvent::ReportProvided(it) => visitor.visit(&REPORT_PROVIDED, it),
        ConferenceEvent::ConferenceHeld(it) => visitor.visit(&CONFERENCE_HELD, it),
        ConferenceEvent::OutcomeSent(it) => visitor.visit(&OUTCOME_SENT, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<ConferenceEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ConferenceConvened", 1) => {
            Deserialize::deserialize(json).map(ConferenceEvent::ConferenceConvened)
        }
        ("ReportProvided", 1) => {
            Deserialize::deserialize(json).map(ConferenceEvent::ReportProvided)
        }
        ("ConferenceHeld", 1) => {
            Deserialize::deserialize(json).map(ConferenceEvent::ConferenceHeld)
        }
        ("OutcomeSent", 1) => Deserialize::deserialize(json).map(ConferenceEvent::OutcomeSent),
        (_, _) => Err(stored.unreadable()),
    }
}
