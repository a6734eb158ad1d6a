//! Days and times as they were typed, as precisely as they were given.

use candour_domain::time::{ABOUT_DAYS, ABOUT_MONTHS, CivilMinute, CivilMonth, When};
use chrono::{NaiveDate, NaiveTime};

use super::Reading;
use crate::web::typed;

/// What is told of a day that could not be read.
pub(super) const A_DAY: &str = "Enter a date, for example 26/1/2026";
/// What is told of a time that could not be read.
pub(super) const A_TIME: &str = "Enter a time, for example 16:30";

impl Reading<'_> {
    /// The day in a field.
    pub(in super::super) fn day(&mut self, field: &str) -> Option<NaiveDate> {
        let day = self.a_day(field);
        if let Some(day) = day {
            self.read_as.insert(field.to_owned(), When::Day(day).to_string());
        }
        day
    }

    fn a_day(&mut self, field: &str) -> Option<NaiveDate> {
        let text = self.one(field);
        let day = typed::day(text);
        if day.is_none() && !text.is_empty() {
            self.wrong(field, A_DAY);
        }
        day
    }

    /// The time in the fields of a question, as precisely as it was given.
    pub(in super::super) fn when(&mut self, question: &str) -> Option<When> {
        let part = |end: &str| format!("{question}-{end}");
        let (date, time, how, until) = (part("date"), part("time"), part("how"), part("until"));
        if self.one(&date).is_empty() {
            let more = [&time, &how, &until].iter().any(|it| !self.one(it).is_empty());
            if more {
                self.wrong(&date, A_DAY);
            }
            return None;
        }
        let day = self.a_day(&date)?;
        let exact = matches!(self.one(&how), "" | "exact");
        if !exact && !self.one(&time).is_empty() {
            self.wrong(&time, "Leave the time empty, or say that the date and time are exact");
            return None;
        }
        let when = match self.one(&how) {
            "" | "exact" => self.at_a_time(day, &time)?,
            "about" => When::AboutDay { day, within_days: ABOUT_DAYS },
            "month" => When::Month(CivilMonth::of(day)),
            "about-month" => {
                When::AboutMonth { month: CivilMonth::of(day), within_months: ABOUT_MONTHS }
            }
            "until" => self.span(day, &until)?,
            _ => return self.none_of_these(&how),
        };
        self.read_as.insert(question.to_owned(), when.to_string());
        Some(when)
    }

    fn at_a_time(&mut self, day: NaiveDate, field: &str) -> Option<When> {
        let text = self.one(field);
        if text.is_empty() {
            return Some(When::Day(day));
        }
        let Some(time) = time(text) else {
            self.wrong(field, A_TIME);
            return None;
        };
        let minute = CivilMinute::new(day.and_time(time)).ok();
        if minute.is_none() {
            self.wrong(field, "The clocks went forward past this time: enter one that there was");
        }
        minute.map(When::Minute)
    }

    fn span(&mut self, from: NaiveDate, field: &str) -> Option<When> {
        if self.one(field).is_empty() {
            self.wrong(field, A_DAY);
            return None;
        }
        let to = self.a_day(field)?;
        if to < from {
            self.wrong(field, "Enter a day that is not before the first");
            return None;
        }
        Some(When::Days { from, to })
    }
}

/// A time as it was typed: 16:30, 16.30, 4:30pm or 4pm.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.to_ascii_lowercase().replace('.', ":").replace(' ', "");
    let (digits, half) = match text.strip_suffix("am") {
        Some(digits) => (digits, Some(false)),
        None => text.strip_suffix("pm").map_or((text.as_str(), None), |it| (it, Some(true))),
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        None if half.is_some() => (digits, "0"),
        Some(_) | None => return None,
    };
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(_), 0 | 13..) => return None,
        (Some(after), hour) => hour % 12 + if after { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}
