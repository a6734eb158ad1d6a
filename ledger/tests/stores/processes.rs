//! The embedded store among processes: who may write, who may read, and what a file of another kind or
//! release is told.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use candour_ledger::contract::{draft, drafts, start_of_time, stream};
use candour_ledger::{
    After, AppendError, AppendRefusal, BackupError, Clock, EmbeddedStore, Entropy, EventStore,
    Expected, FileCheck, Holder, LEDGER_FILE, LedgerIdentity, OpenError, OpenRefusal, ReadError,
    Revision,
};
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::benches::InDirectories;
use crate::written::{clock, entropy, identity};

fn refusal<T>(opened: Result<T, OpenError>) -> Option<OpenRefusal> {
    match opened {
        Ok(_) => None,
        Err(OpenError::Refused { refusal, .. }) => Some(refusal),
        Err(error @ OpenError::Failed { .. }) => panic!("{error:?}"),
    }
}

fn open(directory: &Path) -> Option<OpenRefusal> {
    refusal(EmbeddedStore::open(directory, clock(), entropy()))
}

fn create(directory: &Path) -> Option<OpenRefusal> {
    refusal(EmbeddedStore::create(directory, identity(), clock(), entropy()))
}

fn at(number: u64) -> Expected {
    Expected::At(Revision::from_number(number))
}

#[test]
fn a_second_writer_is_told_who_holds_the_ledger() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    let held = OpenRefusal::Held {
        by: Holder::Process {
            pid: std::process::id(),
            host: fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim().to_owned(),
            since: "2026-09-04T00:00:00Z".to_owned(),
        },
    };
    assert_eq!(open(&bench.last()), Some(held.clone()));
    assert_eq!(create(&bench.last()), Some(held));
    drop(store);
    assert_eq!(open(&bench.last()), None);
}

#[test]
fn a_name_left_behind_does_not_hold_the_ledger() {
    let bench = InDirectories::new();
    drop(bench.create(clock()));
    fs::write(bench.last().join("ledger.lock"), "pid 1\nhost gone\nsince long ago\n").unwrap();
    assert_eq!(open(&bench.last()), None);
}

#[test]
fn what_is_not_a_ledger_of_this_release_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let directory = root.path().join("ledger");
    assert_eq!(open(&directory), Some(OpenRefusal::NoLedger));
    assert_eq!(create(&directory), None);
    assert_eq!(create(&directory), Some(OpenRefusal::Exists));

    let raw = Connection::open(directory.join(LEDGER_FILE)).unwrap();
    raw.pragma_update(None, "user_version", 2).unwrap();
    let newer = OpenRefusal::Newer { found: 2, known: 1 };
    assert_eq!(open(&directory), Some(newer.clone()));
    assert_eq!(refusal(EmbeddedStore::open_read_only(&directory)), Some(newer.clone()));
    assert_eq!(
        newer.to_string(),
        "the ledger has version 2 of the file's form, and this release knows versions up to 1: \
         use the release that wrote it, or a later one"
    );

    let other = root.path().join("other");
    fs::create_dir(&other).unwrap();
    let raw = Connection::open(other.join(LEDGER_FILE)).unwrap();
    raw.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    assert_eq!(open(&other), Some(OpenRefusal::NotALedger));
    assert_eq!(create(&other), Some(OpenRefusal::NotALedger));

    let empty = root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    fs::write(empty.join(LEDGER_FILE), "").unwrap();
    assert_eq!(open(&empty), Some(OpenRefusal::NoLedger));
    assert_eq!(create(&empty), None);
}

/// A clock and randomness that claim to be real.
struct Claimed;

impl Clock for Claimed {
    fn now(&self) -> DateTime<Utc> {
        start_of_time()
    }

    fn simulated(&self) -> bool {
        false
    }
}

impl Entropy for Claimed {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(4);
    }

    fn simulated(&self) -> bool {
        false
    }
}

#[test]
fn only_a_synthetic_ledger_takes_a_simulated_clock() {
    let root = tempfile::tempdir().unwrap();
    let real = || LedgerIdentity { synthetic: false, ..identity() };
    let made = |clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>| {
        refusal(EmbeddedStore::create(root.path(), real(), clock, entropy))
    };
    assert_eq!(made(clock(), Arc::new(Claimed)), Some(OpenRefusal::Simulated));
    assert_eq!(made(Arc::new(Claimed), entropy()), Some(OpenRefusal::Simulated));
    assert_eq!(made(Arc::new(Claimed), Arc::new(Claimed)), None);
    assert_eq!(open(root.path()), Some(OpenRefusal::Simulated));
    let opened = EmbeddedStore::open(root.path(), Arc::new(Claimed), Arc::new(Claimed)).unwrap();
    assert_eq!(*opened.identity(), real());
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let bench = InDirectories::new();
    let writer = bench.create(clock());
    writer.append(&stream(1), Expected::NoStream, drafts(0..2)).await.unwrap();
    drop(writer);
    let reader = EmbeddedStore::open_read_only(&bench.last()).unwrap();
    let outcome = reader.append(&stream(1), at(1), drafts(2..3)).await;
    let Err(AppendError::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(refusal, AppendRefusal::ReadOnly);
    assert_eq!(reader.read_all(After::Start, 10).await.unwrap().len(), 2);
    assert_eq!(reader.check_file().await.unwrap(), FileCheck::Sound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_reads_while_this_one_writes() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    let reader = Command::new(env!("CARGO_BIN_EXE_candour-ledger-child"))
        .args([OsStr::new("read"), bench.last().as_os_str()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut expected = Expected::NoStream;
    for number in 0..200_u64 {
        store.append(&stream(1), expected, vec![draft(number)]).await.unwrap();
        expected = at(number);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let output = tokio::task::spawn_blocking(|| reader.wait_with_output()).await.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_while_writing_is_a_ledger() {
    let bench = InDirectories::new();
    let store = Arc::new(bench.create(clock()));
    store.append(&stream(1), Expected::NoStream, drafts(0..1)).await.unwrap();
    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            for number in 1..300 {
                store.append(&stream(1), at(number - 1), vec![draft(number)]).await.unwrap();
            }
        }
    });
    let root = tempfile::tempdir().unwrap();
    for copy in 0..5 {
        let directory = root.path().join(copy.to_string());
        fs::create_dir(&directory).unwrap();
        let file = directory.join(LEDGER_FILE);
        store.backup(&file).await.unwrap();
        let again = store.backup(&file).await;
        let Err(BackupError::Exists { file: named }) = again else { panic!("{again:?}") };
        assert_eq!(named, file);

        let copy = EmbeddedStore::open(&directory, clock(), entropy()).unwrap();
        let records = copy.read_all(After::Start, 1_000).await.unwrap();
        let original = store.read_all(After::Start, records.len()).await.unwrap();
        assert_eq!(records, original);
        assert_eq!(copy.identity(), store.identity());
        let next = copy.append(&stream(2), Expected::NoStream, drafts(0..1)).await.unwrap();
        assert_eq!(next.records[0].position.number(), records.len() as u64 + 1);
    }
    writing.await.unwrap();
}

#[tokio::test]
async fn a_failed_write_stops_the_ledger_until_it_is_opened_again() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    let written = store.append(&stream(1), Expected::NoStream, drafts(0..2)).await.unwrap();
    let raw = Connection::open(store.file()).unwrap();
    raw.execute_batch(
        "CREATE TRIGGER worn BEFORE INSERT ON part WHEN NEW.kind = 77
         BEGIN SELECT raise(ABORT, 'worn out'); END",
    )
    .unwrap();
    let mut bad = drafts(2..4);
    bad[1].parts[1].kind = candour_ledger::PartKind::from_code(77);
    for given in [bad, drafts(2..3)] {
        let outcome = store.append(&stream(1), at(1), given).await;
        let Err(AppendError::NotWritten(_)) = outcome else { panic!("{outcome:?}") };
    }
    let waited = store.wait_beyond(After::from_number(2)).await;
    let Err(ReadError::Failed(_)) = waited else { panic!("{waited:?}") };
    assert_eq!(store.read_all(After::Start, 10).await.unwrap(), written.records);
    drop(store);
    let store = bench.open(clock());
    assert_eq!(store.read_all(After::Start, 10).await.unwrap(), written.records);
    store.append(&stream(1), at(1), drafts(2..3)).await.unwrap();
}

#[tokio::test]
async fn a_program_that_holds_the_file_delays_and_stops_nothing() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    let raw = Connection::open(store.file()).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let outcome = store.append(&stream(1), Expected::NoStream, drafts(0..1)).await;
    let Err(AppendError::NotWritten(_)) = outcome else { panic!("{outcome:?}") };
    raw.execute_batch("ROLLBACK").unwrap();
    store.append(&stream(1), Expected::NoStream, drafts(0..1)).await.unwrap();
}
