//! Working days in England and Wales: every day but Saturdays, Sundays and bank holidays.
//!
//! Days are counted from day 0, the day on which something opened. A date outside the years that
//! the calendar covers is answered as such and never guessed, because a bank holiday can be
//! proclaimed at any time. Nothing here knows what "today" is, or which duty counts what.

use std::collections::BTreeSet;
use std::ops::Bound;

use chrono::{Datelike, NaiveDate, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// The file that was known when this was built.
const ENGLAND_AND_WALES: &str = include_str!("../data/bank-holidays-england-and-wales.csv");

/// The first line of a file of bank holidays.
const HEADER: &str = "date,name";

/// A year in England and Wales has had no fewer since 1978; a file with fewer is not finished.
const HOLIDAYS_PER_YEAR_MIN: usize = 8;

/// Bank holidays and the days over which they are known to be all.
///
/// It is carried inside a record, so that a date once worked out can be worked out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The first day covered.
    from: NaiveDate,
    /// The last day covered.
    to: NaiveDate,
    /// The bank holidays between them.
    holidays: BTreeSet<NaiveDate>,
}

/// The answer about a date that the calendar does not cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{date} is beyond the calendar of bank holidays, which covers {covered_from} to {covered_to}"
)]
pub struct BeyondCalendar {
    /// The date that was asked for or reached.
    pub date: NaiveDate,
    /// The first day covered.
    pub covered_from: NaiveDate,
    /// The last day covered.
    pub covered_to: NaiveDate,
}

/// The error of reading a file of bank holidays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The first line is not the heading.
    #[error("line 1 is '{given}': a file of bank holidays starts with the line 'date,name'")]
    NoHeading {
        /// What the first line is.
        given: String,
    },
    /// A line has no date and name.
    #[error("line {line} is '{given}': write a date, a comma and the name of the bank holiday")]
    NotARow {
        /// Which line, the heading being line 1.
        line: usize,
        /// What the line is.
        given: String,
    },
    /// What stands for the date is none.
    #[error("line {line}: '{given}' is not a date: write it as 2026-12-25")]
    NotADate {
        /// Which line, the heading being line 1.
        line: usize,
        /// What stands for the date.
        given: String,
    },
    /// The same date stands on an earlier line.
    #[error("line {line}: {date} is there twice")]
    Repeated {
        /// Which line, the heading being line 1.
        line: usize,
        /// The date.
        date: NaiveDate,
    },
    /// There is nothing after the heading.
    #[error("no bank holiday follows the heading")]
    Empty,
    /// A year between the first and the last has too few bank holidays to be complete.
    #[error("{year} is not complete: it has {found} of at least {HOLIDAYS_PER_YEAR_MIN} holidays")]
    IncompleteYear {
        /// The year.
        year: i32,
        /// How many bank holidays the file gives it.
        found: usize,
    },
}

/// Says which number the opening day has when days are counted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CountFrom {
    /// The opening day is day 0 and the next working day is day 1, as duties are counted.
    DayZero,
    /// The opening day is day 1, as some returns count.
    DayOne,
}

impl Calendar {
    /// Gives the bank holidays of England and Wales that were known when this was built.
    ///
    /// # Errors
    /// If the file that was built in is damaged; a test reads it.
    pub fn england_and_wales() -> Result<Self, CalendarError> {
        Self::parse(ENGLAND_AND_WALES)
    }

    /// Reads a file of bank holidays: the line `date,name`, then one line for each, in any order.
    ///
    /// It covers whole years, from that of the first bank holiday to that of the last.
    ///
    /// # Errors
    /// If a line is not as it should be, a date is there twice, or a year is not complete.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let text = text.trim_start_matches('\u{feff}');
        let heading = text.lines().next().unwrap_or_default().trim_end();
        if heading != HEADER {
            return Err(CalendarError::NoHeading { given: heading.to_owned() });
        }
        let mut holidays = BTreeSet::new();
        for (index, row) in
            text.lines().enumerate().skip(1).filter(|(_, row)| !row.trim().is_empty())
        {
            let line = index + 1;
            let date = date_in(row, line)?;
            if !holidays.insert(date) {
                return Err(CalendarError::Repeated { line, date });
            }
        }
        Self::covering(holidays)
    }

    fn covering(holidays: BTreeSet<NaiveDate>) -> Result<Self, CalendarError> {
        let (Some(first), Some(last)) = (holidays.first(), holidays.last()) else {
            return Err(CalendarError::Empty);
        };
        for year in first.year()..=last.year() {
            let found = holidays.iter().filter(|holiday| holiday.year() == year).count();
            if found < HOLIDAYS_PER_YEAR_MIN {
                return Err(CalendarError::IncompleteYear { year, found });
            }
        }
        let from = NaiveDate::from_ymd_opt(first.year(), 1, 1).unwrap_or(*first);
        let to = NaiveDate::from_ymd_opt(last.year(), 12, 31).unwrap_or(*last);
        Ok(Self { from, to, holidays })
    }

    /// The first day covered.
    pub const fn covered_from(&self) -> NaiveDate {
        self.from
    }

    /// The last day covered.
    pub const fn covered_to(&self) -> NaiveDate {
        self.to
    }

    /// The bank holidays, in order.
    pub const fn holidays(&self) -> &BTreeSet<NaiveDate> {
        &self.holidays
    }

    /// Says whether a date is a working day.
    ///
    /// # Errors
    /// If the calendar does not cover the date.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, BeyondCalendar> {
        if date < self.from || date > self.to {
            return Err(self.beyond(date));
        }
        Ok(!is_weekend(date) && !self.holidays.contains(&date))
    }

    /// Gives the working day that is so many working days after `from`, which is day 0.
    ///
    /// Day 0 is that day itself even when it is no working day; day 1 is the next working day.
    ///
    /// # Errors
    /// If the calendar does not cover `from`, or ends before the day is reached.
    pub fn add_working_days(
        &self,
        from: NaiveDate,
        days: u32,
    ) -> Result<NaiveDate, BeyondCalendar> {
        self.is_working_day(from)?;
        if days == 0 {
            return Ok(from);
        }
        // Each holiday that falls within what was reached puts the day off by one; there are few.
        let mut weekdays = i64::from(days);
        loop {
            let reached = weekday(weekdays_up_to(from) + weekdays);
            let Some(reached) = reached.filter(|reached| *reached <= self.to) else {
                return Err(self.beyond(self.to.succ_opt().unwrap_or(self.to)));
            };
            let with_holidays = i64::from(days) + self.weekday_holidays(from, reached);
            if with_holidays == weekdays {
                return Ok(reached);
            }
            weekdays = with_holidays;
        }
    }

    /// How many holidays after `from`, up to and including `to`, are no Saturdays or Sundays.
    fn weekday_holidays(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let within = self.holidays.range((Bound::Excluded(from), Bound::Included(to)));
        within.map(|day| i64::from(!is_weekend(*day))).sum()
    }

    /// Gives the last day of a limit of so many working days, counted as `count_from` says.
    ///
    /// Counted from day 1 the opening day uses up one of them, even when it is no working day.
    ///
    /// # Errors
    /// If the calendar does not cover `from`, or ends before the day is reached.
    pub fn last_day_of_limit(
        &self,
        from: NaiveDate,
        days: u32,
        count_from: CountFrom,
    ) -> Result<NaiveDate, BeyondCalendar> {
        match count_from {
            CountFrom::DayZero => self.add_working_days(from, days),
            CountFrom::DayOne => self.add_working_days(from, days.saturating_sub(1)),
        }
    }

    /// Counts the working days after `from`, up to and including `to`; none if `to` is not later.
    ///
    /// # Errors
    /// If the calendar does not cover both.
    pub fn working_days_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<u32, BeyondCalendar> {
        self.is_working_day(from)?;
        self.is_working_day(to)?;
        if to <= from {
            return Ok(0);
        }
        let weekdays = weekdays_up_to(to) - weekdays_up_to(from);
        Ok(u32::try_from(weekdays - self.weekday_holidays(from, to)).unwrap_or_default())
    }

    const fn beyond(&self, date: NaiveDate) -> BeyondCalendar {
        BeyondCalendar { date, covered_from: self.from, covered_to: self.to }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// How many days up to a date, and including it, are no Saturdays or Sundays, counted from the first
/// day of the common era, which was a Monday.
fn weekdays_up_to(date: NaiveDate) -> i64 {
    let days = i64::from(date.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The date of a weekday by that count.
fn weekday(number: i64) -> Option<NaiveDate> {
    let days = (number - 1).div_euclid(5) * 7 + (number - 1).rem_euclid(5) + 1;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

/// Reads the date of a row. It must read back as it is written: `2026-1-5` is likelier a slip.
fn date_in(row: &str, line: usize) -> Result<NaiveDate, CalendarError> {
    let (date, name) = row.split_once(',').unwrap_or_default();
    if name.trim().is_empty() {
        return Err(CalendarError::NotARow { line, given: row.trim().to_owned() });
    }
    let read = date.parse::<NaiveDate>().ok().filter(|read| read.to_string() == date);
    read.ok_or_else(|| CalendarError::NotADate { line, given: date.to_owned() })
}
