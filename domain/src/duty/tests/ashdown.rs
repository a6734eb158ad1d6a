//! The duties of the Ashdown case as at 30 June 2026, worked out by hand.

use serde_json::{Value, json};

use super::case::{Case, DANA, HEALTH, MIA, POLICE, RUTH, SCHOOL, SOCIAL_CARE, THEO};
use super::case::{id, line, named, nowhere, recorded};

fn there(agencies: &[u128]) -> Value {
    let attendance: Vec<_> =
        agencies.iter().map(|agency| json!({"who": {"agency": id(*agency)}})).collect();
    json!({"attendance": attendance})
}

fn outcomes(decision: &str) -> Value {
    json!([
        {"child": id(THEO), "decision": {decision: recorded("PHY")}},
        {"child": id(MIA), "decision": {decision: recorded("EMO")}},
    ])
}

fn ashdown() -> Case {
    let mut case = Case::new();
    case.children = vec![MIA, THEO];
    let account = json!({"account": "told"});
    case.agency = SCHOOL;
    case.add("2026-01-23T09:20", "Concern", "ConcernRaised", account.clone());
    case.agency = SOCIAL_CARE;
    case.add("2026-01-20T15:05", "Concern", "ContactReceived", account.clone());
    let decided = |outcome| json!({"contact": nowhere(), "outcome": recorded(outcome)});
    case.add("2026-01-26T16:30", "Concern", "ReferralDecided", decided("NFA"));
    case.add("2026-02-03T10:15", "Concern", "ConcernRaised", account);
    case.add("2026-02-03T16:00", "Concern", "ReferralDecided", decided("SINGLE_ASSESSMENT"));
    let meeting = json!({"meeting": there(&[SOCIAL_CARE, POLICE, HEALTH])});
    let discussion = case.add("2026-02-24T09:30", "Threshold", "StrategyDiscussionHeld", meeting);
    let decision =
        json!({"discussion": named(discussion), "decision": recorded("section47_joint")});
    case.add("2026-02-24T11:00", "Threshold", "ThresholdDecided", decision);
    let room = there(&[SOCIAL_CARE, POLICE, HEALTH, SCHOOL]);
    let held = json!({"kind": "initial", "meeting": room, "outcomes": outcomes("plan")});
    case.add("2026-03-16", "Conference", "ConferenceHeld", held);
    let offer = case.add("2026-03-30", "Fgdm", "FgdmOffered", json!({"to": id(DANA)}));
    let network = case.add("2026-03-30", "Fgdm", "FgdmInvited", json!({"who": id(RUTH)}));
    let answer = |of, by| json!({"offer": named(of), "by": id(by)});
    case.add("2026-04-02", "Fgdm", "FgdmDeferred", answer(offer, DANA));
    case.add("2026-04-02", "Fgdm", "FgdmAccepted", answer(network, RUTH));
    case.add("2026-04-16", "Fgdm", "FgdmDeclined", answer(offer, DANA));
    let held = json!({"kind": "review", "meeting": room, "outcomes": outcomes("plan_continues")});
    case.add("2026-06-10", "Conference", "ConferenceHeld", held);
    case
}

#[test]
fn the_duties_of_the_ashdown_case_are_those_worked_out_by_hand() {
    let shown: Vec<_> = ashdown().assessed("2026-06-30").iter().map(line).collect();
    assert_eq!(
        shown,
        [
            "C1 #2 Mia, due 2026-01-21: MetLate by #3 on 2026-01-26, working day 4, late 3 working days, 5 days",
            "C1 #2 Theo, due 2026-01-21: MetLate by #3 on 2026-01-26, working day 4, late 3 working days, 5 days",
            "C1 #4 Mia, due 2026-02-04: Met by #5 on 2026-02-03, working day 0",
            "C1 #4 Theo, due 2026-02-04: Met by #5 on 2026-02-03, working day 0",
            "C2 #5 Mia, due 2026-04-09: NotMetInTime (none recorded)",
            "C2 #5 Theo, due 2026-04-09: NotMetInTime (none recorded)",
            "C3 #7 Mia, due 2026-03-17: Met by #8 on 2026-03-16, working day 14",
            "C3 #7 Theo, due 2026-03-17: Met by #8 on 2026-03-16, working day 14",
            "C4 #8 Mia, due 2026-03-30: NotMetInTime (none recorded)",
            "C4 #8 Theo, due 2026-03-30: NotMetInTime (none recorded)",
            "C5 #8 Mia, due 2026-06-16: Met by #14 on 2026-06-10, working day 58",
            "C5 #8 Theo, due 2026-06-16: Met by #14 on 2026-06-10, working day 58",
            "C6 #14 Mia, due 2026-12-10: Open, working day 14",
            "C6 #14 Theo, due 2026-12-10: Open, working day 14",
            "FGDM-OFFER case: NotEngaged (no application under Part 4)",
            "QUORUM-STRATEGY #6 case: Met by #6 on 2026-02-24",
            "QUORUM-CONFERENCE #8 case: Met by #8 on 2026-03-16",
            "QUORUM-CONFERENCE #14 case: Met by #14 on 2026-06-10",
        ]
    );
}

#[test]
fn as_at_25_january_the_first_decision_is_overdue_and_nothing_later_is_seen() {
    let shown: Vec<_> = ashdown().assessed("2026-01-25").iter().map(line).collect();
    assert_eq!(
        shown,
        [
            "C1 #2 Mia, due 2026-01-21: Overdue (none recorded)",
            "C1 #2 Theo, due 2026-01-21: Overdue (none recorded)",
            "FGDM-OFFER case: NotEngaged (no application under Part 4)",
        ]
    );
}
