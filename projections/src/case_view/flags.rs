//! What a reader's eye should be drawn to: what should not have happened and is recorded, what an
//! entry answers and the ledger does not hold, and codes that matter and are not recorded.
//!
//! Neutral wording, no fault, no score, no ranking. A flag says what is on the record and what is not.
//!
//! # Rules
//! - `an_answer_without_a_recorded_offer_is_flagged`: it is recorded all the same.
//! - `what_follows_something_not_in_this_ledger_is_flagged`: saying what it follows.
//! - `what_follows_something_withdrawn_is_flagged`: the answer stands, what it answers does not.
//! - `a_second_open_plan_is_flagged`: for the same child, while the first is open.
//! - `a_child_who_never_joined_the_case_is_flagged`: whom an entry of the case names.
//! - `an_entry_after_closing_is_flagged`: if it certainly happened after, and before any reopening.
//! - `a_code_that_matters_and_is_not_recorded_is_flagged`: outcomes, decisions, categories.
//! - `an_acceptance_by_family_network_is_flagged_as_obliging_nothing`: of itself.
//! - `an_answer_by_another_than_the_one_asked_is_flagged`: with both names.
//! - `a_ground_that_is_not_yet_in_force_is_flagged`: the test of s.16LA awaits commencement.
//! - `what_reached_somebody_it_was_not_meant_for_is_flagged`: with the entry that says so.

use candour_domain::basis::{Applies, LegalBasis};
use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::conference::{ConferenceDecision, ConferenceEvent};
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::fgdm::FgdmEvent;
use candour_domain::case::information::{InformationEvent, NotSharedGround};
use candour_domain::case::opening::OpeningEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::effective::Effective;
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::Certainty;
use schemars::JsonSchema;
use serde::Serialize;

use super::Past;
use super::fgdm::{FgdmAnswerKind, answer};
use super::stage::{Stage, Stages, case_event};
use crate::shape::{ChildName, Pointer};

/// Something that a reader's eye should be drawn to. Never a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Flag {
    /// Which.
    pub kind: FlagKind,
    /// What is so, in a sentence.
    pub text: String,
    /// The children whom it concerns, where it concerns some alone.
    pub children: Vec<ChildName>,
    /// The entries that it rests on.
    pub entries: Vec<Pointer>,
}

/// What kind of flag one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// An answer to an offer that is not on the record.
    AnswerWithoutOffer,
    /// An answer, review or ending of something that is not in this ledger.
    AntecedentNotInThisLedger,
    /// An answer, review or ending of something that was withdrawn.
    AntecedentWithdrawn,
    /// An answer by another than the one who was asked.
    AnswerByAnother,
    /// An acceptance by somebody who was invited as family network.
    NetworkAcceptance,
    /// A second child protection plan while the first is open.
    SecondOpenPlan,
    /// A child whom an entry names and who never joined the case.
    ChildNotInCase,
    /// An entry that happened after the case was closed.
    AfterClosing,
    /// A code that matters and is not recorded.
    CodeNotRecorded,
    /// A ground in law that is not yet in force.
    GroundNotInForce,
    /// Something that reached somebody it was not meant for.
    UnintendedRecipient,
    /// Accounts that differ.
    AccountsDiffer,
}

/// The flags of a case, by kind and then in the order in which things happened.
pub(super) fn flags(past: &Past<'_>) -> Vec<Flag> {
    let mut flags = Vec::new();
    for entry in &past.standing {
        let Some(event) = case_event(entry) else { continue };
        antecedent(past, &mut flags, entry, event);
        if let CaseEvent::Fgdm(event) = event {
            family_meeting(past, &mut flags, entry, event);
        }
        if let CaseEvent::Information(event) = event {
            information(past, &mut flags, entry, event);
        }
        for missing in codes(event) {
            let text = format!("{missing} is not recorded");
            flags.push(one(past, FlagKind::CodeNotRecorded, text, entry));
        }
    }
    second_plans(past, &mut flags);
    strangers(past, &mut flags);
    after_closing(past, &mut flags);
    flags.sort_by_key(|flag| flag.kind);
    flags
}

fn one(past: &Past<'_>, kind: FlagKind, text: String, entry: &Effective<'_>) -> Flag {
    Flag { kind, text, children: Vec::new(), entries: vec![past.pointer(entry.entry)] }
}

fn antecedent(past: &Past<'_>, flags: &mut Vec<Flag>, entry: &Effective<'_>, event: &CaseEvent) {
    let Some((antecedent, kinds)) = event.follows() else { return };
    let kinds: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    let kinds = kinds.join(", or ");
    if let Antecedent::Named(named) = antecedent {
        if past.entry(named).is_none() {
            let text = format!("it follows {kinds}, which does not stand: it was withdrawn");
            flags.push(one(past, FlagKind::AntecedentWithdrawn, text, entry));
        }
        return;
    }
    let is_answer =
        if let CaseEvent::Fgdm(event) = event { answer(event).is_some() } else { false };
    let flag = if is_answer {
        let text =
            "an answer is recorded; no offer or invitation that it answers is in this ledger";
        one(past, FlagKind::AnswerWithoutOffer, text.to_owned(), entry)
    } else {
        let text = format!("it follows {kinds}, which is not in this ledger");
        one(past, FlagKind::AntecedentNotInThisLedger, text, entry)
    };
    flags.push(flag);
}

fn family_meeting(
    past: &Past<'_>,
    flags: &mut Vec<Flag>,
    entry: &Effective<'_>,
    event: &FgdmEvent,
) {
    let Some(answer) = answer(event) else { return };
    let asked = answer.offer.entry().and_then(|id| past.entry(id));
    let Some(asked) = asked else { return };
    let Some(CaseEvent::Fgdm(asking)) = case_event(asked) else { return };
    let (to, network) = match asking {
        FgdmEvent::FgdmOffered(it) => (it.to, false),
        FgdmEvent::FgdmInvited(it) => (it.who, true),
        FgdmEvent::FgdmConsidered(_)
        | FgdmEvent::FgdmNotOffered(_)
        | FgdmEvent::FgdmNotHeld(_)
        | FgdmEvent::FgdmAccepted(_)
        | FgdmEvent::FgdmDeclined(_)
        | FgdmEvent::FgdmDeferred(_)
        | FgdmEvent::FgdmAnswerWithdrawn(_)
        | FgdmEvent::FgdmNoAnswer(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FgdmHeld(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => return,
    };
    let (by, to_name) = (past.directory.person_name(answer.by), past.directory.person_name(to));
    let entries = vec![past.pointer(entry.entry), past.pointer(asked.entry)];
    let mut flag = |kind, text| {
        flags.push(Flag { kind, text, children: Vec::new(), entries: entries.clone() });
    };
    if answer.by != to {
        let text = format!("{by} answered; {to_name} was asked");
        flag(FlagKind::AnswerByAnother, text);
    }
    if network && answer.kind == FgdmAnswerKind::Accepted {
        let text = format!(
            "{by} accepted as family network; a meeting is obliged only by acceptance of somebody to \
             whom it was offered as a parent or holder of parental responsibility"
        );
        flag(FlagKind::NetworkAcceptance, text);
    }
}

fn information(
    past: &Past<'_>,
    flags: &mut Vec<Flag>,
    entry: &Effective<'_>,
    event: &InformationEvent,
) {
    let ground = match event {
        InformationEvent::NotSharedDecided(it) => &it.ground,
        InformationEvent::InformationRefused(it) => &it.ground,
        InformationEvent::ReceivedByUnintended(_) => {
            let text = "what was sent reached somebody it was not meant for".to_owned();
            flags.push(one(past, FlagKind::UnintendedRecipient, text, entry));
            return;
        }
        InformationEvent::AccountsDiffer(it) => {
            let named = it.entries.iter().filter_map(|id| past.entry(*id));
            let mut flag = one(past, FlagKind::AccountsDiffer, it.difference.to_string(), entry);
            flag.entries.extend(named.map(|entry| past.pointer(entry.entry)));
            flags.push(flag);
            return;
        }
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::InformationSupplied(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationDisclosed(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::KnowledgeDisputed(_) => return,
    };
    match ground {
        NotSharedGround::MoreDetrimental => {
            if LegalBasis::InformationSharing.applies() == Applies::AwaitsCommencement {
                let text = "the ground is the test of s.16LA of the Children Act 2004, which awaits \
                            commencement";
                flags.push(one(past, FlagKind::GroundNotInForce, text.to_owned(), entry));
            }
        }
        NotSharedGround::NotRecorded => {
            let text =
                "the ground for not sharing is not recorded as one of the grounds".to_owned();
            flags.push(one(past, FlagKind::CodeNotRecorded, text, entry));
        }
        NotSharedGround::NotThoughtRelevant
        | NotSharedGround::WouldNotHelpFunction
        | NotSharedGround::LegalBar
        | NotSharedGround::PoliceRequestUntil(_)
        | NotSharedGround::RiskToAdult
        | NotSharedGround::AgreementRefused
        | NotSharedGround::Other => {}
    }
}

/// The codes of an event that matter to those who read on, and are not recorded.
fn codes(event: &CaseEvent) -> Vec<&'static str> {
    let missing = |absent: bool, what: &'static str| if absent { vec![what] } else { Vec::new() };
    match event {
        CaseEvent::Concern(ConcernEvent::ContactDecided(it)) => {
            missing(absent(&it.outcome), "the outcome of the contact")
        }
        CaseEvent::Concern(ConcernEvent::ReferralDecided(it)) => {
            missing(absent(&it.outcome), "the outcome of the referral")
        }
        CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(it)) => {
            missing(absent(&it.decision), "the decision on the threshold")
        }
        CaseEvent::Enquiry(EnquiryEvent::EnquiryConcluded(it)) => {
            missing(absent(&it.judgement), "the judgement of the enquiry")
        }
        CaseEvent::Conference(ConferenceEvent::ConferenceHeld(it)) => {
            let without = it.outcomes.iter().any(|outcome| match &outcome.decision {
                ConferenceDecision::Plan(category)
                | ConferenceDecision::PlanContinues(category) => absent(category),
                ConferenceDecision::PlanEnds | ConferenceDecision::NoPlan => false,
            });
            let mut found = missing(without, "the category of a plan");
            found.extend(missing(it.outcomes.is_empty(), "what the conference decided"));
            found
        }
        CaseEvent::Plan(PlanEvent::PlanStarted(it)) => {
            missing(absent(&it.category), "the category of the plan")
        }
        CaseEvent::Fgdm(FgdmEvent::FgdmOffered(it)) => {
            missing(absent(&it.capacity), "the capacity in which the meeting was offered")
        }
        CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(it)) => {
            missing(absent(&it.part), "the part of the Act under which the application is made")
        }
        CaseEvent::Opening(OpeningEvent::CaseClosed(it)) => {
            missing(absent(&it.reason), "the reason for closing")
        }
        CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Concern(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Conference(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => Vec::new(),
    }
}

fn absent<T>(code: &Recorded<T>) -> bool {
    code.value().is_none()
}

fn second_plans(past: &Past<'_>, flags: &mut Vec<Flag>) {
    let stages = Stages::fold(&past.standing, &past.children);
    let mut children: Vec<_> = stages.opened.iter().map(|one| one.child).collect();
    children.sort_unstable();
    children.dedup();
    for child in children {
        let mut open = stages.open_of(child);
        open.retain(|one| one.stage == Stage::ChildProtectionPlan);
        if open.len() > 1 {
            let name = past.directory.child(child);
            flags.push(Flag {
                kind: FlagKind::SecondOpenPlan,
                text: format!("{} child protection plans are open for {}", open.len(), name.name),
                children: vec![name],
                entries: open.iter().map(|one| past.pointer(one.by)).collect(),
            });
        }
    }
}

fn strangers(past: &Past<'_>, flags: &mut Vec<Flag>) {
    let mut named: Vec<_> = past.standing.iter().flat_map(Effective::children).copied().collect();
    named.sort_unstable();
    named.dedup();
    for child in named.into_iter().filter(|child| !past.children.contains(child)) {
        let name = past.directory.child(child);
        let entries = past.standing.iter().filter(|entry| entry.children().contains(&child));
        flags.push(Flag {
            kind: FlagKind::ChildNotInCase,
            text: format!("{} is named, and is not on the record as part of this case", name.name),
            children: vec![name],
            entries: entries.map(|entry| past.pointer(entry.entry)).collect(),
        });
    }
}

fn after_closing(past: &Past<'_>, flags: &mut Vec<Flag>) {
    let mut closed: Option<&Effective<'_>> = None;
    for entry in &past.standing {
        let turn = closing(entry);
        if let Some(closing) = closed.filter(|_| turn.is_none() && entry.event().record().is_none())
            && closing.occurred().interval().before(entry.occurred().interval()) == Certainty::Yes
        {
            let text = "it happened after the case was closed".to_owned();
            let mut flag = one(past, FlagKind::AfterClosing, text, entry);
            flag.entries.push(past.pointer(closing.entry));
            flags.push(flag);
        }
        match turn {
            Some(Closing::Closes) => closed = Some(entry),
            Some(Closing::Opens) => closed = None,
            None => {}
        }
    }
}

/// Whether an entry closes the case or opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Closes,
    Opens,
}

fn closing(entry: &Effective<'_>) -> Option<Closing> {
    let Some(CaseEvent::Opening(event)) = case_event(entry) else { return None };
    match event {
        OpeningEvent::CaseClosed(_) => Some(Closing::Closes),
        OpeningEvent::CaseOpened(_) | OpeningEvent::CaseReopened(_) => Some(Closing::Opens),
        OpeningEvent::ChildJoinedCase(_)
        | OpeningEvent::ChildLeftCase(_)
        | OpeningEvent::PersonJoinedCase(_)
        | OpeningEvent::CaseTransferred(_) => None,
    }
}
