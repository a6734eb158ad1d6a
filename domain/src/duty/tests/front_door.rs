//! C1, C2 and the confirmation of a telephone referral.

use serde_json::json;

use super::case::{Case, MIA, POLICE, SCHOOL, SOCIAL_CARE, THEO, id, named, nowhere, recorded};
use crate::duty::{Limit, LocalClock, LocalRules};

/// A contact on Tuesday 20 January 2026 and a decision at a time.
fn contact_and(decided: &str) -> Case {
    let mut case = Case::new();
    let contact =
        case.add("2026-01-20T15:05", "Concern", "ContactReceived", json!({"account": "x"}));
    case.add(decided, "Concern", "ReferralDecided", json!({"contact": named(contact)}));
    case
}

#[test]
fn a_contact_is_decided_on_in_time_late_not_yet_or_not_certainly() {
    let shown = |decided: &str, now: &str| contact_and(decided).shown("C1", now);
    assert_eq!(
        shown("2026-01-21", "2026-06-30"),
        ["C1 #1 Mia, due 2026-01-21: Met by #2 on 2026-01-21, working day 1"]
    );
    assert_eq!(
        shown("2026-01-22T00:00", "2026-06-30"),
        [
            "C1 #1 Mia, due 2026-01-21: MetLate by #2 on 2026-01-22, working day 2, late 1 working days, 1 days"
        ]
    );
    assert_eq!(
        shown("2026-01-26", "2026-01-20T16:00"),
        ["C1 #1 Mia, due 2026-01-21: DueSoon, working day 0"]
    );
    assert_eq!(
        shown("2026-01-26", "2026-01-21T23:58"),
        ["C1 #1 Mia, due 2026-01-21: DueSoon, working day 1"]
    );
    assert_eq!(
        shown("2026-01-26", "2026-01-21"),
        ["C1 #1 Mia, due 2026-01-21: Overdue (none recorded)"]
    );
    assert_eq!(
        shown("2027-01-26", "2026-02-19"),
        ["C1 #1 Mia, due 2026-01-21: NotMetInTime (none recorded)"]
    );
    assert_eq!(
        shown("2026-01", "2026-06-30"),
        [
            "C1 #1 Mia, due 2026-01-21: NotCertain by #2 on 2026-01-01 (the time of the entry that answers it straddles the due time)"
        ]
    );
}

#[test]
fn nothing_after_the_moment_asked_about_counts() {
    let case = contact_and("2026-01-21");
    assert_eq!(case.shown("C1", "2026-01-19"), [""; 0]);
    assert_eq!(
        case.shown("C1", "2026-01-21T12:00"),
        [
            "C1 #1 Mia, due 2026-01-21: NotCertain by #2 on 2026-01-21 (not certain whether the entry that answers it had happened by then)"
        ]
    );
}

#[test]
fn a_decision_discharges_the_contact_that_it_names() {
    let mut case = Case::new();
    case.children = vec![MIA, THEO];
    let account = json!({"account": "x"});
    let first = case.add("2026-01-20T09:00", "Concern", "ContactReceived", account.clone());
    case.children = vec![MIA];
    let second = case.add("2026-01-20T10:00", "Concern", "ContactReceived", account);
    case.add("2026-01-20T11:00", "Concern", "ContactDecided", json!({"contact": named(second)}));
    // Of this one it is not said what it decides: the earliest open one about the same child.
    case.children = vec![MIA, THEO];
    case.add("2026-01-21T11:00", "Concern", "ReferralDecided", json!({"contact": nowhere()}));
    assert_eq!(first, 1);
    assert_eq!(
        case.shown("C1", "2026-06-30"),
        [
            "C1 #1 Mia, due 2026-01-21: Met by #4 on 2026-01-21, working day 1",
            "C1 #1 Theo, due 2026-01-21: Met by #4 on 2026-01-21, working day 1",
            "C1 #2 Mia, due 2026-01-21: Met by #3 on 2026-01-20, working day 0",
        ]
    );
}

#[test]
fn a_concern_opens_a_decision_only_where_social_care_received_it_itself() {
    let mut case = Case::new();
    let account = json!({"account": "x"});
    case.agency = SCHOOL;
    case.add("2026-01-20T09:00", "Concern", "ConcernRaised", account.clone());
    case.agency = SOCIAL_CARE;
    let own = case.add("2026-01-20T10:00", "Concern", "ConcernRaised", account.clone());
    let contact = json!({"account": "x", "received": [id(own)]});
    case.add("2026-01-20T11:00", "Concern", "ContactReceived", contact);
    case.children = Vec::new();
    case.add("2026-01-27", "Concern", "ConcernRaised", account);
    assert_eq!(
        case.shown("C1", "2026-01-27"),
        [
            "C1 #3 Mia, due 2026-01-21: Overdue (none recorded)",
            "C1 #4 case, due 2026-01-28: DueSoon, working day 0",
        ]
    );
}

/// A contact on 3 February 2026, a referral accepted on 5 February and what follows.
fn referral() -> (Case, u128) {
    let mut case = Case::new();
    let contact = case.add("2026-02-03", "Concern", "ContactReceived", json!({"account": "x"}));
    let outcome = recorded("SINGLE_ASSESSMENT");
    let body = json!({"contact": named(contact), "outcome": outcome});
    let referral = case.add("2026-02-05", "Concern", "ReferralDecided", body);
    (case, referral)
}

#[test]
fn an_assessment_is_counted_from_the_contact_and_not_from_its_own_start() {
    let (mut case, referral) = referral();
    let body = json!({"referral": named(referral)});
    let started = case.add("2026-02-20", "Help", "AssessmentStarted", body);
    assert_eq!(case.shown("C2", "2026-02-20"), ["C2 #2 Mia, due 2026-04-09: Open, working day 13"]);
    let mut in_time = referral_again(&case);
    in_time.add(
        "2026-04-09",
        "Help",
        "AssessmentAuthorised",
        json!({"assessment": named(started)}),
    );
    assert_eq!(
        in_time.shown("C2", "2026-06-30"),
        ["C2 #2 Mia, due 2026-04-09: Met by #4 on 2026-04-09, working day 45"]
    );
    let mut late = referral_again(&case);
    late.add("2026-04-10", "Help", "AssessmentAuthorised", json!({"assessment": nowhere()}));
    assert_eq!(
        late.shown("C2", "2026-06-30"),
        [
            "C2 #2 Mia, due 2026-04-09: MetLate by #4 on 2026-04-10, working day 46, late 1 working days, 1 days"
        ]
    );
    let body = json!({"assessment": named(started), "late": "the child was in hospital"});
    case.add("2026-04-10", "Help", "AssessmentAuthorised", body);
    assert_eq!(
        case.shown("C2", "2026-06-30"),
        [
            "C2 #2 Mia, due 2026-04-09: Excused by #4 on 2026-04-10, working day 46, late 1 working days, 1 days (the child was in hospital)"
        ]
    );
}

fn referral_again(case: &Case) -> Case {
    let mut again = Case::new();
    again.entries.clone_from(&case.entries);
    again
}

#[test]
fn an_assessment_that_a_month_alone_dates_is_not_certainly_in_time() {
    let (mut case, _) = referral();
    case.add("2026-04", "Help", "AssessmentAuthorised", json!({"assessment": nowhere()}));
    assert_eq!(
        case.shown("C2", "2026-06-30"),
        [
            "C2 #2 Mia, due 2026-04-09: NotCertain by #3 on 2026-04-01 (the time of the entry that answers it straddles the due time)"
        ]
    );
    assert_eq!(case.shown("C2", "2026-03-30"), ["C2 #2 Mia, due 2026-04-09: Open, working day 39"]);
}

#[test]
fn a_referral_that_is_not_accepted_opens_no_assessment() {
    let mut case = Case::new();
    for outcome in ["NFA", "CARE_LEAVER", "OTHER"] {
        let body = json!({"contact": nowhere(), "outcome": recorded(outcome)});
        case.add("2026-02-05", "Concern", "ReferralDecided", body);
    }
    case.add("2026-02-05", "Concern", "ReferralDecided", json!({"contact": nowhere()}));
    assert_eq!(case.shown("C2", "2026-06-30"), [""; 0]);
}

#[test]
fn what_is_not_due_when_the_case_closes_has_ended_and_what_was_due_has_not() {
    let (mut case, _) = referral();
    case.add("2026-03-02", "Opening", "CaseClosed", json!({}));
    assert_eq!(
        case.shown("C2", "2026-06-30"),
        ["C2 #2 Mia, due 2026-04-09: Ended by #3 on 2026-03-02 (the case was closed)"]
    );
    let (mut case, _) = referral();
    case.add("2026-05-05", "Opening", "ChildLeftCase", json!({"child": id(MIA)}));
    assert_eq!(
        case.shown("C2", "2026-06-30"),
        ["C2 #2 Mia, due 2026-04-09: NotMetInTime (none recorded)"]
    );
}

#[test]
fn a_telephone_referral_is_confirmed_in_writing_only_where_that_is_adopted() {
    let mut case = Case::new();
    let by = |channel| json!({"account": "x", "channel": recorded(channel)});
    case.agency = POLICE;
    case.add("2026-01-20T15:05", "Concern", "ContactReceived", by("telephone"));
    case.add("2026-01-22T15:10", "Concern", "ContactReceived", by("email"));
    assert_eq!(case.shown("L1", "2026-06-30"), [""; 0]);
    let clocks = [(LocalClock::TelephoneConfirmation, Limit::Hours(48))].into();
    case.adopt("2026-01-01", LocalRules { clocks, ..LocalRules::default() });
    assert_eq!(
        case.shown("L1", "2026-06-30"),
        [
            "L1 #1 Mia, due 2026-01-22T15:05: MetLate by #2 on 2026-01-22, working day 2, late 0 working days, 0 days"
        ]
    );
}
