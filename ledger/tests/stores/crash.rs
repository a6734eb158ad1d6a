//! The embedded store killed at any moment: what was answered is there once, nothing is half there, and
//! the ledger opens by itself.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use candour_ledger::contract::stream;
use candour_ledger::{
    After, EmbeddedStore, EventStore, OpenError, OpenRefusal, Positions, Revision, StreamPage,
    Verdict, verify,
};

use crate::written::{WRITERS, batch, clock, entropy, length};

const SEED: &str = "CANDOUR_TEST_CRASH_SEED";
const ROUNDS: u64 = 200;
/// After so many rounds a new ledger is begun, so that some are killed while they are made.
const ROUNDS_OF_A_LEDGER: u64 = 10;
const LIFE_MS_MAX: u64 = 90;

fn started(directory: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_candour-ledger-child"))
        .args([OsStr::new("write"), directory.as_os_str()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a process write for a while, kills it, and reads how many records it was answered for.
fn killed(directory: &Path, life: Duration) -> BTreeMap<u64, u64> {
    let mut child = started(directory);
    let mut out = child.stdout.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut said = String::new();
        out.read_to_string(&mut said).unwrap();
        said
    });
    std::thread::sleep(life);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), None, "the process ended before it was killed: {status}");
    let said = reading.join().unwrap();
    let mut answered = BTreeMap::new();
    for line in said.lines() {
        // A line that was cut off has no full stop.
        if let ["answered", writer, records, "."] = *line.split(' ').collect::<Vec<_>>() {
            answered.insert(writer.parse().unwrap(), records.parse().unwrap());
        }
    }
    answered
}

/// Checks all that may be said of a ledger whose writers were killed.
async fn is_whole(store: &EmbeddedStore, answered: &BTreeMap<u64, u64>) -> u64 {
    let mut total = 0;
    for writer in 0..WRITERS {
        let mut found = Vec::new();
        let kept = length(store, writer).await;
        while (found.len() as u64) < kept {
            let from = Revision::from_number(found.len() as u64);
            let page = store.read_stream(&stream(writer), from, 1_000).await.unwrap();
            let StreamPage::Found { records, .. } = page else { panic!("{page:?}") };
            found.extend(records);
        }
        let mut wanted = Vec::new();
        while (wanted.len() as u64) < kept {
            wanted.extend(batch(writer, wanted.len() as u64));
        }
        assert_eq!(found.len(), wanted.len(), "stream {writer} ends within an append");
        for (record, draft) in found.iter().zip(&wanted) {
            assert_eq!((record.id, record.request), (draft.id, draft.request));
            let texts: Vec<_> = draft.parts.iter().map(|part| Some(&*part.text)).collect();
            let numbers = draft.parts.iter().map(|part| part.number);
            assert_eq!(numbers.map(|number| record.text(number)).collect::<Vec<_>>(), texts);
        }
        let promised = answered.get(&writer).copied().unwrap_or(0);
        assert!(kept >= promised, "stream {writer} has {kept} of {promised} answered records");
        total += kept;
    }
    let verdict = verify(store, Positions::Gapless, &mut |_| ()).await.unwrap();
    let Verdict::Whole { records, head, root: _ } = verdict else { panic!("{verdict:?}") };
    assert_eq!((records, head), (total, After::from_number(total)));
    total
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_writer_loses_nothing_that_was_answered() {
    let seed = std::env::var(SEED).map_or(1, |seed| seed.parse().unwrap());
    let root = tempfile::tempdir().unwrap();
    let mut state: u64 = seed;
    let mut answered = BTreeMap::new();
    let (mut records, mut in_doubt) = (0, 0);
    for round in 0..ROUNDS {
        let directory = root.path().join((round / ROUNDS_OF_A_LEDGER).to_string());
        if round % ROUNDS_OF_A_LEDGER == 0 {
            answered = BTreeMap::new();
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        let life = Duration::from_micros((state >> 33) % (LIFE_MS_MAX * 1_000));
        let directory = &directory;
        answered.extend(killed(directory, life));
        let store = match EmbeddedStore::open(directory, clock(), entropy()) {
            Ok(store) => store,
            Err(OpenError::Refused { refusal: OpenRefusal::NoLedger, .. }) => {
                assert_eq!(answered, BTreeMap::new(), "seed {seed}, round {round}");
                continue;
            }
            Err(error) => panic!("seed {seed}, round {round}: {error:?}"),
        };
        let kept = is_whole(&store, &answered).await;
        in_doubt += kept - answered.values().sum::<u64>();
        if round % ROUNDS_OF_A_LEDGER == ROUNDS_OF_A_LEDGER - 1 {
            records += kept;
        }
    }
    let said = format!("seed {seed}: {records} records, {in_doubt} kept without an answer\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    assert!(records > ROUNDS, "{said}");
}
