//! One stream of the log: which records are its own, which of them are hidden, whether it is closed.
//!
//! It holds places in the log, and no records.

use uuid::Uuid;

use super::expected::{Expected, Numbered};
use super::{Refused, Unreadable};

/// A stream, by the indexes of its records in the log.
#[derive(Debug, Default)]
pub(super) struct Stream {
    records: Vec<(usize, Uuid)>,
    hidden_before: u64,
    closed: bool,
}

impl Stream {
    pub(super) fn push(&mut self, index: usize, id: Uuid) {
        self.records.push((index, id));
    }

    pub(super) fn hide_before(&mut self, revision: u64) {
        self.hidden_before = revision;
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// The revision that the next record will have.
    pub(super) fn following(&self) -> u64 {
        u64::try_from(self.records.len()).unwrap_or(u64::MAX)
    }

    /// The last revision, hidden or not.
    pub(super) fn last(&self) -> Option<u64> {
        self.following().checked_sub(1)
    }

    fn holds(&self, revision: u64) -> Option<&(usize, Uuid)> {
        usize::try_from(revision).ok().and_then(|at| self.records.get(at))
    }

    /// Where a record that can be read is in the log.
    pub(super) fn index_at(&self, revision: u64) -> Option<usize> {
        let found = self.holds(revision).filter(|_| revision >= self.hidden_before);
        found.map(|(index, _)| *index)
    }

    /// The first revision that can be read, and the one after the last.
    pub(super) fn readable(&self) -> Result<(u64, u64), Unreadable> {
        if self.closed {
            Err(Unreadable::Closed)
        } else if self.is_visible() {
            Ok((self.hidden_before, self.following()))
        } else {
            Err(Unreadable::NotFound)
        }
    }

    /// Says whether the stream is where it is expected, for what writes no records into it.
    pub(super) fn admits(&self, expected: Expected) -> Result<Option<u64>, Refused> {
        let as_expected = match expected {
            Expected::Any => true,
            Expected::Exists => self.is_visible(),
            Expected::NoStream => !self.is_visible(),
            Expected::At(revision) => self.last() == Some(revision),
        };
        if as_expected { Ok(self.last()) } else { Err(Refused::Conflict(self.last())) }
    }
}

impl Numbered for Stream {
    fn next(&self) -> u64 {
        self.following()
    }

    fn is_visible(&self) -> bool {
        self.following() > self.hidden_before
    }

    fn id_at(&self, revision: u64) -> Option<Uuid> {
        self.holds(revision).map(|(_, id)| *id)
    }
}
