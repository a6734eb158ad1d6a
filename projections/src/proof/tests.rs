//! Tests of what a ledger said of itself, over a ledger of a dozen made-up leaves.

use std::collections::BTreeSet;

use candour_domain::ledger_stream::AnchorRecorded;
use candour_ledger::merkle;
use candour_ledger::note::{Checkpoint, KeyKind, Signer, cosign};
use candour_schemas::samples::{self, LEDGER};
use chrono::{DateTime, Utc};

use super::*;

fn key(secret: u8) -> Signer {
    Signer::from_bytes(KeyName::of_ledger(LEDGER.uuid()), KeyKind::Checkpoints, &[secret; 32])
}

pub(super) fn witness(name: &str) -> Signer {
    let name: KeyName = format!("{name}.example").parse().unwrap();
    let secret = [u8::try_from(name.as_str().len()).unwrap(); 32];
    Signer::from_bytes(name, KeyKind::Cosignatures, &secret)
}

fn policy() -> Policy {
    let key = |name: &str| format!("witness {name} {}\n", witness(name).verifier());
    let lines = [key("council"), key("police"), "group g all council police\n".to_owned()];
    Policy::parse(&(lines.concat() + "quorum g\n")).unwrap()
}

pub(super) fn minute(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_445_600 + minute * 60, 0).unwrap()
}

fn leaf(position: u64) -> Hash {
    [u8::try_from(position).unwrap(); 32]
}

/// The root over the first leaves.
fn root(size: u64) -> Hash {
    let leaves: Vec<Hash> = (1..=size).map(leaf).collect();
    merkle::root(&leaves[..], size).unwrap()
}

/// The heads of three streams, whatever the size.
fn heads(size: u64) -> TreeHead {
    TreeHead { size: 3, root: leaf(100 + size) }
}

/// A checkpoint, cosigned so many minutes later by these.
pub(super) fn checkpoint(size: u64, by: u8, witnesses: &[(&str, i64)]) -> SignedCheckpoint {
    let (origin, head) = (KeyName::of_ledger(LEDGER.uuid()), TreeHead { size, root: root(size) });
    let mut signed = SignedCheckpoint::sign(Checkpoint { origin, head }, &key(by));
    for (name, at) in witnesses {
        signed.add(cosign(&witness(name), &signed, minute(*at)).unwrap());
    }
    signed
}

fn entry(position: u64, event: LedgerEvent) -> Entry {
    let mut entry = samples::recorded_entry(Event::Ledger(event), 0);
    entry.position = Position(position);
    entry
}

pub(super) fn anchor(position: u64, checkpoint: &SignedCheckpoint) -> Entry {
    let said = policy().cosignatures(checkpoint);
    let names: Vec<&KeyName> = said.iter().map(|it| it.witness.name()).collect();
    let brought = proof::brings_back(checkpoint, &names).unwrap();
    entry(position, LedgerEvent::AnchorRecorded(brought))
}

fn introduced(position: u64, new: u8, replaces: Option<u8>) -> Entry {
    let old = replaces.map(|it| key(it).verifier());
    let introduced = proof::introduces(&key(new).verifier(), old.as_ref()).unwrap();
    entry(position, LedgerEvent::KeyIntroduced(introduced))
}

fn committed(position: u64, size: u64) -> Entry {
    let heads = proof::commits_to(heads(size), size).unwrap();
    entry(position, LedgerEvent::StreamHeads(heads))
}

/// Two checkpoints under one key and one under a second: entries 5, 8 and 12 bring them back.
pub(super) fn said() -> Vec<Entry> {
    let both = |size, by, at| checkpoint(size, by, &[("council", at), ("police", at + 1)]);
    let adopted = LedgerEvent::WitnessPolicyAdopted(proof::adopts(&policy()).unwrap());
    vec![
        introduced(2, 1, None),
        entry(3, adopted),
        committed(4, 3),
        anchor(5, &both(4, 1, 10)),
        introduced(6, 2, Some(1)),
        committed(7, 6),
        anchor(8, &both(7, 1, 20)),
        committed(11, 10),
        anchor(12, &both(11, 2, 30)),
    ]
}

pub(super) fn book(entries: &[Entry]) -> ProofBook {
    ProofBook::of(LEDGER.uuid(), entries)
}

/// What whoever reads all twelve records finds at the sizes that are marked.
fn found(book: &ProofBook) -> Marked {
    let Marks { roots, heads: sizes } = book.marks();
    let there = |size: &u64| *size <= 12;
    Marked {
        roots: roots.into_iter().filter(there).map(|size| (size, root(size))).collect(),
        heads: sizes.into_iter().filter(there).map(|size| (size, heads(size))).collect(),
    }
}

fn untrue(entries: &[Entry]) -> Option<Untrue> {
    let book = book(entries);
    book.first_untrue(&found(&book))
}

#[test]
fn what_a_sound_ledger_said_of_itself_agrees() {
    assert_eq!(untrue(&said()), None);
    let book = book(&said());
    assert_eq!(book.keys().count(), 2);
    let sizes = |sizes: &[u64]| -> BTreeSet<u64> { sizes.iter().copied().collect() };
    let wanted = Marks { roots: sizes(&[4, 7, 11]), heads: sizes(&[3, 6, 10]) };
    assert_eq!(book.marks(), wanted);
}

#[test]
fn a_checkpoint_of_another_history_is_named() {
    let book = book(&said());
    let mut otherwise = found(&book);
    otherwise.roots.insert(7, leaf(1));
    let wrong = Wrong::OtherHistory { size: 7 };
    assert_eq!(book.first_untrue(&otherwise), Some(Untrue { position: Position(8), wrong }));
    otherwise.roots.remove(&4);
    let wrong = Wrong::OtherHistory { size: 4 };
    assert_eq!(book.first_untrue(&otherwise), Some(Untrue { position: Position(5), wrong }));
    // A checkpoint cannot cover the entry that brings it back.
    let mut entries = said();
    entries[3] = anchor(5, &checkpoint(5, 1, &[]));
    let wrong = Wrong::NotYet { size: 5 };
    assert_eq!(untrue(&entries), Some(Untrue { position: Position(5), wrong }));
}

#[test]
fn heads_that_were_otherwise_are_named() {
    let book = book(&said());
    let mut otherwise = found(&book);
    otherwise.heads.insert(6, TreeHead { size: 2, root: heads(6).root });
    let wrong = Wrong::OtherHeads { size: 6 };
    assert_eq!(book.first_untrue(&otherwise), Some(Untrue { position: Position(7), wrong }));
    let mut entries = said();
    entries[2] = committed(4, 4);
    let wrong = Wrong::NotYet { size: 4 };
    assert_eq!(untrue(&entries), Some(Untrue { position: Position(4), wrong }));
}

#[test]
fn a_checkpoint_that_no_key_in_force_signed_is_named() {
    let by = |size, by| checkpoint(size, by, &[("council", 10), ("police", 11)]);
    let unsigned = |position| {
        let wrong = Wrong::Untrusted(Untrusted::Unsigned);
        Some(Untrue { position: Position(position), wrong })
    };
    // The new key signs the very checkpoint that was to introduce it.
    let mut entries = said();
    entries[6] = anchor(8, &by(7, 2));
    assert_eq!(untrue(&entries), unsigned(8));
    // A key that nobody introduced.
    let mut entries = said();
    entries[3] = anchor(5, &by(4, 3));
    assert_eq!(untrue(&entries), unsigned(5));
    // Without the checkpoint between, the new key never comes into force.
    let mut entries = said();
    entries.remove(6);
    assert_eq!(untrue(&entries), unsigned(12));
}

#[test]
fn cosignatures_that_are_claimed_and_not_there_are_named() {
    let mut entries = said();
    let signed = checkpoint(4, 1, &[("council", 10)]);
    let claimed = [witness("council"), witness("police")].map(|it| it.name().clone());
    let brought: AnchorRecorded = proof::brings_back(&signed, &[&claimed[0], &claimed[1]]).unwrap();
    entries[3] = entry(5, LedgerEvent::AnchorRecorded(brought));
    let name = Label::parse("police.example").unwrap();
    let wrong = Wrong::NotCosigned { name };
    assert_eq!(untrue(&entries), Some(Untrue { position: Position(5), wrong }));
}

#[test]
fn a_checkpoint_held_elsewhere_is_compared() {
    let book = book(&said());
    let compare = |checkpoint: &SignedCheckpoint, here: u64| {
        let size = checkpoint.claim().head.size.min(here);
        book.compare(checkpoint, (here, Some(&root(size))))
    };
    let held = checkpoint(7, 1, &[]);
    assert_eq!(compare(&held, 12), Ok(()));
    assert_eq!(compare(&held, 6), Err(NotOfThisLedger::Shorter { size: 7, here: 6 }));
    let other = book.compare(&held, (12, Some(&leaf(1))));
    assert_eq!(other, Err(NotOfThisLedger::OtherHistory { size: 7 }));
    let unsigned = compare(&checkpoint(7, 3, &[]), 12);
    assert_eq!(unsigned, Err(NotOfThisLedger::Untrusted(Untrusted::Unsigned)));
}

#[test]
fn the_first_untrue_checkpoint_is_named_among_many() {
    let mut book = ProofBook::of(LEDGER.uuid(), &[introduced(3, 1, None)]);
    let sound = checkpoint(4, 1, &[("council", 1), ("police", 2)]);
    let mut found = Marked::default();
    found.roots.insert(4, root(4));
    let each = |position: u64, checkpoint: &SignedCheckpoint| Anchor {
        position: Position(position),
        checkpoint: checkpoint.clone(),
        witnessed: vec![Label::parse("police.example").unwrap()],
        policy: Some(policy()),
        recorded_at: minute(1),
        covered: None,
    };
    book.anchors = (5..1_005).map(|position| each(position, &sound)).collect();
    assert_eq!(book.first_untrue(&found), None);
    let forged = checkpoint(4, 2, &[("council", 1), ("police", 2)]);
    for place in [997, 503, 499, 2] {
        let position = book.anchors[place].position.0;
        book.anchors[place] = each(position, &forged);
        let wrong = Wrong::Untrusted(Untrusted::Unsigned);
        let untrue = Untrue { position: Position(position), wrong };
        assert_eq!(book.first_untrue(&found), Some(untrue));
    }
}

/// What the ledger said of itself, each entry accepted in the minute that is given.
fn accepted_at(minutes: [i64; 9]) -> Vec<Entry> {
    let mut entries = said();
    for (entry, at) in entries.iter_mut().zip(minutes) {
        entry.recorded_at = minute(at);
    }
    entries
}

/// By which entry, of which witness, and how, clocks contradict each other.
fn contradictions(entries: &[Entry]) -> Vec<(u64, String, HowApart)> {
    let found = book(entries).clocks_apart().into_iter();
    found.map(|it| (it.entry.0, it.witness.to_string(), it.how)).collect()
}

#[test]
fn an_entry_cannot_be_recorded_after_a_witness_saw_it() {
    let how = HowApart::SeenBeforeRecorded;
    assert_eq!(contradictions(&accepted_at([9, 9, 9, 11, 19, 25, 25, 29, 31])), []);
    let ahead = accepted_at([9, 9, 9, 11, 19, 26, 26, 29, 31]);
    assert_eq!(contradictions(&ahead), [(7, "council.example".to_owned(), how)]);
    let further = accepted_at([9, 9, 9, 11, 19, 27, 27, 29, 31]);
    let names = ["council.example", "police.example"].map(ToOwned::to_owned);
    assert_eq!(contradictions(&further), names.map(|name| (7, name, how)));
    let first = book(&further).clocks_apart().remove(0);
    let wanted = ClocksApart {
        entry: Position(7),
        recorded_at: minute(27),
        anchor: Position(8),
        witness: witness("council").name().clone(),
        seen_at: minute(20),
        how,
    };
    assert_eq!(first, wanted);
}

#[test]
fn an_entry_cannot_be_recorded_before_what_stands_below_it_was_seen() {
    let how = HowApart::RecordedBeforeBelow;
    let behind = accepted_at([9, 9, 9, 11, 14, 14, 15, 29, 31]);
    assert_eq!(contradictions(&behind), [(8, "police.example".to_owned(), how)]);
    assert_eq!(contradictions(&accepted_at([9, 9, 9, 11, 14, 14, 16, 29, 31])), []);
}

#[test]
fn a_time_that_nobody_signed_contradicts_nothing() {
    let mut entries = accepted_at([9, 9, 9, 11, 19, 19, 21, 29, 31]);
    let mut forged = checkpoint(7, 1, &[("council", 20)]);
    let elsewhere = checkpoint(6, 1, &[]);
    forged.add(cosign(&witness("police"), &elsewhere, minute(900)).unwrap());
    let recorded_at = entries[6].recorded_at;
    entries[6] = anchor(8, &forged);
    entries[6].recorded_at = recorded_at;
    assert_eq!(contradictions(&entries), []);
}
