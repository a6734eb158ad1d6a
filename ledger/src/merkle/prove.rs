//! Makes roots and proofs from leaf hashes that can be asked for by their number, by the definition of
//! RFC 6962. It keeps nothing between two questions, so one proof hashes the whole tree once.

use std::ops::Range;

use super::way::{Passed, Way, left_of};
use super::{Frontier, Hash, TreeHead, empty, node, verify_consistency};

/// Leaf hashes that can be asked for in any order.
pub trait Leaves {
    /// How many there are.
    fn count(&self) -> u64;

    /// The hash of the leaf with this number, from zero, or nothing where it is not there.
    fn leaf(&self, index: u64) -> Option<Hash>;

    /// The node over a full part of so many levels, counted in parts of that size from the left, where
    /// it is kept. Whoever keeps some spares the hashing of what lies below.
    fn kept(&self, levels: u32, number: u64) -> Option<Hash> {
        if levels == 0 { self.leaf(number) } else { None }
    }
}

impl Leaves for [Hash] {
    fn count(&self) -> u64 {
        self.len() as u64
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.get(usize::try_from(index).ok()?).copied()
    }
}

/// Why a root or a proof cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotProved {
    /// The tree would be larger than there are leaves.
    #[error("a tree of {size} leaves was asked for, and there are {leaves}")]
    TooLarge {
        /// The size that was asked for.
        size: u64,
        /// How many leaves there are.
        leaves: u64,
    },
    /// There is no such leaf in the tree.
    #[error("leaf {index} is not one of {size} leaves, counted from 0")]
    NotInTree {
        /// The leaf's number.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The tree that is to have grown had no leaves: every tree grew out of that one.
    #[error("nothing can be proved of a tree without leaves")]
    FromNothing,
    /// The tree that is to have grown is the larger one.
    #[error("a tree of {old} leaves does not grow into one of {new}")]
    Shrunk {
        /// The size before.
        old: u64,
        /// The size after.
        new: u64,
    },
    /// The hashes that are kept between leaves and root do not lead to the root that is known.
    #[error("the hashes that are kept do not show how {old} leaves grew into {new}")]
    Misleading {
        /// The size before.
        old: u64,
        /// The size after.
        new: u64,
    },
    /// A leaf was counted, and then not given.
    #[error("leaf {index} is missing")]
    Missing {
        /// The leaf's number.
        index: u64,
    },
}

/// The root over the first leaves, so many of them.
///
/// # Errors
/// Refuses where there are not so many leaves.
pub fn root<L: Leaves + ?Sized>(leaves: &L, size: u64) -> Result<Hash, NotProved> {
    there_are(leaves, size)?;
    if size == 0 { Ok(empty()) } else { root_over(leaves, 0..size) }
}

/// The right edge of the tree over the first leaves, so that further ones can be appended.
///
/// # Errors
/// Refuses where there are not so many leaves.
pub fn frontier<L: Leaves + ?Sized>(leaves: &L, size: u64) -> Result<Frontier, NotProved> {
    there_are(leaves, size)?;
    let mut start = 0;
    let mut full = Vec::new();
    while start < size {
        let count = 1 << (size - start).ilog2();
        full.push(root_over(leaves, start..start + count)?);
        start += count;
    }
    Ok(Frontier::of(size, full))
}

/// Proves that a leaf is one of the tree of this size: the nodes beside its way up to the root, from
/// the leaf on.
///
/// # Errors
/// Refuses where there are not so many leaves, or the leaf is not one of them.
pub fn prove_inclusion<L: Leaves + ?Sized>(
    leaves: &L,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, NotProved> {
    there_are(leaves, size)?;
    if index >= size {
        return Err(NotProved::NotInTree { index, size });
    }
    Way::to_leaf(index, size).passed.iter().map(|part| passed_by(leaves, part)).collect()
}

/// Proves that the tree of the one size grew into that of the other by appending alone. The proof is
/// empty where both are of one size.
///
/// # Errors
/// Refuses where there are not so many leaves, the first size is zero, or the larger one.
pub fn prove_consistency<L: Leaves + ?Sized>(
    leaves: &L,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, NotProved> {
    there_are(leaves, new)?;
    if old == 0 {
        return Err(NotProved::FromNothing);
    }
    if old > new {
        return Err(NotProved::Shrunk { old, new });
    }
    let Way { passed, rest } = Way::to_smaller(old, new);
    // Where the way leads to the whole smaller tree, its root is known to whoever checks.
    let first = (rest.start > 0).then(|| root_over(leaves, rest));
    let others = passed.iter().map(|part| passed_by(leaves, part));
    first.into_iter().chain(others).collect()
}

fn there_are<L: Leaves + ?Sized>(leaves: &L, size: u64) -> Result<(), NotProved> {
    let count = leaves.count();
    if size <= count { Ok(()) } else { Err(NotProved::TooLarge { size, leaves: count }) }
}

fn passed_by<L: Leaves + ?Sized>(leaves: &L, part: &Passed) -> Result<Hash, NotProved> {
    match part {
        Passed::Left(range) | Passed::Right(range) => root_over(leaves, range.clone()),
    }
}

/// The root over one leaf or more, as RFC 6962 defines it: it goes 64 calls deep at most.
fn root_over<L: Leaves + ?Sized>(leaves: &L, range: Range<u64>) -> Result<Hash, NotProved> {
    let count = range.end - range.start;
    if count == 1 {
        return leaves.leaf(range.start).ok_or(NotProved::Missing { index: range.start });
    }
    if count.is_power_of_two() && range.start.is_multiple_of(count) {
        let levels = count.trailing_zeros();
        if let Some(kept) = leaves.kept(levels, range.start >> levels) {
            return Ok(kept);
        }
    }
    let middle = range.start + left_of(count);
    let left = root_over(leaves, range.start..middle)?;
    Ok(node(&left, &root_over(leaves, middle..range.end)?))
}

/// Proves that a tree grew to this head from one of `old` leaves, and checks the proof as whoever is shown
/// it does: hashes that were kept and changed since would otherwise speak against the ledger.
///
/// # Errors
/// As [`prove_consistency`], and where the proof does not lead from the one root to the other.
pub fn prove_growth<L: Leaves + ?Sized>(
    leaves: &L,
    old: u64,
    new: &TreeHead,
) -> Result<Vec<Hash>, NotProved> {
    let proof = prove_consistency(leaves, old, new.size)?;
    let before = TreeHead { size: old, root: root(leaves, old)? };
    match verify_consistency(&before, new, &proof) {
        Ok(()) => Ok(proof),
        Err(_) => Err(NotProved::Misleading { old, new: new.size }),
    }
}
