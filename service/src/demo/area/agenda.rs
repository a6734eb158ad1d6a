//! What is still to happen, in order of time: scenes that are to be played and requests that are
//! written and wait for their time of recording. It plays nothing itself.

use std::collections::BTreeMap;

use candour_commands::Request;
use chrono::{DateTime, Utc};

/// What comes up.
#[derive(Debug)]
pub(super) enum Turn<S> {
    /// A scene is to be played.
    Play(S),
    /// A request is to be recorded.
    Record(Box<Request>),
}

/// Turns in order of time; of two at one time, the one that was put down first.
#[derive(Debug)]
pub(super) struct Agenda<S> {
    turns: BTreeMap<(DateTime<Utc>, u64), Turn<S>>,
    put: u64,
}

impl<S> Agenda<S> {
    pub(super) fn new() -> Self {
        Self { turns: BTreeMap::new(), put: 0 }
    }

    /// Puts a turn down for a time.
    pub(super) fn put(&mut self, at: DateTime<Utc>, turn: Turn<S>) {
        self.turns.insert((at, self.put), turn);
        self.put += 1;
    }

    /// When the next turn is, if there is one.
    pub(super) fn next_at(&self) -> Option<DateTime<Utc>> {
        self.turns.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the next turn.
    pub(super) fn take(&mut self) -> Option<(DateTime<Utc>, Turn<S>)> {
        self.turns.pop_first().map(|((at, _), turn)| (at, turn))
    }
}
