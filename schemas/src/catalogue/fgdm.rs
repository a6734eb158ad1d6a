//! Stored names and versions of the chapter `fgdm`.
//! What the events mean is said in the domain.

use candour_domain::case::fgdm::FgdmEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Fgdm, name, version, about }
}

const FGDM_CONSIDERED: EventType =
    kind("FgdmConsidered", 1, "It was considered whether to offer a meeting.");
const FGDM_OFFERED: EventType = kind(
    "FgdmOffered",
    1,
    "A meeting was offered to a parent or another with parental responsibility.",
);
const FGDM_INVITED: EventType = kind("FgdmInvited", 1, "Somebody was invited as family network.");
const FGDM_NOT_OFFERED: EventType =
    kind("FgdmNotOffered", 1, "It was decided not to offer a meeting.");
const FGDM_NOT_HELD: EventType =
    kind("FgdmNotHeld", 1, "It was decided not to hold a meeting that had been offered.");
const FGDM_ACCEPTED: EventType = kind("FgdmAccepted", 1, "Somebody accepted.");
const FGDM_DECLINED: EventType = kind("FgdmDeclined", 1, "Somebody declined.");
const FGDM_DEFERRED: EventType =
    kind("FgdmDeferred", 1, "Somebody wants to decide later, for example after legal advice.");
const FGDM_ANSWER_WITHDRAWN: EventType =
    kind("FgdmAnswerWithdrawn", 1, "Somebody took their answer back.");
const FGDM_NO_ANSWER: EventType = kind("FgdmNoAnswer", 1, "No answer came.");
const FGDM_PREPARED: EventType = kind("FgdmPrepared", 1, "A meeting was prepared.");
const FGDM_HELD: EventType =
    kind("FgdmHeld", 1, "A family group decision making meeting was held.");
const FAMILY_PLAN_PROPOSED: EventType =
    kind("FamilyPlanProposed", 1, "The family proposed a plan.");
const FAMILY_PLAN_ANSWERED: EventType =
    kind("FamilyPlanAnswered", 1, "The local authority answered the family's plan.");
const FAMILY_PLAN_REVIEWED: EventType =
    kind("FamilyPlanReviewed", 1, "The family's plan was reviewed.");
const FGDM_OUTCOME_RECORDED: EventType =
    kind("FgdmOutcomeRecorded", 1, "What became of the family after a meeting was recorded.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    FGDM_CONSIDERED,
    FGDM_OFFERED,
    FGDM_INVITED,
    FGDM_NOT_OFFERED,
    FGDM_NOT_HELD,
    FGDM_ACCEPTED,
    FGDM_DECLINED,
    FGDM_DEFERRED,
    FGDM_ANSWER_WITHDRAWN,
    FGDM_NO_ANSWER,
    FGDM_PREPARED,
    FGDM_HELD,
    FAMILY_PLAN_PROPOSED,
    FAMILY_PLAN_ANSWERED,
    FAMILY_PLAN_REVIEWED,
    FGDM_OUTCOME_RECORDED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &FgdmEvent, visitor: V) -> V::Out {
    match event {
        FgdmEvent::FgdmConsidered(it) => visitor.visit(&FGDM_CONSIDERED, it),
        FgdmEvent::FgdmOffered(it) => visitor.visit(&FGDM_OFFERED, it),
        FgdmEvent::FgdmInvited(it) => visitor.visit(&FGDM_INVITED, it),
        FgdmEvent::FgdmNotOffered(it) => visitor.visit(&FGDM_NOT_OFFERED, it),
        FgdmEvent::FgdmNotHeld(it) => visitor.visit(&FGDM_NOT_HELD, it),
        FgdmEvent::FgdmAccepted(it) => visitor.visit(&FGDM_ACCEPTED, it),
        FgdmEvent::FgdmDeclined(it) => visitor.visit(&FGDM_DECLINED, it),
        FgdmEvent::FgdmDeferred(it) => visitor.visit(&FGDM_DEFERRED, it),
        FgdmEvent::FgdmAnswerWithdrawn(it) => visitor.visit(&FGDM_ANSWER_WITHDRAWN, it),
        FgdmEvent::FgdmNoAnswer(it) => visitor.visit(&FGDM_NO_ANSWER, it),
        FgdmEvent::FgdmPrepared(it) => visitor.visit(&FGDM_PREPARED, it),
        FgdmEvent::FgdmHeld(it) => visitor.visit(&FGDM_HELD, it),
        FgdmEvent::FamilyPlanProposed(it) => visitor.visit(&FAMILY_PLAN_PROPOSED, it),
        FgdmEvent::FamilyPlanAnswered(it) => visitor.visit(&FAMILY_PLAN_ANSWERED, it),
        FgdmEvent::FamilyPlanReviewed(it) => visitor.visit(&FAMILY_PLAN_REVIEWED, it),
        FgdmEvent::FgdmOutcomeRecorded(it) => visitor.visit(&FGDM_OUTCOME_RECORDED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<FgdmEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("FgdmConsidered", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmConsidered),
        ("FgdmOffered", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmOffered),
        ("FgdmInvited", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmInvited),
        ("FgdmNotOffered", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmNotOffered),
        ("FgdmNotHeld", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmNotHeld),
        ("FgdmAccepted", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmAccepted),
        ("FgdmDeclined", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmDeclined),
        ("FgdmDeferred", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmDeferred),
        ("FgdmAnswerWithdrawn", 1) => {
            Deserialize::deserialize(json).map(FgdmEvent::FgdmAnswerWithdrawn)
        }
        ("FgdmNoAnswer", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmNoAnswer),
        ("FgdmPrepared", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmPrepared),
        ("FgdmHeld", 1) => Deserialize::deserialize(json).map(FgdmEvent::FgdmHeld),
        ("FamilyPlanProposed", 1) => {
            Deserialize::deserialize(json).map(FgdmEvent::FamilyPlanProposed)
        }
        ("FamilyPlanAnswered", 1) => {
            Deserialize::deserialize(json).map(FgdmEvent::FamilyPlanAnswered)
        }
        ("FamilyPlanReviewed", 1) => {
            Deserialize::deserialize(json).map(FgdmEvent::FamilyPlanReviewed)
        }
        ("FgdmOutcomeRecorded", 1) => {
            Deserialize::deserialize(json).map(FgdmEvent::FgdmOutcomeRecorded)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
