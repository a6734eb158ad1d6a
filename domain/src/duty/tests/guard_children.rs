//! The guards of s.31ZA, for each child of an application.

use serde_json::{Value, json};

use super::case::{Case, DANA, FATHER, MIA, THEO, day, id, named, nowhere, recorded};
use crate::basis::LegalBasis;
use crate::duty::{Commencement, LocalRules};

/// A case of Mia and Theo, children of Dana, in which s.31ZA applies from 1 April 2026.
fn commenced() -> Case {
    let mut case = Case::new();
    let basis = LegalBasis::FamilyGroupDecisionMaking;
    let commencement = vec![Commencement { basis, from: day("2026-04-01") }];
    case.adopt("2026-01-01", LocalRules { commencement, ..LocalRules::default() });
    for child in [MIA, THEO] {
        let body = json!({"with": {"child": id(child)}, "relationship": "mother"});
        case.add_person(DANA, json!({"RelationshipRecorded": body}));
    }
    case
}

/// Records something of family group decision making about these children alone.
fn about(case: &mut Case, children: &[u128], on: &str, name: &str, body: Value) -> u128 {
    case.children = children.to_vec();
    case.add(on, "Fgdm", name, body)
}

fn offered(case: &mut Case, children: &[u128]) -> u128 {
    about(case, children, "2026-04-20", "FgdmOffered", json!({"to": id(DANA)}))
}

fn accepted(case: &mut Case, children: &[u128], offer: Value) -> u128 {
    about(case, children, "2026-04-21", "FgdmAccepted", json!({"offer": offer, "by": id(DANA)}))
}

fn apply(case: &mut Case, children: &[u128]) {
    case.children = children.to_vec();
    let body = json!({"part": recorded("part4")});
    case.add("2026-05-05", "Proceedings", "CourtApplicationIssued", body);
}

fn shown(case: &Case, rule: &str) -> Vec<String> {
    case.shown(rule, "2026-12-31")
}

#[test]
fn an_offer_counts_for_the_children_that_its_entry_names() {
    let offer = |named: &[u128]| {
        let mut case = commenced();
        offered(&mut case, named);
        apply(&mut case, &[MIA, THEO]);
        shown(&case, "FGDM-OFFER")
    };
    let met = |child: &str| format!("FGDM-OFFER #2 Dana for {child}: Met by #1 on 2026-04-20");
    let breached =
        "FGDM-OFFER #2 Dana for Theo: Breached (no offer is recorded before the application)";
    assert_eq!(offer(&[MIA]), [met("Mia"), breached.to_owned()]);
    assert_eq!(offer(&[MIA, THEO]), [met("Mia"), met("Theo")]);
    assert_eq!(offer(&[]), [met("Mia"), met("Theo")]);
}

#[test]
fn a_parent_of_one_child_alone_is_owed_no_offer_about_another() {
    let mut case = commenced();
    let body = json!({"child": id(THEO), "holds": "holds"});
    case.add_person(FATHER, json!({"ParentalResponsibilityRecorded": body}));
    offered(&mut case, &[MIA, THEO]);
    apply(&mut case, &[MIA, THEO]);
    assert_eq!(
        shown(&case, "FGDM-OFFER"),
        [
            "FGDM-OFFER #2 Dana for Mia: Met by #1 on 2026-04-20",
            "FGDM-OFFER #2 Dana for Theo: Met by #1 on 2026-04-20",
            "FGDM-OFFER #2 father for Theo: NotCertain (no offer to this person is recorded; one to another parent or holder is)",
        ]
    );
}

#[test]
fn not_offering_about_one_child_excuses_nothing_about_another() {
    let mut case = commenced();
    let body = json!({"exception": "best_interests", "grounds": {"rationale": recorded("flight")}});
    about(&mut case, &[THEO], "2026-04-20", "FgdmNotOffered", body);
    apply(&mut case, &[MIA, THEO]);
    assert_eq!(
        shown(&case, "FGDM-OFFER"),
        [
            "FGDM-OFFER #2 Dana for Mia: Breached (no offer is recorded before the application)",
            "FGDM-OFFER #2 Dana for Theo: Excused by #1 on 2026-04-20 (not in the child's best interests: flight)",
        ]
    );
}

#[test]
fn a_child_of_whom_no_parent_is_recorded_is_named_and_not_met_by_an_offer_about_another() {
    let mut case = commenced();
    case.identities.clear();
    offered(&mut case, &[MIA]);
    apply(&mut case, &[MIA, THEO]);
    assert_eq!(
        shown(&case, "FGDM-OFFER"),
        [
            "FGDM-OFFER #2 Dana for Mia: Met by #1 on 2026-04-20",
            "FGDM-OFFER #2 Theo: Breached (no offer is recorded, and nobody is recorded as a parent or as holding parental responsibility)",
        ]
    );
}

#[test]
fn an_acceptance_obliges_a_meeting_about_the_children_that_it_and_its_offer_name() {
    let answered = |offer: &[u128], acceptance: &[u128], of: Value| {
        let mut case = commenced();
        offered(&mut case, offer);
        accepted(&mut case, acceptance, of);
        apply(&mut case, &[MIA, THEO]);
        shown(&case, "FGDM-MEETING")
    };
    let breached = |child: &str| {
        format!(
            "FGDM-MEETING #3 Dana for {child}: Breached (accepted, and no meeting is recorded before the application)"
        )
    };
    let not_engaged =
        "FGDM-MEETING #3 Theo: NotEngaged (nobody to whom the offer was made had accepted it)";
    let mia_alone = [breached("Mia"), not_engaged.to_owned()];
    assert_eq!(answered(&[MIA], &[], named(1)), mia_alone);
    assert_eq!(answered(&[MIA, THEO], &[MIA], named(1)), mia_alone);
    assert_eq!(answered(&[], &[MIA], nowhere()), mia_alone);
    assert_eq!(answered(&[], &[], named(1)), [breached("Mia"), breached("Theo")]);
    assert_eq!(
        answered(&[MIA], &[THEO], named(1)),
        ["FGDM-MEETING #3 case: NotEngaged (nobody to whom the offer was made had accepted it)"]
    );
}

#[test]
fn a_meeting_counts_for_the_children_that_its_entry_names() {
    let met = |name: &str, body: Value| {
        let mut case = commenced();
        offered(&mut case, &[MIA, THEO]);
        accepted(&mut case, &[MIA, THEO], named(1));
        about(&mut case, &[THEO], "2026-05-01", name, body);
        apply(&mut case, &[MIA, THEO]);
        shown(&case, "FGDM-MEETING")
    };
    let breached = "FGDM-MEETING #4 Dana for Mia: Breached (accepted, and no meeting is recorded before the application)";
    assert_eq!(
        met("FgdmHeld", json!({"offer": named(1)})),
        [breached, "FGDM-MEETING #4 Dana for Theo: Met by #3 on 2026-05-01"]
    );
    assert_eq!(
        met("FgdmNotHeld", json!({"offer": named(1), "exception": "best_interests"})),
        [
            breached,
            "FGDM-MEETING #4 Dana for Theo: Excused by #3 on 2026-05-01 (not in the child's best interests: no rationale recorded)"
        ]
    );
}

#[test]
fn a_letter_is_judged_for_the_children_that_its_entry_names() {
    let letter = |children: &[u128], offer: Value, excused: &[u128]| {
        let mut case = commenced();
        about(
            &mut case,
            excused,
            "2026-04-05",
            "FgdmNotOffered",
            json!({"exception": "best_interests"}),
        );
        case.children = children.to_vec();
        let body = json!({"pre_proceedings": nowhere(), "fgdm_offer": offer});
        case.add("2026-04-10", "Proceedings", "LetterBeforeProceedingsSent", body);
        apply(&mut case, &[MIA, THEO]);
        shown(&case, "FGDM-LETTER")
    };
    let met = |child: &str| format!("FGDM-LETTER #3 {child}: Met by #2 on 2026-04-10");
    assert_eq!(letter(&[MIA], recorded("contained"), &[]), [met("Mia")]);
    assert_eq!(letter(&[], recorded("contained"), &[]), [met("Mia"), met("Theo")]);
    assert_eq!(
        letter(&[MIA, THEO], recorded("not_contained"), &[THEO]),
        [
            "FGDM-LETTER #3 Mia: Breached by #2 on 2026-04-10 (the letter does not contain the offer)",
            "FGDM-LETTER #3 Theo: Excused by #2 on 2026-04-10 (not in the child's best interests: no rationale recorded)",
        ]
    );
}

#[test]
fn an_offer_said_to_stand_in_the_letter_counts_for_its_own_children() {
    let mut case = commenced();
    let body = json!({"to": id(DANA), "in_letter": recorded("in_letter")});
    about(&mut case, &[MIA], "2026-04-10", "FgdmOffered", body);
    case.children = vec![MIA, THEO];
    let body = json!({"pre_proceedings": nowhere()});
    case.add("2026-04-10", "Proceedings", "LetterBeforeProceedingsSent", body);
    apply(&mut case, &[MIA, THEO]);
    assert_eq!(
        shown(&case, "FGDM-LETTER"),
        [
            "FGDM-LETTER #3 Mia: Met by #2 on 2026-04-10 (an offer is recorded as made in the letter)",
            "FGDM-LETTER #3 Theo: NotCertain by #2 on 2026-04-10 (whether it contains the offer is not recorded)",
        ]
    );
}

#[test]
fn an_application_that_names_no_child_is_judged_for_all_in_the_case() {
    let mut case = commenced();
    let joined = |case: &mut Case, on: &str, name: &str, child: u128| {
        case.children = Vec::new();
        case.add(on, "Opening", name, json!({"child": id(child)}));
    };
    joined(&mut case, "2026-01-05", "ChildJoinedCase", THEO);
    offered(&mut case, &[MIA]);
    apply(&mut case, &[]);
    let mia = "FGDM-OFFER #3 Dana for Mia: Met by #2 on 2026-04-20";
    let theo =
        "FGDM-OFFER #3 Dana for Theo: Breached (no offer is recorded before the application)";
    assert_eq!(shown(&case, "FGDM-OFFER"), [mia, theo]);
    // Nor does leaving after the application, nor what is told of another child after it.
    joined(&mut case, "2026-05-06", "ChildLeftCase", THEO);
    about(&mut case, &[0x103], "2026-05-06", "FgdmConsidered", json!({}));
    assert_eq!(shown(&case, "FGDM-OFFER"), [mia, theo]);
    joined(&mut case, "2026-05-04", "ChildLeftCase", THEO);
    assert_eq!(shown(&case, "FGDM-OFFER"), [mia]);
    joined(&mut case, "2026-05-04", "ChildJoinedCase", THEO);
    assert_eq!(shown(&case, "FGDM-OFFER"), [mia, theo]);
}
