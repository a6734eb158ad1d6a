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
    read_stream_entries_by(store, stream, LOAD_PAGE_RECORDS).await
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
    let name: StreamName = stream
        .to_string()
        .parse()
        .map_err(|source| LoadError::Name { stream: stream.to_string(), source })?;
    let mut entries = Vec::new();
    let mut from = Revision::FIRST;
    loop {
        let read = store.read_stream(&name, from, page).await;
        let read = read.map_err(|source| LoadError::Read { what: name.to_string(), source })?;
        let StreamPage::Found { records, last } = read else { return Ok(None) };
        let Some(end) = records.last() else { return Ok(Some(entries)) };
        from = end.revision.next();
        for record in records {
            entries.push(into_entry(record)?);
        }
        if from > last {
            return Ok(Some(entries));
        }
    }
}

/// The entry of a record.
pub(crate) fn decode(record: &Record) -> Result<Entry, LoadError> {
    candour_schemas::entry(record).map_err(not_understood)
}

/// The entry of a record that is not needed any more.
fn into_entry(record: Record) -> Result<Entry, LoadError> {
    candour_schemas::into_entry(record).map_err(not_understood)
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
        Self::load_by(store, case, LOAD_PAGE_RECORDS).await
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
        let identities = reader.read(named.iter().copied().filter(is_identity), &mut seen).await?;
        let teams = reader.read(named.iter().copied().filter(is_team), &mut seen).await?;
        let mut further = named;
        further.extend(streams_in(&identities));
        further.extend(streams_in(&teams));
        let registers = reader.read(further.into_iter(), &mut seen).await?;
        let beyond = streams_in(&registers).into_iter().filter(is_register);
        let mut registers = registers;
        registers.extend(reader.read(beyond, &mut seen).await?);
        let ledger = LedgerId::new(store.identity().id);
        let ledger = read_stream_entries_by(store, StreamId::Ledger(ledger), page).await?;
        let ledger = ledger.unwrap_or_default();
        Ok(Some(Self::of(case, Streams { entries, identities, teams, ledger, registers })))
    }
}

struct Reader<'a> {
    store: &'a dyn EventStore,
    page: usize,
}

impl Reader<'_> {
    /// Reads the streams that have not been read yet, other than cases and the ledger's own.
    async fn read(
        &self,
        streams: impl Iterator<Item = StreamId>,
        seen: &mut BTreeSet<StreamId>,
    ) -> Result<Vec<Entry>, LoadError> {
        let mut entries = Vec::new();
        for stream in streams {
            let wanted = is_identity(&stream) || is_team(&stream) || is_register(&stream);
            if wanted && seen.insert(stream) {
                let read = read_stream_entries_by(self.store, stream, self.page).await?;
                entries.extend(read.unwrap_or_default());
            }
        }
        Ok(entries)
    }
}

/// The streams of all that the entries refer to.
fn streams_in(entries: &[Entry]) -> BTreeSet<StreamId> {
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

fn is_register(stream: &StreamId) -> bool {
    matches!(stream, StreamId::Agency(_) | StreamId::Practitioner(_))
}
