//! An item, as an answer names it.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::envelope::{Evidence, FactStatus};
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::Interval;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, Cite, Moment};
use super::places::Place;
use super::shown::{Showing, Shown};
use super::words::Words;

/// An item, by the entry that says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ItemView {
    /// The entry.
    pub cite: Cite,
    /// The stored name of its type.
    pub kind: &'static str,
    /// When it was so.
    pub when: Moment,
    /// Whose record it is.
    pub agency: AgencyName,
    /// The children that it concerns, by name.
    pub children: Vec<Words>,
    /// How firm it is as a fact. Who knows of an allegation was told that it is so.
    pub status: Recorded<FactStatus>,
    /// Whether it was recorded at the time.
    pub evidence: Recorded<Evidence>,
    /// Whether it stands corrected.
    pub corrected: bool,
}

/// An item that an answer names.
pub type Item<'k> = Shown<'k, ItemAt>;

/// The place of an item.
#[derive(Debug, Clone, Copy)]
pub struct ItemAt(Place);

impl Showing for ItemAt {
    type Words = ItemView;

    fn shown(&self, knowledge: &Knowledge<'_>) -> ItemView {
        knowledge.item_view(self.0)
    }
}

impl Knowledge<'_> {
    pub(super) fn item(&self, place: Place) -> Item<'_> {
        Shown::of(self, ItemAt(place))
    }

    fn item_view(&self, place: Place) -> ItemView {
        let entry = &self.entries[place.index()];
        let child = |id: &ChildId| self.called.child(*id, &self.names);
        ItemView {
            cite: self.cite(place),
            kind: candour_schemas::type_name(entry.event()),
            when: Moment::of(entry.occurred(), self.time_of(place)),
            agency: self.agency_name(entry.entry.envelope.by.agency),
            children: entry.children().iter().map(child).collect(),
            status: entry.status(),
            evidence: entry.evidence().clone(),
            corrected: !matches!(entry.standing, candour_domain::effective::Standing::AsRecorded),
        }
    }
}

impl Item<'_> {
    /// When it was so.
    pub(super) fn time(&self) -> Interval {
        self.knowledge().time_of(self.what().0)
    }

    /// Its entry.
    pub(super) fn entry(&self) -> EntryId {
        self.knowledge().entries[self.what().0.index()].id()
    }

    /// The order of items in time; of one time, that of their entries.
    pub(super) fn order(&self) -> (DateTime<Utc>, EntryId) {
        (self.time().latest(), self.entry())
    }
}

/// The entry whose consequence somebody disputes, where an event says so.
pub(super) fn disputed_knowledge(event: &Event) -> Option<EntryId> {
    match event.case() {
        Some(CaseEvent::Information(InformationEvent::KnowledgeDisputed(it))) => Some(it.entry),
        Some(_) | None => None,
    }
}

/// The request that an event answers by passing something on, where it says so.
pub(super) fn answered_request(event: &Event) -> Option<EntryId> {
    match event.case() {
        Some(CaseEvent::Information(InformationEvent::InformationDisclosed(it))) => {
            it.request.and_then(Antecedent::entry)
        }
        Some(event) => event.follows().and_then(|(request, _)| request.entry()),
        None => None,
    }
}
