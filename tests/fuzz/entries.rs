//! Every function that reads bytes which somebody else may have written, as proof or beside a ledger: what it
//! is called here, something well formed for it, and what must hold of its answer to any bytes. The property
//! tests and the fuzz target both take this list, so neither can lack what the other has.

#[path = "seeds.rs"]
mod seeds;

use std::sync::LazyLock;

use candour_interchange::bundle::{self, Pins, Verdict};
use candour_ledger::Verified;
use candour_ledger::log::{self, Gist};
use candour_ledger::merkle::TreeHead;
use candour_ledger::note::{
    Checkpoint, KeyKind, KeyName, LeafProof, Note, Policy, SignatureLine, SignedCheckpoint, Signer,
    Verifier, cosign, cosigned_at,
};
use candour_ledger::receipt::received;
use candour_ledger::witness::{AddCheckpoint, Memory, WitnessAnswer};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use seeds::SEEDS;

/// A function that reads strangers' bytes.
pub(crate) struct Entry {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Something that it takes, to begin from.
    pub(crate) taken: fn() -> String,
    /// Gives it bytes, and panics where what must hold of its answer does not.
    pub(crate) given: fn(&[u8]),
}

const LEDGER: Uuid = Uuid::from_bytes([7; 16]);

/// All of them.
pub(crate) const ENTRIES: [Entry; 14] = [
    Entry { name: "note", taken: || cosigned().to_string(), given: note },
    Entry { name: "checkpoint", taken: || cosigned().to_string(), given: checkpoint },
    Entry { name: "cosignature", taken: signature_line, given: cosignature },
    Entry { name: "public key", taken: || ledger().verifier().to_string(), given: public_key },
    Entry { name: "private key", taken: || ledger().to_secret_text(), given: private_key },
    Entry { name: "policy", taken: policy_text, given: policy },
    Entry { name: "tlog-proof", taken: || leaf_proof().to_string(), given: tlog_proof },
    Entry { name: "receipt", taken: || leaf_proof().to_string(), given: receipt },
    Entry { name: "bundle", taken: bundle_text, given: bundle },
    Entry { name: "witness request", taken: request_text, given: witness_request },
    Entry { name: "witness answer", taken: signature_line, given: witness_answer },
    Entry { name: "log state", taken: log_state, given: log_stands },
    Entry { name: "verified", taken: verified_text, given: verified },
    Entry { name: "gist", taken: gist_text, given: gist },
];

fn ledger() -> Signer {
    Signer::from_bytes(KeyName::of_ledger(LEDGER), KeyKind::Checkpoints, &[1; 32])
}

fn witness() -> Signer {
    // A name of this form is one.
    let name: KeyName = "witness.example/1".parse().unwrap_or_else(|_| KeyName::of_ledger(LEDGER));
    Signer::from_bytes(name, KeyKind::Cosignatures, &[2; 32])
}

fn signed() -> SignedCheckpoint {
    let head = TreeHead { size: 12, root: [9; 32] };
    SignedCheckpoint::sign(Checkpoint { origin: KeyName::of_ledger(LEDGER), head }, &ledger())
}

fn cosigned() -> SignedCheckpoint {
    let mut checkpoint = signed();
    if let Ok(line) = cosign(&witness(), &checkpoint, DateTime::UNIX_EPOCH) {
        checkpoint.add(line);
    }
    checkpoint
}

fn signature_line() -> String {
    cosigned().to_string().lines().last().map(|line| format!("{line}\n")).unwrap_or_default()
}

fn policy_text() -> String {
    let key = witness().verifier();
    format!(
        "witness police {key} https://witness.example/\ngroup partners 1 police\nquorum partners\n"
    )
}

fn leaf_proof() -> LeafProof {
    LeafProof { extra: Some(vec![5; 40]), index: 3, path: vec![[1; 32]; 4], checkpoint: cosigned() }
}

fn bundle_text() -> String {
    SEEDS.bundle.clone()
}

fn request_text() -> String {
    AddCheckpoint { old: 5, proof: vec![[3; 32]; 3], checkpoint: signed() }.to_string()
}

fn log_state() -> String {
    SEEDS.log_state.clone()
}

fn verified_text() -> String {
    SEEDS.verified.clone()
}

fn gist_text() -> String {
    SEEDS.gist.clone()
}

/// Reads bytes as text, as whoever reads a file or an answer does.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn note(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(note) = Note::parse(&text) {
        assert_eq!(note.to_string(), text, "a note has one form");
    }
}

fn checkpoint(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(checkpoint) = SignedCheckpoint::parse(&text) {
        assert_eq!(checkpoint.to_string(), text, "a checkpoint has one form");
        let origin = KeyName::of_ledger(LEDGER);
        if checkpoint.signed_by(&origin, [&ledger().verifier()]).is_ok() {
            assert_eq!(checkpoint.claim(), signed().claim(), "nobody else has the key");
        }
    }
}

fn cosignature(bytes: &[u8]) {
    let checkpoint = signed();
    for line in SignatureLine::parse_all(&text(bytes)).into_iter().flatten() {
        let at = cosigned_at(&witness().verifier(), &checkpoint, &line);
        assert!(at.is_none_or(|at| at == DateTime::UNIX_EPOCH), "nobody else has the key");
    }
}

fn public_key(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(key) = text.parse::<Verifier>() {
        assert_eq!(key.to_string(), text, "a key has one form");
    }
}

fn private_key(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(key) = Signer::from_secret_text(&text) {
        assert_eq!(key.to_secret_text(), text.trim_end(), "a key has one form");
    }
}

fn policy(bytes: &[u8]) {
    if let Ok(policy) = Policy::parse(&text(bytes)) {
        let again = Policy::parse(&policy.plain());
        assert_eq!(again.map(|it| it.plain()), Ok(policy.plain()), "what is written is read");
        assert!(policy.cosignatures(&cosigned()).len() <= policy.witnesses().len());
    }
}

fn tlog_proof(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(proof) = LeafProof::parse(&text) {
        assert_eq!(proof.to_string(), text, "a proof has one form");
        assert!(proof.path.len() <= 64, "a way to a root is short");
    }
}

fn receipt(bytes: &[u8]) {
    if let Ok(proof) = LeafProof::parse(&text(bytes)) {
        let shown = received(&proof);
        assert!(shown.is_err() || proof.extra.is_some(), "nothing is shown of no leaf");
    }
}

fn bundle(bytes: &[u8]) {
    let pins = Pins { key: Some(ledger().verifier()), policy: None };
    if let Ok(shown) = bundle::check(bytes, &pins) {
        assert_eq!(proved(&shown), *PROVED, "nobody else has the key");
    }
}

/// What is proved by a bundle, whatever its maker says beside it.
type Proved = (Uuid, String, u64, Vec<(u64, Option<DateTime<Utc>>)>);

/// What is proved by the one that there is.
static PROVED: LazyLock<Proved> = LazyLock::new(|| {
    let pins = Pins { key: Some(ledger().verifier()), policy: None };
    let shown = bundle::check(SEEDS.bundle.as_bytes(), &pins);
    shown.map_or_else(|_| (LEDGER, String::new(), 0, Vec::new()), |shown| proved(&shown))
});

fn proved(shown: &Verdict) -> Proved {
    let entries = shown.entries.iter().map(|it| (it.position, it.recorded_at)).collect();
    (shown.ledger, shown.seal.root.clone(), shown.shown, entries)
}

fn gist(bytes: &[u8]) {
    let text = text(bytes);
    if let Some(gist) = Gist::parse(&text, LEDGER) {
        assert_eq!(
            Gist::parse(&gist.to_text(LEDGER), LEDGER),
            Some(gist),
            "what is written is read"
        );
    }
}

fn witness_request(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(request) = AddCheckpoint::parse(&text) {
        assert_eq!(request.to_string(), text, "a request has one form");
    }
    let mut memory = Memory::default();
    if memory.trust(ledger().verifier()).is_ok() {
        let before = memory.clone();
        let answered = memory.add_checkpoint(&witness(), &text, DateTime::UNIX_EPOCH);
        assert!(answered.answer.is_ok() || memory == before, "what is refused is not remembered");
    }
}

fn witness_answer(bytes: &[u8]) {
    let text = text(bytes);
    for status in [200, 409, 422, 503] {
        match WitnessAnswer::read(status, Some("text/x.tlog.size"), &text) {
            WitnessAnswer::Cosigned(lines) => assert_eq!(lines, text),
            WitnessAnswer::KnownSize(size) => assert_eq!(format!("{size}\n"), text),
            WitnessAnswer::Refused { words, .. } => assert!(words.len() <= text.len()),
        }
    }
}

fn log_stands(bytes: &[u8]) {
    let text = text(bytes);
    let stands = log::size_of_state(&text, LEDGER);
    assert!(stands.is_none() || text.starts_with("candour log state v1\n"), "another file is none");
}

fn verified(bytes: &[u8]) {
    let text = text(bytes);
    if let Some((verified, kept)) = Verified::parse(&text) {
        let again = verified.to_text(kept);
        assert_eq!(
            Verified::parse(&again).map(|it| it.0),
            Some(verified),
            "what is written is read"
        );
    }
}
