//! Stored names and versions of the stream of the ledger.
//! What the events mean is said in the domain.

use candour_domain::ledger_stream::LedgerEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};
use crate::old;

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Ledger, name, version, about }
}

const LEDGER_OPENED: EventType = kind("LedgerOpened", 1, "The ledger was opened.");
const KEY_INTRODUCED: EventType =
    kind("KeyIntroduced", 1, "A key that signs checkpoints was introduced.");
const WITNESS_POLICY_ADOPTED: EventType =
    kind("WitnessPolicyAdopted", 2, "A policy on witnesses was adopted.");
const RULES_ADOPTED: EventType =
    kind("RulesAdopted", 1, "Rules and a calendar of working days were adopted.");
const STREAM_HEADS: EventType =
    kind("StreamHeads", 2, "The last revision of every stream was committed to.");
const ANCHOR_RECORDED: EventType =
    kind("AnchorRecorded", 2, "A cosigned checkpoint was brought back into the ledger.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    LEDGER_OPENED,
    KEY_INTRODUCED,
    WITNESS_POLICY_ADOPTED,
    RULES_ADOPTED,
    STREAM_HEADS,
    ANCHOR_RECORDED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &LedgerEvent, visitor: V) -> V::Out {
    match event {
        LedgerEvent::LedgerOpened(it) => visitor.visit(&LEDGER_OPENED, it),
        LedgerEvent::KeyIntroduced(it) => visitor.visit(&KEY_INTRODUCED, it),
        LedgerEvent::WitnessPolicyAdopted(it) => visitor.visit(&WITNESS_POLICY_ADOPTED, it),
        LedgerEvent::RulesAdopted(it) => visitor.visit(&RULES_ADOPTED, it),
        LedgerEvent::StreamHeads(it) => visitor.visit(&STREAM_HEADS, it),
        LedgerEvent::AnchorRecorded(it) => visitor.visit(&ANCHOR_RECORDED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<LedgerEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("LedgerOpened", 1) => Deserialize::deserialize(json).map(LedgerEvent::LedgerOpened),
        ("KeyIntroduced", 1) => Deserialize::deserialize(json).map(LedgerEvent::KeyIntroduced),
        ("WitnessPolicyAdopted", 1) => old::ledger::WitnessPolicyAdoptedV1::deserialize(json)
            .map(|it| LedgerEvent::WitnessPolicyAdopted(it.into())),
        ("WitnessPolicyAdopted", 2) => {
            Deserialize::deserialize(json).map(LedgerEvent::WitnessPolicyAdopted)
        }
        ("RulesAdopted", 1) => Deserialize::deserialize(json).map(LedgerEvent::RulesAdopted),
        ("StreamHeads", 1) => old::ledger::StreamHeadsV1::deserialize(json)
            .map(|it| LedgerEvent::StreamHeads(it.into())),
        ("StreamHeads", 2) => Deserialize::deserialize(json).map(LedgerEvent::StreamHeads),
        ("AnchorRecorded", 1) => old::ledger::AnchorRecordedV1::deserialize(json)
            .map(|it| LedgerEvent::AnchorRecorded(it.into())),
        ("AnchorRecorded", 2) => Deserialize::deserialize(json).map(LedgerEvent::AnchorRecorded),
        (_, _) => Err(stored.unreadable()),
    }
}
