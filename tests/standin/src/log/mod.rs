//! The log of the cluster, in memory: every record in its order, and the streams over them.
//!
//! It is a log of its own, and not a store of `ledger`: it has to hold whatever a client may write,
//! with the places, expectations and deletions of EventStoreDB, which the ledger's port has not. It
//! writes nothing to disk, applies no `$maxAge` and no `$maxCount`, and scavenges nothing.
//!
//! # Rules
//!
//! - `places_rise_with_gaps_and_no_two_are_one`: as offsets in a file do.
//! - `an_append_is_there_whole_or_not_at_all`.
//! - `a_full_log_takes_nothing_more`: its memory has a limit.
//! - `a_deleted_stream_can_be_written_again_and_goes_on_with_its_numbers`.
//! - `a_closed_stream_is_closed_for_ever`: to readers and writers.

mod expected;
mod record;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use tonic::codegen::Bytes;
use uuid::Uuid;

pub(crate) use expected::Expected;
pub use record::{Form, Place, Proposal, Record};

use expected::{Recent, Verdict, judge};
use stream::Stream;

/// What a record takes in the log besides its bytes: lengths, flags, identifiers, checks.
const RECORD_OVERHEAD_BYTES: u64 = 83;
/// What a commit takes in the log.
const COMMIT_BYTES: u64 = 56;
/// What a record counts against the limit besides its bytes.
const HELD_OVERHEAD_BYTES: usize = 256;
/// The revision of the record that closes a stream.
const CLOSED_REVISION: u64 = i64::MAX.unsigned_abs();

/// How what is written together is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commits {
    /// Each record is its own commit, as an append to one stream leaves them.
    Own,
    /// One commit after them all, as a transaction leaves them: only `prepare` tells them apart.
    Shared,
}

/// What an append came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Appended {
    /// The stream's last revision because of it; none where nothing was ever written.
    pub(crate) revision: Option<u64>,
    /// The place of its last record; none where nothing was proposed.
    pub(crate) place: Option<Place>,
    /// Whether it was there already.
    pub(crate) repeated: bool,
}

/// Why nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The stream is not where the writer believed; here is its last revision, if it is there.
    Conflict(Option<u64>),
    /// The stream is closed for ever.
    Closed,
    /// The log holds as much as it may.
    Full,
}

/// Why a stream cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// There is nothing in it.
    NotFound,
    /// The stream is closed for ever.
    Closed,
}

/// Every record, and the streams over them.
#[derive(Debug)]
pub(crate) struct Log {
    records: Vec<Arc<Record>>,
    streams: BTreeMap<Arc<str>, Stream>,
    recent: Recent,
    end: u64,
    held_bytes: usize,
    held_bytes_max: usize,
    commits: Commits,
    made: u128,
}

impl Log {
    /// Makes an empty log that holds at most so many bytes.
    pub(crate) fn new(commits: Commits, held_bytes_max: usize) -> Self {
        Self {
            records: Vec::new(),
            streams: BTreeMap::new(),
            recent: Recent::default(),
            end: 0,
            held_bytes: 0,
            held_bytes_max,
            commits,
            made: 0,
        }
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// Writes what is proposed, all of it or nothing.
    ///
    /// # Errors
    ///
    /// Where the stream is elsewhere or closed, or the log is full: nothing was written.
    pub(crate) fn append(
        &mut self,
        stream: &str,
        expected: Expected,
        proposals: Vec<Proposal>,
        created_ticks: i64,
    ) -> Result<Appended, Refused> {
        let name = self.name(stream);
        let empty = Stream::default();
        let there = self.streams.get(&name).unwrap_or(&empty);
        if there.is_closed() {
            return Err(Refused::Closed);
        }
        let ids: Vec<Uuid> = proposals.iter().map(|it| it.id).collect();
        if ids.is_empty() {
            return there.admits(expected).map(|revision| Appended {
                revision,
                place: None,
                repeated: false,
            });
        }
        match judge((&name, there), expected, &ids, &self.recent) {
            Verdict::Conflict => Err(Refused::Conflict(there.last())),
            Verdict::Repeated(from) => Ok(self.repeated(&name, from, ids.len())),
            Verdict::Write(from) => self.write(&name, from, proposals, created_ticks),
        }
    }

    fn repeated(&self, name: &Arc<str>, from: u64, count: usize) -> Appended {
        let last = (from..).take(count).last();
        let stream = self.streams.get(name);
        let at = last.and_then(|last| stream.and_then(|it| it.index_at(last)));
        let place = at.and_then(|at| self.records.get(at)).map(|it| it.place);
        Appended { revision: last, place, repeated: true }
    }

    fn write(
        &mut self,
        name: &Arc<str>,
        from: u64,
        proposals: Vec<Proposal>,
        created_ticks: i64,
    ) -> Result<Appended, Refused> {
        let held: usize = proposals.iter().map(|it| it.size_bytes() + HELD_OVERHEAD_BYTES).sum();
        if self.held_bytes + held > self.held_bytes_max {
            return Err(Refused::Full);
        }
        self.held_bytes += held;
        let (places, end) = self.places(name, &proposals);
        self.end = end;
        let last = places.last().copied();
        let mut revision = from;
        for ((place, proposal), at) in places.into_iter().zip(proposals).zip(from..) {
            revision = at;
            let index = self.records.len();
            self.recent.add(name, proposal.id, at);
            let stream = self.streams.entry(Arc::clone(name)).or_default();
            stream.push(index, proposal.id);
            let stream = Arc::clone(name);
            let record = Record { proposal, stream, revision: at, place, created_ticks };
            self.records.push(Arc::new(record));
        }
        Ok(Appended { revision: Some(revision), place: last, repeated: false })
    }

    /// Where each is to stand, and where the log then ends.
    fn places(&self, name: &str, proposals: &[Proposal]) -> (Vec<Place>, u64) {
        let mut end = self.end;
        let mut prepares = Vec::with_capacity(proposals.len());
        for proposal in proposals {
            prepares.push(end);
            let bytes = name.len() + proposal.size_bytes();
            end += RECORD_OVERHEAD_BYTES + u64::try_from(bytes).unwrap_or(u64::MAX / 2);
        }
        let shared = (self.commits == Commits::Shared && prepares.len() > 1).then_some(end);
        if shared.is_some() {
            end += COMMIT_BYTES;
        }
        let place = |prepare| Place { commit: shared.unwrap_or(prepare), prepare };
        (prepares.into_iter().map(place).collect(), end)
    }

    /// Hides what a stream holds, so that it can be written again.
    ///
    /// # Errors
    ///
    /// Where the stream is elsewhere or closed: nothing was done.
    pub(crate) fn delete(
        &mut self,
        stream: &str,
        expected: Expected,
        created_ticks: i64,
    ) -> Result<Option<Place>, Refused> {
        let name = self.name(stream);
        let next = self.admitted(&name, expected)?;
        let hidden = format!("{{\"$tb\":{CLOSED_REVISION}}}");
        let proposal = self.of_the_system("$metadata", hidden.into());
        let done =
            self.append(&format!("$${name}"), Expected::Any, vec![proposal], created_ticks)?;
        if let Some(stream) = self.streams.get_mut(&name) {
            stream.hide_before(next);
        }
        Ok(done.place)
    }

    /// Closes a stream for ever.
    ///
    /// # Errors
    ///
    /// Where the stream is elsewhere or closed: nothing was done.
    pub(crate) fn tombstone(
        &mut self,
        stream: &str,
        expected: Expected,
        created_ticks: i64,
    ) -> Result<Option<Place>, Refused> {
        let name = self.name(stream);
        self.admitted(&name, expected)?;
        let proposal = self.of_the_system("$streamDeleted", Bytes::new());
        let (places, end) = self.places(&name, std::slice::from_ref(&proposal));
        self.end = end;
        let place = places.first().copied();
        self.streams.entry(Arc::clone(&name)).or_default().close();
        if let Some(place) = place {
            let revision = CLOSED_REVISION;
            let record = Record { proposal, stream: name, revision, place, created_ticks };
            self.records.push(Arc::new(record));
        }
        Ok(place)
    }

    /// The revision that comes next, where a deletion may go ahead.
    fn admitted(&self, name: &Arc<str>, expected: Expected) -> Result<u64, Refused> {
        let empty = Stream::default();
        let there = self.streams.get(name).unwrap_or(&empty);
        if there.is_closed() {
            return Err(Refused::Closed);
        }
        there.admits(expected)?;
        Ok(there.following())
    }

    /// Proposes what the server writes by itself.
    pub(crate) fn of_the_system(&mut self, kind: &str, data: Bytes) -> Proposal {
        self.made += 1;
        let id = Uuid::from_u128((0x5e4f << 112) | self.made);
        let form = Form::Json;
        Proposal { id, kind: kind.to_owned(), form, data, metadata: Bytes::new() }
    }

    fn name(&self, stream: &str) -> Arc<str> {
        self.streams.get_key_value(stream).map_or_else(|| stream.into(), |it| Arc::clone(it.0))
    }

    /// The index of the first record at this place or after it.
    pub(crate) fn index_of(&self, place: Place) -> usize {
        self.records.partition_point(|it| it.place < place)
    }

    /// Whether a position can be asked for: a place of a record, or where the log begins or ends.
    pub(crate) fn is_boundary(&self, place: Place) -> bool {
        let begins = Place { commit: place.commit, prepare: 0 };
        let committed = self.records.get(self.index_of(begins));
        let prepared = self.records.partition_point(|it| it.place.prepare < place.commit);
        let prepared = self.records.get(prepared);
        place.commit == 0
            || place.commit >= self.end
            || committed.is_some_and(|it| it.place.commit == place.commit)
            || prepared.is_some_and(|it| it.place.prepare == place.commit)
    }

    /// So many records at most, from an index on.
    pub(crate) fn page(&self, from: usize, max: usize) -> Vec<Arc<Record>> {
        self.records.iter().skip(from).take(max).map(Arc::clone).collect()
    }

    /// So many records at most, backwards, from the one before an index.
    pub(crate) fn page_back(&self, before: usize, max: usize) -> Vec<Arc<Record>> {
        let before = before.min(self.records.len());
        self.records[..before].iter().rev().take(max).map(Arc::clone).collect()
    }

    /// The revisions of a stream that can be read: the first, and the one after the last.
    ///
    /// # Errors
    ///
    /// Where there is nothing in it, or it is closed.
    pub(crate) fn readable(&self, stream: &str) -> Result<(u64, u64), Unreadable> {
        let there = self.streams.get(stream).ok_or(Unreadable::NotFound)?;
        there.readable()
    }

    /// So many records of a stream at most, from a revision on.
    pub(crate) fn stream_page(&self, stream: &str, from: u64, max: usize) -> Vec<Arc<Record>> {
        let there = self.streams.get(stream);
        let revisions = from..from.saturating_add(u64::try_from(max).unwrap_or(u64::MAX));
        let indexes = revisions.map_while(|it| there.and_then(|there| there.index_at(it)));
        indexes.filter_map(|at| self.records.get(at)).map(Arc::clone).collect()
    }

    /// So many records of a stream at most, backwards, from a revision on.
    pub(crate) fn stream_page_back(&self, stream: &str, from: u64, max: usize) -> Vec<Arc<Record>> {
        let there = self.streams.get(stream);
        let revisions = (0..=from).rev().take(max);
        let indexes = revisions.map_while(|it| there.and_then(|there| there.index_at(it)));
        indexes.filter_map(|at| self.records.get(at)).map(Arc::clone).collect()
    }
}
