//! Tests of where children stand.

use candour_domain::case::concern::{
    ConcernEvent, ConcernRaised, ContactReceived, ReferralDecided,
};
use candour_domain::case::conference::{
    ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceKind, ConferenceOutcome,
};
use candour_domain::case::enquiry::{EnquiryConcluded, EnquiryEvent, EnquiryStarted};
use candour_domain::case::opening::{CaseClosed, CaseReopened};
use candour_domain::case::plan::{CategoryRevised, PlanEnded, PlanEvent, PlanStarted};
use candour_domain::case::threshold::{
    StrategyDiscussionHeld, ThresholdDecided, ThresholdDecision, ThresholdEvent,
};
use candour_domain::code::{CategoryOfAbuse, ReferralOutcome};
use candour_domain::meeting::{Grounds, Meeting};
use candour_domain::recorded::Antecedent;
use candour_domain::text::Text;

use super::*;
use crate::sample::{MIA, THEO, at, day};

fn contact() -> ConcernEvent {
    contact_bringing(Vec::new())
}

fn contact_bringing(received: Vec<EntryId>) -> ConcernEvent {
    ConcernEvent::ContactReceived(ContactReceived {
        source: Recorded::NotRecorded,
        channel: Recorded::NotRecorded,
        account: Text::new("a notification was read"),
        received,
    })
}

fn referral(contact: Antecedent, outcome: ReferralOutcome) -> ConcernEvent {
    ConcernEvent::ReferralDecided(ReferralDecided {
        contact,
        outcome: Recorded::Recorded(outcome),
        as_written: Recorded::NotRecorded,
        grounds: Grounds::default(),
        account: Recorded::NotRecorded,
    })
}

fn threshold() -> ThresholdEvent {
    ThresholdEvent::ThresholdDecided(ThresholdDecided {
        discussion: Antecedent::NotInThisLedger,
        decision: Recorded::Recorded(ThresholdDecision::Section47Joint),
        as_written: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
        grounds: Grounds::default(),
        advised_by: None,
        contributed: Vec::new(),
        dissent: Vec::new(),
    })
}

fn concluded(enquiry: Antecedent) -> EnquiryEvent {
    EnquiryEvent::EnquiryConcluded(EnquiryConcluded {
        enquiry,
        judgement: Recorded::NotRecorded,
        outcome: Vec::new(),
        grounds: Grounds::default(),
        family_told: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

pub(super) fn conference(outcomes: &[(ChildId, ConferenceDecision)]) -> ConferenceEvent {
    ConferenceEvent::ConferenceHeld(ConferenceHeld {
        kind: ConferenceKind::Initial,
        convened: None,
        meeting: Meeting::default(),
        account: Recorded::NotRecorded,
        outcomes: outcomes
            .iter()
            .map(|(child, decision)| ConferenceOutcome {
                child: *child,
                decision: decision.clone(),
                participation: Recorded::NotRecorded,
            })
            .collect(),
        as_written: Recorded::NotRecorded,
        rationale: Recorded::NotRecorded,
        dissent: Vec::new(),
    })
}

pub(super) fn plan_of(category: CategoryOfAbuse) -> ConferenceDecision {
    ConferenceDecision::Plan(Recorded::Recorded(category))
}

pub(super) fn plan_started(child: ChildId, conference: Antecedent) -> PlanEvent {
    PlanEvent::PlanStarted(PlanStarted {
        conference,
        child,
        category: Recorded::NotRecorded,
        previous_plans: None,
        next_review: None,
    })
}

fn plan_ended(child: ChildId, plan: Antecedent) -> PlanEvent {
    PlanEvent::PlanEnded(PlanEnded {
        plan,
        child,
        reason: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

#[test]
fn a_stage_is_open_until_an_entry_ends_it() {
    let mut sample = Sample::family();
    let contact = sample.case(day(1, 20), contact());
    sample.about(&[THEO]);
    assert_eq!(
        stands(&sample, &all(), THEO),
        [(Stage::Contact, "20 Jan 2026".to_owned(), contact)]
    );
    assert_eq!(stands(&sample, &all(), MIA), []);

    let decision = referral(Antecedent::Named(contact), ReferralOutcome::SingleAssessment);
    let referral = sample.case(day(1, 26), decision);
    let decided = sample.case(day(2, 24), threshold());
    assert_eq!(
        stands(&sample, &all(), THEO),
        [
            (Stage::Section47Enquiry, "24 Feb 2026".to_owned(), decided),
            (Stage::Referral, "26 Jan 2026".to_owned(), referral),
        ]
    );
    let started = sample.case(
        day(2, 25),
        EnquiryEvent::EnquiryStarted(EnquiryStarted {
            follows: Antecedent::Named(decided),
            jointly: Recorded::NotRecorded,
            account: Recorded::NotRecorded,
        }),
    );
    sample.about(&[MIA, THEO]);
    let enquiry = (Stage::Section47Enquiry, "25 Feb 2026".to_owned(), started);
    let accepted = (Stage::Referral, "26 Jan 2026".to_owned(), referral);
    assert_eq!(stands(&sample, &all(), THEO), [enquiry, accepted.clone()]);
    sample.case(day(3, 10), concluded(Antecedent::Named(started)));
    assert_eq!(stands(&sample, &all(), THEO), [accepted]);
}

#[test]
fn a_referral_that_leads_to_nothing_is_no_stage() {
    let mut sample = Sample::family();
    let contact = sample.case(day(1, 20), contact());
    let decision = referral(Antecedent::Named(contact), ReferralOutcome::NoFurtherAction);
    sample.case(day(1, 26), decision);
    assert_eq!(stands(&sample, &all(), MIA), []);
    // As at the day between, the contact was open.
    assert_eq!(
        stands(&sample, &all().at(at(1, 22)), MIA),
        [(Stage::Contact, "20 Jan 2026".to_owned(), contact)]
    );
}

#[test]
fn an_ending_of_what_is_not_in_this_ledger_ends_nothing_here() {
    let mut sample = Sample::family();
    let decided = sample.case(day(2, 24), threshold());
    sample.case(day(3, 10), concluded(Antecedent::NotInThisLedger));
    assert_eq!(
        stands(&sample, &all(), MIA),
        [(Stage::Section47Enquiry, "24 Feb 2026".to_owned(), decided)]
    );
}

#[test]
fn a_plan_decided_at_a_conference_is_open_without_a_start_of_its_own() {
    let mut sample = Sample::family();
    let held = conference(&[
        (THEO, plan_of(CategoryOfAbuse::PhysicalAbuse)),
        (MIA, ConferenceDecision::NoPlan),
    ]);
    let held = sample.case(day(3, 16), held);
    let plan = |by, since: &str| [(Stage::ChildProtectionPlan, since.to_owned(), by)];
    assert_eq!(stands(&sample, &all(), THEO), plan(held, "16 Mar 2026"));
    assert_eq!(stands(&sample, &all(), MIA), []);
    // Its start, when it is recorded, is the same plan; and either name ends it.
    let started = sample.case(day(3, 16), plan_started(THEO, Antecedent::Named(held)));
    assert_eq!(stands(&sample, &all(), THEO), plan(started, "16 Mar 2026"));
    assert_eq!(case_view(&sample.book(), &all()).flags.len(), 1);
    let mut by_conference = sample.clone();
    by_conference.case(day(9, 1), plan_ended(THEO, Antecedent::Named(held)));
    assert_eq!(stands(&by_conference, &all(), THEO), []);
    sample.case(day(9, 1), plan_ended(THEO, Antecedent::Named(started)));
    assert_eq!(stands(&sample, &all(), THEO), []);
}

#[test]
fn the_category_of_a_plan_carries_its_own_date() {
    let mut sample = Sample::family();
    let held = conference(&[(THEO, plan_of(CategoryOfAbuse::PhysicalAbuse))]);
    let held = sample.case(day(3, 16), held);
    let continues = |category| {
        conference(&[(THEO, ConferenceDecision::PlanContinues(Recorded::Recorded(category)))])
    };
    sample.case(day(6, 10), continues(CategoryOfAbuse::PhysicalAbuse));
    let category = |sample: &Sample| {
        let view = case_view(&sample.book(), &all());
        let stand = child(&view, THEO).stands[0].clone();
        (stand.since.text, stand.category, stand.category_since.map(|since| since.text))
    };
    let since = |category: &str, day: &str| {
        ("16 Mar 2026".to_owned(), Some(category.to_owned()), Some(day.to_owned()))
    };
    assert_eq!(category(&sample), since("physical abuse", "16 Mar 2026"));
    sample.case(
        day(7, 1),
        PlanEvent::CategoryRevised(CategoryRevised {
            plan: Antecedent::Named(held),
            child: THEO,
            category: CategoryOfAbuse::Multiple,
        }),
    );
    assert_eq!(category(&sample), since("multiple", "1 Jul 2026"));
}

#[test]
fn closing_the_case_closes_every_stage() {
    let mut sample = Sample::family();
    sample.case(day(1, 20), contact());
    let closed = sample.case(
        day(2, 1),
        OpeningEvent::CaseClosed(CaseClosed {
            reason: Recorded::NotRecorded,
            grounds: Grounds::default(),
        }),
    );
    assert_eq!(stands(&sample, &all(), MIA), [(Stage::Closed, "1 Feb 2026".to_owned(), closed)]);
    sample.case(
        day(3, 1),
        OpeningEvent::CaseReopened(CaseReopened { reason: Recorded::NotRecorded }),
    );
    assert_eq!(stands(&sample, &all(), MIA), []);
}

#[test]
fn a_decision_on_a_concern_decides_the_contact_that_brought_it() {
    let mut sample = Sample::family();
    let concern = sample.case(
        day(1, 18),
        ConcernEvent::ConcernRaised(ConcernRaised {
            raised_by: Recorded::NotRecorded,
            account: Text::new("shouting"),
            wording: Recorded::NotRecorded,
            danger: Recorded::NotRecorded,
            family_told: Recorded::NotRecorded,
        }),
    );
    sample.case(day(1, 20), contact_bringing(vec![concern]));
    let other = sample.case(day(1, 21), contact_bringing(Vec::new()));
    sample.case(day(1, 26), referral(Antecedent::Named(concern), ReferralOutcome::NoFurtherAction));
    assert_eq!(stands(&sample, &all(), MIA), [(Stage::Contact, "21 Jan 2026".to_owned(), other)]);
}

#[test]
fn a_threshold_decision_ends_the_strategy_discussions_before_it() {
    let mut sample = Sample::family();
    let held = |sample: &mut Sample, on| {
        sample.case(
            on,
            ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
                convened: None,
                meeting: Meeting::default(),
                account: Recorded::NotRecorded,
                proceeded_without_quorum: None,
            }),
        )
    };
    held(&mut sample, day(2, 24));
    let decided = sample.case(day(2, 24), threshold());
    let later = held(&mut sample, day(2, 26));
    let stages: Vec<(Stage, EntryId)> =
        stands(&sample, &all(), MIA).into_iter().map(|(stage, _, by)| (stage, by)).collect();
    assert_eq!(stages, [(Stage::Section47Enquiry, decided), (Stage::StrategyDiscussion, later)]);
}
