//! Oversight: supervision, managers' decisions, consultation, challenge, audit.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::oversight::OversightEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("HoldSupervision", "SupervisionHeld"),
    named("RecordOversight", "OversightRecorded"),
    named("GiveCaseConsultation", "CaseConsultationGiven"),
    named("RaiseChallenge", "ChallengeRaised"),
    named("AnswerChallenge", "ChallengeAnswered"),
    named("EscalateChallenge", "ChallengeEscalated"),
    named("ResolveChallenge", "ChallengeResolved"),
    named("AuditCase", "CaseAudited"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &OversightEvent) -> Verdict {
    match event {
        OversightEvent::SupervisionHeld(_)
        | OversightEvent::OversightRecorded(_)
        | OversightEvent::CaseConsultationGiven(_)
        | OversightEvent::ChallengeRaised(_)
        | OversightEvent::ChallengeAnswered(_)
        | OversightEvent::ChallengeEscalated(_)
        | OversightEvent::ChallengeResolved(_)
        | OversightEvent::CaseAudited(_) => Verdict::Record,
    }
}
