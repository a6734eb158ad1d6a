//! Stored names and versions of the chapter `record`.
//! What the events mean is said in the domain.

use candour_domain::case::record::RecordEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};
use crate::correction;

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Record, name, version, about }
}

const ENTRY_CORRECTED: EventType = kind("EntryCorrected", 1, "An entry was corrected.");
const ENTRY_WITHDRAWN: EventType = kind("EntryWithdrawn", 1, "An entry was withdrawn.");
const ENTRY_DISPUTED: EventType = kind("EntryDisputed", 1, "Somebody disputes an entry.");
const STATEMENT_ATTACHED: EventType = kind(
    "StatementAttached",
    1,
    "A later remark, a statement or an analysis was attached to an entry.",
);
const ENTRY_RESTRICTED: EventType = kind(
    "EntryRestricted",
    1,
    "Entries were restricted while their accuracy or lawfulness is looked into.",
);
const RESTRICTION_LIFTED: EventType = kind("RestrictionLifted", 1, "A restriction was lifted.");
const HOLD_PLACED: EventType = kind("HoldPlaced", 1, "A hold on disposal was placed.");
const HOLD_LIFTED: EventType = kind("HoldLifted", 1, "A hold on disposal was lifted.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    ENTRY_CORRECTED,
    ENTRY_WITHDRAWN,
    ENTRY_DISPUTED,
    STATEMENT_ATTACHED,
    ENTRY_RESTRICTED,
    RESTRICTION_LIFTED,
    HOLD_PLACED,
    HOLD_LIFTED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &RecordEvent, visitor: V) -> V::Out {
    match event {
        RecordEvent::EntryCorrected(it) => {
            visitor.visit(&ENTRY_CORRECTED, &correction::Written(it))
        }
        RecordEvent::EntryWithdrawn(it) => visitor.visit(&ENTRY_WITHDRAWN, it),
        RecordEvent::EntryDisputed(it) => visitor.visit(&ENTRY_DISPUTED, it),
        RecordEvent::StatementAttached(it) => visitor.visit(&STATEMENT_ATTACHED, it),
        RecordEvent::EntryRestricted(it) => visitor.visit(&ENTRY_RESTRICTED, it),
        RecordEvent::RestrictionLifted(it) => visitor.visit(&RESTRICTION_LIFTED, it),
        RecordEvent::HoldPlaced(it) => visitor.visit(&HOLD_PLACED, it),
        RecordEvent::HoldLifted(it) => visitor.visit(&HOLD_LIFTED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<RecordEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("EntryCorrected", 1) => correction::read(stored, json).map(RecordEvent::EntryCorrected),
        ("EntryWithdrawn", 1) => Deserialize::deserialize(json).map(RecordEvent::EntryWithdrawn),
        ("EntryDisputed", 1) => Deserialize::deserialize(json).map(RecordEvent::EntryDisputed),
        ("StatementAttached", 1) => {
            Deserialize::deserialize(json).map(RecordEvent::StatementAttached)
        }
        ("EntryRestricted", 1) => Deserialize::deserialize(json).map(RecordEvent::EntryRestricted),
        ("RestrictionLifted", 1) => {
            Deserialize::deserialize(json).map(RecordEvent::RestrictionLifted)
        }
        ("HoldPlaced", 1) => Deserialize::deserialize(json).map(RecordEvent::HoldPlaced),
        ("HoldLifted", 1) => Deserialize::deserialize(json).map(RecordEvent::HoldLifted),
        (_, _) => Err(stored.unreadable()),
    }
}
