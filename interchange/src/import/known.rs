//! What the ledger holds already of what an import may name: agencies, practitioners, cases with
//! their people, and rows imported before. Learned from entries that are passed in, one by one.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::fgdm::FgdmEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{
    AgencyId, CaseId, ChildId, EntryId, PersonId, PractitionerId, RequestId,
};
use candour_domain::identity::IdentityEvent;
use candour_domain::landmark::Landmark;
use candour_domain::party::Actor;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::time::When;

use super::directory::Relation;
use super::name::{fold, tidy};

/// A child or an adult of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Child(ChildId),
    Person(PersonId),
}

/// A row of an earlier import, or another entry that rows may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// The agency's own reference, where it was imported.
    pub(crate) reference: Option<String>,
    pub(crate) agency: AgencyId,
    pub(crate) entry: EntryId,
    pub(crate) landmark: Option<Landmark>,
    pub(crate) occurred: When,
    pub(crate) did: Did,
}

/// What an entry did, as far as later rows are linked to it without naming it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Did {
    /// Offered or invited to a family meeting.
    Asked(PersonId),
    /// Answered an offer for good: accepted or declined.
    Answered(EntryId),
    /// Told items to an agency.
    Told { items: Vec<EntryId>, to: AgencyId },
    /// Anything else.
    Other,
}

/// What the ledger holds already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    pub(crate) agencies: BTreeMap<String, AgencyId>,
    pub(crate) registered: BTreeSet<PractitionerId>,
    names: BTreeMap<PractitionerId, String>,
    posts: BTreeMap<PractitionerId, BTreeSet<AgencyId>>,
    pub(crate) cases: BTreeMap<String, CaseId>,
    pub(crate) members: BTreeMap<CaseId, BTreeSet<Who>>,
    pub(crate) called: BTreeMap<Who, String>,
    /// Of whom a list of people has said anything.
    pub(crate) listed: BTreeSet<Who>,
    /// The requests that identified people of whom no list said so.
    pub(crate) identified: BTreeMap<Who, RequestId>,
    pub(crate) held: BTreeMap<CaseId, Vec<Held>>,
    pub(crate) relations: BTreeMap<PersonId, Relation>,
}

impl Known {
    /// A ledger of which nothing is known.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Takes in what an entry says of what an import may name.
    pub fn learn(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Agency(AgencyEvent::AgencyRegistered(it)) => {
                if let StreamId::Agency(id) = entry.stream {
                    self.agencies.entry(fold(it.name.as_str())).or_insert(id);
                }
            }
            Event::Practitioner(event) => self.learn_practitioner(entry, event),
            Event::Identity(event) => self.learn_identity(entry, event),
            Event::Case(event) => self.learn_case(entry, event),
            Event::Agency(
                AgencyEvent::MemorandumAgreed(_)
                | AgencyEvent::MemorandumEnded(_)
                | AgencyEvent::Record(_),
            )
            | Event::Team(_)
            | Event::Ledger(_) => {}
        }
        let Actor { practitioner, agency, .. } = &entry.envelope.by;
        if let Some(practitioner) = practitioner.value() {
            self.posts.entry(*practitioner).or_default().insert(*agency);
        }
    }

    fn learn_practitioner(&mut self, entry: &Entry, event: &PractitionerEvent) {
        let StreamId::Practitioner(id) = entry.stream else { return };
        match event {
            PractitionerEvent::PractitionerRegistered(it) => {
                self.registered.insert(id);
                if let Some(name) = it.name.words() {
                    self.names.insert(id, fold(name));
                }
            }
            PractitionerEvent::PostTaken(it) => {
                self.posts.entry(id).or_default().insert(it.agency);
            }
            PractitionerEvent::PostLeft(_) | PractitionerEvent::Record(_) => {}
        }
    }

    fn learn_identity(&mut self, entry: &Entry, event: &IdentityEvent) {
        let who = match entry.stream {
            StreamId::Child(id) => Who::Child(id),
            StreamId::Person(id) => Who::Person(id),
            StreamId::Case(_)
            | StreamId::Agency(_)
            | StreamId::Practitioner(_)
            | StreamId::Team(_)
            | StreamId::Ledger(_) => return,
        };
        let name = match event {
            IdentityEvent::ChildIdentified(it) => it.name.value(),
            IdentityEvent::PersonIdentified(it) => it.name.value(),
            IdentityEvent::RelationshipRecorded(it) => {
                if let (Who::Person(id), Some(words)) = (who, it.relationship.words()) {
                    let relation = self.relations.entry(id).or_default();
                    relation.relationship = Some(words.to_owned());
                }
                None
            }
            IdentityEvent::ParentalResponsibilityRecorded(it) => {
                if let Who::Person(id) = who {
                    self.relations.entry(id).or_default().responsibility = Some(it.holds);
                }
                None
            }
            IdentityEvent::IdentifierAssigned(_)
            | IdentityEvent::DetailsAmended(_)
            | IdentityEvent::HouseholdRecorded(_)
            | IdentityEvent::AddressRecorded(_)
            | IdentityEvent::SafeContactAgreed(_)
            | IdentityEvent::RecordsLinked(_)
            | IdentityEvent::RecordsUnlinked(_)
            | IdentityEvent::Record(_) => None,
        };
        if entry.envelope.source.import.is_some() {
            self.listed.insert(who);
        } else if identifies(event) {
            self.identified.insert(who, entry.request);
        }
        if let Some(words) = name.and_then(|name| name.words()) {
            self.called.insert(who, tidy(words));
        }
    }

    fn learn_case(&mut self, entry: &Entry, event: &CaseEvent) {
        let StreamId::Case(case) = entry.stream else { return };
        if let CaseEvent::Opening(event) = event {
            self.learn_opening(case, event);
        }
        if let CaseEvent::Record(_) | CaseEvent::Access(_) = event {
            return;
        }
        // The corrections of an import are of the chapter `record`, and were left out above.
        let is_row = entry.id == EntryId::of_request(entry.request, 0);
        let import = entry.envelope.source.import.as_ref().filter(|_| is_row);
        self.held.entry(case).or_default().push(Held {
            reference: import.map(|import| import.reference.as_str().to_owned()),
            agency: entry.envelope.by.agency,
            entry: entry.id,
            landmark: event.leaves(),
            occurred: entry.envelope.occurred,
            did: did(event),
        });
    }

    fn learn_opening(&mut self, case: CaseId, event: &OpeningEvent) {
        let members = self.members.entry(case).or_default();
        match event {
            OpeningEvent::CaseOpened(it) => {
                if let Some(reference) = it.reference.value() {
                    self.cases.entry(reference.as_str().to_owned()).or_insert(case);
                }
            }
            OpeningEvent::ChildJoinedCase(it) => {
                members.insert(Who::Child(it.child));
            }
            OpeningEvent::PersonJoinedCase(it) => {
                members.insert(Who::Person(it.person));
            }
            OpeningEvent::ChildLeftCase(_)
            | OpeningEvent::CaseTransferred(_)
            | OpeningEvent::CaseClosed(_)
            | OpeningEvent::CaseReopened(_) => {}
        }
    }

    /// The practitioner of this name who has acted for an agency or taken a post there, if there is
    /// exactly one.
    pub(crate) fn practitioner(&self, agency: AgencyId, name: &str) -> Option<PractitionerId> {
        let wanted = fold(name);
        let mut found = self.names.iter().filter(|(id, name)| {
            **name == wanted && self.posts.get(id).is_some_and(|posts| posts.contains(&agency))
        });
        let (id, _) = found.next()?;
        found.next().is_none().then_some(*id)
    }
}

/// Whether an event says that a child or an adult exists.
fn identifies(event: &IdentityEvent) -> bool {
    match event {
        IdentityEvent::ChildIdentified(_) | IdentityEvent::PersonIdentified(_) => true,
        IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::DetailsAmended(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => false,
    }
}

/// What an event did, as far as later rows are linked to it without naming it.
pub(crate) fn did(event: &CaseEvent) -> Did {
    let CaseEvent::Fgdm(event) = event else {
        let CaseEvent::Information(InformationEvent::InformationDisclosed(it)) = event else {
            return Did::Other;
        };
        return it.to.agency().map_or(Did::Other, |to| Did::Told {
            items: it.items.iter().map(|item| item.item).collect(),
            to,
        });
    };
    let answered = |offer: Option<EntryId>| offer.map_or(Did::Other, Did::Answered);
    match event {
        FgdmEvent::FgdmOffered(it) => Did::Asked(it.to),
        FgdmEvent::FgdmInvited(it) => Did::Asked(it.who),
        FgdmEvent::FgdmAccepted(it) => answered(it.offer.entry()),
        FgdmEvent::FgdmDeclined(it) => answered(it.offer.entry()),
        FgdmEvent::FgdmConsidered(_)
        | FgdmEvent::FgdmNotOffered(_)
        | FgdmEvent::FgdmNotHeld(_)
        | FgdmEvent::FgdmDeferred(_)
        | FgdmEvent::FgdmAnswerWithdrawn(_)
        | FgdmEvent::FgdmNoAnswer(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FgdmHeld(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => Did::Other,
    }
}
