//! Reading a casebook out of a store: stream by stream, in pages, decoded.
//!
//! It follows references outwards from the case: to its children and people, from those to whom they
//! name, and to the agencies and practitioners of all of them. It goes no further: a relative's other
//! family is not this case's business.
//!
//! # Rules
//! - `page_size_never_matters`: the same casebook, whatever the page.
//! - `a_case_that_nobody_opened_is_none`: an empty stream is not a case.

use std::collections::BTreeSet;

use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::{CaseId, LedgerId};
use candour_domain::reference::{Reference, references};
use candour_ledger::{
    EventStore, ReadError, Record, Revision, StreamName, StreamNameError, StreamPage,
};
use candour_schemas::DecodeError;

use super::{Casebook, Streams};

/// How many records are read at once unless said otherwise.
pub const LOAD_PAGE_RECORDS: usize = 1_000;
/// How many records of one stream are read at once: enough that asking costs little, and few enough that
/// some are decoded while others are read.
const STREAM_PAGE_RECORDS: usize = 250;
/// Of how many streams the beginnings are read at once.
const STREAMS_AT_ONCE: usize = 64;

/// Why something could not be read out of the ledger. Asking again is safe.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store could not be read.
    #[error("reading {what}")]
    Read {
        /// What was being read.
        what: String,
        /// Why not.
        #[source]
        source: ReadError,
    },
    /// A record could not be understood.
    #[error("understanding the record at position {position}")]
    Decode {
        /// Where it stands in the ledger.
        position: u64,
        /// Why not.
        #[source]
        source: Box<DecodeError>,
    },
    /// The name of a stream could not be made.
    #[error("naming the stream {stream}")]
    Name {
        /// The stream.
        stream: String,
        /// Why not.
        #[source]
        source: StreamNameError,
    },
}

/// The entries of a stream in their order; `None` if there is no such stream.
///
/// # Errors
/// If the stream cannot be read or a record of it cannot be understood.
pub async fn read_stream_entries(
    store: &dyn EventStore,
    stream: StreamId,
) -> Result<Option<Vec<Entry>>, LoadError> {
    read_stream_entries_by(store, stream, STREAM_PAGE_RECORDS).await
}

/// The same, in pages of at most so many records.
///
/// # Errors
/// If the stream cannot be read or a record of it cannot be understood.
pub async fn read_stream_entries_by(
    store: &dyn EventStore,
    stream: StreamId,
    page: usize,
) -> Result<Option<Vec<Entry>>, LoadError> {
    let name = name_of(stream)?;
    let read = store.read_stream(&name, Revision::FIRST, page).await;
    match read.map_err(|source| LoadError::Read { what: name.to_string(), source })? {
        StreamPage::Missing => Ok(None),
        StreamPage::Found { records, last } => {
            let stream = Begun { store, name: &name, page };
            stream.whole(records, last).await.map(Some)
        }
    }
}

/// The entries of a stream from a revision on.
///
/// # Errors
/// If the stream cannot be read or a record cannot be understood.
pub async fn read_stream_entries_from(
    store: &dyn EventStore,
    stream: StreamId,
    from: Revision,
) -> Result<Vec<Entry>, LoadError> {
    let name = name_of(stream)?;
    let stream = Begun { store, name: &name, page: STREAM_PAGE_RECORDS };
    stream.between(from, Revision::from_number(u64::MAX)).await
}

fn name_of(stream: StreamId) -> Result<StreamName, LoadError> {
    let name = stream.to_string();
    name.parse().map_err(|source| LoadError::Name { stream: name, source })
}

/// A stream of which the first page has been read.
struct Begun<'a> {
    store: &'a dyn EventStore,
    name: &'a StreamName,
    page: usize,
}

impl Begun<'_> {
    /// The entries of the whole stream. What its first page leaves is read in two halves side by side,
    /// so that one is decoded while the other is fetched.
    async fn whole(&self, records: Vec<Record>, last: Revision) -> Result<Vec<Entry>, LoadError> {
        let from = records.last().map_or(Revision::FIRST, |record| record.revision.next());
        let mut entries = into_entries(records)?;
        if from > last {
            return Ok(entries);
        }
        let half = (last.next().number() - from.number()).div_ceil(2);
        let middle = Revision::from_number(from.number() + half);
        let halves = (self.between(from, middle), self.between(middle, last.next()));
        let (first, second) = tokio::join!(halves.0, halves.1);
        entries.extend(first?);
        entries.extend(second?);
        Ok(entries)
    }

    /// The entries from one revision up to another.
    async fn between(&self, from: Revision, to: Revision) -> Result<Vec<Entry>, LoadError> {
        let mut entries = Vec::new();
        let mut from = from;
        while from < to {
            let left = usize::try_from(to.number() - from.number()).unwrap_or(usize::MAX);
            let read = self.store.read_stream(self.name, from, self.page.min(left)).await;
            let failed = |source| LoadError::Read { what: self.name.to_string(), source };
            let StreamPage::Found { records, last: _ } = read.map_err(failed)? else { break };
            let Some(end) = records.last() else { break };
            from = end.revision.next();
            entries.extend(into_entries(records)?);
        }
        Ok(entries)
    }
}

/// The entry of a record.
pub(crate) fn decode(record: &Record) -> Result<Entry, LoadError> {
    candour_schemas::entry(record).map_err(not_understood)
}

/// The entries of records that are not needed any more.
fn into_entries(records: Vec<Record>) -> Result<Vec<Entry>, LoadError> {
    records
        .into_iter()
        .map(|record| candour_schemas::into_entry(record).map_err(not_understood))
        .collect()
}

fn not_understood(source: DecodeError) -> LoadError {
    LoadError::Decode { position: source.position.0, source: Box::new(source) }
}

impl Casebook {
    /// Reads a case out of a store; `None` if nothing has been recorded of it.
    ///
    /// # Errors
    /// If a stream cannot be read or a record cannot be understood.
    pub async fn load(store: &dyn EventStore, case: CaseId) -> Result<Option<Self>, LoadError> {
        Self::load_by(store, case, STREAM_PAGE_RECORDS).await
    }

    /// The same, in pages of at most so many records.
    ///
    /// # Errors
    /// If a stream cannot be read or a record cannot be understood.
    pub async fn load_by(
        store: &dyn EventStore,
        case: CaseId,
        page: usize,
    ) -> Result<Option<Self>, LoadError> {
        let Some(entries) = read_stream_entries_by(store, StreamId::Case(case), page).await? else {
            return Ok(None);
        };
        let reader = Reader { store, page };
        let mut seen = BTreeSet::new();
        let named = streams_in(&entries);
        let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
        let near = named.iter().copied().filter(|stream| is_identity(stream) || is_team(stream));
        let near = reader.read(near.chain([ledger]), &mut seen).await?;
        let (ledger, near): (Vec<Entry>, Vec<Entry>) =
            near.into_iter().partition(|entry| entry.stream == ledger);
        let (teams, identities): (Vec<Entry>, Vec<Entry>) =
            near.into_iter().partition(|entry| is_team(&entry.stream));
        let mut further = named;
        further.extend(streams_in(&identities));
        further.extend(streams_in(&teams));
        let wanted =
            |stream: &StreamId| is_identity(stream) || is_team(stream) || is_register(stream);
        let further = further.into_iter().filter(wanted);
        let mut registers = reader.read(further, &mut seen).await?;
        let beyond = streams_in(&registers).into_iter().filter(is_register);
        registers.extend(reader.read(beyond, &mut seen).await?);
        Ok(Some(Self::of(case, Streams { entries, identities, teams, ledger, registers })))
    }
}

pub(super) struct Reader<'a> {
    pub(super) store: &'a dyn EventStore,
    pub(super) page: usize,
}

impl Reader<'_> {
    /// Reads the streams that have not been read yet, many at a time.
    pub(super) async fn read(
        &self,
        streams: impl Iterator<Item = StreamId>,
        seen: &mut BTreeSet<StreamId>,
    ) -> Result<Vec<Entry>, LoadError> {
        let unread = streams.filter(|stream| seen.insert(*stream)).map(name_of);
        let unread = unread.collect::<Result<Vec<StreamName>, LoadError>>()?;
        let mut entries = Vec::new();
        for names in unread.chunks(STREAMS_AT_ONCE) {
            let read = self.store.read_beginnings(names, self.page).await;
            let what = || names.iter().map(StreamName::as_str).collect::<Vec<_>>().join(", ");
            let pages = read.map_err(|source| LoadError::Read { what: what(), source })?;
            for (name, page) in names.iter().zip(pages) {
                if let StreamPage::Found { records, last } = page {
                    let stream = Begun { store: self.store, name, page: self.page };
                    entries.extend(stream.whole(records, last).await?);
                }
            }
        }
        Ok(entries)
    }
}

impl Streams {
    /// What of it a case of these entries would be read with, and those who looked at it: who is named in none of
    /// them is left out.
    pub(super) fn reached(mut self, accesses: &[Entry]) -> Self {
        let named = streams_in(&self.entries);
        self.identities.retain(|entry| named.contains(&entry.stream));
        self.teams.retain(|entry| named.contains(&entry.stream));
        let mut further = named;
        further.extend(streams_in(&self.identities));
        further.extend(streams_in(&self.teams));
        further.extend(streams_in(accesses).into_iter().filter(is_register));
        let (near, beyond): (Vec<Entry>, Vec<Entry>) =
            self.registers.into_iter().partition(|entry| further.contains(&entry.stream));
        let named = streams_in(&near);
        let beyond =
            beyond.into_iter().filter(|it| is_register(&it.stream) && named.contains(&it.stream));
        self.registers = near;
        self.registers.extend(beyond);
        self
    }
}

/// The streams of all that the entries refer to.
pub(super) fn streams_in(entries: &[Entry]) -> BTreeSet<StreamId> {
    let mut streams = BTreeSet::new();
    for entry in entries {
        streams.insert(StreamId::Practitioner(entry.author));
        streams.insert(StreamId::Agency(entry.agency));
        let named = references(&entry.envelope).into_iter().chain(references(&entry.event));
        streams.extend(named.filter_map(stream_of));
    }
    streams
}

/// The streams that an entry names.
pub(crate) fn named_in(entry: &Entry) -> BTreeSet<StreamId> {
    streams_in(std::slice::from_ref(entry))
}

fn stream_of(reference: Reference) -> Option<StreamId> {
    match reference {
        Reference::Child(id) => Some(StreamId::Child(id)),
        Reference::Person(id) => Some(StreamId::Person(id)),
        Reference::Agency(id) => Some(StreamId::Agency(id)),
        Reference::Practitioner(id) => Some(StreamId::Practitioner(id)),
        Reference::Team(id) => Some(StreamId::Team(id)),
        Reference::Case(_) | Reference::Entry(_) => None,
    }
}

fn is_identity(stream: &StreamId) -> bool {
    matches!(stream, StreamId::Child(_) | StreamId::Person(_))
}

fn is_team(stream: &StreamId) -> bool {
    matches!(stream, StreamId::Team(_))
}

pub(super) fn is_register(stream: &StreamId) -> bool {
    matches!(stream, StreamId::Agency(_) | StreamId::Practitioner(_))
}
