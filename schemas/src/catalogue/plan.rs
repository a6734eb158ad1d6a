//! Stored names and versions of the chapter `plan`.
//! What the events mean is said in the domain.

use candour_domain::case::plan::PlanEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Plan, name, version, about }
}

const PLAN_STARTED: EventType = kind("PlanStarted", 1, "A child protection plan started.");
const CORE_GROUP_HELD: EventType = kind("CoreGroupHeld", 1, "The core group met.");
const ACTION_SET: EventType = kind("ActionSet", 1, "An action of a plan or meeting was set.");
const ACTION_COMPLETED: EventType = kind("ActionCompleted", 1, "An action was completed.");
const ACTION_NOT_COMPLETED: EventType =
    kind("ActionNotCompleted", 1, "An action was not completed.");
const PLAN_REVIEWED: EventType = kind("PlanReviewed", 1, "A child protection plan was reviewed.");
const CATEGORY_REVISED: EventType =
    kind("CategoryRevised", 1, "The category of a plan was revised.");
const PLAN_ENDED: EventType = kind("PlanEnded", 1, "A child protection plan ended.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    PLAN_STARTED,
    CORE_GROUP_HELD,
    ACTION_SET,
    ACTION_COMPLETED,
    ACTION_NOT_COMPLETED,
    PLAN_REVIEWED,
    CATEGORY_REVISED,
    PLAN_ENDED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &PlanEvent, visitor: V) -> V::Out {
    match event {
        PlanEvent::PlanStarted(it) => visitor.visit(&PLAN_STARTED, it),
        PlanEvent::CoreGroupHeld(it) => visitor.visit(&CORE_GROUP_HELD, it),
        PlanEvent::ActionSet(it) => visitor.visit(&ACTION_SET, it),
        PlanEvent::ActionCompleted(it) => visitor.visit(&ACTION_COMPLETED, it),
        PlanEvent::ActionNotCompleted(it) => visitor.visit(&ACTION_NOT_COMPLETED, it),
        PlanEvent::PlanReviewed(it) => visitor.visit(&PLAN_REVIEWED, it),
        PlanEvent::CategoryRevised(it) => visitor.visit(&CATEGORY_REVISED, it),
        PlanEvent::PlanEnded(it) => visitor.visit(&PLAN_ENDED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<PlanEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("PlanStarted", 1) => Deserialize::deserialize(json).map(PlanEvent::PlanStarted),
        ("CoreGroupHeld", 1) => Deserialize::deserialize(json).map(PlanEvent::CoreGroupHeld),
        ("ActionSet", 1) => Deserialize::deserialize(json).map(PlanEvent::ActionSet),
        ("ActionCompleted", 1) => Deserialize::deserialize(json).map(PlanEvent::ActionCompleted),
        ("ActionNotCompleted", 1) => {
            Deserialize::deserialize(json).map(PlanEvent::ActionNotCompleted)
        }
        ("PlanReviewed", 1) => Deserialize::deserialize(json).map(PlanEvent::PlanReviewed),
        ("CategoryRevised", 1) => Deserialize::deserialize(json).map(PlanEvent::CategoryRevised),
        ("PlanEnded", 1) => Deserialize::deserialize(json).map(PlanEvent::PlanEnded),
        (_, _) => Err(stored.unreadable()),
    }
}
