//! The way from the root of a tree down to one of its parts, and the parts that it passes by. Who makes
//! a proof and who checks it go the same way; no hash is needed to know it.

use std::ops::Range;

/// A part of a tree that the way passes by, as the range of its leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// It stands on the left of the way.
    Left(Range<u64>),
    /// It stands on the right of the way.
    Right(Range<u64>),
}

/// A way down, at most 64 steps long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// What it passes by, the last first, as in a proof.
    pub(super) passed: Vec<Passed>,
    /// The part to which it leads.
    pub(super) rest: Range<u64>,
}

impl Way {
    /// The way to a leaf of a tree that has it.
    pub(super) fn to_leaf(index: u64, size: u64) -> Self {
        Self::down(size, index + 1, |rest| rest.end - rest.start == 1)
    }

    /// The way to the last full part of a smaller tree, one leaf at least, within the one that it grew
    /// into. Where the tree did not grow, or its leaves all stand on the left, it leads to all of them.
    pub(super) fn to_smaller(old: u64, new: u64) -> Self {
        Self::down(new, old, |rest| rest.end == old)
    }

    /// Goes down to the part that has the last of so many leaves, until there.
    fn down(size: u64, leaves: u64, there: impl Fn(&Range<u64>) -> bool) -> Self {
        let mut passed = Vec::new();
        let mut rest = 0..size;
        while !there(&rest) {
            let middle = rest.start + left_of(rest.end - rest.start);
            if leaves <= middle {
                passed.push(Passed::Right(middle..rest.end));
                rest.end = middle;
            } else {
                passed.push(Passed::Left(rest.start..middle));
                rest.start = middle;
            }
        }
        passed.reverse();
        Self { passed, rest }
    }
}

/// How many of the leaves below a node, two at least, stand on its left: the largest power of two below
/// their number.
pub(super) fn left_of(leaves: u64) -> u64 {
    leaves.div_ceil(2).next_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_left_has_the_largest_power_of_two_below_the_number() {
        let numbers = [2, 3, 4, 5, 8, 9, 1 << 63, (1 << 63) + 1, u64::MAX];
        let wanted = [1, 2, 2, 4, 4, 8, 1 << 62, 1 << 63, 1 << 63];
        assert_eq!(numbers.map(left_of), wanted);
    }

    #[test]
    fn a_way_in_the_largest_tree_has_64_steps_at_most() {
        let deepest = Way::to_leaf(0, u64::MAX);
        assert_eq!((deepest.passed.len(), deepest.rest), (64, 0..1));
        let last = Way::to_leaf(u64::MAX - 1, u64::MAX);
        assert_eq!((last.passed.len(), last.rest), (63, u64::MAX - 1..u64::MAX));
        let grown = Way::to_smaller(1, u64::MAX);
        assert_eq!((grown.passed.len(), grown.rest), (64, 0..1));
    }
}
