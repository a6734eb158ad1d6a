//! What it costs to import agencies' chronologies, from the bytes of a file to durable entries: the way
//! that `candour import` goes, rehearsal included, beside a bare write of what is then kept.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use candour_commands::{Action, Circumstances, InTurn, Recorder, Request};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::time::london_date;
use candour_interchange::import::{
    Known, Mapping, Mode, OnChange, Report, Settings, Sheet, SourceFile, Target, import,
};
use candour_ledger::{After, EmbeddedStore, EventStore, PAGE_RECORDS_MAX};
use candour_projections::casebook::{LoadError, read_stream_entries};

use crate::append::{BareFile, bytes_of};
use crate::edge;
use crate::figure::{Figure, Reach};
use crate::measure::{Done, count};
use crate::population::{Unrecorded, agency, practitioner, registers};

/// How many cases the file is about.
const CASES: u64 = 100;
/// How many rows each has.
const ROWS: u64 = 100;

/// The figures of importing.
pub(crate) async fn figures() -> Done<Vec<Figure>> {
    let folder = edge::passing_folder()?;
    let store = Arc::new(edge::create(&folder.path().join("ledger"))?);
    let ledger = Ledger::new(&store);
    for one in registers()? {
        let Unrecorded { stream, request: id, author, agency, envelope, event, .. } = one;
        let actions = vec![Action { envelope, proposed: event }];
        let request = Request { id, author, agency, stream, actions };
        ledger.recorder.record(request, Circumstances::at(edge::now())).await?;
    }
    let before = After::from(store.head().await?);
    let file = SourceFile::new("chronology.csv", chronology()?.into_bytes());
    let file = file.map_err(|problem| problem.to_string())?;
    let start = Instant::now();
    let report = imported(&ledger, file).await?;
    let time = start.elapsed();
    if report.refused() {
        return Err(format!("the chronology was refused: {:?}", report.files).into());
    }
    let mut many = 0;
    let mut bytes = Vec::new();
    let mut after = before;
    loop {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last() else { break };
        after = After::Position(last.position);
        many += page.len();
        for record in &page {
            bytes_of(record, &mut bytes);
        }
    }
    let bare = BareFile::new(folder.path())?.write(&bytes)?;
    let (bare, ours) = (count(many) / bare.as_secs_f64(), count(many) / time.as_secs_f64());
    let reach = Reach::EachSecond(60_000.0);
    Ok(vec![Figure::faster("import of a chronology, entries a second", bare, ours, reach)])
}

async fn imported(ledger: &Ledger, file: SourceFile) -> Done<Report> {
    let mapping = Mapping::default();
    let secret = edge::identity().secret;
    let keys = move |purpose: &str, bytes: &[u8]| secret.digest(purpose, bytes);
    let settings = Settings {
        mapping: &mapping,
        sheet: Sheet::First,
        operator: practitioner(0, 0),
        agency: agency(0),
        imported_on: london_date(edge::now()),
        keys: &keys,
        mode: Mode::AllOrNothing,
        on_change: OnChange::Report,
    };
    Ok(import(&[file], Known::nothing(), &settings, ledger, &mut |_| {}).await?)
}

/// A chronology of many cases: what was seen, said and passed on.
fn chronology() -> Done<String> {
    let mut csv =
        "agency,case_ref,ref,date,time,children,kind,event,author,author_role,entered_on,\
                   told_agency,told_on,received_on,extent\n"
            .to_owned();
    for case in 0..CASES {
        for row in 0..ROWS {
            let (month, day, minute) = (1 + row / 28 % 12, 1 + row % 28, row % 60);
            let date = format!("2025-{month:02}-{day:02}");
            write!(csv, "Police,C-{case},P{row},{date},10:{minute:02},Child {case},")?;
            match row % 4 {
                0 => writeln!(
                    csv,
                    "concern,\"A neighbour rang, the second time ({row})\",PC A. Ford,Officer,{date},Housing,{date},{date},whole"
                )?,
                1 => writeln!(
                    csv,
                    "observation,\"The door was broken, both children asleep ({row})\",PC A. Ford,Officer,{date},,,,"
                )?,
                2 => writeln!(
                    csv,
                    "child's words,\"I was in my room ({row})\",PC B. Lane,Officer,{date},,,,"
                )?,
                _ => writeln!(
                    csv,
                    "observation,\"Called back, nobody at home ({row})\",PC B. Lane,Officer,{date},,,,"
                )?,
            }
        }
    }
    Ok(csv)
}

/// The ledger, as an import meets it.
struct Ledger {
    store: Arc<EmbeddedStore>,
    rehearsal: Recorder,
    recorder: Recorder,
}

impl Ledger {
    fn new(store: &Arc<EmbeddedStore>) -> Self {
        Self {
            store: Arc::clone(store),
            rehearsal: Recorder::rehearsal(Arc::clone(store) as Arc<dyn EventStore>),
            recorder: Recorder::new(Arc::clone(store) as Arc<dyn EventStore>),
        }
    }
}

impl Target for Ledger {
    type Failure = LoadError;

    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>, LoadError> {
        Ok(read_stream_entries(&*self.store, stream).await?.unwrap_or_default())
    }

    async fn rehearse(&self, requests: Vec<Request>) -> InTurn {
        self.rehearsal.record_in_turn(&requests, Circumstances::at(edge::now())).await
    }

    async fn record(&self, requests: Vec<Request>) -> InTurn {
        self.recorder.record_in_turn(&requests, Circumstances::at(edge::now())).await
    }
}
