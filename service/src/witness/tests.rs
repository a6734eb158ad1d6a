//! Tests of witnesses over loopback: true ones, and servers that do as they like.

mod asking;
mod encrypted;
mod hostile;
mod serving;

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_ledger::ManualClock;
use candour_ledger::merkle::{self, Hash, TreeHead};
use candour_ledger::note::{
    Checkpoint, KeyKind, KeyName, Policy, SignedCheckpoint, Signer, Verifier, cosign,
};
use candour_ledger::witness::{
    AddCheckpoint, Kept, Submitted, WitnessKeeper, WitnessOutcome, WitnessReport, look, submit,
};
use chrono::{DateTime, Utc};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::ask::HttpWitnesses;
use super::serve::{LIMITS, Limits, Served, serve};

const SECOND: i64 = 1_700_000_000;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(SECOND + second, 0).unwrap()
}

fn origin() -> KeyName {
    "candour/ledger/07070707-0707-0707-0707-070707070707".parse().unwrap()
}

fn ledger_key() -> Signer {
    Signer::from_bytes(origin(), KeyKind::Checkpoints, &[1; 32])
}

fn witness_key(number: u8) -> Signer {
    let name = format!("witness.example/{number}").parse().unwrap();
    Signer::from_bytes(name, KeyKind::Cosignatures, &[100 + number; 32])
}

/// The leaves of a history. Two of them part after the third leaf.
fn leaves(history: u8, size: u64) -> Vec<Hash> {
    (0..size).map(|index| [if index < 3 { 0 } else { history }; 32]).collect()
}

fn signed(history: u8, size: u64) -> SignedCheckpoint {
    let root = merkle::root(leaves(history, size).as_slice(), size).unwrap();
    let checkpoint = Checkpoint { origin: origin(), head: TreeHead { size, root } };
    SignedCheckpoint::sign(checkpoint, &ledger_key())
}

fn request(history: u8, old: u64, new: u64) -> String {
    let proof = match old {
        0 => Vec::new(),
        old => merkle::prove_consistency(leaves(history, new).as_slice(), old, new).unwrap(),
    };
    AddCheckpoint { old, proof, checkpoint: signed(history, new) }.to_string()
}

/// A checkpoint with the words of these witnesses.
fn cosigned(mut checkpoint: SignedCheckpoint, by: &[u8]) -> SignedCheckpoint {
    for number in by {
        let line = cosign(&witness_key(*number), &checkpoint, at(i64::from(*number)));
        checkpoint.add(line.unwrap());
    }
    checkpoint
}

/// A witness that is being served.
struct Running {
    address: String,
    home: TempDir,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Running {
    /// A new witness that trusts the ledger.
    async fn new(number: u8) -> Self {
        let home = tempfile::tempdir().unwrap();
        let name = witness_key(number).name().clone();
        WitnessKeeper::init(home.path(), name, &[100 + number; 32]).unwrap();
        let keeper = WitnessKeeper::open(home.path(), at(0)).unwrap();
        keeper.trust(ledger_key().verifier()).unwrap();
        drop(keeper);
        Self::of(home, number, LIMITS).await
    }

    /// A witness that was made before.
    async fn of(home: TempDir, number: u8, limits: Limits) -> Self {
        let keeper = Arc::new(WitnessKeeper::open(home.path(), at(0)).unwrap());
        let clock = Arc::new(ManualClock::at(at(i64::from(number))));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let served = Served { keeper, clock, limits };
        let ended = tokio::spawn(serve(listener, served, async { drop(stopped.await) }));
        Self { address, home, stop, ended }
    }

    /// Stops it, and leaves its files.
    async fn stop(self) -> TempDir {
        drop(self.stop);
        self.ended.await.unwrap();
        self.home
    }

    fn kept(&self) -> Kept {
        look(self.home.path()).unwrap()
    }

    /// The size that it has cosigned last.
    fn size(&self) -> Option<u64> {
        let kept = self.kept();
        kept.memory.ledgers()[&origin()].latest.as_ref().map(|it| it.head().size)
    }
}

/// A policy over witnesses at these addresses, of which two are needed.
fn policy(addresses: &[&str]) -> Policy {
    let mut text = String::new();
    let mut names = Vec::new();
    for (number, address) in (0..).zip(addresses) {
        let key = witness_key(number).verifier();
        names.push(format!("w{number}"));
        text = format!("{text}witness w{number} {key} {address}\n");
    }
    let needed = addresses.len().min(2);
    Policy::parse(&format!("{text}group some {needed} {}\nquorum some\n", names.join(" "))).unwrap()
}

/// Shows a checkpoint of a history to the witnesses of a policy.
async fn shown(policy: &Policy, history: u8, size: u64, known: &[(u8, u64)]) -> Submitted {
    let known: BTreeMap<KeyName, u64> =
        known.iter().map(|(it, size)| (witness_key(*it).name().clone(), *size)).collect();
    let prove = |old, new| merkle::prove_consistency(leaves(history, new).as_slice(), old, new);
    submit(&HttpWitnesses::new(), policy, signed(history, size), &known, &prove).await
}

fn key(number: u8) -> Verifier {
    witness_key(number).verifier()
}

fn report(number: u8, outcome: WitnessOutcome) -> WitnessReport {
    WitnessReport { name: format!("w{number}"), key: key(number).name().clone(), outcome }
}

fn good(number: u8, size: u64) -> WitnessReport {
    report(number, WitnessOutcome::Cosigned { at: at(i64::from(number)), size })
}
