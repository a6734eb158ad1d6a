//! The port that every store offers: append to a stream, read a stream, read the whole ledger, and
//! wait for what comes next. It is small and object-safe, and it does not say how anything is kept.
//!
//! What every store promises, and `contract` tests:
//! - an append is all or nothing, not empty, and durable once it is answered;
//! - an append that was answered, or may have been written, can be repeated and is not written twice;
//! - a reader that follows the ledger sees every record once, in the order of their positions;
//! - `recorded_at` is the store's, in whole microseconds.

use std::fmt;

use async_trait::async_trait;
use uuid::Uuid;

use crate::failure::Failure;
use crate::limits::{Limit, PAGE_TEXT_BYTES_ENOUGH};
use crate::order::{Order, Times};
use crate::record::{After, Draft, Position, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::taken::Take;
use crate::verify::Fault;

/// What a writer believes of a stream before it appends to it. There is no "any".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The stream has no record yet.
    NoStream,
    /// The stream's last record has this revision.
    At(Revision),
}

impl Expected {
    /// The revision that the stream's next record gets.
    pub fn next(self) -> Revision {
        match self {
            Self::NoStream => Revision::FIRST,
            Self::At(revision) => revision.next(),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStream => f.write_str("without records"),
            Self::At(revision) => write!(f, "at revision {revision}"),
        }
    }
}

/// What an append came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The records as they stand in the ledger, in the order of the drafts. Never empty.
    pub records: Vec<Record>,
    /// Whether they stood there before this append, which then wrote nothing.
    pub already: bool,
}

/// Why an append was refused. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendRefusal {
    /// The stream is not where the writer believed it to be.
    #[error("stream {stream} is {actual}, not {expected}")]
    Conflict {
        /// The stream.
        stream: StreamName,
        /// What the writer believed.
        expected: Expected,
        /// What is so.
        actual: Expected,
    },
    /// The entry stands in the stream with other content.
    #[error("entry {entry} stands in stream {stream} with other content")]
    DuplicateDiffers {
        /// The stream.
        stream: StreamName,
        /// The first entry that differs.
        entry: Uuid,
    },
    /// Some of the entries stand in the stream, and some do not.
    #[error("entry {recorded} stands in stream {stream}, but entry {missing} does not")]
    PartlyRecorded {
        /// The stream.
        stream: StreamName,
        /// The first entry that stands there.
        recorded: Uuid,
        /// The first entry that does not.
        missing: Uuid,
    },
    /// Two of the drafts have the same identifier.
    #[error("entry {entry} is given twice")]
    GivenTwice {
        /// The identifier.
        entry: Uuid,
    },
    /// There is nothing to append.
    #[error("nothing was given to append to stream {stream}")]
    Empty {
        /// The stream.
        stream: StreamName,
    },
    /// An entry has no type name.
    #[error("entry {entry} has no type name")]
    Nameless {
        /// The entry.
        entry: Uuid,
    },
    /// The parts of an entry are not in ascending order of their numbers.
    #[error("part {number} of entry {entry} is out of order")]
    PartsOutOfOrder {
        /// The entry.
        entry: Uuid,
        /// The first part whose number is not above the one before.
        number: u16,
    },
    /// Something is larger than the ledger takes.
    #[error("an append to stream {stream} has {actual} {limit}, of which {} are allowed", limit.max())]
    TooLarge {
        /// The stream.
        stream: StreamName,
        /// What there is too much of.
        limit: Limit,
        /// How much there is.
        actual: usize,
    },
    /// The store was opened for reading alone.
    #[error("the ledger was opened for reading alone")]
    ReadOnly,
}

/// Why an append did not succeed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// Refused: nothing was written, and repeating it unchanged is refused again.
    #[error("the append was refused")]
    Refused(#[from] AppendRefusal),
    /// Failed: nothing was written, and it is safe to try again.
    #[error("the append failed and nothing was written")]
    NotWritten(#[source] Failure),
    /// The outcome is not known: ask again with the same entries to learn it.
    #[error("it is not known whether the append was written")]
    Unknown(#[source] Failure),
}

/// Why something could not be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReadError {
    /// What is kept cannot be a record.
    #[error("the ledger is damaged")]
    Damaged(#[source] Fault),
    /// The store could not be read; it is safe to try again.
    #[error("the ledger could not be read")]
    Failed(#[source] Failure),
}

/// A page of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamPage {
    /// There is no such stream.
    Missing,
    /// The stream exists, even where the page has no records.
    Found {
        /// The records from the revision that was asked for.
        records: Vec<Record>,
        /// The revision of the stream's last record when the page was read.
        last: Revision,
    },
}

impl StreamPage {
    /// How much text its records hold, in bytes.
    pub(crate) fn text_bytes(&self) -> usize {
        match self {
            Self::Missing => 0,
            Self::Found { records, last: _ } => records.iter().map(Record::text_bytes).sum(),
        }
    }
}

/// A stream, and its place among all in the order in which they began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Began {
    /// Ascending, from 1; it may have gaps.
    pub number: u64,
    /// The stream.
    pub stream: StreamName,
}

/// Where records are kept.
#[async_trait]
pub trait EventStore: Send + Sync {
    /// Which ledger this is.
    fn identity(&self) -> &LedgerIdentity;

    /// What the times of its records say of their order.
    fn times(&self) -> Times {
        Times::NeverBack
    }

    /// Appends the drafts to a stream, all or none, and answers once they are durable. Where all of
    /// them stand in the stream already, with the same content, answers with the records as they
    /// stand, whatever was expected.
    ///
    /// # Errors
    /// Says whether it was refused, failed with nothing written, or ended in doubt.
    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError>;

    /// Reads a stream from a revision on. A page has at most `limit` records, at least one where
    /// there is one, and fewer where it would grow too large (see [`crate::Limit`]).
    ///
    /// # Errors
    /// Fails where the store cannot be read, or what is kept cannot be a record.
    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError>;

    /// Reads a page of a stream as [`Self::read_stream`] does, and gives it to `take`, once, where it was
    /// read: on the thread that read it, where the store has such threads. Most ask by
    /// [`crate::stream_page_as`].
    ///
    /// # Errors
    /// As [`Self::read_stream`]; then nothing was given.
    async fn give_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
        take: Take<StreamPage>,
    ) -> Result<(), ReadError> {
        take(self.read_stream(stream, from, limit).await?);
        Ok(())
    }

    /// Reads the beginning of several streams, in the order in which they are named: of each a page, as
    /// [`Self::read_stream`] reads its first. Once the pages hold as much text as one page may, those
    /// that follow have no records, though their streams exist.
    ///
    /// # Errors
    /// Fails where the store cannot be read, or what is kept cannot be a record.
    async fn read_beginnings(
        &self,
        streams: &[StreamName],
        limit: usize,
    ) -> Result<Vec<StreamPage>, ReadError> {
        let mut pages = Vec::with_capacity(streams.len());
        let mut text_bytes = 0;
        for stream in streams {
            let full = text_bytes >= PAGE_TEXT_BYTES_ENOUGH;
            let from = if full { Revision::from_number(u64::MAX) } else { Revision::FIRST };
            let page = self.read_stream(stream, from, limit).await?;
            text_bytes += page.text_bytes();
            pages.push(page);
        }
        Ok(pages)
    }

    /// Reads the whole ledger in the order of positions. A page has at most `limit` records, fewer
    /// where it would grow too large, and none only where nothing is there yet.
    ///
    /// # Errors
    /// Fails where the store cannot be read, or what is kept cannot be a record.
    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError>;

    /// Reads a page of the whole ledger as [`Self::read_all`] does, and gives it to `take`, once, where it
    /// was read, as [`Self::give_stream`] does. Most ask by [`crate::ledger_page_as`].
    ///
    /// # Errors
    /// As [`Self::read_all`]; then nothing was given.
    async fn give_all(
        &self,
        after: After,
        limit: usize,
        take: Take<Vec<Record>>,
    ) -> Result<(), ReadError> {
        take(self.read_all(after, limit).await?);
        Ok(())
    }

    /// The streams that began after the one of this number (0: from the first), in the order in
    /// which they began, at most `limit` of them; none only where no further one has begun.
    ///
    /// # Errors
    /// Fails where the store cannot be read, or what is kept cannot be a stream.
    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError>;

    /// The position of the last record.
    ///
    /// # Errors
    /// Fails where the store cannot be read.
    async fn head(&self) -> Result<Option<Position>, ReadError>;

    /// Returns once there is a record beyond this point.
    ///
    /// # Errors
    /// Fails where the store cannot be read, or has stopped so that nothing can come.
    async fn wait_beyond(&self, after: After) -> Result<(), ReadError>;
}

/// Why records were not taken over from another ledger.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReplicateError {
    /// The ledger to fill is not empty, or was written to meanwhile.
    #[error("the ledger to fill has records of its own, up to {head:?}")]
    NotEmpty {
        /// Where it stands.
        head: After,
    },
    /// The two ledgers have different identifiers, so that no leaf would hold.
    #[error("ledger {target} cannot take over the records of ledger {origin}")]
    OtherLedger {
        /// The ledger that was read.
        origin: Uuid,
        /// The ledger to fill.
        target: Uuid,
    },
    /// A record of the other ledger is at fault.
    #[error("a record to take over is at fault")]
    Faulty(#[source] Fault),
    /// The store was opened for reading alone.
    #[error("the ledger to fill was opened for reading alone")]
    ReadOnly,
    /// The other ledger could not be read.
    #[error("the ledger to copy could not be read")]
    Read(#[source] ReadError),
    /// The records could not be written. What was filled in is to be thrown away.
    #[error("the records could not be written; throw the half-filled ledger away")]
    Write(#[source] Failure),
}

/// A store that can be filled from another ledger, while it is empty.
#[async_trait]
pub trait Replica: EventStore {
    /// Takes over the next records of another ledger as they stand, `recorded_at` included. The
    /// first call needs an empty ledger and [`After::Start`]; each further one names where the one
    /// before ended, and nothing else may have been written since.
    ///
    /// # Errors
    /// Refuses a ledger with records of its own, and a record that does not verify.
    async fn take_over(&self, after: After, records: Vec<Record>) -> Result<After, ReplicateError>;

    /// Goes on with filling that was interrupted. Whoever asks has compared every record that is there with
    /// the other ledger, and put it through this order.
    ///
    /// # Errors
    /// Refuses where the order ends elsewhere than the ledger.
    async fn go_on_filling(&self, order: Order) -> Result<(), ReplicateError>;
}

/// Fills an empty ledger with all records of another, and answers where it then stands.
///
/// # Errors
/// Refuses where the ledgers differ, the target is not empty, or a record does not verify.
pub async fn replicate(
    origin: &dyn EventStore,
    target: &dyn Replica,
    page: usize,
) -> Result<After, ReplicateError> {
    let (from, to) = (origin.identity().id, target.identity().id);
    if from != to {
        return Err(ReplicateError::OtherLedger { origin: from, target: to });
    }
    let (mut read, mut written) = (After::Start, After::Start);
    loop {
        let records = origin.read_all(read, page).await.map_err(ReplicateError::Read)?;
        let Some(last) = records.last() else { return Ok(written) };
        read = After::Position(last.position);
        written = target.take_over(written, records).await?;
    }
}
