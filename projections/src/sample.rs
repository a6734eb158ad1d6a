//! A short way to write a history for tests: an invented family, three agencies, and what happened, one
//! entry a request, each recorded when it had happened unless said otherwise.

use std::sync::Arc;

use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{CaseOpened, ChildJoinedCase, OpeningEvent, PersonJoinedCase};
use candour_domain::case::record::{
    EntryCorrected, EntryWithdrawn, RecordEvent, Replacement, WithdrawalGround,
};
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::envelope::{Audience, Entered, Envelope, Import, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{
    AgencyId, CaseId, ChildId, EntryId, PersonId, PractitionerId, RequestId,
};
use candour_domain::identity::{ChildIdentified, IdentityEvent, PersonIdentified};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_ledger::{
    EventStore, Expected, LedgerIdentity, LedgerSecret, ManualClock, MemoryStore, RequestRef,
    SeededEntropy, StreamPage,
};
use candour_schemas::DraftMeta;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::casebook::{Casebook, Streams};

pub(crate) const CASE: CaseId = CaseId::new(Uuid::from_u128(0xca5e));
pub(crate) const MIA: ChildId = ChildId::new(Uuid::from_u128(0xc1));
pub(crate) const THEO: ChildId = ChildId::new(Uuid::from_u128(0xc2));
pub(crate) const STRANGER: ChildId = ChildId::new(Uuid::from_u128(0xc3));
pub(crate) const DANA: PersonId = PersonId::new(Uuid::from_u128(0xd1));
pub(crate) const RUTH: PersonId = PersonId::new(Uuid::from_u128(0xd2));
pub(crate) const CARE: AgencyId = AgencyId::new(Uuid::from_u128(0xa1));
pub(crate) const POLICE: AgencyId = AgencyId::new(Uuid::from_u128(0xa2));
pub(crate) const SCHOOL: AgencyId = AgencyId::new(Uuid::from_u128(0xa3));
pub(crate) const WORKER: PractitionerId = PractitionerId::new(Uuid::from_u128(0xb1));
pub(crate) const OFFICER: PractitionerId = PractitionerId::new(Uuid::from_u128(0xb2));
pub(crate) const TEACHER: PractitionerId = PractitionerId::new(Uuid::from_u128(0xb3));
pub(crate) const LEDGER: Uuid = Uuid::from_u128(0x1ed);

/// A history while it is written.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) case: CaseId,
    pub(crate) entries: Vec<Entry>,
}

/// A day of 2026.
pub(crate) fn day(month: u32, day: u32) -> When {
    When::Day(date(month, day))
}

pub(crate) fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// A minute of 2026, as `"01-20T15:05"`.
pub(crate) fn minute(text: &str) -> When {
    When::Minute(format!("2026-{text}").parse().unwrap())
}

/// A moment of 2026 in universal time.
pub(crate) fn at(month: u32, day: u32) -> DateTime<Utc> {
    date(month, day).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub(crate) fn label(words: &str) -> Label {
    Label::parse(words).unwrap()
}

pub(crate) fn said(words: &str) -> Recorded<Text> {
    Recorded::Recorded(Text::new(words))
}

fn envelope(occurred: When, agency: AgencyId) -> Envelope {
    let practitioner = match agency {
        POLICE => OFFICER,
        SCHOOL => TEACHER,
        _ => WORKER,
    };
    Envelope {
        occurred,
        known: None,
        by: Actor {
            practitioner: Recorded::Recorded(practitioner),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency,
        },
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::NotRecorded,
        status: Recorded::NotRecorded,
        children: Vec::new(),
        about: Vec::new(),
        handling: Vec::new(),
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    }
}

impl Sample {
    /// An empty ledger.
    pub(crate) fn empty() -> Self {
        Self { case: CASE, entries: Vec::new() }
    }

    /// The family Ashdown, three agencies, and an open case with both children.
    pub(crate) fn family() -> Self {
        let mut sample = Self::empty();
        let start = day(1, 1);
        for (id, name, kind) in [
            (CARE, "Children's social care", AgencyKind::ChildrensSocialCare),
            (POLICE, "Police", AgencyKind::Police),
            (SCHOOL, "Oakfield Primary School", AgencyKind::School),
        ] {
            let event = AgencyEvent::AgencyRegistered(AgencyRegistered {
                name: label(name),
                kind: Recorded::Recorded(kind),
                category: Recorded::NotRecorded,
            });
            sample.put(StreamId::Agency(id), start, Event::Agency(event));
        }
        for (id, name) in [(WORKER, "L. Farrow"), (OFFICER, "D. Okafor"), (TEACHER, "R. Osei")] {
            let event = PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
                name: Text::new(name),
                registration: None,
            });
            sample.put(StreamId::Practitioner(id), start, Event::Practitioner(event));
        }
        sample.child(MIA, "Mia", Some(When::Day(NaiveDate::from_ymd_opt(2019, 5, 2).unwrap())));
        sample.child(THEO, "Theo", Some(When::Day(NaiveDate::from_ymd_opt(2024, 11, 20).unwrap())));
        sample.person(DANA, "Dana Ashdown");
        sample.person(RUTH, "Ruth Ashdown");
        sample.opened("ASH-1");
        for child in [MIA, THEO] {
            sample.joined(child);
        }
        sample.case(
            start,
            OpeningEvent::PersonJoinedCase(PersonJoinedCase {
                person: DANA,
                part: Recorded::Recorded(label("mother")),
            }),
        );
        sample
    }

    pub(crate) fn opened(&mut self, reference: &str) {
        let event = OpeningEvent::CaseOpened(CaseOpened {
            reference: Recorded::Recorded(label(reference)),
            authority: Recorded::Recorded(CARE),
            reason: Recorded::NotRecorded,
        });
        self.case(day(1, 1), event);
    }

    pub(crate) fn joined(&mut self, child: ChildId) {
        let event = ChildJoinedCase { child, from: None, carried: Vec::new() };
        self.case(day(1, 1), OpeningEvent::ChildJoinedCase(event));
    }

    pub(crate) fn child(&mut self, child: ChildId, name: &str, born: Option<When>) {
        let event = IdentityEvent::ChildIdentified(ChildIdentified {
            name: said(name),
            born: born.into(),
            unborn: Recorded::NotRecorded,
            sex: Recorded::NotRecorded,
            ethnicity: Recorded::NotRecorded,
            disabilities: Vec::new(),
        });
        self.put(StreamId::Child(child), day(1, 1), Event::Identity(event));
    }

    pub(crate) fn person(&mut self, person: PersonId, name: &str) {
        let event = IdentityEvent::PersonIdentified(PersonIdentified {
            name: said(name),
            born: Recorded::NotRecorded,
        });
        self.put(StreamId::Person(person), day(1, 1), Event::Identity(event));
    }

    /// Records an event of children's social care in the case.
    pub(crate) fn case(&mut self, occurred: When, event: impl IntoCase) -> EntryId {
        self.by(CARE, occurred, event)
    }

    /// Records an event of an agency in the case.
    pub(crate) fn by(&mut self, agency: AgencyId, occurred: When, event: impl IntoCase) -> EntryId {
        let case = StreamId::Case(self.case);
        let id = self.put(case, occurred, Event::Case(event.into_case()));
        self.last().envelope = envelope(occurred, agency);
        self.last().agency = agency;
        id
    }

    /// Records an event in a stream.
    pub(crate) fn put(&mut self, stream: StreamId, occurred: When, event: Event) -> EntryId {
        let position = u64::try_from(self.entries.len()).unwrap() + 1;
        let request = RequestId::new(Uuid::from_u128(0x4e_0000 + u128::from(position)));
        let after = self.entries.last().map(|last| last.recorded_at + TimeDelta::seconds(1));
        let happened = occurred.interval().latest();
        let revision = self.entries.iter().filter(|entry| entry.stream == stream).count();
        self.entries.push(Entry {
            id: EntryId::of_request(request, 0),
            stream,
            revision: u64::try_from(revision).unwrap(),
            position: Position(position),
            recorded_at: after.map_or(happened, |after| after.max(happened)),
            author: WORKER,
            agency: CARE,
            request,
            envelope: envelope(occurred, CARE),
            event,
        });
        self.last().id
    }

    /// The entry that was recorded last, to change what is said of it.
    pub(crate) fn last(&mut self) -> &mut Entry {
        self.entries.last_mut().unwrap()
    }

    /// Says which children the last entry concerns.
    pub(crate) fn about(&mut self, children: &[ChildId]) -> &mut Self {
        self.last().envelope.children = children.to_vec();
        self
    }

    /// Says that the last entry is a row of an imported file.
    pub(crate) fn row(&mut self, reference: &str, entered: Entered) -> &mut Self {
        self.last().envelope.source.import = Some(Import {
            file: label("social-care.csv"),
            row: 2,
            reference: label(reference),
            entered,
        });
        self
    }

    /// Makes the last entry a step derived from an earlier one: of its request, at an index.
    pub(crate) fn step_of(&mut self, entry: EntryId, index: u32) -> EntryId {
        let row = self.entries.iter().find(|it| it.id == entry).unwrap();
        let (request, source) = (row.request, row.envelope.source.clone());
        let last = self.last();
        last.request = request;
        last.id = EntryId::of_request(request, index);
        last.envelope.source = source;
        last.id
    }

    /// Corrects an entry of the case.
    pub(crate) fn correct(&mut self, on: When, entry: EntryId, event: impl IntoCase) -> EntryId {
        let first = self.entries.iter().find(|it| it.id == entry).unwrap().envelope.clone();
        self.case(
            on,
            RecordEvent::EntryCorrected(EntryCorrected {
                entry,
                replacement: Replacement {
                    event: Box::new(Event::Case(event.into_case())),
                    occurred: first.occurred,
                    known: None,
                    children: first.children,
                    about: first.about,
                    status: first.status,
                    evidence: first.evidence,
                },
                reason: Text::new("written down wrongly"),
            }),
        )
    }

    /// Withdraws an entry of the case.
    pub(crate) fn withdraw(&mut self, on: When, entry: EntryId) -> EntryId {
        self.case(
            on,
            RecordEvent::EntryWithdrawn(EntryWithdrawn {
                entry,
                ground: WithdrawalGround::WrongChild,
                reason: Text::new("another family"),
            }),
        )
    }

    /// The casebook of the case.
    pub(crate) fn book(&self) -> Casebook {
        let of = |wanted: fn(StreamId) -> bool| -> Vec<Entry> {
            self.entries.iter().filter(|entry| wanted(entry.stream)).cloned().collect()
        };
        let own = StreamId::Case(self.case);
        Casebook::of(
            self.case,
            Streams {
                entries: self.entries.iter().filter(|it| it.stream == own).cloned().collect(),
                identities: of(|it| matches!(it, StreamId::Child(_) | StreamId::Person(_))),
                teams: of(|it| matches!(it, StreamId::Team(_))),
                ledger: of(|it| matches!(it, StreamId::Ledger(_))),
                registers: of(|it| matches!(it, StreamId::Agency(_) | StreamId::Practitioner(_))),
            },
        )
    }

    /// A store that holds the same entries.
    pub(crate) async fn store(&self) -> MemoryStore {
        let growing = Growing::new();
        growing.add(&self.entries).await;
        Arc::into_inner(growing.store).unwrap()
    }
}

/// A store to which entries are added as they come.
pub(crate) struct Growing {
    pub(crate) store: Arc<MemoryStore>,
    clock: Arc<ManualClock>,
}

impl Growing {
    pub(crate) fn new() -> Self {
        let secret = LedgerSecret::from_bytes([7; 32]);
        let identity = LedgerIdentity { id: LEDGER, synthetic: true, secret };
        let clock = Arc::new(ManualClock::at(at(1, 1)));
        let entropy = Arc::new(SeededEntropy::new([9; 32]));
        let store = MemoryStore::new(identity, clock.clone(), entropy).unwrap();
        Self { store: Arc::new(store), clock }
    }

    pub(crate) async fn add(&self, entries: &[Entry]) {
        let Self { store, clock } = self;
        for entry in entries {
            clock.set(entry.recorded_at);
            let index = (0..100)
                .find(|index| entry.id == EntryId::of_request(entry.request, *index))
                .unwrap();
            let request = RequestRef { id: entry.request.uuid(), index, digest: [0; 32] };
            let meta =
                DraftMeta { id: entry.id, author: entry.author, agency: entry.agency, request };
            let draft = candour_schemas::draft(&entry.event, &entry.envelope, meta).unwrap();
            let stream = entry.stream.to_string().parse().unwrap();
            let page = store.read_stream(&stream, candour_ledger::Revision::FIRST, 1).await;
            let expected = match page.unwrap() {
                StreamPage::Missing => Expected::NoStream,
                StreamPage::Found { last, .. } => Expected::At(last),
            };
            store.append(&stream, expected, vec![draft]).await.unwrap();
        }
    }
}

/// What can be recorded in a case: the event of a chapter.
pub(crate) trait IntoCase {
    fn into_case(self) -> CaseEvent;
}

macro_rules! into_case {
    ($($chapter:ident $variant:ident $event:ident),* $(,)?) => {
        $(impl IntoCase for candour_domain::case::$chapter::$event {
            fn into_case(self) -> CaseEvent {
                CaseEvent::$variant(self)
            }
        })*
    };
}

into_case!(
    opening Opening OpeningEvent,
    allocation Allocation AllocationEvent,
    concern Concern ConcernEvent,
    information Information InformationEvent,
    child Child ChildEvent,
    help Help HelpEvent,
    threshold Threshold ThresholdEvent,
    enquiry Enquiry EnquiryEvent,
    conference Conference ConferenceEvent,
    plan Plan PlanEvent,
    fgdm Fgdm FgdmEvent,
    proceedings Proceedings ProceedingsEvent,
    emergency Emergency EmergencyEvent,
    record Record RecordEvent,
);
