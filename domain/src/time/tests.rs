//! The rules of time, each by its name.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::*;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_day_is_an_interval_in_london() {
    let winter = When::Day(day("2026-01-26")).interval();
    assert_eq!(winter, Interval::new(utc("2026-01-26T00:00:00Z"), utc("2026-01-27T00:00:00Z")));
    let summer = When::Day(day("2026-06-10")).interval();
    assert_eq!(summer, Interval::new(utc("2026-06-09T23:00:00Z"), utc("2026-06-10T23:00:00Z")));
    let spring = When::Day(day("2026-03-29")).interval();
    assert_eq!(spring.latest() - spring.earliest(), TimeDelta::hours(23));
    let autumn = When::Day(day("2026-10-25")).interval();
    assert_eq!(autumn.latest() - autumn.earliest(), TimeDelta::hours(25));
}

#[test]
fn about_widens_by_the_bounds_it_carries() {
    let about = When::AboutDay { day: day("2026-01-10"), within_days: ABOUT_DAYS };
    assert_eq!(
        about.interval(),
        When::Days { from: day("2026-01-03"), to: day("2026-01-17") }.interval()
    );
    let month: CivilMonth = "2025-09".parse().unwrap();
    let about = When::AboutMonth { month, within_months: ABOUT_MONTHS };
    assert_eq!(
        about.interval(),
        When::Days { from: day("2025-08-01"), to: day("2025-10-31") }.interval()
    );
    let written: When = serde_json::from_str(r#"{"about_day":{"day":"2026-01-10"}}"#).unwrap();
    assert_eq!(written, When::AboutDay { day: day("2026-01-10"), within_days: 7 });
}

#[test]
fn a_time_that_the_clocks_skipped_is_refused() {
    let skipped = "2026-03-29T01:30".parse::<CivilMinute>();
    let at = day("2026-03-29").and_hms_opt(1, 30, 0).unwrap();
    assert_eq!(skipped, Err(CivilError::Skipped(at)));
    assert_eq!("26/1/2026".parse::<CivilMinute>(), Err(CivilError::NotAMinute("26/1/2026".into())));
}

#[test]
fn times_are_written_as_they_were() {
    let first = day("0995-01-01");
    for date in first.iter_days().step_by(89).take(38_000) {
        let at = date.and_hms_opt(date.day() % 24, date.ordinal() % 60, 0).unwrap();
        if let Ok(minute) = CivilMinute::new(at) {
            assert_eq!(String::from(minute), at.format("%Y-%m-%dT%H:%M").to_string());
        }
        let month = CivilMonth::of(date);
        assert_eq!(String::from(month), date.format("%Y-%m").to_string());
    }
}

#[test]
fn a_minute_had_twice_is_an_interval_over_both() {
    let minute = When::Minute("2026-10-25T01:30".parse().unwrap()).interval();
    assert_eq!(minute, Interval::new(utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:31:00Z")));
}

#[test]
fn intervals_compare_to_yes_no_or_not_certain() {
    let february = When::Month("2026-02".parse().unwrap()).interval();
    let decision = When::Minute("2026-02-24T11:00".parse().unwrap()).interval();
    let march = When::Day(day("2026-03-01")).interval();
    assert_eq!(february.before(decision), Certainty::NotCertain);
    assert_eq!(february.before(march), Certainty::Yes);
    assert_eq!(march.before(decision), Certainty::No);
    assert_eq!(decision.by(utc("2026-02-24T11:01:00Z")), Certainty::Yes);
    assert_eq!(decision.by(utc("2026-02-24T11:00:30Z")), Certainty::NotCertain);
    assert_eq!(decision.by(utc("2026-02-24T11:00:00Z")), Certainty::No);
    assert_eq!(march.by(utc("2026-03-01T00:00:00Z")), Certainty::No);
}

#[test]
fn times_read_as_people_write_them() {
    let shown = |when: When| when.to_string();
    assert_eq!(shown(When::Minute("2026-01-20T15:05".parse().unwrap())), "20 Jan 2026 15:05");
    assert_eq!(
        shown(When::Days { from: day("2026-02-02"), to: day("2026-02-06") }),
        "2 to 6 Feb 2026"
    );
    assert_eq!(shown(When::Month("2026-02".parse().unwrap())), "Feb 2026");
    assert_eq!(
        shown(When::AboutDay { day: day("2026-01-10"), within_days: 7 }),
        "about 10 Jan 2026"
    );
}

#[test]
fn every_precision_reads_back_as_written() {
    let all = [
        When::Instant(utc("2026-01-20T15:05:09Z")),
        When::Minute("2026-01-20T15:05".parse().unwrap()),
        When::Day(day("2026-01-20")),
        When::Days { from: day("2026-02-02"), to: day("2026-02-06") },
        When::Month("2026-02".parse().unwrap()),
        When::AboutDay { day: day("2026-01-10"), within_days: 3 },
        When::AboutMonth { month: "2026-02".parse().unwrap(), within_months: 2 },
    ];
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<[When; 7]>(&json).unwrap(), all);
}

#[test]
fn a_slip_of_the_pen_lies_beyond_all_records() {
    let month: CivilMonth = "2026-02".parse().unwrap();
    let beyond = [
        When::Day(day("0026-01-20")),
        When::Month("2926-02".parse().unwrap()),
        When::Days { from: day("2026-01-01"), to: day("9999-12-31") },
        When::AboutDay { day: day("1850-01-02"), within_days: 7 },
        When::AboutMonth { month, within_months: u16::MAX },
    ];
    assert_eq!(beyond.map(|when| when.beyond_all_records()), [true; 5]);
    let within = [When::Day(day("1931-05-01")), When::AboutMonth { month, within_months: 12 }];
    assert_eq!(within.map(|when| when.beyond_all_records()), [false; 2]);
}
