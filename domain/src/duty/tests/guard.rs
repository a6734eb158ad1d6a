//! The guards of s.31ZA.

use serde_json::{Value, json};

use super::case::{Case, DANA, FATHER, MIA, RUTH, day, id, named, nowhere, recorded};
use crate::basis::LegalBasis;
use crate::duty::{Commencement, LocalRules};

/// A case in which s.31ZA applies from 1 April 2026, by rules adopted in January.
fn commenced() -> Case {
    let mut case = Case::new();
    let basis = LegalBasis::FamilyGroupDecisionMaking;
    let commencement = vec![Commencement { basis, from: day("2026-04-01") }];
    case.adopt("2026-01-01", LocalRules { commencement, ..LocalRules::default() });
    case
}

fn apply(case: &mut Case, on: &str, part: &str) {
    let body = json!({"part": recorded(part)});
    case.add(on, "Proceedings", "CourtApplicationIssued", body);
}

/// Every line of the three guards.
fn guards(case: &Case) -> Vec<String> {
    ["FGDM-OFFER", "FGDM-MEETING", "FGDM-LETTER"]
        .into_iter()
        .flat_map(|rule| case.shown(rule, "2026-12-31"))
        .collect()
}

fn mother(case: &mut Case) {
    let body = json!({"with": {"child": id(MIA)}, "relationship": " Mother "});
    case.add_person(DANA, json!({"RelationshipRecorded": body}));
    let body = json!({"with": {"child": id(MIA)}, "relationship": "grandmother"});
    case.add_person(RUTH, json!({"RelationshipRecorded": body}));
}

fn father(case: &mut Case, until: Value) {
    let body = json!({"child": id(MIA), "holds": "holds", "until": until});
    case.add_person(FATHER, json!({"ParentalResponsibilityRecorded": body}));
}

fn offer_to(case: &mut Case, on: &str, to: u128) -> u128 {
    case.add(on, "Fgdm", "FgdmOffered", json!({"to": id(to)}))
}

const NOBODY_ACCEPTED: &str =
    "FGDM-MEETING #2 case: NotEngaged (nobody to whom the offer was made had accepted it)";

#[test]
fn guards_fire_only_on_an_application_under_part_4_after_commencement() {
    let case = commenced();
    assert_eq!(guards(&case), ["FGDM-OFFER case: NotEngaged (no application under Part 4)"]);
    let mut other = commenced();
    apply(&mut other, "2026-05-05", "part5");
    assert_eq!(guards(&other), ["FGDM-OFFER case: NotEngaged (no application under Part 4)"]);
    let mut before = commenced();
    apply(&mut before, "2026-03-31", "part4");
    assert_eq!(guards(&before), ["FGDM-OFFER #1 case: NotEngaged (not yet in force)"]);
    let mut never = Case::new();
    apply(&mut never, "2026-05-05", "part4");
    assert_eq!(guards(&never), ["FGDM-OFFER #1 case: NotEngaged (not yet in force)"]);
    let mut astride = commenced();
    let body = json!({"order_sought": recorded("CO")});
    let span = "2026-04";
    astride.add(span, "Proceedings", "CourtApplicationIssued", body);
    assert_eq!(
        guards(&astride),
        [
            "FGDM-OFFER #1 Mia: Breached (no offer is recorded, and nobody is recorded as a parent or as holding parental responsibility)",
            "FGDM-MEETING #1 case: NotEngaged (nobody to whom the offer was made had accepted it)",
        ]
    );
    let mut unsaid = commenced();
    unsaid.add("2026-05-05", "Proceedings", "CourtApplicationIssued", json!({}));
    assert_eq!(
        guards(&unsaid),
        ["FGDM-OFFER #1 Mia: NotCertain (under which part the application is, is not recorded)"]
    );
}

#[test]
fn an_application_in_a_month_that_straddles_commencement_is_not_certain() {
    let mut case = Case::new();
    let basis = LegalBasis::FamilyGroupDecisionMaking;
    let commencement = vec![Commencement { basis, from: day("2026-04-10") }];
    case.adopt("2026-01-01", LocalRules { commencement, ..LocalRules::default() });
    apply(&mut case, "2026-04", "part4");
    assert_eq!(
        guards(&case),
        [
            "FGDM-OFFER #1 Mia: NotCertain (not certain whether it was in force when the application was issued)"
        ]
    );
}

#[test]
fn an_offer_before_the_application_meets_the_guard() {
    let mut case = commenced();
    mother(&mut case);
    offer_to(&mut case, "2026-04-20", DANA);
    apply(&mut case, "2026-05-05", "part4");
    assert_eq!(
        guards(&case),
        ["FGDM-OFFER #2 Dana for Mia: Met by #1 on 2026-04-20", NOBODY_ACCEPTED]
    );
    let mut late = commenced();
    mother(&mut late);
    offer_to(&mut late, "2026-05-06", DANA);
    apply(&mut late, "2026-05-05", "part4");
    assert_eq!(
        guards(&late),
        [
            "FGDM-OFFER #2 Dana for Mia: Breached (no offer is recorded before the application)",
            NOBODY_ACCEPTED
        ]
    );
    let mut same_day = commenced();
    offer_to(&mut same_day, "2026-05-05", DANA);
    apply(&mut same_day, "2026-05-05", "part4");
    assert_eq!(
        guards(&same_day),
        [
            "FGDM-OFFER #2 Dana for Mia: NotCertain by #1 on 2026-05-05 (not certain whether the offer was made before the application)",
            NOBODY_ACCEPTED
        ]
    );
    let mut outside = commenced();
    let body = json!({"to": id(DANA), "statutory": recorded("voluntary")});
    outside.add("2026-04-20", "Fgdm", "FgdmOffered", body);
    apply(&mut outside, "2026-05-05", "part4");
    assert_eq!(
        guards(&outside),
        [
            "FGDM-OFFER #2 Dana for Mia: NotCertain by #1 on 2026-04-20 (an offer is recorded, as made outside the statute)",
            NOBODY_ACCEPTED
        ]
    );
}

#[test]
fn an_offer_to_one_parent_leaves_it_not_certain_for_the_other() {
    let mut case = commenced();
    mother(&mut case);
    father(&mut case, Value::Null);
    offer_to(&mut case, "2026-04-20", DANA);
    apply(&mut case, "2026-05-05", "part4");
    assert_eq!(
        guards(&case),
        [
            "FGDM-OFFER #2 Dana for Mia: Met by #1 on 2026-04-20",
            "FGDM-OFFER #2 father for Mia: NotCertain (no offer to this person is recorded; one to another parent or holder is)",
            NOBODY_ACCEPTED
        ]
    );
    let mut ended = commenced();
    mother(&mut ended);
    father(&mut ended, json!({"day": "2026-02-01"}));
    offer_to(&mut ended, "2026-04-20", DANA);
    apply(&mut ended, "2026-05-05", "part4");
    assert_eq!(
        guards(&ended),
        ["FGDM-OFFER #2 Dana for Mia: Met by #1 on 2026-04-20", NOBODY_ACCEPTED]
    );
}

#[test]
fn not_offering_in_the_best_interests_of_the_child_excuses_the_offer_alone() {
    let not_offered = |exception: &str, on: &str, about: Vec<u128>| {
        let mut case = commenced();
        mother(&mut case);
        case.about = about;
        let body = json!({"exception": exception, "grounds": {"rationale": recorded("flight")}});
        case.add(on, "Fgdm", "FgdmNotOffered", body);
        case.about = Vec::new();
        apply(&mut case, "2026-05-05", "part4");
        guards(&case)
    };
    let excused = "FGDM-OFFER #2 Dana for Mia: Excused by #1 on 2026-04-20 (not in the child's best interests: flight)";
    let breached =
        "FGDM-OFFER #2 Dana for Mia: Breached (no offer is recorded before the application)";
    assert_eq!(not_offered("best_interests", "2026-04-20", vec![]), [excused, NOBODY_ACCEPTED]);
    assert_eq!(not_offered("best_interests", "2026-04-20", vec![DANA]), [excused, NOBODY_ACCEPTED]);
    assert_eq!(
        not_offered("best_interests", "2026-04-20", vec![FATHER]),
        [breached, NOBODY_ACCEPTED]
    );
    assert_eq!(not_offered("another_reason", "2026-04-20", vec![]), [breached, NOBODY_ACCEPTED]);
    assert_eq!(not_offered("best_interests", "2026-05-06", vec![]), [breached, NOBODY_ACCEPTED]);
}

/// An offer to Dana on 20 April 2026 that she accepts, what comes next, and the application.
fn accepted(next: &[(&str, &str, Value)]) -> Vec<String> {
    let mut case = commenced();
    let offered = offer_to(&mut case, "2026-04-20", DANA);
    let body = json!({"offer": named(offered), "by": id(DANA)});
    case.add("2026-04-21", "Fgdm", "FgdmAccepted", body);
    for (on, name, body) in next {
        case.add(on, "Fgdm", name, body.clone());
    }
    apply(&mut case, "2026-05-05", "part4");
    case.shown("FGDM-MEETING", "2026-12-31")
}

#[test]
fn not_holding_in_the_best_interests_of_the_child_excuses_the_meeting_alone() {
    assert_eq!(
        accepted(&[]),
        [
            "FGDM-MEETING #3 Dana for Mia: Breached (accepted, and no meeting is recorded before the application)"
        ]
    );
    let held = json!({"offer": named(1)});
    assert_eq!(
        accepted(&[("2026-05-01", "FgdmHeld", held.clone())]),
        ["FGDM-MEETING #4 Dana for Mia: Met by #3 on 2026-05-01"]
    );
    assert_eq!(
        accepted(&[("2026-05", "FgdmHeld", held)]),
        [
            "FGDM-MEETING #4 Dana for Mia: NotCertain by #3 on 2026-05-01 (not certain whether it was before the application)"
        ]
    );
    let not_held = |exception: &str| json!({"offer": named(1), "exception": exception});
    assert_eq!(
        accepted(&[("2026-05-01", "FgdmNotHeld", not_held("best_interests"))]),
        [
            "FGDM-MEETING #4 Dana for Mia: Excused by #3 on 2026-05-01 (not in the child's best interests: no rationale recorded)"
        ]
    );
    assert_eq!(
        accepted(&[("2026-05-01", "FgdmNotHeld", not_held("another_reason"))]),
        [
            "FGDM-MEETING #4 Dana for Mia: Breached (accepted, and no meeting is recorded before the application)"
        ]
    );
    // That offering was not in the child's interests does not excuse holding what was accepted.
    assert_eq!(
        accepted(&[("2026-05-01", "FgdmNotOffered", json!({"exception": "best_interests"}))]),
        [
            "FGDM-MEETING #4 Dana for Mia: Breached (accepted, and no meeting is recorded before the application)"
        ]
    );
}

#[test]
fn only_acceptance_by_somebody_to_whom_it_was_offered_obliges_the_meeting() {
    let not_engaged =
        "FGDM-MEETING #4 case: NotEngaged (nobody to whom the offer was made had accepted it)";
    let dana = json!({"offer": named(1), "by": id(DANA)});
    assert_eq!(accepted(&[("2026-04-25", "FgdmAnswerWithdrawn", dana.clone())]), [not_engaged]);
    assert_eq!(accepted(&[("2026-04-25", "FgdmDeclined", dana)]), [not_engaged]);
    let mut network = commenced();
    mother(&mut network);
    offer_to(&mut network, "2026-04-20", DANA);
    let invited = network.add("2026-04-20", "Fgdm", "FgdmInvited", json!({"who": id(RUTH)}));
    let body = json!({"offer": named(invited), "by": id(RUTH)});
    network.add("2026-04-21", "Fgdm", "FgdmAccepted", body);
    let body = json!({"offer": named(1), "by": id(RUTH)});
    network.add("2026-04-21", "Fgdm", "FgdmAccepted", body);
    let body = json!({"offer": nowhere(), "by": id(RUTH)});
    network.add("2026-04-21", "Fgdm", "FgdmAccepted", body);
    apply(&mut network, "2026-05-05", "part4");
    assert_eq!(
        network.shown("FGDM-MEETING", "2026-12-31"),
        ["FGDM-MEETING #6 case: NotEngaged (nobody to whom the offer was made had accepted it)"]
    );
}

#[test]
fn one_parents_offer_cannot_be_accepted_by_the_other() {
    let answered = |offer: Value| {
        let mut case = commenced();
        father(&mut case, Value::Null);
        offer_to(&mut case, "2026-04-20", DANA);
        let body = json!({"offer": offer, "by": id(FATHER)});
        case.add("2026-04-21", "Fgdm", "FgdmAccepted", body);
        apply(&mut case, "2026-05-05", "part4");
        case.shown("FGDM-MEETING", "2026-12-31")
    };
    assert_eq!(
        answered(named(1)),
        ["FGDM-MEETING #3 case: NotEngaged (nobody to whom the offer was made had accepted it)"]
    );
    assert_eq!(
        answered(nowhere()),
        [
            "FGDM-MEETING #3 father for Mia: NotCertain (not certain whether an acceptance stood by then)"
        ]
    );
}

#[test]
fn the_letter_contains_the_offer_or_the_offer_was_excused() {
    let letter = |sent: &str, offer: Value, excused: bool| {
        let mut case = commenced();
        mother(&mut case);
        if excused {
            let body = json!({"exception": "best_interests"});
            case.add("2026-03-20", "Fgdm", "FgdmNotOffered", body);
        }
        let body = json!({"pre_proceedings": nowhere(), "fgdm_offer": offer});
        case.add(sent, "Proceedings", "LetterBeforeProceedingsSent", body);
        apply(&mut case, "2026-05-05", "part4");
        case.shown("FGDM-LETTER", "2026-12-31")
    };
    assert_eq!(
        letter("2026-04-10", recorded("contained"), false),
        ["FGDM-LETTER #2 Mia: Met by #1 on 2026-04-10"]
    );
    assert_eq!(
        letter("2026-04-10", recorded("not_contained"), false),
        [
            "FGDM-LETTER #2 Mia: Breached by #1 on 2026-04-10 (the letter does not contain the offer)"
        ]
    );
    assert_eq!(
        letter("2026-04-10", recorded("not_contained"), true),
        [
            "FGDM-LETTER #3 Mia: Excused by #2 on 2026-04-10 (not in the child's best interests: no rationale recorded)"
        ]
    );
    assert_eq!(
        letter("2026-04-10", json!("not_recorded"), false),
        [
            "FGDM-LETTER #2 Mia: NotCertain by #1 on 2026-04-10 (whether it contains the offer is not recorded)"
        ]
    );
    assert_eq!(
        letter("2026-03-10", recorded("not_contained"), false),
        [
            "FGDM-LETTER #2 case: NotEngaged by #1 on 2026-03-10 (not yet in force when the letter was sent)"
        ]
    );
    assert_eq!(letter("2026-05-10", recorded("not_contained"), false), [""; 0]);
}

#[test]
fn declining_is_an_answer_and_is_never_worded_as_anything_else() {
    let mut case = commenced();
    mother(&mut case);
    let offered = offer_to(&mut case, "2026-04-20", DANA);
    let body = json!({"offer": named(offered), "by": id(DANA), "reason": recorded("TIMING")});
    case.add("2026-04-21", "Fgdm", "FgdmDeclined", body);
    apply(&mut case, "2026-05-05", "part4");
    assert_eq!(
        guards(&case),
        [
            "FGDM-OFFER #3 Dana for Mia: Met by #1 on 2026-04-20",
            "FGDM-MEETING #3 case: NotEngaged (nobody to whom the offer was made had accepted it)",
        ]
    );
}
