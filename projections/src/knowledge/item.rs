//! An item, as an answer names it.

use std::cmp::Ordering;

use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::effective::Effective;
use candour_domain::envelope::{Evidence, FactStatus};
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, Cite, Moment};
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

impl Knowledge<'_> {
    pub(super) fn item_view(&self, entry: &Effective<'_>) -> ItemView {
        let (when, time) = (entry.occurred(), self.time_of(entry));
        let (cite, when) = match self.called_entry(entry.id()) {
            Some(called) => (called.cite.clone(), Moment::worded(when, time, called.when.clone())),
            None => (self.cite(entry.id()), Moment::of(when, time)),
        };
        let child = |id: &ChildId| self.called.child(*id, &self.names);
        ItemView {
            cite,
            kind: candour_schemas::type_name(entry.event()),
            when,
            agency: self.agency_name(entry.entry.envelope.by.agency),
            children: entry.children().iter().map(child).collect(),
            status: entry.status(),
            evidence: entry.evidence().clone(),
            corrected: !matches!(entry.standing, candour_domain::effective::Standing::AsRecorded),
        }
    }
}

impl ItemView {
    /// The order of items in time; of one time, that of their entries.
    pub(super) fn cmp_by_time(&self, other: &Self) -> Ordering {
        self.when.latest.cmp(&other.when.latest).then_with(|| self.cite.cmp(&other.cite))
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
