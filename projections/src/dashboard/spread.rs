//! How long something took, many times: how many, the middle and the longest. It keeps no order of
//! whose it was.
//!
//! # Rules
//! - `half_took_no_longer_than_the_median`: the least number of days of which that is so.

/// How many days something took, each time, the shortest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread<'d>(&'d [i64]);

impl<'d> Spread<'d> {
    /// Of days in any order, which are put in order.
    pub(super) fn of(days: &'d mut [i64]) -> Self {
        days.sort_unstable();
        Self(days)
    }

    /// How many there are.
    pub(super) fn count(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    /// The days that half took no longer than; none where there is none.
    pub(super) fn median(&self) -> Option<i64> {
        self.0.get(self.0.len().checked_sub(1)? / 2).copied()
    }

    /// The most days that one took; none where there is none.
    pub(super) fn longest(&self) -> Option<i64> {
        self.0.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn half_took_no_longer_than_the_median(
            mut days in proptest::collection::vec(0_i64..9, 1..20),
        ) {
            let took_no_longer = |than: i64| days.iter().filter(|it| **it <= than).count();
            let median = (0..9).find(|days_| 2 * took_no_longer(*days_) >= days.len());
            let longest = days.iter().max().copied();
            let spread = Spread::of(&mut days);
            prop_assert_eq!((spread.median(), spread.longest()), (median, longest));
        }
    }

    #[test]
    fn of_nothing_there_is_no_median() {
        let spread = Spread::of(&mut []);
        assert_eq!((spread.count(), spread.median(), spread.longest()), (0, None, None));
    }
}
