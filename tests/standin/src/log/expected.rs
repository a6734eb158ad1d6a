//! Whether an append is new, a repetition or a conflict.
//!
//! The rules are those of EventStoreDB. A writer who names an exact revision, or says that there is
//! no stream, is recognised by the identifiers at the revisions that follow, however much later. One
//! who takes any revision is recognised only while the identifiers are among the recent ones.
//!
//! # Rules
//!
//! - `an_append_is_at_the_revision_that_is_expected`: or it is a conflict that says what is there.
//! - `a_repetition_under_an_exact_revision_is_recognised_however_late`: by the identifiers that follow.
//! - `a_repetition_under_any_revision_is_recognised_only_while_recent`: then it is written again.
//! - `an_append_of_which_a_part_is_there_is_a_conflict`: neither new nor a repetition.
//! - `the_same_identifiers_in_another_stream_are_no_repetition`: streams know nothing of each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use uuid::Uuid;

/// How many identifiers count as recent.
pub(crate) const RECENT_MAX: usize = 10_000;

/// Where a writer believes that a stream stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Anywhere, if it is there at all.
    Any,
    /// Anywhere, but it is there.
    Exists,
    /// There is no stream.
    NoStream,
    /// Its last record has this revision.
    At(u64),
}

/// What is to be done with an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Write it, from this revision on.
    Write(u64),
    /// It is there already, from this revision on.
    Repeated(u64),
    /// The writer believes what is not so.
    Conflict,
}

/// A stream as far as a verdict depends on it.
pub(crate) trait Numbered {
    /// The revision that the next record will have.
    fn next(&self) -> u64;
    /// Whether a reader finds anything in it.
    fn is_visible(&self) -> bool;
    /// The identifier at a revision.
    fn id_at(&self, revision: u64) -> Option<Uuid>;
}

/// The identifiers that were written last, over all streams.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    revisions: BTreeMap<(Arc<str>, Uuid), u64>,
    order: VecDeque<(Arc<str>, Uuid)>,
}

impl Recent {
    pub(crate) fn add(&mut self, stream: &Arc<str>, id: Uuid, revision: u64) {
        let key = (Arc::clone(stream), id);
        if self.revisions.insert(key.clone(), revision).is_none() {
            self.order.push_back(key);
        }
        while self.order.len() > RECENT_MAX {
            if let Some(oldest) = self.order.pop_front() {
                self.revisions.remove(&oldest);
            }
        }
    }

    fn revision(&self, stream: &Arc<str>, id: Uuid) -> Option<u64> {
        self.revisions.get(&(Arc::clone(stream), id)).copied()
    }
}

/// Judges an append of `ids`, which are not none, to a stream.
pub(crate) fn judge(
    stream: (&Arc<str>, &dyn Numbered),
    expected: Expected,
    ids: &[Uuid],
    recent: &Recent,
) -> Verdict {
    let (name, numbered) = stream;
    let next = numbered.next();
    match expected {
        Expected::At(last) => exact(numbered, last.saturating_add(1), ids),
        Expected::NoStream if numbered.is_visible() => exact(numbered, 0, ids),
        // A stream that was deleted and can be written again goes on with its numbers.
        Expected::NoStream => Verdict::Write(next),
        Expected::Exists if !numbered.is_visible() => Verdict::Conflict,
        Expected::Any | Expected::Exists => {
            match ids.first().and_then(|first| recent.revision(name, *first)) {
                None => Verdict::Write(next),
                Some(revision) => repeated(numbered, revision, ids),
            }
        }
    }
}

fn exact(stream: &dyn Numbered, from: u64, ids: &[Uuid]) -> Verdict {
    if from == stream.next() { Verdict::Write(from) } else { repeated(stream, from, ids) }
}

fn repeated(stream: &dyn Numbered, from: u64, ids: &[Uuid]) -> Verdict {
    let mut following = (0_u64..).zip(ids);
    let all = following
        .all(|(after, id)| from.checked_add(after).and_then(|it| stream.id_at(it)) == Some(*id));
    if all { Verdict::Repeated(from) } else { Verdict::Conflict }
}
