//! What samples have in common: times, words, meetings, grounds, the envelope, the place in the
//! ledger. Each is fixed and filled in.

use candour_domain::basis::LegalBasis;
use candour_domain::entry::{Entry, Position};
use candour_domain::envelope::{
    Audience, Document, Entered, Envelope, Evidence, FactStatus, Handling, Import, Origin, Source,
};
use candour_domain::event::Event;
use candour_domain::identifier::EntryId;
use candour_domain::meeting::{
    Attendance, Attendee, Capacity, Dissent, Extent, Format, Grounds, Invitation, InvitationAnswer,
    Meeting, Part, PartKind, PartsAttended, Reliance, Tabled,
};
use candour_domain::party::{Actor, Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{CivilMinute, When};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    CHILD, DETECTIVE, GRANDMOTHER, MOTHER, OTHER_CASE, OTHER_CHILD, POLICE, SCHOOL, SOCIAL_CARE,
    SOCIAL_WORKER, entry, request, stream,
};
use crate::catalogue::type_name;

/// What a source says.
pub(super) fn recorded<T>(value: T) -> Recorded<T> {
    Recorded::Recorded(value)
}

/// What a source says in words.
pub(super) fn said(words: &str) -> Recorded<Text> {
    recorded(Text::new(words))
}

/// What is followed: the sample of a type.
pub(super) fn named(type_name: &str) -> Antecedent {
    Antecedent::Named(entry(type_name))
}

#[expect(clippy::expect_used, reason = "the labels of the samples are fixed, and a test makes all")]
pub(super) fn label(words: &str) -> Label {
    Label::parse(words).expect("a label of a sample is neither empty nor too long")
}

#[expect(clippy::expect_used, reason = "the days of the samples are fixed, and a test makes all")]
pub(super) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of a sample exists")
}

pub(super) fn on(month: u32, number: u32) -> When {
    When::Day(day(month, number))
}

#[expect(clippy::expect_used, reason = "the times of the samples are fixed, and a test makes all")]
pub(super) fn at(minute: &str) -> When {
    When::Minute(minute.parse::<CivilMinute>().expect("a minute of a sample exists"))
}

pub(super) fn social_worker() -> Attendee {
    Attendee::Practitioner { practitioner: SOCIAL_WORKER, agency: SOCIAL_CARE }
}

pub(super) fn detective() -> Attendee {
    Attendee::Practitioner { practitioner: DETECTIVE, agency: POLICE }
}

pub(super) fn to_social_worker() -> Recipient {
    Recipient::Practitioner { practitioner: SOCIAL_WORKER, agency: SOCIAL_CARE }
}

pub(super) fn grounds(considered: &[&str]) -> Grounds {
    Grounds {
        considered: considered.iter().map(|name| entry(name)).collect(),
        relied_on: considered
            .first()
            .map(|name| Reliance::Entry(entry(name)))
            .into_iter()
            .chain([Reliance::Statement(Text::new("The school described her as settled"))])
            .collect(),
        rationale: said("The accounts agree, and the mother has someone to turn to"),
    }
}

pub(super) fn dissent() -> Vec<Dissent> {
    vec![Dissent { who: detective(), reason: said("Police would have acted the same day") }]
}

pub(super) fn meeting() -> Meeting {
    let present = |who, capacity| Attendance {
        who,
        post: recorded(label("Team manager")),
        capacity: recorded(capacity),
        from: Some(at("2026-02-24T09:40")),
        until: Some(at("2026-02-24T10:30")),
        parts: PartsAttended::Only(vec![1]),
    };
    Meeting {
        format: recorded(Format::Hybrid),
        chair: recorded(social_worker()),
        invited: vec![
            Invitation {
                who: Attendee::Agency(SCHOOL),
                answer: recorded(InvitationAnswer::SentReport),
            },
            Invitation {
                who: Attendee::Described(Text::new("a worker of the refuge")),
                answer: recorded(InvitationAnswer::NoReply),
            },
        ],
        attendance: vec![
            present(social_worker(), Capacity::Member),
            present(Attendee::Person(GRANDMOTHER), Capacity::Family),
            Attendance {
                who: Attendee::Child(CHILD),
                post: Recorded::NotRecorded,
                capacity: Recorded::NotRecorded,
                from: None,
                until: None,
                parts: PartsAttended::All,
            },
        ],
        parts: vec![
            Part { number: 1, kind: PartKind::Open },
            Part { number: 2, kind: PartKind::Confidential },
        ],
        table: vec![Tabled {
            item: entry("ObservationRecorded"),
            by: recorded(detective()),
            extent: recorded(Extent::Gist),
            part: recorded(2),
        }],
    }
}

/// An envelope with something in every field.
pub fn envelope() -> Envelope {
    Envelope {
        occurred: at("2026-01-20T15:05"),
        known: Some(on(1, 21)),
        by: Actor {
            practitioner: recorded(SOCIAL_WORKER),
            post: recorded(label("Social worker")),
            unit: recorded(label("Front door")),
            agency: SOCIAL_CARE,
        },
        on_behalf_of: Some(Actor {
            practitioner: recorded(DETECTIVE),
            post: recorded(label("Detective constable")),
            unit: Recorded::NotRecorded,
            agency: POLICE,
        }),
        source: Source {
            origin: recorded(Origin::ToldBy(Speaker::Protected(Text::new("a neighbour")))),
            document: Some(Document {
                reference: label("CSC/2026/0412"),
                page: Some(3),
                digest: Some(label(&"5e".repeat(32))),
            }),
            import: Some(Import {
                file: label("social-care.csv"),
                row: 7,
                reference: label("C5"),
                entered: Entered::Stated(on(2, 17)),
            }),
        },
        evidence: recorded(Evidence::StatedLater { to: Text::new("the reviewer"), when: on(3, 9) }),
        status: recorded(FactStatus::Reported),
        children: vec![CHILD, OTHER_CHILD],
        about: vec![MOTHER, GRANDMOTHER],
        handling: vec![Handling::ThirdParty, Handling::PoliceSensitiveUntil(day(4, 1))],
        audience: Audience::Only(vec![SOCIAL_CARE, POLICE]),
        basis: Some(LegalBasis::SafeguardAndPromoteWelfare),
        causation: Some(entry("CaseOpened")),
        correlation: Some(OTHER_CASE.uuid()),
    }
}

/// A sample as an entry: in its stream, with [`envelope`], at the place of its revision there.
pub fn recorded_entry(event: Event, revision: u32) -> Entry {
    let name = type_name(&event);
    let accepted = DateTime::<Utc>::UNIX_EPOCH
        + TimeDelta::seconds(1_772_445_600)
        + TimeDelta::microseconds(i64::from(revision) * 1_000_001);
    Entry {
        id: EntryId::of_request(request(name), 0),
        stream: stream(&event),
        revision: u64::from(revision),
        position: Position(u64::from(revision) + 1),
        recorded_at: accepted,
        author: SOCIAL_WORKER,
        agency: SOCIAL_CARE,
        request: request(name),
        envelope: envelope(),
        event,
    }
}
