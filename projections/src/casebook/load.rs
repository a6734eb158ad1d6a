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
    stream_page_as,
};
use candour_schemas::DecodeError;

use super::{Casebook, Streams};

/// How many records are read at once unless said otherwise.
pub const LOAD_PAGE_RECORDS: usize = 1_000;
/// How many records of one stream are read at once: enough that asking costs little, and few enough that
/// some are decoded while others are read.
const STREAM_PAGE_RECORDS: usize = 250;
/// For how many entries of a stream room is made at once, at the most.
const ROOM_ENTRIES_MAX: usize = 10_000;
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
    let read = whole_stream(store, stream, (page, Names::LeftAside)).await?;
    Ok(read.map(|read| read.entries))
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
    let (page, names) = (STREAM_PAGE_RECORDS, Names::LeftAside);
    let stream = Begun { store, name: &name, page, names };
    let all = (from, Revision::from_number(u64::MAX));
    Ok(stream.between(all, (Decoded::with_room(0), Vec::new())).await?.entries)
}

/// A whole stream, `None` if there is no such stream.
async fn whole_stream(
    store: &dyn EventStore,
    stream: StreamId,
    (page, names): (usize, Names),
) -> Result<Option<Decoded>, LoadError> {
    let name = name_of(stream)?;
    let read = store.read_stream(&name, Revision::FIRST, page).await;
    match read.map_err(|source| LoadError::Read { what: name.to_string(), source })? {
        StreamPage::Missing => Ok(None),
        StreamPage::Found { records, last } => {
            let stream = Begun { store, name: &name, page, names };
            stream.whole(records, last).await.map(Some)
        }
    }
}

fn name_of(stream: StreamId) -> Result<StreamName, LoadError> {
    let name = stream.to_string();
    name.parse().map_err(|source| LoadError::Name { stream: name, source })
}

/// Whether the streams that the entries name are looked for as these are decoded.
#[derive(Clone, Copy)]
enum Names {
    Sought,
    LeftAside,
}

/// Entries in their order, and the streams that they name where those were sought.
struct Decoded {
    entries: Vec<Entry>,
    named: BTreeSet<StreamId>,
}

impl Decoded {
    /// Nothing yet, with room for so many entries: one is large to be moved about.
    fn with_room(entries: u64) -> Self {
        let room = usize::try_from(entries).unwrap_or(usize::MAX).min(ROOM_ENTRIES_MAX);
        Self { entries: Vec::with_capacity(room), named: BTreeSet::new() }
    }

    /// Goes on with further records.
    fn go_on(mut self, records: Vec<Record>, names: Names) -> Result<Self, LoadError> {
        let new = self.entries.len();
        for record in records {
            self.entries.push(candour_schemas::into_entry(record).map_err(not_understood)?);
        }
        match names {
            Names::Sought => self.named.extend(streams_in(&self.entries[new..])),
            Names::LeftAside => {}
        }
        Ok(self)
    }

    /// Puts what follows behind this.
    fn followed_by(mut self, further: Self) -> Self {
        self.entries.extend(further.entries);
        self.named.extend(further.named);
        self
    }
}

/// A stream of which the first page has been read.
struct Begun<'a> {
    store: &'a dyn EventStore,
    name: &'a StreamName,
    page: usize,
    names: Names,
}

impl Begun<'_> {
    /// The whole stream. Where its first page leaves much, it is read in two halves side by side, each
    /// decoded on the thread that reads it.
    async fn whole(&self, records: Vec<Record>, last: Revision) -> Result<Decoded, LoadError> {
        let (read, all) = (records.len() as u64, last.next().number());
        if read >= all {
            return Decoded::with_room(read).go_on(records, self.names);
        }
        let from = Revision::from_number(read);
        let middle = Revision::from_number(read.max(all / 2));
        let first = self.between((from, middle), (Decoded::with_room(all), records));
        let room = Decoded::with_room(all - middle.number());
        let second = self.between((middle, last.next()), (room, Vec::new()));
        let (first, second) = tokio::join!(first, second);
        Ok(first?.followed_by(second?))
    }

    /// The records at hand, and those from one revision up to another, behind what is decoded.
    async fn between(
        &self,
        (mut from, to): (Revision, Revision),
        (mut decoded, mut at_hand): (Decoded, Vec<Record>),
    ) -> Result<Decoded, LoadError> {
        let names = self.names;
        while from < to {
            let left = usize::try_from(to.number() - from.number()).unwrap_or(usize::MAX);
            let wanted = (self.name, from, self.page.min(left));
            let read = stream_page_as(self.store, wanted, move |page| {
                let decoded = decoded.go_on(at_hand, names)?;
                let StreamPage::Found { records, last: _ } = page else {
                    return Ok((decoded, None));
                };
                let next = records.last().map(|record| record.revision.next());
                Ok((decoded.go_on(records, names)?, next))
            });
            let failed = |source| LoadError::Read { what: self.name.to_string(), source };
            let (further, next) = read.await.map_err(failed)??;
            (decoded, at_hand) = (further, Vec::new());
            let Some(next) = next else { break };
            from = next;
        }
        decoded.go_on(at_hand, names)
    }
}

/// The entry of a record.
pub(crate) fn decode(record: &Record) -> Result<Entry, LoadError> {
    candour_schemas::entry(record).map_err(not_understood)
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
        let stream = StreamId::Case(case);
        let Some(own) = whole_stream(store, stream, (page, Names::Sought)).await? else {
            return Ok(None);
        };
        let Decoded { entries, named } = own;
        let reader = Reader { store, page };
        let mut seen = BTreeSet::new();
        let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
        let is_near = |stream: &StreamId| is_identity(stream) || is_team(stream);
        let near = unread(named.iter().copied().filter(is_near).chain([ledger]), &mut seen);
        let registers = unread(named.into_iter().filter(is_register), &mut seen);
        let (near, registers) = tokio::join!(reader.read(&near), reader.read(&registers));
        let (near, mut registers) = (near?, registers?);
        let (ledger, near): (Vec<Entry>, Vec<Entry>) =
            near.into_iter().partition(|entry| entry.stream == ledger);
        let mut further = streams_in(&near);
        let (teams, identities): (Vec<Entry>, Vec<Entry>) =
            near.into_iter().partition(|entry| is_team(&entry.stream));
        further.retain(|stream| is_near(stream) || is_register(stream));
        registers.extend(reader.read(&unread(further.into_iter(), &mut seen)).await?);
        let beyond = streams_in(&registers).into_iter().filter(is_register);
        registers.extend(reader.read(&unread(beyond, &mut seen)).await?);
        Ok(Some(Self::of(case, Streams { entries, identities, teams, ledger, registers })))
    }
}

/// Those of the streams that have not been read yet, which they are taken to be from now on.
pub(super) fn unread(
    streams: impl Iterator<Item = StreamId>,
    seen: &mut BTreeSet<StreamId>,
) -> Vec<StreamId> {
    streams.filter(|stream| seen.insert(*stream)).collect()
}

pub(super) struct Reader<'a> {
    pub(super) store: &'a dyn EventStore,
    pub(super) page: usize,
}

impl Reader<'_> {
    /// Reads streams, many at a time, and where there are many in two halves side by side.
    pub(super) async fn read(&self, streams: &[StreamId]) -> Result<Vec<Entry>, LoadError> {
        if streams.len() <= STREAMS_AT_ONCE / 2 {
            return self.read_in_turn(streams).await;
        }
        let (first, second) = streams.split_at(streams.len() / 2);
        let halves = tokio::join!(self.read_in_turn(first), self.read_in_turn(second));
        let mut entries = halves.0?;
        entries.extend(halves.1?);
        Ok(entries)
    }

    async fn read_in_turn(&self, streams: &[StreamId]) -> Result<Vec<Entry>, LoadError> {
        let names = streams.iter().copied().map(name_of);
        let names = names.collect::<Result<Vec<StreamName>, LoadError>>()?;
        let mut entries = Vec::new();
        for names in names.chunks(STREAMS_AT_ONCE) {
            let read = self.store.read_beginnings(names, self.page).await;
            let what = || names.iter().map(StreamName::as_str).collect::<Vec<_>>().join(", ");
            let pages = read.map_err(|source| LoadError::Read { what: what(), source })?;
            for (name, page) in names.iter().zip(pages) {
                if let StreamPage::Found { records, last } = page {
                    let (store, page, names) = (self.store, self.page, Names::LeftAside);
                    let stream = Begun { store, name, page, names };
                    entries.extend(stream.whole(records, last).await?.entries);
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
