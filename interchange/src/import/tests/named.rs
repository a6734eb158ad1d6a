//! Whom and what the rows name: who joins a case by it, and what is registered for it.

use candour_domain::entry::Entry;
use candour_schemas::type_name;

use super::bench::{Bench, How, ashdown, file, with};
use super::refused::problems;
use super::warned::warnings;
use crate::import::{Mode, Report, SourceFile};

fn people(rows: &str) -> SourceFile {
    file("people.csv", format!("case_ref,name,role\n{rows}").as_bytes())
}

fn rows(name: &str, rows: &[&str]) -> SourceFile {
    let headings = "agency,case_ref,ref,date,children,persons,kind,event";
    file(name, format!("{headings}\n{}\n", rows.join("\n")).as_bytes())
}

fn imported(bench: &Bench, files: &[SourceFile]) -> Report {
    bench.import(files, &How::default())
}

/// The types of what was recorded after some entries.
fn since(bench: &Bench, before: &[Entry]) -> Vec<String> {
    let entries = bench.entries();
    entries.iter().skip(before.len()).map(|entry| type_name(&entry.event).to_owned()).collect()
}

#[test]
fn nobody_joins_a_case_whose_people_the_ledger_knows_by_being_named_in_a_row() {
    let bench = Bench::new();
    imported(&bench, &[people("A,Mia,child\nA,Theo,child\nA,Dana,adult\n")]);
    let before = bench.entries();
    let mistyped = rows("a.csv", &["Police,A,1,2026-02-03,Mai; theo,Dnaa,observation,x"]);
    assert_eq!(
        problems(&imported(&bench, &[mistyped])),
        [
            "a.csv, row 2, column children: 'Mai' is not a child of case A, which has: Mia, Theo",
            "a.csv, row 2, column persons: 'Dnaa' is not an adult of case A, which has: Dana",
        ]
    );
    assert_eq!(bench.entries(), before);
    let joins = rows("a.csv", &["Police,A,1,2026-02-03,Mia,Dan,observation,x"]);
    let report = imported(&bench, &[people("A,Dan,adult\n"), joins]);
    assert_eq!((problems(&report), warnings(&report)), (Vec::new(), Vec::new()));
}

#[test]
fn whoever_is_named_by_rows_alone_is_said() {
    let bench = Bench::new();
    let first = rows(
        "a.csv",
        &["Police,A,1,2026-02-03,Mia,,observation,x", "Police,A,2,2026-02-03,mia,,observation,x"],
    );
    let alone = |row: u32, name: &str| {
        format!("a.csv, row {row}: '{name}' is named by rows alone: no list of people names them")
    };
    assert_eq!(warnings(&imported(&bench, std::slice::from_ref(&first))), [alone(2, "Mia")]);
    assert_eq!(warnings(&imported(&bench, &[first])), Vec::<String>::new());
    let second = rows("a.csv", &["Police,A,3,2026-02-03,Mai,Dana,observation,x"]);
    assert_eq!(warnings(&imported(&bench, &[second])), [alone(2, "Dana"), alone(2, "Mai")]);
}

#[test]
fn nothing_is_registered_for_a_row_of_which_nothing_is_recorded() {
    let bench = Bench::new();
    imported(&bench, &ashdown());
    let before = bench.entries();
    let mut files = with(
        "housing.csv",
        ",K. Brandt,Housing officer,2026-02-03",
        ",B. Other,Housing officer,2026-02-03",
    );
    let told = "agency,case_ref,ref,date,kind,event,told_agency,told_on\n\
                Police,ASH-1,P1,2026-01-05,observation,x,Nowhere Hub,2026-01-06\n";
    files.retain(|it| it.name() == "housing.csv");
    files.push(file("told.csv", told.as_bytes()));
    let report = imported(&bench, &files);
    assert_eq!((since(&bench, &before), warnings(&report)), (Vec::new(), Vec::new()));
    assert_eq!(report.files.iter().map(|file| file.changed.len()).sum::<usize>(), 2);
}

#[test]
fn nothing_is_registered_for_a_row_that_is_refused() {
    let bench = Bench::new();
    let before = bench.entries();
    let headings = "agency,case_ref,ref,date,children,kind,event,considered";
    let text = format!(
        "{headings}\nPolice,A,1,2026-02-03,Mia,observation,x,\n\
         Elsewhere Hub,B,1,2026-02-03,Max,contact decision,x,9\n"
    );
    let partial = How { mode: Mode::Partial, ..How::default() };
    let report = bench.import(&[file("a.csv", text.as_bytes())], &partial);
    assert_eq!(
        problems(&report),
        ["a.csv, row 3, column considered: no row of case B has the reference '9'"]
    );
    assert_eq!(
        warnings(&report),
        ["a.csv, row 2: 'Mia' is named by rows alone: no list of people names them"]
    );
    assert_eq!(
        since(&bench, &before),
        [
            "AgencyRegistered",
            "ChildIdentified",
            "CaseOpened",
            "ChildJoinedCase",
            "ObservationRecorded"
        ]
    );
}
