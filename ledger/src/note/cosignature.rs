//! What a witness says of a checkpoint: that at this time it was the latest that it had seen, and that
//! all before it had grown into it. The time is signed with the checkpoint's text.

use chrono::{DateTime, Utc};

use super::checkpoint::SignedCheckpoint;
use super::key::{KeyKind, Signer, Verifier};
use super::signed::SignatureLine;

/// A witness's word, found to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// The witness.
    pub witness: Verifier,
    /// When it had seen the checkpoint, by its own clock, in whole seconds.
    pub at: DateTime<Utc>,
}

/// Why a checkpoint was not cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// The key is not one that cosigns.
    #[error("this key signs checkpoints, and does not cosign them")]
    Kind,
    /// The time cannot be written.
    #[error("a time before 1970 cannot be written")]
    Time,
}

fn message(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// Cosigns the text of a checkpoint as at a time.
///
/// # Errors
/// Refuses a key of the other kind, and a time before 1970.
pub fn cosign(
    signer: &Signer,
    checkpoint: &SignedCheckpoint,
    at: DateTime<Utc>,
) -> Result<SignatureLine, CosignatureError> {
    if signer.kind() != KeyKind::Cosignatures {
        return Err(CosignatureError::Kind);
    }
    let seconds = u64::try_from(at.timestamp()).map_err(|_| CosignatureError::Time)?;
    let signature = signer.sign(message(seconds, checkpoint.note().text()).as_bytes());
    let bytes = [seconds.to_be_bytes().as_slice(), &signature].concat();
    Ok(SignatureLine { name: signer.name().clone(), id: signer.verifier().id(), bytes })
}

/// When a witness saw the checkpoint, by one signature line, where that is its own and true.
pub fn cosigned_at(
    witness: &Verifier,
    checkpoint: &SignedCheckpoint,
    line: &SignatureLine,
) -> Option<DateTime<Utc>> {
    let its_own = witness.kind() == KeyKind::Cosignatures && witness.claims(line);
    time_of(witness, checkpoint.note().text(), line).filter(|_| its_own)
}

/// The time that a cosignature says, true or not.
pub(super) fn claimed(line: &SignatureLine) -> Option<DateTime<Utc>> {
    let (seconds, _) = line.bytes.split_first_chunk::<8>()?;
    DateTime::from_timestamp(i64::try_from(u64::from_be_bytes(*seconds)).ok()?, 0)
}

/// The time that a true cosignature of this text says, and nothing where it is not true.
pub(super) fn time_of(key: &Verifier, text: &str, line: &SignatureLine) -> Option<DateTime<Utc>> {
    let (seconds, signature) = line.bytes.split_first_chunk::<8>()?;
    let seconds = u64::from_be_bytes(*seconds);
    let at = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    key.holds_over(message(seconds, text).as_bytes(), signature).then_some(at)
}
