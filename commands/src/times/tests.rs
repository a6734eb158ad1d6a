//! Every way in which a time can stand in what is proposed.

use candour_domain::case::information::ObservationRecorded;
use candour_domain::case::threshold::ThresholdDecision;
use candour_domain::identifier::ChildId;
use candour_domain::identity::ParentalResponsibilityRecorded;
use candour_domain::identity::Responsibility;
use candour_domain::identity::{
    AddressProtection, AddressRecorded, IdentifierAssigned, IdentifierKind,
};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use uuid::Uuid;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn every_time() -> Vec<When> {
    vec![
        When::Instant("2026-01-20T15:05:06.25Z".parse().unwrap()),
        When::Minute("2026-01-20T15:05".parse().unwrap()),
        When::Day(day("2026-01-20")),
        When::Days { from: day("2026-01-20"), to: day("2026-01-19") },
        When::Month("2026-01".parse().unwrap()),
        When::AboutDay { day: day("2026-01-20"), within_days: 3 },
        When::AboutMonth { month: "2026-01".parse().unwrap(), within_months: 2 },
    ]
}

#[test]
fn a_time_of_every_precision_is_found_as_it_is() {
    let found: Vec<When> = times(&every_time()).moments.iter().map(|time| time.when).collect();
    assert_eq!(found, every_time());
}

#[test]
fn a_time_is_found_in_its_field_and_as_the_end_of_its_span() {
    let [from, until] = [When::Day(day("2026-01-02")), When::Day(day("2026-01-01"))];
    let held = ParentalResponsibilityRecorded {
        child: ChildId::new(Uuid::from_u128(1)),
        holds: Responsibility::Holds,
        from: Some(from),
        until: Some(until),
        how: Recorded::NotRecorded,
    };
    let time = |field, when| Time { field, when };
    assert_eq!(
        times(&held),
        Times {
            moments: vec![time("from", from), time("until", until)],
            dates: vec![],
            spans: vec![Span { field: "until", from, until }],
        }
    );
}

#[test]
fn bare_dates_are_found_and_are_ends_of_spans_too() {
    let [from, until] = [When::Day(day("2026-01-02")), When::Day(day("2026-01-01"))];
    let assigned = IdentifierAssigned {
        kind: IdentifierKind::NhsNumber,
        value: Recorded::Recorded(Text::new("999 000 0000")),
        unknown_reason: None,
        valid_from: Some(day("2026-01-02")),
        valid_to: Some(day("2026-01-01")),
        verified: Recorded::NotRecorded,
    };
    let time = |field, when| Time { field, when };
    assert_eq!(
        times(&assigned),
        Times {
            moments: vec![],
            dates: vec![time("valid_from", from), time("valid_to", until)],
            spans: vec![Span { field: "valid_to", from, until }],
        }
    );
    let decision = ThresholdDecision::FurtherDiscussion(day("2026-03-01"));
    assert_eq!(times(&decision).dates, [time("", When::Day(day("2026-03-01")))]);
}

#[test]
fn a_date_within_a_text_is_no_time() {
    let observed =
        ObservationRecorded { account: Text::new("2026-01-01"), response: Recorded::NotRecorded };
    assert_eq!(times(&observed), Times::default());
    let address = AddressRecorded {
        address: Recorded::Recorded(Text::new("1066-10-14")),
        protection: AddressProtection::Protected,
        from: None,
        until: None,
    };
    assert_eq!(times(&address), Times::default());
}
