//! Draws that follow from a seed: the same seed and the same draws give the same area on every
//! machine. Whole numbers alone, since fractions may differ from one processor to another.

use std::ops::RangeInclusive;

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use super::rates::Rate;

/// One source of draws. Each family has its own, so that what is drawn for one moves no other.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The source of a family, or of another part of the area, by its number.
    pub(super) fn of(seed: u64, part: u64) -> Self {
        let mut bytes = *b"candour: an invented area, shown";
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&part.to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// An identifier.
    pub(super) fn id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A number from a range, each as likely as any other.
    pub(super) fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// A number around a mean: about two in three lie within the spread, none beyond three times it.
    pub(super) fn around(&mut self, mean: i64, spread: i64) -> i64 {
        mean + (0..3).map(|_| self.between(-spread..=spread)).sum::<i64>()
    }

    /// Whether something happens that happens at this rate.
    pub(super) fn happens(&mut self, rate: Rate) -> bool {
        self.between(0..=999) < i64::from(rate.per_mille)
    }

    /// One of several, each as likely as any other. There is at least one.
    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// The place of one of so many, from 0.
    pub(super) fn below(&mut self, many: usize) -> usize {
        let last = i64::try_from(many).unwrap_or(i64::MAX).max(1) - 1;
        usize::try_from(self.between(0..=last)).unwrap_or(0)
    }

    /// One of several, each as likely as its share says. There is at least one.
    pub(super) fn weighted<T: Clone>(&mut self, of: &[(T, u16)]) -> T {
        let all: i64 = of.iter().map(|(_, share)| i64::from(*share)).sum();
        let mut left = self.between(0..=all - 1);
        for (what, share) in of {
            left -= i64::from(*share);
            if left < 0 {
                return what.clone();
            }
        }
        of[0].0.clone()
    }

    /// So many of several, without repetition, in the order in which they stand.
    pub(super) fn some<T: Clone>(&mut self, of: &[T], many: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..of.len()).collect();
        while places.len() > many {
            let out = self.below(places.len());
            places.remove(out);
        }
        places.into_iter().map(|at| of[at].clone()).collect()
    }
}
