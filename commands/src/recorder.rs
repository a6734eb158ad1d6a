//! The handler: reads a stream, looks for the request, decides, appends at the revision that it read,
//! and decides again where another wrote meanwhile. It decides nothing itself.
//!
//! # Rules
//! - `a_repeated_request_is_answered_with_the_entries_recorded_then`: also by another recorder.
//! - `a_request_with_other_content_under_the_same_identifier_is_refused`.
//! - `where_another_wrote_meanwhile_it_is_decided_again`: over what then stands.
//! - `a_request_is_given_up_after_so_many_conflicts`: nothing is written, and it says so.
//! - `an_unknown_outcome_is_asked_again`: with the same identifiers, so that nothing is written twice.
//! - `an_outcome_that_stays_unknown_is_said_to_be_unknown`.
//! - `what_is_remembered_is_never_relied_on`: two recorders that write in turn decide as one.
//! - `a_refusal_is_decided_over_the_latest_entries`: never over what is only remembered.
//! - `a_rehearsal_decides_as_if_it_recorded`: and writes nothing.

mod in_turn;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::{CaseId, EntryId, LedgerId};
use candour_ledger::{
    AppendError, AppendRefusal, Appended, Draft, EventStore, Expected, Failure, ReadError, Record,
    Revision, StreamName, StreamPage,
};
use candour_schemas::DecodeError;

use crate::asked::{Asked, Named, Settled};
use crate::decide::{Decided, Known};
use crate::digest::digest;
use crate::kept::{Kept, Limits, Streams, weight};
use crate::refusal::Refusal;
use crate::request::{Circumstances, Damage, Outcome, RecordError, Request};

pub use in_turn::{IN_TURN_ENTRIES_MAX, IN_TURN_TEXT_BYTES_MAX, InTurn};

/// How often a request is decided because others wrote to its stream.
pub const ATTEMPTS_MAX: u32 = 16;
/// How often an append whose outcome is unknown is asked again.
pub const ASKED_AGAIN_MAX: u32 = 3;
/// How many records of a stream are read at once.
pub const PAGE_RECORDS: usize = 1_000;
/// Of how many streams it is asked at once whether they exist.
pub const STREAMS_AT_ONCE: usize = 256;

/// Records requests in one ledger.
pub struct Recorder {
    store: Arc<dyn EventStore>,
    streams: Streams,
    mode: Mode,
}

enum Mode {
    /// What is decided is appended.
    Append,
    /// What is decided is remembered alone; so many entries have been.
    Rehearse(AtomicU64),
}

impl Recorder {
    /// Records in a store.
    pub fn new(store: Arc<dyn EventStore>) -> Self {
        Self::with(store, Limits::USUAL, Mode::Append)
    }

    /// Records nothing, and decides as if it did: what it has answered counts for what comes after.
    /// For a dry run over many requests. Its memory grows with what it is given.
    pub fn rehearsal(store: Arc<dyn EventStore>) -> Self {
        Self::with(store, Limits::NONE, Mode::Rehearse(AtomicU64::new(0)))
    }

    fn with(store: Arc<dyn EventStore>, limits: Limits, mode: Mode) -> Self {
        Self { store, streams: Streams::new(limits), mode }
    }

    /// Records a request, or says that it is already so, or why it is refused.
    ///
    /// # Errors
    /// A refusal, or a failure that says whether anything was written and whether to ask again.
    pub async fn record(
        &self,
        request: Request,
        circumstances: Circumstances,
    ) -> Result<Outcome, RecordError> {
        let Named { streams: named, carried } = Named::within(&request);
        let mut asked = self.asked(&request, &carried, circumstances).await?;
        let slot = self.streams.stream(request.stream);
        let mut kept = slot.lock().await;
        // What is remembered may do for an append, which says if it is not the latest.
        let read = kept.past.entries().is_empty();
        let outcome = match self.gather(&mut asked, named, (&mut kept, read)).await {
            Ok(()) => self.settle_and_write(&mut kept, &asked, read).await,
            Err(error) => Err(error),
        };
        self.streams.used(request.stream, &kept);
        outcome
    }

    /// Decides a request without recording or remembering it. The entries are as they would stand.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub async fn check(
        &self,
        request: &Request,
        circumstances: Circumstances,
    ) -> Result<Outcome, RecordError> {
        let Named { streams: named, carried } = Named::within(request);
        let mut asked = self.asked(request, &carried, circumstances).await?;
        let slot = self.streams.stream(request.stream);
        let mut kept = slot.lock().await;
        self.gather(&mut asked, named, (&mut kept, true)).await?;
        self.streams.used(request.stream, &kept);
        match asked.settle(&kept)? {
            Settled::Answer(outcome) => Ok(outcome),
            Settled::Record(decided) => {
                let head = self.head(request.stream).await?;
                asked.drafts(&decided)?;
                Ok(Outcome::Recorded(asked.as_they_would_stand(&kept, decided, head)))
            }
        }
    }

    /// Decides and appends, until it is answered or others wrote too often. A refusal or an answer needs
    /// the stream as it was just `read`.
    async fn settle_and_write(
        &self,
        kept: &mut Kept,
        asked: &Asked<'_>,
        mut read: bool,
    ) -> Result<Outcome, RecordError> {
        let stream = asked.request.stream;
        let mut attempts = 0;
        loop {
            match asked.settle(kept) {
                Ok(Settled::Record(decided)) => {
                    attempts += 1;
                    if let Some(outcome) = self.write(kept, asked, decided).await? {
                        self.streams.remember(stream);
                        return Ok(outcome);
                    }
                    if attempts == ATTEMPTS_MAX {
                        return Err(RecordError::Busy { stream, attempts });
                    }
                    tracing::debug!(%stream, attempts, "another wrote meanwhile; deciding again");
                }
                Ok(Settled::Answer(outcome)) if read => return Ok(outcome),
                Err(refusal) if read => return Err(refusal.into()),
                Ok(Settled::Answer(_)) | Err(_) => {}
            }
            self.read_on(kept).await?;
            read = true;
        }
    }

    /// Writes what was decided, or remembers it in a rehearsal. Nothing, where another wrote to the
    /// stream meanwhile.
    async fn write(
        &self,
        kept: &mut Kept,
        asked: &Asked<'_>,
        decided: Vec<Decided>,
    ) -> Result<Option<Outcome>, RecordError> {
        let drafts = asked.drafts(&decided)?;
        if let Mode::Rehearse(rehearsed) = &self.mode {
            let many = u64::try_from(decided.len()).unwrap_or(u64::MAX);
            let before = rehearsed.fetch_add(many, Ordering::Relaxed);
            let head = self.head(asked.request.stream).await?;
            let entries = asked.as_they_would_stand(kept, decided, head + before);
            for entry in &entries {
                kept.add(entry.clone(), asked.digest, 0);
            }
            kept.rehearsed = true;
            return Ok(Some(Outcome::Recorded(entries)));
        }
        let Some(appended) = self.append(&asked.name, kept.expected(), drafts, asked).await? else {
            return Ok(None);
        };
        let entries = entries(asked.request.stream, &appended.records)?;
        if appended.already {
            return Ok(Some(Outcome::AlreadySo(entries)));
        }
        for (entry, record) in entries.iter().zip(&appended.records) {
            kept.add(entry.clone(), record.request.digest, weight(record));
        }
        Ok(Some(Outcome::Recorded(entries)))
    }

    /// Appends; asks again with the same entries where the outcome is unknown. Nothing, where the
    /// stream is not where it was believed to be.
    async fn append(
        &self,
        name: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
        asked: &Asked<'_>,
    ) -> Result<Option<Appended>, RecordError> {
        let request = asked.request.id;
        let mut unknown: Option<Failure> = None;
        for _ in 0..=ASKED_AGAIN_MAX {
            match self.store.append(name, expected, drafts.clone()).await {
                // What was in doubt was written by this very request.
                Ok(appended) => {
                    let already = appended.already && unknown.is_none();
                    return Ok(Some(Appended { already, ..appended }));
                }
                Err(AppendError::Refused(refusal)) => return refused(asked, refusal),
                Err(AppendError::NotWritten(failure)) if unknown.is_none() => {
                    return Err(RecordError::NotWritten(failure));
                }
                Err(AppendError::NotWritten(failure)) => {
                    tracing::debug!(%request, %failure, "still not known whether it was written");
                }
                Err(AppendError::Unknown(failure)) => unknown = Some(failure),
            }
        }
        let source = unknown.unwrap_or_else(|| Failure::new("appending"));
        Err(RecordError::Unknown { request, source })
    }

    /// Reads a stream on to its end.
    async fn read_on(&self, kept: &mut Kept) -> Result<(), RecordError> {
        let stream = kept.past.stream();
        let name = stream_name(stream)?;
        while !kept.rehearsed {
            let from = kept.expected().next();
            let page = self.store.read_stream(&name, from, PAGE_RECORDS).await;
            let StreamPage::Found { records, last } =
                page.map_err(|error| unreadable(stream, error))?
            else {
                break;
            };
            let more = !records.is_empty();
            for record in records {
                let (digest, bytes) = (record.request.digest, weight(&record));
                let entry = candour_schemas::into_entry(record);
                kept.add(entry.map_err(|error| not_understood(stream, error))?, digest, bytes);
            }
            if !more || kept.expected() == Expected::At(last) {
                break;
            }
        }
        Ok(())
    }

    /// The number of the ledger's last position.
    async fn head(&self, stream: StreamId) -> Result<u64, RecordError> {
        let head = self.store.head().await.map_err(|error| unreadable(stream, error))?;
        Ok(head.map_or(0, candour_ledger::Position::number))
    }

    /// Looks for whom and what the request names, and beside it reads its own stream on to its end
    /// where that is wanted.
    async fn gather(
        &self,
        asked: &mut Asked<'_>,
        named: BTreeSet<StreamId>,
        (kept, read): (&mut Kept, bool),
    ) -> Result<(), RecordError> {
        let request = asked.request;
        let own = async { if read { self.read_on(kept).await } else { Ok(()) } };
        let (found, read) = tokio::join!(self.existing(request.stream, named), own);
        asked.known.streams = found?;
        read
    }

    /// Begins to ask: what was said to be carried over from other cases is looked for.
    async fn asked<'a>(
        &self,
        request: &'a Request,
        carried: &BTreeMap<CaseId, BTreeSet<EntryId>>,
        circumstances: Circumstances,
    ) -> Result<Asked<'a>, RecordError> {
        let identity = self.store.identity();
        let digest = digest(&identity.secret, request).map_err(RecordError::Unwritable)?;
        let name = stream_name(request.stream)?;
        let ledger = LedgerId::new(identity.id);
        let mut known = Known { ledger, streams: BTreeSet::new(), carried: BTreeMap::new() };
        for (case, entries) in carried {
            let there = self.standing(StreamId::Case(*case), entries).await?;
            known.carried.insert(*case, there);
        }
        Ok(Asked { request, name, digest, known, circumstances })
    }

    /// Which of these streams exist, that of the request aside: a fact that never becomes false, so it
    /// is remembered.
    async fn existing(
        &self,
        own: StreamId,
        named: BTreeSet<StreamId>,
    ) -> Result<BTreeSet<StreamId>, RecordError> {
        let others = named.into_iter().filter(|stream| *stream != own);
        let (remembered, unknown): (Vec<StreamId>, Vec<StreamId>) =
            others.partition(|stream| self.streams.exists(*stream));
        let mut found = BTreeSet::from_iter(remembered);
        for asked in unknown.chunks(STREAMS_AT_ONCE) {
            for (stream, page) in asked.iter().zip(self.beginnings(asked).await?) {
                match page {
                    StreamPage::Missing => {}
                    StreamPage::Found { .. } => {
                        self.streams.remember(*stream);
                        found.insert(*stream);
                    }
                }
            }
        }
        Ok(found)
    }

    /// The first entry of each of these streams. Where they cannot be read together, each is read alone,
    /// so that the one at fault is named.
    async fn beginnings(&self, streams: &[StreamId]) -> Result<Vec<StreamPage>, RecordError> {
        let names = streams.iter().map(|stream| stream_name(*stream));
        let names = names.collect::<Result<Vec<StreamName>, RecordError>>()?;
        if let Ok(pages) = self.store.read_beginnings(&names, 1).await {
            return Ok(pages);
        }
        let mut pages = Vec::with_capacity(names.len());
        for (stream, name) in streams.iter().zip(&names) {
            let page = self.store.read_stream(name, Revision::FIRST, 1).await;
            pages.push(page.map_err(|error| unreadable(*stream, error))?);
        }
        Ok(pages)
    }

    /// Which of these entries stand in another stream. No other stream is held meanwhile.
    async fn standing(
        &self,
        stream: StreamId,
        entries: &BTreeSet<EntryId>,
    ) -> Result<BTreeSet<EntryId>, RecordError> {
        let slot = self.streams.stream(stream);
        let mut kept = slot.lock().await;
        self.read_on(&mut kept).await?;
        self.streams.used(stream, &kept);
        Ok(entries.iter().filter(|entry| kept.past.entry(**entry).is_some()).copied().collect())
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recorder({})", self.store.identity().id)
    }
}

/// What a refused append means for the request: nothing to answer yet, where another wrote.
fn refused(asked: &Asked<'_>, refusal: AppendRefusal) -> Result<Option<Appended>, RecordError> {
    match refusal {
        AppendRefusal::Conflict { .. }
        | AppendRefusal::DuplicateDiffers { .. }
        | AppendRefusal::PartlyRecorded { .. } => Ok(None),
        AppendRefusal::TooLarge { stream: _, limit, actual } => {
            Err(Refusal::TooLarge { limit, actual }.into())
        }
        AppendRefusal::ReadOnly => Err(RecordError::ReadOnly),
        AppendRefusal::GivenTwice { .. }
        | AppendRefusal::Empty { .. }
        | AppendRefusal::Nameless { .. }
        | AppendRefusal::PartsOutOfOrder { .. } => {
            let attempted = format!("appending request {}", asked.request.id);
            Err(RecordError::NotWritten(Failure::because(attempted, refusal)))
        }
    }
}

pub(crate) fn stream_name(stream: StreamId) -> Result<StreamName, RecordError> {
    let named = stream.to_string().parse::<StreamName>();
    named.map_err(|error| {
        RecordError::NotWritten(Failure::because(format!("naming the stream {stream}"), error))
    })
}

pub(crate) fn entries(stream: StreamId, records: &[Record]) -> Result<Vec<Entry>, RecordError> {
    let read = records.iter().map(candour_schemas::entry).collect::<Result<_, _>>();
    read.map_err(|error| not_understood(stream, error))
}

fn not_understood(stream: StreamId, error: DecodeError) -> RecordError {
    RecordError::Damaged { stream, source: Box::new(Damage::Entry(error)) }
}

pub(crate) fn unreadable(stream: StreamId, error: ReadError) -> RecordError {
    match error {
        ReadError::Damaged(fault) => {
            RecordError::Damaged { stream, source: Box::new(Damage::Record(fault)) }
        }
        ReadError::Failed(failure) => RecordError::NotWritten(failure),
    }
}

#[cfg(test)]
pub(crate) mod tests;
