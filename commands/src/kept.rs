//! What the recorder remembers of streams between requests, so that importing thousands of rows into
//! one case does not read the whole case each time. Bounded, and never relied on: the revision that
//! an append expects decides whether what is remembered is the latest.
//!
//! # Rules
//! - `what_is_remembered_is_bounded`: the streams that were used longest ago are forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::RequestId;
use candour_ledger::{Draft, Expected, Record, Revision};

use crate::past::Past;

/// How many streams are kept at most.
pub(crate) const STREAMS_KEPT_MAX: usize = 256;
/// How much the kept streams hold together at most, in bytes of their records. One stream is always
/// kept, however long it is.
pub(crate) const BYTES_KEPT_MAX: usize = 64 * 1024 * 1024;
/// Of how many streams it is remembered that they exist.
pub(crate) const EXISTING_KEPT_MAX: usize = 200_000;

/// A stream as far as it has been read.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) past: Past,
    /// The digest of each request that was recorded.
    digests: BTreeMap<RequestId, [u8; 32]>,
    /// How much it holds, in bytes of its records.
    bytes: usize,
    /// Whether it has entries that are only rehearsed; then the store is not read any more.
    pub(crate) rehearsed: bool,
}

impl Kept {
    /// A stream of which nothing has been read.
    pub(crate) fn new(stream: StreamId) -> Self {
        Self { past: Past::before(stream), digests: BTreeMap::new(), bytes: 0, rehearsed: false }
    }

    /// Where the stream stands, as far as it has been read.
    pub(crate) fn expected(&self) -> Expected {
        match self.past.entries().last() {
            Some(entry) => Expected::At(Revision::from_number(entry.revision)),
            None => Expected::NoStream,
        }
    }

    /// Adds the next entry of the stream.
    pub(crate) fn add(&mut self, entry: Entry, digest: [u8; 32], bytes: usize) {
        self.digests.insert(entry.request, digest);
        self.bytes += bytes;
        self.past.add(entry);
    }

    /// The digest of a request that was recorded.
    pub(crate) fn digest_of(&self, request: RequestId) -> Option<[u8; 32]> {
        self.digests.get(&request).copied()
    }
}

/// What is counted of an entry beside its texts.
const SKELETON_BYTES: usize = 256;

/// How much a record holds, in bytes: its texts, and something for the rest.
pub(crate) fn weight(record: &Record) -> usize {
    SKELETON_BYTES + record.text_bytes()
}

/// How much the record of a draft will hold.
pub(crate) fn weight_of_draft(draft: &Draft) -> usize {
    SKELETON_BYTES + draft.parts.iter().map(|part| part.text.len()).sum::<usize>()
}

/// A stream that is kept, and when it was used last.
#[derive(Debug)]
struct Slot {
    kept: Arc<tokio::sync::Mutex<Kept>>,
    used: u64,
    bytes: usize,
}

/// The streams that are kept. Those who ask for one stream wait for each other.
#[derive(Debug)]
pub(crate) struct Streams {
    state: Mutex<State>,
    limits: Limits,
}

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) streams: usize,
    pub(crate) bytes: usize,
    pub(crate) existing: usize,
}

impl Limits {
    /// As documented on the constants.
    pub(crate) const USUAL: Self =
        Self { streams: STREAMS_KEPT_MAX, bytes: BYTES_KEPT_MAX, existing: EXISTING_KEPT_MAX };
    /// Everything is kept: a rehearsal has nowhere else to find what it decided.
    pub(crate) const NONE: Self =
        Self { streams: usize::MAX, bytes: usize::MAX, existing: usize::MAX };
}

#[derive(Debug, Default)]
struct State {
    slots: BTreeMap<StreamId, Slot>,
    existing: BTreeSet<StreamId>,
    /// How much all slots hold.
    bytes: usize,
    uses: u64,
}

impl Streams {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { state: Mutex::default(), limits }
    }

    /// No state is left half-changed by a panic: each change is a single step.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stream as it is kept, or of which nothing has been read.
    pub(crate) fn stream(&self, stream: StreamId) -> Arc<tokio::sync::Mutex<Kept>> {
        let mut guard = self.state();
        let state = &mut *guard;
        state.uses += 1;
        let used = state.uses;
        let slot = state.slots.entry(stream).or_insert_with(|| Slot {
            kept: Arc::new(tokio::sync::Mutex::new(Kept::new(stream))),
            used,
            bytes: 0,
        });
        slot.used = used;
        Arc::clone(&slot.kept)
    }

    /// Says how much a stream holds now, and forgets those that were used longest ago.
    pub(crate) fn used(&self, stream: StreamId, kept: &Kept) {
        let mut guard = self.state();
        let state = &mut *guard;
        if let Some(slot) = state.slots.get_mut(&stream) {
            let before = std::mem::replace(&mut slot.bytes, kept.bytes);
            state.bytes = state.bytes + kept.bytes - before;
        }
        while state.slots.len() > 1 && self.is_too_much(state) {
            let others = state.slots.iter().filter(|(other, _)| **other != stream);
            let oldest = others.min_by_key(|(_, slot)| slot.used).map(|(other, _)| *other);
            let Some(oldest) = oldest else { break };
            state.bytes -= state.slots.remove(&oldest).map_or(0, |slot| slot.bytes);
        }
    }

    fn is_too_much(&self, state: &State) -> bool {
        state.slots.len() > self.limits.streams || state.bytes > self.limits.bytes
    }

    /// Whether it is remembered that a stream exists.
    pub(crate) fn exists(&self, stream: StreamId) -> bool {
        self.state().existing.contains(&stream)
    }

    /// Remembers that a stream exists, which never becomes false. When there are too many, it starts
    /// over: the store is asked again.
    pub(crate) fn remember(&self, stream: StreamId) {
        let mut state = self.state();
        if state.existing.len() >= self.limits.existing {
            state.existing.clear();
        }
        state.existing.insert(stream);
    }

    /// How many streams are kept.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.state().slots.len()
    }
}
