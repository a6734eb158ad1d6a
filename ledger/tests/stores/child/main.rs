//! A process of its own for the tests of the stores: one that writes until it is killed, and one that
//! reads what another writes.
#![expect(clippy::unwrap_used, reason = "the test that runs this sees how it ended")]

#[path = "../written.rs"]
mod written;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use candour_ledger::contract::{drafts, stream};
use candour_ledger::{
    After, EmbeddedStore, EventStore, Expected, Follower, OpenError, OpenRefusal, Positions,
    Revision, Verdict, verify,
};

use written::{WRITERS, batch, clock, entropy, identity, length};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [role, directory] = arguments.as_slice() else { std::process::exit(2) };
    match role.to_str() {
        Some("write") => write_until_killed(Path::new(directory)).await,
        Some("read") => read_to_the_end(Path::new(directory)).await,
        Some(_) | None => std::process::exit(2),
    }
}

async fn write_until_killed(directory: &Path) {
    let store = Arc::new(opened(directory));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                writes(&store, writer).await;
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

/// Appends to one stream, and says what was answered.
async fn writes(store: &EmbeddedStore, writer: u64) {
    let mut records = length(store, writer).await;
    loop {
        let drafts = batch(writer, records);
        let count = drafts.len() as u64;
        store.append(&stream(writer), expected(records), drafts).await.unwrap();
        records += count;
        let said = format!("\nanswered {writer} {records} .\n");
        std::io::stdout().lock().write_all(said.as_bytes()).unwrap();
    }
}

/// Follows the ledger of another process to its two hundredth record.
async fn read_to_the_end(directory: &Path) {
    let store = Arc::new(EmbeddedStore::open_read_only(directory).unwrap());
    let mut follower = Follower::new(store.clone(), After::Start, 7);
    let mut seen = Vec::new();
    while seen.len() < 200 {
        seen.extend(follower.next().await.unwrap());
    }
    let numbers: Vec<_> = seen.iter().map(|record| record.id).collect();
    let wanted: Vec<_> = drafts(0..200).iter().map(|draft| draft.id).collect();
    assert_eq!(numbers, wanted);
    let verdict = verify(&*store, Positions::Gapless, &mut |_| ()).await.unwrap();
    let whole = match verdict {
        Verdict::Whole { records, .. } => Some(records),
        Verdict::Faulty(_) => None,
    };
    assert_eq!(whole, Some(200));
}

fn expected(records: u64) -> Expected {
    let last = records.checked_sub(1).map(Revision::from_number);
    last.map_or(Expected::NoStream, Expected::At)
}

/// Opens the ledger, or makes it where a crash left none.
fn opened(directory: &Path) -> EmbeddedStore {
    match EmbeddedStore::open(directory, clock(), entropy()) {
        Ok(store) => store,
        Err(OpenError::Refused { refusal: OpenRefusal::NoLedger, .. }) => {
            EmbeddedStore::create(directory, identity(), clock(), entropy()).unwrap()
        }
        Err(error) => panic!("{error:?}"),
    }
}
