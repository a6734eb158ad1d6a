//! Tests of how family group decision making stands.

use candour_domain::case::fgdm::{
    FgdmAccepted, FgdmDeclined, FgdmDeferred, FgdmEvent, FgdmInvited, FgdmOffered, OfferCapacity,
};
use candour_domain::identifier::PersonId;
use candour_domain::recorded::Antecedent;

use super::*;
use crate::sample::{DANA, RUTH, day, said};

pub(super) fn offered(to: PersonId) -> FgdmEvent {
    FgdmEvent::FgdmOffered(FgdmOffered {
        to,
        capacity: Recorded::Recorded(OfferCapacity::Parent),
        statutory: Recorded::NotRecorded,
        stage: Recorded::NotRecorded,
        in_letter: Recorded::NotRecorded,
        how: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

pub(super) fn invited(who: PersonId) -> FgdmEvent {
    FgdmEvent::FgdmInvited(FgdmInvited { who, account: Recorded::NotRecorded })
}

pub(super) fn accepted(offer: Antecedent, by: PersonId) -> FgdmEvent {
    FgdmEvent::FgdmAccepted(FgdmAccepted { offer, by, account: Recorded::NotRecorded })
}

fn deferred(offer: Antecedent, by: PersonId) -> FgdmEvent {
    FgdmEvent::FgdmDeferred(FgdmDeferred {
        offer,
        by,
        until: None,
        reason: Recorded::NotRecorded,
        account: said("wants legal advice first"),
    })
}

fn declined(offer: Antecedent, by: PersonId) -> FgdmEvent {
    FgdmEvent::FgdmDeclined(FgdmDeclined {
        offer,
        by,
        reason: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

type Told = (String, FgdmInvitee, Option<FgdmAnswerKind>, Vec<FgdmAnswerKind>);

fn told(sample: &Sample) -> Vec<Told> {
    let offer = |it: FgdmOffer| {
        (it.to.name, it.as_a, it.stands, it.answers.iter().map(|it| it.answer).collect())
    };
    case_view(&sample.book(), &all()).fgdm.offers.into_iter().map(offer).collect()
}

#[test]
fn the_latest_answer_of_the_one_who_was_asked_stands() {
    let mut sample = Sample::family();
    let offer = Antecedent::Named(sample.case(day(3, 30), offered(DANA)));
    assert_eq!(told(&sample), [("Dana Ashdown".to_owned(), FgdmInvitee::Offered, None, vec![])]);
    sample.case(day(4, 16), declined(offer, DANA));
    sample.case(day(4, 2), deferred(offer, DANA));
    sample.case(day(4, 20), accepted(offer, RUTH));
    assert_eq!(
        told(&sample),
        [(
            "Dana Ashdown".to_owned(),
            FgdmInvitee::Offered,
            Some(FgdmAnswerKind::Declined),
            vec![FgdmAnswerKind::Deferred, FgdmAnswerKind::Declined, FgdmAnswerKind::Accepted]
        )]
    );
}

#[test]
fn an_invitation_to_the_family_network_is_not_an_offer() {
    let mut sample = Sample::family();
    let invited = sample.case(day(3, 30), invited(RUTH));
    sample.case(day(4, 2), accepted(Antecedent::Named(invited), RUTH));
    assert_eq!(
        told(&sample),
        [(
            "Ruth Ashdown".to_owned(),
            FgdmInvitee::Network,
            Some(FgdmAnswerKind::Accepted),
            vec![FgdmAnswerKind::Accepted]
        )]
    );
}

#[test]
fn an_answer_without_a_recorded_offer_is_kept_apart() {
    let mut sample = Sample::family();
    sample.case(day(3, 30), offered(DANA));
    sample.case(day(4, 2), declined(Antecedent::NotInThisLedger, DANA));
    let fgdm = case_view(&sample.book(), &all()).fgdm;
    let apart: Vec<FgdmAnswerKind> =
        fgdm.answers_without_offer.iter().map(|it| it.answer).collect();
    assert_eq!((apart, fgdm.offers[0].stands), (vec![FgdmAnswerKind::Declined], None));
}
