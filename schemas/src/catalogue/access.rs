//! Stored names and versions of the chapter `access`.
//! What the events mean is said in the domain.

use candour_domain::case::access::AccessEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Access, name, version, about }
}

const EXPORT_MADE: EventType =
    kind("ExportMade", 1, "A bundle of a case was made, to be handed to somebody.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[EXPORT_MADE];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &AccessEvent, visitor: V) -> V::Out {
    match event {
        AccessEvent::ExportMade(it) => visitor.visit(&EXPORT_MADE, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<AccessEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ExportMade", 1) => Deserialize::deserialize(json).map(AccessEvent::ExportMade),
        (_, _) => Err(stored.unreadable()),
    }
}
