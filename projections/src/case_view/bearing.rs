//! Whether an entry can open, end or change a stage at all, so that whoever folds stages again and
//! again may leave the others out. What it opens, ends or changes stands in `openings` and `endings`.
//!
//! # Rules
//! - `stages_rest_on_the_entries_that_bear_on_them`: without the others they are the same.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::conference::ConferenceEvent;
use candour_domain::case::emergency::EmergencyEvent;
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::help::HelpEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::case::threshold::ThresholdEvent;

/// Whether an entry can open, end or change a stage, or says for whom.
pub(crate) fn bears_on_stages(event: &CaseEvent) -> bool {
    match event {
        CaseEvent::Opening(event) => opening(event),
        CaseEvent::Concern(event) => concern(event),
        CaseEvent::Help(event) => help(event),
        CaseEvent::Threshold(event) => threshold(event),
        CaseEvent::Enquiry(event) => enquiry(event),
        CaseEvent::Conference(event) => conference(event),
        CaseEvent::Plan(event) => plan(event),
        CaseEvent::Proceedings(event) => proceedings(event),
        CaseEvent::Emergency(event) => emergency(event),
        CaseEvent::Allocation(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => false,
    }
}

fn opening(event: &OpeningEvent) -> bool {
    match event {
        OpeningEvent::ChildJoinedCase(_)
        | OpeningEvent::ChildLeftCase(_)
        | OpeningEvent::CaseClosed(_) => true,
        OpeningEvent::CaseOpened(_)
        | OpeningEvent::PersonJoinedCase(_)
        | OpeningEvent::CaseTransferred(_)
        | OpeningEvent::CaseReopened(_) => false,
    }
}

fn concern(event: &ConcernEvent) -> bool {
    match event {
        ConcernEvent::ContactReceived(_)
        | ConcernEvent::ContactDecided(_)
        | ConcernEvent::ReferralDecided(_) => true,
        ConcernEvent::ConcernRaised(_)
        | ConcernEvent::ReferrerInformed(_)
        | ConcernEvent::AgreementSought(_) => false,
    }
}

fn help(event: &HelpEvent) -> bool {
    match event {
        HelpEvent::EarlyHelpStarted(_)
        | HelpEvent::EarlyHelpEnded(_)
        | HelpEvent::AssessmentStarted(_)
        | HelpEvent::AssessmentAuthorised(_)
        | HelpEvent::HelpPlanStarted(_)
        | HelpEvent::HelpPlanEnded(_) => true,
        HelpEvent::HelpPlanReviewed(_) | HelpEvent::SteppedUp(_) | HelpEvent::SteppedDown(_) => {
            false
        }
    }
}

fn threshold(event: &ThresholdEvent) -> bool {
    match event {
        ThresholdEvent::StrategyDiscussionConvened(_)
        | ThresholdEvent::StrategyDiscussionHeld(_)
        | ThresholdEvent::ThresholdDecided(_) => true,
        ThresholdEvent::PartnerDecisionRecorded(_) => false,
    }
}

fn enquiry(event: &EnquiryEvent) -> bool {
    match event {
        EnquiryEvent::EnquiryStarted(_)
        | EnquiryEvent::EnquiryConcluded(_)
        | EnquiryEvent::ConferenceNotRequired(_) => true,
        EnquiryEvent::MedicalExaminationHeld(_)
        | EnquiryEvent::JointVisitMade(_)
        | EnquiryEvent::InterviewHeld(_) => false,
    }
}

fn conference(event: &ConferenceEvent) -> bool {
    match event {
        ConferenceEvent::ConferenceConvened(_) | ConferenceEvent::ConferenceHeld(_) => true,
        ConferenceEvent::ReportProvided(_) | ConferenceEvent::OutcomeSent(_) => false,
    }
}

fn plan(event: &PlanEvent) -> bool {
    match event {
        PlanEvent::PlanStarted(_) | PlanEvent::CategoryRevised(_) | PlanEvent::PlanEnded(_) => true,
        PlanEvent::CoreGroupHeld(_)
        | PlanEvent::ActionSet(_)
        | PlanEvent::ActionCompleted(_)
        | PlanEvent::ActionNotCompleted(_)
        | PlanEvent::PlanReviewed(_) => false,
    }
}

fn proceedings(event: &ProceedingsEvent) -> bool {
    match event {
        ProceedingsEvent::PreProceedingsStarted(_)
        | ProceedingsEvent::StepDecided(_)
        | ProceedingsEvent::CourtApplicationIssued(_)
        | ProceedingsEvent::OrderMade(_) => true,
        ProceedingsEvent::LegalGatewayHeld(_)
        | ProceedingsEvent::LetterBeforeProceedingsSent(_)
        | ProceedingsEvent::PreProceedingsMeetingHeld(_) => false,
    }
}

fn emergency(event: &EmergencyEvent) -> bool {
    match event {
        EmergencyEvent::PoliceProtectionTaken(_)
        | EmergencyEvent::PoliceProtectionEnded(_)
        | EmergencyEvent::EmergencyProtectionOrdered(_)
        | EmergencyEvent::EmergencyProtectionEnded(_) => true,
        EmergencyEvent::EmergencyProtectionExtended(_) => false,
    }
}
