//! London's clocks: civil time to the world's and back. From 1996 to 2037 they have gone forward on the
//! last Sunday of March and back on that of October, at one in the morning of universal time, and that
//! is worked out here; any other year is asked of the time zone.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;

/// The hour that summer time is ahead by.
const AHEAD: TimeDelta = TimeDelta::hours(1);

/// When summer time begins and ends in a year, in universal time; nothing for a year that is not
/// worked out here.
fn summer(year: i32) -> Option<(NaiveDateTime, NaiveDateTime)> {
    if !(1996..=2037).contains(&year) {
        return None;
    }
    let last_sunday = |month: u32, weekdays: i32| {
        let day = 31 - u32::try_from((5 * year / 4 + weekdays) % 7).ok()?;
        NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(1, 0, 0)
    };
    Some((last_sunday(3, 4)?, last_sunday(10, 1)?))
}

/// London's civil time at a moment.
pub(super) fn civil(at: DateTime<Utc>) -> NaiveDateTime {
    let universal = at.naive_utc();
    match summer(universal.year()) {
        Some((begins, ends)) if (begins..ends).contains(&universal) => universal + AHEAD,
        Some(_) => universal,
        None => at.with_timezone(&London).naive_local(),
    }
}

/// The moments that a civil time in London is: none where the clocks went forward over it, two where
/// they went back.
pub(super) fn moments(civil: NaiveDateTime) -> LocalResult<DateTime<Utc>> {
    let Some((begins, ends)) = summer(civil.year()) else {
        return London.from_local_datetime(&civil).map(|at| at.to_utc());
    };
    let (in_winter, in_summer) = (civil, civil - AHEAD);
    let was_summer = (begins..ends).contains(&in_summer);
    match (was_summer, !(begins..ends).contains(&in_winter)) {
        (true, true) => LocalResult::Ambiguous(in_summer.and_utc(), in_winter.and_utc()),
        (true, false) => LocalResult::Single(in_summer.and_utc()),
        (false, true) => LocalResult::Single(in_winter.and_utc()),
        (false, false) => LocalResult::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_are_those_of_the_time_zone() {
        let first = NaiveDate::from_ymd_opt(1994, 12, 31).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let until = NaiveDate::from_ymd_opt(2040, 1, 2).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let mut at = first;
        while at < until {
            assert_eq!(moments(at), London.from_local_datetime(&at).map(|it| it.to_utc()), "{at}");
            let moment = at.and_utc();
            assert_eq!(civil(moment), moment.with_timezone(&London).naive_local(), "{at}");
            at += TimeDelta::minutes(15);
        }
    }

    #[test]
    fn the_clocks_change_at_the_second() {
        for year in 1990..2045 {
            for month in [3, 10] {
                let first = NaiveDate::from_ymd_opt(year, month, 24).unwrap();
                for day in first.iter_days().take(8) {
                    for (hour, minute) in [(0, 59), (1, 0), (1, 59), (2, 0)] {
                        for second in [0, 59] {
                            let at = day.and_hms_opt(hour, minute, second).unwrap();
                            let theirs = London.from_local_datetime(&at).map(|it| it.to_utc());
                            assert_eq!(moments(at), theirs, "{at}");
                            let local = at.and_utc().with_timezone(&London).naive_local();
                            assert_eq!(civil(at.and_utc()), local, "{at}");
                        }
                    }
                }
            }
        }
    }
}
