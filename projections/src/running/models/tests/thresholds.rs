//! Tests of threshold decisions and what followed.

use candour_domain::case::conference::ConferenceDecision;
use candour_domain::case::enquiry::Judgement;
use candour_domain::case::threshold::ThresholdDecision;
use candour_domain::recorded::{Antecedent, Recorded};

use super::super::thresholds::Thresholds;
use super::events::{NOTHING, concluded, conference, discussed, enquiry, plan, threshold};
use super::{shown, shown_at};
use crate::sample::{MIA, Sample, THEO, day};

static MODEL: Thresholds = Thresholds;

fn rows(sample: &Sample) -> Vec<String> {
    shown(sample, &MODEL, "threshold_decision")
}

#[test]
fn what_names_a_decision_followed_it() {
    let mut sample = Sample::family();
    let named = Antecedent::Named;
    let discussion = sample.case(day(1, 5), discussed());
    let joint = threshold(named(discussion), ThresholdDecision::Section47Joint);
    sample.case(day(1, 5), joint);
    sample.about(&[MIA]);
    let started = sample.case(day(1, 6), enquiry(named(discussion)));
    sample.about(&[MIA]);
    let judged = concluded(named(started), Judgement::SubstantiatedLikelyToSuffer);
    let judged = sample.case(day(1, 20), judged);
    sample.about(&[MIA]);
    let decision = ConferenceDecision::Plan(Recorded::NotRecorded);
    let held = sample.case(day(1, 28), conference(&[(MIA, decision)]));
    sample.case(day(1, 29), plan(named(held), MIA));
    let decided = "#16 from 01-05: child Mia, decision section47_joint, discussion_entry #15";
    let started = "enquiry_entry #17, enquiry_at 01-06, enquiry_by by_name";
    let ended = "concluded_entry #18, concluded_at 01-20, concluded_by by_name, \
                 judgement substantiated_likely_to_suffer";
    let conference = "conference_entry #19, conference_at 01-28, conference_by by_order, \
                      conference_decision plan";
    let of_conference = "plan_entry #19, plan_at 01-28, plan_by by_name";
    let planned = "plan_entry #20, plan_at 01-29, plan_by by_name";
    let at = |position| shown_at(&sample, &MODEL, ("threshold_decision", Some(position)));
    assert_eq!(at(15), Vec::<String>::new());
    assert_eq!(at(16), [decided]);
    assert_eq!(at(18), [format!("{decided}, {started}, {ended}")]);
    assert_eq!(at(19), [format!("{decided}, {started}, {ended}, {conference}, {of_conference}")]);
    assert_eq!(at(20), [format!("{decided}, {started}, {ended}, {conference}, {planned}")]);
    sample.withdraw(day(2, 1), judged);
    assert_eq!(rows(&sample), [format!("{decided}, {started}, {conference}, {planned}")]);
}

#[test]
fn what_names_nothing_followed_by_order() {
    let mut sample = Sample::family();
    sample.case(day(1, 5), threshold(NOTHING, ThresholdDecision::Section47Single));
    sample.about(&[MIA]);
    sample.case(day(1, 6), enquiry(NOTHING));
    sample.about(&[MIA]);
    sample.case(day(1, 20), concluded(NOTHING, Judgement::NotSubstantiated));
    sample.about(&[MIA]);
    assert_eq!(
        rows(&sample),
        ["#15 from 01-05: child Mia, decision section47_single, enquiry_entry #16, \
          enquiry_at 01-06, enquiry_by by_order, concluded_entry #17, concluded_at 01-20, \
          concluded_by by_order, judgement not_substantiated"]
    );
}

#[test]
fn what_names_another_decision_did_not_follow_this_one() {
    let mut sample = Sample::family();
    let first = sample.case(day(1, 5), threshold(NOTHING, ThresholdDecision::NoFurtherAction));
    sample.about(&[MIA]);
    sample.case(day(2, 5), threshold(NOTHING, ThresholdDecision::Section47Single));
    sample.about(&[MIA]);
    sample.case(day(2, 6), enquiry(Antecedent::Named(first)));
    sample.about(&[MIA]);
    let by_name = "enquiry_entry #17, enquiry_at 02-06, enquiry_by by_name";
    assert_eq!(
        rows(&sample),
        [
            format!("#15 from 01-05: child Mia, decision no_further_action, {by_name}"),
            "#16 from 02-05: child Mia, decision section47_single".to_owned(),
        ]
    );
}

#[test]
fn what_followed_one_child_did_not_follow_another() {
    let mut sample = Sample::family();
    let decided = sample.case(day(1, 5), threshold(NOTHING, ThresholdDecision::Section47Single));
    let started = sample.case(day(1, 6), enquiry(Antecedent::Named(decided)));
    sample.about(&[THEO]);
    sample.withdraw(day(1, 7), started);
    let single = "decision section47_single";
    let of = |child: &str| format!("#15 from 01-05: child {child}, {single}");
    let theo = "enquiry_entry #16, enquiry_at 01-06, enquiry_by by_name";
    let at_first = shown_at(&sample, &MODEL, ("threshold_decision", Some(16)));
    assert_eq!(at_first, [of("Mia"), format!("{}, {theo}", of("Theo"))]);
    assert_eq!(rows(&sample), [of("Mia"), of("Theo")]);
}

#[test]
fn nothing_follows_a_decision_beyond_the_next_by_order_alone() {
    let mut sample = Sample::family();
    for month in [1, 2] {
        let decision = ThresholdDecision::ContinueSection17;
        sample.case(day(month, 5), threshold(NOTHING, decision));
        sample.about(&[MIA]);
    }
    let decision = ConferenceDecision::NoPlan;
    sample.case(day(2, 20), conference(&[(MIA, decision)]));
    let continued = "child Mia, decision continue_section17";
    assert_eq!(
        rows(&sample),
        [
            format!("#15 from 01-05: {continued}"),
            format!(
                "#16 from 02-05: {continued}, conference_entry #17, conference_at 02-20, \
                 conference_by by_order, conference_decision no_plan"
            ),
        ]
    );
}
