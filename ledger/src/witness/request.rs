//! What a witness is asked, in one text: the size that it is thought to know, a proof that the ledger
//! grew from there, and the checkpoint. It reads and writes that text, and judges nothing.

use std::fmt;

use crate::merkle::Hash;
use crate::note::{
    CheckpointError, NOTE_BYTES_MAX, SignedCheckpoint, base64_of, hash_of_base64, number,
};

/// The most hashes that a proof of growth has.
pub const PROOF_HASHES_MAX: usize = 63;
/// The longest request that is read: a checkpoint, the hashes, and the size.
pub const REQUEST_BYTES_MAX: usize = NOTE_BYTES_MAX + 4 * 1024;

/// A checkpoint for a witness to cosign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness is thought to have cosigned last; zero for none.
    pub old: u64,
    /// That the ledger grew from there to the checkpoint.
    pub proof: Vec<Hash>,
    /// The checkpoint.
    pub checkpoint: SignedCheckpoint,
}

/// Why a text is not a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// It is longer than a request may be.
    #[error("it has {bytes} bytes, and a request has {REQUEST_BYTES_MAX} at most")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// Its first line does not say which size is thought to be known.
    #[error("its first line is not `old` and a size")]
    Old,
    /// A line of the proof is not a hash.
    #[error("line {number} of its proof is not a hash")]
    Proof {
        /// Which of them, from one.
        number: usize,
    },
    /// The proof has more hashes than any proof.
    #[error("its proof has more than {PROOF_HASHES_MAX} hashes")]
    TooManyHashes,
    /// No empty line ends the proof.
    #[error("no empty line parts its proof from its checkpoint")]
    NoCheckpoint,
    /// The checkpoint cannot be read.
    #[error("its checkpoint cannot be read")]
    Checkpoint(#[from] CheckpointError),
}

impl AddCheckpoint {
    /// Reads a request, and believes nothing yet.
    ///
    /// # Errors
    /// Refuses what is not one, by its reason.
    pub fn parse(text: &str) -> Result<Self, RequestError> {
        if text.len() > REQUEST_BYTES_MAX {
            return Err(RequestError::TooLong { bytes: text.len() });
        }
        let (first, mut rest) = text.split_once('\n').ok_or(RequestError::Old)?;
        let old = first.strip_prefix("old ").and_then(number).ok_or(RequestError::Old)?;
        let mut proof = Vec::new();
        loop {
            let (line, after) = rest.split_once('\n').ok_or(RequestError::NoCheckpoint)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            if proof.len() == PROOF_HASHES_MAX {
                return Err(RequestError::TooManyHashes);
            }
            let number = proof.len() + 1;
            proof.push(hash_of_base64(line).ok_or(RequestError::Proof { number })?);
        }
        Ok(Self { old, proof, checkpoint: SignedCheckpoint::parse(rest)? })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { old, proof, checkpoint } = self;
        writeln!(f, "old {old}")?;
        proof.iter().try_for_each(|hash| writeln!(f, "{}", base64_of(hash)))?;
        write!(f, "\n{checkpoint}")
    }
}
