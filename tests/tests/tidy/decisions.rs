//! Decisions are numbered, dated records, and a crate from outside is a decision.
//!
//! Whether a decision was a good one is for its readers.
//!
//! # Rules
//!
//! - `every_decision_is_dated_and_in_the_index`: a record that nobody finds decides nothing.
//! - `every_dependency_from_outside_has_a_decision`: what for, and why this one.

use std::collections::BTreeSet;

use crate::tree::{File, demand_none, fault, files, workspace};

const FOLDER: &str = "docs/decisions/";
const INDEX: &str = "docs/decisions/README.md";

fn records(files: Vec<File>) -> (Vec<File>, File) {
    let (mut index, records): (Vec<File>, Vec<File>) = files
        .into_iter()
        .filter(|file| file.path.starts_with(FOLDER))
        .partition(|file| file.path == INDEX);
    (records, index.pop().unwrap_or_else(|| File::of(INDEX, "")))
}

fn undated(records: &[File], index: &File) -> Vec<String> {
    let mut faults = Vec::new();
    for record in records {
        let name = record.path.trim_start_matches(FOLDER);
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.chars().all(|c| c.is_ascii_digit()) {
            faults.push(fault(&record.path, 1, "begin its name with its number: `0002-..`"));
        }
        if !record.text.lines().any(|line| line.strip_prefix("Date: ").is_some_and(is_date)) {
            faults.push(fault(&record.path, 1, "write `Date: ` and the day, as 2026-01-31"));
        }
        if !record.text.lines().any(|line| line.starts_with("Status: ")) {
            faults.push(fault(&record.path, 1, "write `Status: `: in force, or superseded by .."));
        }
        if !index.text.contains(&format!("]({name})")) {
            faults.push(fault(INDEX, 1, &format!("list `{name}`")));
        }
    }
    faults
}

fn is_date(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").is_ok()
}

fn undecided(dependencies: &BTreeSet<String>, records: &[File]) -> Vec<String> {
    dependencies
        .iter()
        .filter(|name| !records.iter().any(|record| record.text.contains(&format!("`{name}`"))))
        .map(|name| {
            let demand = format!("`{name}` has no decision: what for, and why this one?");
            fault(INDEX, 1, &demand)
        })
        .collect()
}

#[test]
fn every_decision_is_dated_and_in_the_index() {
    let (records, index) = records(files());
    assert!(!records.is_empty(), "no decision was read");
    demand_none(&undated(&records, &index));
}

#[test]
fn every_dependency_from_outside_has_a_decision() {
    let dependencies: BTreeSet<String> = workspace()
        .packages
        .into_iter()
        .flat_map(|package| package.dependencies)
        .filter(|dependency| dependency.path.is_none())
        .map(|dependency| dependency.name)
        .collect();
    demand_none(&undecided(&dependencies, &records(files()).0));
}

#[test]
fn a_record_that_is_not_as_it_should_be_is_named() {
    let index = File::of(INDEX, "- [one](0001-one.md)\n");
    let good = File::of("docs/decisions/0001-one.md", "# One\n\nDate: 2026-01-31\nStatus: a\n");
    assert_eq!(undated(&[good], &index), [""; 0]);
    let bad = File::of("docs/decisions/two.md", "# Two\n\nDate: 2026-02-31\n");
    assert_eq!(
        undated(&[bad], &index),
        [
            "docs/decisions/two.md:1: begin its name with its number: `0002-..`",
            "docs/decisions/two.md:1: write `Date: ` and the day, as 2026-01-31",
            "docs/decisions/two.md:1: write `Status: `: in force, or superseded by ..",
            "docs/decisions/README.md:1: list `two.md`",
        ]
    );
}

#[test]
fn a_dependency_without_a_decision_is_named() {
    let records = [File::of("docs/decisions/0001-one.md", "| `serde` | encodes |\n")];
    let dependencies = ["serde", "serde_json"].map(str::to_owned).into();
    assert_eq!(
        undecided(&dependencies, &records),
        ["docs/decisions/README.md:1: `serde_json` has no decision: what for, and why this one?"]
    );
}
