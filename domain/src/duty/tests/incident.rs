//! C7 to C9: serious incidents and reviews.

use serde_json::json;

use super::case::{Case, named, nowhere, recorded};
use crate::duty::{LocalRules, RapidReviewFrom};

/// An incident identified on Monday 2 March 2026, of which the authority was aware on the Friday.
fn incident() -> (Case, u128) {
    let mut case = Case::new();
    let body = json!({"account": "x", "aware": recorded(json!({"day": "2026-02-27"}))});
    let incident = case.add("2026-03-02", "Incident", "SeriousIncidentIdentified", body);
    (case, incident)
}

#[test]
fn an_incident_is_notified_within_5_working_days_of_awareness() {
    for (notified, shown) in [
        ("2026-03-06", "C7 #1 Mia, due 2026-03-06: Met by #2 on 2026-03-06, working day 5"),
        (
            "2026-03-09",
            "C7 #1 Mia, due 2026-03-06: MetLate by #2 on 2026-03-09, working day 6, late 1 working days, 3 days",
        ),
        (
            "2026-03",
            "C7 #1 Mia, due 2026-03-06: NotCertain by #2 on 2026-03-01 (the time of the entry that answers it straddles the due time)",
        ),
    ] {
        let (mut case, incident) = incident();
        let body = json!({"incident": named(incident)});
        case.add(notified, "Incident", "SeriousIncidentNotified", body);
        assert_eq!(case.shown("C7", "2026-06-30"), [shown]);
    }
    let (case, _) = incident();
    assert_eq!(
        case.shown("C7", "2026-03-09"),
        ["C7 #1 Mia, due 2026-03-06: Overdue (none recorded)"]
    );
}

#[test]
fn a_rapid_review_is_counted_from_the_incident_or_its_notification_as_set() {
    let (mut case, incident) = incident();
    let body = json!({"incident": named(incident)});
    let notified = case.add("2026-03-06", "Incident", "SeriousIncidentNotified", body);
    let body = json!({"incident": named(notified)});
    case.add("2026-03-23", "Incident", "RapidReviewCompleted", body);
    assert_eq!(
        case.shown("C8", "2026-06-30"),
        [
            "C8 #1 Mia, due 2026-03-20: MetLate by #3 on 2026-03-23, working day 16, late 1 working days, 3 days"
        ]
    );
    case.adopt(
        "2026-01-01",
        LocalRules { rapid_review_from: RapidReviewFrom::Notification, ..LocalRules::default() },
    );
    assert_eq!(
        case.shown("C8", "2026-06-30"),
        ["C8 #2 Mia, due 2026-03-27: Met by #3 on 2026-03-23, working day 11"]
    );
    assert_eq!(
        case.shown("C8", "2026-03-22"),
        ["C8 #2 Mia, due 2026-03-27: DueSoon, working day 10"]
    );
}

#[test]
fn a_review_is_published_within_6_months_of_the_decision_to_hold_it() {
    let mut case = Case::new();
    let needed = json!({"incident": nowhere(), "review_needed": recorded("needed")});
    let rapid = case.add("2026-03-20", "Incident", "RapidReviewCompleted", needed);
    let follows = json!({"incident": named(rapid)});
    let review = case.add("2026-04-01", "Incident", "ReviewCommissioned", follows);
    assert_eq!(
        case.shown("C9", "2026-09-20"),
        ["C9 #1 Mia, due 2026-09-20: Overdue (none recorded)"]
    );
    let mut in_time = Case::new();
    in_time.entries.clone_from(&case.entries);
    let published = json!({"review": named(review), "how": "published"});
    in_time.add("2026-09-20", "Incident", "ReviewPublished", published.clone());
    assert_eq!(
        in_time.shown("C9", "2026-12-01"),
        ["C9 #1 Mia, due 2026-09-20: Met by #3 on 2026-09-20, working day 125"]
    );
    case.add("2026-10-01", "Incident", "ReviewPublished", published);
    assert_eq!(
        case.shown("C9", "2026-12-01"),
        [
            "C9 #1 Mia, due 2026-09-20: MetLate by #3 on 2026-10-01, working day 134, late 9 working days, 11 days"
        ]
    );
}

#[test]
fn a_review_that_is_not_published_says_so_and_is_excused() {
    let mut case = Case::new();
    let commissioned = json!({"incident": nowhere()});
    let review = case.add("2026-04-01", "Incident", "ReviewCommissioned", commissioned);
    let body = json!({"review": named(review), "how": "not_published"});
    case.add("2026-08-01", "Incident", "ReviewPublished", body);
    assert_eq!(
        case.shown("C9", "2026-12-01"),
        [
            "C9 #1 Mia, due 2026-10-01: Excused by #2 on 2026-08-01 (it was decided not to publish it)"
        ]
    );
}
