//! Stored names and versions of the chapter `threshold`.
//! What the events mean is said in the domain.

use candour_domain::case::threshold::ThresholdEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Threshold, name, version, about }
}

const STRATEGY_DISCUSSION_CONVENED: EventType =
    kind("StrategyDiscussionConvened", 1, "A strategy discussion was convened.");
const STRATEGY_DISCUSSION_HELD: EventType =
    kind("StrategyDiscussionHeld", 1, "A strategy discussion was held.");
const THRESHOLD_DECIDED: EventType =
    kind("ThresholdDecided", 1, "The local authority decided whether the threshold is met.");
const PARTNER_DECISION_RECORDED: EventType =
    kind("PartnerDecisionRecorded", 1, "A partner agency recorded its own decision.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    STRATEGY_DISCUSSION_CONVENED,
    STRATEGY_DISCUSSION_HELD,
    THRESHOLD_DECIDED,
    PARTNER_DECISION_RECORDED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &ThresholdEvent, visitor: V) -> V::Out {
    match event {
        ThresholdEvent::StrategyDiscussionConvened(it) => {
            visitor.visit(&STRATEGY_DISCUSSION_CONVENED, it)
        }
        ThresholdEvent::StrategyDiscussionHeld(it) => visitor.visit(&STRATEGY_DISCUSSION_HELD, it),
        ThresholdEvent::ThresholdDecided(it) => visitor.visit(&THRESHOLD_DECIDED, it),
        ThresholdEvent::PartnerDecisionRecorded(it) => {
            visitor.visit(&PARTNER_DECISION_RECORDED, it)
        }
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<ThresholdEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("StrategyDiscussionConvened", 1) => {
            Deserialize::deserialize(json).map(ThresholdEvent::StrategyDiscussionConvened)
        }
        ("StrategyDiscussionHeld", 1) => {
            Deserialize::deserialize(json).map(ThresholdEvent::StrategyDiscussionHeld)
        }
        ("ThresholdDecided", 1) => {
            Deserialize::deserialize(json).map(ThresholdEvent::ThresholdDecided)
        }
        ("PartnerDecisionRecorded", 1) => {
            Deserialize::deserialize(json).map(ThresholdEvent::PartnerDecisionRecorded)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
