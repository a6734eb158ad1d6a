//! The tree over a ledger's leaves, exactly as RFC 6962 has it with SHA-256: one root for all records in
//! their order, and short proofs that a record is among them and that a ledger has only grown. It
//! stores nothing, signs nothing and knows no record: it is given leaf hashes (see [`crate::leaf`]).
//! `docs/leaf.md` says how a stranger computes the same.
//!
//! # Rules
//! - `roots_are_the_published_ones`: the root of a list of leaves is that of RFC 6962, for any number of
//!   leaves, none included.
//! - `proofs_are_the_published_ones`: proofs have the hashes of RFC 6962, in its order.
//! - `both_ways_to_a_root_agree`: appending leaf by leaf, and splitting as the definition does.
//! - `every_proof_of_every_size_up_to_64_is_accepted`: of each leaf, and of each smaller tree.
//! - `no_changed_inclusion_proof_is_accepted`: whatever bit, place, size or node is another.
//! - `no_changed_consistency_proof_is_accepted`: the same, of growth.
//! - `what_cannot_be_proved_is_refused_by_its_reason`: leaves that are not there, and growth that is none.
//! - `growth_is_not_proved_with_hashes_that_mislead`: a proof that its maker cannot check is not handed out.
//! - `proofs_are_those_of_another_implementation`: byte by byte, and each accepts the other's.
//! - `whatever_is_claimed_is_answered`: a verifier takes any numbers and any hashes, and its work is
//!   bounded by the 64 steps that a tree can have.

mod frontier;
mod prove;
mod verify;
mod way;

pub use frontier::Frontier;
pub use prove::{
    Leaves, NotProved, frontier, prove_consistency, prove_growth, prove_inclusion, root,
};
pub use verify::{NotConsistent, NotIncluded, verify_consistency, verify_inclusion};

use sha2::{Digest, Sha256};

/// SHA-256 of a leaf, of an inner node, or of nothing.
pub type Hash = [u8; 32];

/// How many leaves a tree has, and its root. The two belong together: a proof alone does not say of
/// which size the tree is, so neither is worth anything without the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// The number of leaves.
    pub size: u64,
    /// The root over all of them.
    pub root: Hash,
}

/// The root of a tree without leaves: SHA-256 over nothing.
fn empty() -> Hash {
    Sha256::digest([]).into()
}

/// An inner node: SHA-256 over a one byte and the two nodes below it.
pub(crate) fn node(left: &Hash, right: &Hash) -> Hash {
    let mut sha = Sha256::new();
    sha.update([1]);
    sha.update(left);
    sha.update(right);
    sha.finalize().into()
}
