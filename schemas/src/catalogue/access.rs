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
const RECORD_SHOWN: EventType =
    kind("RecordShown", 1, "A page on which entries of the case are listed was shown to somebody.");
const ENTRY_OPENED: EventType =
    kind("EntryOpened", 1, "One entry of the case, or one document, was shown to somebody alone.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[EXPORT_MADE, RECORD_SHOWN, ENTRY_OPENED];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &AccessEvent, visitor: V) -> V::Out {
    match event {
        AccessEvent::ExportMade(it) => visitor.visit(&EXPORT_MADE, it),
        AccessEvent::RecordShown(it) => visitor.visit(&RECORD_SHOWN, it),
        AccessEvent::EntryOpened(it) => visitor.visit(&ENTRY_OPENED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<AccessEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ExportMade", 1) => Deserialize::deserialize(json).map(AccessEvent::ExportMade),
        ("RecordShown", 1) => Deserialize::deserialize(json).map(AccessEvent::RecordShown),
        ("EntryOpened", 1) => Deserialize::deserialize(json).map(AccessEvent::EntryOpened),
        (_, _) => Err(stored.unreadable()),
    }
}
