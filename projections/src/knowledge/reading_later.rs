//! What the events of the later chapters mean for knowing: plans, offers, proceedings, oversight and
//! reviews. Nearly all are judgements, whose grounds and meetings are what matters here.

use candour_domain::case::education::EducationEvent;
use candour_domain::case::emergency::EmergencyEvent;
use candour_domain::case::fgdm::FgdmEvent;
use candour_domain::case::help::HelpEvent;
use candour_domain::case::incident::IncidentEvent;
use candour_domain::case::oversight::OversightEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::recorded::Recorded;

use super::reading::{Bearing, Passing, Reading};

fn judgement<'a>() -> Reading<'a> {
    Reading::of(Bearing::Judgement)
}

pub(super) fn help(event: &HelpEvent) -> Reading<'_> {
    match event {
        HelpEvent::AssessmentAuthorised(it) => judgement().on(&it.grounds),
        HelpEvent::SteppedUp(it) => judgement().on(&it.grounds),
        HelpEvent::SteppedDown(it) => judgement().on(&it.grounds),
        HelpEvent::EarlyHelpStarted(_)
        | HelpEvent::EarlyHelpEnded(_)
        | HelpEvent::AssessmentStarted(_)
        | HelpEvent::HelpPlanStarted(_)
        | HelpEvent::HelpPlanReviewed(_)
        | HelpEvent::HelpPlanEnded(_) => judgement(),
    }
}

pub(super) fn plan(event: &PlanEvent) -> Reading<'_> {
    match event {
        PlanEvent::CoreGroupHeld(it) => judgement().at(&it.meeting),
        PlanEvent::PlanStarted(_)
        | PlanEvent::ActionSet(_)
        | PlanEvent::ActionCompleted(_)
        | PlanEvent::ActionNotCompleted(_)
        | PlanEvent::PlanReviewed(_)
        | PlanEvent::CategoryRevised(_)
        | PlanEvent::PlanEnded(_) => judgement(),
    }
}

pub(super) fn fgdm(event: &FgdmEvent) -> Reading<'_> {
    match event {
        FgdmEvent::FgdmConsidered(it) => judgement().on(&it.grounds),
        FgdmEvent::FgdmNotOffered(it) => judgement().on(&it.grounds),
        FgdmEvent::FgdmNotHeld(it) => judgement().on(&it.grounds),
        FgdmEvent::FgdmHeld(it) => judgement().at(&it.meeting),
        FgdmEvent::FgdmOffered(_)
        | FgdmEvent::FgdmInvited(_)
        | FgdmEvent::FgdmAccepted(_)
        | FgdmEvent::FgdmDeclined(_)
        | FgdmEvent::FgdmDeferred(_)
        | FgdmEvent::FgdmAnswerWithdrawn(_)
        | FgdmEvent::FgdmNoAnswer(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => judgement(),
    }
}

pub(super) fn proceedings(event: &ProceedingsEvent) -> Reading<'_> {
    match event {
        ProceedingsEvent::PreProceedingsStarted(it) => judgement().on(&it.grounds),
        ProceedingsEvent::PreProceedingsMeetingHeld(it) => judgement().at(&it.meeting),
        ProceedingsEvent::StepDecided(it) => judgement().on(&it.grounds),
        ProceedingsEvent::LegalGatewayHeld(_)
        | ProceedingsEvent::LetterBeforeProceedingsSent(_)
        | ProceedingsEvent::CourtApplicationIssued(_)
        | ProceedingsEvent::OrderMade(_) => judgement(),
    }
}

pub(super) fn emergency(event: &EmergencyEvent) -> Reading<'_> {
    match event {
        EmergencyEvent::PoliceProtectionTaken(_)
        | EmergencyEvent::PoliceProtectionEnded(_)
        | EmergencyEvent::EmergencyProtectionOrdered(_)
        | EmergencyEvent::EmergencyProtectionExtended(_)
        | EmergencyEvent::EmergencyProtectionEnded(_) => judgement(),
    }
}

pub(super) fn oversight(event: &OversightEvent) -> Reading<'_> {
    match event {
        OversightEvent::SupervisionHeld(it) => judgement().on(&it.grounds),
        OversightEvent::OversightRecorded(it) => judgement().on(&it.grounds),
        OversightEvent::CaseConsultationGiven(it) => judgement().passing(Passing::Sent {
            items: Vec::new(),
            to: vec![&it.to],
            channel: Recorded::NotRecorded,
        }),
        OversightEvent::ChallengeRaised(it) => judgement().listing(it.of.into_iter().collect()),
        OversightEvent::ChallengeAnswered(_)
        | OversightEvent::ChallengeEscalated(_)
        | OversightEvent::ChallengeResolved(_)
        | OversightEvent::CaseAudited(_) => judgement(),
    }
}

pub(super) fn education(event: &EducationEvent) -> Reading<'_> {
    match event {
        EducationEvent::HomeEducationDecided(it) => judgement().on(&it.grounds),
        EducationEvent::HomeEducationRequested(_) | EducationEvent::AttendanceRequired(_) => {
            judgement()
        }
    }
}

pub(super) fn incident(event: &IncidentEvent) -> Reading<'_> {
    match event {
        IncidentEvent::SeriousIncidentIdentified(_) => Reading::of(Bearing::Fact),
        IncidentEvent::SeriousIncidentNotified(_)
        | IncidentEvent::RapidReviewCompleted(_)
        | IncidentEvent::ReviewCommissioned(_)
        | IncidentEvent::ParallelProcessOpened(_)
        | IncidentEvent::ReviewPublished(_) => judgement(),
    }
}
