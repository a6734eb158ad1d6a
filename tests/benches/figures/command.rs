//! What a command costs from end to end: the case loaded, the request decided, the entry appended. A
//! cold recorder reads the case first; a warm one remembers it.

use std::sync::Arc;
use std::time::Instant;

use candour_commands::{Action, Circumstances, Outcome, Recorder, Request};
use candour_domain::entry::StreamId;
use candour_ledger::{Draft, EmbeddedStore, EventStore, Expected, Revision};

use crate::edge;
use crate::figure::{Figure, Reach};
use crate::history::History;
use crate::ledgers::{CASE_ENTRIES, name};
use crate::measure::{Done, interleaved};
use crate::population::{Unrecorded, case, family, registers};

/// How many cases of [`CASE_ENTRIES`] there are.
const CASES: u64 = 50;
/// How many commands are measured.
const COMMANDS: usize = 500;
/// A command takes at most so many times as long as an append alone.
const REACH: Reach = Reach::Within(2.5);

/// Both figures of a command.
pub(crate) async fn figures() -> Done<Vec<Figure>> {
    let folder = edge::passing_folder()?;
    let store = Arc::new(edge::create(&folder.path().join("ledger"))?);
    for one in registers()? {
        append(&store, &[one], Expected::NoStream).await?;
    }
    // The cases of the commands, then as many to append to alone.
    for case in 0..2 * CASES {
        for one in family(case)? {
            append(&store, &[one], Expected::NoStream).await?;
        }
        let entries = from_to(case, 0, CASE_ENTRIES)?;
        append(&store, &entries, Expected::NoStream).await?;
    }
    let cold = measured(&store, CASE_ENTRIES, None).await?;
    let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
    for case in 0..CASES {
        // Whoever has recorded in a case once remembers it.
        let place = CASE_ENTRIES + u64::try_from(COMMANDS)? / CASES;
        record(&recorder, case, place).await?;
        append_bare(&store, CASES + case, place).await?;
    }
    let from = CASE_ENTRIES + u64::try_from(COMMANDS)? / CASES + 1;
    let warm = measured(&store, from, Some(&recorder)).await?;
    let figure = |name: &str, (baseline, ours): &_| Figure::slower(name, baseline, ours, REACH);
    Ok(vec![
        figure("a command on a case of 100 entries, read first, beside an append", &cold),
        figure("a command on a case of 100 entries, remembered, beside an append", &warm),
    ])
}

type Pair = (crate::measure::Times, crate::measure::Times);

/// Commands on one half of the cases in turn, and bare appends to the other half.
async fn measured(store: &Arc<EmbeddedStore>, from: u64, warm: Option<&Recorder>) -> Done<Pair> {
    let baseline = async |round: usize| {
        let round = u64::try_from(round)?;
        append_bare(store, CASES + round % CASES, from + round / CASES).await
    };
    let ours = async |round: usize| {
        let round = u64::try_from(round)?;
        let (case, place) = (round % CASES, from + round / CASES);
        if let Some(recorder) = warm {
            return record(recorder, case, place).await;
        }
        let cold = Recorder::new(Arc::clone(store) as Arc<dyn EventStore>);
        record(&cold, case, place).await
    };
    interleaved(COMMANDS, baseline, ours).await
}

/// Records one entry of a case by a command.
async fn record(recorder: &Recorder, case: u64, place: u64) -> Done<std::time::Duration> {
    let written = History::of(case, CASE_ENTRIES).at_place(place)?;
    let Unrecorded { stream, request: id, author, agency, envelope, event, .. } = written;
    let actions = vec![Action { envelope, proposed: event }];
    let request = Request { id, author, agency, stream, actions };
    let circumstances = Circumstances::at(edge::now());
    let start = Instant::now();
    let outcome = recorder.record(request, circumstances).await?;
    let time = start.elapsed();
    match outcome {
        Outcome::Recorded(_) => Ok(time),
        Outcome::AlreadySo(_) => Err("a command was already so".into()),
    }
}

/// Appends the same entry without a command.
async fn append_bare(
    store: &EmbeddedStore,
    case_number: u64,
    place: u64,
) -> Done<std::time::Duration> {
    let written = History::of(case_number, CASE_ENTRIES).at_place(place)?;
    let (stream, draft) = (name(StreamId::Case(case(case_number)))?, written.draft()?);
    let last = Expected::At(Revision::from_number(place - 1));
    let start = Instant::now();
    store.append(&stream, last, vec![draft]).await?;
    Ok(start.elapsed())
}

fn from_to(case: u64, from: u64, to: u64) -> Done<Vec<Unrecorded>> {
    let history = History::of(case, CASE_ENTRIES);
    (from..to).map(|place| history.at_place(place)).collect()
}

async fn append(store: &EmbeddedStore, entries: &[Unrecorded], expected: Expected) -> Done<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    let drafts = entries.iter().map(Unrecorded::draft).collect::<Done<Vec<Draft>>>()?;
    store.append(&name(first.stream)?, expected, drafts).await?;
    Ok(())
}
