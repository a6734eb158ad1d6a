//! The page on duties: its table is this table, and its example is what it says.

use super::case::day;
use crate::basis::LegalBasis;
use crate::duty::{Commencement, LocalRules, RapidReviewFrom, Status, rules_as_markdown};

const PAGE: &str = include_str!("../../../../docs/duties.md");

fn between(start: &str, end: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

/// To write it again: `cargo run -p candour-domain --example duties_page`.
#[test]
fn the_page_has_the_table_as_it_is() {
    assert_eq!(between("<!-- rules -->\n", "<!-- end of rules -->"), rules_as_markdown());
}

#[test]
fn the_example_of_the_page_adopts_common_practice() {
    let adopted: LocalRules = toml::from_str(between("```toml\n", "```")).unwrap();
    assert_eq!(adopted.check(), Ok(()));
    let from = |basis, on| Commencement { basis, from: day(on) };
    assert_eq!(
        adopted,
        LocalRules {
            rapid_review_from: RapidReviewFrom::Notification,
            commencement: vec![from(LegalBasis::FamilyGroupDecisionMaking, "2027-10-01")],
            team_composition_from: Some(day("2027-01-04")),
            ..LocalRules::common_practice()
        }
    );
}

#[test]
fn the_page_says_what_each_status_means() {
    let all = [
        Status::Open,
        Status::DueSoon,
        Status::Overdue,
        Status::Met,
        Status::MetLate,
        Status::NotMetInTime,
        Status::NotMet,
        Status::Excused,
        Status::Ended,
        Status::Breached,
        Status::NotEngaged,
        Status::NotCertain,
        Status::CalendarDoesNotReach,
    ];
    let meanings = between("## What each status means", "\n## ");
    for status in all {
        let code = serde_json::to_value(status).unwrap();
        let row = format!("\n| {} | `{}` |", status.words(), code.as_str().unwrap());
        assert_eq!(meanings.matches(&row).count(), 1, "{row}");
    }
}
