//! What can be made to go wrong with an append: by name for so many of them, or drawn by chance.
//!
//! It says what is to happen; `service` makes it happen. Chance comes from a seed that is passed in.

use std::collections::VecDeque;
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The most mishaps that wait for an append to meet them.
const WAITING_MAX: usize = 10_000;

/// Before an append was committed, or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing was written when it goes wrong.
    Before,
    /// All was written when it goes wrong.
    After,
}

/// What goes wrong with an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// The answer is that the operation timed out (`ABORTED`).
    TimesOut(Moment),
    /// The connection is reset instead of an answer.
    Reset(Moment),
    /// The append takes so long: before it is committed, whether or not the client still waits; or
    /// before it is answered.
    Slow(Moment, Duration),
    /// The node says that it is not the leader, and who is.
    NotLeader,
    /// The node says that it is not the leader, and does not know who is.
    NoLeader,
    /// The node says that it is not ready (`UNAVAILABLE`).
    NotReady,
}

/// What any one append may meet where mishaps are drawn.
const DRAWN: [Mishap; 9] = [
    Mishap::TimesOut(Moment::Before),
    Mishap::TimesOut(Moment::After),
    Mishap::Reset(Moment::Before),
    Mishap::Reset(Moment::After),
    Mishap::Slow(Moment::Before, DRAWN_DELAY),
    Mishap::Slow(Moment::After, DRAWN_DELAY),
    Mishap::NotLeader,
    Mishap::NoLeader,
    Mishap::NotReady,
];
/// How slow a drawn append is.
const DRAWN_DELAY: Duration = Duration::from_millis(100);
const THOUSAND: u32 = 1_000;

/// Draws mishaps.
#[derive(Debug)]
struct Chance {
    source: ChaCha8Rng,
    per_thousand: u32,
}

/// The mishaps that appends are yet to meet, in their order; then those that are drawn.
#[derive(Debug, Default)]
pub(crate) struct Mishaps {
    waiting: VecDeque<Mishap>,
    chance: Option<Chance>,
}

impl Mishaps {
    pub(crate) fn add(&mut self, mishap: Mishap, appends: usize) {
        let room = WAITING_MAX.saturating_sub(self.waiting.len());
        self.waiting.extend(std::iter::repeat_n(mishap, appends.min(room)));
    }

    /// Draws a mishap for so many appends of a thousand from now on.
    pub(crate) fn draw(&mut self, seed: u64, per_thousand: u32) {
        self.chance = Some(Chance { source: ChaCha8Rng::seed_from_u64(seed), per_thousand });
    }

    pub(crate) fn next(&mut self) -> Option<Mishap> {
        let drawn = || {
            let Chance { source, per_thousand } = self.chance.as_mut()?;
            let met = source.random_range(0..THOUSAND) < *per_thousand;
            met.then(|| DRAWN[source.random_range(0..DRAWN.len())])
        };
        self.waiting.pop_front().or_else(drawn)
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.chance = None;
    }
}
