//! When an entry was recorded, on either clock.

use uuid::Uuid;

use super::*;
use crate::case::CaseEvent;
use crate::case::information::{InformationEvent, ObservationRecorded};
use crate::envelope::{Audience, Import, Source};
use crate::party::Actor;
use crate::recorded::{Label, Recorded};
use crate::text::Text;
use crate::time::{Interval, When};

fn day(text: &str) -> When {
    When::Day(text.parse().unwrap())
}

/// An entry that occurred on 5 January and was imported on 30 June.
fn imported(entered: Entered) -> Entry {
    let id = Uuid::from_u128(1);
    let import = Import {
        file: Label::parse("police.csv").unwrap(),
        row: 2,
        reference: Label::parse("P1").unwrap(),
        entered,
    };
    let observation =
        ObservationRecorded { account: Text::new("a record"), response: Recorded::NotRecorded };
    Entry {
        id: EntryId::new(id),
        stream: StreamId::Case(CaseId::new(id)),
        revision: 0,
        position: Position(1),
        recorded_at: "2026-06-30T09:00:00Z".parse().unwrap(),
        author: PractitionerId::new(id),
        agency: AgencyId::new(id),
        request: RequestId::new(id),
        envelope: Envelope {
            occurred: day("2026-01-05"),
            known: None,
            by: Actor {
                practitioner: Recorded::NotRecorded,
                post: Recorded::NotRecorded,
                unit: Recorded::NotRecorded,
                agency: AgencyId::new(id),
            },
            on_behalf_of: None,
            source: Source { import: Some(import), ..Source::default() },
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
        event: CaseEvent::Information(InformationEvent::ObservationRecorded(observation)).into(),
    }
}

fn claimed(entered: Entered) -> Interval {
    imported(entered).recorded(RecordClock::Claims)
}

#[test]
fn the_ledgers_clock_asks_nobody_else() {
    let accepted = "2026-06-30T09:00:00Z".parse().unwrap();
    let recorded = imported(Entered::Stated(day("2026-01-06"))).recorded(RecordClock::Ledger);
    assert_eq!(recorded, Interval::new(accepted, accepted));
    assert_eq!(claimed(Entered::NotStated), Interval::new(accepted, accepted));
}

#[test]
fn a_claim_counts_unless_it_lies_before_what_it_tells_of() {
    assert_eq!(claimed(Entered::Stated(day("2026-01-06"))), day("2026-01-06").interval());
    assert_eq!(claimed(Entered::Stated(day("2026-01-05"))), day("2026-01-05").interval());
    assert_eq!(claimed(Entered::Stated(day("2025-01-01"))), day("2026-01-05").interval());
    let accepted = "2026-06-30T09:00:00Z".parse().unwrap();
    assert_eq!(claimed(Entered::Stated(day("2027-01-01"))), Interval::new(accepted, accepted));
}

#[test]
fn a_derived_step_was_recorded_at_the_later_of_the_row_and_its_own_date() {
    assert_eq!(claimed(Entered::RowStated(day("2026-01-02"))), day("2026-01-05").interval());
    assert_eq!(claimed(Entered::RowStated(day("2026-01-09"))), day("2026-01-09").interval());
}

#[test]
fn a_stream_reads_back_from_its_name_and_no_other_does() {
    let id = Uuid::from_u128(7);
    let streams = [
        StreamId::Case(CaseId::new(id)),
        StreamId::Child(ChildId::new(id)),
        StreamId::Person(PersonId::new(id)),
        StreamId::Agency(AgencyId::new(id)),
        StreamId::Practitioner(PractitionerId::new(id)),
        StreamId::Team(TeamId::new(id)),
        StreamId::Ledger(LedgerId::new(id)),
    ];
    for stream in streams {
        assert_eq!(stream.to_string().parse(), Ok(stream));
    }
    let other = format!("family-{id}");
    assert_eq!(other.parse::<StreamId>(), Err(StreamError::Category(other)));
}

#[test]
fn a_stream_is_the_same_by_its_name_and_by_category_and_identifier() {
    let id = Uuid::from_u128(7);
    for category in ["case", "child", "person", "agency", "practitioner", "team", "ledger", "dog"] {
        let name = format!("{category}-{id}");
        let read = name.parse::<StreamId>();
        let written = read.as_ref().map(ToString::to_string).map_err(Clone::clone);
        assert_eq!(StreamId::of(category, id), read);
        let whole = if category == "dog" { Err(StreamError::Category(name)) } else { Ok(name) };
        assert_eq!(written, whole);
    }
}
