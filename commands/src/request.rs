//! What is asked of the ledger and what it answers: a request on one stream, its proposed facts, the
//! circumstances that it is decided in, and the three answers. Nothing here decides or records.

use chrono::{DateTime, TimeDelta, Utc};

use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::Envelope;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId, PractitionerId, RequestId};
use candour_domain::time::When;
use candour_ledger::{Failure, Fault};
use candour_schemas::{DecodeError, EncodeError};

use crate::refusal::Refusal;

/// How far ahead of the ledger's clock a time may lie and still not be the future, unless another
/// skew is configured: agencies' clocks differ by minutes.
pub const SKEW_MINUTES: i64 = 5;

/// One request: on one stream, one or more proposed facts, all recorded or none.
///
/// An imported row and the steps derived from it are one request. Repeating a request repeats its
/// identifier, and so those of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The request's own identifier, made by whoever asks.
    pub id: RequestId,
    /// Who asks for it to be recorded.
    pub author: PractitionerId,
    /// For which agency they record it.
    pub agency: AgencyId,
    /// The stream that it is about.
    pub stream: StreamId,
    /// What is to be recorded, in order. A later action may name the entry of an earlier one.
    pub actions: Vec<Action>,
}

/// A proposed fact with what is said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// When, who, from what source, about whom.
    pub envelope: Envelope,
    /// What is to be recorded as having happened.
    pub proposed: Event,
}

impl Request {
    /// The entry that the action at `index` becomes, if it is recorded.
    pub fn entry(&self, index: u32) -> EntryId {
        EntryId::of_request(self.id, index)
    }
}

/// What a decision depends on beside the past and the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// The time now, by the ledger's clock.
    pub now: DateTime<Utc>,
    /// How far ahead of it a time may lie and still not be the future.
    pub skew: TimeDelta,
}

impl Circumstances {
    /// The circumstances at a moment, with the usual skew of [`SKEW_MINUTES`].
    pub fn at(now: DateTime<Utc>) -> Self {
        Self { now, skew: TimeDelta::minutes(SKEW_MINUTES) }
    }

    /// Whether a time lies in the future: even the first moment that it can have been is later than
    /// now and the skew.
    pub fn lies_ahead(self, when: When) -> bool {
        let latest = self.now.checked_add_signed(self.skew).unwrap_or(self.now);
        when.interval().earliest() > latest
    }
}

/// What became of a request that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// These entries were recorded. Actions of the request that were already so have none.
    Recorded(Vec<Entry>),
    /// Nothing was recorded, because it is already so. The entries that say so: those that this
    /// request was recorded as before, or those that make it so.
    AlreadySo(Vec<Entry>),
}

impl Outcome {
    /// The entries, whether recorded now or standing already.
    pub fn entries(&self) -> &[Entry] {
        match self {
            Self::Recorded(entries) | Self::AlreadySo(entries) => entries,
        }
    }
}

/// Why a request was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It cannot be recorded as it stands; nothing was written. Asking again unchanged is refused
    /// again, unless what it names has been recorded meanwhile.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Others wrote to the stream each time; nothing was written. It is safe to ask again.
    #[error("others wrote to {stream} at each of {attempts} attempts; nothing was written")]
    Busy {
        /// The stream.
        stream: StreamId,
        /// How often it was attempted.
        attempts: u32,
    },
    /// The store failed; nothing was written. It is safe to ask again.
    #[error("the store failed and nothing was written")]
    NotWritten(#[source] Failure),
    /// The outcome is not known. Ask again with the same request identifier to learn it.
    #[error(
        "it is not known whether request {request} was recorded: ask again with the same identifier"
    )]
    Unknown {
        /// The request.
        request: RequestId,
        /// What the store said last.
        #[source]
        source: Failure,
    },
    /// The ledger was opened for reading alone.
    #[error("the ledger was opened for reading alone")]
    ReadOnly,
    /// What the ledger keeps cannot be read as entries; nothing was written.
    #[error("what the ledger keeps in {stream} is damaged; nothing was written")]
    Damaged {
        /// The stream.
        stream: StreamId,
        /// What is wrong with it.
        #[source]
        source: Box<Damage>,
    },
    /// An entry cannot be written down in its stored form; nothing was written.
    #[error("the entry cannot be written in its stored form; nothing was written")]
    Unwritable(#[source] EncodeError),
}

/// What is wrong with what a ledger keeps.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// A record is not as it was written.
    #[error("a record is not as it was written")]
    Record(#[source] Fault),
    /// A record cannot be read as an entry.
    #[error("a record cannot be read as an entry")]
    Entry(#[source] DecodeError),
}
