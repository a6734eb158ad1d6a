//! Who and what the rows name, as requests: agencies and practitioners on first sight, cases with
//! their people, and what lists of people say. The files do not say since when somebody has been
//! known, so these became so on the day of the import; a child from its birth.

use candour_commands::{Action, Request};
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{CaseOpened, ChildJoinedCase, OpeningEvent, PersonJoinedCase};
use candour_domain::case::record::{RecordEvent, StatementAttached, StatementKind};
use candour_domain::entry::StreamId;
use candour_domain::envelope::{Entered, Envelope, Import, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId, PersonId};
use candour_domain::identity::{
    Birth, ChildIdentified, Household, HouseholdRecorded, IdentityEvent,
    ParentalResponsibilityRecorded, PersonIdentified, RelationshipRecorded, Relative,
};
use candour_domain::party::Actor;
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;

use super::caution::{Caution, Warning};
use super::directory::{Case, Directory, Member};
use super::fault::Place;
use super::known::Who;
use super::name::names;
use super::people::{Listed, Role};
use super::plan::{Planned, Settings, What, envelope};

/// The requests, in the order in which they are recorded, and what could not be carried over.
pub(crate) fn requests(
    directory: &Directory<'_>,
    people: &[Listed],
    settings: &Settings<'_>,
) -> (Vec<Planned>, Vec<Warning>) {
    let maker = Maker { directory, people, settings };
    let mut all = Vec::new();
    let mut warnings = Vec::new();
    for agency in directory.agencies.values().filter(|agency| !agency.registered) {
        if agency.kind.is_none() {
            let caution = Caution::AgencyKind { agency: agency.name.clone() };
            warnings.push(Warning { place: agency.place.clone(), caution });
        }
        let Ok(name) = Label::parse(&agency.name) else { continue };
        let registered = AgencyEvent::AgencyRegistered(AgencyRegistered {
            name,
            kind: agency.kind.into(),
            category: Recorded::NotRecorded,
        });
        let stream = StreamId::Agency(agency.id);
        all.push(maker.named("agency", stream, agency.place.clone(), Event::Agency(registered)));
    }
    for practitioner in directory.practitioners.values().filter(|it| !it.registered) {
        let registered = PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
            name: Text::new(&practitioner.name),
            registration: None,
        });
        let stream = StreamId::Practitioner(practitioner.id);
        let event = Event::Practitioner(registered);
        all.push(maker.named("practitioner", stream, practitioner.place.clone(), event));
    }
    for case in directory.cases.values() {
        maker.case(case, &mut all);
    }
    (all, warnings)
}

struct Maker<'a> {
    directory: &'a Directory<'a>,
    people: &'a [Listed],
    settings: &'a Settings<'a>,
}

impl Maker<'_> {
    /// What the operator records on the day of the import.
    fn envelope(&self) -> Envelope {
        let by = Actor {
            practitioner: Recorded::Recorded(self.settings.operator),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: self.settings.agency,
        };
        envelope(by, When::Day(self.settings.imported_on))
    }

    fn named(&self, what: &str, stream: StreamId, place: Place, event: Event) -> Planned {
        let action = Action { envelope: self.envelope(), proposed: event };
        self.planned(what, stream, place, vec![action])
    }

    fn planned(&self, what: &str, stream: StreamId, place: Place, actions: Vec<Action>) -> Planned {
        let id = self.directory.ids.identity(what, &[&stream.to_string()]);
        let (author, agency) = (self.settings.operator, self.settings.agency);
        let request = Request { id, author, agency, stream, actions };
        Planned { request, place, reference: None, what: What::Named }
    }

    fn case(&self, case: &Case, all: &mut Vec<Planned>) {
        let derived = |member: &&Member| match member.who {
            Who::Child(id) => id == self.directory.ids.child(case.reference.as_str(), &member.name),
            Who::Person(id) => {
                id == self.directory.ids.person(case.reference.as_str(), &member.name)
            }
        };
        let members: Vec<&Member> = case.members.values().filter(derived).collect();
        for member in &members {
            if self.listed(case, member).is_some() || !member.joined {
                all.push(self.identified(case, member));
            }
        }
        let stream = StreamId::Case(case.id);
        if !case.opened {
            let opened = OpeningEvent::CaseOpened(CaseOpened {
                reference: Recorded::Recorded(case.reference.clone()),
                authority: Recorded::NotRecorded,
                reason: Recorded::NotRecorded,
            });
            let place = Self::first_place(case);
            all.push(self.named("case", stream, place, Event::Case(CaseEvent::Opening(opened))));
        }
        for member in members.iter().filter(|member| !member.joined) {
            all.push(self.joined(case, member));
        }
        for member in &members {
            all.extend(self.facts(case, member));
        }
    }

    fn first_place(case: &Case) -> Place {
        let places = case.members.values().filter(|it| !it.joined).map(|it| &it.place);
        places.min().cloned().unwrap_or_else(|| case.place.clone())
    }

    fn listed(&self, case: &Case, member: &Member) -> Option<&Listed> {
        self.people
            .iter()
            .find(|listed| listed.case_ref == case.reference && listed.place == member.place)
    }

    /// The source of what a list says.
    fn source(listed: &Listed) -> Source {
        let import = Label::parse(&listed.place.file).ok().map(|file| Import {
            file,
            row: listed.row,
            reference: listed.case_ref.clone(),
            entered: Entered::NotStated,
        });
        Source { import, ..Source::default() }
    }

    fn identified(&self, case: &Case, member: &Member) -> Planned {
        let listed = self.listed(case, member);
        let name = Recorded::Recorded(Text::new(&member.name));
        let born = Recorded::from(listed.and_then(|listed| listed.born));
        let mut envelope = self.envelope();
        if let Some(listed) = listed {
            envelope.source = Self::source(listed);
        }
        let (stream, event) = match member.who {
            Who::Child(id) => {
                let unborn = listed.is_some_and(|listed| listed.role == Role::UnbornChild);
                if let (Recorded::Recorded(born), false) = (born, unborn) {
                    envelope.occurred = born;
                }
                envelope.children = vec![id];
                let birth = match (unborn, born) {
                    (true, _) => Recorded::Recorded(Birth::Unborn),
                    (false, Recorded::Recorded(_)) => Recorded::Recorded(Birth::Born),
                    (false, Recorded::NotRecorded) => Recorded::NotRecorded,
                };
                let event = IdentityEvent::ChildIdentified(ChildIdentified {
                    name,
                    born,
                    unborn: birth,
                    sex: Recorded::NotRecorded,
                    ethnicity: Recorded::NotRecorded,
                    disabilities: Vec::new(),
                });
                (StreamId::Child(id), event)
            }
            Who::Person(id) => {
                envelope.about = vec![id];
                let event = IdentityEvent::PersonIdentified(PersonIdentified { name, born });
                (StreamId::Person(id), event)
            }
        };
        let action = Action { envelope, proposed: Event::Identity(event) };
        let mut planned = self.planned("identified", stream, member.place.clone(), vec![action]);
        if listed.is_some() {
            planned.what = What::Listed;
        }
        planned
    }

    fn joined(&self, case: &Case, member: &Member) -> Planned {
        let mut envelope = self.envelope();
        let (id, event) = match member.who {
            Who::Child(child) => {
                envelope.children = vec![child];
                let joined = ChildJoinedCase { child, from: None, carried: Vec::new() };
                (child.to_string(), OpeningEvent::ChildJoinedCase(joined))
            }
            Who::Person(person) => {
                envelope.about = vec![person];
                let part = self.part(case, member);
                let joined = PersonJoinedCase { person, part };
                (person.to_string(), OpeningEvent::PersonJoinedCase(joined))
            }
        };
        let action = Action { envelope, proposed: Event::Case(CaseEvent::Opening(event)) };
        let stream = StreamId::Case(case.id);
        self.planned(&format!("joined {id}"), stream, member.place.clone(), vec![action])
    }

    /// Somebody's part in a case. It stands in clear, so that it is left out where it names anyone.
    fn part(&self, case: &Case, member: &Member) -> Recorded<Label> {
        let listed = self.listed(case, member);
        let words = listed.and_then(|listed| listed.relationship.as_deref());
        let nameless = words.filter(|words| {
            !case.members.values().any(|other| other.name.split(' ').any(|name| names(words, name)))
        });
        nameless.and_then(|words| Label::parse(words).ok()).into()
    }

    /// What a list says of an adult beside the name.
    fn facts(&self, case: &Case, member: &Member) -> Option<Planned> {
        let listed = self.listed(case, member)?;
        let mut facts: Vec<(Vec<ChildId>, IdentityEvent)> = Vec::new();
        let (stream, about) = match member.who {
            Who::Person(person) => {
                Self::relations(case, listed, &mut facts);
                (StreamId::Person(person), vec![person])
            }
            Who::Child(child) => (StreamId::Child(child), Vec::<PersonId>::new()),
        };
        let own = match member.who {
            Who::Child(child) => vec![child],
            Who::Person(_) => Vec::new(),
        };
        if let Some(from) = listed.household_from {
            let event = IdentityEvent::HouseholdRecorded(HouseholdRecorded {
                case: Some(case.id),
                membership: Household::Member,
                from: Some(from),
                until: None,
                note: listed.note.as_deref().map(Text::new).into(),
            });
            facts.push((own, event));
        } else if let Some(note) = &listed.note {
            let identified = self.directory.ids.of_rows(member.who);
            let event = IdentityEvent::Record(RecordEvent::StatementAttached(StatementAttached {
                entry: EntryId::of_request(identified, 0),
                by: Recorded::NotRecorded,
                kind: StatementKind::LaterNote,
                statement: Text::new(note),
            }));
            facts.push((own, event));
        }
        if facts.is_empty() {
            return None;
        }
        let action = |(children, event)| Action {
            envelope: Envelope {
                source: Self::source(listed),
                children,
                about: about.clone(),
                ..self.envelope()
            },
            proposed: Event::Identity(event),
        };
        let actions = facts.into_iter().map(action).collect();
        let mut planned = self.planned("facts", stream, member.place.clone(), actions);
        planned.what = What::Listed;
        Some(planned)
    }

    /// Relationships to the children whom the words name, or to all of the case; and parental
    /// responsibility for each of these.
    fn relations(case: &Case, listed: &Listed, facts: &mut Vec<(Vec<ChildId>, IdentityEvent)>) {
        let children: Vec<(ChildId, &str)> = case
            .members
            .values()
            .filter_map(|member| match member.who {
                Who::Child(id) => Some((id, member.name.as_str())),
                Who::Person(_) => None,
            })
            .collect();
        let words = listed.relationship.as_deref().unwrap_or_default();
        let named: Vec<_> =
            children.iter().filter(|(_, name)| names(words, name)).copied().collect();
        let related = if named.is_empty() { children } else { named };
        if let Some(words) = &listed.relationship {
            for (child, _) in &related {
                let event = IdentityEvent::RelationshipRecorded(RelationshipRecorded {
                    with: Relative::Child(*child),
                    relationship: Text::new(words),
                });
                facts.push((vec![*child], event));
            }
        }
        if let Some(holds) = listed.responsibility {
            for (child, _) in &related {
                let event = ParentalResponsibilityRecorded {
                    child: *child,
                    holds,
                    from: None,
                    until: None,
                    how: Recorded::NotRecorded,
                };
                facts.push((vec![*child], IdentityEvent::ParentalResponsibilityRecorded(event)));
            }
        }
    }
}
