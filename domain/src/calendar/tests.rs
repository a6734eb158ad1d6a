//! Tests of the calendar, on dates that were worked out by hand.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::england_and_wales().unwrap()
}

fn after(from: &str, days: u32) -> Result<NaiveDate, BeyondCalendar> {
    calendar().add_working_days(day(from), days)
}

fn between(from: &str, to: &str) -> Result<u32, BeyondCalendar> {
    calendar().working_days_between(day(from), day(to))
}

/// A finished file of one year, to spoil.
const YEAR_2026: &str = "date,name
2026-01-01,New Year's Day
2026-04-03,Good Friday
2026-04-06,Easter Monday
2026-05-04,Early May bank holiday
2026-05-25,Spring bank holiday
2026-08-31,Summer bank holiday
2026-12-25,Christmas Day
2026-12-28,Boxing Day (substitute day)
";

#[test]
fn the_file_built_in_is_read_and_covers_whole_years() {
    assert_eq!(calendar().covered_from(), day("2012-01-01"));
    assert_eq!(calendar().covered_to(), day("2028-12-31"));
    assert_eq!(calendar().holidays().len(), 140);
}

#[test]
fn the_opening_day_is_day_0_and_the_next_working_day_is_day_1() {
    assert_eq!(after("2026-01-20", 0), Ok(day("2026-01-20")));
    assert_eq!(after("2026-01-20", 1), Ok(day("2026-01-21")));
    assert_eq!(after("2026-02-24", 15), Ok(day("2026-03-17")));
    assert_eq!(after("2026-03-16", 10), Ok(day("2026-03-30")));
}

#[test]
fn counting_from_a_weekend_day_0_is_that_day() {
    assert_eq!(after("2026-01-17", 0), Ok(day("2026-01-17")));
    assert_eq!(after("2026-01-17", 1), Ok(day("2026-01-19")));
    assert_eq!(after("2026-01-18", 1), Ok(day("2026-01-19")));
    assert_eq!(after("2026-01-16", 1), Ok(day("2026-01-19")));
    assert_eq!(after("2026-04-03", 0), Ok(day("2026-04-03")));
    assert_eq!(after("2026-04-03", 1), Ok(day("2026-04-07")));
}

#[test]
fn christmas_is_passed_over() {
    assert_eq!(after("2025-12-24", 1), Ok(day("2025-12-29")));
    assert_eq!(after("2025-12-24", 3), Ok(day("2025-12-31")));
    assert_eq!(after("2025-12-24", 4), Ok(day("2026-01-02")));
    assert_eq!(between("2025-12-24", "2026-01-02"), Ok(4));
    assert_eq!(after("2026-12-24", 1), Ok(day("2026-12-29")));
}

#[test]
fn easter_is_passed_over() {
    assert_eq!(after("2026-04-02", 1), Ok(day("2026-04-07")));
    assert_eq!(after("2026-02-03", 45), Ok(day("2026-04-09")));
}

#[test]
fn holidays_proclaimed_once_are_no_working_days() {
    for (text, working) in [
        ("2020-05-04", true),
        ("2020-05-08", false),
        ("2022-05-30", true),
        ("2022-06-02", false),
        ("2022-06-03", false),
        ("2022-09-19", false),
        ("2022-09-20", true),
        ("2023-05-01", false),
        ("2023-05-08", false),
    ] {
        assert_eq!(calendar().is_working_day(day(text)), Ok(working), "{text}");
    }
    assert_eq!(after("2022-09-16", 1), Ok(day("2022-09-20")));
    assert_eq!(after("2023-05-05", 1), Ok(day("2023-05-09")));
}

#[test]
fn working_days_between_counts_the_last_day_and_not_the_first() {
    assert_eq!(between("2026-02-04", "2026-02-17"), Ok(9));
    assert_eq!(between("2026-02-28", "2026-03-09"), Ok(6));
    assert_eq!(between("2026-01-17", "2026-03-10"), Ok(37));
    assert_eq!(between("2026-01-16", "2026-01-18"), Ok(0));
    assert_eq!(between("2026-01-20", "2026-01-20"), Ok(0));
    assert_eq!(between("2026-01-20", "2026-01-19"), Ok(0));
}

#[test]
fn adding_and_counting_agree_over_every_day_of_a_year() {
    let calendar = calendar();
    for from in day("2025-12-01").iter_days().take(400) {
        for days in [1, 5, 15, 45] {
            let reached = calendar.add_working_days(from, days).unwrap();
            assert_eq!(calendar.is_working_day(reached), Ok(true));
            assert_eq!(calendar.working_days_between(from, reached), Ok(days));
        }
    }
}

#[test]
fn a_return_may_count_the_opening_day_as_day_1() {
    let limit = |from, days, count| calendar().last_day_of_limit(day(from), days, count);
    assert_eq!(limit("2026-02-24", 15, CountFrom::DayZero), Ok(day("2026-03-17")));
    assert_eq!(limit("2026-02-24", 15, CountFrom::DayOne), Ok(day("2026-03-16")));
    assert_eq!(limit("2026-02-24", 1, CountFrom::DayOne), Ok(day("2026-02-24")));
    assert_eq!(limit("2026-02-24", 0, CountFrom::DayOne), Ok(day("2026-02-24")));
}

#[test]
fn a_date_beyond_the_calendar_is_never_guessed() {
    let beyond = |date| BeyondCalendar {
        date: day(date),
        covered_from: day("2012-01-01"),
        covered_to: day("2028-12-31"),
    };
    assert_eq!(calendar().is_working_day(day("2012-01-01")), Ok(false));
    assert_eq!(calendar().is_working_day(day("2011-12-31")), Err(beyond("2011-12-31")));
    assert_eq!(calendar().is_working_day(day("2029-01-01")), Err(beyond("2029-01-01")));
    assert_eq!(after("2028-12-28", 1), Ok(day("2028-12-29")));
    assert_eq!(after("2028-12-29", 1), Err(beyond("2029-01-01")));
    assert_eq!(after("2029-03-01", 0), Err(beyond("2029-03-01")));
    assert_eq!(between("2028-12-01", "2029-01-02"), Err(beyond("2029-01-02")));
    assert_eq!(between("2011-12-01", "2012-02-01"), Err(beyond("2011-12-01")));
    assert_eq!(between("2029-01-02", "2028-12-01"), Err(beyond("2029-01-02")));
    assert_eq!(
        beyond("2029-01-01").to_string(),
        "2029-01-01 is beyond the calendar of bank holidays, which covers 2012-01-01 to 2028-12-31"
    );
}

#[test]
fn a_file_in_the_same_format_can_replace_the_one_built_in() {
    let given = Calendar::parse(YEAR_2026).unwrap();
    assert_eq!(given.covered_from(), day("2026-01-01"));
    assert_eq!(given.covered_to(), day("2026-12-31"));
    let of_2026 =
        calendar().holidays().iter().copied().filter(|date| date.year() == 2026).collect();
    assert_eq!(given.holidays(), &of_2026);
    let from_a_spreadsheet = format!("\u{feff}{}\r\n\r\n", YEAR_2026.replace('\n', "\r\n"));
    assert_eq!(Calendar::parse(&from_a_spreadsheet), Ok(given));
}

#[test]
fn a_file_that_is_not_right_names_the_line_and_what_is_wrong() {
    let refused = |text: &str| Calendar::parse(text).map_err(|error| error.to_string());
    let spoilt = |from: &str, to: &str| refused(&YEAR_2026.replace(from, to));
    let said = |text: &str| Err(text.to_owned());
    assert_eq!(
        refused("2026-01-01,New"),
        said(
            "line 1 is '2026-01-01,New': a file of bank holidays starts with the line 'date,name'"
        )
    );
    assert_eq!(refused("date,name\n"), said("no bank holiday follows the heading"));
    assert_eq!(
        spoilt("2026-04-03,Good Friday", "2026-04-03"),
        said("line 3 is '2026-04-03': write a date, a comma and the name of the bank holiday")
    );
    for slip in ["03/04/2026", "2026-4-3", "2026-02-30", " 2026-04-03", "+2026-04-03"] {
        assert_eq!(
            spoilt("2026-04-03", slip),
            said(&format!("line 3: '{slip}' is not a date: write it as 2026-12-25"))
        );
    }
    assert_eq!(spoilt("2026-04-06", "2026-04-03"), said("line 4: 2026-04-03 is there twice"));
    assert_eq!(
        refused(&format!("{YEAR_2026}2027-01-01,New Year's Day\n")),
        said("2027 is not complete: it has 1 of at least 8 holidays")
    );
}

#[test]
fn a_recorded_calendar_reads_back() {
    let given = Calendar::parse(YEAR_2026).unwrap();
    let written = serde_json::json!({
        "from": "2026-01-01",
        "to": "2026-12-31",
        "holidays": [
            "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04",
            "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
        ],
    });
    assert_eq!(serde_json::to_value(&given).unwrap(), written);
    assert_eq!(serde_json::from_value::<Calendar>(written).unwrap(), given);
}

#[test]
fn counting_is_the_same_as_walking_from_day_to_day() {
    let calendar = calendar();
    let (first, last) = (calendar.covered_from(), calendar.covered_to());
    let starts = first.iter_days().take_while(|day| *day <= last).step_by(11);
    for from in starts.chain([first, last]) {
        let mut walked = 0;
        let mut reached = vec![from];
        for day in from.iter_days().skip(1).take_while(|day| *day <= last).take(200) {
            if calendar.is_working_day(day).unwrap() {
                walked += 1;
                reached.push(day);
            }
            assert_eq!(calendar.working_days_between(from, day), Ok(walked), "{from} to {day}");
        }
        for (days, day) in reached.iter().enumerate() {
            let days = u32::try_from(days).unwrap();
            assert_eq!(calendar.add_working_days(from, days), Ok(*day), "{from} and {days}");
        }
    }
    assert_eq!(calendar.add_working_days(last, u32::MAX), calendar.add_working_days(last, 1),);
}
