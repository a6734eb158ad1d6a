//! Tests of the sections that ask these models: what they count, and that each number opens it.

use std::collections::BTreeMap;

use candour_domain::case::conference::ConferenceDecision;
use candour_domain::case::enquiry::Judgement;
use candour_domain::case::threshold::ThresholdDecision;
use candour_domain::code::{CategoryOfAbuse, ReferralOutcome, ReferralSource};
use candour_domain::identifier::CaseId;
use candour_domain::recorded::{Antecedent, Recorded};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::events::{
    NOTHING, concluded, conference, contact, enquiry, plan_ended, referral, threshold,
};
use super::fgdm::{accepted, declined, offered};
use super::{linked, sharing};
use crate::dashboard::{Dashboard, Lines, Period, Section, Unit, behind, dashboard};
use crate::filed::Filed;
use crate::running::{AskedOn, View};
use crate::sample::{DANA, MIA, Sample, THEO, at, day};

/// The sections that ask these models.
const SECTIONS: [&str; 9] = [
    "children",
    "plans",
    "contacts",
    "referrals",
    "thresholds",
    "fgdm",
    "fgdm_by_child",
    "sharing",
    "routes",
];

fn now(at: DateTime<Utc>) -> AskedOn {
    AskedOn { at, on_record: None }
}

fn since(since: DateTime<Utc>) -> Period {
    Period { since }
}

fn section<'d>(dashboard: &'d Dashboard, name: &str) -> &'d Section {
    dashboard.sections.iter().find(|section| section.name == name).unwrap()
}

/// The numbers of a section that are not nought, by name without the section, a small one marked.
fn numbers(view: &View, period: Period, name: &str) -> BTreeMap<String, String> {
    let dashboard = dashboard(view, period, Lines::All).unwrap();
    let lines = section(&dashboard, name).lines.iter();
    let numbers = lines.flat_map(|line| line.numbers.iter().flatten());
    let shown = numbers.filter(|number| number.value != 0).map(|number| {
        let small = if number.small { " small" } else { "" };
        let name = number.name.to_string().split_once('/').unwrap().1.to_owned();
        (name, format!("{}{small}", number.value))
    });
    shown.collect()
}

fn expected<const N: usize>(numbers: [(&str, &str); N]) -> BTreeMap<String, String> {
    numbers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn opened(view: &View, period: Period, number: &str) -> Vec<u64> {
    behind(view, period, number).unwrap().unwrap()
}

#[test]
fn a_child_counts_once_at_each_stage_and_once_among_all() {
    let mut sample = Sample::family();
    let neglect = Recorded::Recorded(CategoryOfAbuse::Neglect);
    let plan = |child| (child, ConferenceDecision::Plan(neglect));
    let held = sample.case(day(2, 1), conference(&[plan(MIA), plan(THEO)]));
    sample.case(day(2, 5), contact(ReferralSource::School, &[]));
    sample.about(&[MIA]);
    sample.case(day(3, 1), plan_ended(Antecedent::Named(held), THEO));
    let filed = Filed::of(&sample);
    let of = |on, name| numbers(&filed.view(now(on)), since(at(1, 1)), name);
    let in_february = expected([
        ("contact/children", "1 small"),
        ("child_protection_plan/children", "2 small"),
        ("any/children", "2 small"),
    ]);
    assert_eq!(of(at(2, 10), "children"), in_february);
    assert_eq!(of(at(2, 10), "plans"), expected([("NEG/children", "2 small")]));
    let in_march = expected([
        ("contact/children", "1 small"),
        ("child_protection_plan/children", "1 small"),
        ("any/children", "1 small"),
    ]);
    assert_eq!(of(at(3, 10), "children"), in_march);
    let view = filed.view(now(at(3, 10)));
    assert_eq!(opened(&view, since(at(1, 1)), "children/any/children"), [15, 16]);
    assert_eq!(opened(&view, since(at(1, 1)), "plans/NEG/children"), [15]);
    assert_eq!(behind(&view, since(at(1, 1)), "plans/NEGLECT/children").unwrap(), None);
}

#[test]
fn a_child_referred_again_is_counted_whichever_case_it_was() {
    let mut sample = Sample::family();
    sample.case(day(1, 5), referral(NOTHING, ReferralOutcome::NoFurtherAction));
    sample.about(&[MIA]);
    sample.case = CaseId::new(Uuid::from_u128(0xca5f));
    sample.opened("ASH-2");
    let first = sample.case(day(3, 1), contact(ReferralSource::Police, &[]));
    let named = Antecedent::Named(first);
    sample.case(day(3, 2), referral(named, ReferralOutcome::SingleAssessment));
    sample.about(&[MIA, THEO]);
    let filed = Filed::of(&sample);
    let view = filed.view(now(at(4, 1)));
    assert_eq!(
        numbers(&view, since(at(2, 1)), "referrals"),
        expected([
            ("6/referrals", "1"),
            ("6/children", "2 small"),
            ("6/again", "1 small"),
            ("all/referrals", "1"),
            ("all/children", "2 small"),
            ("all/again", "1 small"),
        ])
    );
    let again = opened(&view, since(at(2, 1)), "referrals/all/again");
    assert_eq!(again, opened(&view, since(at(2, 1)), "referrals/6/referrals"));
    assert_eq!(
        numbers(&view, since(at(2, 1)), "contacts"),
        expected([("NEW_REFERRAL/contacts", "1")])
    );
    // The day before it was decided.
    let view = filed.view(now(at(3, 2)));
    assert_eq!(
        numbers(&view, since(at(2, 1)), "contacts"),
        expected([("not_decided/contacts", "1")])
    );
}

#[test]
fn what_followed_a_decision_counts_from_when_it_is_so() {
    let mut sample = Sample::family();
    let decided = sample.case(day(1, 5), threshold(NOTHING, ThresholdDecision::Section47Joint));
    sample.about(&[MIA]);
    let started = sample.case(day(1, 6), enquiry(Antecedent::Named(decided)));
    sample.about(&[MIA]);
    let judgement = Judgement::SubstantiatedNoContinuingRisk;
    sample.case(day(1, 20), concluded(Antecedent::Named(started), judgement));
    sample.about(&[MIA]);
    let filed = Filed::of(&sample);
    let of = |on| numbers(&filed.view(now(on)), since(at(1, 1)), "thresholds");
    let decision = ("section47_joint/decisions", "1");
    assert_eq!(of(at(1, 6)), expected([decision, ("section47_joint/none", "1")]));
    let started = ("section47_joint/enquiry", "1");
    assert_eq!(of(at(1, 10)), expected([decision, started]));
    let judged = ("section47_joint/no_continuing_risk", "1");
    assert_eq!(of(at(1, 30)), expected([decision, started, judged]));
}

#[test]
fn an_age_is_that_at_the_offer() {
    let mut sample = Sample::family();
    let offer = sample.case(day(1, 5), offered());
    let named = Antecedent::Named(offer);
    sample.case(day(1, 8), declined(named));
    sample.case(day(6, 1), accepted(named, DANA));
    let filed = Filed::of(&sample);
    let view = filed.view(now(at(6, 10)));
    let counts = |name| numbers(&view, since(at(1, 1)), name);
    // Declined first, accepted then: the latest answer counts.
    assert_eq!(
        counts("fgdm"),
        expected([
            ("offered/children", "2 small"),
            ("offered/entries", "1"),
            ("accepted/children", "2 small"),
            ("accepted/entries", "1"),
        ])
    );
    let by_child = counts("fgdm_by_child");
    let of_age: Vec<_> = by_child.iter().filter(|(name, _)| name.starts_with("age.")).collect();
    let expected_ages = expected([
        ("age.1_to_4/accepted", "1 small"),
        ("age.1_to_4/offered", "1 small"),
        ("age.5_to_9/accepted", "1 small"),
        ("age.5_to_9/offered", "1 small"),
    ]);
    assert_eq!(of_age, expected_ages.iter().collect::<Vec<_>>());
    assert_eq!(by_child["stage.CP/offered"], "2 small");
    assert_eq!(by_child["disability.not_recorded/accepted"], "2 small");
    let view = filed.view(now(at(1, 20)));
    assert_eq!(numbers(&view, since(at(1, 1)), "fgdm")["declined/children"], "2 small");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_number_of_these_sections_opens_what_it_counts(
        steps in linked::history(24),
        told in sharing::history(),
        back in 0_usize..40,
        month in 1_u32..=12,
    ) {
        let mut sample = linked::written(&steps);
        sharing::write(&mut sample, &told);
        let entry = sample.entries.iter().rev().nth(back);
        let on_record = entry.filter(|_| back % 2 == 0).map(|entry| entry.recorded_at);
        let filed = Filed::of(&sample);
        let view = filed.view(AskedOn { at: at(month, 28), on_record });
        let period = since(at(1, 3));
        let dashboard = dashboard(&view, period, Lines::All).unwrap();
        for name in SECTIONS {
            let section = section(&dashboard, name);
            for line in &section.lines {
                for (heading, number) in section.columns.iter().zip(&line.numbers) {
                    let Some(number) = number else { continue };
                    let behind = behind(&view, period, &number.name.to_string()).unwrap();
                    let found = behind.map(|found| i64::try_from(found.len()).unwrap());
                    match heading.unit {
                        Unit::Count => {
                            prop_assert_eq!(found, Some(number.value), "{}", number.name);
                        }
                        Unit::Children | Unit::Days | Unit::WorkingDays => {
                            let nothing = heading.unit == Unit::Children && number.value == 0;
                            let opens = found.map(|found| found > 0);
                            prop_assert_eq!(opens, Some(!nothing), "{}", number.name);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_record_of_now_counts_as_that_at_the_last_entry(told in sharing::history(), of_month in 1_u32..=28) {
        let mut sample = Sample::family();
        sharing::write(&mut sample, &told);
        let last = sample.entries.last().unwrap().recorded_at;
        let filed = Filed::of(&sample);
        let period = since(day(2, of_month).interval().latest());
        let of_now = dashboard(&filed.view(now(at(12, 31))), period, Lines::All).unwrap();
        let rows = AskedOn { at: at(12, 31), on_record: Some(last) };
        let of_then = dashboard(&filed.view(rows), period, Lines::All).unwrap();
        for name in ["sharing", "routes"] {
            prop_assert_eq!(section(&of_now, name), section(&of_then, name));
        }
    }
}
