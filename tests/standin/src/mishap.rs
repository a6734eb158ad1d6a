//! What can be made to go wrong with an append, and for how many of them.
//!
//! It says what is to happen; `service` makes it happen.

use std::collections::VecDeque;
use std::time::Duration;

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

/// The mishaps that appends are yet to meet, in their order.
#[derive(Debug, Default)]
pub(crate) struct Mishaps {
    waiting: VecDeque<Mishap>,
}

impl Mishaps {
    pub(crate) fn add(&mut self, mishap: Mishap, appends: usize) {
        let room = WAITING_MAX.saturating_sub(self.waiting.len());
        self.waiting.extend(std::iter::repeat_n(mishap, appends.min(room)));
    }

    pub(crate) fn next(&mut self) -> Option<Mishap> {
        self.waiting.pop_front()
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }
}
