//! Tests of contacts and referrals.

use candour_domain::code::{ContactOutcome, ReferralOutcome, ReferralSource};
use candour_domain::recorded::Antecedent;

use super::super::referrals::Referrals;
use super::events::{NOTHING, contact, contact_decided, referral};
use super::{shown, shown_at};
use crate::sample::{MIA, Sample, THEO, day};

static MODEL: Referrals = Referrals;

#[test]
fn a_contact_is_kept_with_what_was_decided_of_it() {
    let mut sample = Sample::family();
    let contact_of = |source| contact(source, &[]);
    let first = sample.case(day(1, 5), contact_of(ReferralSource::School));
    // A contact that brought an entry is decided by a decision that names that entry.
    let brought = contact(ReferralSource::Police, &[first]);
    sample.case(day(1, 6), brought);
    let named = Antecedent::Named(first);
    let decided = sample.case(day(1, 7), contact_decided(named, ContactOutcome::NoFurtherAction));
    let rows = |position| shown_at(&sample, &MODEL, ("contact", position));
    let undecided = "#15 from 01-05: source 2A";
    let police = "#16 from 01-06: source 6";
    assert_eq!(rows(Some(16)), [undecided, police]);
    let nothing_further =
        "#15 from 01-05: source 2A, outcome NFA, decided_at 01-07, decided_entry #17";
    assert_eq!(rows(None), [nothing_further, police]);
    sample.withdraw(day(1, 8), first);
    let by_what_it_brought =
        "#16 from 01-06: source 6, outcome NFA, decided_at 01-07, decided_entry #17";
    assert_eq!(shown(&sample, &MODEL, "contact"), [by_what_it_brought]);
    sample.withdraw(day(1, 9), decided);
    assert_eq!(shown(&sample, &MODEL, "contact"), [police]);
}

#[test]
fn a_referral_is_kept_for_each_child_it_concerns() {
    let mut sample = Sample::family();
    let first = sample.case(day(1, 5), contact(ReferralSource::School, &[]));
    let named = Antecedent::Named(first);
    sample.case(day(1, 7), referral(named, ReferralOutcome::SingleAssessment));
    sample.case(day(2, 7), referral(NOTHING, ReferralOutcome::NoFurtherAction));
    sample.about(&[THEO]);
    let decided = "outcome SINGLE_ASSESSMENT, decided_at 01-07, decided_entry #16";
    let from = "source 2A, contact_entry #15";
    let referred = |child| {
        format!("#16 from 01-07: child {child}, {from}, {decided}, twelve_months_before 01-07")
    };
    assert_eq!(
        shown(&sample, &MODEL, "referral"),
        [
            referred("Mia"),
            referred("Theo"),
            "#17 from 02-07: child Theo, outcome NFA, decided_at 02-07, decided_entry #17, \
             twelve_months_before 02-07"
                .to_owned(),
        ]
    );
}

#[test]
fn two_decisions_on_one_contact_make_one_referral() {
    let mut sample = Sample::family();
    let first = sample.case(day(1, 5), contact(ReferralSource::School, &[]));
    let named = Antecedent::Named(first);
    sample.case(day(1, 6), contact_decided(named, ContactOutcome::NewReferral));
    sample.about(&[MIA]);
    let before = "#16 from 01-06: child Mia, source 2A, contact_entry #15";
    let after = "twelve_months_before 01-06";
    assert_eq!(shown(&sample, &MODEL, "referral"), [format!("{before}, {after}")]);
    sample.case(day(1, 7), referral(named, ReferralOutcome::SingleAssessment));
    sample.about(&[MIA]);
    let decided = "outcome SINGLE_ASSESSMENT, decided_at 01-07, decided_entry #17";
    assert_eq!(shown(&sample, &MODEL, "referral"), [format!("{before}, {decided}, {after}")]);
}

#[test]
fn a_decision_on_what_is_not_on_record_is_a_referral_all_the_same() {
    let mut sample = Sample::empty();
    sample.opened("ASH-1");
    sample.case(day(1, 6), contact_decided(NOTHING, ContactOutcome::NewReferral));
    assert_eq!(shown(&sample, &MODEL, "referral"), ["#2 from 01-06: twelve_months_before 01-06"]);
}
