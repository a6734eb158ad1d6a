//! Checks proofs by what they say alone: no ledger is needed, only a tree's head from a source that is
//! trusted. Nothing here trusts the proof, the numbers or the hashes that it is given.

use super::way::{Passed, Way};
use super::{Hash, TreeHead, node};

/// Why a proof does not show that a leaf is in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotIncluded {
    /// There is no such leaf in a tree of this size.
    #[error("leaf {index} is not one of {size} leaves, counted from 0")]
    NotInTree {
        /// The leaf's number.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A proof of this leaf has another number of hashes.
    #[error("the proof has {hashes} hashes, where {wanted} belong")]
    Length {
        /// How many it has.
        hashes: usize,
        /// How many it must have.
        wanted: usize,
    },
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    OtherRoot,
}

/// Why a proof does not show that a tree grew into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotConsistent {
    /// The first tree has no leaves: every tree grew out of that one, and nothing is shown by it.
    #[error("nothing can be proved of a tree without leaves")]
    FromNothing,
    /// The first tree is the larger one.
    #[error("a tree of {old} leaves does not grow into one of {new}")]
    Shrunk {
        /// The size before.
        old: u64,
        /// The size after.
        new: u64,
    },
    /// A proof for these sizes has another number of hashes.
    #[error("the proof has {hashes} hashes, where {wanted} belong")]
    Length {
        /// How many it has.
        hashes: usize,
        /// How many it must have.
        wanted: usize,
    },
    /// The proof leads to another root than that of the first tree.
    #[error("the proof leads to another root of the smaller tree")]
    OtherOldRoot,
    /// The proof leads to another root than that of the second tree.
    #[error("the proof leads to another root of the larger tree")]
    OtherNewRoot,
}

/// Checks that the leaf with this hash and number is in the tree.
///
/// # Errors
/// Says why the proof does not show it.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    head: &TreeHead,
    proof: &[Hash],
) -> Result<(), NotIncluded> {
    let TreeHead { size, root } = *head;
    if index >= size {
        return Err(NotIncluded::NotInTree { index, size });
    }
    let passed = Way::to_leaf(index, size).passed;
    if proof.len() != passed.len() {
        return Err(NotIncluded::Length { hashes: proof.len(), wanted: passed.len() });
    }
    let found = passed.iter().zip(proof).fold(*leaf, |below, (side, beside)| match side {
        Passed::Left(_) => node(beside, &below),
        Passed::Right(_) => node(&below, beside),
    });
    if found == root { Ok(()) } else { Err(NotIncluded::OtherRoot) }
}

/// Checks that the one tree grew into the other by appending alone.
///
/// # Errors
/// Says why the proof does not show it.
pub fn verify_consistency(
    old: &TreeHead,
    new: &TreeHead,
    proof: &[Hash],
) -> Result<(), NotConsistent> {
    if old.size == 0 {
        return Err(NotConsistent::FromNothing);
    }
    if old.size > new.size {
        return Err(NotConsistent::Shrunk { old: old.size, new: new.size });
    }
    let Way { passed, rest } = Way::to_smaller(old.size, new.size);
    let wanted = passed.len() + usize::from(rest.start > 0);
    let length = NotConsistent::Length { hashes: proof.len(), wanted };
    if proof.len() != wanted {
        return Err(length);
    }
    // Where the way leads to the whole smaller tree, its root stands for the proof's first hash.
    let (first, others) =
        if rest.start == 0 { (&old.root, proof) } else { proof.split_first().ok_or(length)? };
    let (mut old_root, mut new_root) = (*first, *first);
    for (side, beside) in passed.iter().zip(others) {
        match side {
            Passed::Left(_) => {
                old_root = node(beside, &old_root);
                new_root = node(beside, &new_root);
            }
            // What stands on the right of the smaller tree's last leaf came later.
            Passed::Right(_) => new_root = node(&new_root, beside),
        }
    }
    if old_root != old.root {
        return Err(NotConsistent::OtherOldRoot);
    }
    if new_root == new.root { Ok(()) } else { Err(NotConsistent::OtherNewRoot) }
}
