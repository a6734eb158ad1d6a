//! The tree against `ct-merkle`, which others wrote from the same text.

use candour_ledger::leaf;
use candour_ledger::merkle::{
    Frontier, Hash, TreeHead, prove_consistency, prove_inclusion, verify_consistency,
    verify_inclusion,
};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::prelude::*;
use sha2::Sha256;

type Theirs = MemoryBackedTree<Sha256, Vec<u8>>;

/// A tree as both have it.
struct Both {
    theirs: Theirs,
    leaves: Vec<Hash>,
    head: TreeHead,
}

impl Both {
    fn of(texts: &[Vec<u8>]) -> Self {
        let mut theirs = Theirs::new();
        for text in texts {
            theirs.push(text.clone());
        }
        let leaves: Vec<Hash> = texts.iter().map(|text| leaf::hash(text)).collect();
        let head = head(&leaves);
        Self { theirs, leaves, head }
    }
}

fn head(leaves: &[Hash]) -> TreeHead {
    let mut frontier = Frontier::new();
    frontier.extend(leaves.iter().copied());
    frontier.head()
}

/// A head as they have it.
fn theirs(head: &TreeHead) -> RootHash<Sha256> {
    RootHash::new(head.root.into(), head.size)
}

/// Trees of up to 300 leaves, some of which are the same.
fn texts() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(0_u8..4, 0..4), 1..300)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn proofs_are_those_of_another_implementation(
        texts in texts(),
        picks in prop::collection::vec(any::<(prop::sample::Index, u64)>(), 20),
    ) {
        let tree = Both::of(&texts);
        let size = tree.head.size;
        let root = tree.theirs.root();
        prop_assert_eq!(&root.as_bytes()[..], &tree.head.root[..]);
        for (pick, drawn) in picks {
            let at = pick.index(texts.len());
            let index = at as u64;
            let proof = prove_inclusion(&tree.leaves[..], index, size).unwrap();
            let made = tree.theirs.prove_inclusion(at);
            prop_assert_eq!(made.as_bytes(), proof.concat());
            prop_assert_eq!(verify_inclusion(&tree.leaves[at], index, &tree.head, &proof), Ok(()));
            let theirs_says = theirs(&tree.head).verify_inclusion(&texts[at], index, &made);
            prop_assert_eq!(theirs_says.ok(), Some(()));

            // The same root under another size, or the same leaf in another place, shown by the same
            // hashes: RFC 6962 lets some of these pass, and both let the same ones pass.
            let (other_size, other_index) = (drawn % (2 * size + 2), drawn / 512 % (size + 2));
            let proof_again = InclusionProof::<Sha256>::try_from_bytes(proof.concat()).unwrap();
            for (index, size) in [(index, other_size), (other_index, size)] {
                let head = TreeHead { size, ..tree.head };
                let ours = verify_inclusion(&tree.leaves[at], index, &head, &proof).is_ok();
                let other = theirs(&head).verify_inclusion(&texts[at], index, &proof_again);
                prop_assert_eq!(ours, other.is_ok(), "leaf {} of {}", index, size);
            }
        }
    }

    #[test]
    fn proofs_of_growth_are_those_of_another_implementation(
        texts in texts(),
        picks in prop::collection::vec(any::<(prop::sample::Index, u64)>(), 20),
    ) {
        let tree = Both::of(&texts);
        for (pick, drawn) in picks {
            let length = pick.index(texts.len()) + 1;
            let old = head(&tree.leaves[..length]);
            let proof = prove_consistency(&tree.leaves[..], old.size, tree.head.size).unwrap();
            let made = tree.theirs.prove_consistency(texts.len() - length);
            prop_assert_eq!(made.as_bytes(), proof.concat());
            prop_assert_eq!(verify_consistency(&old, &tree.head, &proof), Ok(()));
            let theirs_says = theirs(&tree.head).verify_consistency(&theirs(&old), &made);
            prop_assert_eq!(theirs_says.ok(), Some(()));

            let proof_again = ConsistencyProof::<Sha256>::try_from_bytes(proof.concat()).unwrap();
            let (other_new, other_old) = (drawn % (2 * tree.head.size + 2), drawn / 512 % 300);
            for (old_size, new_size) in [(old.size, other_new), (other_old, tree.head.size)] {
                let old = TreeHead { size: old_size, ..old };
                let new = TreeHead { size: new_size, ..tree.head };
                let ours = verify_consistency(&old, &new, &proof).is_ok();
                let other = theirs(&new).verify_consistency(&theirs(&old), &proof_again);
                prop_assert_eq!(ours, other.is_ok(), "{} in {}", old_size, new_size);
            }
        }
    }
}
