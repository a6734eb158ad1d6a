//! The embedded store against a file that somebody changed, cut off or wore out.

use std::fs;
use std::path::Path;

use candour_ledger::contract::{draft, drafts, stream};
use candour_ledger::{
    After, EmbeddedStore, Emptied, EmptyError, EventStore, Expected, Fault, FileCheck, LEDGER_FILE,
    OpenError, Positions, ReadError, Record, Revision, StreamPage, Verdict, Wrong, verify,
};
use rusqlite::Connection;

use crate::benches::InDirectories;
use crate::roots::whole;
use crate::written::{clock, entropy, identity};

async fn verdict(store: &EmbeddedStore) -> Result<Verdict, ReadError> {
    verify(store, Positions::Gapless, &mut |_| ()).await
}

async fn all(store: &EmbeddedStore) -> Vec<Record> {
    store.read_all(After::Start, 10_000).await.unwrap()
}

/// Appends batches of three to two streams in turn.
async fn filled(store: &EmbeddedStore, batches: u64) {
    for batch in 0..batches {
        let next = (batch / 2 * 3).checked_sub(1).map(Revision::from_number);
        let expected = next.map_or(Expected::NoStream, Expected::At);
        let given = drafts(batch * 3..batch * 3 + 3);
        store.append(&stream(batch % 2), expected, given).await.unwrap();
    }
}

/// Copies the files of a ledger as a crash would leave them.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("{LEDGER_FILE}{suffix}");
        if from.join(&name).exists() {
            fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

#[tokio::test]
async fn a_raw_connection_changes_nothing() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    filled(&store, 4).await;
    let before = all(&store).await;
    let raw = Connection::open(store.file()).unwrap();
    let changed = "a record is never changed";
    let deleted = "a record is never deleted";
    let next = "a record has the next position and takes no other record's place";
    let part = "a part is never changed, except that it may be emptied";
    let part_comes = "a part comes with its record and takes no other part's place";
    let copy = |position: &str, revision: &str, id: &str| {
        format!(
            "INSERT OR REPLACE INTO record SELECT {position}, {id}, stream, {revision}, type, 9, \
             recorded_at, author, agency, request, request_index, request_digest, leaf \
             FROM record WHERE position = 2"
        )
    };
    let attempts = [
        ("UPDATE record SET author = agency".to_owned(), changed),
        ("UPDATE OR REPLACE record SET position = 1 WHERE position = 2".to_owned(), changed),
        ("DELETE FROM record WHERE position = 12".to_owned(), deleted),
        (copy("2", "revision", "id"), next),
        (copy("14", "99", "x'00'"), next),
        (copy("13", "revision", "x'00'"), next),
        (copy("13", "99", "id"), next),
        ("UPDATE part SET text = 'nothing'".to_owned(), part),
        ("UPDATE part SET salt = NULL, text = NULL, commitment = x''".to_owned(), part),
        ("UPDATE part SET salt = NULL, text = NULL, kind = 5".to_owned(), part),
        ("UPDATE OR REPLACE part SET key = key + 1".to_owned(), part),
        ("DELETE FROM part".to_owned(), "a part is never deleted"),
        ("REPLACE INTO part SELECT key, 0, x'', NULL, NULL FROM part".to_owned(), part_comes),
        ("INSERT INTO part VALUES (65599, 0, x'', NULL, NULL)".to_owned(), part_comes),
        ("UPDATE stream SET name = 'x'".to_owned(), "a stream is never renamed"),
        ("DELETE FROM stream".to_owned(), "a stream is never deleted"),
        (
            "REPLACE INTO stream SELECT number, 'x' FROM stream".to_owned(),
            "a stream takes no other stream's place",
        ),
        (
            "UPDATE ledger_identity SET synthetic = 0".to_owned(),
            "the identity of a ledger is never changed",
        ),
        ("DELETE FROM ledger_identity".to_owned(), "the identity of a ledger is never deleted"),
        (
            "REPLACE INTO ledger_identity SELECT * FROM ledger_identity".to_owned(),
            "a ledger has one identity",
        ),
    ];
    for (sql, wanted) in attempts {
        let said = raw.execute(&sql, ()).map_err(|error| error.to_string());
        assert_eq!((&sql, said), (&sql, Err(wanted.to_owned())));
    }
    assert_eq!(all(&store).await, before);
}

#[tokio::test]
async fn an_emptied_part_leaves_the_leaf_whole() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    filled(&store, 2).await;
    let before = all(&store).await;
    let said = before[1].text(1).unwrap().as_bytes()[..8].to_vec();
    assert!(on_disk(&bench.last(), &said));

    let entry = draft(1).id;
    assert_eq!(store.empty_part(&stream(0), entry, 1).await.unwrap(), Emptied::Now);
    assert_eq!(store.empty_part(&stream(0), entry, 1).await.unwrap(), Emptied::Before);
    for (which, number) in [(0, 9), (1, 1), (7, 1)] {
        let outcome = store.empty_part(&stream(which), entry, number).await;
        let Err(EmptyError::NoSuchPart { entry: named, number: of }) = outcome else {
            panic!("found {outcome:?}");
        };
        assert_eq!((named, of), (entry, number));
    }
    let mut wanted = before.clone();
    wanted[1].parts[1].content = None;
    assert_eq!(all(&store).await, wanted);
    assert!(!on_disk(&bench.last(), &said));
    assert_eq!(verdict(&store).await.unwrap(), whole(&before));

    let again = store.append(&stream(0), Expected::NoStream, drafts(0..3)).await.unwrap();
    assert_eq!((again.already, again.records), (true, wanted[..3].to_vec()));
}

#[tokio::test]
async fn an_emptied_text_is_nowhere_on_disk() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    filled(&store, 2).await;
    let mut long = draft(6);
    long.parts[1].text = "words that are to be forgotten; ".repeat(4_000);
    let said = b"to be forgotten".to_vec();
    let last = Expected::At(Revision::from_number(2));
    store.append(&stream(0), last, vec![long]).await.unwrap();
    assert!(on_disk(&bench.last(), &said));
    assert_eq!(store.empty_part(&stream(0), draft(6).id, 1).await.unwrap(), Emptied::Now);
    assert!(!on_disk(&bench.last(), &said));
}

/// Whether the bytes stand in any file of the directory.
fn on_disk(directory: &Path, bytes: &[u8]) -> bool {
    let files = fs::read_dir(directory).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .any(|content| content.windows(bytes.len()).any(|window| window == bytes))
}

#[tokio::test]
async fn a_truncated_tail_leaves_whole_appends_only() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    filled(&store, 24).await;
    let written = all(&store).await;
    let scratch = tempfile::tempdir().unwrap();
    let log = format!("{LEDGER_FILE}-wal");
    let length = fs::metadata(bench.last().join(&log)).unwrap().len();
    let mut lengths_found = std::collections::BTreeSet::new();
    for step in 0..60 {
        let directory = scratch.path().join(step.to_string());
        copied(&bench.last(), &directory);
        let file = fs::OpenOptions::new().write(true).open(directory.join(&log)).unwrap();
        file.set_len(length * step / 60 + step % 7).unwrap();
        drop(file);
        let store = match EmbeddedStore::open(&directory, clock(), entropy()) {
            Ok(store) => store,
            // The very first transaction, which makes the ledger, was cut off.
            Err(error) => {
                let before_all = lengths_found.is_empty();
                assert_eq!((before_all, refusal(&error)), (true, "there is no ledger"));
                continue;
            }
        };
        let left = all(&store).await;
        assert_eq!(left, written[..left.len()]);
        assert_eq!(left.len() % 3, 0);
        assert_eq!(verdict(&store).await.unwrap(), whole(&left));
        lengths_found.insert(left.len());
    }
    assert!(lengths_found.len() > 10, "{lengths_found:?}");
}

fn refusal(error: &OpenError) -> &'static str {
    match error {
        OpenError::Refused { refusal: candour_ledger::OpenRefusal::NoLedger, .. } => {
            "there is no ledger"
        }
        OpenError::Refused { .. } => "refused",
        OpenError::Failed { .. } => "failed",
    }
}

#[tokio::test]
async fn a_flipped_byte_is_found_where_it_is() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    filled(&store, 8).await;
    let records = all(&store).await;
    drop(store);
    let original = fs::read(bench.last().join(LEDGER_FILE)).unwrap();
    let tenth = &records[9];
    let content = |number: usize| tenth.parts[number].content.as_ref().unwrap();
    let cases = [
        (content(1).text.as_bytes(), Wrong::Part { number: 1 }),
        (&content(0).salt, Wrong::Part { number: 0 }),
        (&tenth.parts[1].commit, Wrong::Part { number: 1 }),
        (&tenth.leaf, Wrong::Leaf),
        (tenth.request.id.as_bytes(), Wrong::Leaf),
    ];
    for (bytes, wrong) in cases {
        let mut changed = original.clone();
        let place = original.windows(bytes.len()).rposition(|window| window == bytes).unwrap();
        changed[place + bytes.len() - 1] ^= 1;
        fs::write(bench.last().join(LEDGER_FILE), changed).unwrap();
        let store = bench.open(clock());
        let fault = Fault { position: tenth.position, wrong };
        assert_eq!(verdict(&store).await.unwrap(), Verdict::Faulty(fault));
    }
}

/// Numbers that follow from a seed.
fn numbers(mut state: u64) -> impl Iterator<Item = u64> {
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

#[tokio::test]
async fn no_flipped_byte_passes_for_another_record() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    filled(&store, 24).await;
    let records = all(&store).await;
    drop(store);
    let file = bench.last().join(LEDGER_FILE);
    let original = fs::read(&file).unwrap();
    let mut found = [0_u32; 4];
    let mut drawn = numbers(20_261_121);
    for _ in 0..600 {
        let mut changed = original.clone();
        let place = usize::try_from(drawn.next().unwrap()).unwrap() % changed.len();
        changed[place] ^= 1 << (drawn.next().unwrap() % 8);
        fs::write(&file, changed).unwrap();
        for left in ["-wal", "-shm"] {
            let left = bench.last().join(format!("{LEDGER_FILE}{left}"));
            drop(fs::remove_file(left));
        }
        let Ok(store) = EmbeddedStore::open(&bench.last(), clock(), entropy()) else {
            found[0] += 1;
            continue;
        };
        match verdict(&store).await {
            Err(_) => found[1] += 1,
            Ok(Verdict::Faulty(_)) => found[2] += 1,
            Ok(Verdict::Whole { .. }) => {
                let read = store.read_all(After::Start, 10_000).await.unwrap();
                // Fewer records can only be a tree that lost its end, which the file's check finds.
                let lost = !matches!(store.check_file().await, Ok(FileCheck::Sound));
                assert!(read == records || (lost && records.starts_with(&read)), "{place}");
                found[3] += 1;
            }
        }
    }
    let [unopened, unread, faulty, untouched] = found;
    let seen = [unopened > 0, unread > 0, faulty > 100, untouched > 0];
    assert_eq!(seen, [true; 4], "{found:?}");
}

#[tokio::test]
async fn a_missing_stream_stays_missing_after_a_refusal() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    let given = vec![draft(0), draft(0)];
    drop(store.append(&stream(0), Expected::NoStream, given).await);
    let page = store.read_stream(&stream(0), Revision::FIRST, 1).await.unwrap();
    assert_eq!(page, StreamPage::Missing);
    assert_eq!(*store.identity(), identity());
}
