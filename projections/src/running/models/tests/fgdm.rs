//! Tests of the steps of family group decision making.

use candour_domain::case::fgdm::{
    FamilyPlanAnswer, FamilyPlanAnswered, FamilyPlanProposed, FgdmAccepted, FgdmDeclined,
    FgdmEvent, FgdmException, FgdmHeld, FgdmInvited, FgdmNotOffered, FgdmOffered, Statutory,
};
use candour_domain::code::{CaseStage, FgdmDeclineReason, FgdmNotOfferedReason};
use candour_domain::identifier::PersonId;
use candour_domain::meeting::{Grounds, Meeting};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;

use super::super::fgdm::Fgdm;
use super::events::NOTHING;
use super::{shown, shown_at};
use crate::sample::{DANA, MIA, RUTH, Sample, THEO, day};

static MODEL: Fgdm = Fgdm;

fn rows(sample: &Sample) -> Vec<String> {
    shown(sample, &MODEL, "fgdm_step")
}

pub(super) fn offered() -> FgdmEvent {
    FgdmEvent::FgdmOffered(FgdmOffered {
        to: DANA,
        capacity: Recorded::NotRecorded,
        statutory: Recorded::Recorded(Statutory::Voluntary),
        stage: Recorded::Recorded(CaseStage::ChildProtection),
        in_letter: Recorded::NotRecorded,
        how: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

pub(super) fn accepted(offer: Antecedent, by: PersonId) -> FgdmEvent {
    FgdmEvent::FgdmAccepted(FgdmAccepted { offer, by, account: Recorded::NotRecorded })
}

pub(super) fn declined(offer: Antecedent) -> FgdmEvent {
    let reason = Recorded::Recorded(FgdmDeclineReason::Timing);
    let account = Recorded::NotRecorded;
    FgdmEvent::FgdmDeclined(FgdmDeclined { offer, by: DANA, reason, account })
}

#[test]
fn a_step_is_kept_for_each_child_it_concerns() {
    let mut sample = Sample::family();
    let not_offered = FgdmEvent::FgdmNotOffered(FgdmNotOffered {
        exception: FgdmException::BestInterests,
        reason: Recorded::Recorded(FgdmNotOfferedReason::RiskToChild),
        grounds: Grounds::default(),
    });
    sample.case(day(1, 5), not_offered.clone());
    let why = "step not_offered, reason RISK_TO_CHILD, exception best_interests";
    let of = |child: &str| format!("#15 from 01-05: child {child}, {why}, offered_on 2026-01-05");
    assert_eq!(rows(&sample), [of("Mia"), of("Theo")]);
    sample.about(&[THEO]);
    assert_eq!(rows(&sample), [of("Theo")]);
    let wrong = sample.last().id;
    sample.withdraw(day(1, 6), wrong);
    assert_eq!(rows(&sample), Vec::<String>::new());
}

#[test]
fn an_answer_stands_until_the_same_one_answers_again() {
    let mut sample = Sample::family();
    let offer = sample.case(day(1, 5), offered());
    sample.about(&[MIA]);
    let named = Antecedent::Named(offer);
    let first = sample.case(day(1, 8), declined(named));
    sample.about(&[MIA]);
    sample.case(day(2, 1), accepted(named, DANA));
    sample.about(&[MIA]);
    let dana = "child Mia, person Dana";
    let of_offer = "stage CP, statutory voluntary, asked_as offer, offer_entry #15";
    let on = "offered_on 2026-01-05";
    let offered = format!("#15 from 01-05: {dana}, step offered, {of_offer}, {on}");
    let declined = format!("{dana}, step declined, reason TIMING, {of_offer}, {on}");
    let accepted = format!("#17 from 02-01: {dana}, step accepted, {of_offer}, {on}");
    let at = |position| shown_at(&sample, &MODEL, ("fgdm_step", Some(position)));
    assert_eq!(at(15), std::slice::from_ref(&offered));
    let answered = format!("{offered}, answered_at 01-08");
    assert_eq!(at(16), [answered.clone(), format!("#16 from 01-08: {declined}")]);
    assert_eq!(
        at(17),
        [answered, format!("#16 from 01-08 until 02-01: {declined}"), accepted.clone()]
    );
    sample.withdraw(day(2, 2), first);
    assert_eq!(rows(&sample), [format!("{offered}, answered_at 02-01"), accepted]);
}

#[test]
fn an_answer_is_to_an_offer_an_invitation_or_neither() {
    let mut sample = Sample::family();
    let account = Recorded::NotRecorded;
    let invited = FgdmEvent::FgdmInvited(FgdmInvited { who: RUTH, account });
    let invited = sample.case(day(1, 5), invited);
    sample.about(&[MIA]);
    sample.case(day(1, 6), accepted(Antecedent::Named(invited), RUTH));
    sample.about(&[MIA]);
    sample.case(day(1, 7), accepted(NOTHING, DANA));
    sample.about(&[MIA]);
    let ruth = "child Mia, person Ruth";
    let network = "asked_as network, offer_entry #15, offered_on 2026-01-05";
    assert_eq!(
        rows(&sample),
        [
            format!("#15 from 01-05: {ruth}, step invited, {network}, answered_at 01-06"),
            format!("#16 from 01-06: {ruth}, step accepted, {network}"),
            "#17 from 01-07: child Mia, person Dana, step accepted, offered_on 2026-01-07"
                .to_owned(),
        ]
    );
}

#[test]
fn what_follows_an_offer_has_its_stage() {
    let mut sample = Sample::family();
    let offer = sample.case(day(1, 5), offered());
    sample.about(&[MIA]);
    let held = sample.case(
        day(2, 1),
        FgdmEvent::FgdmHeld(FgdmHeld {
            offer: Antecedent::Named(offer),
            meeting: Meeting::default(),
            child_attended: Recorded::NotRecorded,
            private_time: Recorded::NotRecorded,
            account: Recorded::NotRecorded,
        }),
    );
    sample.about(&[MIA]);
    let meeting = Antecedent::Named(held);
    let plan = Text::new("the grandmother has them at weekends");
    let proposed = FamilyPlanProposed { meeting, plan };
    let proposed = sample.case(day(2, 2), FgdmEvent::FamilyPlanProposed(proposed));
    sample.about(&[MIA]);
    let answered = FamilyPlanAnswered {
        plan: Antecedent::Named(proposed),
        answer: FamilyPlanAnswer::AgreedInPart,
        reason: Recorded::NotRecorded,
    };
    sample.case(day(2, 9), FgdmEvent::FamilyPlanAnswered(answered));
    sample.about(&[MIA]);
    let of_offer = "stage CP, statutory voluntary, asked_as offer, offer_entry #15, \
                    offered_on 2026-01-05";
    assert_eq!(
        rows(&sample)[1..],
        [
            format!("#16 from 02-01: child Mia, step held, {of_offer}"),
            format!("#17 from 02-02: child Mia, step plan_proposed, {of_offer}"),
            format!("#18 from 02-09: child Mia, step plan_agreed_in_part, {of_offer}"),
        ]
    );
}
