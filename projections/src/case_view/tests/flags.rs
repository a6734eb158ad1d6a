//! Tests of what a reader's eye is drawn to.

use candour_domain::case::concern::{ConcernEvent, ContactDecided};
use candour_domain::case::information::{
    InformationEvent, NotSharedDecided, NotSharedGround, ObservationRecorded, ReceivedByUnintended,
};
use candour_domain::case::opening::CaseClosed;
use candour_domain::code::{CategoryOfAbuse, ReasonForClosure};
use candour_domain::meeting::Grounds;
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::Antecedent;
use candour_domain::text::Text;

use super::fgdm::{accepted, invited, offered};
use super::stages::{conference, plan_of, plan_started};
use super::*;
use crate::sample::{DANA, MIA, RUTH, SCHOOL, STRANGER, THEO, at, day};

/// The flags of a sample: each with its text and its entries.
fn flags(sample: &Sample, ask: &Ask) -> Vec<(FlagKind, String, Vec<EntryId>)> {
    let flag = |it: Flag| (it.kind, it.text, it.entries.iter().map(|it| it.entry).collect());
    case_view(&sample.book(), ask).flags.into_iter().map(flag).collect()
}

fn observed() -> InformationEvent {
    InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new("seen"),
        response: Recorded::NotRecorded,
    })
}

fn not_shared(ground: NotSharedGround) -> InformationEvent {
    InformationEvent::NotSharedDecided(NotSharedDecided {
        items: Vec::new(),
        with: Recipient::Agency(SCHOOL),
        ground,
        reason: Recorded::NotRecorded,
        review: None,
    })
}

#[test]
fn an_answer_without_a_recorded_offer_is_flagged() {
    let mut sample = Sample::family();
    let answer = sample.case(day(4, 2), accepted(Antecedent::NotInThisLedger, DANA));
    let text = "an answer is recorded; no offer or invitation that it answers is in this ledger";
    assert_eq!(
        flags(&sample, &all()),
        [(FlagKind::AnswerWithoutOffer, text.to_owned(), vec![answer])]
    );
}

#[test]
fn what_follows_something_not_in_this_ledger_is_flagged() {
    let mut sample = Sample::family();
    let decided = sample.case(
        day(1, 5),
        ConcernEvent::ContactDecided(ContactDecided {
            contact: Antecedent::NotInThisLedger,
            outcome: Recorded::NotRecorded,
            as_written: Recorded::NotRecorded,
            grounds: Grounds::default(),
            account: Recorded::NotRecorded,
        }),
    );
    assert_eq!(
        flags(&sample, &all()),
        [
            (
                FlagKind::AntecedentNotInThisLedger,
                "it follows a contact, or a concern, which is not in this ledger".to_owned(),
                vec![decided]
            ),
            (
                FlagKind::CodeNotRecorded,
                "the outcome of the contact is not recorded".to_owned(),
                vec![decided]
            ),
        ]
    );
}

#[test]
fn a_second_open_plan_is_flagged() {
    let mut sample = Sample::family();
    let decided = |child| conference(&[(child, plan_of(CategoryOfAbuse::Neglect))]);
    let first = sample.case(day(3, 16), decided(THEO));
    sample.case(day(3, 16), decided(MIA));
    assert_eq!(flags(&sample, &all()), []);
    let second = sample.case(day(4, 1), plan_started(THEO, Antecedent::NotInThisLedger));
    let kinds: Vec<(FlagKind, Vec<EntryId>)> =
        flags(&sample, &all()).into_iter().map(|(kind, _, entries)| (kind, entries)).collect();
    assert_eq!(
        kinds,
        [
            (FlagKind::AntecedentNotInThisLedger, vec![second]),
            (FlagKind::SecondOpenPlan, vec![first, second]),
            (FlagKind::CodeNotRecorded, vec![second]),
        ]
    );
}

#[test]
fn a_child_who_never_joined_the_case_is_flagged() {
    let mut sample = Sample::family();
    sample.child(STRANGER, "Ada", None);
    let entry = sample.case(day(1, 5), observed());
    sample.about(&[MIA, STRANGER]);
    let text = "Ada is named, and is not on the record as part of this case";
    assert_eq!(flags(&sample, &all()), [(FlagKind::ChildNotInCase, text.to_owned(), vec![entry])]);
}

#[test]
fn an_entry_after_closing_is_flagged() {
    let mut sample = Sample::family();
    let closed = sample.case(
        day(2, 1),
        OpeningEvent::CaseClosed(CaseClosed {
            reason: Recorded::Recorded(ReasonForClosure::ALL[0]),
            grounds: Grounds::default(),
        }),
    );
    sample.case(day(2, 1), observed());
    sample.case(day(1, 30), observed());
    let after = sample.case(day(2, 2), observed());
    assert_eq!(
        flags(&sample, &all()),
        [(
            FlagKind::AfterClosing,
            "it happened after the case was closed".to_owned(),
            vec![after, closed]
        )]
    );
    assert_eq!(flags(&sample, &all().at(at(2, 1))), []);
}

#[test]
fn a_code_that_matters_and_is_not_recorded_is_flagged() {
    let mut sample = Sample::family();
    let shared = sample.case(day(1, 5), not_shared(NotSharedGround::NotRecorded));
    let held = sample.case(day(3, 16), conference(&[]));
    assert_eq!(
        flags(&sample, &all()),
        [
            (
                FlagKind::CodeNotRecorded,
                "the ground for not sharing is not recorded as one of the grounds".to_owned(),
                vec![shared]
            ),
            (
                FlagKind::CodeNotRecorded,
                "what the conference decided is not recorded".to_owned(),
                vec![held]
            ),
        ]
    );
}

#[test]
fn an_acceptance_by_family_network_is_flagged_as_obliging_nothing() {
    let mut sample = Sample::family();
    let asked = sample.case(day(3, 30), invited(RUTH));
    let answer = sample.case(day(4, 2), accepted(Antecedent::Named(asked), RUTH));
    let text = "Ruth Ashdown accepted as family network; a meeting is obliged only by acceptance of \
                somebody to whom it was offered as a parent or holder of parental responsibility";
    assert_eq!(
        flags(&sample, &all()),
        [(FlagKind::NetworkAcceptance, text.to_owned(), vec![answer, asked])]
    );
}

#[test]
fn an_answer_by_another_than_the_one_asked_is_flagged() {
    let mut sample = Sample::family();
    let asked = sample.case(day(3, 30), offered(DANA));
    let answer = sample.case(day(4, 2), accepted(Antecedent::Named(asked), RUTH));
    assert_eq!(
        flags(&sample, &all()),
        [(
            FlagKind::AnswerByAnother,
            "Ruth Ashdown answered; Dana Ashdown was asked".to_owned(),
            vec![answer, asked]
        )]
    );
}

#[test]
fn a_ground_that_is_not_yet_in_force_is_flagged() {
    let mut sample = Sample::family();
    let entry = sample.case(day(1, 5), not_shared(NotSharedGround::MoreDetrimental));
    sample.case(day(1, 6), not_shared(NotSharedGround::RiskToAdult));
    let text =
        "the ground is the test of s.16LA of the Children Act 2004, which awaits commencement";
    assert_eq!(
        flags(&sample, &all()),
        [(FlagKind::GroundNotInForce, text.to_owned(), vec![entry])]
    );
}

#[test]
fn what_reached_somebody_it_was_not_meant_for_is_flagged() {
    let mut sample = Sample::family();
    let told = sample.case(day(1, 5), observed());
    let entry = sample.case(
        day(1, 6),
        InformationEvent::ReceivedByUnintended(ReceivedByUnintended {
            disclosure: Antecedent::Named(told),
            items: Vec::new(),
            who: Speaker::Person(RUTH),
            response: Recorded::NotRecorded,
        }),
    );
    let text = "what was sent reached somebody it was not meant for";
    assert_eq!(
        flags(&sample, &all()),
        [(FlagKind::UnintendedRecipient, text.to_owned(), vec![entry])]
    );
}

#[test]
fn what_follows_something_withdrawn_is_flagged() {
    let mut sample = Sample::family();
    let offer = sample.case(day(4, 1), offered(DANA));
    let answer = sample.case(day(4, 2), accepted(Antecedent::Named(offer), DANA));
    assert_eq!(flags(&sample, &all()), []);
    sample.withdraw(day(4, 3), offer);
    let text = "it follows an offer of a family group decision making meeting, or an invitation to \
                the family network, which does not stand: it was withdrawn";
    assert_eq!(
        flags(&sample, &all()),
        [(FlagKind::AntecedentWithdrawn, text.to_owned(), vec![answer])]
    );
}
