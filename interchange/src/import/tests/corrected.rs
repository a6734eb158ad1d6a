//! A correction by an import is whose: the row's author's, and nobody else's.

use candour_domain::entry::RecordClock;
use candour_domain::envelope::Entered;
use candour_domain::identifier::EntryId;
use candour_projections::ask::Ask;
use candour_projections::knowledge::{Knowledge, Who};

use super::ashdown::of;
use super::bench::{Bench, How, OPERATOR, REVIEW, ashdown, with};
use crate::import::OnChange;

fn knowers(bench: &Bench, item: EntryId) -> Vec<Who> {
    let book = bench.book("ASH-1");
    let ask = Ask::everything(RecordClock::Ledger);
    let knowledge = Knowledge::of(&book, ask);
    let known = knowledge.who_knew(item).unwrap();
    let mut all: Vec<Who> = known.knowers.into_iter().map(|row| row.who).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_corrected_row_makes_nobody_a_knower_but_its_author() {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    let row = of(&bench.entries(), "U1").clone();
    let before = knowers(&bench, row.id);
    assert_eq!(
        before.iter().map(|who| who.name.as_str()).collect::<Vec<_>>(),
        [
            "DS H. Marsh",
            "J. Lindqvist",
            "K. Brandt",
            "L. Farrow",
            "M. Castellan",
            "N. Adeyemi",
            "R. Osei",
            "Children's social care"
        ]
    );
    let files = with("housing.csv", "2026-02-03,,,day", "2026-02-04,,,day");
    let report = bench.import(&files, &How { on_change: OnChange::Correct, ..How::default() });
    assert_eq!(report.files.iter().map(|file| file.changed.len()).sum::<usize>(), 1);
    let entries = bench.entries();
    let correction = entries.last().unwrap();
    let mut import = row.envelope.source.import.clone().unwrap();
    import.entered = Entered::NotStated;
    assert_eq!(correction.envelope.by, row.envelope.by);
    assert_eq!(correction.envelope.source.import, Some(import));
    assert_eq!((correction.author, correction.agency), (OPERATOR, REVIEW));
    assert_eq!(knowers(&bench, row.id), before);
}
