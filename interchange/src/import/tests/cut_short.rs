//! An import that is cut short, and imported again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use candour_commands::{Circumstances, InTurn, RecordError, Recorder, Request};
use candour_domain::entry::{Entry, Position, StreamId};
use candour_ledger::Failure;
use candour_projections::casebook::{LoadError, read_stream_entries};

use super::bench::{Bench, How, file, now, settings, wait};
use crate::import::{ImportFailure, ImportResult, Known, SourceFile, Target, import};

/// How many cases the file is about.
const CASES: usize = 4;
/// How many rows each has: more than are recorded before it is said how far the import has come.
const ROWS: usize = 600;

fn chronology() -> SourceFile {
    let heading = "agency,case_ref,ref,date,children,kind,event,author,told_agency,told_on";
    let mut csv = format!("{heading}\n");
    for row in 0..ROWS {
        for case in 0..CASES {
            let day = 1 + row % 28;
            let told =
                if row % 3 == 0 { format!("Housing,2025-03-{day:02}") } else { ",".to_owned() };
            let words = format!("observation,what was seen ({row}),A. Ford,{told}");
            writeln!(csv, "Police,C-{case},P{row},2025-03-{day:02},Child {case},{words}").unwrap();
        }
    }
    file("chronology.csv", csv.as_bytes())
}

/// A ledger whose process ends after so many streams were written to: within the next, with or without
/// what was being written.
struct Ending<'a> {
    bench: &'a Bench,
    rehearsal: Recorder,
    left: AtomicUsize,
}

impl<'a> Ending<'a> {
    fn after(bench: &'a Bench, left: usize) -> Self {
        let rehearsal = Recorder::rehearsal(bench.store.clone());
        Self { bench, rehearsal, left: AtomicUsize::new(left) }
    }
}

impl Target for Ending<'_> {
    type Failure = LoadError;

    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>, LoadError> {
        Ok(read_stream_entries(self.bench.store.as_ref(), stream).await?.unwrap_or_default())
    }

    async fn rehearse(&self, requests: Vec<Request>) -> InTurn {
        tokio::task::yield_now().await;
        self.rehearsal.record_in_turn(&requests, Circumstances::at(now())).await
    }

    async fn record(&self, requests: Vec<Request>) -> InTurn {
        tokio::task::yield_now().await;
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.saturating_sub(1), Ordering::Relaxed);
        if left > 0 {
            return self.bench.recorder.record_in_turn(&requests, Circumstances::at(now())).await;
        }
        let written = &requests[..requests.len() / 2];
        let turn = self.bench.recorder.record_in_turn(written, Circumstances::at(now())).await;
        assert!(turn.failed.is_none());
        let source = Failure::new("the power went");
        let failed = Some(RecordError::Unknown { request: requests[0].id, source });
        InTurn { outcomes: Vec::new(), failed }
    }
}

fn imported(ledger: &Ending<'_>) -> Result<ImportResult, String> {
    let files = [chronology()];
    settings(|settings| {
        match wait(import(&files, Known::nothing(), settings, ledger, &mut |_| {})) {
            Ok(report) => Ok(report.result),
            Err(ImportFailure::NotRecorded { place, source }) => Err(format!("{place}: {source}")),
            Err(ImportFailure::NotRead(error)) => panic!("{error}"),
        }
    })
}

/// What each stream holds: all but the places in the ledger, which depend on what came first.
fn streams(bench: &Bench) -> BTreeMap<StreamId, Vec<Entry>> {
    let mut streams: BTreeMap<StreamId, Vec<Entry>> = BTreeMap::new();
    for entry in bench.entries() {
        let placeless = Entry { position: Position(0), ..entry };
        streams.entry(placeless.stream).or_default().push(placeless);
    }
    streams
}

#[test]
fn an_import_that_was_cut_short_comes_out_the_same_when_imported_again() {
    let undisturbed = Bench::new();
    assert_eq!(imported(&Ending::after(&undisturbed, usize::MAX)), Ok(ImportResult::Recorded));
    let expected = streams(&undisturbed);
    let many: usize = expected.values().map(Vec::len).sum();
    assert!(many > CASES * ROWS, "{many} entries");
    for after in [0, 9, 15] {
        let bench = Bench::new();
        let said = imported(&Ending::after(&bench, after)).unwrap_err();
        assert!(said.contains("it is not known whether request"), "{said}");
        let left = bench.entries().len();
        assert!(left < many, "{left} of {many}");
        assert_eq!(imported(&Ending::after(&bench, usize::MAX)), Ok(ImportResult::Recorded));
        assert_eq!(streams(&bench), expected);
    }
}

#[test]
fn where_another_imports_the_same_meanwhile_each_row_is_recorded_once() {
    let bench = Bench::new();
    let how = How::default();
    let (one, other) = (Ending::after(&bench, usize::MAX), Ending::after(&bench, usize::MAX));
    // Both have compared before either records, and then record in turns.
    let files = [chronology()];
    let both = settings(|settings| {
        wait(async {
            let (mut said, mut also) = (|_| {}, |_| {});
            tokio::join!(
                import(&files, Known::nothing(), settings, &one, &mut said),
                import(&files, Known::nothing(), settings, &other, &mut also),
            )
        })
    });
    let (Ok(one), Ok(other)) = both else { panic!("not recorded") };
    assert_eq!((one.result, other.result), (ImportResult::Recorded, ImportResult::Recorded));
    let alone = Bench::new();
    alone.import(&files, &how);
    assert_eq!(streams(&bench), streams(&alone));
}
