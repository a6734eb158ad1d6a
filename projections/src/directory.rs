//! Names: of agencies, practitioners, children, people and teams, folded from their own streams.
//!
//! It names and finds; it says nothing of who is related to whom, and it decides nothing.
//!
//! # Rules
//! - `what_nobody_registered_is_named_by_its_short_identifier`: a name is never missing from an answer.
//! - `a_name_amended_later_is_not_shown_earlier`: amendments and corrections count from when they were
//!   on the record; a registration counts always, because whatever refers to it came after it.
//! - `who_was_registered_later_is_not_found_earlier`: nor by a name that was theirs only later.
//! - `an_amendment_that_was_withdrawn_names_nobody`: the name before it stands again.

use std::collections::BTreeMap;

use candour_domain::agency::AgencyEvent;
use candour_domain::effective::{Effective, OnRecord, Standing, effective};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, ChildId, PersonId, PractitionerId, TeamId};
use candour_domain::identity::IdentityEvent;
use candour_domain::party::{AgencyKind, Recipient};
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::recorded::Recorded;
use candour_domain::team::TeamEvent;
use candour_domain::text::Text;
use uuid::Uuid;

/// What the directory knows of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// What kind of agency it is.
    pub kind: Recorded<AgencyKind>,
}

/// Names, by identifier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    agencies: BTreeMap<AgencyId, Agency>,
    practitioners: BTreeMap<PractitionerId, String>,
    children: BTreeMap<ChildId, Option<String>>,
    people: BTreeMap<PersonId, Option<String>>,
    teams: BTreeMap<TeamId, String>,
}

impl Directory {
    /// The names as they stood on the record.
    pub fn fold(entries: &[Entry], on_record: OnRecord) -> Self {
        let mut directory = Self::default();
        for entry in registered(entries, on_record).iter().filter(|entry| names(entry)) {
            directory.take(entry);
        }
        directory
    }

    /// The names of those whom the record held: for finding somebody by a name, as it stood then.
    pub fn held(entries: &[Entry], on_record: OnRecord) -> Self {
        let mut directory = Self::default();
        for entry in effective(entries, on_record).iter().filter(|entry| names(entry)) {
            directory.take(entry);
        }
        directory
    }

    /// Takes in somebody, or something, under a name; a case and the ledger have none.
    pub(crate) fn register(&mut self, stream: StreamId, name: Option<String>) {
        match stream {
            StreamId::Child(id) => drop(self.children.insert(id, name)),
            StreamId::Person(id) => drop(self.people.insert(id, name)),
            StreamId::Agency(id) => {
                let agency = name.map(|name| Agency { name, kind: Recorded::NotRecorded });
                self.agencies.extend(agency.map(|agency| (id, agency)));
            }
            StreamId::Practitioner(id) => self.practitioners.extend(name.map(|name| (id, name))),
            StreamId::Team(id) => self.teams.extend(name.map(|name| (id, name))),
            StreamId::Case(_) | StreamId::Ledger(_) => {}
        }
    }

    /// Takes in all of another.
    pub(crate) fn extend(&mut self, other: Self) {
        let Self { agencies, practitioners, children, people, teams } = other;
        self.agencies.extend(agencies);
        self.practitioners.extend(practitioners);
        self.children.extend(children);
        self.people.extend(people);
        self.teams.extend(teams);
    }

    fn take(&mut self, entry: &Effective<'_>) {
        match (entry.entry.stream, entry.event()) {
            (StreamId::Agency(id), Event::Agency(event)) => self.take_agency(id, event),
            (StreamId::Practitioner(id), Event::Practitioner(event)) => match event {
                PractitionerEvent::PractitionerRegistered(it) => {
                    self.practitioners.insert(id, it.name.to_string());
                }
                PractitionerEvent::PostTaken(_)
                | PractitionerEvent::PostLeft(_)
                | PractitionerEvent::Record(_) => {}
            },
            (StreamId::Team(id), Event::Team(event)) => match event {
                TeamEvent::TeamEstablished(it) => {
                    self.teams.insert(id, it.name.to_string());
                }
                TeamEvent::MemberNominated(_)
                | TeamEvent::MemberStoodDown(_)
                | TeamEvent::CoverArranged(_)
                | TeamEvent::FrameworkAdopted(_)
                | TeamEvent::Record(_) => {}
            },
            (StreamId::Child(id), Event::Identity(event)) => {
                take_name(self.children.entry(id).or_default(), event);
            }
            (StreamId::Person(id), Event::Identity(event)) => {
                take_name(self.people.entry(id).or_default(), event);
            }
            (
                StreamId::Case(_)
                | StreamId::Child(_)
                | StreamId::Person(_)
                | StreamId::Agency(_)
                | StreamId::Practitioner(_)
                | StreamId::Team(_)
                | StreamId::Ledger(_),
                Event::Case(_)
                | Event::Identity(_)
                | Event::Agency(_)
                | Event::Practitioner(_)
                | Event::Team(_)
                | Event::Ledger(_),
            ) => {}
        }
    }

    fn take_agency(&mut self, id: AgencyId, event: &AgencyEvent) {
        match event {
            AgencyEvent::AgencyRegistered(it) => {
                let agency = Agency { name: it.name.to_string(), kind: it.kind };
                self.agencies.insert(id, agency);
            }
            AgencyEvent::MemorandumAgreed(_)
            | AgencyEvent::MemorandumEnded(_)
            | AgencyEvent::Record(_) => {}
        }
    }

    /// An agency, if it is registered.
    pub fn agency(&self, id: AgencyId) -> Option<&Agency> {
        self.agencies.get(&id)
    }

    /// The agencies, in the order of their identifiers.
    pub fn agencies(&self) -> impl Iterator<Item = (AgencyId, &Agency)> {
        self.agencies.iter().map(|(id, agency)| (*id, agency))
    }

    /// The practitioners, in the order of their identifiers.
    pub fn practitioners(&self) -> impl Iterator<Item = (PractitionerId, &str)> {
        self.practitioners.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// The children, in the order of their identifiers, with their names where they are recorded.
    pub fn children(&self) -> impl Iterator<Item = (ChildId, Option<&str>)> {
        self.children.iter().map(|(id, name)| (*id, name.as_deref()))
    }

    /// The people, in the order of their identifiers, with their names where they are recorded.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, Option<&str>)> {
        self.people.iter().map(|(id, name)| (*id, name.as_deref()))
    }

    /// The teams, in the order of their identifiers.
    pub fn teams(&self) -> impl Iterator<Item = (TeamId, &str)> {
        self.teams.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// The name of an agency, or its short identifier.
    pub fn agency_name(&self, id: AgencyId) -> String {
        self.agencies.get(&id).map_or_else(|| short(id.uuid()), |agency| agency.name.clone())
    }

    /// The name of a practitioner, or their short identifier.
    pub fn practitioner_name(&self, id: PractitionerId) -> String {
        self.practitioners.get(&id).cloned().unwrap_or_else(|| short(id.uuid()))
    }

    /// The name of a child, or their short identifier.
    pub fn child_name(&self, id: ChildId) -> String {
        self.children.get(&id).cloned().flatten().unwrap_or_else(|| short(id.uuid()))
    }

    /// The name of a person, or their short identifier.
    pub fn person_name(&self, id: PersonId) -> String {
        self.people.get(&id).cloned().flatten().unwrap_or_else(|| short(id.uuid()))
    }

    /// The name of a team, or its short identifier.
    pub fn team_name(&self, id: TeamId) -> String {
        self.teams.get(&id).cloned().unwrap_or_else(|| short(id.uuid()))
    }

    /// The name of whoever was told, sent or handed something.
    pub fn recipient_name(&self, recipient: &Recipient) -> String {
        match recipient {
            Recipient::Practitioner { practitioner, agency } => {
                format!("{} ({})", self.practitioner_name(*practitioner), self.agency_name(*agency))
            }
            Recipient::Unit { agency, unit } => format!("{unit} ({})", self.agency_name(*agency)),
            Recipient::Agency(agency) => self.agency_name(*agency),
            Recipient::Team(team) => self.team_name(*team),
            Recipient::Person(person) => self.person_name(*person),
            Recipient::Child(child) => self.child_name(*child),
        }
    }

    /// The agencies of a name, whatever its letters' case.
    pub fn agencies_named(&self, name: &str) -> Vec<AgencyId> {
        named(self.agencies.iter().map(|(id, agency)| (*id, Some(&agency.name))), name)
    }

    /// The practitioners of a name, whatever its letters' case.
    pub fn practitioners_named(&self, name: &str) -> Vec<PractitionerId> {
        named(self.practitioners.iter().map(|(id, name)| (*id, Some(name))), name)
    }

    /// The children of a name, whatever its letters' case.
    pub fn children_named(&self, name: &str) -> Vec<ChildId> {
        named(self.children.iter().map(|(id, name)| (*id, name.as_ref())), name)
    }

    /// The people of a name, whatever its letters' case.
    pub fn people_named(&self, name: &str) -> Vec<PersonId> {
        named(self.people.iter().map(|(id, name)| (*id, name.as_ref())), name)
    }
}

/// The short form of an identifier, for where nothing better is known.
pub(crate) fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text.get(..8).unwrap_or(&text).to_owned()
}

fn named<'a, T>(names: impl Iterator<Item = (T, Option<&'a String>)>, wanted: &str) -> Vec<T> {
    let wanted = wanted.trim().to_lowercase();
    names
        .filter(|(_, name)| name.is_some_and(|it| it.to_lowercase() == wanted))
        .map(|(id, _)| id)
        .collect()
}

fn take_name(name: &mut Option<String>, event: &IdentityEvent) {
    let words = |text: &Text| Some(text.to_string());
    match event {
        IdentityEvent::ChildIdentified(it) => *name = it.name.value().and_then(words),
        IdentityEvent::PersonIdentified(it) => *name = it.name.value().and_then(words),
        IdentityEvent::DetailsAmended(it) => {
            if let Some(now) = &it.name {
                *name = words(now);
            }
        }
        IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => {}
    }
}

/// The entries as they stood on the record, and every first registration beside them.
fn registered(entries: &[Entry], on_record: OnRecord) -> Vec<Effective<'_>> {
    let mut standing = effective(entries, on_record);
    let held: std::collections::BTreeSet<_> = standing.iter().map(Effective::id).collect();
    let later = entries.iter().filter(|entry| !held.contains(&entry.id) && registers(&entry.event));
    standing.extend(later.map(|entry| Effective { entry, standing: Standing::AsRecorded }));
    standing.sort_by_key(|entry| entry.entry.position);
    standing
}

/// Whether an entry gives somebody their name: one that was withdrawn does so only where nothing else
/// would.
fn names(entry: &Effective<'_>) -> bool {
    entry.stands() || registers(entry.event())
}

/// Whether an event is the first of its stream, without which nothing can refer to the stream.
fn registers(event: &Event) -> bool {
    matches!(
        event,
        Event::Agency(AgencyEvent::AgencyRegistered(_))
            | Event::Practitioner(PractitionerEvent::PractitionerRegistered(_))
            | Event::Team(TeamEvent::TeamEstablished(_))
            | Event::Identity(
                IdentityEvent::ChildIdentified(_) | IdentityEvent::PersonIdentified(_)
            )
    )
}

#[cfg(test)]
mod tests {
    use candour_domain::case::record::{EntryWithdrawn, RecordEvent, WithdrawalGround};
    use candour_domain::entry::RecordClock;
    use candour_domain::identity::DetailsAmended;

    use super::*;
    use crate::sample::{CARE, DANA, MIA, STRANGER, Sample, TEACHER, at, day, said};

    fn renamed(name: &str) -> Event {
        Event::Identity(IdentityEvent::DetailsAmended(DetailsAmended {
            name: Some(Text::new(name)),
            born: None,
            died: None,
            sex: None,
            ethnicity: None,
            disabilities: None,
            reason: said("deed poll"),
        }))
    }

    #[test]
    fn what_nobody_registered_is_named_by_its_short_identifier() {
        let directory = Directory::fold(&Sample::family().entries, OnRecord::ALL);
        assert_eq!(directory.agency_name(CARE), "Children's social care");
        assert_eq!(directory.practitioner_name(TEACHER), "R. Osei");
        assert_eq!(directory.child_name(STRANGER), "00000000");
        assert_eq!(directory.children_named(" mia "), [MIA]);
        assert_eq!(directory.people_named("dana ashdown"), [DANA]);
        assert_eq!(directory.people_named("nobody"), []);
    }

    #[test]
    fn a_name_amended_later_is_not_shown_earlier() {
        let mut sample = Sample::family();
        sample.put(StreamId::Child(MIA), day(3, 1), renamed("Mia Reeve"));
        let named = |until| {
            let on_record = OnRecord { clock: RecordClock::Ledger, until };
            Directory::fold(&sample.entries, on_record).child_name(MIA)
        };
        assert_eq!(named(Some(at(2, 1))), "Mia");
        assert_eq!(named(None), "Mia Reeve");
        // Before anything at all was recorded a registration still gives the name.
        assert_eq!(named(Some(at(1, 1) - chrono::TimeDelta::days(400))), "Mia");
    }

    #[test]
    fn who_was_registered_later_is_not_found_earlier() {
        let mut sample = Sample::family();
        sample.put(StreamId::Child(MIA), day(3, 1), renamed("Mia Reeve"));
        let found = |until, name: &str| {
            let on_record = OnRecord { clock: RecordClock::Ledger, until };
            Directory::held(&sample.entries, on_record).children_named(name)
        };
        let before = Some(at(1, 1) - chrono::TimeDelta::days(400));
        assert_eq!(
            (found(Some(at(2, 1)), "Mia"), found(Some(at(2, 1)), "Mia Reeve")),
            (vec![MIA], vec![])
        );
        assert_eq!((found(None, "Mia"), found(None, "Mia Reeve")), (vec![], vec![MIA]));
        assert_eq!(found(before, "Mia"), []);
    }

    #[test]
    fn an_amendment_that_was_withdrawn_names_nobody() {
        let mut sample = Sample::family();
        let child = StreamId::Child(MIA);
        let entry = sample.put(child, day(3, 1), renamed("Mia Reeve"));
        let withdrawn = RecordEvent::EntryWithdrawn(EntryWithdrawn {
            entry,
            ground: WithdrawalGround::WrongChild,
            reason: Text::new("another child"),
        });
        sample.put(child, day(4, 1), Event::Identity(IdentityEvent::Record(withdrawn)));
        let named = |until| {
            let on_record = OnRecord { clock: RecordClock::Ledger, until };
            Directory::fold(&sample.entries, on_record).child_name(MIA)
        };
        assert_eq!(
            (named(Some(at(3, 5))), named(None)),
            ("Mia Reeve".to_owned(), "Mia".to_owned())
        );
        let held = Directory::held(&sample.entries, OnRecord::ALL);
        assert_eq!(
            (held.children_named("Mia"), held.children_named("Mia Reeve")),
            (vec![MIA], vec![])
        );
    }
}
