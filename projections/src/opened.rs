//! Entries opened from a number: those at some positions of the ledger, whatever their streams, each
//! in a line.
//!
//! Whatever counted them gives the positions; here they are read from the ledger itself, as they stood
//! on the record that is asked about. It reads the streams that it needs and keeps nothing between two
//! questions.
//!
//! # Rules
//! - `each_position_opens_as_one_line`: in the order of the positions, withdrawn entries marked.
//! - `an_entry_opens_as_the_record_had_it`: corrected only where the correction was on record.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::{Effective, Standing, effective};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::Handling;
use candour_domain::identifier::CaseId;
use candour_domain::reference::{Reference, references};
use candour_ledger::{After, EventStore};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::{LoadError, decode, read_stream_entries};
use crate::directory::Directory;
use crate::marks::marks;
use crate::marks::seen::{Withheld, seen};
use crate::marks::treatment::{Reader, Treatment};
use crate::shape::{AgencyName, ChildName, Dated, Pointer};
use crate::summary::{Names, summary};

/// An entry in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenedEntry {
    /// The entry, its reference and its position.
    pub entry: Pointer,
    /// The stream in which it stands.
    pub stream: String,
    /// The case in which it stands; none if it stands in no case.
    pub case: Option<CaseId>,
    /// The reference that the case is known by.
    pub case_reference: Option<String>,
    /// When it was.
    pub when: Dated,
    /// The agency whose record it is.
    pub agency: AgencyName,
    /// The children whom it concerns.
    pub children: Vec<ChildName>,
    /// The type of entry, by its stored name.
    pub kind: &'static str,
    /// What happened, in a few words.
    pub title: String,
    /// What it says.
    pub text: String,
    /// How it stands.
    pub standing: OpenedStanding,
    /// What limits how it may be handled.
    pub handling: Vec<Handling>,
    /// When the ledger accepted it.
    pub recorded_at: DateTime<Utc>,
}

/// How an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpenedStanding {
    /// As it was recorded.
    AsRecorded,
    /// Corrected: what is shown is the correction.
    Corrected,
    /// Withdrawn.
    Withdrawn,
}

/// Opens the entries at some positions, as a question sees the record. A position of which the record
/// held nothing then is left out.
///
/// # Errors
/// If the ledger cannot be read or a record that is needed cannot be understood.
pub async fn opened(
    store: &dyn EventStore,
    positions: &[u64],
    ask: &Ask,
) -> Result<Vec<OpenedEntry>, LoadError> {
    let known = Known { store, streams: BTreeMap::new(), reader: None, withheld: Vec::new() };
    Ok(known.opened(positions, ask).await?.entries)
}

/// Entries opened for a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedFor {
    /// Those that are shown, whole or without their texts.
    pub entries: Vec<OpenedEntry>,
    /// Those that are not shown, in ledger order.
    pub not_shown: Vec<Withheld>,
}

/// The same as a reader is shown them.
///
/// # Errors
/// If the ledger cannot be read or a record that is needed cannot be understood.
pub async fn opened_for(
    store: &dyn EventStore,
    positions: &[u64],
    ask: &Ask,
    reader: &Reader,
) -> Result<OpenedFor, LoadError> {
    let reader = Some(reader);
    let known = Known { store, streams: BTreeMap::new(), reader, withheld: Vec::new() };
    known.opened(positions, ask).await
}

impl Known<'_> {
    async fn opened(mut self, positions: &[u64], ask: &Ask) -> Result<OpenedFor, LoadError> {
        let store = self.store;
        let mut by_stream: BTreeMap<StreamId, Vec<u64>> = BTreeMap::new();
        for position in positions {
            if let Some(stream) = stream_at(store, *position).await? {
                by_stream.entry(stream).or_default().push(*position);
            }
        }
        for wanted in by_stream.values_mut() {
            wanted.sort_unstable();
        }
        let mut entries = Vec::with_capacity(positions.len());
        for (stream, wanted) in by_stream {
            entries.extend(self.lines(stream, &wanted, ask).await?);
        }
        entries.sort_by_key(|line| line.entry.position);
        let mut not_shown = self.withheld;
        not_shown
            .retain(|it| it.treatment == Treatment::NotShown && positions.contains(&it.position.0));
        not_shown.sort_by_key(|it| it.position);
        Ok(OpenedFor { entries, not_shown })
    }
}

/// The stream of the record at a position.
async fn stream_at(store: &dyn EventStore, position: u64) -> Result<Option<StreamId>, LoadError> {
    let Some(before) = position.checked_sub(1) else { return Ok(None) };
    let read = store.read_all(After::from_number(before), 1).await;
    let page =
        read.map_err(|source| LoadError::Read { what: format!("entry #{position}"), source })?;
    let record = page.first().filter(|record| record.position.number() == position);
    Ok(record.map(decode).transpose()?.map(|entry| entry.stream))
}

/// The streams that have been read for the names in them.
struct Known<'a> {
    store: &'a dyn EventStore,
    streams: BTreeMap<StreamId, Vec<Entry>>,
    /// For whom they are opened; none where all of them is shown.
    reader: Option<&'a Reader>,
    /// What is withheld from that reader.
    withheld: Vec<Withheld>,
}

impl Known<'_> {
    /// The lines of some entries of one stream.
    async fn lines(
        &mut self,
        stream: StreamId,
        wanted: &[u64],
        ask: &Ask,
    ) -> Result<Vec<OpenedEntry>, LoadError> {
        let own = self.read(stream).await?;
        let standing = effective(&own, ask.on_record);
        let chosen: Vec<&Effective<'_>> = standing
            .iter()
            .filter(|entry| wanted.binary_search(&entry.entry.position.0).is_ok())
            .collect();
        let directory = self.directory(&own, &chosen, ask).await?;
        let held = standing.iter().map(|entry| entry.entry);
        let names = Names::from_entries(held, &directory).and_withheld(&self.withheld);
        let case = case_of(stream);
        let reference = standing.iter().find_map(reference);
        let line = |entry: &&Effective<'_>| {
            let said = summary(entry.event(), &names);
            OpenedEntry {
                entry: Pointer::to(entry.entry, &directory),
                stream: stream.to_string(),
                case,
                case_reference: reference.clone(),
                when: Dated::of(entry.occurred(), ask),
                agency: directory.named_agency(entry.entry.envelope.by.agency),
                children: entry.children().iter().map(|id| directory.child(*id)).collect(),
                kind: candour_schemas::type_name(entry.event()),
                title: said.title,
                text: said.text,
                standing: match entry.standing {
                    Standing::AsRecorded => OpenedStanding::AsRecorded,
                    Standing::Corrected { .. } => OpenedStanding::Corrected,
                    Standing::Withdrawn { .. } => OpenedStanding::Withdrawn,
                },
                handling: entry.entry.envelope.handling.clone(),
                recorded_at: entry.entry.recorded_at,
            }
        };
        Ok(chosen.iter().map(line).collect())
    }

    /// The names of all whom some entries name.
    async fn directory(
        &mut self,
        own: &[Entry],
        chosen: &[&Effective<'_>],
        ask: &Ask,
    ) -> Result<Directory, LoadError> {
        let mut named = Vec::new();
        for entry in chosen {
            let in_words = references(&entry.entry.envelope).into_iter();
            let in_words = in_words.chain(references(entry.event()));
            let children = entry.children().iter().map(|id| Reference::Child(*id));
            let people = entry.about().iter().map(|id| Reference::Person(*id));
            named.extend(in_words.chain(children).chain(people).filter_map(stream_of));
        }
        named.sort_unstable();
        named.dedup();
        let mut entries: Vec<Entry> = own.to_vec();
        for stream in named {
            if own.first().is_none_or(|first| first.stream != stream) {
                entries.extend_from_slice(self.stream(stream).await?);
            }
        }
        entries.sort_by_key(|entry| entry.position);
        Ok(Directory::fold(&entries, ask.on_record))
    }

    /// The entries of a stream, as they are shown to whom they are opened for.
    async fn read(&mut self, stream: StreamId) -> Result<Vec<Entry>, LoadError> {
        let read = read_stream_entries(self.store, stream).await?.unwrap_or_default();
        let Some(reader) = self.reader else { return Ok(read) };
        let marks = marks(&read.iter().collect::<Vec<_>>());
        Ok(seen(read, (&marks, reader), &mut self.withheld))
    }

    /// The entries of a stream, read once.
    async fn stream(&mut self, stream: StreamId) -> Result<&[Entry], LoadError> {
        if !self.streams.contains_key(&stream) {
            let read = self.read(stream).await?;
            self.streams.insert(stream, read);
        }
        Ok(self.streams.get(&stream).map(Vec::as_slice).unwrap_or_default())
    }
}

/// The stream that gives whoever is referred to their name.
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

/// The case of a stream.
fn case_of(stream: StreamId) -> Option<CaseId> {
    match stream {
        StreamId::Case(case) => Some(case),
        StreamId::Child(_)
        | StreamId::Person(_)
        | StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)
        | StreamId::Ledger(_) => None,
    }
}

/// The reference that an entry gives its case.
fn reference(entry: &Effective<'_>) -> Option<String> {
    match entry.event().case() {
        Some(CaseEvent::Opening(OpeningEvent::CaseOpened(it))) if entry.stands() => {
            it.reference.value().map(ToString::to_string)
        }
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::case::information::{InformationEvent, ObservationRecorded};
    use candour_domain::entry::RecordClock;
    use candour_domain::identifier::EntryId;
    use candour_domain::recorded::Recorded;
    use candour_domain::text::Text;

    use super::*;
    use crate::sample::{CASE, MIA, Sample, at, day};

    fn observed(account: &str) -> InformationEvent {
        InformationEvent::ObservationRecorded(ObservationRecorded {
            account: Text::new(account),
            response: Recorded::NotRecorded,
        })
    }

    fn lines(sample: &Sample, positions: &[u64], ask: &Ask) -> Vec<OpenedEntry> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async { opened(&sample.store().await, positions, ask).await.unwrap() })
    }

    fn position(sample: &Sample, id: EntryId) -> u64 {
        sample.entries.iter().find(|entry| entry.id == id).unwrap().position.0
    }

    /// Two observations, of which the first is corrected in May and the second withdrawn in June.
    fn observations() -> (Sample, [u64; 2]) {
        let mut sample = Sample::family();
        let first = sample.case(day(2, 1), observed("a brown coat"));
        sample.about(&[MIA]);
        let second = sample.case(day(2, 2), observed("somebody else's child"));
        sample.correct(day(5, 1), first, observed("a red coat"));
        sample.withdraw(day(6, 1), second);
        let positions = [position(&sample, first), position(&sample, second)];
        (sample, positions)
    }

    #[test]
    fn each_position_opens_as_one_line() {
        let (sample, [_, second]) = observations();
        let all: Vec<u64> = sample.entries.iter().map(|entry| entry.position.0).collect();
        let ask = Ask::everything(RecordClock::Ledger);
        let found = lines(&sample, &all, &ask);
        let shown: Vec<u64> = found.iter().map(|line| line.entry.position).collect();
        assert_eq!(shown, all);
        let withdrawn = found.iter().filter(|it| it.standing == OpenedStanding::Withdrawn);
        assert_eq!(withdrawn.map(|it| it.entry.position).collect::<Vec<_>>(), [second]);
        assert_eq!(lines(&sample, &[0, 999], &ask), []);
    }

    #[test]
    fn an_entry_opens_as_the_record_had_it() {
        let (sample, [first, _]) = observations();
        let everything = Ask::everything(RecordClock::Ledger);
        let now = lines(&sample, &[first], &everything);
        let before = lines(&sample, &[first], &everything.on_record(at(4, 1)));
        let entry = sample.entries.iter().find(|entry| entry.position.0 == first).unwrap();
        let ask = everything.on_record(at(4, 1));
        let directory = Directory::fold(&sample.entries, ask.on_record);
        let expected = OpenedEntry {
            entry: Pointer { entry: entry.id, label: format!("#{first}"), position: first },
            stream: format!("case-{CASE}"),
            case: Some(CASE),
            case_reference: Some("ASH-1".to_owned()),
            when: Dated::of(day(2, 1), &ask),
            agency: directory.named_agency(entry.agency),
            children: vec![directory.child(MIA)],
            kind: "ObservationRecorded",
            title: "Observation".to_owned(),
            text: "a brown coat".to_owned(),
            standing: OpenedStanding::AsRecorded,
            handling: Vec::new(),
            recorded_at: entry.recorded_at,
        };
        let corrected = OpenedEntry {
            text: "a red coat".to_owned(),
            standing: OpenedStanding::Corrected,
            ..expected.clone()
        };
        assert_eq!((before, now), (vec![expected], vec![corrected]));
    }
}
