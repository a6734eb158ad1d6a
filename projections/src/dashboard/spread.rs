//! How long something took, many times: how many, the middle and the longest. It keeps no order of
//! whose it was.
//!
//! # Rules
//! - `half_took_no_longer_than_the_median`: the least number of days of which that is so.

use super::by_number::ByNumber;

/// How often something took so many days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spread {
    by_days: ByNumber<i64>,
}

impl Spread {
    /// Adds that something took so many days, so many times.
    pub(super) fn add(&mut self, days: i64, times: i64) {
        *self.by_days.of(days) += times;
    }

    /// How many there are.
    pub(super) fn count(&self) -> i64 {
        self.by_days.iter().map(|(_, times)| times).sum()
    }

    /// The days that half took no longer than; none where there is none.
    pub(super) fn median(&self) -> Option<i64> {
        let half = (self.count() + 1) / 2;
        let mut so_far = 0;
        self.by_days.iter().filter(|(_, times)| **times > 0).find_map(|(days, times)| {
            so_far += times;
            (so_far >= half).then_some(days)
        })
    }

    /// The most days that one took; none where there is none.
    pub(super) fn longest(&self) -> Option<i64> {
        self.by_days.iter().rev().find(|(_, times)| **times > 0).map(|(days, _)| days)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn half_took_no_longer_than_the_median(
            days in proptest::collection::vec(0_i64..9, 1..20),
            taken_away in proptest::collection::vec(0_i64..9, 0..5),
        ) {
            let mut spread = Spread::default();
            for one in days.iter().chain(&taken_away) {
                spread.add(*one, 1);
            }
            for one in &taken_away {
                spread.add(*one, -1);
            }
            let mut sorted = days.clone();
            sorted.sort_unstable();
            prop_assert_eq!(spread.count(), i64::try_from(days.len()).unwrap());
            prop_assert_eq!(spread.median(), Some(sorted[(days.len() - 1) / 2]));
            prop_assert_eq!(spread.longest(), sorted.last().copied());
        }
    }

    #[test]
    fn of_nothing_there_is_no_median() {
        let spread = Spread::default();
        assert_eq!((spread.count(), spread.median(), spread.longest()), (0, None, None));
    }
}
