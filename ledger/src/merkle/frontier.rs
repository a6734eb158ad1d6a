//! A tree that leaves are appended to: it keeps one hash for each full tree on its right edge, and so
//! has the root at any time. It forgets the leaves, and makes no proofs.

use super::{Hash, TreeHead, empty, node};

/// The right edge of a tree. It has at most 64 hashes, whatever the number of leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// The roots of the full trees that the leaves make, the largest first: one for each bit that is
    /// set in the size.
    full: Vec<Hash>,
}

impl Frontier {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// An edge that is made of the roots of its full trees, the largest first.
    pub(super) fn of(size: u64, full: Vec<Hash>) -> Self {
        Self { size, full }
    }

    /// The roots of its full trees, the largest first.
    pub(crate) fn edge(&self) -> &[Hash] {
        &self.full
    }

    /// An edge of so many leaves; nothing where it has not as many hashes as that makes.
    pub(crate) fn from_edge(size: u64, full: Vec<Hash>) -> Option<Self> {
        (full.len() == size.count_ones() as usize).then_some(Self { size, full })
    }

    /// Appends a leaf, given its hash.
    pub fn append(&mut self, leaf: Hash) {
        // Each full tree of the new one's size goes under one node with it, as when one is added to a
        // number in binary.
        let merged = self.size.trailing_ones() as usize;
        let kept = self.full.len().saturating_sub(merged);
        let full = self.full.drain(kept..).rev().fold(leaf, |right, left| node(&left, &right));
        self.full.push(full);
        self.size += 1;
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        let smallest_first = self.full.iter().rev().copied();
        smallest_first.reduce(|right, left| node(&left, &right)).unwrap_or_else(empty)
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }
}

impl Extend<Hash> for Frontier {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}
