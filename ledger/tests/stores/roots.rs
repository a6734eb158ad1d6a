//! The root of a ledger: the same wherever and however its records are kept, and another one as soon as
//! a record is another.

use std::path::Path;

use candour_ledger::contract::{Bench, draft, stream};
use candour_ledger::log::Heads;
use candour_ledger::{
    After, EmbeddedStore, EventStore, Expected, LEDGER_FILE, Marked, Marks, Positions, Record,
    Revision, Verdict, merkle, replicate, verify, verify_marked,
};
use proptest::prelude::*;

use crate::benches::{InDirectories, InMemory};
use crate::written::{clock, entropy};

/// The verdict on a whole ledger of these records, with the root by its definition.
pub(crate) fn whole(records: &[Record]) -> Verdict {
    let leaves: Vec<_> = records.iter().map(|record| record.leaf).collect();
    let count = leaves.len() as u64;
    let root = merkle::root(&leaves[..], count).unwrap();
    Verdict::Whole { records: count, head: After::from_number(count), root }
}

async fn verdict(store: &dyn EventStore) -> Verdict {
    verify(store, Positions::Gapless, &mut |_| ()).await.unwrap()
}

/// Appends batches of these sizes to three streams in turn. What is said depends on `said`.
async fn filled(store: &dyn EventStore, batches: &[usize], said: &str) {
    let mut number = 0;
    let mut next = [0_u64; 3];
    for (place, size) in batches.iter().enumerate() {
        let mut given: Vec<_> = (number..).take(*size).map(draft).collect();
        given[0].parts[1].text = format!("batch {place}: {said}");
        let which = place % 3;
        let last = next[which].checked_sub(1).map(Revision::from_number);
        let expected = last.map_or(Expected::NoStream, Expected::At);
        number += *size as u64;
        next[which] += *size as u64;
        store.append(&stream(which as u64), expected, given).await.unwrap();
    }
}

async fn copy(store: &EmbeddedStore, directory: &Path) -> EmbeddedStore {
    std::fs::create_dir(directory).unwrap();
    store.backup(&directory.join(LEDGER_FILE)).await.unwrap();
    EmbeddedStore::open(directory, clock(), entropy()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_ledger_has_one_root_wherever_it_is_kept(
        batches in prop::collection::vec(1_usize..5, 0..24),
        emptied in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let memory = InMemory.fresh().await.unwrap().store;
            filled(&*memory, &batches, "seen").await;
            let records = memory.read_all(After::Start, 1_000).await.unwrap();
            let wanted = whole(&records);
            prop_assert_eq!(verdict(&*memory).await, wanted.clone());

            let bench = InDirectories::new();
            let embedded = bench.create(clock());
            filled(&embedded, &batches, "seen").await;
            prop_assert_eq!(verdict(&embedded).await, wanted.clone());
            drop(embedded);
            let embedded = bench.open(clock());
            prop_assert_eq!(verdict(&embedded).await, wanted.clone());

            for index in emptied.iter().filter(|_| !records.is_empty()) {
                let record = index.get(&records);
                embedded.empty_part(&record.stream, record.id, 1).await.unwrap();
            }
            prop_assert_eq!(verdict(&embedded).await, wanted.clone());

            let root = tempfile::tempdir().unwrap();
            let backup = copy(&embedded, &root.path().join("backup")).await;
            prop_assert_eq!(verdict(&backup).await, wanted.clone());

            let elsewhere = InDirectories::new();
            let replicas = [InMemory.replica().await.unwrap(), elsewhere.replica().await.unwrap()];
            for replica in replicas {
                replicate(&backup, &*replica, 5).await.unwrap();
                prop_assert_eq!(verdict(&*replica).await, wanted.clone());
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn the_roots_at_marked_sizes_are_those_by_definition() {
    let store = InMemory.fresh().await.unwrap().store;
    filled(&*store, &[3, 1, 2, 4, 1], "seen").await;
    let records = store.read_all(After::Start, 1_000).await.unwrap();
    let roots = [0, 1, 7, 11, 12].into();
    let marks = Marks { roots, heads: [4, 11].into() };
    let progress = &mut |_| ();
    let found = verify_marked(&*store, Positions::Gapless, marks, progress).await.unwrap();
    let root = |size: u64| {
        let leaves: Vec<_> = records.iter().map(|record| record.leaf).collect();
        (size, merkle::root(&leaves[..], size).unwrap())
    };
    let heads = |size: usize| {
        let mut heads = Heads::new(store.identity().id);
        records.iter().take(size).for_each(|record| heads.take(record));
        (size as u64, heads.root())
    };
    let roots = [0, 1, 7, 11].map(root).into();
    assert_eq!(found, (whole(&records), Marked { roots, heads: [heads(4), heads(11)].into() }));
}

#[tokio::test]
async fn a_ledger_that_was_written_again_is_whole_and_has_another_root() {
    let batches = [3, 1, 2];
    let mut verdicts = Vec::new();
    for said in ["seen", "seen", "not seen"] {
        let store = InMemory.fresh().await.unwrap().store;
        filled(&*store, &batches, said).await;
        let records = store.read_all(After::Start, 1_000).await.unwrap();
        verdicts.push(whole(&records));
        assert_eq!(verdicts.last(), Some(&verdict(&*store).await));
    }
    assert_eq!(verdicts[0], verdicts[1]);
    assert_ne!(verdicts[0], verdicts[2]);
}
