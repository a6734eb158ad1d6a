//! Time as people give it, and as an interval: [earliest, latest) in the world.
//!
//! A moment is known to the second, the minute, the day, a span of days, the month, or only
//! about. All are civil times in Europe/London and all are intervals; whether something was so at
//! a moment, or before something else, is *yes*, *no* or *not certain*. Nothing here reads a clock.
//!
//! # Rules
//! - `a_day_is_an_interval_in_london`: a day lasts from midnight to midnight in London, 23 or 25
//!   hours when the clocks change.
//! - `about_widens_by_the_bounds_it_carries`: "about" a day is 7 days each way and "about" a month
//!   one month each way unless bounds are given; the bounds are kept with the value.
//! - `a_time_that_the_clocks_skipped_is_refused`: a minute that never was is not a time.
//! - `intervals_compare_to_yes_no_or_not_certain`: before is certain only where they do not overlap.

mod civil;
mod interval;
mod london;
mod spoken;
mod written;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use civil::{CivilError, CivilMinute, CivilMonth, london_date, london_minute, start_of_day};
pub use interval::{Certainty, Interval};

/// When something was so, with the precision that it is known to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// To the second: a system's own log.
    Instant(DateTime<Utc>),
    /// To the minute, in London's civil time.
    Minute(CivilMinute),
    /// To the day.
    Day(#[serde(deserialize_with = "written::day")] NaiveDate),
    /// Over a span of days, both included, or at some time within it.
    Days {
        /// The first day.
        #[serde(deserialize_with = "written::day")]
        from: NaiveDate,
        /// The last day, included.
        #[serde(deserialize_with = "written::day")]
        to: NaiveDate,
    },
    /// To the month.
    Month(CivilMonth),
    /// About a day.
    AboutDay {
        /// The day that was named.
        #[serde(deserialize_with = "written::day")]
        day: NaiveDate,
        /// How many days either way it may have been.
        #[serde(default = "about_days")]
        within_days: u16,
    },
    /// About a month.
    AboutMonth {
        /// The month that was named.
        month: CivilMonth,
        /// How many months either way it may have been.
        #[serde(default = "about_months")]
        within_months: u16,
    },
}

/// How far "about" a day reaches each way unless bounds are given, in days.
pub const ABOUT_DAYS: u16 = 7;
/// How far "about" a month reaches each way unless bounds are given, in months.
pub const ABOUT_MONTHS: u16 = 1;

fn about_days() -> u16 {
    ABOUT_DAYS
}

fn about_months() -> u16 {
    ABOUT_MONTHS
}

impl When {
    /// The interval in which it was: earliest included, latest not.
    ///
    /// A span that ends before it begins is empty: its latest is its earliest. Such a span is
    /// refused when recorded ([`When::ends_before_it_begins`]).
    pub fn interval(&self) -> Interval {
        match *self {
            Self::Instant(at) => {
                Interval::new(at, at.checked_add_signed(TimeDelta::seconds(1)).unwrap_or(at))
            }
            Self::Minute(minute) => minute.interval(),
            Self::Day(day) => days(day, day),
            Self::Days { from, to } => days(from, to),
            Self::Month(month) => days(month.first_day(), month.last_day()),
            Self::AboutDay { day, within_days } => {
                let within = Days::new(u64::from(within_days));
                days(
                    day.checked_sub_days(within).unwrap_or(NaiveDate::MIN),
                    day.checked_add_days(within).unwrap_or(NaiveDate::MAX),
                )
            }
            Self::AboutMonth { month, within_months } => {
                let within = Months::new(u32::from(within_months));
                let last = month.first_day().checked_add_months(within);
                days(
                    month.first_day().checked_sub_months(within).unwrap_or(NaiveDate::MIN),
                    last.map_or(NaiveDate::MAX, |day| CivilMonth::of(day).last_day()),
                )
            }
        }
    }

    /// Whether this is a span that cannot be: its last day comes before its first.
    pub fn ends_before_it_begins(&self) -> bool {
        matches!(self, Self::Days { from, to } if to < from)
    }

    /// Whether a date in it lies beyond what a case can speak of: before 1850 or after 2199, or so
    /// with the bounds that "about" gives it. Such a date is a slip of the pen, and is refused when
    /// recorded.
    pub fn beyond_all_records(&self) -> bool {
        let beyond = |day: NaiveDate| !(1850..2200).contains(&day.year());
        let around = |day: NaiveDate, days: u64| {
            let (first, last) =
                (day.checked_sub_days(Days::new(days)), day.checked_add_days(Days::new(days)));
            first.is_none_or(beyond) || last.is_none_or(beyond)
        };
        match *self {
            Self::Instant(at) => beyond(at.date_naive()),
            Self::Minute(minute) => beyond(minute.date()),
            Self::Day(day) => beyond(day),
            Self::Days { from, to } => beyond(from) || beyond(to),
            Self::Month(month) => beyond(month.first_day()),
            Self::AboutDay { day, within_days } => around(day, u64::from(within_days)),
            Self::AboutMonth { month, within_months } => {
                around(month.first_day(), u64::from(within_months) * 31)
            }
        }
    }

    /// The day that people would name it by: the last that it can have been, before any widening
    /// by "about".
    pub fn named_day(&self) -> NaiveDate {
        match *self {
            Self::Instant(at) => london_date(at),
            Self::Minute(minute) => minute.date(),
            Self::Day(day) | Self::Days { to: day, .. } | Self::AboutDay { day, .. } => day,
            Self::Month(month) | Self::AboutMonth { month, .. } => month.last_day(),
        }
    }

    /// The last day that it can have been.
    pub fn last_day(&self) -> NaiveDate {
        self.interval().last_day()
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> Interval {
    let after = to.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    Interval::new(start_of_day(from), start_of_day(after))
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Instant(at) => spoken::second(f, london::civil(at)),
            Self::Minute(minute) => write!(f, "{minute:#}"),
            Self::Day(it) => spoken::day(f, it),
            Self::Days { from, to } => {
                if (from.year(), from.month()) == (to.year(), to.month()) {
                    write!(f, "{} to ", from.day())?;
                } else {
                    spoken::day(f, from)?;
                    f.write_str(" to ")?;
                }
                spoken::day(f, to)
            }
            Self::Month(month) => write!(f, "{month:#}"),
            Self::AboutDay { day: it, .. } => {
                f.write_str("about ")?;
                spoken::day(f, it)
            }
            Self::AboutMonth { month, .. } => write!(f, "about {month:#}"),
        }
    }
}

#[cfg(test)]
mod tests;
