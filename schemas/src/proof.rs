//! What the ledger's own entries say of keys, witnesses, heads and checkpoints, in the ledger's types, and
//! the way back. It reads and writes words; whether a signature is true, or a root the right one, is asked
//! of the ledger.
//!
//! # Rules
//! - `a_checkpoint_is_brought_back_as_it_was_signed`: an anchor gives the same text again.
//! - `a_key_and_a_policy_read_back_as_they_were_recorded`.
//! - `what_an_entry_of_the_first_version_did_not_say_is_not_made_up`.
//! - `what_cannot_be_what_it_says_is_an_error`: a key that is none, a digest of another text.

use candour_domain::ledger_stream::{
    AnchorRecorded, KeyIntroduced, StreamHeads, WitnessPolicyAdopted,
};
use candour_domain::recorded::{Label, LabelError, Recorded};
use candour_ledger::merkle::{Hash, TreeHead};
use candour_ledger::note::{
    CheckpointError, KeyError, KeyKind, KeyName, Policy, PolicyError, SignedCheckpoint, Verifier,
    base64_of,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The algorithm of every key so far.
const ED25519: &str = "Ed25519";

/// Why an entry about proof does not say what its kind says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofWords {
    /// It was recorded by a version of this program that did not say so much.
    #[error("it does not say so much as could be checked")]
    NotSaid,
    /// A root or key is not hexadecimal of its length.
    #[error("{what} is not {bytes} bytes in hexadecimal", bytes = 32)]
    NotHex {
        /// Which.
        what: &'static str,
    },
    /// The algorithm is none that is used here.
    #[error("it has a key of {algorithm}, which is not used here")]
    Algorithm {
        /// Which.
        algorithm: Label,
    },
    /// The key is none, or not the one that its name says.
    #[error("it has a key that is none, or not the one that its name says")]
    Key(#[source] KeyError),
    /// The checkpoint is none.
    #[error("it has a checkpoint that is none")]
    Checkpoint(#[source] CheckpointError),
    /// The policy is none.
    #[error("it has a policy that is none")]
    Policy(#[source] PolicyError),
    /// The digest is of something else.
    #[error("its digest is of something else")]
    OtherDigest,
    /// A name or line is longer than an entry takes.
    #[error("a name or a line of it is longer than an entry takes")]
    TooLong(#[from] LabelError),
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

fn hash_of_hex(what: &'static str, text: &Label) -> Result<Hash, ProofWords> {
    let wrong = ProofWords::NotHex { what };
    let text = text.as_str();
    if text.len() != 64 || !text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(wrong);
    }
    let mut hash = [0; 32];
    for (index, byte) in hash.iter_mut().enumerate() {
        let digits = text.get(index * 2..index * 2 + 2).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong.clone())?;
    }
    Ok(hash)
}

fn label(text: &str) -> Result<Label, ProofWords> {
    Ok(Label::parse(text)?)
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// What a key of the ledger is called in its entries: its name and its short identifier.
fn key_name(key: &Verifier) -> String {
    format!("{}+{}", key.name(), key.id())
}

/// The entry that introduces a key, in place of another or as the first.
///
/// # Errors
/// If its name is longer than an entry takes.
pub fn introduces(
    key: &Verifier,
    replaces: Option<&Verifier>,
) -> Result<KeyIntroduced, ProofWords> {
    Ok(KeyIntroduced {
        name: label(&key_name(key))?,
        algorithm: label(ED25519)?,
        public_key: label(&hex(key.public()))?,
        replaces: replaces.map(|it| label(&key_name(it))).transpose()?,
    })
}

/// The key that an entry introduces, with which this ledger's checkpoints are signed.
///
/// # Errors
/// If it is none.
pub fn introduced(entry: &KeyIntroduced, ledger: Uuid) -> Result<Verifier, ProofWords> {
    let KeyIntroduced { name, algorithm, public_key, replaces: _ } = entry;
    if algorithm.as_str() != ED25519 {
        return Err(ProofWords::Algorithm { algorithm: algorithm.clone() });
    }
    let public = hash_of_hex("the key", public_key)?;
    let origin = KeyName::of_ledger(ledger);
    let key = Verifier::new(origin, KeyKind::Checkpoints, &public).map_err(ProofWords::Key)?;
    if key_name(&key) == name.as_str() {
        Ok(key)
    } else {
        Err(ProofWords::Key(KeyError::Identifier))
    }
}

/// The entry that adopts a policy.
///
/// # Errors
/// If a line of it is longer than an entry takes.
pub fn adopts(policy: &Policy) -> Result<WitnessPolicyAdopted, ProofWords> {
    let text = policy.plain();
    let lines = text.lines().map(label).collect::<Result<_, _>>()?;
    let named = |witness: &candour_ledger::note::Witness| label(witness.key.name().as_str());
    Ok(WitnessPolicyAdopted {
        policy: label(&digest(&text))?,
        lines: Recorded::Recorded(lines),
        witnesses: policy.witnesses().iter().map(named).collect::<Result<_, _>>()?,
        needed: u8::try_from(policy.fewest()).unwrap_or(u8::MAX),
    })
}

/// The policy that an entry adopts.
///
/// # Errors
/// If it does not say the policy, or it is not the one that its digest says.
pub fn adopted(entry: &WitnessPolicyAdopted) -> Result<Policy, ProofWords> {
    let lines = entry.lines.value().ok_or(ProofWords::NotSaid)?;
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    if digest(&text) != entry.policy.as_str() {
        return Err(ProofWords::OtherDigest);
    }
    Policy::parse(&text).map_err(ProofWords::Policy)
}

/// The entry that commits to the heads of all streams, as they were after so many leaves.
///
/// # Errors
/// None that can happen to a root.
pub fn commits_to(heads: TreeHead, size: u64) -> Result<StreamHeads, ProofWords> {
    let TreeHead { size: streams, root } = heads;
    Ok(StreamHeads { root: label(&hex(&root))?, streams, size: Recorded::Recorded(size) })
}

/// How many streams there were and the root over their heads, and after how many leaves.
///
/// # Errors
/// If it does not say after how many leaves, or its root is none.
pub fn committed(entry: &StreamHeads) -> Result<(TreeHead, u64), ProofWords> {
    let StreamHeads { root, streams, size } = entry;
    let size = size.value().ok_or(ProofWords::NotSaid)?;
    Ok((TreeHead { size: *streams, root: hash_of_hex("the root", root)? }, *size))
}

/// The entry that brings a checkpoint back into its ledger, with the names of those whose cosignatures
/// have been found to be true.
///
/// # Errors
/// If a name or a signature is longer than an entry takes.
pub fn brings_back(
    checkpoint: &SignedCheckpoint,
    witnessed: &[&KeyName],
) -> Result<AnchorRecorded, ProofWords> {
    let head = checkpoint.claim().head;
    let signatures = checkpoint.note().signatures().iter();
    let lines = signatures.map(|line| label(line.to_string().trim_end()));
    Ok(AnchorRecorded {
        checkpoint: label(&digest(&checkpoint.to_string()))?,
        size: head.size,
        root: Recorded::Recorded(label(&hex(&head.root))?),
        signatures: Recorded::Recorded(lines.collect::<Result<_, _>>()?),
        witnessed: witnessed.iter().map(|it| label(it.as_str())).collect::<Result<_, _>>()?,
    })
}

/// The checkpoint that an entry brought back into this ledger, as it was signed.
///
/// # Errors
/// If it does not say the checkpoint, or it is not the one that its digest says.
pub fn brought_back(entry: &AnchorRecorded, ledger: Uuid) -> Result<SignedCheckpoint, ProofWords> {
    let AnchorRecorded { checkpoint, size, root, signatures, witnessed: _ } = entry;
    let (Some(root), Some(signatures)) = (root.value(), signatures.value()) else {
        return Err(ProofWords::NotSaid);
    };
    let root = base64_of(&hash_of_hex("the root", root)?);
    let mut text = format!("{}\n{size}\n{root}\n\n", KeyName::of_ledger(ledger));
    text.extend(signatures.iter().flat_map(|line| [line.as_str(), "\n"]));
    if digest(&text) != checkpoint.as_str() {
        return Err(ProofWords::OtherDigest);
    }
    SignedCheckpoint::parse(&text).map_err(ProofWords::Checkpoint)
}

#[cfg(test)]
mod tests {
    use candour_ledger::note::{Checkpoint, Signer, cosign};
    use chrono::DateTime;

    use super::*;
    use crate::old::ledger::{AnchorRecordedV1, StreamHeadsV1, WitnessPolicyAdoptedV1};

    const LEDGER: Uuid = Uuid::from_bytes([7; 16]);

    fn signer(secret: u8) -> Signer {
        Signer::from_bytes(KeyName::of_ledger(LEDGER), KeyKind::Checkpoints, &[secret; 32])
    }

    fn witness() -> Signer {
        let name = "police.example/witness".parse().unwrap();
        Signer::from_bytes(name, KeyKind::Cosignatures, &[9; 32])
    }

    fn checkpoint() -> SignedCheckpoint {
        let (origin, head) = (KeyName::of_ledger(LEDGER), TreeHead { size: 12, root: [5; 32] });
        let mut signed = SignedCheckpoint::sign(Checkpoint { origin, head }, &signer(1));
        let at = DateTime::from_timestamp(1_772_445_600, 0).unwrap();
        signed.add(cosign(&witness(), &signed, at).unwrap());
        signed
    }

    fn policy() -> Policy {
        let key = witness().verifier();
        Policy::parse(&format!("# partners\n\nwitness  police {key}\nquorum police\n")).unwrap()
    }

    #[test]
    fn a_checkpoint_is_brought_back_as_it_was_signed() {
        let signed = checkpoint();
        let witness = witness();
        let entry = brings_back(&signed, &[witness.name()]).unwrap();
        assert_eq!(entry.witnessed, [label("police.example/witness").unwrap()]);
        assert_eq!(brought_back(&entry, LEDGER), Ok(signed));
        let elsewhere = brought_back(&entry, Uuid::from_bytes([8; 16]));
        assert_eq!(elsewhere, Err(ProofWords::OtherDigest));
    }

    #[test]
    fn a_key_and_a_policy_read_back_as_they_were_recorded() {
        let (first, second) = (signer(1).verifier(), signer(2).verifier());
        let entry = introduces(&second, Some(&first)).unwrap();
        let name = format!("{}+{}", KeyName::of_ledger(LEDGER), first.id());
        assert_eq!(entry.replaces, Some(label(&name).unwrap()));
        assert_eq!(introduced(&entry, LEDGER), Ok(second));
        let entry = adopts(&policy()).unwrap();
        assert_eq!((entry.needed, entry.witnesses.len()), (1, 1));
        let read = adopted(&entry).unwrap();
        assert_eq!((read.plain(), read.fewest()), (policy().plain(), 1));
        let heads = TreeHead { size: 4, root: [6; 32] };
        assert_eq!(committed(&commits_to(heads, 11).unwrap()), Ok((heads, 11)));
    }

    #[test]
    fn what_an_entry_of_the_first_version_did_not_say_is_not_made_up() {
        let read = |json: &str| serde_json::from_str::<AnchorRecordedV1>(json).unwrap().into();
        let anchor: AnchorRecorded = read(r#"{"checkpoint": "aa", "size": 3}"#);
        assert_eq!(brought_back(&anchor, LEDGER), Err(ProofWords::NotSaid));
        let heads: StreamHeadsV1 = serde_json::from_str(r#"{"root": "aa", "streams": 3}"#).unwrap();
        assert_eq!(committed(&heads.into()), Err(ProofWords::NotSaid));
        let policy: WitnessPolicyAdoptedV1 =
            serde_json::from_str(r#"{"policy": "aa", "needed": 1}"#).unwrap();
        assert_eq!(adopted(&policy.into()).map(|_| ()), Err(ProofWords::NotSaid));
    }

    #[test]
    fn what_cannot_be_what_it_says_is_an_error() {
        let mut key = introduces(&signer(1).verifier(), None).unwrap();
        key.public_key = introduces(&signer(2).verifier(), None).unwrap().public_key;
        assert_eq!(introduced(&key, LEDGER), Err(ProofWords::Key(KeyError::Identifier)));
        key.public_key = label("AA").unwrap();
        assert_eq!(introduced(&key, LEDGER), Err(ProofWords::NotHex { what: "the key" }));
        key.public_key = label(&"00".repeat(32)).unwrap();
        assert_eq!(introduced(&key, LEDGER), Err(ProofWords::Key(KeyError::Weak)));
        key.algorithm = label("RSA").unwrap();
        let algorithm = label("RSA").unwrap();
        assert_eq!(introduced(&key, LEDGER), Err(ProofWords::Algorithm { algorithm }));
        let mut entry = adopts(&policy()).unwrap();
        entry.lines = Recorded::Recorded(vec![label("quorum none").unwrap()]);
        assert_eq!(adopted(&entry).map(|_| ()), Err(ProofWords::OtherDigest));
        let mut anchor = brings_back(&checkpoint(), &[]).unwrap();
        anchor.size = 13;
        assert_eq!(brought_back(&anchor, LEDGER), Err(ProofWords::OtherDigest));
    }
}
