//! What stands in single cells: days, months, times, lists. Dates are read as ISO writes them, and
//! in further forms only where a mapping file names them: 03/02/2026 is two different days.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use candour_domain::time::{CivilError, CivilMinute, CivilMonth, When};

use super::fault::Fault;
use super::limits::LIST_VALUES_MAX;

/// A date as a cell gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dated {
    Day(NaiveDate),
    Month(CivilMonth),
    Minute(NaiveDateTime),
}

impl Dated {
    /// As a time of the domain.
    pub(crate) fn when(self) -> Result<When, Fault> {
        match self {
            Self::Day(day) => Ok(When::Day(day)),
            Self::Month(month) => Ok(When::Month(month)),
            Self::Minute(at) => minute(at),
        }
    }
}

/// A minute, unless the clocks skipped it.
pub(crate) fn minute(at: NaiveDateTime) -> Result<When, Fault> {
    CivilMinute::new(at)
        .map(When::Minute)
        .map_err(|error: CivilError| Fault::NeverWas(error.to_string()))
}

/// Reads a day, month or minute.
pub(crate) fn dated(text: &str, forms: &[String]) -> Result<Dated, Fault> {
    let read = forms
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .map(Dated::Day)
        .or_else(|| iso(text))
        .ok_or_else(|| Fault::NotADay { given: shown(text), as_in: example(forms) })?;
    let when = match read {
        Dated::Day(day) => When::Day(day),
        Dated::Month(month) => When::Month(month),
        Dated::Minute(at) => When::Day(at.date()),
    };
    if when.beyond_all_records() { Err(Fault::BeyondRecords(shown(text))) } else { Ok(read) }
}

fn iso(text: &str) -> Option<Dated> {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Dated::Day);
    let month = || text.parse().ok().map(Dated::Month);
    let minute = || {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(Dated::Minute)
    };
    day().or_else(month).or_else(minute)
}

fn example(forms: &[String]) -> String {
    let day = NaiveDate::from_ymd_opt(2026, 1, 20).unwrap_or(NaiveDate::MIN);
    let own = forms.first().map(|form| day.format(form).to_string());
    own.unwrap_or_else(|| "2026-01-20".to_owned())
}

/// Reads a time of day, to the minute.
pub(crate) fn time_of_day(text: &str) -> Result<NaiveTime, Fault> {
    ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(text, form).ok())
        .ok_or_else(|| Fault::NotATime(shown(text)))
}

/// The values of a list, the empty ones too, since lists are aligned by position.
pub(crate) fn places(text: &str) -> Result<Vec<Option<String>>, Fault> {
    let values: Vec<_> = text
        .split(';')
        .map(str::trim)
        .map(|value| (!value.is_empty()).then(|| value.to_owned()))
        .collect();
    if values.len() > LIST_VALUES_MAX {
        return Err(Fault::ListTooLong { values: values.len() });
    }
    Ok(values)
}

/// The values of a list.
pub(crate) fn list(text: &str) -> Result<Vec<String>, Fault> {
    Ok(places(text)?.into_iter().flatten().collect())
}

/// What stands in a cell, short enough for a message.
pub(crate) fn shown(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    if text.chars().count() <= SHOWN_MAX {
        return text.to_owned();
    }
    text.chars().take(SHOWN_MAX).chain("...".chars()).collect()
}

/// Whether a text holds what no screen shows: control characters, or marks that turn the direction
/// in which the text after them is read.
pub(crate) fn unseen(text: &str) -> bool {
    let turns = |it| matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let breaks = |it| matches!(it, '\t' | '\n' | '\r');
    text.chars().any(|it| turns(it) || it.is_control() && !breaks(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_read_as_iso_writes_it_and_in_no_other_form_unless_named() {
        let forms = ["%d/%m/%Y".to_owned()];
        assert_eq!(dated("2026-02-03", &[]), Ok(Dated::Day(day("2026-02-03"))));
        assert_eq!(dated("2026-02", &[]), Ok(Dated::Month("2026-02".parse().unwrap())));
        assert_eq!(
            dated("03/02/2026", &[]),
            Err(Fault::NotADay { given: "03/02/2026".into(), as_in: "2026-01-20".into() })
        );
        assert_eq!(dated("03/02/2026", &forms), Ok(Dated::Day(day("2026-02-03"))));
        assert_eq!(
            dated("30/02/2026", &forms),
            Err(Fault::NotADay { given: "30/02/2026".into(), as_in: "20/01/2026".into() })
        );
        assert_eq!(dated("0026-02-03", &[]), Err(Fault::BeyondRecords("0026-02-03".into())));
    }

    #[test]
    fn a_list_keeps_its_empty_places() {
        assert_eq!(places("a; ;b").unwrap(), [Some("a".to_owned()), None, Some("b".to_owned())]);
        assert_eq!(list("a; ;b;").unwrap(), ["a", "b"]);
    }
}
