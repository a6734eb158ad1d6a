//! An item, as an answer names it.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::effective::Effective;
use candour_domain::envelope::{Evidence, FactStatus};
use candour_domain::event::Event;
use candour_domain::identifier::EntryId;
use candour_domain::recorded::{Antecedent, Recorded};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, Cite, Moment};

/// An item, by the entry that says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ItemView {
    /// The entry.
    pub cite: Cite,
    /// The stored name of its type.
    pub kind: String,
    /// When it was so.
    pub when: Moment,
    /// Whose record it is.
    pub agency: AgencyName,
    /// The children that it concerns, by name.
    pub children: Vec<String>,
    /// How firm it is as a fact. Who knows of an allegation was told that it is so.
    pub status: Recorded<FactStatus>,
    /// Whether it was recorded at the time.
    pub evidence: Recorded<Evidence>,
    /// Whether it stands corrected.
    pub corrected: bool,
}

impl Knowledge<'_> {
    pub(super) fn item_view(&self, entry: &Effective<'_>) -> ItemView {
        let names = &self.names;
        ItemView {
            cite: self.cite(entry.id()),
            kind: candour_schemas::type_name(entry.event()).to_owned(),
            when: Moment::of(entry.occurred(), self.time_of(entry)),
            agency: self.agency_name(entry.entry.envelope.by.agency),
            children: entry.children().iter().map(|child| names.child_name(*child)).collect(),
            status: entry.status(),
            evidence: entry.evidence().clone(),
            corrected: !matches!(entry.standing, candour_domain::effective::Standing::AsRecorded),
        }
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
