//! Moments as they are given on the command line, and what a question is asked on.
//!
//! # Rules
//! - `a_day_means_its_end`: "as at 26 January" includes all of that day; a minute, all of it.
//! - `what_is_no_moment_is_answered_with_the_accepted_forms`.
//! - `every_answer_says_which_clock_it_used`.

use candour_domain::entry::RecordClock;
use candour_domain::time::{CivilMinute, When, london_minute, start_of_day};
use candour_projections::ask::Ask;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};

/// What is told of the accepted forms.
const FORMS: &str = "write a day as 2026-01-26 (it means the end of that day), a minute of London's \
                     time as 2026-01-26T16:30, or an exact time as 2026-01-26T16:30:00Z";

/// What the accepted forms look like, as a regular expression.
pub(crate) const PATTERN: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\
    (T([01][0-9]|2[0-3]):[0-5][0-9]\
    (:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?)?$";

/// A moment as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day.
    Day(NaiveDate),
    /// A minute of London's civil time.
    Minute(CivilMinute),
    /// An exact time.
    Exact(DateTime<Utc>),
}

impl Moment {
    /// Reads a moment.
    pub(crate) fn parse(given: &str) -> Result<Self, String> {
        if !is_of_a_form(given) {
            return Err(FORMS.to_owned());
        }
        if let Ok(day) = NaiveDate::parse_from_str(given, "%Y-%m-%d") {
            return Ok(Self::Day(day));
        }
        if let Ok(exact) = DateTime::parse_from_rfc3339(given) {
            return Ok(Self::Exact(exact.to_utc()));
        }
        match given.parse() {
            Ok(minute) => Ok(Self::Minute(minute)),
            Err(candour_domain::time::CivilError::NotAMinute(_)) => Err(FORMS.to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The moment as at which a question is asked: the end of a day or a minute.
    pub(crate) fn end(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => start_of_day(day.succ_opt().unwrap_or(day)),
            Self::Minute(minute) => When::Minute(minute).interval().latest(),
            Self::Exact(at) => at,
        }
    }

    /// The moment from which something is counted: the beginning of a day or a minute.
    pub(crate) fn beginning(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => start_of_day(day),
            Self::Minute(minute) => When::Minute(minute).interval().earliest(),
            Self::Exact(at) => at,
        }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "the end of {}", day.format("%-d %b %Y")),
            Self::Minute(minute) => write!(f, "{minute:#}"),
            Self::Exact(at) => write!(f, "{:#}", london_minute(*at)),
        }
    }
}

/// Whether a text has the marks of a moment in their places, and figures in all others.
fn is_of_a_form(given: &str) -> bool {
    let shape: String =
        given.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    let Some((day, time)) = shape.split_once('T') else { return shape == "0000-00-00" };
    let Some(rest) = time.strip_prefix("00:00").filter(|_| day == "0000-00-00") else {
        return false;
    };
    let Some(rest) = rest.strip_prefix(":00") else { return rest.is_empty() };
    let (rest, fraction) = match rest.strip_prefix('.') {
        Some(behind) => {
            let zone = behind.trim_start_matches('0');
            (zone, Some(behind.len() - zone.len()))
        }
        None => (rest, None),
    };
    fraction.is_none_or(|figures| (1..=FRACTION_FIGURES_MAX).contains(&figures))
        && matches!(rest, "Z" | "+00:00" | "-00:00")
}

/// How many figures the fraction of a second has at most.
const FRACTION_FIGURES_MAX: usize = 9;

/// A record clock, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockName {
    /// When this ledger accepted each entry.
    Ledger,
    /// For imported entries, when the agency's own system says that it was entered.
    Claims,
}

impl From<ClockName> for RecordClock {
    fn from(name: ClockName) -> Self {
        match name {
            ClockName::Ledger => Self::Ledger,
            ClockName::Claims => Self::Claims,
        }
    }
}

/// What a question is asked on: the same on every command that reads a case.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Asked on")]
pub(crate) struct Asking {
    /// The world as at this moment [default: everything on the record]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    pub(crate) at: Option<Moment>,
    /// The record as it stood at this moment [default: all that is recorded]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    pub(crate) on_record: Option<Moment>,
    /// Which clock says when an entry was recorded
    #[arg(long, value_enum, default_value = "ledger")]
    pub(crate) clock: ClockName,
    /// Leave out what was only stated later
    #[arg(long)]
    pub(crate) contemporaneous_only: bool,
}

impl Asking {
    /// The question, as the projections take it.
    pub(crate) fn ask(&self) -> Ask {
        let ask = Ask::everything(self.clock.into());
        let ask = self.at.map_or(ask, |at| ask.at(at.end()));
        let ask = self.on_record.map_or(ask, |until| ask.on_record(until.end()));
        if self.contemporaneous_only { ask.contemporaneous() } else { ask }
    }

    /// The question as at a moment, where none was named: that of the record, otherwise now.
    pub(crate) fn at_or(&self, now: DateTime<Utc>) -> Self {
        Self { at: self.at.or(self.on_record).or(Some(Moment::Exact(now))), ..self.clone() }
    }

    /// What was asked, in words: every answer opens with it.
    pub(crate) fn words(&self) -> String {
        let at = self.at.map_or_else(|| "The whole record".to_owned(), |at| format!("As at {at}"));
        let until = self
            .on_record
            .map_or_else(String::new, |until| format!(", as it stood on the record at {until}"));
        let clock = match self.clock {
            ClockName::Ledger => "recorded by the ledger's clock",
            ClockName::Claims => "recorded by the agencies' own claims (clock: claims)",
        };
        let only = if self.contemporaneous_only { ", without what was stated later" } else { "" };
        format!("{at}{until}, {clock}{only}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_means_its_end() {
        let day = Moment::parse("2026-06-30").unwrap();
        assert_eq!(
            (day.beginning(), day.end()),
            (utc("2026-06-29T23:00:00Z"), utc("2026-06-30T23:00:00Z"))
        );
        let minute = Moment::parse("2026-01-26T16:30").unwrap();
        assert_eq!(
            (minute.beginning(), minute.end()),
            (utc("2026-01-26T16:30:00Z"), utc("2026-01-26T16:31:00Z"))
        );
        let exact = Moment::parse("2026-06-30T12:00:00+01:00").unwrap();
        assert_eq!(
            (exact.beginning(), exact.end()),
            (utc("2026-06-30T11:00:00Z"), utc("2026-06-30T11:00:00Z"))
        );
    }

    #[test]
    fn what_is_no_moment_is_answered_with_the_accepted_forms() {
        assert_eq!(Moment::parse("yesterday"), Err(FORMS.to_owned()));
        assert_eq!(Moment::parse("2026-02-30"), Err(FORMS.to_owned()));
        assert_eq!(
            Moment::parse("2026-03-29T01:30"),
            Err("2026-03-29 01:30:00 never was: the clocks in London went forward over it"
                .to_owned())
        );
    }

    #[test]
    fn every_answer_says_which_clock_it_used() {
        let asking = Asking {
            at: Some(Moment::parse("2026-01-26").unwrap()),
            on_record: None,
            clock: ClockName::Claims,
            contemporaneous_only: true,
        };
        assert_eq!(
            asking.words(),
            "As at the end of 26 Jan 2026, recorded by the agencies' own claims (clock: claims), \
             without what was stated later."
        );
        let asking = Asking { at: None, clock: ClockName::Ledger, ..asking };
        assert_eq!(
            asking.words(),
            "The whole record, recorded by the ledger's clock, without what was stated later."
        );
    }
}
