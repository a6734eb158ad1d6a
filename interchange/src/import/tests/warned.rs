//! What is recorded as it stands, and said. Whole messages.

use super::bench::{Bench, How, file};
use super::refused::problems;
use crate::import::{Report, SourceFile};

const HEADINGS: &str = "agency,case_ref,ref,date,children,persons,kind,event,entered_on,told_agency,told_on,received_on,read_on";

fn csv(rows: &[&str]) -> SourceFile {
    file("a.csv", format!("{HEADINGS}\n{}\n", rows.join("\n")).as_bytes())
}

pub(super) fn warnings(report: &Report) -> Vec<String> {
    report.files.iter().flat_map(|file| &file.warnings).map(ToString::to_string).collect()
}

/// What is said of files of which everything is recorded.
fn warned(bench: &Bench, rows: &[&str]) -> Vec<String> {
    let report = bench.import(&[csv(rows)], &How::default());
    assert_eq!(problems(&report), Vec::<String>::new());
    warnings(&report)
}

#[test]
fn days_that_cannot_follow_each_other_are_said_and_recorded() {
    let said = |rows: &[&str]| warned(&Bench::new(), rows);
    assert_eq!(
        said(&["Police,A,1,2026-02-03,,,observation,x,2026-02-02,,,,"]),
        ["a.csv, row 2: entered_on lies before date: recorded as it stands"]
    );
    assert_eq!(
        said(&[
            "Police,A,1,2026-02-03,,,observation,x,,Housing; GP,2026-02-02,2026-02-01,2026-02-04",
            "Police,A,2,2026-02,,,observation,x,2026-02-01,GP,2026-02-05,2026-02-05,2026-02-04",
            "Police,A,3,2026-02-03,,,observation,x,2026-02-03,GP,2026-02-03,2026-02-03,2026-02-03",
        ]),
        [
            "a.csv, row 2: told_on lies before date: recorded as it stands",
            "a.csv, row 2: received_on lies before date: recorded as it stands",
            "a.csv, row 3: read_on lies before told_on: recorded as it stands",
        ]
    );
}

#[test]
fn what_cannot_be_seen_in_a_cell_is_kept_and_said_once_a_row() {
    let bench = Bench::new();
    let said = warned(
        &bench,
        &[
            "Police,A,1,2026-02-03,,,observation,a\0b\u{202E}c\u{85}d,,,,,",
            "Police,A,2,2026-02-03,,,observation,\"tab\there\r\nand a line\",,,,,",
        ],
    );
    assert_eq!(
        said,
        ["a.csv, row 2: the row holds characters that cannot be seen: recorded as it stands"]
    );
    let shown: Vec<String> =
        bench.entries().iter().map(|entry| format!("{:?}", entry.event)).collect();
    let words = format!("{:?}", "a\0b\u{202E}c\u{85}d");
    assert_eq!(shown.iter().filter(|event| event.contains(&words)).count(), 1);
}
