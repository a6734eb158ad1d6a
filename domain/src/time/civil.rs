//! Civil times in Europe/London, and how they meet the clock of the world.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, LocalResult, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Interval, london, spoken, written};
use crate::words;

/// The error of reading a civil time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CivilError {
    /// It is not written as a minute.
    #[error("'{0}' is not a date and time: write it as 2026-01-20T15:05")]
    NotAMinute(String),
    /// It is not written as a month.
    #[error("'{0}' is not a month: write it as 2026-02")]
    NotAMonth(String),
    /// The clocks went forward over it.
    #[error("{0} never was: the clocks in London went forward over it")]
    Skipped(NaiveDateTime),
}

/// A minute of London's civil time. When the clocks go back an hour is had twice, and a minute in
/// it may be either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(into = "String")]
#[schemars(with = "String", description = "A minute of London's civil time, as 2026-01-20T15:05")]
pub struct CivilMinute(NaiveDateTime);

impl CivilMinute {
    /// Takes a civil date and time; seconds are left off.
    ///
    /// # Errors
    /// If the clocks went forward over it.
    pub fn new(at: NaiveDateTime) -> Result<Self, CivilError> {
        let at = at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at);
        match london::moments(at) {
            LocalResult::None => Err(CivilError::Skipped(at)),
            LocalResult::Single(_) | LocalResult::Ambiguous(..) => Ok(Self(at)),
        }
    }

    /// The day.
    pub fn date(self) -> NaiveDate {
        self.0.date()
    }

    /// From the first second that it can be to the end of the last.
    pub(super) fn interval(self) -> Interval {
        let (first, last) = in_the_world(self.0);
        Interval::new(first, last.checked_add_signed(TimeDelta::minutes(1)).unwrap_or(last))
    }
}

/// Where a civil time falls in the world, first and last; a skipped one falls where the clocks
/// went forward to.
fn in_the_world(at: NaiveDateTime) -> (DateTime<Utc>, DateTime<Utc>) {
    match london::moments(at) {
        LocalResult::Single(only) => (only, only),
        LocalResult::Ambiguous(first, last) => (first, last),
        LocalResult::None => (at.and_utc(), at.and_utc()),
    }
}

/// The moment at which a day begins in London.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    in_the_world(day.and_time(chrono::NaiveTime::MIN)).0
}

/// The day that it is in London at a moment.
pub fn london_date(at: DateTime<Utc>) -> NaiveDate {
    london::civil(at).date()
}

/// London's civil time at a moment, to the minute.
pub fn london_minute(at: DateTime<Utc>) -> CivilMinute {
    let local = london::civil(at);
    CivilMinute(local.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(local))
}

impl FromStr for CivilMinute {
    type Err = CivilError;

    fn from_str(given: &str) -> Result<Self, CivilError> {
        written::minute(given)
            .or_else(|| NaiveDateTime::parse_from_str(given, "%Y-%m-%dT%H:%M").ok())
            .ok_or_else(|| CivilError::NotAMinute(given.to_owned()))
            .and_then(Self::new)
    }
}

impl<'de> Deserialize<'de> for CivilMinute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        words::read(deserializer, str::parse)
    }
}

impl From<CivilMinute> for String {
    fn from(minute: CivilMinute) -> Self {
        minute.to_string()
    }
}

/// As 2026-01-20T15:05; with `#`, for people, as 20 Jan 2026 15:05.
impl fmt::Display for CivilMinute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { spoken::minute(f, self.0) } else { written::write_minute(f, self.0) }
    }
}

/// A month of the civil calendar.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", description = "A month, as 2026-02")]
pub struct CivilMonth(NaiveDate);

impl CivilMonth {
    /// The month that a day is in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.0
            .checked_add_months(Months::new(1))
            .and_then(|next| next.pred_opt())
            .unwrap_or(NaiveDate::MAX)
    }
}

impl FromStr for CivilMonth {
    type Err = CivilError;

    fn from_str(given: &str) -> Result<Self, CivilError> {
        NaiveDate::parse_from_str(&format!("{given}-01"), "%Y-%m-%d")
            .map(Self)
            .map_err(|_| CivilError::NotAMonth(given.to_owned()))
    }
}

impl TryFrom<String> for CivilMonth {
    type Error = CivilError;

    fn try_from(given: String) -> Result<Self, CivilError> {
        given.parse()
    }
}

impl From<CivilMonth> for String {
    fn from(month: CivilMonth) -> Self {
        month.to_string()
    }
}

/// As 2026-02; with `#`, for people, as Feb 2026.
impl fmt::Display for CivilMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { spoken::month(f, self.0) } else { written::write_month(f, self.0) }
    }
}
