//! Every proof of every small tree, and every small change to each of them.

use candour_ledger::leaf;
use candour_ledger::merkle::{
    Frontier, Hash, Leaves, NotConsistent, NotIncluded, NotProved, TreeHead, prove_consistency,
    prove_growth, prove_inclusion, root, verify_consistency, verify_inclusion,
};

/// The largest of the small trees.
const SIZE_MAX: u64 = 64;

/// Leaves, all different.
fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf::hash(&number.to_be_bytes())).collect()
}

/// The heads of the trees of 0, 1, 2 ... leaves.
fn heads(leaves: &[Hash]) -> Vec<TreeHead> {
    let mut frontier = Frontier::new();
    let mut heads = vec![frontier.head()];
    for leaf in leaves {
        frontier.append(*leaf);
        heads.push(frontier.head());
    }
    heads
}

/// The hash with one bit turned.
fn turned(hash: &Hash, bit: usize) -> Hash {
    let mut turned = *hash;
    turned[bit / 8] ^= 1 << (bit % 8);
    turned
}

/// Some of a hash's bits: both ends, and another one each time.
fn bits(time: u64) -> [usize; 3] {
    [0, 255, usize::try_from(time * 37 % 256).unwrap()]
}

/// A proof with one hash more or fewer.
fn of_another_length(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let fewer = (0..proof.len()).map(|place| {
        let mut proof = proof.to_vec();
        proof.remove(place);
        proof
    });
    let more = (0..=proof.len()).flat_map(|place| {
        [[0; 32], proof.get(place).copied().unwrap_or([1; 32])].map(|added| {
            let mut proof = proof.to_vec();
            proof.insert(place, added);
            proof
        })
    });
    fewer.chain(more).collect()
}

/// A proof with one bit turned, or two neighbours in each other's place.
fn of_the_same_length(proof: &[Hash], time: u64) -> Vec<Vec<Hash>> {
    let turned = (0..proof.len()).flat_map(|place| {
        bits(time + place as u64).map(|bit| {
            let mut proof = proof.to_vec();
            proof[place] = turned(&proof[place], bit);
            proof
        })
    });
    let swapped = (1..proof.len()).map(|place| {
        let mut proof = proof.to_vec();
        proof.swap(place - 1, place);
        proof
    });
    turned.chain(swapped).collect()
}

#[test]
fn every_proof_of_every_size_up_to_64_is_accepted() {
    let leaves = leaves(SIZE_MAX);
    let heads = heads(&leaves);
    let mut accepted = [0_u32; 2];
    for (size, head) in (0..).zip(&heads) {
        for (index, leaf) in (0..size).zip(&leaves) {
            let proof = prove_inclusion(&leaves[..], index, size).unwrap();
            assert_eq!(verify_inclusion(leaf, index, head, &proof), Ok(()), "{index} of {size}");
            accepted[0] += 1;
        }
        for (old, smaller) in (1..=size).zip(&heads[1..]) {
            let proof = prove_consistency(&leaves[..], old, size).unwrap();
            assert_eq!(verify_consistency(smaller, head, &proof), Ok(()), "{old} in {size}");
            accepted[1] += 1;
        }
    }
    assert_eq!(accepted, [2_080, 2_080]);
}

#[test]
fn no_changed_inclusion_proof_is_accepted() {
    let leaves = leaves(SIZE_MAX + 2);
    let heads = heads(&leaves);
    // By the size of the tree, and then by the leaf.
    let proofs: Vec<Vec<Vec<Hash>>> = (0..=SIZE_MAX + 2)
        .map(|size| {
            let proof = |index| prove_inclusion(&leaves[..], index, size).unwrap();
            (0..size).map(proof).collect()
        })
        .collect();
    let proof_of = |index: u64, size: u64| {
        &proofs[usize::try_from(size).unwrap()][usize::try_from(index).unwrap()]
    };
    for size in 1..=SIZE_MAX {
        let head = &heads[usize::try_from(size).unwrap()];
        for (index, leaf) in (0..size).zip(&leaves) {
            let proof = proof_of(index, size);
            let refused = |leaf: &Hash, index, head: &TreeHead, proof: &[Hash], wanted| {
                let found = verify_inclusion(leaf, index, head, proof);
                assert_eq!(found, Err(wanted), "leaf {index} of {}: {proof:02x?}", head.size);
            };
            let other_root = NotIncluded::OtherRoot;
            for bit in bits(size * index) {
                refused(&turned(leaf, bit), index, head, proof, other_root);
                let root = turned(&head.root, bit);
                refused(leaf, index, &TreeHead { root, ..*head }, proof, other_root);
            }
            for changed in of_the_same_length(proof, size * index) {
                refused(leaf, index, head, &changed, other_root);
            }
            let wanted = proof.len();
            for changed in of_another_length(proof) {
                let length = NotIncluded::Length { hashes: changed.len(), wanted };
                refused(leaf, index, head, &changed, length);
            }
            // What the same proof is worth for another leaf, or in another tree.
            let elsewhere = |index: u64, size: u64| {
                if index >= size {
                    return NotIncluded::NotInTree { index, size };
                }
                let there = proof_of(index, size).len();
                if there == wanted {
                    return NotIncluded::OtherRoot;
                }
                NotIncluded::Length { hashes: wanted, wanted: there }
            };
            let near = index.saturating_sub(9)..=index + 9;
            for other in near.filter(|other| *other != index).chain([0, size, u64::MAX]) {
                if other != index {
                    refused(leaf, other, head, proof, elsewhere(other, size));
                }
            }
            for other in heads.iter().filter(|other| other.size != size) {
                if other.size.abs_diff(size) < 5 || other.size.is_power_of_two() {
                    refused(leaf, index, other, proof, elsewhere(index, other.size));
                }
            }
        }
    }
}

#[test]
fn no_changed_consistency_proof_is_accepted() {
    let leaves = leaves(SIZE_MAX + 2);
    let heads = heads(&leaves);
    for new in &heads[1..=usize::try_from(SIZE_MAX).unwrap()] {
        for old in &heads[1..=usize::try_from(new.size).unwrap()] {
            let proof = prove_consistency(&leaves[..], old.size, new.size).unwrap();
            let answer = |old: &TreeHead, new: &TreeHead, proof: &[Hash]| {
                let found = verify_consistency(old, new, proof);
                assert_ne!(found, Ok(()), "{} in {}: {proof:02x?}", old.size, new.size);
                found
            };
            for bit in bits(old.size * new.size) {
                let turn = |head: &TreeHead| TreeHead { root: turned(&head.root, bit), ..*head };
                // Where the old root itself is where the way begins, it shows in the new one alone.
                let seen_as_old = [NotConsistent::OtherOldRoot, NotConsistent::OtherNewRoot];
                let found = answer(&turn(old), new, &proof).unwrap_err();
                assert!(seen_as_old.contains(&found), "{found:?}");
                let found = answer(old, &turn(new), &proof);
                assert_eq!(found, Err(NotConsistent::OtherNewRoot));
            }
            for changed in of_the_same_length(&proof, old.size * new.size) {
                let roots = [NotConsistent::OtherOldRoot, NotConsistent::OtherNewRoot];
                let found = answer(old, new, &changed).unwrap_err();
                assert!(roots.contains(&found), "{found:?}");
            }
            for changed in of_another_length(&proof) {
                let wanted = NotConsistent::Length { hashes: changed.len(), wanted: proof.len() };
                assert_eq!(answer(old, new, &changed), Err(wanted));
            }
            for other in &heads {
                if other.size != old.size && other.size.abs_diff(old.size) < 9 {
                    let wanted = match other.size {
                        0 => Some(NotConsistent::FromNothing),
                        size if size > new.size => {
                            Some(NotConsistent::Shrunk { old: size, new: new.size })
                        }
                        _ => None,
                    };
                    let found = answer(other, new, &proof).unwrap_err();
                    assert_eq!(wanted.unwrap_or(found), found);
                }
                if other.size != new.size && other.size.abs_diff(new.size) < 9 {
                    answer(old, other, &proof).unwrap_err();
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_proved_is_refused_by_its_reason() {
    /// Leaves of which one was lost.
    struct Lost(Vec<Hash>);

    impl Leaves for Lost {
        fn count(&self) -> u64 {
            self.0.len() as u64
        }

        fn leaf(&self, index: u64) -> Option<Hash> {
            if index == 5 { None } else { self.0.as_slice().leaf(index) }
        }
    }

    let leaves = leaves(7);
    let too_large = NotProved::TooLarge { size: 8, leaves: 7 };
    assert_eq!(root(&leaves[..], 8), Err(too_large));
    assert_eq!(prove_inclusion(&leaves[..], 2, 8), Err(too_large));
    assert_eq!(prove_consistency(&leaves[..], 2, 8), Err(too_large));
    let huge = NotProved::TooLarge { size: u64::MAX, leaves: 7 };
    assert_eq!(prove_inclusion(&leaves[..], u64::MAX, u64::MAX), Err(huge));
    let beyond = NotProved::NotInTree { index: 6, size: 6 };
    assert_eq!(prove_inclusion(&leaves[..], 6, 6), Err(beyond));
    let nothing = NotProved::NotInTree { index: 0, size: 0 };
    assert_eq!(prove_inclusion(&leaves[..0], 0, 0), Err(nothing));
    assert_eq!(prove_consistency(&leaves[..], 0, 6), Err(NotProved::FromNothing));
    let shrunk = NotProved::Shrunk { old: 6, new: 4 };
    assert_eq!(prove_consistency(&leaves[..], 6, 4), Err(shrunk));

    let lost = Lost(leaves);
    let missing = NotProved::Missing { index: 5 };
    assert_eq!(root(&lost, 7), Err(missing));
    assert_eq!(prove_inclusion(&lost, 2, 7), Err(missing));
    assert_eq!(prove_consistency(&lost, 4, 7), Err(missing));
    assert_eq!(root(&lost, 5), root(&lost.0[..], 5));
}

#[test]
fn growth_is_not_proved_with_hashes_that_mislead() {
    /// Leaves, and one node above two of them that was changed.
    struct Changed(Vec<[u8; 32]>);
    impl Leaves for Changed {
        fn count(&self) -> u64 {
            self.0.len() as u64
        }
        fn leaf(&self, index: u64) -> Option<[u8; 32]> {
            self.0[..].leaf(index)
        }
        fn kept(&self, levels: u32, number: u64) -> Option<[u8; 32]> {
            match (levels, number) {
                (1, 1) => Some([9; 32]),
                _ => self.0[..].kept(levels, number),
            }
        }
    }
    let sound: Vec<_> = (0..7).map(|it| [it; 32]).collect();
    let head = TreeHead { size: 7, root: root(&sound[..], 7).unwrap() };
    let proof = prove_consistency(&sound[..], 5, 7).unwrap();
    assert_eq!(prove_growth(&sound[..], 5, &head), Ok(proof));
    let misleading = NotProved::Misleading { old: 5, new: 7 };
    assert_eq!(prove_growth(&Changed(sound), 5, &head), Err(misleading));
}
