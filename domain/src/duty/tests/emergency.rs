//! C10 to C12: the limits that statute sets.

use serde_json::{Value, json};

use super::case::{Case, MIA, id, named, nowhere, recorded};

fn taken(at: &str) -> (Case, u128) {
    let mut case = Case::new();
    let body = json!({"child": id(MIA), "ground": "found alone at night"});
    let taken = case.add(at, "Emergency", "PoliceProtectionTaken", body);
    (case, taken)
}

#[test]
fn police_protection_is_counted_in_hours() {
    for (ended, shown) in [
        (
            "2026-03-06T21:59",
            "C10 #1 Mia, due 2026-03-06T22:00: Met by #2 on 2026-03-06, working day 3",
        ),
        (
            "2026-03-06T22:01",
            "C10 #1 Mia, due 2026-03-06T22:00: Breached by #2 on 2026-03-06, working day 3, late 0 working days, 0 days",
        ),
        (
            "2026-03-06",
            "C10 #1 Mia, due 2026-03-06T22:00: NotCertain by #2 on 2026-03-06, working day 3 (the time of the entry that answers it straddles the due time)",
        ),
    ] {
        let (mut case, taken) = taken("2026-03-03T22:00");
        let body = json!({"protection": named(taken), "child": id(MIA)});
        case.add(ended, "Emergency", "PoliceProtectionEnded", body);
        assert_eq!(case.shown("C10", "2026-06-30"), [shown]);
    }
    let (case, _) = taken("2026-03-03T22:00");
    let shown = |now| case.shown("C10", now);
    assert_eq!(shown("2026-03-04"), ["C10 #1 Mia, due 2026-03-06T22:00: Open, working day 1"]);
    assert_eq!(
        shown("2026-03-06T09:00"),
        ["C10 #1 Mia, due 2026-03-06T22:00: DueSoon, working day 3"]
    );
    assert_eq!(
        shown("2026-03-06T22:01"),
        ["C10 #1 Mia, due 2026-03-06T22:00: Breached (none recorded)"]
    );
    // Over the night on which the clocks go forward, 72 hours end an hour later on the clock.
    let (spring, _) = taken("2026-03-27T22:00");
    assert_eq!(
        spring.shown("C10", "2026-03-28"),
        ["C10 #1 Mia, due 2026-03-30T23:00: Open, working day 0"]
    );
}

fn ordered(lasts: Value) -> (Case, u128) {
    let mut case = Case::new();
    let body = json!({"child": id(MIA), "lasts_days": lasts});
    let order = case.add("2026-03-02T15:00", "Emergency", "EmergencyProtectionOrdered", body);
    (case, order)
}

#[test]
fn an_emergency_order_lasts_no_longer_than_the_statute_allows() {
    let due = |case: &Case, now: &str| case.shown("C11", now);
    assert_eq!(
        due(&ordered(json!("not_recorded")).0, "2026-03-03"),
        ["C11 #1 Mia, due 2026-03-10: Open, working day 1"]
    );
    assert_eq!(
        due(&ordered(recorded(5)).0, "2026-03-03"),
        ["C11 #1 Mia, due 2026-03-07: DueSoon, working day 1"]
    );
    assert_eq!(
        due(&ordered(recorded(20)).0, "2026-03-03"),
        [
            "C11 #1 Mia, due 2026-03-10: Open, working day 1 (the order is recorded as 20 days; the statute allows 8)"
        ]
    );
    let (mut case, order) = ordered(recorded(8));
    let extended = json!({"order": named(order), "by_days": recorded(7)});
    case.add("2026-03-09", "Emergency", "EmergencyProtectionExtended", extended);
    assert_eq!(due(&case, "2026-03-08"), ["C11 #1 Mia, due 2026-03-10: DueSoon, working day 4"]);
    assert_eq!(due(&case, "2026-03-09"), ["C11 #1 Mia, due 2026-03-17: Open, working day 5"]);
    let again = json!({"order": nowhere(), "by_days": recorded(7)});
    case.add("2026-03-16", "Emergency", "EmergencyProtectionExtended", again);
    let ended = json!({"order": named(order), "child": id(MIA)});
    case.add("2026-03-18", "Emergency", "EmergencyProtectionEnded", ended);
    assert_eq!(
        due(&case, "2026-06-30"),
        [
            "C11 #1 Mia, due 2026-03-17: Breached by #4 on 2026-03-18, working day 12, late 1 working days, 1 days (more than one extension is recorded; the statute allows one)"
        ]
    );
    let (mut case, order) = ordered(recorded(8));
    let ended = json!({"order": named(order), "child": id(MIA)});
    case.add("2026-03-10", "Emergency", "EmergencyProtectionEnded", ended);
    assert_eq!(
        due(&case, "2026-06-30"),
        ["C11 #1 Mia, due 2026-03-10: Met by #2 on 2026-03-10, working day 6"]
    );
}

fn applied(part: Value) -> (Case, u128) {
    let mut case = Case::new();
    let body = json!({"part": part});
    let application = case.add("2026-01-05", "Proceedings", "CourtApplicationIssued", body);
    (case, application)
}

fn order(case: &mut Case, made: &str, application: u128, finality: Value) {
    let body = json!({"application": named(application), "final_order": finality});
    case.add(made, "Proceedings", "OrderMade", body);
}

#[test]
fn proceedings_are_concluded_within_26_weeks() {
    for (made, shown) in [
        ("2026-07-06", "C12 #1 Mia, due 2026-07-06: Met by #3 on 2026-07-06, working day 126"),
        (
            "2026-07-08",
            "C12 #1 Mia, due 2026-07-06: MetLate by #3 on 2026-07-08, working day 128, late 2 working days, 2 days",
        ),
        (
            "2026-07",
            "C12 #1 Mia, due 2026-07-06: NotCertain by #3 on 2026-07-01 (the time of the entry that answers it straddles the due time)",
        ),
    ] {
        let (mut case, application) = applied(recorded("part4"));
        order(&mut case, "2026-02-01", application, recorded("interim"));
        order(&mut case, made, application, recorded("final"));
        assert_eq!(case.shown("C12", "2026-09-01"), [shown]);
    }
    let (case, _) = applied(recorded("part4"));
    assert_eq!(
        case.shown("C12", "2026-07-10"),
        ["C12 #1 Mia, due 2026-07-06: Overdue (none recorded)"]
    );
    assert_eq!(applied(recorded("part5")).0.shown("C12", "2026-07-10"), [""; 0]);
    assert_eq!(
        applied(json!("not_recorded")).0.shown("C12", "2026-07-10"),
        [
            "C12 #1 Mia, due 2026-07-06: NotCertain (under which part the application is, is not recorded)"
        ]
    );
}

#[test]
fn an_order_that_is_not_said_to_be_final_leaves_it_open() {
    let (mut case, application) = applied(recorded("part4"));
    order(&mut case, "2026-02-01", application, json!("not_recorded"));
    assert_eq!(
        case.shown("C12", "2026-09-01"),
        [
            "C12 #1 Mia, due 2026-07-06: NotCertain by #2 on 2026-02-01 (an order is recorded, not whether it ends the proceedings)"
        ]
    );
    order(&mut case, "2026-06-01", application, recorded("final"));
    assert_eq!(
        case.shown("C12", "2026-09-01"),
        ["C12 #1 Mia, due 2026-07-06: Met by #3 on 2026-06-01, working day 101"]
    );
}
