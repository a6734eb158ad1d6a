//! Something for each of a few things that have numbers in the file: agencies, codes, days. They are
//! looked up by their place, because that is done for each of a hundred thousand rows.
//!
//! # Rules
//! - `each_number_has_its_own`: in the order of the numbers, however great one is.

use std::collections::BTreeMap;

/// Numbers from here on are kept apart, so that no number takes more room than there are things.
const PLACES_MAX: usize = 1 << 20;

/// Something for each number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ByNumber<T> {
    /// Where what is kept for a number stands, counted from one; nought where nothing is.
    places: Vec<u32>,
    others: BTreeMap<i64, usize>,
    kept: Vec<(i64, T)>,
}

impl<T> Default for ByNumber<T> {
    fn default() -> Self {
        Self { places: Vec::new(), others: BTreeMap::new(), kept: Vec::new() }
    }
}

impl<T: Default> ByNumber<T> {
    /// What is kept for a number.
    pub(super) fn of(&mut self, number: i64) -> &mut T {
        let place = self.place(number);
        &mut self.kept[place].1
    }

    /// Where what is kept for a number stands among all that is: of few things a small number.
    pub(super) fn place(&mut self, number: i64) -> usize {
        if let Some(place) = self.found(number) {
            return place;
        }
        let place = self.kept.len();
        self.kept.push((number, T::default()));
        match (usize::try_from(number), u32::try_from(place + 1)) {
            (Ok(slot), Ok(from_one)) if slot < PLACES_MAX => {
                if slot >= self.places.len() {
                    self.places.resize(slot + 1, 0);
                }
                self.places[slot] = from_one;
            }
            (Ok(_) | Err(_), Ok(_) | Err(_)) => {
                self.others.insert(number, place);
            }
        }
        place
    }

    fn found(&self, number: i64) -> Option<usize> {
        let slot = usize::try_from(number).ok().and_then(|slot| self.places.get(slot));
        let found = slot.and_then(|from_one| usize::try_from(*from_one).ok()?.checked_sub(1));
        found.or_else(
            || if self.others.is_empty() { None } else { self.others.get(&number).copied() },
        )
    }

    /// What is kept for a number, where anything is.
    pub(super) fn get(&self, number: i64) -> Option<&T> {
        self.kept.get(self.found(number)?).map(|(_, it)| it)
    }

    /// All that is kept, in the order in which it came.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (i64, &mut T)> {
        self.kept.iter_mut().map(|(number, it)| (*number, it))
    }

    /// All that is kept, by number.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &T)> {
        let mut all: Vec<_> = self.kept.iter().map(|(number, it)| (*number, it)).collect();
        all.sort_unstable_by_key(|(number, _)| *number);
        all.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_number_has_its_own(
            numbers in prop::collection::vec(
                prop_oneof![-3_i64..40, Just(i64::MAX), Just(i64::MIN), Just(1 << 20)],
                0..30,
            ),
        ) {
            let mut counted = ByNumber::default();
            let mut expected: BTreeMap<i64, usize> = BTreeMap::new();
            for number in numbers {
                *counted.of(number) += 1_usize;
                *expected.entry(number).or_default() += 1;
            }
            let found: Vec<(i64, usize)> = counted.iter().map(|(at, count)| (at, *count)).collect();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
