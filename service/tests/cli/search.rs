//! Searching, and the entries that the index finds: whole answers on the Ashdown ledger.

use crate::program::{Ledger, Ran};

/// An answer without the identifiers that differ each time.
fn known(answer: &str) -> Vec<String> {
    let word = |word: &str| {
        if word.len() == 36 && word.matches('-').count() == 4 { "ID" } else { word }.to_owned()
    };
    answer
        .lines()
        .map(|line| line.split_whitespace().map(word).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_search_finds_by_the_beginnings_of_words_alone() {
    let ledger = Ledger::ashdown();
    let people = [
        "SYNTHETIC Found by ashd",
        "On all that is recorded.",
        "",
        "Name What Also found by Cases Entries Identifier",
        "────────────────────────────────────────────────────────────────────────────────────────────────",
        "Dana Ashdown person - ASH-1 22 ID",
        "Ruth Ashdown person - ASH-1 9 ID",
        "",
        "2 found.",
    ];
    assert_eq!(known(&ledger.answer(&["search", "ashd"])), people);
    let both = ledger.json(&["search", "down", "OR", "mia"]);
    assert_eq!(both["found"], serde_json::json!([]));
    let quoted = ledger.json(&["search", "\"RUTH\" ashd*"]);
    assert_eq!(quoted["found"].as_array().unwrap().len(), 1);
    let earlier = ledger.answer(&["search", "ashd", "--on-record", "2026-01-01"]);
    let nobody = "SYNTHETIC  Found by ashd\nAs it stood on the record at the end of 1 Jan 2026.\n\n\
                  Nobody and nothing of that name.\n";
    assert_eq!(earlier, nobody);
}

#[test]
fn results_are_given_by_kind_and_page_by_page() {
    let ledger = Ledger::ashdown();
    let first = ledger.json(&["search", "ash", "--limit", "1"]);
    let next = first["next"].as_str().unwrap();
    let second = ledger.json(&["search", "ash", "--limit", "1", "--after", next]);
    let names = |page: &serde_json::Value| page["found"][0]["name"].clone();
    assert_ne!(names(&first), names(&second));
    let cases = ledger.json(&["search", "ash", "--kind", "case"]);
    assert_eq!(names(&cases), "ASH-1");
}

#[test]
fn a_search_that_cannot_be_is_wrong_use() {
    let ledger = Ledger::new();
    let nothing = "error: nothing was searched for\n  because: there is no word to search for\n  next: \
                   name at least the beginning of one word: letters or figures\n";
    let ran = ledger.run(&["search", "\" -"]);
    assert_eq!(ran, Ran { code: Some(2), out: String::new(), err: nothing.to_owned() });
}

#[test]
fn entries_are_found_by_whom_and_what_they_concern() {
    let ledger = Ledger::ashdown();
    let all: Vec<serde_json::Value> = ledger
        .answer(&["entries", "--quiet"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mia = ledger.json(&["child", "Mia"])["child"]["child"].clone();
    let concerns = |it: &&serde_json::Value| {
        let children = it["envelope"]["children"].as_array();
        it["type"] == "ObservationRecorded" && children.is_some_and(|all| all.contains(&mia))
    };
    let expected: Vec<&serde_json::Value> = all.iter().filter(concerns).collect();
    let found =
        ledger.answer(&["entries", "--quiet", "--child", "mia", "--type", "observationrecorded"]);
    let found: Vec<serde_json::Value> =
        found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_ne!(found.len(), 0);
    assert_eq!(found.iter().collect::<Vec<_>>(), expected);
    let january = ["--agency", "Police", "--from", "2026-01-05", "--to", "2026-01-05"];
    let found = ledger.answer(&[&["entries", "--quiet"], january.as_slice()].concat());
    let found: Vec<serde_json::Value> =
        found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rows: Vec<&str> = found
        .iter()
        .filter_map(|it| it["envelope"]["source"]["import"]["reference"].as_str())
        .collect();
    assert_eq!(rows, ["P1"]);
}

#[test]
fn a_type_that_is_none_is_answered_with_the_nearest() {
    let ledger = Ledger::new();
    let expected =
        "error: 'ConcernRiased' is no type of entry\n  next: did you mean ConcernRaised?\n";
    let ran = ledger.run(&["entries", "--quiet", "--type", "ConcernRiased"]);
    assert_eq!(ran, Ran { code: Some(2), out: String::new(), err: expected.to_owned() });
}
