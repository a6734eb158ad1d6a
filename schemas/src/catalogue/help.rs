//! Stored names and versions of the chapter `help`.
//! What the events mean is said in the domain.

use candour_domain::case::help::HelpEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Help, name, version, about }
}

const EARLY_HELP_STARTED: EventType = kind("EarlyHelpStarted", 1, "Early help started.");
const EARLY_HELP_ENDED: EventType = kind("EarlyHelpEnded", 1, "Early help ended.");
const ASSESSMENT_STARTED: EventType = kind("AssessmentStarted", 1, "An assessment started.");
const ASSESSMENT_AUTHORISED: EventType =
    kind("AssessmentAuthorised", 1, "A manager authorised an assessment.");
const HELP_PLAN_STARTED: EventType = kind("HelpPlanStarted", 1, "A plan of help started.");
const HELP_PLAN_REVIEWED: EventType = kind("HelpPlanReviewed", 1, "A plan of help was reviewed.");
const HELP_PLAN_ENDED: EventType = kind("HelpPlanEnded", 1, "A plan of help ended.");
const STEPPED_UP: EventType = kind("SteppedUp", 1, "Help was stepped up.");
const STEPPED_DOWN: EventType = kind("SteppedDown", 1, "Help was stepped down.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    EARLY_HELP_STARTED,
    EARLY_HELP_ENDED,
    ASSESSMENT_STARTED,
    ASSESSMENT_AUTHORISED,
    HELP_PLAN_STARTED,
    HELP_PLAN_REVIEWED,
    HELP_PLAN_ENDED,
    STEPPED_UP,
    STEPPED_DOWN,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &HelpEvent, visitor: V) -> V::Out {
    match event {
        HelpEvent::EarlyHelpStarted(it) => visitor.visit(&EARLY_HELP_STARTED, it),
        HelpEvent::EarlyHelpEnded(it) => visitor.visit(&EARLY_HELP_ENDED, it),
        HelpEvent::AssessmentStarted(it) => visitor.visit(&ASSESSMENT_STARTED, it),
        HelpEvent::AssessmentAuthorised(it) => visitor.visit(&ASSESSMENT_AUTHORISED, it),
        HelpEvent::HelpPlanStarted(it) => visitor.visit(&HELP_PLAN_STARTED, it),
        HelpEvent::HelpPlanReviewed(it) => visitor.visit(&HELP_PLAN_REVIEWED, it),
        HelpEvent::HelpPlanEnded(it) => visitor.visit(&HELP_PLAN_ENDED, it),
        HelpEvent::SteppedUp(it) => visitor.visit(&STEPPED_UP, it),
        HelpEvent::SteppedDown(it) => visitor.visit(&STEPPED_DOWN, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<HelpEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("EarlyHelpStarted", 1) => Deserialize::deserialize(json).map(HelpEvent::EarlyHelpStarted),
        ("EarlyHelpEnded", 1) => Deserialize::deserialize(json).map(HelpEvent::EarlyHelpEnded),
        ("AssessmentStarted", 1) => {
            Deserialize::deserialize(json).map(HelpEvent::AssessmentStarted)
        }
        ("AssessmentAuthorised", 1) => {
            Deserialize::deserialize(json).map(HelpEvent::AssessmentAuthorised)
        }
        ("HelpPlanStarted", 1) => Deserialize::deserialize(json).map(HelpEvent::HelpPlanStarted),
        ("HelpPlanReviewed", 1) => Deserialize::deserialize(json).map(HelpEvent::HelpPlanReviewed),
        ("HelpPlanEnded", 1) => Deserialize::deserialize(json).map(HelpEvent::HelpPlanEnded),
        ("SteppedUp", 1) => Deserialize::deserialize(json).map(HelpEvent::SteppedUp),
        ("SteppedDown", 1) => Deserialize::deserialize(json).map(HelpEvent::SteppedDown),
        (_, _) => Err(stored.unreadable()),
    }
}
