//! Exports: what is in them, that they say what they are, and that nothing is written over.

use serde_json::Value;

use crate::program::{Ledger, Ran};

#[test]
fn exported_entries_are_those_that_are_printed() {
    let ledger = Ledger::ashdown();
    let file = ledger.file("entries.jsonl");
    let told = ledger.answer(&["export", "entries", "--output", file.to_str().unwrap()]);
    let expected = "SYNTHETIC  106 rows written to HOME/entries.jsonl\n";
    assert_eq!(ledger.without_paths(&told), expected);
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, ledger.answer(&["entries", "--quiet"]));
    let piped = ledger.answer(&["export", "entries", "--output", "-", "--quiet"]);
    assert_eq!(piped, written);
    assert_eq!(std::fs::read_dir(ledger.home()).unwrap().count(), 2);
}

#[test]
fn a_cloud_event_says_that_it_is_synthetic_and_carries_the_entry() {
    let ledger = Ledger::ashdown();
    let arguments = ["export", "cloudevents", "--after", "105", "--output", "-", "--quiet"];
    let event: Value = serde_json::from_str(&ledger.answer(&arguments)).unwrap();
    let entry: Value =
        serde_json::from_str(&ledger.answer(&["entries", "--quiet", "--after", "105"])).unwrap();
    assert_eq!((&event["synthetic"], &event["data"]), (&Value::Bool(true), &entry));
}

#[test]
fn a_matrix_in_a_file_says_in_each_row_that_it_is_synthetic() {
    let ledger = Ledger::ashdown();
    let arguments =
        ["export", "matrix", "ASH-1", "--clock", "claims", "--format", "csv", "--output", "-"];
    let ran = ledger.run(&arguments);
    let banner = "SYNTHETIC: this ledger holds invented records only, none of real people.\n";
    let lines: Vec<&str> = ran.out.split("\r\n").collect();
    assert_eq!((ran.code, ran.err.as_str(), lines.len()), (Some(0), banner, 14));
    assert_eq!(
        lines[..2],
        [
            "\u{feff}item,type,when,agency,children,Children's social care,General practice,Health \
             visiting,Hospital emergency department,Housing,Oakfield Primary School,Police,ledger",
            "P1,ObservationRecorded,5 Jan 2026 21:40,Police,Mia; Theo,24 Feb 09:30 (C6),,24 Feb 09:30 \
             (C6),,,16 Mar (C8),5 Jan 21:40,synthetic: invented people",
        ]
    );
}

#[test]
fn a_file_that_exists_is_written_over_only_when_asked() {
    let ledger = Ledger::ashdown();
    let file = ledger.write("chronology.csv", "mine");
    let name = file.to_str().unwrap();
    let mut arguments = vec!["export", "chronology", "ASH-1", "--output", name];
    let refused = ledger.run(&arguments);
    let expected = Ran {
        code: Some(1),
        out: String::new(),
        err: format!(
            "error: there is a file {name} already\n  next: name another file, or write over it with \
             --force\n"
        ),
    };
    assert_eq!((refused, std::fs::read_to_string(&file).unwrap()), (expected, "mine".to_owned()));
    arguments.push("--force");
    let told = ledger.without_paths(&ledger.answer(&arguments));
    assert_eq!(told, "SYNTHETIC  37 rows written to HOME/chronology.csv\n");
}

#[test]
fn a_workbook_is_written_by_the_ending_of_its_name() {
    let ledger = Ledger::ashdown();
    let file = ledger.file("matrix.xlsx");
    let name = file.to_str().unwrap();
    let told = ledger.json(&["export", "matrix", "ASH-1", "--output", name]);
    let expected =
        serde_json::json!({"synthetic": true, "file": name, "format": "xlsx", "rows": 12});
    assert_eq!((told, &std::fs::read(&file).unwrap()[..2]), (expected, b"PK".as_slice()));
    let unclear = ledger.run(&["export", "matrix", "ASH-1", "--output", "matrix.txt"]);
    let err = "error: what kind of file matrix.txt is to be is not clear\n  next: end its name with \
               one of, or give --format: csv, xlsx\n";
    assert_eq!((unclear.code, unclear.err.as_str()), (Some(2), err));
}
