//! Claims of any kind about trees of any size, most of them larger than any that could be made: each is
//! answered as the published way to check proofs answers it.

use candour_ledger::merkle::{
    Hash, NotConsistent, NotIncluded, TreeHead, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

use crate::text;

/// Sizes and places: small ones, the largest ones, those around powers of two, and any.
fn numbers() -> impl Strategy<Value = u64> {
    let around = (0_u32..64, 0_u64..3).prop_map(|(bit, more)| (1_u64 << bit) - 1 + more);
    prop_oneof![0_u64..70, around, Just(u64::MAX), any::<u64>()]
}

fn hashes() -> impl Strategy<Value = Vec<Hash>> {
    prop::collection::vec(any::<Hash>(), 0..70)
}

/// What cuts a proof to the length that belongs there, where it is long enough.
fn cut(proof: &mut Vec<Hash>, wanted: usize) {
    proof.truncate(wanted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_claimed_is_answered(
        (a, b) in (numbers(), numbers()),
        (leaf, claimed) in (any::<Hash>(), any::<Hash>()),
        mut proof in hashes(),
        fits in any::<bool>(),
    ) {
        let claim = TreeHead { size: b, root: claimed };
        let answer = verify_inclusion(&leaf, a, &claim, &proof);
        if let (Err(NotIncluded::Length { wanted, .. }), true) = (answer, fits) {
            cut(&mut proof, wanted);
        }
        let leads_to = text::included_in(&leaf, a, b, &proof);
        let wanted = match (a < b, leads_to) {
            (false, _) => Some(NotIncluded::NotInTree { index: a, size: b }),
            (true, Some(_)) => Some(NotIncluded::OtherRoot),
            (true, None) => None,
        };
        let found = verify_inclusion(&leaf, a, &claim, &proof).unwrap_err();
        prop_assert_eq!(matches!(found, NotIncluded::Length { .. }), wanted.is_none());
        prop_assert_eq!(wanted.unwrap_or(found), found);
        if let Some(root) = leads_to {
            let head = TreeHead { size: b, root };
            prop_assert_eq!(verify_inclusion(&leaf, a, &head, &proof), Ok(()));
        }
    }

    #[test]
    fn growth_of_any_size_is_answered(
        (a, b) in (numbers(), numbers()),
        (before, after) in (any::<Hash>(), any::<Hash>()),
        mut proof in hashes(),
        fits in any::<bool>(),
    ) {
        let (old, new) = (TreeHead { size: a, root: before }, TreeHead { size: b, root: after });
        let answer = verify_consistency(&old, &new, &proof);
        if let (Err(NotConsistent::Length { wanted, .. }), true) = (answer, fits) {
            cut(&mut proof, wanted);
        }
        let found = verify_consistency(&old, &new, &proof).unwrap_err();
        if a == 0 || a >= b {
            let same = match (a, proof.len()) {
                (0, _) => NotConsistent::FromNothing,
                _ if a > b => NotConsistent::Shrunk { old: a, new: b },
                (_, 0) => NotConsistent::OtherNewRoot,
                (_, hashes) => NotConsistent::Length { hashes, wanted: 0 },
            };
            prop_assert_eq!(found, same);
            return Ok(());
        }
        let Some((smaller, larger)) = text::grown(a, &before, b, &proof) else {
            prop_assert!(matches!(found, NotConsistent::Length { .. }), "{found:?}");
            return Ok(());
        };
        let wanted = if smaller == before {
            NotConsistent::OtherNewRoot
        } else {
            NotConsistent::OtherOldRoot
        };
        prop_assert_eq!(found, wanted);
        let (old, grown) =
            (TreeHead { size: a, root: smaller }, TreeHead { size: b, root: larger });
        prop_assert_eq!(verify_consistency(&old, &grown, &proof), Ok(()));
        prop_assert_eq!(verify_consistency(&old, &new, &proof), Err(NotConsistent::OtherNewRoot));
    }
}
