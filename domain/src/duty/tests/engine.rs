//! What holds of every rule: day 0, bank holidays, certainty, the calendar's end, rules over time.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::case::{Case, MIA, at, day, id, line, named, nowhere, recorded};
use crate::basis::{Applies, LegalBasis};
use crate::calendar::Calendar;
use crate::duty::{
    Commencement, Form, Limit, LocalClock, LocalRules, RuleBook, RuleCode, Status, Unmet, Weight,
    table,
};
use crate::effective::OnRecord;
use crate::entry::RecordClock;

fn contact(on: &str) -> Case {
    let mut case = Case::new();
    case.add(on, "Concern", "ContactReceived", json!({"account": "x"}));
    case
}

fn due(on: &str) -> String {
    let duties = contact(on).assessed(on);
    duties.first().and_then(|duty| duty.due).unwrap().last_day().to_string()
}

#[test]
fn the_opening_day_is_day_0_and_a_day_is_due_by_its_end() {
    assert_eq!(due("2026-01-20T00:00"), "2026-01-21");
    assert_eq!(due("2026-01-20T23:59"), "2026-01-21");
    assert_eq!(due("2026-01-23"), "2026-01-26");
    assert_eq!(due("2026-01-24"), "2026-01-26");
    let case = contact("2026-01-20T23:59");
    assert_eq!(
        case.shown("C1", "2026-01-21T23:58"),
        ["C1 #1 Mia, due 2026-01-21: DueSoon, working day 1"]
    );
    assert_eq!(
        case.shown("C1", "2026-01-21"),
        ["C1 #1 Mia, due 2026-01-21: Overdue (none recorded)"]
    );
}

#[test]
fn bank_holidays_are_no_working_days() {
    // Christmas Day to Boxing Day, whose substitute is Monday 28 December 2026.
    assert_eq!(due("2026-12-24"), "2026-12-29");
    // Good Friday to Easter Monday.
    assert_eq!(due("2026-04-02"), "2026-04-07");
    // The coronation, proclaimed for Monday 8 May 2023.
    assert_eq!(due("2023-05-05"), "2023-05-09");
}

#[test]
fn a_time_that_straddles_the_due_time_is_not_certain() {
    let mut case = contact("2026-01-20");
    let decided = json!({"contact": named(1)});
    case.add("2026-01", "Concern", "ContactDecided", decided);
    let duties = case.assessed("2026-06-30");
    assert_eq!(duties.first().map(|duty| duty.status), Some(Status::NotCertain));
    let month = contact("2026-01");
    assert_eq!(
        month.shown("C1", "2026-01-15"),
        [
            "C1 #1 Mia, due 2026-01-02 to 2026-02-02: NotCertain (not certain whether it had opened by then)"
        ]
    );
    assert_eq!(
        month.shown("C1", "2026-02-01"),
        [
            "C1 #1 Mia, due 2026-01-02 to 2026-02-02: NotCertain (the opening is not known to the day, and the due time may have passed)"
        ]
    );
    assert_eq!(
        month.shown("C1", "2026-02-02"),
        ["C1 #1 Mia, due 2026-01-02 to 2026-02-02: Overdue (none recorded)"]
    );
}

#[test]
fn breached_is_said_of_statute_alone() {
    for rule in table() {
        if rule.unmet == Unmet::Breached {
            assert_eq!(rule.weight, Weight::Statute, "{}", rule.code);
        }
    }
}

#[test]
fn beyond_the_calendar_nothing_is_guessed() {
    let book = RuleBook::national().unwrap();
    let last = book.calendar().covered_to();
    let case = contact(&last.to_string());
    let note = format!(
        "{} is beyond the calendar of bank holidays, which covers {} to {last}",
        last.succ_opt().unwrap(),
        book.calendar().covered_from()
    );
    assert_eq!(
        case.shown("C1", "2199-06-30"),
        [format!("C1 #1 Mia: CalendarDoesNotReach ({note})")]
    );
}

/// Local clocks adopted on a day, which is also when that was recorded.
fn adopt(case: &mut Case, on: &str, hours: u16) {
    let clocks = [(LocalClock::TelephoneConfirmation, Limit::Hours(hours))].into();
    case.adopt(on, LocalRules { clocks, ..LocalRules::default() });
}

#[test]
fn rules_adopted_later_do_not_bear_on_an_earlier_answer() {
    let mut case = Case::new();
    let body = json!({"account": "x", "channel": recorded("telephone")});
    case.add("2026-01-20T15:00", "Concern", "ContactReceived", body);
    adopt(&mut case, "2026-02-01", 24);
    adopt(&mut case, "2026-03-01", 48);
    let on = |until: DateTime<Utc>| {
        let on_record = OnRecord::at(RecordClock::Ledger, until);
        let duties = case.assessed_on("2026-06-30", on_record);
        let local = duties.iter().filter(|duty| duty.rule.as_str() == "L1");
        local.map(line).collect::<Vec<_>>()
    };
    assert_eq!(on(at("2026-01-31")), [""; 0]);
    assert_eq!(
        on(at("2026-02-15")),
        ["L1 #1 Mia, due 2026-01-21T15:00: NotMetInTime (none recorded)"]
    );
    assert_eq!(
        on(at("2026-06-30")),
        ["L1 #1 Mia, due 2026-01-22T15:00: NotMetInTime (none recorded)"]
    );
    // Adopted in the world by then, and on record since: the world's moment counts as well.
    assert_eq!(case.shown("L1", "2026-01-31"), [""; 0]);
}

#[test]
fn a_commencement_cannot_put_off_what_applies_already() {
    let from = day("2027-01-01");
    let of = |basis| Commencement { basis, from };
    let commencement = vec![of(LegalBasis::Enquiry), of(LegalBasis::InformationSharing)];
    let rules = LocalRules { commencement, ..LocalRules::default() };
    let book = RuleBook::new(rules, Calendar::england_and_wales().unwrap());
    assert_eq!(book.applies(LegalBasis::Enquiry), Applies::Already);
    assert_eq!(book.applies(LegalBasis::InformationSharing), Applies::From(from));
    assert_eq!(book.applies(LegalBasis::MultiAgencyTeam), Applies::AwaitsCommencement);
}

#[test]
fn withdrawn_entries_open_and_discharge_nothing() {
    let mut case = contact("2026-01-20");
    case.add("2026-01-21", "Concern", "ReferralDecided", json!({"contact": nowhere()}));
    let withdrawn = json!({"entry": id(2), "ground": "wrong_child", "reason": "x"});
    case.add("2026-01-22", "Record", "EntryWithdrawn", withdrawn);
    assert_eq!(
        case.shown("C1", "2026-01-23"),
        ["C1 #1 Mia, due 2026-01-21: Overdue (none recorded)"]
    );
}

#[test]
fn an_entry_that_names_no_child_is_about_the_case() {
    let mut case = contact("2026-01-20");
    case.children = Vec::new();
    case.add("2026-01-20", "Concern", "ContactReceived", json!({"account": "x"}));
    case.children = vec![MIA];
    case.add("2026-01-21", "Concern", "ContactDecided", json!({"contact": named(2)}));
    assert_eq!(
        case.shown("C1", "2026-01-21"),
        [
            "C1 #1 Mia, due 2026-01-21: Overdue (none recorded)",
            "C1 #2 case, due 2026-01-21: Met by #3 on 2026-01-21, working day 1",
        ]
    );
}

#[test]
fn every_code_has_one_row_and_every_row_says_all() {
    let codes: BTreeSet<_> = table().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), table().count());
    assert_eq!(codes.len(), 18 + LocalClock::ALL.len());
    for clock in LocalClock::ALL {
        let rule = RuleCode::Local(*clock).rule();
        assert_eq!(rule.limit, Some(clock.common_limit()));
    }
    for rule in table() {
        assert_eq!(rule.code.rule(), rule);
        assert_eq!(rule.limit.is_some(), rule.form == Form::Deadline, "{}", rule.code);
        for words in [rule.title, rule.opened_by, rule.discharged_by, rule.excused_by] {
            assert_ne!(words, "", "{}", rule.code);
        }
    }
}

#[test]
fn local_rules_are_written_as_they_are_adopted() {
    let rules = LocalRules {
        clocks: [(LocalClock::CoreGroup, Limit::Weeks(6))].into(),
        ..LocalRules::default()
    };
    let written = json!({
        "due_soon_days": 5,
        "due_soon_hours": 24,
        "overdue_days": 28,
        "rapid_review_from": "incident_known",
        "commencement": [],
        "clocks": {"core_group": {"weeks": 6}},
    });
    assert_eq!(serde_json::to_value(&rules).unwrap(), written);
    assert_eq!(serde_json::from_value::<LocalRules>(written).unwrap(), rules);
    assert_eq!(serde_json::from_value::<LocalRules>(json!({})).unwrap(), LocalRules::default());
    let unknown = serde_json::from_value::<LocalRules>(json!({"clock": {}}));
    assert_eq!(unknown.unwrap_err().to_string().split(',').next(), Some("unknown field `clock`"));
}
