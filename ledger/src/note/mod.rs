//! Signed notes and what is written in that form: checkpoints of the tree, cosignatures of witnesses,
//! proofs that a leaf is in a checkpoint, and the policy that says how many witnesses are needed. The
//! forms are those that C2SP publishes (signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof,
//! tlog-policy), so that programs which others wrote can check ours. Nothing here keeps a key, reads a
//! clock or knows what a leaf stands for.
//!
//! # Rules
//! - `a_note_reads_back_as_it_was_written`: byte for byte, with every signature on it.
//! - `what_is_not_a_note_is_refused_by_its_reason`: control characters, no empty line, other lines.
//! - `a_signature_holds_for_its_text_and_key_alone`: whatever bit of either is another.
//! - `signatures_of_unknown_keys_are_passed_over`: also where they share a name or an identifier.
//! - `a_known_key_with_a_false_signature_makes_the_whole_note_false`.
//! - `a_key_reads_back_as_it_was_written`: in the published form, for signing and for checking.
//! - `a_checkpoint_says_origin_size_and_root`: and nothing else is taken for one.
//! - `a_cosignature_says_when_a_witness_saw_the_checkpoint`: the time is signed with the text.
//! - `a_policy_is_met_by_its_quorum_alone`: groups within groups, all, any, or so many.
//! - `a_policy_that_cannot_be_meant_is_refused_by_its_line`.
//! - `a_proof_reads_back_as_it_was_written`: with its leaf, path and checkpoint.
//! - `whatever_bytes_are_given_are_answered`: no reader of any of these panics or grows beyond its input.

mod chain;
mod checkpoint;
mod cosignature;
mod key;
mod policy;
mod proof;
mod signed;

pub use chain::{KeyChain, KeyLink};
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint, Untrusted};
pub use cosignature::{Cosignature, CosignatureError, cosign, cosigned_at};
pub use key::{KEY_NAME_BYTES_MAX, KeyError, KeyId, KeyKind, KeyName, Signer, Verifier};
pub use policy::{Policy, PolicyError, PolicyFault, WITNESSES_MAX, Witness};
pub use proof::{LeafProof, ProofError};
pub use signed::{NOTE_BYTES_MAX, Note, NoteError, SIGNATURES_MAX, SignatureLine};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes in the base 64 of RFC 4648, section 4, with its padding.
pub fn base64_of(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes that a text in that form stands for, where it does, in the one way to write them.
pub fn bytes_of_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A hash in that form.
pub fn hash_of_base64(text: &str) -> Option<[u8; 32]> {
    bytes_of_base64(text)?.try_into().ok()
}

/// A number in decimal, in the one way to write it.
pub(crate) fn number(text: &str) -> Option<u64> {
    let plain =
        text == "0" || (!text.starts_with('0') && text.bytes().all(|it| it.is_ascii_digit()));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
