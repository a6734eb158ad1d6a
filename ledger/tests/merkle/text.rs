//! How RFC 9162 says that proofs are checked (2.1.3.2 and 2.1.4.2), step by step as it is written there:
//! with shifted numbers, where ours goes down from the root. It answers which roots a proof leads to.

use candour_ledger::merkle::Hash;
use sha2::{Digest, Sha256};

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::digest([&[1][..], left, right].concat()).into()
}

/// The root that an inclusion proof leads to, unless it is refused for its length or place.
pub(crate) fn included_in(leaf: &Hash, index: u64, size: u64, proof: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut place, mut last, mut root) = (index, size - 1, *leaf);
    for beside in proof {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            root = node(beside, &root);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            root = node(&root, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    (last == 0).then_some(root)
}

/// The roots that a consistency proof leads to, the smaller tree's and the larger one's, unless it is
/// refused for its length or sizes. The sizes differ, and the smaller is not zero.
pub(crate) fn grown(old: u64, old_root: &Hash, new: u64, proof: &[Hash]) -> Option<(Hash, Hash)> {
    let mut proof = proof.to_vec();
    if proof.is_empty() {
        return None;
    }
    if old.is_power_of_two() {
        proof.insert(0, *old_root);
    }
    let (mut place, mut last) = (old - 1, new - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut smaller, mut larger) = (proof[0], proof[0]);
    for beside in &proof[1..] {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            smaller = node(beside, &smaller);
            larger = node(beside, &larger);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            larger = node(&larger, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    (last == 0).then_some((smaller, larger))
}
