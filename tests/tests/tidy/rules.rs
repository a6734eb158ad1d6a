//! Every rule that a module lists in its doc comment has a test of the same name.
//!
//! Says nothing of rules that are not listed, nor of whether the test is a good one.
//!
//! # Rules
//!
//! - `every_listed_rule_is_well_formed`: an item is a name in backticks, then a full stop, or a
//!   colon and a sentence that says more than the name.
//! - `every_listed_rule_has_one_test_of_its_name`: in the same room or in `tests`.
//! - `no_rule_is_listed_twice`: one name is one rule.

use std::collections::BTreeMap;

use crate::code::{closing, code_of, is_name, line_at};
use crate::tree::{File, demand_none, fault, rust_files};

/// A rule as a module lists it, or a test as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    name: String,
    path: String,
    line: usize,
}

/// The items of the section `Rules`: each with its line, and its text after the dash.
fn items(file: &File) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        let Some(text) = line.strip_prefix("//!") else {
            if line.trim().is_empty() || line.starts_with("// ") {
                continue;
            }
            break;
        };
        let text = text.strip_prefix(' ').unwrap_or(text);
        if text.starts_with('#') {
            inside = text.trim_start_matches('#').trim() == "Rules";
        } else if inside && let Some(item) = text.strip_prefix("- ") {
            found.push((at + 1, item));
        }
    }
    found
}

/// The name that an item gives, if it is well formed.
fn name_of(item: &str) -> Option<&str> {
    let (name, rest) = item.strip_prefix('`')?.split_once('`')?;
    let is_test_name = !name.is_empty() && name.chars().all(is_name) && name == name.to_lowercase();
    let says_no_more = rest.trim_end() == ".";
    let says_more = rest.strip_prefix(": ").is_some_and(|sentence| !sentence.trim().is_empty());
    (is_test_name && (says_no_more || says_more)).then_some(name)
}

fn malformed(file: &File) -> Vec<String> {
    items(file)
        .into_iter()
        .filter(|(_, item)| name_of(item).is_none())
        .map(|(line, _)| {
            fault(&file.path, line, "list a rule as - `name_of_its_test`. or as - `name_of_its_test`: what it says beyond its name")
        })
        .collect()
}

fn listed(files: &[File]) -> Vec<Named> {
    files
        .iter()
        .flat_map(|file| {
            items(file).into_iter().filter_map(|(line, item)| {
                let name = name_of(item)?.to_owned();
                Some(Named { name, path: file.path.clone(), line })
            })
        })
        .collect()
}

/// Finds the functions that a test attribute stands before.
fn tests_of(file: &File) -> Vec<Named> {
    let code = code_of(&file.text);
    let mut found = Vec::new();
    let mut is_test = false;
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if let Some(attribute) = rest.strip_prefix("#[") {
            let length = closing(attribute);
            is_test |= is_test_attribute(&attribute[..length]);
            at += blank + 2 + length + 1;
            continue;
        }
        let line_end = rest.find('\n').unwrap_or(rest.len());
        if is_test && let Some(name) = function_name(&rest[..line_end]) {
            let line = line_at(&code, at + blank);
            found.push(Named { name: name.to_owned(), path: file.path.clone(), line });
        }
        is_test = false;
        at += blank + line_end;
        if rest.is_empty() {
            break;
        }
    }
    found
}

fn is_test_attribute(attribute: &str) -> bool {
    attribute == "test" || attribute == "tokio::test" || attribute.starts_with("tokio::test(")
}

fn function_name(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let (name, _) = line.strip_prefix("fn ")?.split_once('(')?;
    Some(name.trim())
}

fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn untested(rules: &[Named], tests: &[Named]) -> Vec<String> {
    let mut faults = Vec::new();
    for rule in rules {
        let name = &rule.name;
        let all: Vec<&Named> = tests.iter().filter(|test| test.name == *name).collect();
        let near = |test: &&Named| [room(&rule.path), "tests"].contains(&room(&test.path));
        if !all.iter().any(near) {
            let demand = format!("write the test `{name}`, here or in `tests`");
            faults.push(fault(&rule.path, rule.line, &demand));
        }
        for again in all.iter().skip(1) {
            let first = format!("{}:{}", all[0].path, all[0].line);
            let demand = format!("`{name}` is a listed rule and {first} tests it: rename this one");
            faults.push(fault(&again.path, again.line, &demand));
        }
    }
    faults
}

fn listed_twice(rules: &[Named]) -> Vec<String> {
    let mut first: BTreeMap<&str, &Named> = BTreeMap::new();
    let mut faults = Vec::new();
    for rule in rules {
        if let Some(other) = first.get(rule.name.as_str()) {
            let demand =
                format!("`{}` is listed at {}:{} too: once", rule.name, other.path, other.line);
            faults.push(fault(&rule.path, rule.line, &demand));
        } else {
            first.insert(&rule.name, rule);
        }
    }
    faults
}

#[test]
fn every_listed_rule_is_well_formed() {
    demand_none(&rust_files().iter().flat_map(malformed).collect::<Vec<_>>());
}

#[test]
fn every_listed_rule_has_one_test_of_its_name() {
    let files = rust_files();
    let tests: Vec<Named> = files.iter().flat_map(tests_of).collect();
    demand_none(&untested(&listed(&files), &tests));
}

#[test]
fn no_rule_is_listed_twice() {
    demand_none(&listed_twice(&listed(&rust_files())));
}

#[cfg(test)]
mod shown_to_fail {
    //! The checks on small bad inputs.

    use super::*;

    const LISTING: &str = "//! Offers.\n//!\n//! - `not_a_rule`: outside.\n//!\n//! # Rules\n//!\n\
                           //! - `offers_stand`: an offer stands\n//!   until it is answered.\n\
                           //! - offers_fall: no backticks.\n//! - `OffersFall`: not a test name.\n\
                           //! - `offers_lapse`:\n//!\n//! # Notes\n//!\n//! - `not_a_rule`: after.\n\
                           \nuse std::fs;\n//! # Rules\n//! - `not_at_the_top`: ignored.\n";

    fn named(name: &str, path: &str, line: usize) -> Named {
        Named { name: name.to_owned(), path: path.to_owned(), line }
    }

    #[test]
    fn only_items_of_the_section_at_the_top_are_rules() {
        let file = File::of("domain/src/a.rs", LISTING);
        assert_eq!(listed(std::slice::from_ref(&file)), [named("offers_stand", &file.path, 7)]);
        let demand = "list a rule as - `name_of_its_test`. or as - `name_of_its_test`: what it says beyond its name";
        assert_eq!(malformed(&file), [9, 10, 11].map(|line| fault(&file.path, line, demand)));
    }

    #[test]
    fn a_test_is_a_function_under_a_test_attribute() {
        let text = "#[test]\nfn plain() {}\n\n#[tokio::test(start_paused = true)]\n#[expect(\n    \
                    x,\n    reason = \"y\"\n)]\n// note\nasync fn later() {\n    fn inner() {}\n}\n\
                    proptest! {\n    #![proptest_config(a())]\n    #[test]\n    \
                    fn any(x in 0..9) {}\n    fn forgotten(x in 0..9) {}\n}\n// #[test]\n\
                    fn not_a_test() {}\n";
        let found = tests_of(&File::of("a/b.rs", text));
        assert_eq!(
            found,
            [named("plain", "a/b.rs", 2), named("later", "a/b.rs", 10), named("any", "a/b.rs", 16)]
        );
    }

    #[test]
    fn a_rule_without_a_test_near_it_is_named() {
        let rule = [named("offers_stand", "domain/src/a.rs", 7)];
        let demand = "domain/src/a.rs:7: write the test `offers_stand`, here or in `tests`";
        assert_eq!(untested(&rule, &[]), [demand]);
        assert_eq!(untested(&rule, &[named("offers_stand", "ledger/src/b.rs", 1)]), [demand]);
        assert_eq!(untested(&rule, &[named("offers_stand", "domain/src/b.rs", 1)]), [""; 0]);
        assert_eq!(untested(&rule, &[named("offers_stand", "tests/tests/b.rs", 1)]), [""; 0]);
    }

    #[test]
    fn a_second_test_of_a_rule_is_named() {
        let rule = [named("offers_stand", "domain/src/a.rs", 7)];
        let tests =
            [named("offers_stand", "domain/src/a.rs", 20), named("offers_stand", "tests/b.rs", 3)];
        assert_eq!(
            untested(&rule, &tests),
            ["tests/b.rs:3: `offers_stand` is a listed rule and domain/src/a.rs:20 tests it: \
              rename this one"]
        );
    }

    #[test]
    fn a_rule_listed_twice_is_named() {
        let rules = [
            named("offers_stand", "domain/src/a.rs", 7),
            named("offers_stand", "commands/b.rs", 4),
        ];
        assert_eq!(listed_twice(&rules[..1]), [""; 0]);
        assert_eq!(
            listed_twice(&rules),
            ["commands/b.rs:4: `offers_stand` is listed at domain/src/a.rs:7 too: once"]
        );
    }
}
