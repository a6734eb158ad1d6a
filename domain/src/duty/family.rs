//! Families of rules: those that look at the same entries of a case. A family is judged by itself, so
//! that an entry has those rules worked out again on which it bears, and no others.
//!
//! Which entries a family looks at is said here once, an event at a time; a rule never sees any other.

use crate::case::CaseEvent;
use crate::case::allocation::AllocationEvent;
use crate::case::child::ChildEvent;
use crate::case::concern::ConcernEvent;
use crate::case::conference::ConferenceEvent;
use crate::case::enquiry::EnquiryEvent;
use crate::case::help::HelpEvent;
use crate::case::incident::IncidentEvent;
use crate::case::information::InformationEvent;
use crate::case::opening::OpeningEvent;
use crate::case::oversight::OversightEvent;
use crate::case::plan::PlanEvent;
use crate::case::proceedings::ProceedingsEvent;
use crate::case::threshold::ThresholdEvent;

use super::book::RuleBook;
use super::front_door::{self, is_written};
use super::judged::Instance;
use super::local::LocalClock;
use super::local_clock::{clock, leads};
use super::rule::RuleCode;
use super::scene::Scene;
use super::{emergency, guard, incident, protection, quorum};

/// Rules that look at the same entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Decisions and assessments: C1, C2.
    FrontDoor,
    /// Telephone referrals: L1.
    Confirmation,
    /// From a strategy discussion to the conference: C3.
    Enquiry,
    /// What follows from a conference: C4, C5, C6, L7.
    Plan,
    /// The record of a strategy discussion: L2.
    StrategyRecord,
    /// The papers of a conference: L3 to L6.
    Papers,
    /// Visits to children with a plan: L8.
    Visits,
    /// Supervision: L9.
    Supervision,
    /// Replies to requests for information: L10.
    Replies,
    /// Answers to challenges: L11.
    Challenges,
    /// Serious incidents: C7 to C9.
    Incidents,
    /// Police protection and emergency orders: C10, C11.
    Emergency,
    /// The court's timetable: C12.
    Proceedings,
    /// The guards of family group decision making.
    Guards,
    /// Quorum.
    Quorum,
}

use Family::{
    Challenges, Confirmation, Emergency, Enquiry, FrontDoor, Guards, Incidents, Papers, Plan,
    Proceedings, Quorum, Replies, StrategyRecord, Supervision, Visits,
};

impl Family {
    /// All of them.
    pub const ALL: [Self; 15] = [
        FrontDoor,
        Confirmation,
        Enquiry,
        Plan,
        StrategyRecord,
        Papers,
        Visits,
        Supervision,
        Replies,
        Challenges,
        Incidents,
        Emergency,
        Proceedings,
        Guards,
        Quorum,
    ];

    /// Its place among all of them.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The family of a place; none where there is no such place.
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The families that look at an event.
    pub fn of(event: &CaseEvent) -> &'static [Self] {
        match event {
            CaseEvent::Opening(event) => of_opening(event),
            CaseEvent::Allocation(event) => of_allocation(event),
            CaseEvent::Concern(event) => of_concern(event),
            CaseEvent::Information(event) => of_information(event),
            CaseEvent::Child(ChildEvent::ChildSeen(_)) => &[Visits],
            CaseEvent::Help(
                HelpEvent::AssessmentStarted(_) | HelpEvent::AssessmentAuthorised(_),
            ) => &[FrontDoor],
            CaseEvent::Threshold(event) => of_threshold(event),
            CaseEvent::Enquiry(event) => of_enquiry(event),
            CaseEvent::Conference(event) => of_conference(event),
            CaseEvent::Plan(event) => of_plan(event),
            CaseEvent::Fgdm(_) => &[Guards],
            CaseEvent::Proceedings(event) => of_proceedings(event),
            CaseEvent::Emergency(_) => &[Emergency],
            CaseEvent::Oversight(event) => of_oversight(event),
            CaseEvent::Incident(event) => of_incident(event),
            CaseEvent::Child(
                ChildEvent::ParentSeen(_)
                | ChildEvent::ChildVoiceRecorded(_)
                | ChildEvent::ViewsWeighed(_)
                | ChildEvent::FedBackToChild(_)
                | ChildEvent::AdvocateOffered(_),
            )
            | CaseEvent::Help(
                HelpEvent::EarlyHelpStarted(_)
                | HelpEvent::EarlyHelpEnded(_)
                | HelpEvent::HelpPlanStarted(_)
                | HelpEvent::HelpPlanReviewed(_)
                | HelpEvent::HelpPlanEnded(_)
                | HelpEvent::SteppedUp(_)
                | HelpEvent::SteppedDown(_),
            )
            | CaseEvent::Education(_)
            | CaseEvent::Record(_)
            | CaseEvent::Access(_) => &[],
        }
    }

    /// Whether a book has a rule of the family: of local clocks, only once one is adopted.
    pub(super) fn is_in(self, book: &RuleBook) -> bool {
        let has = |clock| book.limit(RuleCode::Local(clock)).is_some();
        match self {
            FrontDoor | Enquiry | Plan | Incidents | Emergency | Proceedings | Guards | Quorum => {
                true
            }
            Confirmation => has(LocalClock::TelephoneConfirmation),
            StrategyRecord => has(LocalClock::StrategyRecord),
            Papers => PAPERS.into_iter().any(has),
            Visits => has(LocalClock::StatutoryVisit),
            Supervision => has(LocalClock::Supervision),
            Replies => has(LocalClock::InformationReply),
            Challenges => has(LocalClock::ChallengeAnswer),
        }
    }

    /// How its rules bear on what a scene holds.
    pub(super) fn judge<'a>(self, scene: &Scene<'a>) -> Vec<Instance<'a>> {
        match self {
            FrontDoor => {
                let mut all = front_door::decisions(scene);
                all.extend(front_door::assessments(scene, &all));
                all
            }
            Confirmation => clock(scene, LocalClock::TelephoneConfirmation),
            Enquiry => protection::initial_conferences(scene),
            Plan => {
                let mut all = protection::after_initial(scene, RuleCode::C4);
                all.extend(protection::after_initial(scene, RuleCode::C5));
                all.extend(protection::next_reviews(scene));
                all.extend(clock(scene, LocalClock::CoreGroup));
                all
            }
            StrategyRecord => clock(scene, LocalClock::StrategyRecord),
            Papers => PAPERS.into_iter().flat_map(|one| clock(scene, one)).collect(),
            Visits => clock(scene, LocalClock::StatutoryVisit),
            Supervision => clock(scene, LocalClock::Supervision),
            Replies => clock(scene, LocalClock::InformationReply),
            Challenges => clock(scene, LocalClock::ChallengeAnswer),
            Incidents => {
                let mut all = incident::notifications(scene);
                all.extend(incident::rapid_reviews(scene));
                all.extend(incident::reviews(scene));
                all
            }
            Emergency => {
                let mut all = emergency::police_protection(scene);
                all.extend(emergency::emergency_orders(scene));
                all
            }
            Proceedings => emergency::proceedings(scene),
            Guards => guard::guards(scene),
            Quorum => quorum::quorums(scene),
        }
    }
}

const PAPERS: [LocalClock; 4] = [
    LocalClock::InitialConferenceReport,
    LocalClock::ReviewConferenceReport,
    LocalClock::OutcomeLetter,
    LocalClock::ConferenceRecord,
];

/// The families whose waiting ends when the case closes.
const ENDED: &[Family] = &[
    FrontDoor,
    Confirmation,
    Enquiry,
    Plan,
    StrategyRecord,
    Papers,
    Visits,
    Supervision,
    Replies,
    Challenges,
];

/// The same, and those that ask who was in the case.
const LEFT: &[Family] = &[
    FrontDoor,
    Confirmation,
    Enquiry,
    Plan,
    StrategyRecord,
    Papers,
    Visits,
    Supervision,
    Replies,
    Challenges,
    Guards,
];

fn of_opening(event: &OpeningEvent) -> &'static [Family] {
    match event {
        OpeningEvent::CaseClosed(_) => ENDED,
        OpeningEvent::ChildLeftCase(_) => LEFT,
        OpeningEvent::ChildJoinedCase(_) => &[Guards],
        OpeningEvent::CaseOpened(_)
        | OpeningEvent::PersonJoinedCase(_)
        | OpeningEvent::CaseTransferred(_)
        | OpeningEvent::CaseReopened(_) => &[],
    }
}

fn of_allocation(event: &AllocationEvent) -> &'static [Family] {
    let role = match event {
        AllocationEvent::PractitionerAllocated(it) => it.role,
        AllocationEvent::PractitionerStoodDown(it) => it.role,
        AllocationEvent::AgencyInvolved(_) | AllocationEvent::AgencyStoodDown(_) => return &[],
    };
    if leads(role) { &[Supervision] } else { &[] }
}

fn of_concern(event: &ConcernEvent) -> &'static [Family] {
    match event {
        ConcernEvent::ContactReceived(_) => &[FrontDoor, Confirmation],
        ConcernEvent::ConcernRaised(_)
        | ConcernEvent::ContactDecided(_)
        | ConcernEvent::ReferralDecided(_) => &[FrontDoor],
        ConcernEvent::ReferrerInformed(_) | ConcernEvent::AgreementSought(_) => &[],
    }
}

fn of_information(event: &InformationEvent) -> &'static [Family] {
    match event {
        InformationEvent::InformationSupplied(it) if is_written(it.channel) => {
            &[Replies, Confirmation]
        }
        InformationEvent::InformationRequested(_)
        | InformationEvent::InformationSupplied(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationRefused(_) => &[Replies],
        InformationEvent::InformationDisclosed(it) if is_written(it.channel) => {
            &[StrategyRecord, Confirmation]
        }
        InformationEvent::InformationDisclosed(_) => &[StrategyRecord],
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => &[],
    }
}

fn of_threshold(event: &ThresholdEvent) -> &'static [Family] {
    match event {
        ThresholdEvent::StrategyDiscussionHeld(_) => &[Enquiry, StrategyRecord, Quorum],
        ThresholdEvent::ThresholdDecided(_) => &[Enquiry, StrategyRecord],
        ThresholdEvent::StrategyDiscussionConvened(_)
        | ThresholdEvent::PartnerDecisionRecorded(_) => &[],
    }
}

fn of_enquiry(event: &EnquiryEvent) -> &'static [Family] {
    match event {
        EnquiryEvent::EnquiryStarted(_)
        | EnquiryEvent::EnquiryConcluded(_)
        | EnquiryEvent::ConferenceNotRequired(_) => &[Enquiry],
        EnquiryEvent::MedicalExaminationHeld(_)
        | EnquiryEvent::JointVisitMade(_)
        | EnquiryEvent::InterviewHeld(_) => &[],
    }
}

fn of_conference(event: &ConferenceEvent) -> &'static [Family] {
    match event {
        ConferenceEvent::ConferenceHeld(_) => &[Enquiry, Plan, Papers, Visits, Quorum],
        ConferenceEvent::ConferenceConvened(_)
        | ConferenceEvent::ReportProvided(_)
        | ConferenceEvent::OutcomeSent(_) => &[Papers],
    }
}

fn of_plan(event: &PlanEvent) -> &'static [Family] {
    match event {
        PlanEvent::PlanStarted(_) | PlanEvent::PlanEnded(_) => &[Plan, Visits],
        PlanEvent::CoreGroupHeld(_) => &[Plan],
        PlanEvent::ActionSet(_)
        | PlanEvent::ActionCompleted(_)
        | PlanEvent::ActionNotCompleted(_)
        | PlanEvent::PlanReviewed(_)
        | PlanEvent::CategoryRevised(_) => &[],
    }
}

fn of_proceedings(event: &ProceedingsEvent) -> &'static [Family] {
    match event {
        ProceedingsEvent::CourtApplicationIssued(_) => &[Proceedings, Guards],
        ProceedingsEvent::OrderMade(_) => &[Proceedings],
        ProceedingsEvent::LetterBeforeProceedingsSent(_) => &[Guards],
        ProceedingsEvent::LegalGatewayHeld(_)
        | ProceedingsEvent::PreProceedingsStarted(_)
        | ProceedingsEvent::PreProceedingsMeetingHeld(_)
        | ProceedingsEvent::StepDecided(_) => &[],
    }
}

fn of_oversight(event: &OversightEvent) -> &'static [Family] {
    match event {
        OversightEvent::SupervisionHeld(_) => &[Supervision],
        OversightEvent::ChallengeRaised(_)
        | OversightEvent::ChallengeAnswered(_)
        | OversightEvent::ChallengeResolved(_) => &[Challenges],
        OversightEvent::OversightRecorded(_)
        | OversightEvent::CaseConsultationGiven(_)
        | OversightEvent::ChallengeEscalated(_)
        | OversightEvent::CaseAudited(_) => &[],
    }
}

fn of_incident(event: &IncidentEvent) -> &'static [Family] {
    match event {
        IncidentEvent::SeriousIncidentIdentified(_)
        | IncidentEvent::SeriousIncidentNotified(_)
        | IncidentEvent::RapidReviewCompleted(_)
        | IncidentEvent::ReviewCommissioned(_)
        | IncidentEvent::ReviewPublished(_) => &[Incidents],
        IncidentEvent::ParallelProcessOpened(_) => &[],
    }
}
