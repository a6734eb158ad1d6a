//! The rules of entries as they stand, each by its name.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::case::CaseEvent;
use crate::case::information::{InformationEvent, ObservationRecorded};
use crate::case::record::WithdrawalGround;
use crate::entry::{Position, StreamId};
use crate::envelope::{Audience, Envelope, Source};
use crate::identifier::{AgencyId, CaseId, PractitionerId, RequestId};
use crate::party::Actor;
use crate::text::Text;

fn at(hour: i64) -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hour)
}

fn observation(account: &str) -> Event {
    let account =
        ObservationRecorded { account: Text::new(account), response: Recorded::NotRecorded };
    CaseEvent::Information(InformationEvent::ObservationRecorded(account)).into()
}

/// The entry of number `n`, recorded `n` hours into the year.
fn entry(n: u64, event: Event) -> Entry {
    let id = Uuid::from_u128(u128::from(n));
    Entry {
        id: EntryId::new(id),
        stream: StreamId::Case(CaseId::new(Uuid::from_u128(1))),
        revision: n,
        position: Position(n),
        recorded_at: at(n.cast_signed()),
        author: PractitionerId::new(Uuid::from_u128(1)),
        agency: AgencyId::new(Uuid::from_u128(1)),
        request: RequestId::new(id),
        envelope: Envelope {
            occurred: When::Instant(at(0)),
            known: None,
            by: Actor {
                practitioner: Recorded::NotRecorded,
                post: Recorded::NotRecorded,
                unit: Recorded::NotRecorded,
                agency: AgencyId::new(Uuid::from_u128(1)),
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
        },
        event,
    }
}

fn correction(of: u64, account: &str) -> Event {
    CaseEvent::Record(RecordEvent::EntryCorrected(EntryCorrected {
        entry: EntryId::new(Uuid::from_u128(u128::from(of))),
        replacement: Replacement {
            event: Box::new(observation(account)),
            occurred: When::Instant(at(-1)),
            known: None,
            children: Vec::new(),
            about: Vec::new(),
            status: Recorded::NotRecorded,
            evidence: Recorded::NotRecorded,
        },
        reason: Text::new("wrong arm"),
    }))
    .into()
}

fn withdrawal(of: u64) -> Event {
    CaseEvent::Record(RecordEvent::EntryWithdrawn(EntryWithdrawn {
        entry: EntryId::new(Uuid::from_u128(u128::from(of))),
        ground: WithdrawalGround::WrongChild,
        reason: Text::new("another family"),
    }))
    .into()
}

/// What the first entry reads, and whether it stands, as its observers would see it.
fn first(entries: &[Entry], on_record: OnRecord) -> Option<(Event, When, bool)> {
    let entries = effective(entries, on_record);
    entries.first().map(|it| (it.event().clone(), it.occurred(), it.stands()))
}

#[test]
fn a_correction_stands_at_the_place_of_the_first() {
    let entries = [entry(1, observation("left arm")), entry(2, correction(1, "right arm"))];
    let seen = effective(&entries, OnRecord::ALL);
    assert_eq!(seen.iter().map(Effective::id).collect::<Vec<_>>(), [entries[0].id, entries[1].id]);
    let expected = (observation("right arm"), When::Instant(at(-1)), true);
    assert_eq!(first(&entries, OnRecord::ALL), Some(expected));
}

#[test]
fn a_withdrawn_entry_stays_and_is_marked() {
    let entries =
        [entry(1, observation("a")), entry(2, withdrawal(1)), entry(3, correction(1, "b"))];
    let expected = (observation("a"), When::Instant(at(0)), false);
    assert_eq!(first(&entries, OnRecord::ALL), Some(expected));
}

#[test]
fn nothing_recorded_later_is_seen() {
    let entries = [entry(1, observation("a")), entry(2, correction(1, "b"))];
    let before = OnRecord::at(RecordClock::Ledger, at(1));
    assert_eq!(effective(&entries, before).len(), 1);
    let expected = (observation("a"), When::Instant(at(0)), true);
    assert_eq!(first(&entries, before), Some(expected));
    assert_eq!(first(&entries, OnRecord::at(RecordClock::Ledger, at(0))), None);
}

#[test]
fn a_correction_of_a_correction_corrects_the_original() {
    let entries =
        [entry(1, observation("a")), entry(2, correction(1, "b")), entry(3, correction(2, "c"))];
    let expected = (observation("c"), When::Instant(at(-1)), true);
    assert_eq!(first(&entries, OnRecord::ALL), Some(expected));
}

#[test]
fn a_withdrawn_correction_leaves_what_stood_before_it() {
    let entries = [
        entry(1, observation("a")),
        entry(2, correction(1, "b")),
        entry(3, correction(1, "c")),
        entry(4, withdrawal(3)),
    ];
    let expected = (observation("b"), When::Instant(at(-1)), true);
    assert_eq!(first(&entries, OnRecord::ALL), Some(expected));
    let stands: Vec<bool> =
        effective(&entries, OnRecord::ALL).iter().map(Effective::stands).collect();
    assert_eq!(stands, [true, true, false, true]);
}

#[test]
fn a_withdrawn_withdrawal_withdraws_nothing() {
    let entries = [entry(1, observation("a")), entry(2, withdrawal(1)), entry(3, withdrawal(2))];
    let expected = (observation("a"), When::Instant(at(0)), true);
    assert_eq!(first(&entries, OnRecord::ALL), Some(expected));
}
