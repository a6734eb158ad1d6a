//! Dates and times as people read them: 20 Jan 2026 15:05. The same words as chrono's `%-d %b %Y %H:%M`,
//! without its reading of the format for each of thousands of rows.

use std::fmt::{self, Formatter};

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes the month and the year of a day.
pub(super) fn month(f: &mut Formatter<'_>, day: NaiveDate) -> fmt::Result {
    let name = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month));
    match (name, day.year()) {
        (Some(name), year @ 1000..=9999) => {
            f.write_str(name)?;
            f.write_str(" ")?;
            fmt::Display::fmt(&year, f)
        }
        (_, _) => write!(f, "{}", day.format("%b %Y")),
    }
}

/// Writes a day.
pub(super) fn day(f: &mut Formatter<'_>, day: NaiveDate) -> fmt::Result {
    fmt::Display::fmt(&day.day(), f)?;
    f.write_str(" ")?;
    month(f, day)
}

/// Writes a day and the minute.
pub(super) fn minute(f: &mut Formatter<'_>, at: NaiveDateTime) -> fmt::Result {
    day(f, at.date())?;
    write!(f, " {:02}:{:02}", at.hour(), at.minute())
}

/// Writes a day and the second.
pub(super) fn second(f: &mut Formatter<'_>, at: NaiveDateTime) -> fmt::Result {
    minute(f, at)?;
    write!(f, ":{:02}", at.second())
}

#[cfg(test)]
mod tests {
    use std::fmt::Display;

    use super::*;

    /// Any of the ways of writing, as something that can be shown.
    struct Shown<T>(fn(&mut Formatter<'_>, T) -> fmt::Result, T);

    impl<T: Copy> Display for Shown<T> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            self.0(f, self.1)
        }
    }

    #[test]
    fn the_words_are_those_of_chrono() {
        let first = NaiveDate::from_ymd_opt(-1, 1, 1).unwrap();
        for date in first.iter_days().step_by(97).take(45_000) {
            let at = date.and_hms_opt(date.day() % 24, date.year().unsigned_abs() % 60, 7).unwrap();
            let theirs = [
                date.format("%b %Y").to_string(),
                date.format("%-d %b %Y").to_string(),
                at.format("%-d %b %Y %H:%M").to_string(),
                at.format("%-d %b %Y %H:%M:%S").to_string(),
            ];
            let ours = [
                Shown(month, date).to_string(),
                Shown(day, date).to_string(),
                Shown(minute, at).to_string(),
                Shown(second, at).to_string(),
            ];
            assert_eq!(ours, theirs);
        }
    }
}
