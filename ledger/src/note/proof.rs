//! A proof that a leaf is in a checkpoint, in one text: the tlog-proof of C2SP. What the leaf is made of
//! may travel with it, and proves nothing by itself: its hash has to lead to the checkpoint's root.

use std::fmt;

use super::checkpoint::{CheckpointError, SignedCheckpoint};
use super::{base64_of, bytes_of_base64, hash_of_base64, number};
use crate::merkle::{self, Hash, NotIncluded};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The longest proof that is read: a leaf, an entry's texts, a path and a checkpoint, in base 64.
const PROOF_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The most hashes on a way up a tree.
const PATH_MAX: usize = 64;

/// A leaf's way into a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafProof {
    /// What else is told, for whoever knows what it is.
    pub extra: Option<Vec<u8>>,
    /// The leaf's number, from zero.
    pub index: u64,
    /// The hashes beside its way to the root, from the leaf on.
    pub path: Vec<Hash>,
    /// The checkpoint.
    pub checkpoint: SignedCheckpoint,
}

/// Why a text is not a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// It is longer than a proof may be.
    #[error("it has {bytes} bytes, and a proof has {PROOF_BYTES_MAX} at most")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// It does not begin as a proof does.
    #[error("its first line is not {HEADER:?}")]
    Header,
    /// What goes with it cannot be read.
    #[error("the line `extra` cannot be read")]
    Extra,
    /// It does not say which leaf it is about.
    #[error("it does not say the leaf's number")]
    Index,
    /// A hash of the path cannot be read, or there are more than any tree has.
    #[error("hash {number} of its path cannot be read")]
    Path {
        /// Which of them, from one.
        number: usize,
    },
    /// It has no checkpoint that can be read.
    #[error("its checkpoint cannot be read")]
    Checkpoint(#[source] CheckpointError),
}

impl LeafProof {
    /// Reads a proof, and believes nothing yet.
    ///
    /// # Errors
    /// Refuses what is not one, by its reason.
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        if text.len() > PROOF_BYTES_MAX {
            return Err(ProofError::TooLong { bytes: text.len() });
        }
        let mut rest = text;
        let mut line = || match rest.split_once('\n') {
            Some((line, after)) => {
                rest = after;
                line
            }
            None => std::mem::take(&mut rest),
        };
        if line() != HEADER {
            return Err(ProofError::Header);
        }
        let mut next = line();
        let mut extra = None;
        if let Some(told) = next.strip_prefix("extra ") {
            extra = Some(bytes_of_base64(told).ok_or(ProofError::Extra)?);
            next = line();
        }
        let index = next.strip_prefix("index ").and_then(number).ok_or(ProofError::Index)?;
        let mut path = Vec::new();
        loop {
            let hash = line();
            if hash.is_empty() {
                break;
            }
            let number = path.len() + 1;
            let read = hash_of_base64(hash).filter(|_| number <= PATH_MAX);
            path.push(read.ok_or(ProofError::Path { number })?);
        }
        let checkpoint = SignedCheckpoint::parse(rest).map_err(ProofError::Checkpoint)?;
        Ok(Self { extra, index, path, checkpoint })
    }

    /// Checks that a leaf with this hash stands where the proof says, in the tree that its checkpoint
    /// names. Whether that checkpoint is to be believed is another question.
    ///
    /// # Errors
    /// Says why the proof does not show it.
    pub fn leads_from(&self, leaf: &Hash) -> Result<(), NotIncluded> {
        merkle::verify_inclusion(leaf, self.index, &self.checkpoint.claim().head, &self.path)
    }
}

impl fmt::Display for LeafProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64_of(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", base64_of(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
