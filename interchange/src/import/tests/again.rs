//! What happens when files are imported again: the same, moved, changed.

use candour_domain::effective::{OnRecord, effective};
use candour_domain::entry::Entry;

use super::ashdown::of;
use super::bench::{Bench, How, ashdown, file, with};
use crate::import::{ImportResult, Mode, OnChange, Report, SourceFile};

fn imported() -> Bench {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    bench
}

fn changes(report: &Report) -> Vec<String> {
    report.files.iter().flat_map(|file| &file.changed).map(ToString::to_string).collect()
}

fn recorded(report: &Report) -> usize {
    report.files.iter().map(|file| file.entries.recorded).sum::<usize>() + report.named.recorded
}

#[test]
fn the_same_row_again_adds_nothing() {
    let bench = imported();
    let before = bench.entries();
    let report = bench.import(&ashdown(), &How::default());
    assert_eq!((recorded(&report), changes(&report)), (0, Vec::new()));
    let mut police: Vec<SourceFile> =
        ashdown().into_iter().filter(|it| it.name() == "police.csv").collect();
    let text = String::from_utf8(police.remove(0).bytes().to_vec()).unwrap();
    let moved = text.replacen('\n', "\n\n\n", 1);
    let report = bench.import(&[file("renamed.csv", moved.as_bytes())], &How::default());
    assert_eq!((recorded(&report), changes(&report)), (0, Vec::new()));
    assert_eq!(bench.entries(), before);
}

#[test]
fn a_file_that_comes_later_finds_what_the_first_ones_named() {
    let whole = imported();
    let bench = Bench::new();
    let late = "childrens-social-care.csv";
    let (last, first): (Vec<_>, Vec<_>) = ashdown().into_iter().partition(|it| it.name() == late);
    let (family, first): (Vec<_>, Vec<_>) =
        first.into_iter().partition(|it| it.name() == "people.csv");
    for files in [family, first, last] {
        assert_eq!(bench.import(&files, &How::default()).result, ImportResult::Recorded);
    }
    let entries = whole.entries();
    let later = bench.entries();
    for reference in ["C2", "C6", "C8", "C9", "C13"] {
        assert_eq!(of(&later, reference).event, of(&entries, reference).event);
    }
}

fn account(entries: &[Entry], reference: &str) -> String {
    let wanted = of(entries, reference).id;
    let all = effective(entries, OnRecord::ALL);
    let entry = all.iter().find(|it| it.id() == wanted).unwrap();
    format!("{} {:?}", entry.occurred(), entry.event())
}

#[test]
fn a_changed_row_is_reported_and_corrected_only_when_asked() {
    let bench = imported();
    let before = bench.entries();
    let files = with("housing.csv", "2026-02-03,,,day", "2026-02-04,,,day");
    let report = bench.import(&files, &How::default());
    assert_eq!(
        changes(&report),
        [
            "housing.csv, row 3 (U1): changed since it was imported: date; not corrected, since that was not asked for"
        ]
    );
    assert_eq!(bench.entries(), before);

    let correct = How { on_change: OnChange::Correct, ..How::default() };
    let report = bench.import(&files, &correct);
    assert_eq!(
        changes(&report),
        ["housing.csv, row 3 (U1): changed since it was imported: date; corrected"]
    );
    assert_eq!(recorded(&report), 1);
    assert_eq!(
        account(&bench.entries(), "U1"),
        account(&before, "U1").replace("3 Feb 2026", "4 Feb 2026")
    );

    let corrected = bench.entries();
    let report = bench.import(&files, &correct);
    assert_eq!((recorded(&report), changes(&report)), (0, Vec::new()));
    assert_eq!(bench.entries(), corrected);

    let report = bench.import(&ashdown(), &correct);
    assert_eq!(recorded(&report), 1);
    assert_eq!(account(&bench.entries(), "U1"), account(&before, "U1"));
}

#[test]
fn what_cannot_be_corrected_is_named_column_by_column() {
    let bench = imported();
    let files = with(
        "housing.csv",
        ",K. Brandt,Housing officer,2026-02-03",
        ",B. Other,Housing officer,2026-02-04",
    );
    let correct = How { on_change: OnChange::Correct, ..How::default() };
    assert_eq!(
        changes(&bench.import(&files, &correct)),
        [
            "housing.csv, row 3 (U1): changed since it was imported: author, entered_on; withdraw or record that by hand"
        ]
    );
    let files = with("housing.csv", "2026-02-25,2026-02-26,", "2026-02-25,2026-02-26,2026-02-27");
    assert_eq!(
        changes(&bench.import(&files, &correct)),
        [
            "housing.csv, row 3 (U1): changed since it was imported: read_on; withdraw or record that by hand"
        ]
    );
}

#[test]
fn where_anything_is_refused_nothing_is_recorded_unless_asked_for() {
    let files = with("police.csv", "P4,2026-02-24", "P4,2026-02-30");
    let bench = Bench::new();
    let before = bench.entries();
    let report = bench.import(&files, &How::default());
    assert_eq!((report.result, recorded(&report)), (ImportResult::NothingRecorded, 0));
    assert_eq!(bench.entries(), before);
    let partial = How { mode: Mode::Partial, ..How::default() };
    let report = bench.import(&files, &partial);
    assert_eq!((report.result, recorded(&report)), (ImportResult::Recorded, 102));
}

#[test]
fn what_only_the_ledger_refuses_stops_the_import_before_anything_is_recorded() {
    let files = with("police.csv", "P4,2026-02-24", "P4,2027-02-24");
    let bench = Bench::new();
    let before = bench.entries();
    let report = bench.import(&files, &How::default());
    let problems: Vec<String> =
        report.files.iter().flat_map(|file| &file.problems).map(ToString::to_string).collect();
    assert_eq!((report.result, problems.len()), (ImportResult::NothingRecorded, 1));
    assert_eq!(
        problems[0].split(": ").take(2).collect::<Vec<_>>(),
        ["police.csv, row 5", "the ledger refused it"]
    );
    assert_eq!(bench.entries(), before);
}

#[test]
fn a_dry_run_says_what_would_be_and_where_anything_is_refused_that_nothing_would() {
    let bench = imported();
    let dry = How { mode: Mode::DryRun, on_change: OnChange::Correct, ..How::default() };
    let files = with("housing.csv", "2026-02-03,,,day", "2026-02-04,,,day");
    let report = bench.import(&files, &dry);
    let said = ["housing.csv, row 3 (U1): changed since it was imported: date; would be corrected"];
    assert_eq!((recorded(&report), changes(&report)), (1, said.map(str::to_owned).to_vec()));
    let broken = file("late.csv", b"agency,case_ref,ref,date,kind,event\nGP,ASH-1,9,x,contact,y\n");
    let files: Vec<SourceFile> = files.into_iter().chain([broken]).collect();
    for mode in [Mode::DryRun, Mode::AllOrNothing] {
        let report =
            bench.import(&files, &How { mode, on_change: OnChange::Correct, ..How::default() });
        assert_eq!((recorded(&report), changes(&report)), (0, said.map(str::to_owned).to_vec()));
    }
}

#[test]
fn a_dry_run_reports_all_and_records_nothing() {
    let bench = Bench::new();
    let before = bench.entries();
    let how = How { mode: Mode::DryRun, ..How::default() };
    let report = bench.import(&ashdown(), &how);
    assert_eq!((report.result, recorded(&report)), (ImportResult::DryRun, 103));
    assert_eq!(bench.entries(), before);
    bench.import(&ashdown(), &How::default());
    assert_eq!(recorded(&bench.import(&ashdown(), &how)), 0);
}
