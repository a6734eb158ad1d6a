//! What every store must keep, as one suite that each store's tests run. It needs an empty ledger for
//! each property and knows nothing of how a store is made; it panics nowhere, but says what is broken.

mod appending;
mod following;
mod reading;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::clock::ManualClock;
use crate::limits::APPEND_TEXT_BYTES_MAX;
use crate::order::Positions;
use crate::port::{AppendError, Appended, EventStore, Expected, ReadError, Replica, StreamPage};
use crate::record::{After, Draft, PartDraft, PartKind, Record, RequestRef, Revision, StreamName};

/// A ledger to try, and the clock that it was opened with.
#[derive(Clone)]
pub struct Subject {
    /// The ledger.
    pub store: Arc<dyn EventStore>,
    /// Its clock.
    pub clock: Arc<ManualClock>,
}

/// Makes the ledgers that a store's tests try.
#[async_trait]
pub trait Bench: Send + Sync {
    /// Makes an empty ledger.
    async fn fresh(&self) -> Result<Subject, Broken>;

    /// Makes an empty ledger to be filled from one that `fresh` makes: its identifier is the same.
    async fn replica(&self) -> Result<Arc<dyn Replica>, Broken>;

    /// Closes a ledger and opens it again, where the store outlives a process.
    async fn reopened(&self, subject: Subject) -> Result<Subject, Broken>;

    /// What the store promises about the numbers of its positions.
    fn positions(&self) -> Positions;

    /// How much text one append of this store may have, where that is less than any store takes.
    fn append_text_bytes_max(&self) -> usize {
        APPEND_TEXT_BYTES_MAX
    }
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{said}")]
pub struct Broken {
    said: String,
}

impl Broken {
    /// A promise that could not even be tried, or was not kept, in words.
    pub fn because(said: impl Into<String>) -> Self {
        Self { said: said.into() }
    }
}

/// Whether a promise was kept.
pub type Kept = Result<(), Broken>;

impl From<AppendError> for Broken {
    fn from(error: AppendError) -> Self {
        Self { said: format!("an append did not succeed: {error:?}") }
    }
}

impl From<ReadError> for Broken {
    fn from(error: ReadError) -> Self {
        Self { said: format!("a read did not succeed: {error:?}") }
    }
}

/// What every store promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// An empty page of a stream is not a missing stream.
    EmptyIsNotMissing,
    /// A writer whose belief is stale is refused, and nothing is kept.
    StaleWriterIsRefused,
    /// Of writers who believe the same, one alone is let through.
    OneWriterWins,
    /// A batch is written whole or not at all.
    BatchIsAllOrNothing,
    /// An append that is repeated is answered with what stands, whatever was expected.
    RepeatedAppendIsAnswered,
    /// The same entry with other content is refused.
    OtherContentIsRefused,
    /// The same identifier in two streams means two entries.
    EntriesAreKnownByStream,
    /// What exceeds a limit is refused by its name, and what just meets it is taken.
    LimitsAreKept,
    /// What is read is what was answered when it was written, also after a restart.
    RereadEqualsWritten,
    /// What is read does not depend on the size of the pages.
    PagingChangesNothing,
    /// Streams are listed once each, in the order in which they began, whatever the page.
    StreamsAreListedAsTheyBegan,
    /// The beginnings of several streams are the first pages of each.
    BeginningsAreFirstPages,
    /// What takes a page where it is read is given, once, the page that is read otherwise.
    GivenPagesAreThoseRead,
    /// A page stops growing when it holds much text, and nothing is lost by it.
    LargeTextsArePaged,
    /// A reader that follows sees every record once and in order while many write.
    FollowerSeesEachRecordOnce,
    /// A reader that waits is woken by the record that it waits for.
    WaitingReaderIsWoken,
    /// The time of recording never decreases, whatever the clock does.
    TimeNeverGoesBack,
    /// A ledger that was only appended to verifies.
    LedgerVerifies,
    /// An empty ledger, and only an empty one, takes over another's records as they stand.
    ReplicaIsTheSame,
}

impl Property {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::EmptyIsNotMissing,
        Self::StaleWriterIsRefused,
        Self::OneWriterWins,
        Self::BatchIsAllOrNothing,
        Self::RepeatedAppendIsAnswered,
        Self::OtherContentIsRefused,
        Self::EntriesAreKnownByStream,
        Self::LimitsAreKept,
        Self::RereadEqualsWritten,
        Self::PagingChangesNothing,
        Self::StreamsAreListedAsTheyBegan,
        Self::BeginningsAreFirstPages,
        Self::GivenPagesAreThoseRead,
        Self::LargeTextsArePaged,
        Self::FollowerSeesEachRecordOnce,
        Self::WaitingReaderIsWoken,
        Self::TimeNeverGoesBack,
        Self::LedgerVerifies,
        Self::ReplicaIsTheSame,
    ];

    /// Tries the property on ledgers of this bench.
    ///
    /// # Errors
    /// Says what is broken.
    pub async fn check(self, bench: &dyn Bench) -> Kept {
        let kept = match self {
            Self::EmptyIsNotMissing => reading::empty_is_not_missing(bench).await,
            Self::StaleWriterIsRefused => appending::stale_writer_is_refused(bench).await,
            Self::OneWriterWins => appending::one_writer_wins(bench).await,
            Self::BatchIsAllOrNothing => appending::batch_is_all_or_nothing(bench).await,
            Self::RepeatedAppendIsAnswered => appending::repeated_append_is_answered(bench).await,
            Self::OtherContentIsRefused => appending::other_content_is_refused(bench).await,
            Self::EntriesAreKnownByStream => appending::entries_are_known_by_stream(bench).await,
            Self::LimitsAreKept => appending::limits_are_kept(bench).await,
            Self::RereadEqualsWritten => reading::reread_equals_written(bench).await,
            Self::PagingChangesNothing => reading::paging_changes_nothing(bench).await,
            Self::StreamsAreListedAsTheyBegan => {
                reading::streams_are_listed_as_they_began(bench).await
            }
            Self::BeginningsAreFirstPages => reading::beginnings_are_first_pages(bench).await,
            Self::GivenPagesAreThoseRead => reading::given_pages_are_those_read(bench).await,
            Self::LargeTextsArePaged => reading::large_texts_are_paged(bench).await,
            Self::FollowerSeesEachRecordOnce => {
                following::follower_sees_each_record_once(bench).await
            }
            Self::WaitingReaderIsWoken => following::waiting_reader_is_woken(bench).await,
            Self::TimeNeverGoesBack => following::time_never_goes_back(bench).await,
            Self::LedgerVerifies => following::ledger_verifies(bench).await,
            Self::ReplicaIsTheSame => following::replica_is_the_same(bench).await,
        };
        kept.map_err(|broken| Broken { said: format!("{self:?}: {broken}") })
    }
}

/// When every clock of a bench starts.
pub fn start_of_time() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_700)
}

/// The stream of the subject with this number.
#[expect(clippy::missing_panics_doc, reason = "the category is a fixed and valid one")]
#[expect(clippy::expect_used, reason = "the category is a fixed and valid one")]
pub fn stream(number: u64) -> StreamName {
    StreamName::new("case", Uuid::from_u64_pair(0xcafe, number)).expect("case is a category")
}

/// A draft with this number, with a structure and a personal text of its own.
pub fn draft(number: u64) -> Draft {
    let part = |index, kind, text| PartDraft { number: index, kind, text };
    Draft {
        id: Uuid::from_u64_pair(0xe117, number),
        type_name: "ConcernRaised".to_owned(),
        version: 1,
        author: Uuid::from_u64_pair(0xa, 1),
        agency: Uuid::from_u64_pair(0xb, 2),
        request: RequestRef { id: Uuid::from_u64_pair(0xc, number), index: 0, digest: [9; 32] },
        parts: vec![
            part(0, PartKind::STRUCTURE, format!("{{\"number\":{number},\"text\":1}}")),
            part(1, PartKind::PERSONAL_TEXT, format!("Nº {number}: said “no” ☂\0\n")),
        ],
    }
}

/// The drafts with these numbers.
pub fn drafts(numbers: std::ops::Range<u64>) -> Vec<Draft> {
    numbers.map(draft).collect()
}

/// The revision with this number.
fn at(number: u64) -> Expected {
    Expected::At(Revision::from_number(number))
}

/// Breaks the promise unless both are the same.
fn same<T: PartialEq + fmt::Debug>(what: &str, found: &T, wanted: &T) -> Kept {
    if found == wanted {
        return Ok(());
    }
    Err(Broken { said: format!("{what}: found {found:#?}, wanted {wanted:#?}") })
}

/// Breaks the promise unless the append was refused so.
fn refused(
    what: &str,
    outcome: Result<Appended, AppendError>,
    wanted: &crate::port::AppendRefusal,
) -> Kept {
    match outcome {
        Err(AppendError::Refused(refusal)) => same(what, &refusal, wanted),
        Ok(appended) => Err(Broken { said: format!("{what}: found {appended:#?}") }),
        Err(error @ (AppendError::NotWritten(_) | AppendError::Unknown(_))) => Err(error.into()),
    }
}

/// Reads a whole stream in pages of a size, and nothing where it is missing.
async fn whole_stream(
    store: &dyn EventStore,
    stream: &StreamName,
    page: usize,
) -> Result<Option<Vec<Record>>, Broken> {
    let mut all: Vec<Record> = Vec::new();
    loop {
        let from = all.last().map_or(Revision::FIRST, |record| record.revision.next());
        match store.read_stream(stream, from, page).await? {
            StreamPage::Missing => return Ok(None),
            StreamPage::Found { records, last } => {
                onward(records.first().is_some_and(|record| record.revision == from))?;
                all.extend(records);
                if all.last().is_some_and(|record| record.revision >= last) {
                    return Ok(Some(all));
                }
            }
        }
    }
}

/// Reads a whole ledger in pages of a size.
async fn whole_ledger(store: &dyn EventStore, page: usize) -> Result<Vec<Record>, Broken> {
    let mut all: Vec<Record> = Vec::new();
    loop {
        let after = After::from(all.last().map(|record| record.position));
        let records = store.read_all(after, page).await?;
        if records.is_empty() {
            return Ok(all);
        }
        onward(records.iter().all(|record| After::Position(record.position) > after))?;
        all.extend(records);
    }
}

/// Breaks the promise where a page does not lead on from the one before, so that nobody reads for ever.
fn onward(leads: bool) -> Kept {
    same("that a page leads on from the one before", &leads, &true)
}
