//! A check that goes on from where an earlier one came to, and says what it did not read again.

use std::fs;

use serde_json::{Value, json};

use crate::program::{Ledger, Ran};

fn kept(ledger: &Ledger) -> std::path::PathBuf {
    ledger.directory().join("log/verified")
}

/// How many records a resumed run did not read again; and what it said beside its answer.
fn resumed(ledger: &Ledger) -> (Value, u64, String) {
    let ran: Ran = ledger.run(&["verify", "--resume", "--json"]);
    let checked: Value = serde_json::from_str(&ran.out).unwrap();
    let before = checked["not_read_again"]["records"].as_u64().unwrap_or(0);
    (checked, before, ran.err)
}

const UNFIT: &str = "note: what an earlier run kept does not fit this ledger any more; every record was \
                     read\n";

#[test]
fn a_check_goes_on_from_where_the_last_one_came_to() {
    let ledger = Ledger::ashdown();
    let count = ledger.entries() as u64;
    // A run that is not resumed keeps nothing, and writes nothing.
    let whole = ledger.json(&["verify"]);
    assert_eq!((whole["records"].as_u64(), kept(&ledger).exists()), (Some(count), false));
    let (first, before, err) = resumed(&ledger);
    assert_eq!((&first, before, err.as_str()), (&whole, 0, ""));
    ledger.answer(&["seal", "--quiet"]);
    let (second, before, err) = resumed(&ledger);
    assert_eq!((before, err.as_str(), &second["sound"]), (count, "", &json!(true)));
    let now = ledger.entries() as u64;
    assert_eq!((second["records"].as_u64(), now > count), (Some(now), true));
    assert_eq!(second["root"], ledger.json(&["verify"])["root"]);
    let told = ledger.answer(&["verify", "--resume", "--quiet"]);
    let line = told.lines().nth(2).unwrap();
    let opening = format!("The first {now} of them were checked by a run at ");
    let ending = ", and were not read again: an alteration since then would not be found.";
    assert_eq!((line.starts_with(&opening), line.ends_with(ending)), (true, true), "{line}");
}

#[test]
fn what_does_not_fit_is_said_and_everything_is_read() {
    let ledger = Ledger::ashdown();
    ledger.answer(&["seal", "--quiet"]);
    let copy = ledger.file("copy.sqlite3");
    ledger.answer(&["backup", copy.to_str().unwrap()]);
    assert_eq!(resumed(&ledger).1, 0);
    // One letter changed.
    let mut text = fs::read_to_string(kept(&ledger)).unwrap();
    let place = text.find("edge ").unwrap() + 8;
    let other = if &text[place..=place] == "A" { "B" } else { "A" };
    text.replace_range(place..=place, other);
    fs::write(kept(&ledger), text).unwrap();
    let (checked, before, err) = resumed(&ledger);
    assert_eq!((&checked["sound"], before, err.as_str()), (&json!(true), 0, UNFIT));
    // Of another ledger.
    let elsewhere = Ledger::ashdown();
    assert_eq!(resumed(&elsewhere).1, 0);
    fs::copy(kept(&elsewhere), kept(&ledger)).unwrap();
    assert_eq!((resumed(&ledger).1, resumed(&ledger).1 > 0), (0, true));
    // An older copy has not the record at which it ended.
    ledger.answer(&["seal", "--anyway", "--quiet"]);
    assert!(resumed(&ledger).1 > 0);
    for file in ["ledger.sqlite3-wal", "ledger.sqlite3-shm"] {
        drop(fs::remove_file(ledger.directory().join(file)));
    }
    fs::copy(&copy, ledger.directory().join("ledger.sqlite3")).unwrap();
    let (checked, before, err) = resumed(&ledger);
    assert_eq!((&checked["sound"], before, err.as_str()), (&json!(false), 0, UNFIT));
    // What was found at fault is not gone on from.
    assert!(!kept(&ledger).exists());
}

#[test]
fn an_alteration_before_is_found_by_a_run_that_reads_everything() {
    let ledger = Ledger::ashdown();
    assert_eq!(resumed(&ledger).1, 0);
    let file = ledger.directory().join("ledger.sqlite3");
    let mut bytes = fs::read(&file).unwrap();
    let words = b"Mother denied violence";
    let place = bytes.windows(words.len()).position(|it| it == words).unwrap();
    bytes[place] = b'm';
    fs::write(&file, bytes).unwrap();
    let (checked, before, _) = resumed(&ledger);
    assert_eq!((&checked["sound"], before > 0), (&json!(true), true));
    let whole = ledger.json_found(&["verify"]);
    let what = whole["fault"]["what"].as_str().unwrap();
    assert_eq!(what, "part 2 is not what was committed to");
}
