//! The table of rules as the page `docs/duties.md` has it, between two marks; a test compares them.

use crate::basis::{Applies, LegalBasis};
use crate::calendar::CountFrom;
use crate::code::code_of;

use super::local_table::LOCAL;
use super::rule::{Configurable, Counting, Form, Rule, RuleCode, Unmet, Weight};
use super::table::NATIONAL;

/// The columns, in their order.
const HEADINGS: [&str; 12] = [
    "code",
    "what",
    "legal basis",
    "applies",
    "weight",
    "opened by",
    "due",
    "counted",
    "discharged by",
    "excused or ended by",
    "once too late",
    "may be set",
];

/// The table of national rules and that of local clocks, as Markdown.
pub fn rules_as_markdown() -> String {
    format!("{}\n{}", section("National rules", NATIONAL), section("Local clocks", LOCAL))
}

fn section(name: &str, rules: &[Rule]) -> String {
    let rows: Vec<_> =
        rules.iter().map(|rule| format!("| {} |", cells(rule).join(" | "))).collect();
    let heading = HEADINGS.join(" | ");
    let rule = "---|".repeat(HEADINGS.len());
    format!("### {name}\n\n| {heading} |\n|{rule}\n{}\n", rows.join("\n"))
}

fn cells(rule: &Rule) -> [String; 12] {
    [
        rule.code.to_string(),
        rule.title.to_owned(),
        code_of(&rule.basis).unwrap_or_default().to_owned(),
        applies(rule.basis),
        weight(rule.weight).to_owned(),
        rule.opened_by.to_owned(),
        rule.limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string()),
        counted(rule),
        rule.discharged_by.to_owned(),
        rule.excused_by.to_owned(),
        match (rule.unmet, rule.form) {
            (Unmet::Breached, _) => "breached".to_owned(),
            (Unmet::NotMetInTime, Form::Standing) => "not met".to_owned(),
            (Unmet::NotMetInTime, Form::Deadline | Form::Precondition) => {
                "not met in time".to_owned()
            }
        },
        may_be_set(rule),
    ]
}

fn applies(basis: LegalBasis) -> String {
    match basis.applies() {
        Applies::Already => "already".to_owned(),
        Applies::From(day) => format!("from {day}"),
        Applies::AwaitsCommencement => "awaits commencement".to_owned(),
    }
}

fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Statute => "statute",
        Weight::StatutoryGuidance => "statutory guidance",
        Weight::Local => "local",
    }
}

fn counted(rule: &Rule) -> String {
    let from = rule.counted_from;
    match rule.counting {
        Counting::Forward => format!("from {from}, day 0"),
        Counting::ForwardReturnDiffers(CountFrom::DayOne) => {
            format!("from {from}, day 0; a return counts it as day 1")
        }
        Counting::ForwardReturnDiffers(CountFrom::DayZero) => {
            format!("from {from}, day 0; a return counts it so too")
        }
        Counting::Backward => format!("back from {from}"),
        Counting::Nothing => "-".to_owned(),
    }
}

fn may_be_set(rule: &Rule) -> String {
    match (rule.configurable, rule.code) {
        (Configurable::Nothing, _) => "no".to_owned(),
        (Configurable::Start, _) => "`rapid_review_from`".to_owned(),
        (Configurable::Commencement, _) => "`commencement`".to_owned(),
        (Configurable::EarlyAdoption, _) => "`commencement`, `team_composition_from`".to_owned(),
        (Configurable::Limit, RuleCode::Local(clock)) => {
            format!("`clocks.{}`; off unless adopted", code_of(&clock).unwrap_or_default())
        }
        (Configurable::Limit, code) => format!("the limit of {code}"),
    }
}
