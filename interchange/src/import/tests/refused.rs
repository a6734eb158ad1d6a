//! What is wrong with a file, said with file, row and column, and nothing recorded. Whole messages.

use super::bench::{Bench, How, file};
use crate::import::{ImportResult, Mapping, Report, SourceFile, limits};

pub(super) const HEADINGS: &str =
    "agency,case_ref,ref,date,time,date_to,precision,children,kind,event,considered,decision";

fn csv(rows: &[&str]) -> SourceFile {
    file("a.csv", format!("{HEADINGS}\n{}\n", rows.join("\n")).as_bytes())
}

pub(super) fn problems(report: &Report) -> Vec<String> {
    report.files.iter().flat_map(|file| &file.problems).map(ToString::to_string).collect()
}

/// What is said of files that are refused; nothing may be recorded of them.
pub(super) fn refused_with(files: &[SourceFile], how: &How) -> Vec<String> {
    let bench = Bench::new();
    let before = bench.entries();
    let report = bench.import(files, how);
    assert_eq!((report.result, bench.entries()), (ImportResult::NothingRecorded, before));
    problems(&report)
}

pub(super) fn refused(files: &[SourceFile]) -> Vec<String> {
    refused_with(files, &How::default())
}

fn row(cells: &str) -> Vec<String> {
    refused(&[csv(&[cells])])
}

#[test]
fn a_column_that_there_is_not_stands_twice_or_is_missing_is_named() {
    let unknown = refused(&[file("a.csv", b"agency,case_ref,ref,date,kind,event,colour\n")]);
    assert_eq!(
        unknown,
        [format!(
            "a.csv, row 1, column colour: there is no such column; translate it with a mapping file, or name it under `ignore`. The columns are: {}",
            crate::import::Column::headings()
        )]
    );
    assert_eq!(
        refused(&[file("a.csv", b"agency,case_ref,ref,date,Date,kind,event\n")]),
        ["a.csv, row 1, column Date: the column stands twice"]
    );
    assert_eq!(
        refused(&[file("a.csv", b"\n\nagency,ref,kind,event\n")]),
        ["a.csv, row 3: missing: case_ref, date"]
    );
}

#[test]
fn a_date_that_cannot_be_is_refused() {
    let said = |cells: &str| row(cells).remove(0);
    assert_eq!(
        said("Police,A,1,2026-02-30,,,day,Mia,observation,x,,"),
        "a.csv, row 2, column date: '2026-02-30' is not a day of the calendar: write it as 2026-01-20"
    );
    assert_eq!(
        said("Police,A,1,2026-02-03,,2026-02-01,day,Mia,observation,x,,"),
        "a.csv, row 2, column date_to: 2026-02-01 comes before 2026-02-03"
    );
    assert_eq!(
        said("Police,A,1,2026-02-03,25:00,,exact,Mia,observation,x,,"),
        "a.csv, row 2, column time: '25:00' is not a time of day: write it as 15:05"
    );
    assert_eq!(
        said("Police,A,1,2026-03-29,01:30,,exact,Mia,observation,x,,"),
        "a.csv, row 2, column time: 2026-03-29 01:30:00 never was: the clocks in London went forward over it"
    );
    assert_eq!(
        said("Police,A,1,2026-02-03,,,exact,Mia,observation,x,,"),
        "a.csv, row 2, column date: the precision is exact: give the time of day"
    );
    assert_eq!(
        said("Police,A,1,2026-02-03,,,roughly,Mia,observation,x,,"),
        "a.csv, row 2, column precision: 'roughly' is not a precision: write exact, day, month or about"
    );
    assert_eq!(
        said("Police,A,1,1026-02-03,,,day,Mia,observation,x,,"),
        "a.csv, row 2, column date: '1026-02-03' lies before 1850 or after 2199"
    );
}

#[test]
fn a_kind_that_there_is_not_is_refused_with_those_that_there_are() {
    assert_eq!(
        row("Police,A,1,2026-02-03,,,day,Mia,hunch,x,,"),
        [format!(
            "a.csv, row 2, column kind: 'hunch' is not a kind of row; the kinds are: {}",
            crate::import::Kind::names()
        )]
    );
    assert_eq!(
        row("Police,A,1,2026-02-03,,,day,Mia,observation,x,,no further action"),
        ["a.csv, row 2, column decision: a row of the kind 'observation' has no place for this"]
    );
    assert_eq!(
        row("Police,A,,2026-02-03,,,day,Mia,observation,,,"),
        [
            "a.csv, row 2, column event: the cell is empty",
            "a.csv, row 2, column ref: the cell is empty"
        ]
    );
}

#[test]
fn references_that_cannot_be_followed_are_refused() {
    let observed =
        |reference: &str| format!("Police,A,{reference},2026-02-03,,,day,Mia,observation,x,,");
    let told = |reference: &str, of: &str| {
        format!("Police,A,{reference},2026-02-04,,,day,Mia,contact,x,{of},")
    };
    assert_eq!(
        refused(&[csv(&[&told("2", "P9")])]),
        ["a.csv, row 2, column considered: no row of case A has the reference 'P9'"]
    );
    assert_eq!(
        refused(&[csv(&[&observed("1"), &observed("2"), &observed("1")])]),
        ["a.csv, row 4, column ref: the reference '1' stands already at a.csv, row 2"]
    );
    assert_eq!(
        refused(&[csv(&[&told("1", "2"), &told("2", "3"), &told("3", "1")])]),
        [2, 3, 4].map(|row| format!(
            "a.csv, row {row}, column considered: the rows name each other in a circle: a.csv, row 2; a.csv, row 3; a.csv, row 4"
        ))
    );
    assert_eq!(
        refused(&[csv(&[&told("1", "2"), &observed("2").replace("02-03", "02-31")])]),
        [
            "a.csv, row 2, column considered: '2' names a.csv, row 3, which was refused",
            "a.csv, row 3, column date: '2026-02-31' is not a day of the calendar: write it as 2026-01-20"
        ]
    );
    let housing = observed("1").replace("Police", "Housing");
    let school = told("9", "1").replace("Police", "School");
    assert_eq!(
        refused(&[csv(&[&observed("1"), &housing, &school])]),
        [
            "a.csv, row 4, column considered: '1' may be that of Housing or of Police: write it with its agency, as 'Housing: 1'"
        ]
    );
    let qualified = told("9", "Housing: 1").replace("Police", "School");
    let report =
        Bench::new().import(&[csv(&[&observed("1"), &housing, &qualified])], &How::default());
    assert_eq!(problems(&report), Vec::<String>::new());
}

#[test]
fn nobody_is_taken_in_whom_the_list_of_people_does_not_have() {
    let people = |rows: &str| file("people.csv", format!("case_ref,name,role\n{rows}").as_bytes());
    let seen = csv(&["Police,A,1,2026-02-03,,,day,Mia; Max,observation,x,,"]);
    assert_eq!(
        refused(&[people("A,Mia,child\n"), seen.clone()]),
        ["a.csv, row 2, column children: 'Max' is not a child of case A, which has: Mia"]
    );
    assert_eq!(
        refused(&[people("A,Mia,child\nA,Max,child\nA,mia,child\nA,Al,cousin\n"), seen]),
        [
            "people.csv, row 4, column name: 'mia' stands already at people.csv, row 2",
            "people.csv, row 5, column role: 'cousin' is not one of: child, unborn child, adult"
        ]
    );
}

#[test]
fn a_telling_that_is_the_row_itself_happened_when_the_row_did() {
    let text = "agency,case_ref,ref,date,kind,event,told_agency,told_on,considered\n\
                Police,A,1,2026-02-03,observation,x,,,\n\
                Police,A,2,2026-02-03,disclosure,x,Housing,2026-02-04,1\n";
    assert_eq!(
        refused(&[file("a.csv", text.as_bytes())]),
        [
            "a.csv, row 3, column told_on: a row of the kind 'disclosure' names in told_on the day on which it happened"
        ]
    );
}

#[test]
fn a_file_that_is_no_text_or_too_large_is_refused() {
    let said = |name: &str, bytes: &[u8]| refused(&[file(name, bytes)]).remove(0);
    assert_eq!(said("a.csv", b""), "a.csv: the file is empty");
    assert_eq!(said("a.csv", b"\xEF\xBB\xBF \n"), "a.csv: the file is empty");
    assert_eq!(
        said("a.csv", b"ref,date\n\xE9t\xE9"),
        "a.csv: byte 9 is not UTF-8: save the file as \"CSV UTF-8\""
    );
    assert_eq!(
        said("a.csv", b"\xFF\xFEr\0e\0f\0"),
        "a.csv: the file is UTF-16: save it as \"CSV UTF-8\""
    );
    assert_eq!(said("a.ods", b"x"), "a.ods: a chronology is a .csv or an .xlsx file");
    assert_eq!(
        said("a.xlsm", b"x"),
        "a.xlsm: a file of this kind may hold macros: save it as .xlsx"
    );
    assert_eq!(
        said("a.csv", b"ref,date\n1,\"2026"),
        "a.csv, row 2: a quotation mark that opens in this row is never closed"
    );
    assert_eq!(row("Police,A,1"), ["a.csv, row 2: the row has 3 cells and there are 12 headings"]);
    let huge = SourceFile::read("a.csv", 200 * 1024 * 1024, std::io::empty()).unwrap_err();
    assert_eq!(
        huge.to_string(),
        "a.csv: the file has 209715200 bytes and may have 52428800: split it"
    );
    let growing = SourceFile::read("a.csv", 0, std::io::repeat(b'x')).unwrap_err();
    assert_eq!(
        growing.to_string(),
        "a.csv: the file has 52428801 bytes and may have 52428800: split it"
    );
}

#[test]
fn a_row_or_cell_that_is_too_large_is_refused() {
    let long = "x".repeat(10 * 1024 * 1024);
    assert_eq!(
        row(&format!("Police,A,1,2026-02-03,,,day,Mia,observation,{long},,")),
        ["a.csv, row 2: the row has 10485806 bytes and may have 524288"]
    );
    let cell = "x".repeat(limits::CELL_BYTES_MAX + 1);
    assert_eq!(
        row(&format!("Police,A,1,2026-02-03,,,day,Mia,observation,{cell},,")),
        ["a.csv, row 2, column event: the cell has 131073 bytes and may have 131072"]
    );
}

#[test]
fn lists_that_belong_together_have_one_length() {
    let headings = "agency,case_ref,ref,date,kind,event,told_agency,told_on,received_on,extent";
    let said = |cells: &str| {
        refused(&[file(
            "a.csv",
            format!("{headings}\nPolice,A,1,2026-02-03,observation,x,{cells}\n").as_bytes(),
        )])
    };
    assert_eq!(
        said("Housing; Probation; GP,2026-02-04,2026-02-05; 2026-02-06,whole"),
        [
            "a.csv, row 2, column received_on: there are 2 values for 3 in told_agency: give one for each, or one for all"
        ]
    );
    assert_eq!(
        said(",2026-02-04,,"),
        ["a.csv, row 2, column told_on: nobody is named in told_agency"]
    );
    assert_eq!(
        said("Housing,,,some"),
        [
            "a.csv, row 2, column extent: 'some' is not one of: whole, part, gist, existence",
            "a.csv, row 2, column told_on: the cell is empty",
        ]
    );
}

#[test]
fn an_agencys_own_headings_and_words_are_translated_by_a_mapping_file() {
    let mapping = Mapping::parse(
        "hub.toml",
        r#"
ignore = ["Internal ID"]
dates = ["%d/%m/%Y"]
[fixed]
agency = "Riverside Hub"
case_ref = "A"
[columns]
"Our ref" = "ref"
"Date of event" = "date"
"What kind" = "kind"
"What happened" = "event"
"Outcome" = "decision"
[kinds]
"Closed at the front door" = "referral decision"
[decisions]
"Closed" = "NFA"
[agencies]
"Riverside Hub" = "early_help"
"#,
    )
    .unwrap();
    let text = "Our ref,Date of event,What kind,What happened,Outcome,Internal ID\n\
                7,03/02/2026,Closed at the front door,Letter sent,closed,99\n";
    let bench = Bench::new();
    let how = How { mapping, ..How::default() };
    let report = bench.import(&[file("hub.csv", text.as_bytes())], &how);
    let said: Vec<String> = report.files[0].warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "hub.csv, row 2: the row does not name what it follows (a contact or a concern): recorded as following what this ledger does not hold"
        ]
    );
    let entries = bench.entries();
    let shown: Vec<String> = entries
        .iter()
        .map(|entry| format!("{} {:?}", entry.envelope.occurred, entry.event))
        .collect();
    assert_eq!(
        [&shown[2], shown.last().unwrap()],
        [
            "30 Jun 2026 Agency(AgencyRegistered(AgencyRegistered { name: Label(\"Riverside Hub\"), kind: Recorded(EarlyHelp), category: NotRecorded }))",
            "3 Feb 2026 Case(Concern(ReferralDecided(ReferralDecided { contact: NotInThisLedger, outcome: Recorded(NoFurtherAction), as_written: Recorded(\"closed\"), grounds: Grounds { considered: [], relied_on: [], rationale: NotRecorded }, account: Recorded(\"Letter sent\") })))"
        ]
    );
    let wrong = text.replace("03/02/2026", "2026-31-12");
    assert_eq!(
        refused_with(&[file("hub.csv", wrong.as_bytes())], &how),
        [
            "hub.csv, row 2, column Date of event: '2026-31-12' is not a day of the calendar: write it as 20/01/2026"
        ]
    );
}
