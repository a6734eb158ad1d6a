//! Dates and minutes in exactly the form in which they are written here, which is how nearly all of
//! them are read. Any other form is left to chrono, and so is what is wrong with it.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use serde::Deserializer;

use crate::words;

/// The number that two digits are.
fn two(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

/// A date written as 2026-01-20.
pub(super) fn date(given: &[u8]) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = given else { return None };
    let year = i32::try_from(two(y1, y2)? * 100 + two(y3, y4)?).ok()?;
    NaiveDate::from_ymd_opt(year, two(m1, m2)?, two(d1, d2)?)
}

/// A minute written as 2026-01-20T15:05.
pub(super) fn minute(given: &str) -> Option<NaiveDateTime> {
    let (day, time) = given.as_bytes().split_at_checked(10)?;
    let &[b'T', h1, h2, b':', m1, m2] = time else { return None };
    date(day)?.and_hms_opt(two(h1, h2)?, two(m1, m2)?, 0)
}

/// Writes a minute as it is stored.
pub(super) fn write_minute(f: &mut fmt::Formatter<'_>, at: NaiveDateTime) -> fmt::Result {
    write!(f, "{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// Writes the month of a day as it is stored.
pub(super) fn write_month(f: &mut fmt::Formatter<'_>, day: NaiveDate) -> fmt::Result {
    let date = day.to_string();
    f.write_str(date.strip_suffix("-01").unwrap_or(&date))
}

/// A date that stands in something stored.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    words::read(from, |given| date(given.as_bytes()).map_or_else(|| given.parse(), Ok))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_date_is_read_as_chrono_reads_it(given in r"[0-9]{3,5}-[0-9 ]{1,2}[-/][0-3]?[0-9]|\PC{0,12}") {
            let tight = date(given.as_bytes());
            prop_assert_eq!(tight.or_else(|| given.parse().ok()), given.parse().ok());
        }

        #[test]
        fn a_minute_is_read_as_chrono_reads_it(
            given in r"[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9](:00)?|\PC{0,18}",
        ) {
            let chronos = NaiveDateTime::parse_from_str(&given, "%Y-%m-%dT%H:%M").ok();
            prop_assert_eq!(minute(&given).or(chronos), chronos);
        }
    }

    #[test]
    fn every_date_that_is_written_here_is_read_here() {
        let first = NaiveDate::from_ymd_opt(1849, 12, 31).unwrap();
        for day in first.iter_days().take(366 * 400) {
            assert_eq!(date(day.to_string().as_bytes()), Some(day));
            let minute_of_day = day.and_hms_opt(23, 59, 0).unwrap();
            assert_eq!(
                minute(&minute_of_day.format("%Y-%m-%dT%H:%M").to_string()),
                Some(minute_of_day)
            );
        }
    }
}
