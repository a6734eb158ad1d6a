//! An older copy of a ledger, restored: by what it is found out before anything is written.

use candour_ledger::{After, Replica};

use super::*;

/// The ledger as it stood with so many records, and then otherwise.
async fn restored(case: &Case, records: usize) -> Case {
    let store = store();
    let mut after = After::Start;
    let before = case.records().await;
    after = store.take_over(after, before[..records].to_vec()).await.unwrap();
    assert_eq!(after.number(), records as u64);
    let place = tempfile::tempdir().unwrap();
    let witnesses = Witnesses::default();
    Case { store, place, witnesses, requests: 0xde5_0000, now: case.now }
}

#[test]
fn an_older_copy_is_refused_by_the_checkpoint_beside_it() {
    wait(async {
        let mut case = Case::begun(&[]).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let then = case.records().await.len();
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        let size = case.checkpoint().unwrap().claim().head.size;
        // From before: shorter, and then written on until it is longer.
        let copy = restored(&case, then).await;
        let in_the_log = |here| Further { seen: Seen::InTheLog, size: Some(size - 1), here };
        let by_checkpoint = |here| Further { seen: Seen::ByTheCheckpoint, size: Some(size), here };
        let found = why(copy.sealer_in(case.place.path(), key(1)).await);
        assert_eq!(seen(found), by_checkpoint(then as u64));
        for number in 10..20 {
            copy.concern(number).await;
        }
        let found = why(copy.sealer_in(case.place.path(), key(1)).await);
        assert_eq!(seen(found), by_checkpoint(then as u64 + 10));
        // From before there was a checkpoint at all: what the log has followed is not there.
        let copy = restored(&case, then - 2).await;
        let found = why(copy.sealer_in(case.place.path(), key(1)).await);
        assert_eq!(seen(found), in_the_log(then as u64 - 2));
        let further = Further { seen: Seen::InTheLog, size: Some(16), here: 13 };
        let words = "this is an older copy of the ledger: it has 13 records, and the log beside it has seen 16";
        assert_eq!(further.to_string(), words);
        // The ledger itself goes on.
        case.concern(2).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
    });
}

#[test]
fn an_older_copy_is_refused_by_what_a_witness_has_seen() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(1).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let then = case.records().await.len();
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        let size = case.checkpoint().unwrap().claim().head.size;
        let mut copy = restored(&case, then).await;
        std::mem::swap(&mut copy.witnesses, &mut case.witnesses);
        let found = why(copy.sealer_in(copy.place.path(), key(1)).await);
        let seen_by = Seen::ByAWitness { name: "council".to_owned() };
        assert_eq!(seen(found), Further { seen: seen_by, size: Some(size), here: then as u64 });
        assert_eq!(copy.records().await.len(), then);
    });
}

#[test]
fn an_older_copy_whose_witnesses_are_silent_is_refused() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(2).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let count = case.records().await.len();
        let mut copy = restored(&case, count).await;
        std::mem::swap(&mut copy.witnesses, &mut case.witnesses);
        copy.witnesses.are_down(&["police"]);
        let found = why(copy.sealer_in(copy.place.path(), key(1)).await);
        let nobody =
            Further { seen: Seen::NobodySays { answered: 1 }, size: None, here: count as u64 };
        assert_eq!(seen(found), nobody);
        copy.witnesses.are_down(&[]);
        copy.concern(1).await;
        let mut sealer = copy.sealer().await;
        assert_eq!(copy.sealed(&mut sealer).await.cosignatures.len(), 2);
    });
}
