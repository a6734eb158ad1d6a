//! Checking a ledger from where it was checked before: the same as all at once, where what was kept still
//! fits, and never on the word of what does not.

use candour_ledger::contract::{draft, stream};
use candour_ledger::{
    After, EventStore, Expected, Marks, MemoryStore, Positions, Resumed, Revision,
    VERIFY_PAGE_RECORDS, Verified, verify_marked, verify_resumed,
};

use crate::written::{clock, entropy, identity};

fn store() -> MemoryStore {
    MemoryStore::new(identity(), clock(), entropy()).unwrap()
}

/// Appends records to three streams in turn, ten at a time.
async fn filled(store: &dyn EventStore, from: u64, to: u64) {
    for batch in from / 10..to / 10 {
        let (which, first) = (batch % 3, batch / 3 * 10);
        let before = first.checked_sub(1).map(Revision::from_number);
        let expected = before.map_or(Expected::NoStream, Expected::At);
        let drafts = (batch * 10..batch * 10 + 10).map(draft).collect();
        store.append(&stream(which), expected, drafts).await.unwrap();
    }
}

fn marks() -> Marks {
    Marks { roots: [7, 2_000, 2_500, 4_001].into(), heads: [30, 2_500].into() }
}

/// Checks from there, and gives what was kept after each page.
async fn resumed(store: &dyn EventStore, from: Option<Verified>) -> (Resumed, Vec<Verified>) {
    let mut kept = Vec::new();
    let ledger = store.identity().id;
    let mut told = |so_far: &candour_ledger::SoFar| kept.extend(so_far.verified(ledger));
    let ran = verify_resumed(store, Positions::Gapless, (marks(), from), &mut told).await.unwrap();
    (ran, kept)
}

#[tokio::test]
async fn a_check_that_goes_on_comes_to_what_one_at_once_does() {
    let store = store();
    filled(&store, 0, 4_500).await;
    let at_once = verify_marked(&store, Positions::Gapless, marks(), &mut |_| ()).await.unwrap();
    let (whole, kept) = resumed(&store, None).await;
    assert_eq!((whole.verdict, whole.marked), at_once);
    let sizes: Vec<u64> = kept.iter().map(Verified::size).collect();
    assert_eq!(sizes, [2_000, 4_000, 4_500]);
    assert_eq!(sizes[0], VERIFY_PAGE_RECORDS as u64);
    for before in kept {
        let text = before.to_text("a line");
        let (read, line) = Verified::parse(&text).unwrap();
        assert_eq!((&read, line), (&before, "a line"));
        assert_eq!(read.fits(&store, &marks()).await.ok(), Some(true));
        let (ran, pages) = resumed(&store, Some(read)).await;
        assert_eq!((ran.verdict, ran.marked), at_once);
        // What was checked before is not read again.
        let pages_wanted = (4_500 - before.size()).div_ceil(2_000);
        assert_eq!(pages.len() as u64, pages_wanted);
    }
}

#[tokio::test]
async fn what_comes_later_is_checked_behind_what_was() {
    let store = store();
    filled(&store, 0, 300).await;
    let (first, _) = resumed(&store, None).await;
    filled(&store, 300, 3_000).await;
    let (ran, _) = resumed(&store, first.verified).await;
    let at_once = verify_marked(&store, Positions::Gapless, marks(), &mut |_| ()).await.unwrap();
    assert_eq!((ran.verdict, ran.marked), at_once);
}

#[tokio::test]
async fn what_was_kept_of_other_records_does_not_fit() {
    let store = store();
    filled(&store, 0, 300).await;
    let kept = resumed(&store, None).await.0.verified.unwrap();
    let fits = async |store: &dyn EventStore, marks: &Marks| kept.fits(store, marks).await.ok();
    assert_eq!(fits(&store, &marks()).await, Some(true));
    // A root at a size for which it has no answer.
    let more = Marks { roots: [8].into(), heads: [].into() };
    assert_eq!(fits(&store, &more).await, Some(false));
    // An older copy, and one that went on otherwise.
    let older = self::store();
    filled(&older, 0, 290).await;
    assert_eq!(fits(&older, &marks()).await, Some(false));
    let next = After::from_number(290);
    older.append(&stream(9), Expected::NoStream, (0..20).map(draft).collect()).await.unwrap();
    assert_eq!(older.read_all(next, 100).await.unwrap().len(), 20);
    assert_eq!(fits(&older, &marks()).await, Some(false));
}

#[tokio::test]
async fn a_text_that_was_changed_is_none() {
    let store = store();
    filled(&store, 0, 60).await;
    let kept = resumed(&store, None).await.0.verified.unwrap();
    let text = kept.to_text("2026-11-22");
    assert_eq!(Verified::parse(&text).map(|it| it.0), Some(kept));
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let changed = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(Verified::parse(&changed), None, "{place}");
        assert_eq!(Verified::parse(&text[..place]), None, "{place}");
    }
}
