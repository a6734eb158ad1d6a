//! Invented agencies, practitioners and families of any number, and the entries that say who they are.
//! The same number always names the same one. Nobody here is or resembles a real person.

use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::entry::StreamId;
use candour_domain::envelope::{Audience, Envelope, Evidence, FactStatus, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{
    AgencyId, CaseId, ChildId, EntryId, PersonId, PractitionerId, RequestId,
};
use candour_domain::identity::{ChildIdentified, IdentityEvent, PersonIdentified};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{When, london_minute};
use candour_ledger::{Draft, RequestRef};
use candour_schemas::DraftMeta;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::measure::Done;

/// The agencies, with what kind each is.
pub(crate) const AGENCIES: [(&str, AgencyKind); 6] = [
    ("Children's social care", AgencyKind::ChildrensSocialCare),
    ("Police", AgencyKind::Police),
    ("Oakfield Primary School", AgencyKind::School),
    ("Health visiting", AgencyKind::HealthVisiting),
    ("Riverside Surgery", AgencyKind::GeneralPractice),
    ("Housing", AgencyKind::Housing),
];
/// How many practitioners each agency has.
pub(crate) const PRACTITIONERS_EACH: u64 = 20;

/// The words of the entries: some short, some as long as a case note is.
const WORDS: [&str; 5] = [
    "Quiet today. Ate his lunch and played with the others in the yard.",
    "Visited at home as agreed. The flat was warm and tidy, there was food in the kitchen, and both \
     children had been to school. Mother spoke of being tired and of the letters about the rent; she \
     asked for help with the form and it was filled in together.",
    "A mark on the left forearm, about two centimetres, yellow at the edge. Asked how it came about \
     she said that she had knocked it on the door of the cupboard.",
    "Telephone call from the school: late on three mornings this week and picked up by a neighbour on \
     Thursday. Nobody had told the office who she was.",
    "“I do not like it when they shout.”",
];

/// Words that follow from a number.
pub(crate) fn words(number: u64) -> Text {
    let chosen = usize::try_from(number).unwrap_or_default() % WORDS.len();
    Text::new(format!("{} ({number})", WORDS[chosen]))
}

/// An identifier that follows from what kind of thing it names and its number.
pub(crate) fn id(kind: u64, number: u64) -> Uuid {
    let name = [kind.to_be_bytes(), number.to_be_bytes()].concat();
    Uuid::new_v5(&Uuid::from_u128(0xbe), &name)
}

pub(crate) fn agency(number: u64) -> AgencyId {
    AgencyId::new(id(1, number % (AGENCIES.len() as u64)))
}

pub(crate) fn practitioner(agency: u64, number: u64) -> PractitionerId {
    let of_agency = agency % (AGENCIES.len() as u64) * PRACTITIONERS_EACH;
    PractitionerId::new(id(2, of_agency + number % PRACTITIONERS_EACH))
}

pub(crate) fn case(number: u64) -> CaseId {
    CaseId::new(id(3, number))
}

/// One of the two children of a case.
pub(crate) fn child(case: u64, number: u64) -> ChildId {
    ChildId::new(id(4, case * 2 + number % 2))
}

/// One of the two adults of a case.
pub(crate) fn person(case: u64, number: u64) -> PersonId {
    PersonId::new(id(5, case * 2 + number % 2))
}

/// The moment at which the first case begins.
pub(crate) fn beginning() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(19_000)
}

/// A short name of something that is not a person.
pub(crate) fn label(words: &str) -> Done<Label> {
    Ok(Label::parse(words)?)
}

/// An entry before it is recorded.
#[derive(Debug, Clone)]
pub(crate) struct Unrecorded {
    pub(crate) stream: StreamId,
    pub(crate) request: RequestId,
    pub(crate) recorded_at: DateTime<Utc>,
    pub(crate) author: PractitionerId,
    pub(crate) agency: AgencyId,
    pub(crate) envelope: Envelope,
    pub(crate) event: Event,
}

impl Unrecorded {
    /// The entry that it becomes.
    pub(crate) fn id(&self) -> EntryId {
        EntryId::of_request(self.request, 0)
    }

    /// As the store takes it.
    pub(crate) fn draft(&self) -> Done<Draft> {
        let request = RequestRef { id: self.request.uuid(), index: 0, digest: [0x5e; 32] };
        let meta = DraftMeta { id: self.id(), author: self.author, agency: self.agency, request };
        Ok(candour_schemas::draft(&self.event, &self.envelope, meta)?)
    }
}

/// What is said of an entry: who in which post of which agency, when, and of which children.
pub(crate) fn envelope(
    (agency_number, worker): (u64, u64),
    at: DateTime<Utc>,
    children: Vec<ChildId>,
) -> Done<Envelope> {
    Ok(Envelope {
        occurred: When::Minute(london_minute(at)),
        known: None,
        by: Actor {
            practitioner: Recorded::Recorded(practitioner(agency_number, worker)),
            post: Recorded::Recorded(label("Duty practitioner")?),
            unit: Recorded::Recorded(label("Front door")?),
            agency: agency(agency_number),
        },
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::Recorded(Evidence::AtTheTime),
        status: Recorded::Recorded(FactStatus::Reported),
        children,
        about: Vec::new(),
        handling: Vec::new(),
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    })
}

/// Makes an entry of a stream that says who somebody or something is.
fn introduced(stream: StreamId, request: Uuid, event: Event) -> Done<Unrecorded> {
    let at = beginning();
    Ok(Unrecorded {
        stream,
        request: RequestId::new(request),
        recorded_at: at + TimeDelta::minutes(1),
        author: practitioner(0, 0),
        agency: agency(0),
        envelope: envelope((0, 0), at, Vec::new())?,
        event,
    })
}

/// The agencies and their practitioners.
pub(crate) fn registers() -> Done<Vec<Unrecorded>> {
    let mut all = Vec::new();
    for (number, (name, kind)) in (0..).zip(AGENCIES) {
        let event = AgencyEvent::AgencyRegistered(AgencyRegistered {
            name: label(name)?,
            kind: Recorded::Recorded(kind),
            category: Recorded::NotRecorded,
        });
        let stream = StreamId::Agency(agency(number));
        all.push(introduced(stream, id(11, number), Event::Agency(event))?);
        for worker in 0..PRACTITIONERS_EACH {
            let event = PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
                name: Text::new(format!("P. Worker {number}-{worker}")),
                registration: None,
            });
            let stream = StreamId::Practitioner(practitioner(number, worker));
            let request = id(12, number * PRACTITIONERS_EACH + worker);
            all.push(introduced(stream, request, Event::Practitioner(event))?);
        }
    }
    Ok(all)
}

/// The children and adults of a case.
pub(crate) fn family(case: u64) -> Done<Vec<Unrecorded>> {
    let mut all = Vec::new();
    for number in 0..2 {
        let event = IdentityEvent::ChildIdentified(ChildIdentified {
            name: Recorded::Recorded(Text::new(format!("Child {case}-{number}"))),
            born: Recorded::Recorded(When::Day(beginning().date_naive())),
            unborn: Recorded::NotRecorded,
            sex: Recorded::NotRecorded,
            ethnicity: Recorded::NotRecorded,
            disabilities: Vec::new(),
        });
        let stream = StreamId::Child(child(case, number));
        all.push(introduced(stream, id(14, case * 2 + number), Event::Identity(event))?);
        let event = IdentityEvent::PersonIdentified(PersonIdentified {
            name: Recorded::Recorded(Text::new(format!("Adult {case}-{number}"))),
            born: Recorded::NotRecorded,
        });
        let stream = StreamId::Person(person(case, number));
        all.push(introduced(stream, id(15, case * 2 + number), Event::Identity(event))?);
    }
    Ok(all)
}
