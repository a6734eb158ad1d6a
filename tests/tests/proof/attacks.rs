//! Whole records, changed by somebody who knows the form of a ledger's file and makes it anew: every
//! commitment and leaf recomputed, every position and revision in order, every trigger in its place.

use std::fs;

use candour_ledger::leaf::{CommitContext, Leaf, commit};
use candour_ledger::merkle::{self, NotConsistent};
use candour_ledger::note::{KeyName, SignedCheckpoint};
use candour_ledger::{After, EmbeddedStore, Position, Record, Replica, Revision, SeededEntropy};
use candour_projections::proof::{AtFault, Held, HeldWhere, NotOfThisLedger, Wrong};
use candour_schemas::samples::LEDGER;
use chrono::TimeDelta;
use std::sync::Arc;

use crate::made::{Looked, Made, append, key, look, now, wait};

/// The records in their order, each once.
fn in_order(made: &Made) -> Vec<Record> {
    let mut records = made.records();
    let next = records.iter().skip(1).position(|it| it.position.number() == 1);
    records.truncate(next.unwrap() + 1);
    records
}

/// Makes a ledger of these records, as sound in itself as any.
fn made_anew(mut records: Vec<Record>) -> Made {
    let mut next = std::collections::BTreeMap::new();
    for (number, record) in (1..).zip(&mut records) {
        record.position = Position::from_number(number).unwrap();
        let revision = next.entry(record.stream.clone()).or_insert(Revision::FIRST);
        record.revision = *revision;
        *revision = revision.next();
        for part in &mut record.parts {
            let (entry, number, kind) = (record.id, part.number, part.kind);
            let context = CommitContext { ledger: LEDGER.uuid(), entry, number, kind };
            if let Some(content) = &part.content {
                part.commit = commit(&context, &content.salt, &content.text);
            }
        }
        record.leaf = Leaf::of(LEDGER.uuid(), record).hash();
    }
    let (made, store) = Made::empty(3);
    wait(store.take_over(After::Start, records)).unwrap();
    made
}

/// What is found in a ledger beside the log of another.
fn beside(
    changed: &Made,
    log: &Made,
    (near, far): (Option<&SignedCheckpoint>, Option<&SignedCheckpoint>),
) -> Looked {
    let log = log.log();
    wait(look(&changed.directory(), Held { log: &log, beside: near, elsewhere: far })).0
}

/// What somebody does to the records.
type Attack = fn(&mut Vec<Record>);

/// Nothing was found.
fn sound(looked: &Looked) {
    let Looked::Sound = looked else { panic!("{looked:?}") };
}

/// Which checkpoint found it, why, and which record is named.
fn by_checkpoint(looked: Looked) -> (HeldWhere, NotOfThisLedger, Option<u64>) {
    let Looked::AtFault(AtFault::Checkpoint { held, why, first }) = looked else {
        panic!("{looked:?}");
    };
    (held, why, first)
}

#[test]
fn a_changed_record_is_named_by_every_checkpoint() {
    let made = Made::sealed(9, "what was said");
    let (records, last) = (in_order(&made), made.checkpoint());
    let size = last.claim().head.size;
    let rewritten: Attack = |records| {
        let text = records[6].parts.iter_mut().find(|it| it.number == 1).unwrap();
        text.content.as_mut().unwrap().text = "what was never said".to_owned();
    };
    let removed: Attack = |records| drop(records.remove(6));
    let swapped: Attack = |records| records.swap(6, 7);
    let inserted: Attack = |records| {
        let mut more = records[6].clone();
        more.id = uuid::Uuid::from_u128(0xbad);
        records.insert(6, more);
    };
    let attacks: [Attack; 4] = [rewritten, removed, swapped, inserted];
    for (number, attack) in attacks.iter().enumerate() {
        let mut records = records.clone();
        attack(&mut records);
        let changed = made_anew(records);
        let other = || NotOfThisLedger::OtherHistory { size };
        let found = |near, far| by_checkpoint(beside(&changed, &made, (near, far)));
        // Beside the ledger, and where that was taken away, elsewhere; the log still knows the leaves.
        let near = found(Some(&last), None);
        assert_eq!(near, (HeldWhere::Beside, other(), Some(7)), "{number}");
        let far = found(None, Some(&last));
        assert_eq!(far, (HeldWhere::Elsewhere, other(), Some(7)), "{number}");
        // Without the log too, the record is not named, and the ledger is at fault all the same.
        let bare = by_checkpoint(changed.looked_at(None, Some(&last)));
        assert_eq!(bare, (HeldWhere::Elsewhere, other(), None), "{number}");
        // With nothing at hand, what came back into the ledger is of another history.
        let looked = changed.looked_at(None, None);
        let Looked::AtFault(AtFault::Said(untrue)) = looked else { panic!("{number}: {looked:?}") };
        match untrue.wrong {
            Wrong::OtherHistory { .. } | Wrong::OtherHeads { .. } | Wrong::NotYet { .. } => {}
            wrong @ (Wrong::Words(_) | Wrong::Untrusted(_) | Wrong::NotCosigned { .. }) => {
                panic!("{number}: {wrong:?}")
            }
        }
    }
}

#[test]
fn a_tail_that_was_cut_off_is_missed_by_every_checkpoint() {
    let made = Made::sealed(9, "what was said");
    let (mut records, last) = (in_order(&made), made.checkpoint());
    let size = last.claim().head.size;
    records.truncate(12);
    let changed = made_anew(records);
    let shorter = || NotOfThisLedger::Untrusted(candour_ledger::note::Untrusted::Unsigned);
    // The key was introduced behind the cut, so that nobody is known to have signed.
    let near = by_checkpoint(beside(&changed, &made, (Some(&last), None)));
    assert_eq!(near, (HeldWhere::Beside, shorter(), Some(13)));
    let mut records = in_order(&made);
    records.truncate(20);
    let changed = made_anew(records);
    let shorter = || NotOfThisLedger::Shorter { size, here: 20 };
    let near = by_checkpoint(beside(&changed, &made, (Some(&last), None)));
    assert_eq!(near, (HeldWhere::Beside, shorter(), Some(21)));
    let far = by_checkpoint(changed.looked_at(None, Some(&last)));
    assert_eq!(far, (HeldWhere::Elsewhere, shorter(), None));
}

#[test]
fn two_ledgers_under_one_key_are_told_apart_by_what_is_held_elsewhere() {
    let (one, other) = (Made::sealed(9, "what was said"), Made::sealed(9, "other words"));
    let (ours, theirs) = (one.checkpoint(), other.checkpoint());
    // Each is sound in itself, and both checkpoints are truly signed.
    for (made, checkpoint) in [(&one, &ours), (&other, &theirs)] {
        sound(&made.looked_at(Some(checkpoint), None));
        let origin = KeyName::of_ledger(LEDGER.uuid());
        let signed = checkpoint.signed_by(&origin, [&key().verifier()]);
        assert_eq!(signed, Ok(checkpoint.claim()));
    }
    // Of one size and two roots: no proof leads from one to the other.
    let (a, b) = (ours.claim().head, theirs.claim().head);
    assert_eq!(a.size, b.size);
    assert_eq!(merkle::verify_consistency(&a, &b, &[]), Err(NotConsistent::OtherNewRoot));
    let why = NotOfThisLedger::OtherHistory { size: a.size };
    let found = by_checkpoint(other.looked_at(Some(&theirs), Some(&ours)));
    assert_eq!(found, (HeldWhere::Elsewhere, why, None));
}

#[test]
fn a_clock_that_goes_back_an_hour_moves_no_time_back() {
    let (made, store) = Made::empty(9);
    wait(async {
        append(&store, "LedgerOpened", "").await;
        append(&store, "ConcernRaised", "before").await;
        made.clock.set(now() - TimeDelta::hours(1));
        append(&store, "ConcernRaised", "after").await;
        made.seal(&store, 0x5ea1_0000).await;
    });
    drop(store);
    let times: Vec<_> = in_order(&made).iter().map(|it| it.recorded_at).collect();
    assert_eq!(times, vec![now(); times.len()]);
    assert_eq!(made.checkpoint().claim().head.size, times.len() as u64 - 1);
    sound(&made.looked_at(Some(&made.checkpoint()), None));
    // Opened anew with that clock, it goes on from the last time.
    let entropy = Arc::new(SeededEntropy::new([5; 32]));
    let store = EmbeddedStore::open(&made.directory(), made.clock.clone(), entropy).unwrap();
    wait(append(&store, "ConcernRaised", "later"));
    drop(store);
    assert_eq!(in_order(&made).last().map(|it| it.recorded_at), Some(now()));
    assert!(fs::metadata(made.file()).unwrap().len() > 0);
}
