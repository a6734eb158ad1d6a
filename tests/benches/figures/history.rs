//! The entries of one case, as many as are wanted, in an order that comes about in practice: a concern
//! is passed on, received and read, visits are made, agencies are asked, a discussion decides. Each
//! refers to those before it, as the questions need. It follows no real case.

use candour_domain::case::CaseEvent;
use candour_domain::case::child::{
    Alone, Body, ChildEvent, ChildSeen, ChildVoiceRecorded, Seen, Sight, VoiceMethod,
};
use candour_domain::case::concern::{
    Channel, ConcernEvent, ConcernRaised, ContactReceived, Danger, Wording,
};
use candour_domain::case::information::{
    DisclosureRead, DisclosureReceived, Holding, InformationDisclosed, InformationEvent,
    InformationRequested, InformationSupplied, ItemShared, NotSharedDecided, NotSharedGround,
    ObservationRecorded, Reader,
};
use candour_domain::case::opening::{CaseOpened, ChildJoinedCase, OpeningEvent, PersonJoinedCase};
use candour_domain::case::oversight::{OversightEvent, OversightRecorded};
use candour_domain::case::threshold::{
    StrategyDiscussionHeld, ThresholdDecided, ThresholdDecision, ThresholdEvent,
};
use candour_domain::code::ReferralSource;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, RequestId};
use candour_domain::meeting::{
    Attendance, Attendee, Capacity, Extent, Format, Grounds, Meeting, Part, PartKind,
    PartsAttended, Reliance, Tabled,
};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};
use chrono::{DateTime, TimeDelta, Utc};

use crate::measure::Done;
use crate::population::{
    Unrecorded, agency, beginning, case, child, envelope, id, label, person, practitioner, words,
};

/// How many entries open a case.
pub(crate) const OPENING_ENTRIES: u64 = 4;
/// After how many entries the same kinds come again.
const ROUND: u64 = 16;
/// How long a case lasts, however many entries it has.
const LASTS_MINUTES: u64 = 520 * 24 * 60;

/// A case that is being written.
pub(crate) struct History {
    case: u64,
    entries: u64,
}

impl History {
    /// The history of a case that comes to have so many entries.
    pub(crate) fn of(case: u64, entries: u64) -> Self {
        Self { case, entries: entries.max(1) }
    }

    /// The identifier of its entry at a place.
    pub(crate) fn entry(&self, place: u64) -> EntryId {
        EntryId::of_request(self.request(place), 0)
    }

    fn request(&self, place: u64) -> RequestId {
        RequestId::new(id(20 + self.case, place))
    }

    /// When its entry at a place happened.
    pub(crate) fn at(&self, place: u64) -> DateTime<Utc> {
        let minutes = LASTS_MINUTES / self.entries * place;
        beginning() + TimeDelta::minutes(i64::try_from(minutes).unwrap_or_default())
    }

    /// Its entry at a place.
    pub(crate) fn at_place(&self, place: u64) -> Done<Unrecorded> {
        let (by, event) = self.event(place)?;
        let at = self.at(place);
        Ok(Unrecorded {
            stream: StreamId::Case(case(self.case)),
            request: self.request(place),
            recorded_at: at + TimeDelta::minutes(90),
            author: practitioner(by, place),
            agency: agency(by),
            envelope: envelope((by, place), at, vec![child(self.case, place)])?,
            event: Event::Case(event),
        })
    }

    /// Whether an entry is a decision with grounds.
    pub(crate) fn decides(place: u64) -> bool {
        place >= OPENING_ENTRIES && (place - OPENING_ENTRIES) % ROUND == 11
    }

    /// Which agency recorded what.
    fn event(&self, place: u64) -> Done<(u64, CaseEvent)> {
        let Some(after) = place.checked_sub(OPENING_ENTRIES) else {
            return Ok((0, CaseEvent::Opening(self.opening(place)?)));
        };
        let (round, step) = (after / ROUND, after % ROUND);
        // The entry of this round, or of the one before, at a step.
        let back = |step_there: u64| self.entry(place - step + step_there);
        Ok(match step {
            0 => (2, CaseEvent::Concern(self.concern(place))),
            1 => (2, told(back(0), self.worker(0, place), place)),
            2 => (0, received(back(1), back(0), place)),
            3 => (0, self.read(back(1), back(0), place)),
            4 | 14 => (1 + round % 5, observed(place)),
            5 => (0, self.asked(1 + round % 5, place)),
            6 => (1 + round % 5, self.supplied(back(5), back(4), place)),
            7 => (0, self.seen(place)),
            8 => (0, contact(back(0), place)),
            9 => (0, voice(child(self.case, place), place)),
            10 => (0, self.discussed(&[back(0), back(4), back(9)], place)?),
            11 => (0, decided(back(10), &[back(0), back(4), back(6), back(9)], place)),
            12 => (1, withheld(back(4), place)),
            13 => (0, overseen(&[back(11)], place)),
            _ => (3, told(back(14), Recipient::Agency(agency(0)), place)),
        })
    }

    fn opening(&self, place: u64) -> Done<OpeningEvent> {
        Ok(match place {
            0 => OpeningEvent::CaseOpened(CaseOpened {
                reference: Recorded::Recorded(label(&format!("CASE-{}", self.case))?),
                authority: Recorded::Recorded(agency(0)),
                reason: Recorded::NotRecorded,
            }),
            1 | 2 => OpeningEvent::ChildJoinedCase(ChildJoinedCase {
                child: child(self.case, place),
                from: None,
                carried: Vec::new(),
            }),
            _ => OpeningEvent::PersonJoinedCase(PersonJoinedCase {
                person: person(self.case, 0),
                part: Recorded::Recorded(label("mother")?),
            }),
        })
    }

    fn worker(&self, agency_number: u64, place: u64) -> Recipient {
        let practitioner = practitioner(agency_number, place + self.case);
        Recipient::Practitioner { practitioner, agency: agency(agency_number) }
    }

    fn concern(&self, place: u64) -> ConcernEvent {
        ConcernEvent::ConcernRaised(ConcernRaised {
            raised_by: Recorded::Recorded(Speaker::Person(person(self.case, 0))),
            account: words(place),
            wording: Recorded::Recorded(Wording::Summary),
            danger: Recorded::Recorded(Danger::NotKnown),
            family_told: Recorded::NotRecorded,
        })
    }

    fn read(&self, disclosure: EntryId, item: EntryId, place: u64) -> CaseEvent {
        CaseEvent::Information(InformationEvent::DisclosureRead(DisclosureRead {
            disclosure: Antecedent::Named(disclosure),
            items: vec![shared(item, Extent::Whole)],
            reader: Reader::Named(self.worker(0, place)),
            account: Recorded::NotRecorded,
        }))
    }

    fn asked(&self, of: u64, place: u64) -> CaseEvent {
        CaseEvent::Information(InformationEvent::InformationRequested(InformationRequested {
            of: Recipient::Agency(agency(of)),
            question: words(place),
            due: Some(self.at(place + ROUND).date_naive()),
            channel: Recorded::Recorded(Channel::Email),
        }))
    }

    fn supplied(&self, request: EntryId, item: EntryId, place: u64) -> CaseEvent {
        CaseEvent::Information(InformationEvent::InformationSupplied(InformationSupplied {
            request: Antecedent::Named(request),
            to: self.worker(0, place),
            account: words(place),
            items: vec![shared(item, Extent::Part)],
            channel: Recorded::Recorded(Channel::Email),
        }))
    }

    fn seen(&self, place: u64) -> CaseEvent {
        let sight = |number| Sight {
            child: child(self.case, number),
            seen: Seen::Seen,
            alone: Recorded::Recorded(Alone::Alone),
            body: Recorded::Recorded(Body::AreaSeen),
            area: Recorded::NotRecorded,
            bedroom: Recorded::NotRecorded,
        };
        CaseEvent::Child(ChildEvent::ChildSeen(ChildSeen {
            sights: vec![sight(0), sight(1)],
            account: words(place),
            visit: Recorded::NotRecorded,
            present: vec![Attendee::Person(person(self.case, 0))],
            interpreter: Recorded::NotRecorded,
        }))
    }

    fn discussed(&self, table: &[EntryId], place: u64) -> Done<CaseEvent> {
        let present = |number: u64| {
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(Attendance {
                who: Attendee::Practitioner {
                    practitioner: practitioner(number, place),
                    agency: agency(number),
                },
                post: Recorded::Recorded(label("Team manager")?),
                capacity: Recorded::Recorded(Capacity::Member),
                from: None,
                until: None,
                parts: PartsAttended::Only(vec![1]),
            })
        };
        let attendance = (0..3).map(present).collect::<Done<_>>()?;
        let meeting = Meeting {
            format: Recorded::Recorded(Format::Hybrid),
            chair: Recorded::NotRecorded,
            invited: Vec::new(),
            attendance,
            parts: vec![Part { number: 1, kind: PartKind::Open }],
            table: table.iter().copied().map(Tabled::item).collect(),
        };
        let held = StrategyDiscussionHeld {
            convened: None,
            meeting,
            account: Recorded::Recorded(words(place + self.case)),
            proceeded_without_quorum: None,
        };
        Ok(CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(held)))
    }
}

fn shared(item: EntryId, extent: Extent) -> ItemShared {
    ItemShared { item, extent: Recorded::Recorded(extent) }
}

fn told(item: EntryId, to: Recipient, place: u64) -> CaseEvent {
    CaseEvent::Information(InformationEvent::InformationDisclosed(InformationDisclosed {
        items: vec![shared(item, Extent::Whole)],
        to,
        channel: Recorded::Recorded(Channel::Telephone),
        said: Recorded::Recorded(words(place)),
        purpose: Recorded::NotRecorded,
        request: None,
    }))
}

fn received(disclosure: EntryId, item: EntryId, place: u64) -> CaseEvent {
    CaseEvent::Information(InformationEvent::DisclosureReceived(DisclosureReceived {
        disclosure: Antecedent::Named(disclosure),
        items: vec![shared(item, Extent::Whole)],
        by: Recipient::Agency(agency(0)),
        how: Recorded::Recorded(Holding::Filed),
        account: Recorded::Recorded(words(place)),
    }))
}

fn observed(place: u64) -> CaseEvent {
    CaseEvent::Information(InformationEvent::ObservationRecorded(ObservationRecorded {
        account: words(place),
        response: Recorded::Recorded(words(place + 1)),
    }))
}

fn contact(received: EntryId, place: u64) -> CaseEvent {
    CaseEvent::Concern(ConcernEvent::ContactReceived(ContactReceived {
        source: Recorded::Recorded(ReferralSource::School),
        channel: Recorded::Recorded(Channel::SecurePortal),
        account: words(place),
        received: vec![received],
    }))
}

fn voice(child: candour_domain::identifier::ChildId, place: u64) -> CaseEvent {
    CaseEvent::Child(ChildEvent::ChildVoiceRecorded(ChildVoiceRecorded {
        child,
        words: words(place),
        how: Recorded::Recorded(VoiceMethod::OwnWords),
    }))
}

fn grounds(considered: &[EntryId], place: u64) -> Grounds {
    Grounds {
        considered: considered.to_vec(),
        relied_on: considered.first().copied().map(Reliance::Entry).into_iter().collect(),
        rationale: Recorded::Recorded(words(place)),
    }
}

fn decided(discussion: EntryId, considered: &[EntryId], place: u64) -> CaseEvent {
    CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(ThresholdDecided {
        discussion: Antecedent::Named(discussion),
        decision: Recorded::Recorded(ThresholdDecision::ContinueSection17),
        as_written: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
        grounds: grounds(considered, place),
        advised_by: None,
        contributed: Vec::new(),
        dissent: Vec::new(),
    }))
}

fn withheld(item: EntryId, place: u64) -> CaseEvent {
    CaseEvent::Information(InformationEvent::NotSharedDecided(NotSharedDecided {
        items: vec![item],
        with: Recipient::Agency(agency(2)),
        ground: NotSharedGround::NotThoughtRelevant,
        reason: Recorded::Recorded(words(place)),
        review: None,
    }))
}

fn overseen(considered: &[EntryId], place: u64) -> CaseEvent {
    CaseEvent::Oversight(OversightEvent::OversightRecorded(OversightRecorded {
        decision: Recorded::Recorded(words(place)),
        grounds: grounds(considered, place),
    }))
}
