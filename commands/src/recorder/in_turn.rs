//! Many requests at once: each is decided in its turn, over what those before it leave, and those of one
//! stream are recorded together, so that they share a flush. Each keeps its own identifier, digest and
//! index, so what was recorded of a file that was cut short is recognised request by request.
//!
//! What is decided in one append stands or falls together: where it is refused for a conflict, the
//! stream is read again and all of it is decided again. Nothing here decides.
//!
//! # Rules
//! - `requests_in_turn_come_to_what_they_would_one_by_one`: also where one names an entry of another,
//!   repeats it, or makes it already so.
//! - `a_refused_request_in_turn_leaves_the_others_recorded`: under its own reason.
//! - `an_append_holds_whole_requests`: as many as there is room for, and one that is larger alone.
//! - `requests_in_turn_are_decided_again_where_another_wrote`: all that were not yet recorded.
//! - `requests_in_turn_end_where_the_store_fails`: those before it are recorded, none twice.

use std::sync::atomic::Ordering;

use candour_domain::entry::{Entry, Position};
use candour_ledger::{Draft, Record};

use super::{ATTEMPTS_MAX, Mode, Recorder};
use crate::asked::{Asked, Named, Settled};
use crate::kept::{Kept, weight_of_draft};
use crate::refusal::Refusal;
use crate::request::{Circumstances, Outcome, RecordError, Request};

/// How many entries are appended together at most, unless one request has more.
pub const IN_TURN_ENTRIES_MAX: usize = 1_000;
/// How many bytes of text are appended together at most, unless one request has more.
pub const IN_TURN_TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What became of many requests.
#[derive(Debug)]
pub struct InTurn {
    /// What became of each, in their order, as far as it came.
    pub outcomes: Vec<Result<Outcome, Refusal>>,
    /// Why it came no further; the first request without an outcome met it. What is said of its outcome
    /// holds of those after it that were to be appended with it.
    pub failed: Option<RecordError>,
}

/// What has been decided and waits to be appended.
struct Waiting {
    /// How many entries the stream had before.
    from: usize,
    drafts: Vec<Draft>,
    text_bytes: usize,
}

impl Waiting {
    /// Whether there is room for the entries of one more request.
    fn has_room_for(&self, more: &[Draft]) -> bool {
        self.drafts.is_empty()
            || (self.drafts.len() + more.len() <= IN_TURN_ENTRIES_MAX
                && self.text_bytes + text_bytes(more) <= IN_TURN_TEXT_BYTES_MAX)
    }
}

fn text_bytes(drafts: &[Draft]) -> usize {
    drafts.iter().flat_map(|draft| &draft.parts).map(|part| part.text.len()).sum()
}

impl Recorder {
    /// Records requests one after another, or says of each that it is already so, or why it is refused.
    /// Those of one stream that follow each other are recorded together.
    pub async fn record_in_turn(
        &self,
        requests: &[Request],
        circumstances: Circumstances,
    ) -> InTurn {
        let mut all = InTurn { outcomes: Vec::with_capacity(requests.len()), failed: None };
        for of_one_stream in requests.chunk_by(|one, next| one.stream == next.stream) {
            if all.failed.is_none() {
                self.record_in_stream(of_one_stream, circumstances, &mut all).await;
            }
        }
        all
    }

    async fn record_in_stream(
        &self,
        requests: &[Request],
        circumstances: Circumstances,
        all: &mut InTurn,
    ) {
        let Some(stream) = requests.first().map(|request| request.stream) else { return };
        let within: Vec<Named> = requests.iter().map(Named::within).collect();
        let named = within.iter().flat_map(|named| named.streams.iter().copied()).collect();
        let existing = match self.existing(stream, named).await {
            Ok(existing) => existing,
            Err(error) => {
                all.failed = Some(error);
                return;
            }
        };
        let mut asked = Vec::with_capacity(requests.len());
        for (request, named) in requests.iter().zip(&within) {
            match self.asked(request, &named.carried, circumstances).await {
                Ok(mut one) => {
                    one.known.streams.clone_from(&existing);
                    asked.push(one);
                }
                Err(error) => {
                    all.failed = Some(error);
                    break;
                }
            }
        }
        let slot = self.streams.stream(stream);
        let mut kept = slot.lock().await;
        let mut rest = asked.as_slice();
        let mut attempts = 0;
        while !rest.is_empty() {
            match self.turn(&mut kept, rest).await {
                Ok(Some(outcomes)) => {
                    attempts = 0;
                    rest = rest.get(outcomes.len()..).unwrap_or_default();
                    all.outcomes.extend(outcomes);
                    continue;
                }
                Ok(None) => attempts += 1,
                Err(error) => all.failed = Some(error),
            }
            if let Mode::Append = &self.mode {
                // What was decided and not recorded is forgotten with the rest.
                *kept = Kept::new(stream);
            }
            if attempts == ATTEMPTS_MAX {
                all.failed = Some(RecordError::Busy { stream, attempts });
            }
            if all.failed.is_some() {
                break;
            }
            tracing::debug!(%stream, attempts, "another wrote meanwhile; deciding again");
        }
        self.streams.used(stream, &kept);
    }

    /// Decides the next requests over the latest entries, as many as are appended together, and appends
    /// them: what became of each. Nothing, where another wrote to the stream meanwhile.
    async fn turn(
        &self,
        kept: &mut Kept,
        rest: &[Asked<'_>],
    ) -> Result<Option<Vec<Result<Outcome, Refusal>>>, RecordError> {
        let Some(first) = rest.first() else { return Ok(Some(Vec::new())) };
        self.read_on(kept).await?;
        let expected = kept.expected();
        let head = match &self.mode {
            Mode::Append => 0,
            Mode::Rehearse(_) => self.head(first.request.stream).await?,
        };
        let mut outcomes = Vec::new();
        let from = kept.past.entries().len();
        let mut waiting = Waiting { from, drafts: Vec::new(), text_bytes: 0 };
        for asked in rest {
            match self.decide_in_turn(kept, asked, &mut waiting, head) {
                Ok(Some(outcome)) => outcomes.push(Ok(outcome)),
                Err(RecordError::Refused(refusal)) => outcomes.push(Err(refusal)),
                Err(error) if outcomes.is_empty() => return Err(error),
                // It comes next, as the first of what then is left.
                Ok(None) | Err(_) => break,
            }
        }
        let Waiting { from, drafts, text_bytes: _ } = waiting;
        if drafts.is_empty() {
            return Ok(Some(outcomes));
        }
        if let Mode::Rehearse(_) = &self.mode {
            kept.rehearsed = true;
        } else {
            let appended = self.append(&first.name, expected, drafts, first).await?;
            // What stands already by another's hand is found when the stream is read again.
            let Some(appended) = appended.filter(|appended| !appended.already) else {
                return Ok(None);
            };
            stamp(kept, from, &appended.records);
            for entry in outcomes.iter_mut().flatten().flat_map(entries_of) {
                if let Some(stands) = kept.past.entry(entry.id) {
                    (entry.position, entry.recorded_at) = (stands.position, stands.recorded_at);
                }
            }
        }
        self.streams.remember(first.request.stream);
        Ok(Some(outcomes))
    }

    /// Decides one request; what is to be recorded of it waits. Nothing, where there is no room for it.
    fn decide_in_turn(
        &self,
        kept: &mut Kept,
        asked: &Asked<'_>,
        waiting: &mut Waiting,
        head: u64,
    ) -> Result<Option<Outcome>, RecordError> {
        let decided = match asked.settle(kept)? {
            Settled::Answer(outcome) => return Ok(Some(outcome)),
            Settled::Record(decided) => decided,
        };
        let drafts = asked.drafts(&decided)?;
        let before = match &self.mode {
            Mode::Append if waiting.has_room_for(&drafts) => 0,
            Mode::Append => return Ok(None),
            Mode::Rehearse(rehearsed) => {
                let many = u64::try_from(decided.len()).unwrap_or(u64::MAX);
                rehearsed.fetch_add(many, Ordering::Relaxed)
            }
        };
        let entries = asked.as_they_would_stand(kept, decided, head + before);
        for (entry, draft) in entries.iter().zip(&drafts) {
            kept.add(entry.clone(), asked.digest, weight_of_draft(draft));
        }
        waiting.text_bytes += text_bytes(&drafts);
        waiting.drafts.extend(drafts);
        Ok(Some(Outcome::Recorded(entries)))
    }
}

/// Gives the entries from a place on where and when they were recorded.
fn stamp(kept: &mut Kept, from: usize, records: &[Record]) {
    for (place, record) in (from..).zip(records) {
        let position = Position(record.position.number());
        kept.past.stamp(place, position, record.recorded_at);
    }
}

fn entries_of(outcome: &mut Outcome) -> &mut Vec<Entry> {
    match outcome {
        Outcome::Recorded(entries) | Outcome::AlreadySo(entries) => entries,
    }
}
