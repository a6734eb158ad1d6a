//! C3 to C6: conferences, core groups and the plan.

use serde_json::{Value, json};

use super::case::{Case, MIA, THEO, id, named, nowhere, recorded};

/// A strategy discussion on Tuesday 24 February 2026 and the decision two days later.
fn decided() -> (Case, u128, u128) {
    let mut case = Case::new();
    let discussion = case.add("2026-02-24T09:30", "Threshold", "StrategyDiscussionHeld", json!({}));
    let body = json!({"discussion": named(discussion), "decision": recorded("section47_single")});
    let decision = case.add("2026-02-26", "Threshold", "ThresholdDecided", body);
    (case, discussion, decision)
}

fn initial(case: &mut Case, held: &str, decision: Value) -> u128 {
    let outcomes = json!([{"child": id(MIA), "decision": decision}]);
    let body = json!({"kind": "initial", "outcomes": outcomes});
    case.add(held, "Conference", "ConferenceHeld", body)
}

fn review(case: &mut Case, held: &str, decision: Value) -> u128 {
    let outcomes = json!([{"child": id(MIA), "decision": decision}]);
    let body = json!({"kind": "review", "outcomes": outcomes});
    case.add(held, "Conference", "ConferenceHeld", body)
}

fn plan() -> Value {
    json!({"plan": recorded("NEG")})
}

fn continues() -> Value {
    json!({"plan_continues": recorded("NEG")})
}

#[test]
fn a_conference_is_counted_from_the_strategy_discussion() {
    let (case, ..) = decided();
    let open = "C3 #2 Mia, due 2026-03-17: Open, working day 5";
    assert_eq!(case.shown("C3", "2026-03-03"), [open]);
    let mut case = Case::new();
    case.add("2026-02-20", "Threshold", "StrategyDiscussionHeld", json!({}));
    case.add("2026-02-24", "Threshold", "StrategyDiscussionHeld", json!({}));
    case.children = vec![THEO];
    case.add("2026-02-25", "Threshold", "StrategyDiscussionHeld", json!({}));
    case.children = vec![MIA];
    let body = json!({"discussion": nowhere(), "decision": recorded("section47_joint")});
    case.add("2026-02-26", "Threshold", "ThresholdDecided", body.clone());
    assert_eq!(case.shown("C3", "2026-03-03"), ["C3 #4 Mia, due 2026-03-17: Open, working day 5"]);
    let mut alone = Case::new();
    alone.add("2026-02-26", "Threshold", "ThresholdDecided", body);
    assert_eq!(alone.shown("C3", "2026-03-03"), ["C3 #1 Mia, due 2026-03-19: Open, working day 3"]);
}

#[test]
fn an_initial_conference_is_met_late_not_met_or_not_certain() {
    let (mut case, ..) = decided();
    initial(&mut case, "2026-03-18", plan());
    assert_eq!(
        case.shown("C3", "2026-06-30"),
        [
            "C3 #2 Mia, due 2026-03-17: MetLate by #3 on 2026-03-18, working day 16, late 1 working days, 1 days"
        ]
    );
    let (mut case, ..) = decided();
    initial(&mut case, "2026-03", plan());
    assert_eq!(
        case.shown("C3", "2026-06-30"),
        [
            "C3 #2 Mia, due 2026-03-17: NotCertain by #3 on 2026-03-01 (the time of the entry that answers it straddles the due time)"
        ]
    );
    let (case, ..) = decided();
    assert_eq!(
        case.shown("C3", "2026-04-14"),
        ["C3 #2 Mia, due 2026-03-17: Overdue (none recorded)"]
    );
    assert_eq!(
        case.shown("C3", "2026-04-15"),
        ["C3 #2 Mia, due 2026-03-17: NotMetInTime (none recorded)"]
    );
}

#[test]
fn a_conference_that_is_not_required_is_excused_and_an_enquiry_without_risk_ends_it() {
    let (mut case, _, decision) = decided();
    let body = json!({"enquiry": named(decision), "grounds": {"rationale": recorded("safe now")}});
    case.add("2026-03-10", "Enquiry", "ConferenceNotRequired", body);
    assert_eq!(
        case.shown("C3", "2026-06-30"),
        [
            "C3 #2 Mia, due 2026-03-17: Excused by #3 on 2026-03-10 (conference not required: safe now)"
        ]
    );
    let (mut case, _, decision) = decided();
    let enquiry =
        case.add("2026-02-26", "Enquiry", "EnquiryStarted", json!({"follows": named(decision)}));
    let judgement = recorded("substantiated_no_continuing_risk");
    let body = json!({"enquiry": named(enquiry), "judgement": judgement});
    case.add("2026-03-10", "Enquiry", "EnquiryConcluded", body);
    assert_eq!(
        case.shown("C3", "2026-06-30"),
        [
            "C3 #2 Mia, due 2026-03-17: Ended by #4 on 2026-03-10 (the enquiry was concluded: no continuing risk of significant harm)"
        ]
    );
    let (mut case, ..) = decided();
    let judgement = recorded("substantiated_likely_to_suffer");
    let body = json!({"enquiry": nowhere(), "judgement": judgement});
    case.add("2026-03-10", "Enquiry", "EnquiryConcluded", body);
    assert_eq!(
        case.shown("C3", "2026-06-30"),
        ["C3 #2 Mia, due 2026-03-17: NotMetInTime (none recorded)"]
    );
}

#[test]
fn an_enquiry_that_follows_a_decision_opens_no_second_clock() {
    for follows in [1, 2] {
        let (mut case, ..) = decided();
        case.add("2026-02-26", "Enquiry", "EnquiryStarted", json!({"follows": named(follows)}));
        assert_eq!(
            case.shown("C3", "2026-03-03"),
            ["C3 #2 Mia, due 2026-03-17: Open, working day 5"]
        );
    }
    let (mut case, ..) = decided();
    case.add("2026-02-26", "Enquiry", "EnquiryStarted", json!({"follows": nowhere()}));
    assert_eq!(case.shown("C3", "2026-03-03").len(), 1);
    let mut case = Case::new();
    let body = json!({"child": id(MIA), "ground": "found alone at night"});
    let taken = case.add("2026-02-26T22:00", "Emergency", "PoliceProtectionTaken", body);
    case.add("2026-02-27", "Enquiry", "EnquiryStarted", json!({"follows": named(taken)}));
    assert_eq!(case.shown("C3", "2026-03-03"), ["C3 #2 Mia, due 2026-03-20: Open, working day 2"]);
}

#[test]
fn a_core_group_follows_an_initial_conference_with_a_plan_and_no_other() {
    let mut none = Case::new();
    initial(&mut none, "2026-03-16", json!("no_plan"));
    assert_eq!(none.shown("C4", "2026-06-30"), [""; 0]);
    assert_eq!(none.shown("C5", "2026-06-30"), [""; 0]);
    for (held, shown) in [
        ("2026-03-30", "C4 #1 Mia, due 2026-03-30: Met by #2 on 2026-03-30, working day 10"),
        (
            "2026-03-31",
            "C4 #1 Mia, due 2026-03-30: MetLate by #2 on 2026-03-31, working day 11, late 1 working days, 1 days",
        ),
        (
            "2026-03",
            "C4 #1 Mia, due 2026-03-30: NotCertain by #2 on 2026-03-01 (the time of the entry that answers it straddles the due time)",
        ),
    ] {
        let mut case = Case::new();
        let conference = initial(&mut case, "2026-03-16", plan());
        case.add(held, "Plan", "CoreGroupHeld", json!({"plan": named(conference)}));
        assert_eq!(case.shown("C4", "2026-06-30"), [shown]);
    }
}

#[test]
fn a_core_group_that_names_the_childs_plan_is_of_that_plan_alone() {
    let mut case = Case::new();
    let body = json!({"kind": "initial"});
    let conference = case.add("2026-03-16", "Conference", "ConferenceHeld", body);
    let start = |child| json!({"conference": named(conference), "child": id(child)});
    case.children = vec![MIA, THEO];
    let of_mia = case.add("2026-03-16", "Plan", "PlanStarted", start(MIA));
    case.add("2026-03-16", "Plan", "PlanStarted", start(THEO));
    case.add("2026-03-20", "Plan", "CoreGroupHeld", json!({"plan": named(of_mia)}));
    assert_eq!(
        case.shown("C4", "2026-03-25"),
        [
            "C4 #1 Mia, due 2026-03-30: Met by #4 on 2026-03-20, working day 4",
            "C4 #1 Theo, due 2026-03-30: DueSoon, working day 7",
        ]
    );
}

#[test]
fn reviews_are_due_after_3_months_and_then_every_6() {
    let mut case = Case::new();
    initial(&mut case, "2025-11-28", plan());
    // Three months after 28 November is the last day of February.
    review(&mut case, "2026-02-28", continues());
    review(&mut case, "2026-09-01", json!("plan_ends"));
    assert_eq!(
        case.shown("C5", "2026-10-30"),
        ["C5 #1 Mia, due 2026-02-28: Met by #2 on 2026-02-28, working day 62"]
    );
    assert_eq!(
        case.shown("C6", "2026-10-30"),
        [
            "C6 #2 Mia, due 2026-08-28: MetLate by #3 on 2026-09-01, working day 127, late 1 working days, 4 days"
        ]
    );
    assert_eq!(
        case.shown("C6", "2026-08-30"),
        ["C6 #2 Mia, due 2026-08-28: Overdue (none recorded)"]
    );
}

#[test]
fn months_are_clamped_to_the_last_day_of_the_month() {
    let mut case = Case::new();
    initial(&mut case, "2026-08-31", plan());
    let shown = case.shown("C5", "2026-09-01");
    assert_eq!(shown, ["C5 #1 Mia, due 2026-11-30: Open, working day 1"]);
    review(&mut case, "2026-11", continues());
    assert_eq!(
        case.shown("C5", "2027-01-10"),
        ["C5 #1 Mia, due 2026-11-30: Met by #2 on 2026-11-01"]
    );
    assert_eq!(case.shown("C6", "2027-01-10"), ["C6 #2 Mia, due 2027-05-01 to 2027-05-30: Open"]);
    assert_eq!(
        case.shown("C6", "2027-05-15"),
        [
            "C6 #2 Mia, due 2027-05-01 to 2027-05-30: NotCertain (the opening is not known to the day, and the due time may have passed)"
        ]
    );
}

#[test]
fn a_plan_that_ends_ends_what_is_not_yet_due() {
    let mut case = Case::new();
    let conference = initial(&mut case, "2026-03-16", plan());
    let body =
        json!({"plan": named(conference), "child": id(MIA), "reason": recorded("moved_authority")});
    case.add("2026-04-16", "Plan", "PlanEnded", body);
    assert_eq!(
        case.shown("C4", "2026-06-30"),
        ["C4 #1 Mia, due 2026-03-30: NotMetInTime (none recorded)"]
    );
    assert_eq!(
        case.shown("C5", "2026-06-30"),
        ["C5 #1 Mia, due 2026-06-16: Ended by #2 on 2026-04-16 (the plan ended)"]
    );
}

#[test]
fn a_review_whose_outcome_is_not_recorded_leaves_the_next_not_certain() {
    let mut case = Case::new();
    case.add("2026-03-16", "Conference", "ConferenceHeld", json!({"kind": "review"}));
    assert_eq!(
        case.shown("C6", "2026-06-30"),
        ["C6 #1 Mia, due 2026-09-16: NotCertain (whether the plan continues is not recorded)"]
    );
}
