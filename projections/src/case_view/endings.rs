//! Which entries end a stage for a child, or change the category of a plan.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::conference::{ConferenceDecision, ConferenceEvent, ConferenceHeld};
use candour_domain::case::emergency::EmergencyEvent;
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::help::HelpEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::{OrderFinality, ProceedingsEvent};
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::code::CategoryOfAbuse;
use candour_domain::identifier::ChildId;
use candour_domain::recorded::Recorded;

use super::stage::{Opened, Stage, Stages, Step, case_event};

/// Ends what an entry ends.
pub(super) fn end<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>) {
    let Some(event) = case_event(step.entry) else { return };
    match event {
        CaseEvent::Opening(event) => opening(stages, step, event),
        CaseEvent::Concern(event) => concern(stages, step, event),
        CaseEvent::Help(event) => help(stages, step, event),
        CaseEvent::Threshold(event) => threshold(stages, step, event),
        CaseEvent::Enquiry(event) => enquiry(stages, step, event),
        CaseEvent::Conference(event) => conference(stages, step, event),
        CaseEvent::Plan(event) => plan(stages, step, event),
        CaseEvent::Proceedings(event) => proceedings(stages, step, event),
        CaseEvent::Emergency(event) => emergency(stages, step, event),
        CaseEvent::Allocation(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => {}
    }
}

fn opening<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &OpeningEvent) {
    match event {
        OpeningEvent::ChildLeftCase(it) => stages.end_all(step, &[it.child]),
        OpeningEvent::CaseClosed(_) => {
            let all: Vec<ChildId> = stages.opened.iter().map(|one| one.child).collect();
            stages.end_all(step, &all);
        }
        OpeningEvent::CaseOpened(_)
        | OpeningEvent::ChildJoinedCase(_)
        | OpeningEvent::PersonJoinedCase(_)
        | OpeningEvent::CaseTransferred(_)
        | OpeningEvent::CaseReopened(_) => {}
    }
}

fn concern<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ConcernEvent) {
    let decided = match event {
        ConcernEvent::ContactDecided(it) => it.contact,
        ConcernEvent::ReferralDecided(it) => it.contact,
        ConcernEvent::ConcernRaised(_)
        | ConcernEvent::ContactReceived(_)
        | ConcernEvent::ReferrerInformed(_)
        | ConcernEvent::AgreementSought(_) => return,
    };
    stages.end_named(step, step.children, Stage::Contact, decided);
    let Some(decided) = decided.entry() else { return };
    if matches!(event, ConcernEvent::ReferralDecided(_)) {
        stages.end_where(step, step.children, |one| {
            one.stage == Stage::Referral && one.order < step.order && one.is_named(decided)
        });
    }
}

fn help<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &HelpEvent) {
    let children = step.children;
    match event {
        HelpEvent::EarlyHelpEnded(it) => {
            stages.end_named(step, children, Stage::EarlyHelp, it.episode);
        }
        HelpEvent::AssessmentStarted(it) => {
            stages.end_named(step, children, Stage::Referral, it.referral);
        }
        HelpEvent::AssessmentAuthorised(it) => {
            stages.end_named(step, children, Stage::Assessment, it.assessment);
        }
        HelpEvent::HelpPlanEnded(it) => stages.end_named(step, children, Stage::HelpPlan, it.plan),
        HelpEvent::EarlyHelpStarted(_)
        | HelpEvent::HelpPlanStarted(_)
        | HelpEvent::HelpPlanReviewed(_)
        | HelpEvent::SteppedUp(_)
        | HelpEvent::SteppedDown(_) => {}
    }
}

fn threshold<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ThresholdEvent) {
    match event {
        ThresholdEvent::StrategyDiscussionHeld(it) => {
            if let Some(convened) = it.convened {
                stages.end_named(step, step.children, Stage::StrategyDiscussion, convened);
            }
        }
        ThresholdEvent::ThresholdDecided(it) => {
            stages.end_named(step, step.children, Stage::StrategyDiscussion, it.discussion);
            stages.end_earlier(step, step.children, Stage::StrategyDiscussion);
        }
        ThresholdEvent::StrategyDiscussionConvened(_)
        | ThresholdEvent::PartnerDecisionRecorded(_) => {}
    }
}

fn enquiry<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &EnquiryEvent) {
    match event {
        EnquiryEvent::EnquiryStarted(it) => {
            // The decision to enquire and the enquiry are one stage: the start takes it over.
            stages.end_named(step, step.children, Stage::Section47Enquiry, it.follows);
            stages.end_named(step, step.children, Stage::StrategyDiscussion, it.follows);
        }
        EnquiryEvent::EnquiryConcluded(it) => {
            stages.end_named(step, step.children, Stage::Section47Enquiry, it.enquiry);
        }
        EnquiryEvent::ConferenceNotRequired(it) => {
            stages.end_named(step, step.children, Stage::Section47Enquiry, it.enquiry);
        }
        EnquiryEvent::MedicalExaminationHeld(_)
        | EnquiryEvent::JointVisitMade(_)
        | EnquiryEvent::InterviewHeld(_) => {}
    }
}

fn conference<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ConferenceEvent) {
    match event {
        ConferenceEvent::ConferenceHeld(held) => {
            if let Some(convened) = held.convened {
                stages.end_named(step, step.children, Stage::Conference, convened);
            }
            outcomes(stages, step, held);
        }
        ConferenceEvent::ConferenceConvened(_)
        | ConferenceEvent::ReportProvided(_)
        | ConferenceEvent::OutcomeSent(_) => {}
    }
}

fn outcomes<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, held: &ConferenceHeld) {
    for outcome in &held.outcomes {
        match &outcome.decision {
            ConferenceDecision::PlanContinues(category) => {
                for plan in stages.of(Stage::ChildProtectionPlan) {
                    if plan.child == outcome.child
                        && plan.order < step.order
                        && plan.ended.is_none()
                    {
                        recategorise(plan, step, *category);
                    }
                }
            }
            ConferenceDecision::PlanEnds => {
                stages.end_earlier(step, &[outcome.child], Stage::ChildProtectionPlan);
            }
            ConferenceDecision::Plan(_) | ConferenceDecision::NoPlan => {}
        }
    }
}

fn plan<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &PlanEvent) {
    match event {
        PlanEvent::CategoryRevised(it) => {
            for plan in stages.of(Stage::ChildProtectionPlan) {
                if plan.child == it.child && it.plan.entry().is_some_and(|id| plan.is_named(id)) {
                    recategorise(plan, step, Recorded::Recorded(it.category));
                }
            }
        }
        PlanEvent::PlanEnded(it) => {
            stages.end_named(step, &[it.child], Stage::ChildProtectionPlan, it.plan);
        }
        PlanEvent::PlanStarted(_)
        | PlanEvent::CoreGroupHeld(_)
        | PlanEvent::ActionSet(_)
        | PlanEvent::ActionCompleted(_)
        | PlanEvent::ActionNotCompleted(_)
        | PlanEvent::PlanReviewed(_) => {}
    }
}

/// Gives a plan another category; the same category again keeps the date that it had.
fn recategorise<'a>(
    plan: &mut Opened<'a>,
    step: Step<'a, '_>,
    category: Recorded<CategoryOfAbuse>,
) {
    let same = plan.category.as_ref().is_some_and(|(before, ..)| *before == category);
    if category.value().is_some() && !same {
        plan.turns(step);
        plan.category = Some((category, step.entry.id(), step.entry.occurred()));
    }
}

fn proceedings<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ProceedingsEvent) {
    match event {
        ProceedingsEvent::StepDecided(it) => {
            stages.end_named(step, step.children, Stage::PreProceedings, it.pre_proceedings);
        }
        ProceedingsEvent::CourtApplicationIssued(_) => {
            let opens = stages.of(Stage::Proceedings).any(|one| one.order == step.order);
            if opens {
                stages.end_earlier(step, step.children, Stage::PreProceedings);
            }
        }
        ProceedingsEvent::OrderMade(it) => {
            if it.final_order == Recorded::Recorded(OrderFinality::Final) {
                stages.end_named(step, step.children, Stage::Proceedings, it.application);
            }
        }
        ProceedingsEvent::LegalGatewayHeld(_)
        | ProceedingsEvent::PreProceedingsStarted(_)
        | ProceedingsEvent::LetterBeforeProceedingsSent(_)
        | ProceedingsEvent::PreProceedingsMeetingHeld(_) => {}
    }
}

fn emergency<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &EmergencyEvent) {
    match event {
        EmergencyEvent::PoliceProtectionEnded(it) => {
            stages.end_named(step, &[it.child], Stage::EmergencyProtection, it.protection);
        }
        EmergencyEvent::EmergencyProtectionEnded(it) => {
            stages.end_named(step, &[it.child], Stage::EmergencyProtection, it.order);
        }
        EmergencyEvent::PoliceProtectionTaken(_)
        | EmergencyEvent::EmergencyProtectionOrdered(_)
        | EmergencyEvent::EmergencyProtectionExtended(_) => {}
    }
}
