//! Stored names and versions of the chapter `oversight`.
//! What the events mean is said in the domain.

use candour_domain::case::oversight::OversightEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Oversight, name, version, about }
}

const SUPERVISION_HELD: EventType =
    kind("SupervisionHeld", 1, "A practitioner was supervised on the case.");
const OVERSIGHT_RECORDED: EventType = kind("OversightRecorded", 1, "A manager recorded oversight.");
const CASE_CONSULTATION_GIVEN: EventType =
    kind("CaseConsultationGiven", 1, "A team or specialist gave advice on a case.");
const CHALLENGE_RAISED: EventType =
    kind("ChallengeRaised", 1, "A practitioner or agency challenged a decision.");
const CHALLENGE_ANSWERED: EventType = kind("ChallengeAnswered", 1, "A challenge was answered.");
const CHALLENGE_ESCALATED: EventType =
    kind("ChallengeEscalated", 1, "A challenge went to the next stage.");
const CHALLENGE_RESOLVED: EventType = kind("ChallengeResolved", 1, "A challenge was resolved.");
const CASE_AUDITED: EventType = kind("CaseAudited", 1, "The case was audited.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    SUPERVISION_HELD,
    OVERSIGHT_RECORDED,
    CASE_CONSULTATION_GIVEN,
    CHALLENGE_RAISED,
    CHALLENGE_ANSWERED,
    CHALLENGE_ESCALATED,
    CHALLENGE_RESOLVED,
    CASE_AUDITED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &OversightEvent, visitor: V) -> V::Out {
    match event {
        OversightEvent::SupervisionHeld(it) => visitor.visit(&SUPERVISION_HELD, it),
        OversightEvent::OversightRecorded(it) => visitor.visit(&OVERSIGHT_RECORDED, it),
        OversightEvent::CaseConsultationGiven(it) => visitor.visit(&CASE_CONSULTATION_GIVEN, it),
        OversightEvent::ChallengeRaised(it) => visitor.visit(&CHALLENGE_RAISED, it),
        OversightEvent::ChallengeAnswered(it) => visitor.visit(&CHALLENGE_ANSWERED, it),
        OversightEvent::ChallengeEscalated(it) => visitor.visit(&CHALLENGE_ESCALATED, it),
        OversightEvent::ChallengeResolved(it) => visitor.visit(&CHALLENGE_RESOLVED, it),
        OversightEvent::CaseAudited(it) => visitor.visit(&CASE_AUDITED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<OversightEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("SupervisionHeld", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::SupervisionHeld)
        }
        ("OversightRecorded", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::OversightRecorded)
        }
        ("CaseConsultationGiven", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::CaseConsultationGiven)
        }
        ("ChallengeRaised", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::ChallengeRaised)
        }
        ("ChallengeAnswered", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::ChallengeAnswered)
        }
        ("ChallengeEscalated", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::ChallengeEscalated)
        }
        ("ChallengeResolved", 1) => {
            Deserialize::deserialize(json).map(OversightEvent::ChallengeResolved)
        }
        ("CaseAudited", 1) => Deserialize::deserialize(json).map(OversightEvent::CaseAudited),
        (_, _) => Err(stored.unreadable()),
    }
}
