//! A short way to write a history: agencies and practitioners by number, days of January 2026.

use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, EntryOpened, RecordShown, ShownPage};
use candour_domain::case::allocation::{
    AllocationEvent, PractitionerAllocated, RecordAccess, Role,
};
use candour_domain::case::concern::{Channel, ConcernEvent, ReferralDecided};
use candour_domain::case::information::{
    DisclosureRead, DisclosureReceived, InformationDisclosed, InformationEvent, ItemShared,
    NotSharedDecided, NotSharedGround, ObservationRecorded, Reader,
};
use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::case::threshold::{StrategyDiscussionHeld, ThresholdEvent};
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::envelope::{Audience, Envelope, Evidence, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{
    AgencyId, CaseId, ChildId, EntryId, PractitionerId, RequestId, SessionId, TeamId,
};
use candour_domain::meeting::{
    Attendance, Attendee, Extent, Grounds, Invitation, Meeting, PartsAttended, Tabled,
};
use candour_domain::party::{Actor, Recipient};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::team::{MemberNominated, Seat, TeamEvent};
use candour_domain::text::Text;
use candour_domain::time::When;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::casebook::{Casebook, Streams};

pub(super) fn agency(n: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(0xa000 + n))
}

/// Practitioner `n` works for agency `n / 10`.
pub(super) fn practitioner(n: u128) -> PractitionerId {
    PractitionerId::new(Uuid::from_u128(0xb000 + n))
}

pub(super) fn team() -> TeamId {
    TeamId::new(Uuid::from_u128(0xc000))
}

pub(super) fn child() -> ChildId {
    ChildId::new(Uuid::from_u128(0xd000))
}

fn case() -> CaseId {
    CaseId::new(Uuid::from_u128(0xe000))
}

pub(super) fn id(n: u64) -> EntryId {
    EntryId::new(Uuid::from_u128(u128::from(n)))
}

/// A day of January 2026, beyond its end too.
pub(super) fn day(n: i64) -> When {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    When::Day(first + TimeDelta::days(n - 1))
}

/// Noon of that day.
pub(super) fn noon(n: i64) -> DateTime<Utc> {
    day(n).interval().earliest() + TimeDelta::hours(12)
}

/// A history as it is written: each entry is numbered by its place, from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub(super) entries: Vec<Entry>,
    teams: Vec<Entry>,
    accesses: Vec<Entry>,
}

impl History {
    /// Practitioner `by` records an event of day `occurred` on day `recorded`; answers its number.
    pub(super) fn record(&mut self, by: u128, occurred: When, recorded: i64, event: Event) -> u64 {
        let number = self.entries.len() as u64 + 1;
        let stream = StreamId::Case(case());
        self.entries.push(entry((number, stream), by, (occurred, noon(recorded)), event));
        number
    }

    /// The same, recorded on the day itself.
    pub(super) fn on(&mut self, by: u128, on: i64, event: Event) -> u64 {
        self.record(by, day(on), on, event)
    }

    pub(super) fn nominate(&mut self, who: u128, on: i64) {
        let event = Event::Team(TeamEvent::MemberNominated(MemberNominated {
            practitioner: practitioner(who),
            agency: agency(who / 10),
            seat: Seat::Police,
            by: agency(who / 10),
            experience: Recorded::NotRecorded,
            police_status: Recorded::NotRecorded,
        }));
        let number = 9_000 + self.teams.len() as u64;
        let stream = StreamId::Team(team());
        self.teams.push(entry((number, stream), who, (day(on), noon(on)), event));
    }

    /// The ledger of accesses enters on a day what was shown to practitioner `to` on that day.
    pub(super) fn shown(&mut self, to: u128, on: i64, event: AccessEvent) -> u64 {
        let number = 8_000 + self.accesses.len() as u64;
        let stream = StreamId::Case(case());
        let event = Event::Case(CaseEvent::Access(event));
        let mut shown = entry((number, stream), to, (When::Instant(noon(on)), noon(on)), event);
        shown.envelope.evidence = Recorded::Recorded(Evidence::SystemLog);
        self.accesses.push(shown);
        number
    }

    pub(super) fn book(&self) -> Casebook {
        let streams = Streams {
            entries: self.entries.clone(),
            teams: self.teams.clone(),
            ..Streams::default()
        };
        Casebook { accesses: self.accesses.clone(), ..Casebook::of(case(), streams) }
    }
}

/// That an entry was opened alone.
pub(super) fn opened_alone(item: u64) -> AccessEvent {
    AccessEvent::EntryOpened(EntryOpened { entry: id(item), session: session() })
}

/// That the page of who knew an entry was shown.
pub(super) fn listed(item: u64) -> AccessEvent {
    let page = ShownPage::Item { entry: id(item) };
    AccessEvent::RecordShown(RecordShown { page, session: session() })
}

fn session() -> SessionId {
    SessionId::new(Uuid::from_u128(0xf000))
}

fn entry(
    (number, stream): (u64, StreamId),
    by: u128,
    (occurred, recorded_at): (When, DateTime<Utc>),
    event: Event,
) -> Entry {
    Entry {
        id: id(number),
        stream,
        revision: number - 1,
        position: Position(number),
        recorded_at,
        author: practitioner(by),
        agency: agency(by / 10),
        request: RequestId::new(Uuid::from_u128(u128::from(number))),
        envelope: Envelope {
            occurred,
            known: None,
            by: Actor {
                practitioner: Recorded::Recorded(practitioner(by)),
                post: Recorded::NotRecorded,
                unit: Recorded::NotRecorded,
                agency: agency(by / 10),
            },
            on_behalf_of: None,
            source: Source::default(),
            evidence: Recorded::NotRecorded,
            status: Recorded::NotRecorded,
            children: vec![child()],
            about: Vec::new(),
            handling: Vec::new(),
            audience: Audience::Involved,
            basis: None,
            causation: None,
            correlation: None,
        },
        event,
    }
}

pub(super) fn observed(account: &str) -> Event {
    information(InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new(account),
        response: Recorded::NotRecorded,
    }))
}

fn information(event: InformationEvent) -> Event {
    CaseEvent::Information(event).into()
}

fn shared(item: u64, extent: Recorded<Extent>) -> Vec<ItemShared> {
    vec![ItemShared { item: id(item), extent }]
}

pub(super) fn to_agency(n: u128) -> Recipient {
    Recipient::Agency(agency(n))
}

pub(super) fn to_practitioner(n: u128) -> Recipient {
    Recipient::Practitioner { practitioner: practitioner(n), agency: agency(n / 10) }
}

pub(super) fn disclosed(
    item: u64,
    to: Recipient,
    channel: Recorded<Channel>,
    extent: Recorded<Extent>,
) -> Event {
    information(InformationEvent::InformationDisclosed(InformationDisclosed {
        items: shared(item, extent),
        to,
        channel,
        said: Recorded::NotRecorded,
        purpose: Recorded::NotRecorded,
        request: None,
    }))
}

pub(super) fn received(disclosure: u64, by: Recipient) -> Event {
    information(InformationEvent::DisclosureReceived(DisclosureReceived {
        disclosure: Antecedent::Named(id(disclosure)),
        items: Vec::new(),
        by,
        how: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    }))
}

pub(super) fn read(disclosure: u64, by: Recipient) -> Event {
    information(InformationEvent::DisclosureRead(DisclosureRead {
        disclosure: Antecedent::Named(id(disclosure)),
        items: Vec::new(),
        reader: Reader::Named(by),
        account: Recorded::NotRecorded,
    }))
}

pub(super) fn not_shared(item: u64, with: Recipient) -> Event {
    information(InformationEvent::NotSharedDecided(NotSharedDecided {
        items: vec![id(item)],
        with,
        ground: NotSharedGround::NotRecorded,
        reason: Recorded::NotRecorded,
        review: None,
    }))
}

/// A strategy discussion: each item with the part it was put in, each attendee with the parts they
/// were in.
pub(super) fn discussed(table: &[(u64, Option<u16>)], attended: &[(u128, PartsAttended)]) -> Event {
    let table = table
        .iter()
        .map(|(item, part)| Tabled { part: Recorded::from(*part), ..Tabled::item(id(*item)) });
    let attendance = attended.iter().map(|(who, parts)| Attendance {
        who: Attendee::Practitioner { practitioner: practitioner(*who), agency: agency(who / 10) },
        post: Recorded::NotRecorded,
        capacity: Recorded::NotRecorded,
        from: None,
        until: None,
        parts: parts.clone(),
    });
    let meeting =
        Meeting { table: table.collect(), attendance: attendance.collect(), ..Meeting::default() };
    strategy_discussion(meeting)
}

fn strategy_discussion(meeting: Meeting) -> Event {
    CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
        convened: None,
        meeting,
        account: Recorded::NotRecorded,
        proceeded_without_quorum: None,
    }))
    .into()
}

/// A strategy discussion with one item on the table, to which one practitioner was asked and did not
/// come.
pub(super) fn invited_to(item: u64, who: u128) -> Event {
    let who = Attendee::Practitioner { practitioner: practitioner(who), agency: agency(who / 10) };
    let invited = vec![Invitation { who, answer: Recorded::NotRecorded }];
    let meeting = Meeting { table: vec![Tabled::item(id(item))], invited, ..Meeting::default() };
    strategy_discussion(meeting)
}

pub(super) fn decided(considered: &[u64]) -> Event {
    let considered = considered.iter().map(|item| id(*item)).collect();
    CaseEvent::Concern(ConcernEvent::ReferralDecided(ReferralDecided {
        contact: Antecedent::NotInThisLedger,
        outcome: Recorded::NotRecorded,
        as_written: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
        grounds: Grounds { considered, ..Grounds::default() },
    }))
    .into()
}

pub(super) fn allocated(who: u128) -> Event {
    CaseEvent::Allocation(AllocationEvent::PractitionerAllocated(PractitionerAllocated {
        practitioner: practitioner(who),
        agency: agency(who / 10),
        post: Recorded::NotRecorded,
        role: Role::SocialWorker,
        record_access: Recorded::Recorded(RecordAccess::Whole),
        handed_over: Vec::new(),
    }))
    .into()
}

pub(super) fn corrected(entry: u64, event: Event, occurred: When) -> Event {
    CaseEvent::Record(RecordEvent::EntryCorrected(EntryCorrected {
        entry: id(entry),
        replacement: Replacement {
            event: Box::new(event),
            occurred,
            known: None,
            children: vec![child()],
            about: Vec::new(),
            status: Recorded::NotRecorded,
            evidence: Recorded::NotRecorded,
        },
        reason: Text::new("wrong arm"),
    }))
    .into()
}
