//! Tests of what witnesses are asked, and of asking them.

mod asking;
mod keeper;
mod memory;
mod request;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::merkle::{self, Hash, TreeHead};
use crate::note::{Checkpoint, KeyKind, KeyName, SignedCheckpoint, Signer};
use crate::witness::AddCheckpoint;

fn origin() -> KeyName {
    KeyName::of_ledger(Uuid::from_bytes([7; 16]))
}

fn ledger_key() -> Signer {
    Signer::from_bytes(origin(), KeyKind::Checkpoints, &[1; 32])
}

fn witness_key(number: u8) -> Signer {
    let name = format!("witness.example/{number}").parse().unwrap();
    Signer::from_bytes(name, KeyKind::Cosignatures, &[100 + number; 32])
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

/// The leaves of a history. The two of them part after the third leaf.
fn leaves(history: u8, size: u64) -> Vec<Hash> {
    let leaf = |index: u64| {
        let mut hash = [0; 32];
        hash[0] = u8::try_from(index).unwrap();
        hash[1] = if index < 3 { 0 } else { history };
        hash
    };
    (0..size).map(leaf).collect()
}

fn head(history: u8, size: u64) -> TreeHead {
    let leaves = leaves(history, size);
    TreeHead { size, root: merkle::root(leaves.as_slice(), size).unwrap() }
}

fn grown(history: u8, old: u64, new: u64) -> Vec<Hash> {
    merkle::prove_consistency(leaves(history, new).as_slice(), old, new).unwrap()
}

fn signed(history: u8, size: u64) -> SignedCheckpoint {
    let checkpoint = Checkpoint { origin: origin(), head: head(history, size) };
    SignedCheckpoint::sign(checkpoint, &ledger_key())
}

/// A request with a true proof, where one is needed and the history has it.
fn request(history: u8, old: u64, new: u64) -> AddCheckpoint {
    let proof = if old == 0 || old >= new { Vec::new() } else { grown(history, old, new) };
    AddCheckpoint { old, proof, checkpoint: signed(history, new) }
}
