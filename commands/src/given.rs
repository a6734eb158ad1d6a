//! Rules as sentences: given what a stream holds, when something is proposed, then it is recorded, is
//! already so, or is refused. For tests alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::AllocationEvent;
use candour_domain::case::concern::{ConcernEvent, ConcernRaised};
use candour_domain::case::opening::{CaseOpened, OpeningEvent};
use candour_domain::case::record::RecordEvent;
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::envelope::{Audience, Envelope, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, CaseId, EntryId, RequestId};
use candour_domain::identity::IdentityEvent;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::Actor;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::recorded::Recorded;
use candour_domain::team::TeamEvent;
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_schemas::samples::{
    CASE, CHILD, DETECTIVE, GRANDMOTHER, LEDGER, MOTHER, OTHER_CASE, OTHER_CHILD, POLICE, SCHOOL,
    SOCIAL_CARE, SOCIAL_WORKER, TEAM,
};

use crate::decide::{Decision, Known, decide};
use crate::past::Past;
use crate::refusal::{Proposed, Refusal};
use crate::request::{Action, Circumstances, Request};

/// The case of these tests.
pub(crate) const THIS: StreamId = StreamId::Case(CASE);

/// The request that a test makes.
pub(crate) const ASKED: RequestId = RequestId::new(Uuid::from_u128(0xa));

/// The entry that stands at a place of what is given.
pub(crate) fn given_entry(place: u128) -> EntryId {
    EntryId::of_request(given_request(place), 0)
}

fn given_request(place: u128) -> RequestId {
    RequestId::new(Uuid::from_u128(0x61_0000 + place))
}

/// An entry that stands nowhere.
pub(crate) fn nowhere() -> EntryId {
    EntryId::new(Uuid::from_u128(0xdead))
}

/// The day of all that is given.
pub(crate) fn day(text: &str) -> When {
    When::Day(text.parse::<NaiveDate>().unwrap())
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

/// An envelope that says no more than it must.
pub(crate) fn envelope() -> Envelope {
    Envelope {
        occurred: day("2026-01-20"),
        known: None,
        by: Actor {
            practitioner: Recorded::Recorded(SOCIAL_WORKER),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: SOCIAL_CARE,
        },
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::NotRecorded,
        status: Recorded::NotRecorded,
        children: vec![],
        about: vec![],
        handling: vec![],
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    }
}

pub(crate) fn action(event: impl Into<Proposing>) -> Action {
    Action { envelope: envelope(), proposed: event.into().0 }
}

/// An event of any stream, for short.
#[derive(Debug, Clone)]
pub(crate) struct Proposing(pub(crate) Event);

macro_rules! proposing {
    ($($from:ty => $wrap:expr;)*) => {
        $(impl From<$from> for Proposing {
            fn from(event: $from) -> Self {
                Self($wrap(event))
            }
        })*
    };
}

proposing! {
    Event => std::convert::identity;
    OpeningEvent => |event| Event::Case(CaseEvent::Opening(event));
    AllocationEvent => |event| Event::Case(CaseEvent::Allocation(event));
    ConcernEvent => |event| Event::Case(CaseEvent::Concern(event));
    RecordEvent => |event| Event::Case(CaseEvent::Record(event));
    IdentityEvent => Event::Identity;
    AgencyEvent => Event::Agency;
    PractitionerEvent => Event::Practitioner;
    TeamEvent => Event::Team;
    LedgerEvent => Event::Ledger;
}

pub(crate) fn opened() -> OpeningEvent {
    OpeningEvent::CaseOpened(CaseOpened {
        reference: Recorded::NotRecorded,
        authority: Recorded::Recorded(SOCIAL_CARE),
        reason: Recorded::NotRecorded,
    })
}

pub(crate) fn raised(account: &str) -> ConcernEvent {
    ConcernEvent::ConcernRaised(ConcernRaised {
        raised_by: Recorded::NotRecorded,
        account: Text::new(account),
        wording: Recorded::NotRecorded,
        danger: Recorded::NotRecorded,
        family_told: Recorded::NotRecorded,
    })
}

/// What a refusal says of the only action of a request.
pub(crate) fn of(event: &'static str) -> Proposed {
    Proposed { index: 0, event }
}

/// A stream that holds this.
pub(crate) struct Given {
    stream: StreamId,
    entries: Vec<Entry>,
    known: Known,
}

/// Given a stream of which nothing is recorded.
pub(crate) fn given_nothing(stream: StreamId) -> Given {
    let known = [CASE, OTHER_CASE]
        .map(StreamId::Case)
        .into_iter()
        .chain([CHILD, OTHER_CHILD].map(StreamId::Child))
        .chain([MOTHER, GRANDMOTHER].map(StreamId::Person))
        .chain([SOCIAL_CARE, POLICE, SCHOOL].map(StreamId::Agency))
        .chain([SOCIAL_WORKER, DETECTIVE].map(StreamId::Practitioner))
        .chain([StreamId::Team(TEAM)]);
    let known = Known { ledger: LEDGER, streams: known.collect(), carried: BTreeMap::new() };
    Given { stream, entries: vec![], known }
}

/// Given a stream with these events, in order.
pub(crate) fn given<E: Into<Proposing>>(
    stream: StreamId,
    events: impl IntoIterator<Item = E>,
) -> Given {
    events.into_iter().fold(given_nothing(stream), Given::and)
}

/// Given an open case with these events, the opening first.
pub(crate) fn given_case<E: Into<Proposing>>(events: impl IntoIterator<Item = E>) -> Given {
    events.into_iter().fold(given(THIS, [opened()]), Given::and)
}

impl Given {
    /// And this as well.
    pub(crate) fn and(mut self, event: impl Into<Proposing>) -> Self {
        let place = self.entries.len();
        let number = u64::try_from(place).unwrap();
        let Action { envelope, proposed } = action(event);
        self.entries.push(Entry {
            id: given_entry(number.into()),
            stream: self.stream,
            revision: number,
            position: Position(number + 1),
            recorded_at: now() - TimeDelta::days(1),
            author: SOCIAL_WORKER,
            agency: SOCIAL_CARE,
            request: given_request(number.into()),
            envelope,
            event: proposed,
        });
        self
    }

    /// Where nobody and nothing else is known.
    pub(crate) fn where_nothing_else_is_known(mut self) -> Self {
        self.known.streams = BTreeSet::new();
        self
    }

    /// Where this is not known.
    pub(crate) fn where_unknown(mut self, stream: StreamId) -> Self {
        self.known.streams.remove(&stream);
        self
    }

    /// Where these entries stand in another case.
    pub(crate) fn where_another_case_holds(mut self, case: CaseId, entry: EntryId) -> Self {
        self.known.carried.insert(case, BTreeSet::from([entry]));
        self
    }

    pub(crate) fn when(self, event: impl Into<Proposing>) -> Decided {
        self.when_all([action(event)])
    }

    /// When this is proposed, with its envelope.
    pub(crate) fn when_all(self, actions: impl IntoIterator<Item = Action>) -> Decided {
        self.when_asked_for(SOCIAL_CARE, actions)
    }

    pub(crate) fn when_asked_for(
        self,
        agency: AgencyId,
        actions: impl IntoIterator<Item = Action>,
    ) -> Decided {
        let actions = actions.into_iter().collect();
        let Self { stream, entries, known } = self;
        let request = Request { id: ASKED, author: SOCIAL_WORKER, agency, stream, actions };
        let past = Past::of(stream, entries);
        Decided(decide(&past, &request, &known, Circumstances::at(now())), request)
    }
}

/// What was decided, and of which request.
pub(crate) struct Decided(Result<Decision, Refusal>, Request);

impl Decided {
    /// Then all that was proposed is recorded, as it was proposed.
    #[track_caller]
    pub(crate) fn then_recorded(self) {
        let all: Vec<u32> = (0..).take(self.1.actions.len()).collect();
        self.then_recorded_alone(&all);
    }

    /// Then these of the actions are recorded, each under the identifier of its place.
    #[track_caller]
    pub(crate) fn then_recorded_alone(self, indexes: &[u32]) {
        let Self(decision, request) = self;
        let expected = indexes.iter().map(|index| crate::decide::Decided {
            id: EntryId::of_request(ASKED, *index),
            index: *index,
            action: request.actions[usize::try_from(*index).unwrap()].clone(),
        });
        assert_eq!(decision, Ok(Decision::Record(expected.collect())));
    }

    /// Then the entry at this place of what was given already says so.
    #[track_caller]
    pub(crate) fn then_already_so_by(self, place: u128) {
        self.then_already_so_by_all(&[place]);
    }

    /// Then the entries at these places already say so.
    #[track_caller]
    pub(crate) fn then_already_so_by_all(self, places: &[u128]) {
        let entries = places.iter().map(|place| given_entry(*place)).collect();
        assert_eq!(self.0, Ok(Decision::AlreadySo(entries)));
    }

    #[track_caller]
    pub(crate) fn then_refused(self, refusal: Refusal) {
        assert_eq!(self.0, Err(refusal));
    }
}
