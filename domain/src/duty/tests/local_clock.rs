//! The clocks that a partnership may adopt.

use serde_json::{Value, json};

use super::case::{Case, HEALTH, MIA, THEO, WORKER, id, named, nowhere};
use crate::duty::LocalRules;

/// A case under every local clock, with the limits of common practice.
fn adopted() -> Case {
    let mut case = Case::new();
    case.adopt("2026-01-01", LocalRules::common_practice());
    case
}

fn conference(case: &mut Case, kind: &str, held: &str) -> u128 {
    let decision = if kind == "initial" { "plan" } else { "plan_continues" };
    let outcomes = json!([{"child": id(MIA), "decision": {decision: "not_recorded"}}]);
    let body = json!({"kind": kind, "outcomes": outcomes});
    case.add(held, "Conference", "ConferenceHeld", body)
}

fn seen(case: &mut Case, on: &str, how: &str) {
    let body = json!({"account": "x", "sights": [{"child": id(MIA), "seen": how}]});
    case.add(on, "Child", "ChildSeen", body);
}

#[test]
fn a_local_clock_is_silent_until_it_is_adopted() {
    let mut case = Case::new();
    conference(&mut case, "initial", "2026-03-16");
    seen(&mut case, "2026-03-20", "seen");
    let request = json!({"of": {"agency": id(HEALTH)}, "question": "any bruise seen?"});
    case.add("2026-03-20", "Information", "InformationRequested", request);
    let local = |case: &Case| {
        let duties = case.assessed("2026-03-23");
        let local = duties.iter().filter(|duty| duty.rule.as_str().starts_with('L'));
        local.map(|duty| duty.rule.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(local(&case), [""; 0]);
    case.adopt("2026-01-01", LocalRules::common_practice());
    assert_eq!(local(&case), ["L5", "L6", "L8", "L8", "L10"]);
}

#[test]
fn a_recurring_clock_starts_again_with_each_entry_that_meets_it() {
    let mut case = adopted();
    let held = conference(&mut case, "initial", "2026-03-16");
    seen(&mut case, "2026-03-30", "seen");
    seen(&mut case, "2026-04-10", "attempted");
    seen(&mut case, "2026-04-21", "seen");
    case.add("2026-03-30", "Plan", "CoreGroupHeld", json!({"plan": named(held)}));
    case.add("2026-05-12", "Plan", "CoreGroupHeld", json!({"plan": named(held)}));
    assert_eq!(
        case.shown("L8", "2026-04-30"),
        [
            "L8 #1 Mia, due 2026-03-30: Met by #2 on 2026-03-30, working day 10",
            "L8 #2 Mia, due 2026-04-15: MetLate by #4 on 2026-04-21, working day 14, late 4 working days, 6 days",
            "L8 #4 Mia, due 2026-05-06: Open, working day 7",
        ]
    );
    assert_eq!(
        case.shown("L7", "2026-05-30"),
        [
            "L7 #5 Mia, due 2026-05-11: MetLate by #6 on 2026-05-12, working day 28, late 1 working days, 1 days",
            "L7 #6 Mia, due 2026-06-23: Open, working day 12",
        ]
    );
    let ended = json!({"plan": named(held), "child": id(MIA)});
    case.add("2026-05-04", "Plan", "PlanEnded", ended);
    seen(&mut case, "2026-05-20", "seen");
    assert_eq!(
        case.shown("L8", "2026-06-30")[2..],
        ["L8 #4 Mia, due 2026-05-06: Ended by #7 on 2026-05-04 (the plan ended)"]
    );
}

#[test]
fn supervision_lasts_as_long_as_the_allocation() {
    let mut case = adopted();
    let allocated =
        json!({"practitioner": id(WORKER), "agency": id(0x301), "role": "social_worker"});
    let allocation = case.add("2026-01-31", "Allocation", "PractitionerAllocated", allocated);
    case.add("2026-02-28", "Oversight", "SupervisionHeld", json!({"of": id(WORKER)}));
    let body = json!({"allocation": named(allocation), "practitioner": id(WORKER), "role": "social_worker"});
    case.add("2026-03-20", "Allocation", "PractitionerStoodDown", body);
    case.add("2026-03-25", "Oversight", "SupervisionHeld", json!({"of": id(WORKER)}));
    assert_eq!(
        case.shown("L9", "2026-06-30"),
        [
            "L9 #1 worker, due 2026-02-28: Met by #2 on 2026-02-28, working day 20",
            "L9 #2 worker, due 2026-03-28: Ended by #3 on 2026-03-20 (the allocation ended)",
        ]
    );
}

#[test]
fn a_day_given_in_the_request_stands_before_the_local_limit() {
    let mut case = adopted();
    let ask = |due: Value| json!({"of": {"agency": id(HEALTH)}, "question": "x", "due": due});
    let first = case.add("2026-02-02", "Information", "InformationRequested", ask(Value::Null));
    case.add("2026-02-02", "Information", "InformationRequested", ask(json!("2026-02-20")));
    case.add("2026-02-02", "Information", "InformationRequested", ask(json!("2026-02-04")));
    case.add("2026-02-10", "Information", "NothingKnownReplied", json!({"request": named(first)}));
    case.add("2026-02-11", "Information", "NothingKnownReplied", json!({"request": nowhere()}));
    assert_eq!(
        case.shown("L10", "2026-02-12"),
        [
            "L10 #1 Mia, due 2026-02-09: MetLate by #4 on 2026-02-10, working day 6, late 1 working days, 1 days",
            "L10 #2 Mia, due 2026-02-20: Met by #5 on 2026-02-11, working day 7",
            "L10 #3 Mia, due 2026-02-04: Overdue (none recorded)",
        ]
    );
    let mut case = adopted();
    let raised = json!({"account": "the threshold is met", "due": "2026-02-06"});
    let challenge = case.add("2026-02-02", "Oversight", "ChallengeRaised", raised);
    let escalated = json!({"challenge": named(challenge), "stage": 2});
    case.add("2026-02-05", "Oversight", "ChallengeEscalated", escalated);
    let answered = json!({"challenge": named(challenge), "account": "agreed"});
    case.add("2026-02-06", "Oversight", "ChallengeAnswered", answered);
    assert_eq!(
        case.shown("L11", "2026-02-12"),
        ["L11 #1 Mia, due 2026-02-06: Met by #3 on 2026-02-06, working day 4"]
    );
}

#[test]
fn reports_are_due_before_the_planned_day_and_outcomes_after_the_conference() {
    let mut case = adopted();
    let planned = json!({"kind": "initial", "planned": "2026-03-16"});
    let initial = case.add("2026-03-02", "Conference", "ConferenceConvened", planned);
    let report = json!({"conference": named(initial)});
    case.add("2026-03-14", "Conference", "ReportProvided", report);
    let planned = json!({"kind": "review", "planned": "2026-04-08"});
    let review = case.add("2026-03-20", "Conference", "ConferenceConvened", planned);
    let report = json!({"conference": named(review)});
    case.add("2026-04-02", "Conference", "ReportProvided", report);
    assert_eq!(
        case.shown("L3", "2026-06-30"),
        ["L3 #1 Mia, due 2026-03-14: Met by #2 on 2026-03-14, working day 9"]
    );
    // Three working days before Wednesday 8 April, over Easter, is Wednesday 1 April.
    assert_eq!(
        case.shown("L4", "2026-06-30"),
        [
            "L4 #3 Mia, due 2026-04-01: MetLate by #4 on 2026-04-02, working day 9, late 1 working days, 1 days"
        ]
    );
    let held = conference(&mut case, "initial", "2026-03-16");
    let sent = |what: &str| json!({"conference": named(held), "what": what});
    case.add("2026-03-17", "Conference", "OutcomeSent", sent("decision_letter"));
    case.add("2026-04-09", "Conference", "OutcomeSent", sent("record"));
    assert_eq!(
        case.shown("L5", "2026-06-30"),
        ["L5 #5 Mia, due 2026-03-17: Met by #6 on 2026-03-17, working day 1"]
    );
    assert_eq!(
        case.shown("L6", "2026-06-30"),
        [
            "L6 #5 Mia, due 2026-04-08: MetLate by #7 on 2026-04-09, working day 16, late 1 working days, 1 days"
        ]
    );
}

#[test]
fn the_record_of_a_strategy_discussion_is_sent_when_it_is_passed_on() {
    let mut case = adopted();
    case.children = vec![MIA, THEO];
    let discussion = case.add("2026-02-24", "Threshold", "StrategyDiscussionHeld", json!({}));
    let other = json!({"items": [{"item": id(99)}], "to": {"agency": id(HEALTH)}});
    case.add("2026-02-24", "Information", "InformationDisclosed", other);
    let record = json!({"items": [{"item": id(discussion)}], "to": {"agency": id(HEALTH)}});
    case.add("2026-02-26", "Information", "InformationDisclosed", record);
    assert_eq!(
        case.shown("L2", "2026-06-30"),
        [
            "L2 #1 Mia, due 2026-02-25: MetLate by #3 on 2026-02-26, working day 2, late 1 working days, 1 days",
            "L2 #1 Theo, due 2026-02-25: MetLate by #3 on 2026-02-26, working day 2, late 1 working days, 1 days",
        ]
    );
}
