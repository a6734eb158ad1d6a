//! Which entries open a stage for a child. What ends one stands beside, in `endings`.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::conference::{ConferenceDecision, ConferenceEvent};
use candour_domain::case::emergency::EmergencyEvent;
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::help::HelpEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::{ApplicationPart, ProceedingsEvent};
use candour_domain::case::threshold::{ThresholdDecision, ThresholdEvent};
use candour_domain::code::{CategoryOfAbuse, ContactOutcome, ReferralOutcome};
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};

use super::stage::{Stage, Stages, Step, case_event};

/// Opens what an entry opens.
pub(super) fn open<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>) {
    let Some(event) = case_event(step.entry) else { return };
    match event {
        CaseEvent::Concern(event) => concern(stages, step, event),
        CaseEvent::Help(event) => help(stages, step, event),
        CaseEvent::Threshold(event) => threshold(stages, step, event),
        CaseEvent::Enquiry(EnquiryEvent::EnquiryStarted(_)) => {
            stages.open(step, Stage::Section47Enquiry, None);
        }
        CaseEvent::Conference(event) => conference(stages, step, event),
        CaseEvent::Plan(event) => plan(stages, step, event),
        CaseEvent::Proceedings(event) => proceedings(stages, step, event),
        CaseEvent::Emergency(event) => emergency(stages, step, event),
        CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => {}
    }
}

fn concern<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ConcernEvent) {
    match event {
        ConcernEvent::ContactReceived(it) => {
            for child in step.children {
                stages.open_for(step, *child, Stage::Contact, None);
                if let Some(opened) = stages.opened.last_mut() {
                    opened.also_named.clone_from(&it.received);
                }
            }
        }
        ConcernEvent::ContactDecided(it) => {
            if it.outcome == Recorded::Recorded(ContactOutcome::NewReferral) {
                let note = "no decision on the record names it";
                referral(stages, step, it.contact, note);
            }
        }
        ConcernEvent::ReferralDecided(it) => match it.outcome {
            Recorded::Recorded(ReferralOutcome::NoFurtherAction) => {}
            Recorded::NotRecorded => {
                referral(stages, step, it.contact, "its outcome is not recorded");
            }
            Recorded::Recorded(
                ReferralOutcome::SingleAssessment
                | ReferralOutcome::StrategyDiscussion
                | ReferralOutcome::LookedAfterRequest
                | ReferralOutcome::NonAgencyAdoption
                | ReferralOutcome::PrivateFostering
                | ReferralOutcome::ChildProtectionTransferIn
                | ReferralOutcome::ChildProtectionConference
                | ReferralOutcome::CareLeaver
                | ReferralOutcome::Other,
            ) => referral(stages, step, it.contact, "no assessment on the record names it"),
        },
        ConcernEvent::ConcernRaised(_)
        | ConcernEvent::ReferrerInformed(_)
        | ConcernEvent::AgreementSought(_) => {}
    }
}

fn referral<'a>(
    stages: &mut Stages<'a>,
    step: Step<'a, '_>,
    contact: Antecedent,
    note: &'static str,
) {
    for child in step.children {
        stages.open_for(step, *child, Stage::Referral, Some(note));
        if let Some(opened) = stages.opened.last_mut() {
            opened.also_named = contact.entry().into_iter().collect();
        }
    }
}

fn help<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &HelpEvent) {
    match event {
        HelpEvent::EarlyHelpStarted(_) => stages.open(step, Stage::EarlyHelp, None),
        HelpEvent::AssessmentStarted(_) => stages.open(step, Stage::Assessment, None),
        HelpEvent::HelpPlanStarted(_) => stages.open(step, Stage::HelpPlan, None),
        HelpEvent::EarlyHelpEnded(_)
        | HelpEvent::AssessmentAuthorised(_)
        | HelpEvent::HelpPlanReviewed(_)
        | HelpEvent::HelpPlanEnded(_)
        | HelpEvent::SteppedUp(_)
        | HelpEvent::SteppedDown(_) => {}
    }
}

fn threshold<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ThresholdEvent) {
    match event {
        ThresholdEvent::StrategyDiscussionConvened(_) => {
            stages.open(step, Stage::StrategyDiscussion, Some("convened"));
        }
        ThresholdEvent::StrategyDiscussionHeld(_) => {
            let note = Some("held; no threshold decision follows on the record");
            stages.open(step, Stage::StrategyDiscussion, note);
        }
        ThresholdEvent::ThresholdDecided(it) => match it.decision {
            Recorded::Recorded(
                ThresholdDecision::Section47Single | ThresholdDecision::Section47Joint,
            ) => {
                let note = Some("decided on; no start or conclusion on the record names it");
                stages.open(step, Stage::Section47Enquiry, note);
            }
            Recorded::NotRecorded
            | Recorded::Recorded(
                ThresholdDecision::ContinueSection17
                | ThresholdDecision::NoFurtherAction
                | ThresholdDecision::ImmediateProtection
                | ThresholdDecision::FurtherDiscussion(_),
            ) => {}
        },
        ThresholdEvent::PartnerDecisionRecorded(_) => {}
    }
}

fn conference<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ConferenceEvent) {
    match event {
        ConferenceEvent::ConferenceConvened(_) => {
            stages.open(step, Stage::Conference, Some("convened"));
        }
        ConferenceEvent::ConferenceHeld(held) => {
            for outcome in &held.outcomes {
                match &outcome.decision {
                    ConferenceDecision::Plan(category) => {
                        let child = outcome.child;
                        let id = step.entry.id();
                        let started = stages
                            .of(Stage::ChildProtectionPlan)
                            .any(|one| one.child == child && one.also_named.contains(&id));
                        if !started {
                            open_plan(stages, step, child, *category, None);
                        }
                    }
                    ConferenceDecision::PlanContinues(_)
                    | ConferenceDecision::PlanEnds
                    | ConferenceDecision::NoPlan => {}
                }
            }
        }
        ConferenceEvent::ReportProvided(_) | ConferenceEvent::OutcomeSent(_) => {}
    }
}

fn plan<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &PlanEvent) {
    match event {
        PlanEvent::PlanStarted(it) => {
            let conference = it.conference.entry();
            let decided = stages.of(Stage::ChildProtectionPlan).find(|one| {
                one.child == it.child && conference.is_some_and(|named| named == one.by.id)
            });
            // The conference has opened it: this is its start, and it is one plan.
            if let Some(decided) = decided {
                decided.turns(step);
                decided.also_named = conference.into_iter().collect();
                decided.by = step.entry.entry;
                decided.since = step.entry.occurred();
                if it.category.value().is_some() {
                    decided.category = Some((it.category, step.entry.id(), decided.since));
                }
            } else {
                open_plan(stages, step, it.child, it.category, conference);
            }
        }
        PlanEvent::CoreGroupHeld(_)
        | PlanEvent::ActionSet(_)
        | PlanEvent::ActionCompleted(_)
        | PlanEvent::ActionNotCompleted(_)
        | PlanEvent::PlanReviewed(_)
        | PlanEvent::CategoryRevised(_)
        | PlanEvent::PlanEnded(_) => {}
    }
}

fn open_plan<'a>(
    stages: &mut Stages<'a>,
    step: Step<'a, '_>,
    child: ChildId,
    category: Recorded<CategoryOfAbuse>,
    conference: Option<EntryId>,
) {
    stages.open_for(step, child, Stage::ChildProtectionPlan, None);
    if let Some(plan) = stages.opened.last_mut() {
        plan.also_named = conference.into_iter().collect();
        plan.category = Some((category, step.entry.id(), step.entry.occurred()));
    }
}

fn proceedings<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &ProceedingsEvent) {
    match event {
        ProceedingsEvent::PreProceedingsStarted(_) => {
            stages.open(step, Stage::PreProceedings, None);
        }
        ProceedingsEvent::CourtApplicationIssued(it) => match it.part {
            Recorded::Recorded(ApplicationPart::Part5) => {}
            Recorded::NotRecorded
            | Recorded::Recorded(ApplicationPart::Part4 | ApplicationPart::Other) => {
                stages.open(step, Stage::Proceedings, None);
            }
        },
        ProceedingsEvent::LegalGatewayHeld(_)
        | ProceedingsEvent::LetterBeforeProceedingsSent(_)
        | ProceedingsEvent::PreProceedingsMeetingHeld(_)
        | ProceedingsEvent::StepDecided(_)
        | ProceedingsEvent::OrderMade(_) => {}
    }
}

fn emergency<'a>(stages: &mut Stages<'a>, step: Step<'a, '_>, event: &EmergencyEvent) {
    match event {
        EmergencyEvent::PoliceProtectionTaken(it) => {
            stages.open_for(step, it.child, Stage::EmergencyProtection, Some("police protection"));
        }
        EmergencyEvent::EmergencyProtectionOrdered(it) => {
            let note = Some("emergency protection order");
            stages.open_for(step, it.child, Stage::EmergencyProtection, note);
        }
        EmergencyEvent::PoliceProtectionEnded(_)
        | EmergencyEvent::EmergencyProtectionExtended(_)
        | EmergencyEvent::EmergencyProtectionEnded(_) => {}
    }
}
