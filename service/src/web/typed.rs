//! What was typed into the fields of a page: moments and days as people write them, and which clock.
//!
//! # Rules
//! - `a_day_is_read_as_people_write_it`: 26/1/2026, 26 January 2026 or 2026-01-26, with a time or without.
//! - `what_is_no_moment_comes_back_with_why`: beside its field, and the page answers all the same.

use std::collections::BTreeMap;

use candour_domain::entry::RecordClock;
use candour_projections::ask::Ask;
use candour_web::asking::{Asking, Clock, Wrong};
use chrono::NaiveDate;

use crate::moment::Moment;

/// What is told of a moment that could not be read.
const MOMENT: &str = "Enter a date, for example 26/1/2026, with a time after it if you know one, for example \
                      26/1/2026 16:30";
/// What is told of a day that could not be read.
const DAY: &str = "Enter a date, for example 26/1/2026";

/// The ways in which a day is written, beside 2026-01-26.
const DAYS: [&str; 6] = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"];

/// What an address asks, by name.
pub(super) type Pairs = BTreeMap<String, String>;

/// What stands under a name, without the spaces around it.
pub(super) fn given<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.get(name).map_or("", |value| value.trim())
}

/// A day as it was typed.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let iso = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    iso.or_else(|| DAYS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok()))
        .filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)))
}

/// A moment as it was typed.
fn moment(text: &str) -> Option<Moment> {
    if let Ok(moment) = Moment::parse(text) {
        return Some(moment);
    }
    if let Some(day) = day(text) {
        return Some(Moment::Day(day));
    }
    let (date, time) = text.rsplit_once([' ', 'T'])?;
    let date = day(date.trim_end_matches(',').trim())?;
    Moment::parse(&format!("{date}T{:0>5}", time.replace('.', ":"))).ok()
}

/// Reads the fields of a page, and keeps what could not be read.
pub(super) struct Typed<'a> {
    pairs: &'a Pairs,
    /// What could not be read.
    pub(super) wrong: Vec<Wrong>,
}

impl<'a> Typed<'a> {
    /// Reads these.
    pub(super) fn of(pairs: &'a Pairs) -> Self {
        Self { pairs, wrong: Vec::new() }
    }

    /// The moment in a field; none where it is empty or could not be read.
    pub(super) fn moment(&mut self, field: &'static str) -> Option<Moment> {
        let text = given(self.pairs, field);
        let found = moment(text);
        if found.is_none() && !text.is_empty() {
            self.wrong.push(Wrong { field, why: MOMENT.to_owned() });
        }
        found
    }

    /// The day in a field; none where it is empty or could not be read.
    pub(super) fn day(&mut self, field: &'static str) -> Option<NaiveDate> {
        let text = given(self.pairs, field);
        let found = day(text);
        if found.is_none() && !text.is_empty() {
            self.wrong.push(Wrong { field, why: DAY.to_owned() });
        }
        found
    }

    /// What a page is asked on, on a clock where none is named; as it was typed, and as it is asked.
    pub(super) fn asking(&mut self, usual: Clock) -> (Asking, Ask) {
        let named = match given(self.pairs, "clock") {
            "ledger" => Some(Clock::Ledger),
            "claims" => Some(Clock::Claims),
            _ => None,
        };
        let clock = named.unwrap_or(usual);
        let contemporaneous = given(self.pairs, "contemporaneous") == "yes";
        let asking = Asking {
            at: given(self.pairs, "at").to_owned(),
            on_record: given(self.pairs, "on-record").to_owned(),
            clock,
            clock_named: named.is_some(),
            contemporaneous,
        };
        let ask = Ask::everything(match clock {
            Clock::Ledger => RecordClock::Ledger,
            Clock::Claims => RecordClock::Claims,
        });
        let ask = self.moment("at").map_or(ask, |at| ask.at(at.end()));
        let ask = self.moment("on-record").map_or(ask, |until| ask.on_record(until.end()));
        (asking, if contemporaneous { ask.contemporaneous() } else { ask })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(given: &[(&str, &str)]) -> Pairs {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let date = NaiveDate::from_ymd_opt(2026, 1, 26).unwrap();
        for text in
            ["26/1/2026", "26/01/2026", "26 1 2026", "26 January 2026", "26 Jan 2026", "2026-01-26"]
        {
            assert_eq!(moment(text), Some(Moment::Day(date)), "{text}");
        }
        let minute = Moment::parse("2026-01-26T16:30").unwrap();
        for text in ["26/1/2026 16:30", "26 January 2026, 16.30", "2026-01-26T16:30"] {
            assert_eq!(moment(text), Some(minute), "{text}");
        }
        for text in ["", "yesterday", "31/2/2026", "26/1/26", "26/1/2026 25:00"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_comes_back_with_why() {
        let pairs = pairs(&[("at", "soon"), ("on-record", "26/1/2026"), ("from", "x")]);
        let mut typed = Typed::of(&pairs);
        let (asking, ask) = typed.asking(Clock::Claims);
        assert_eq!((asking.at.as_str(), ask.at), ("soon", None));
        assert_eq!(ask.on_record.until, Some("2026-01-27T00:00:00Z".parse().unwrap()));
        assert_eq!((typed.day("from"), typed.day("to")), (None, None));
        let wrong: Vec<&str> = typed.wrong.iter().map(|it| it.field).collect();
        assert_eq!(wrong, ["at", "from"]);
    }
}
