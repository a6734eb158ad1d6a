//! The log of a ledger: the same over every store, taken up where it was saved, and made again where what
//! was saved does not hold.

use std::fs;
use std::path::{Path, PathBuf};

use candour_ledger::contract::{Bench, draft, drafts, stream};
use candour_ledger::log::{Head, Log, LogError, TILE_HASHES};
use candour_ledger::merkle::{self, Leaves, TreeHead, verify_consistency, verify_inclusion};
use candour_ledger::{After, EventStore, Expected, Record, Revision};

use crate::benches::{InDirectories, InMemory};
use crate::written::{clock, identity};

/// Appends so many records to three streams, a hundred at a time.
async fn filled(store: &dyn EventStore, from: u64, to: u64) {
    let mut number = from;
    while number < to {
        let which = number / 100 % 3;
        let batch = (number..to.min(number - number % 100 + 100)).map(draft);
        let count = (number / 300) * 100 + number % 100;
        let expected = count.checked_sub(1).map(Revision::from_number);
        let expected = expected.map_or(Expected::NoStream, Expected::At);
        let appended = store.append(&stream(which), expected, batch.collect()).await.unwrap();
        number += appended.records.len() as u64;
    }
}

async fn all(store: &dyn EventStore) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    loop {
        let after = After::from(records.last().map(|record| record.position));
        let page = store.read_all(after, 1_000).await.unwrap();
        if page.is_empty() {
            return records;
        }
        records.extend(page);
    }
}

fn leaves(records: &[Record]) -> Vec<[u8; 32]> {
    records.iter().map(|record| record.leaf).collect()
}

/// Size and root by the definition.
fn by_definition(leaves: &[[u8; 32]]) -> TreeHead {
    let size = leaves.len() as u64;
    TreeHead { size, root: merkle::root(leaves, size).unwrap() }
}

async fn followed(directory: &Path, store: &dyn EventStore) -> Log {
    let mut log = Log::open(directory, identity().id);
    log.follow(store, &mut |_| ()).await.unwrap();
    log
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(next) = waiting.pop() {
        for file in fs::read_dir(next).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_log_is_the_same_over_every_store() {
    let memory = InMemory.fresh().await.unwrap().store;
    let directories = InDirectories::new();
    let embedded = directories.create(clock());
    let place = tempfile::tempdir().unwrap();
    filled(&*memory, 0, 700).await;
    filled(&embedded, 0, 700).await;
    let records = all(&*memory).await;
    let one = followed(&place.path().join("one"), &*memory).await;
    let two = followed(&place.path().join("two"), &embedded).await;
    assert_eq!(one.head(), by_definition(&leaves(&records)));
    assert_eq!((one.head(), one.heads(), one.after()), (two.head(), two.heads(), two.after()));
    let last = |which: u64, count: u64| {
        let record = records.iter().rfind(|record| record.stream == stream(which)).unwrap();
        Head { stream: stream(which), last: Revision::from_number(count - 1), leaf: record.leaf }
    };
    assert_eq!(one.heads().all(), [last(0, 300), last(1, 200), last(2, 200)]);
}

#[tokio::test]
async fn a_log_goes_on_where_it_was_saved() {
    let store = InMemory.fresh().await.unwrap().store;
    let place = tempfile::tempdir().unwrap();
    for to in [1, 2, 255, 256, 257, 300, 511, 513, 900] {
        filled(&*store, all(&*store).await.len() as u64, to).await;
        let mut log = Log::open(place.path(), identity().id);
        let before = log.head().size;
        let mut told = Vec::new();
        log.follow(&*store, &mut |size| told.push(size)).await.unwrap();
        log.save().unwrap();
        let fresh = tempfile::tempdir().unwrap();
        let other = followed(fresh.path(), &*store).await;
        assert_eq!((log.head(), log.heads()), (other.head(), other.heads()), "{before} to {to}");
        assert_eq!((log.head().size, told), (to, vec![to]));
        log.second_root(&*store, (After::from_number(before), before)).await.unwrap();
    }
}

#[tokio::test]
async fn a_saved_log_that_does_not_hold_is_made_again() {
    let store = InMemory.fresh().await.unwrap().store;
    filled(&*store, 0, 300).await;
    let wanted = by_definition(&leaves(&all(&*store).await));
    let opened_at = |directory: &Path| Log::open(directory, identity().id).head().size;
    for damage in 0..5 {
        let place = tempfile::tempdir().unwrap();
        followed(place.path(), &*store).await.save().unwrap();
        assert_eq!(opened_at(place.path()), 300);
        let state = place.path().join("state");
        let text = fs::read_to_string(&state).unwrap();
        match damage {
            0 => fs::write(&state, &text[..text.len() / 2]).unwrap(),
            1 => fs::write(&state, text.replacen("300", "299", 1)).unwrap(),
            2 => fs::remove_file(&state).unwrap(),
            3 => fs::remove_file(place.path().join("tile/0/001.p/44")).unwrap(),
            _ => {
                let tile = place.path().join("tile/0/001.p/44");
                let mut bytes = fs::read(&tile).unwrap();
                bytes[5] ^= 1;
                fs::write(&tile, bytes).unwrap();
            }
        }
        assert_eq!(opened_at(place.path()), 0, "damage {damage}");
        let log = followed(place.path(), &*store).await;
        assert_eq!(log.head(), wanted);
        log.save().unwrap();
        assert_eq!(opened_at(place.path()), 300);
        log.second_root(&*store, (After::Start, 0)).await.unwrap();
    }
    let place = tempfile::tempdir().unwrap();
    followed(place.path(), &*store).await.save().unwrap();
    assert_eq!(Log::open(place.path(), uuid::Uuid::from_bytes([3; 16])).head().size, 0);
}

#[tokio::test]
async fn tiles_have_the_published_names_and_widths() {
    let store = InMemory.fresh().await.unwrap().store;
    filled(&*store, 0, 600).await;
    let place = tempfile::tempdir().unwrap();
    let log = followed(place.path(), &*store).await;
    log.save_tiles().unwrap();
    let named = |path: &PathBuf| path.strip_prefix(place.path()).unwrap().display().to_string();
    let found: Vec<String> = files(place.path()).iter().map(named).collect();
    assert_eq!(found, ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]);
    let leaves = leaves(&all(&*store).await);
    assert_eq!(fs::read(place.path().join("tile/0/001")).unwrap(), leaves[256..512].as_flattened());
    let first = merkle::root(&leaves[..256], 256).unwrap();
    let second = merkle::root(&leaves[256..512], 256).unwrap();
    let above = [first, second].concat();
    assert_eq!(fs::read(place.path().join("tile/1/000.p/2")).unwrap(), above);
}

#[tokio::test]
async fn every_proof_from_tiles_is_that_from_leaves() {
    let store = InMemory.fresh().await.unwrap().store;
    let count = 3 * TILE_HASHES as u64 + 17;
    filled(&*store, 0, count).await;
    let place = tempfile::tempdir().unwrap();
    let log = followed(place.path(), &*store).await;
    log.save_tiles().unwrap();
    let leaves = leaves(&all(&*store).await);
    for size in [1, 2, 3, 255, 256, 257, 511, 512, 513, 700, count] {
        let tiles = log.tiles(size);
        let head = by_definition(&leaves[..usize::try_from(size).unwrap()]);
        assert_eq!(merkle::root(&tiles, size), Ok(head.root));
        assert_eq!(merkle::frontier(&tiles, size).map(|it| it.head()), Ok(head));
        for index in [0, 1, size / 2, size - 1].into_iter().filter(|it| *it < size) {
            let proof = merkle::prove_inclusion(&tiles, index, size).unwrap();
            assert_eq!(Ok(&proof), merkle::prove_inclusion(&leaves[..], index, size).as_ref());
            let leaf = &leaves[usize::try_from(index).unwrap()];
            assert_eq!(verify_inclusion(leaf, index, &head, &proof), Ok(()));
        }
        for old in [1, 2, 200, 256, 512].into_iter().filter(|it| *it <= size) {
            let proof = merkle::prove_consistency(&tiles, old, size).unwrap();
            let before = by_definition(&leaves[..usize::try_from(old).unwrap()]);
            assert_eq!(verify_consistency(&before, &head, &proof), Ok(()));
        }
    }
    let none = log.tiles(count + 1);
    assert_eq!((none.count(), none.leaf(count)), (count + 1, None));
}

#[tokio::test]
async fn a_part_that_is_emptied_leaves_root_and_proofs_whole() {
    let directories = InDirectories::new();
    let store = directories.create(clock());
    filled(&store, 0, 20).await;
    let place = tempfile::tempdir().unwrap();
    let before = followed(&place.path().join("before"), &store).await;
    before.save().unwrap();
    let proof = merkle::prove_inclusion(&before.tiles(20), 4, 20).unwrap();
    let record = all(&store).await.swap_remove(4);
    for part in [0, 1] {
        store.empty_part(&record.stream, record.id, part).await.unwrap();
    }
    let after = followed(&place.path().join("after"), &store).await;
    assert_eq!((after.head(), after.heads()), (before.head(), before.heads()));
    let emptied = all(&store).await.swap_remove(4);
    assert_eq!((emptied.text(0), emptied.text(1)), (None, None));
    assert_eq!(verify_inclusion(&emptied.leaf, 4, &after.head(), &proof), Ok(()));
}

#[tokio::test]
async fn a_root_is_found_a_second_way_from_what_is_read_back() {
    let store = InMemory.fresh().await.unwrap().store;
    filled(&*store, 0, 300).await;
    let place = tempfile::tempdir().unwrap();
    let log = followed(place.path(), &*store).await;
    log.save_tiles().unwrap();
    let second = async || log.second_root(&*store, (After::from_number(250), 250)).await;
    second().await.unwrap();
    let refused = async || match second().await {
        Err(LogError::TwoRoots { size }) => size,
        other => panic!("{other:?}"),
    };
    // A hash is another in a file: of a leaf, and of a node above.
    for tile in ["tile/0/001.p/44", "tile/0/000", "tile/1/000.p/1"] {
        let path = place.path().join(tile);
        let whole = fs::read(&path).unwrap();
        let mut changed = whole.clone();
        changed[3] ^= 4;
        fs::write(&path, changed).unwrap();
        let found = second().await;
        // What lies below a node that is kept is not read for the root, and was signed before.
        let wanted = if tile == "tile/0/000" { Ok(()) } else { Err(refused_words(300)) };
        assert_eq!(found.map_err(|it| it.to_string()), wanted, "{tile}");
        fs::write(&path, whole).unwrap();
    }
    // The ledger that is read the second time is another than the first.
    let other = InMemory.fresh().await.unwrap().store;
    filled(&*other, 0, 299).await;
    let mut last = draft(299);
    last.parts[1].text = "otherwise".to_owned();
    let expected = Expected::At(Revision::from_number(98));
    other.append(&stream(2), expected, vec![last]).await.unwrap();
    let found = log.second_root(&*other, (After::from_number(250), 250)).await;
    assert_eq!(found.map_err(|it| it.to_string()), Err(refused_words(300)));
    // Or has fewer records.
    let shorter = InMemory.fresh().await.unwrap().store;
    shorter.append(&stream(0), Expected::NoStream, drafts(0..100)).await.unwrap();
    let found = log.second_root(&*shorter, (After::from_number(250), 250)).await;
    assert_eq!(found.map_err(|it| it.to_string()), Err(refused_words(300)));
    fs::remove_dir_all(place.path().join("tile/1")).unwrap();
    fs::remove_file(place.path().join("tile/0/000")).unwrap();
    assert_eq!(refused().await, 300);
}

fn refused_words(size: u64) -> String {
    format!("the root over {size} leaves came out differently when it was worked out a second time")
}

#[tokio::test]
async fn a_head_is_proved_by_its_way_to_the_root_of_heads() {
    let store = InMemory.fresh().await.unwrap().store;
    for number in 0..11 {
        store.append(&stream(number), Expected::NoStream, vec![draft(number)]).await.unwrap();
    }
    let at = Expected::At(Revision::FIRST);
    store.append(&stream(3), at, vec![draft(20), draft(21)]).await.unwrap();
    let place = tempfile::tempdir().unwrap();
    let mut log = followed(place.path(), &*store).await;
    let ledger = identity().id;
    let root = log.heads_root();
    let hashes: Vec<_> = log.heads().all().iter().map(|head| head.hash(ledger)).collect();
    assert_eq!(root, by_definition(&hashes));
    for number in 0..11 {
        let head = log.heads().of(&stream(number)).unwrap().clone();
        assert_eq!(head.last.number(), if number == 3 { 2 } else { 0 });
        let proof = log.prove_head(&stream(number)).unwrap().unwrap();
        assert_eq!((proof.index, proof.streams), (number, 11));
        let way =
            |head: &Head| verify_inclusion(&head.hash(ledger), proof.index, &root, &proof.path);
        assert_eq!(way(&head), Ok(()));
        let shorter = Head { last: Revision::from_number(1), ..head.clone() };
        assert_eq!(way(&shorter), Err(merkle::NotIncluded::OtherRoot));
    }
    assert_eq!(log.prove_head(&stream(99)), Ok(None));
    for (number, expected) in [(5, at), (50, Expected::NoStream), (0, at), (51, Expected::NoStream)]
    {
        let one = vec![draft(100 + number)];
        store.append(&stream(number), expected, one).await.unwrap();
        log.follow(&*store, &mut |_| ()).await.unwrap();
        let hashes: Vec<_> = log.heads().all().iter().map(|head| head.hash(ledger)).collect();
        assert_eq!(log.heads_root(), by_definition(&hashes));
    }
}
