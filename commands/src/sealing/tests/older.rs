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
        assert_eq!(seen(found), in_the_log(then as u64));
        for number in 10..20 {
            copy.concern(number).await;
        }
        let found = why(copy.sealer_in(case.place.path(), key(1)).await);
        assert_eq!(seen(found), in_the_log(then as u64 + 10));
        // All that the log has followed is there, and what the checkpoint covers beyond it is not.
        let copy = restored(&case, usize::try_from(size - 1).unwrap()).await;
        let found = why(copy.sealer_in(case.place.path(), key(1)).await);
        assert_eq!(seen(found), by_checkpoint(size - 1));
        copy.concern(30).await;
        let found = why(copy.sealer_in(case.place.path(), key(1)).await);
        assert_eq!(seen(found), by_checkpoint(size));
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

/// A ledger that is followed without its key.
async fn without_its_key(case: &Case, heed: Heed) -> Result<bool, Further> {
    let store = Arc::clone(&case.store) as Arc<dyn EventStore>;
    let with = Followers { signer: None, ask: &case.witnesses, heed };
    let followed = Followed::open(store, case.place.path(), with, &mut |_| ()).await;
    followed.map(|it| it.has_a_key()).map_err(seen)
}

#[test]
fn an_older_copy_is_refused_where_its_key_is_not() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        assert_eq!(without_its_key(&case, Heed::All).await, Ok(false));
        case.adopt(2).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let then = case.records().await.len();
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        assert_eq!(without_its_key(&case, Heed::All).await, Ok(true));
        let size = case.checkpoint().unwrap().claim().head.size;
        // With the log of the newer beside it, and with nothing.
        let mut copy = restored(&case, then).await;
        let place = std::mem::replace(&mut copy.place, case.place);
        let in_the_log = Further { seen: Seen::InTheLog, size: Some(size - 1), here: then as u64 };
        assert_eq!(without_its_key(&copy, Heed::All).await, Err(in_the_log.clone()));
        assert_eq!(without_its_key(&copy, Heed::Files).await, Err(in_the_log));
        copy.place = place;
        copy.witnesses = case.witnesses;
        let seen_by = Seen::ByAWitness { name: "council".to_owned() };
        let further = Further { seen: seen_by, size: Some(size), here: then as u64 };
        assert_eq!(without_its_key(&copy, Heed::All).await, Err(further));
        copy.witnesses.are_down(&["council", "police"]);
        let nobody =
            Further { seen: Seen::NobodySays { answered: 0 }, size: None, here: then as u64 };
        assert_eq!(without_its_key(&copy, Heed::All).await, Err(nobody));
        // Whoever goes on in spite of them says so.
        assert_eq!(without_its_key(&copy, Heed::Files).await, Ok(true));
        assert_eq!(copy.checkpoint(), None);
    });
}

#[test]
fn witnesses_are_asked_before_any_checkpoint_came_back() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(2).await;
        let then = case.records().await.len();
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let size = case.checkpoint().unwrap().claim().head.size;
        // A copy from before, in which no key is introduced yet.
        let mut copy = restored(&case, then).await;
        std::mem::swap(&mut copy.witnesses, &mut case.witnesses);
        let seen_by = Seen::ByAWitness { name: "council".to_owned() };
        let further = Further { seen: seen_by, size: Some(size), here: then as u64 };
        let found = why(copy.sealer_in(copy.place.path(), key(1)).await);
        assert_eq!((seen(found), copy.checkpoint()), (further, None));
        // One in which the key is, and no checkpoint came back.
        let mut later = restored(&case, then + 1).await;
        std::mem::swap(&mut later.witnesses, &mut copy.witnesses);
        later.witnesses.are_down(&["police", "council"]);
        let here = then as u64 + 1;
        let found = why(later.sealer_in(later.place.path(), key(1)).await);
        let nobody = Seen::NobodySays { answered: 0 };
        assert_eq!(seen(found), Further { seen: nobody, size: None, here });
        let no_key = Further { seen: Seen::NobodyCanBeAsked, size: None, here };
        assert_eq!(without_its_key(&later, Heed::All).await, Err(no_key));
    });
}

#[test]
fn what_a_witness_said_counts_until_it_is_forgotten() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(1).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let then = case.records().await.len();
        // The whole directory is restored with the ledger: only the witnesses know.
        let directory = tempfile::tempdir().unwrap();
        copy_all(case.place.path(), directory.path());
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        let size = case.checkpoint().unwrap().claim().head.size;
        let mut copy = restored(&case, then).await;
        copy.place = directory;
        std::mem::swap(&mut copy.witnesses, &mut case.witnesses);
        copy.witnesses.are_down(&["police"]);
        let mut sealer = copy.sealer().await;
        let refused = copy.seal(&mut sealer, Want::Now).await.map(|_| ());
        let here = then as u64 + 1;
        let seen_by = |name: &str| Seen::ByAWitness { name: name.to_owned() };
        let further = |name: &str, size, here| Further { seen: seen_by(name), size, here };
        assert_eq!(refused.map_err(seen), Err(further("council", Some(size), here)));
        // From then on nothing is written, whether it answers or not, with the key or without.
        copy.witnesses.are_down(&["council", "police"]);
        let known = further("council.example/witness", Some(size), here);
        let found = why(copy.sealer_in(copy.place.path(), key(1)).await);
        assert_eq!(seen(found), known);
        assert_eq!(without_its_key(&copy, Heed::All).await, Err(known));
        assert_eq!(without_its_key(&copy, Heed::Files).await, Ok(true));
        SealFiles::of(copy.place.path()).forget_witnesses().unwrap();
        assert_eq!(without_its_key(&copy, Heed::All).await, Ok(true));
        // It has been written on meanwhile: the witness knows another history, and that counts as well.
        copy.witnesses.are_down(&["police"]);
        copy.concern(9).await;
        let mut sealer = copy.sealer().await;
        let refused = copy.seal(&mut sealer, Want::Now).await.map(|_| ());
        let here = copy.records().await.len() as u64;
        assert_eq!(refused.map_err(seen), Err(further("council", None, here)));
        let known = further("council.example/witness", None, here);
        assert_eq!(without_its_key(&copy, Heed::All).await, Err(known));
    });
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
