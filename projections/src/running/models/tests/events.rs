//! The events that the tests of models tell of, with no more than they need.

use candour_domain::case::concern::{
    ConcernEvent, ContactDecided, ContactReceived, ReferralDecided,
};
use candour_domain::case::conference::{
    ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceKind, ConferenceOutcome,
};
use candour_domain::case::enquiry::{EnquiryConcluded, EnquiryEvent, EnquiryStarted, Judgement};
use candour_domain::case::opening::{CaseClosed, ChildLeftCase, OpeningEvent};
use candour_domain::case::plan::{CategoryRevised, PlanEnded, PlanEvent, PlanStarted};
use candour_domain::case::threshold::{
    StrategyDiscussionHeld, ThresholdDecided, ThresholdDecision, ThresholdEvent,
};
use candour_domain::code::{CategoryOfAbuse, ContactOutcome, ReferralOutcome, ReferralSource};
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::meeting::{Grounds, Meeting};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;

pub(super) const NOTHING: Antecedent = Antecedent::NotInThisLedger;

pub(super) fn contact(source: ReferralSource, received: &[EntryId]) -> ConcernEvent {
    ConcernEvent::ContactReceived(ContactReceived {
        source: Recorded::Recorded(source),
        channel: Recorded::NotRecorded,
        account: Text::new("a notification was read"),
        received: received.to_vec(),
    })
}

pub(super) fn contact_decided(contact: Antecedent, outcome: ContactOutcome) -> ConcernEvent {
    ConcernEvent::ContactDecided(ContactDecided {
        contact,
        outcome: Recorded::Recorded(outcome),
        as_written: Recorded::NotRecorded,
        grounds: Grounds::default(),
        account: Recorded::NotRecorded,
    })
}

pub(super) fn referral(contact: Antecedent, outcome: ReferralOutcome) -> ConcernEvent {
    ConcernEvent::ReferralDecided(ReferralDecided {
        contact,
        outcome: Recorded::Recorded(outcome),
        as_written: Recorded::NotRecorded,
        grounds: Grounds::default(),
        account: Recorded::NotRecorded,
    })
}

pub(super) fn discussed() -> ThresholdEvent {
    ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
        convened: None,
        meeting: Meeting::default(),
        account: Recorded::NotRecorded,
        proceeded_without_quorum: None,
    })
}

pub(super) fn threshold(discussion: Antecedent, decision: ThresholdDecision) -> ThresholdEvent {
    ThresholdEvent::ThresholdDecided(ThresholdDecided {
        discussion,
        decision: Recorded::Recorded(decision),
        as_written: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
        grounds: Grounds::default(),
        advised_by: None,
        contributed: Vec::new(),
        dissent: Vec::new(),
    })
}

pub(super) fn enquiry(follows: Antecedent) -> EnquiryEvent {
    let (jointly, account) = (Recorded::NotRecorded, Recorded::NotRecorded);
    EnquiryEvent::EnquiryStarted(EnquiryStarted { follows, jointly, account })
}

pub(super) fn concluded(enquiry: Antecedent, judgement: Judgement) -> EnquiryEvent {
    EnquiryEvent::EnquiryConcluded(EnquiryConcluded {
        enquiry,
        judgement: Recorded::Recorded(judgement),
        outcome: Vec::new(),
        grounds: Grounds::default(),
        family_told: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

pub(super) fn conference(outcomes: &[(ChildId, ConferenceDecision)]) -> ConferenceEvent {
    let outcome = |(child, decision): &(ChildId, ConferenceDecision)| ConferenceOutcome {
        child: *child,
        decision: decision.clone(),
        participation: Recorded::NotRecorded,
    };
    ConferenceEvent::ConferenceHeld(ConferenceHeld {
        kind: ConferenceKind::Initial,
        convened: None,
        meeting: Meeting::default(),
        account: Recorded::NotRecorded,
        outcomes: outcomes.iter().map(outcome).collect(),
        as_written: Recorded::NotRecorded,
        rationale: Recorded::NotRecorded,
        dissent: Vec::new(),
    })
}

pub(super) fn plan(conference: Antecedent, child: ChildId) -> PlanEvent {
    PlanEvent::PlanStarted(PlanStarted {
        conference,
        child,
        category: Recorded::NotRecorded,
        previous_plans: None,
        next_review: None,
    })
}

pub(super) fn revised(plan: Antecedent, child: ChildId, category: CategoryOfAbuse) -> PlanEvent {
    PlanEvent::CategoryRevised(CategoryRevised { plan, child, category })
}

pub(super) fn plan_ended(plan: Antecedent, child: ChildId) -> PlanEvent {
    let (reason, account) = (Recorded::NotRecorded, Recorded::NotRecorded);
    PlanEvent::PlanEnded(PlanEnded { plan, child, reason, account })
}

pub(super) fn left(child: ChildId) -> OpeningEvent {
    let reason = Recorded::NotRecorded;
    OpeningEvent::ChildLeftCase(ChildLeftCase { child, to: None, reason })
}

pub(super) fn closed() -> OpeningEvent {
    let (reason, grounds) = (Recorded::NotRecorded, Grounds::default());
    OpeningEvent::CaseClosed(CaseClosed { reason, grounds })
}
