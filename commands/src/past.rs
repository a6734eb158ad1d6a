//! What a stream holds, as deciding needs it, and what a request has proposed so far. Folds run over
//! entries as they stand. Nothing here decides or reads a store.

use std::collections::BTreeMap;

use candour_domain::case::record::RecordEvent;
use candour_domain::effective::{Effective, OnRecord, Standing, effective};
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, RequestId};
use candour_domain::state::CaseState;
use candour_domain::time::When;
use chrono::{DateTime, Utc};

use crate::request::Action;

/// The entries of a stream, and what deciding needs of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    stream: StreamId,
    entries: Vec<Entry>,
    places: BTreeMap<EntryId, usize>,
    requests: BTreeMap<RequestId, Vec<usize>>,
    case: CaseState,
}

impl Past {
    /// A stream of which nothing has been recorded.
    pub fn before(stream: StreamId) -> Self {
        Self {
            stream,
            entries: Vec::new(),
            places: BTreeMap::new(),
            requests: BTreeMap::new(),
            case: CaseState::before(),
        }
    }

    /// What a stream's entries leave.
    pub fn of(stream: StreamId, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut past = Self::before(stream);
        entries.into_iter().for_each(|entry| past.add(entry));
        past
    }

    /// Adds the next entry of the stream.
    pub fn add(&mut self, entry: Entry) {
        let place = self.entries.len();
        self.places.insert(entry.id, place);
        self.requests.entry(entry.request).or_default().push(place);
        let refold = match entry.event.record() {
            Some(RecordEvent::EntryCorrected(_) | RecordEvent::EntryWithdrawn(_)) => true,
            Some(
                RecordEvent::EntryDisputed(_)
                | RecordEvent::StatementAttached(_)
                | RecordEvent::EntryRestricted(_)
                | RecordEvent::RestrictionLifted(_)
                | RecordEvent::HoldPlaced(_)
                | RecordEvent::HoldLifted(_),
            )
            | None => false,
        };
        self.entries.push(entry);
        let before = std::mem::replace(&mut self.case, CaseState::before());
        self.case = match self.entries.last() {
            Some(entry) if !refold => {
                before.evolve(&Effective { entry, standing: Standing::AsRecorded })
            }
            Some(_) | None => CaseState::fold(&self.entries),
        };
    }

    /// Says where and when the entry at a place was recorded, once that is known.
    pub(crate) fn stamp(&mut self, place: usize, position: Position, recorded_at: DateTime<Utc>) {
        if let Some(entry) = self.entries.get_mut(place) {
            (entry.position, entry.recorded_at) = (position, recorded_at);
        }
    }

    /// The stream.
    pub fn stream(&self) -> StreamId {
        self.stream
    }

    /// Its entries, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of an identifier, as it was first recorded.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.places.get(&id).and_then(|place| self.entries.get(*place))
    }

    /// The entries that a request was recorded as; none, if it was not.
    pub fn recorded_by(&self, request: RequestId) -> Vec<Entry> {
        let places = self.requests.get(&request).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.entries.get(*place)).cloned().collect()
    }
}

/// A stream's past together with the actions of a request that have been decided so far.
#[derive(Debug, Clone)]
pub(crate) struct Deciding<'a> {
    past: &'a Past,
    /// The state of the case, the actions so far included. It does not list the past entries again.
    case: CaseState,
    so_far: Vec<(EntryId, &'a Action)>,
}

impl<'a> Deciding<'a> {
    /// Before the first action.
    pub(crate) fn over(past: &'a Past) -> Self {
        let CaseState { opening, entries: _, withdrawn: _, children, people, allocated, involved } =
            &past.case;
        let case = CaseState {
            opening: *opening,
            children: children.clone(),
            people: people.clone(),
            allocated: allocated.clone(),
            involved: involved.clone(),
            ..CaseState::before()
        };
        Self { past, case, so_far: Vec::new() }
    }

    /// After an action that becomes an entry.
    pub(crate) fn after(mut self, id: EntryId, action: &'a Action) -> Self {
        if let Some(event) = action.proposed.case() {
            self.case = self.case.after(id, event);
        }
        self.so_far.push((id, action));
        self
    }

    /// The stream.
    pub(crate) fn stream(&self) -> StreamId {
        self.past.stream
    }

    /// The state of the case. It names no entries but those of this request.
    pub(crate) fn case(&self) -> &CaseState {
        &self.case
    }

    /// Whether anything opened the stream.
    pub(crate) fn is_open(&self) -> bool {
        !self.past.entries.is_empty() || !self.so_far.is_empty()
    }

    /// What an entry of the stream first recorded, those of this request included.
    pub(crate) fn event(&self, id: EntryId) -> Option<&'a Event> {
        let so_far = self.so_far.iter().find(|(entry, _)| *entry == id);
        so_far
            .map(|(_, action)| &action.proposed)
            .or_else(|| self.past.entry(id).map(|entry| &entry.event))
    }

    /// The latest of the entries that stand and are about what is asked for, as it stands.
    pub(crate) fn latest(&self, about: impl Fn(&Event) -> bool) -> Option<Stands<'a>> {
        let so_far = self.so_far.iter().rev().find(|(_, action)| about(&action.proposed));
        if let Some((id, action)) = so_far {
            let (event, occurred) = (&action.proposed, action.envelope.occurred);
            return Some(Stands { id: *id, event, occurred });
        }
        effective(&self.past.entries, OnRecord::ALL)
            .iter()
            .rev()
            .find(|entry| entry.stands() && about(entry.event()))
            .map(|entry| Stands {
                id: entry.id(),
                event: entry.event(),
                occurred: entry.occurred(),
            })
    }

    /// An entry of the past as it stands, also one that has been withdrawn.
    pub(crate) fn effective(&self, id: EntryId) -> Option<Effective<'a>> {
        effective(&self.past.entries, OnRecord::ALL).into_iter().find(|entry| entry.id() == id)
    }
}

/// An entry as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stands<'a> {
    pub(crate) id: EntryId,
    pub(crate) event: &'a Event,
    pub(crate) occurred: When,
}
