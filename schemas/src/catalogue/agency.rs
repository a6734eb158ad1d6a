//! Stored names and versions of the stream of an agency.
//! What the events mean is said in the domain.

use candour_domain::agency::AgencyEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Agency, name, version, about }
}

const AGENCY_REGISTERED: EventType = kind("AgencyRegistered", 1, "An agency was registered.");
const MEMORANDUM_AGREED: EventType =
    kind("MemorandumAgreed", 1, "An agency agreed a memorandum of co-operation with a team.");
const MEMORANDUM_ENDED: EventType =
    kind("MemorandumEnded", 1, "A memorandum of co-operation ended.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[AGENCY_REGISTERED, MEMORANDUM_AGREED, MEMORANDUM_ENDED];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &AgencyEvent, visitor: V) -> V::Out {
    match event {
        AgencyEvent::AgencyRegistered(it) => visitor.visit(&AGENCY_REGISTERED, it),
        AgencyEvent::MemorandumAgreed(it) => visitor.visit(&MEMORANDUM_AGREED, it),
        AgencyEvent::MemorandumEnded(it) => visitor.visit(&MEMORANDUM_ENDED, it),
        AgencyEvent::Record(event) => super::record::visit(event, visitor),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<AgencyEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("AgencyRegistered", 1) => {
            Deserialize::deserialize(json).map(AgencyEvent::AgencyRegistered)
        }
        ("MemorandumAgreed", 1) => {
            Deserialize::deserialize(json).map(AgencyEvent::MemorandumAgreed)
        }
        ("MemorandumEnded", 1) => Deserialize::deserialize(json).map(AgencyEvent::MemorandumEnded),
        (_, _) => Err(stored.unreadable()),
    }
}
