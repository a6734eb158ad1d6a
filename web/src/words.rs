//! Words as the GOV.UK content style has them: dates in full, times as people say them, counts with their
//! unit. It says nothing of what they are about.
//!
//! # Rules
//! - `a_month_is_written_in_full`: whatever stands around it in the texts that projections answer with.
//! - `a_time_is_said_as_people_say_it`: 9:30am, midday, midnight.
//! - `a_code_is_said_in_words`.

use std::borrow::Cow;

use candour_domain::time::{london_date, london_minute};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];

/// A day: 3 October 2026.
pub fn day(day: NaiveDate) -> String {
    let month = usize::try_from(day.month0()).ok().and_then(|it| MONTHS.get(it));
    let month = month.map_or("", |(_, month)| month);
    format!("{} {month} {:04}", day.day(), day.year())
}

/// A day in a tight table or a chart: 3 Oct.
pub fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// A moment in London: 3 October 2026 at 9:30am.
pub fn moment(at: DateTime<Utc>) -> String {
    in_full(&format!("{:#}", london_minute(at)))
}

/// A moment that ends what is meant: "the end of 30 June 2026", or a moment.
pub fn end(at: DateTime<Utc>) -> String {
    let before = at - chrono::TimeDelta::microseconds(1);
    let date = london_date(at);
    if candour_domain::time::start_of_day(date) == at {
        return format!("the end of {}", day(london_date(before)));
    }
    moment(at)
}

/// A text that a projection wrote, with the months of its dates in full and its times as people say them. What
/// somebody is called is left as it is: a month stands behind a day or before a year.
pub fn in_full(text: &str) -> String {
    let mut said = String::with_capacity(text.len() + 8);
    in_parts(text, &mut |part| said.push_str(part));
    said
}

/// The same, part by part: whatever stays as it is in one.
pub(crate) fn in_parts(text: &str, say: &mut impl FnMut(&str)) {
    let (mut said, mut begins) = (0, 0);
    let (mut dated, mut numbered) = (false, false);
    while let Some(&first) = text.as_bytes().get(begins) {
        let long = text.as_bytes()[begins..].iter().position(|it| *it == b' ');
        let ends = long.map_or(text.len(), |long| begins + long);
        // Nothing else can be a day, a year, a time or a month.
        if !first.is_ascii_digit() && !MONTHS.iter().any(|(_, month)| month.as_bytes()[0] == first)
        {
            (dated, numbered, begins) = (false, false, ends + 1);
            continue;
        }
        let (bare, mark) = parted(&text[begins..ends]);
        let following = || text.get(ends + 1..).unwrap_or_default().split(' ');
        let month = month(bare).filter(|_| numbered || is_before_a_year(following()));
        let date = || iso(bare).map(day);
        let time = || clock(bare).filter(|_| dated).map(|time| format!("at {time}"));
        let instead = month.map(Cow::Borrowed).or_else(|| date().or_else(time).map(Cow::Owned));
        if let Some(instead) = instead {
            say(&text[said..begins]);
            say(&instead);
            said = ends - mark.len();
        }
        let is_digits = !bare.is_empty() && bare.bytes().all(|it| it.is_ascii_digit());
        (dated, numbered) = (year(bare), is_digits && bare.len() <= 2 && mark.is_empty());
        begins = ends + 1;
    }
    say(&text[said..]);
}

/// A month by its short name.
fn month(bare: &str) -> Option<&'static str> {
    MONTHS.iter().find(|(short, _)| *short == bare).map(|(_, month)| *month)
}

/// Whether what follows a month is its year, or the month up to which it goes on.
fn is_before_a_year<'t>(mut following: impl Iterator<Item = &'t str>) -> bool {
    match following.next().map(|it| parted(it).0) {
        Some("to") => following.next().is_some_and(|it| month(it).is_some()),
        Some(next) => year(next),
        None => false,
    }
}

/// A word, and the mark that ends it.
fn parted(word: &str) -> (&str, &str) {
    let bare = word.strip_suffix([',', ';', ')', '.', ':']).unwrap_or(word);
    (bare, &word[bare.len()..])
}

/// Whether a word is a year.
fn year(bare: &str) -> bool {
    bare.len() == 4 && bare.bytes().all(|it| it.is_ascii_digit())
}

/// The day that is written as 2026-01-26.
fn iso(written: &str) -> Option<NaiveDate> {
    let exact = written.len() == 10 && written.starts_with(|it: char| it.is_ascii_digit());
    exact.then(|| NaiveDate::parse_from_str(written, "%Y-%m-%d").ok()).flatten()
}

/// The time that is written as 15:05.
fn clock(written: &str) -> Option<String> {
    let (hour, minute) = written.split_once(':')?;
    let two = |it: &str| (it.len() == 2).then(|| it.parse::<u32>().ok()).flatten();
    let (hour, minute) = (two(hour)?, two(minute)?);
    let time = chrono::NaiveTime::from_hms_opt(hour, minute, 0)?;
    Some(match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{}{}", time.hour12().1, half(time)),
        (_, _) => format!("{}:{minute:02}{}", time.hour12().1, half(time)),
    })
}

fn half(time: chrono::NaiveTime) -> &'static str {
    if time.hour12().0 { "pm" } else { "am" }
}

/// A count of something.
pub fn count(number: impl TryInto<i128>, one: &str, more: &str) -> String {
    match number.try_into() {
        Ok(1) => format!("1 {one}"),
        Ok(number) => format!("{} {more}", grouped(number)),
        Err(_) => more.to_owned(),
    }
}

/// A number with commas: 12,345.
pub fn grouped(number: i128) -> String {
    // Most are short, and need no commas.
    if let Ok(number @ -999..=999) = i16::try_from(number) {
        return number.to_string();
    }
    let digits = number.unsigned_abs().to_string();
    let mut said = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    if number < 0 { format!("-{said}") } else { said }
}

/// Working days: "9 working days".
pub fn working_days(number: impl TryInto<i128>) -> String {
    count(number, "working day", "working days")
}

/// Calendar days.
pub fn days(number: impl TryInto<i128>) -> String {
    count(number, "day", "days")
}

/// A name that is written together or with lines below, in words: "not met in time".
pub fn spaced(name: &str) -> String {
    let mut said = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        let begins = letter.is_uppercase() || (letter.is_ascii_digit() && !before.is_ascii_digit());
        if letter == '_' {
            said.push(' ');
        } else {
            if begins && before != ' ' && before != '_' {
                said.push(' ');
            }
            said.extend(letter.to_lowercase());
        }
        before = letter;
    }
    said.replace("fgdm", "family group decision making")
}

/// A text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let (first, rest) = capital_and_rest(text);
    let mut said = String::with_capacity(text.len() + 2);
    said.extend(first);
    said.push_str(rest);
    said
}

/// The capital at the beginning of a text, and what comes after it.
pub(crate) fn capital_and_rest(text: &str) -> (impl Iterator<Item = char> + use<>, &str) {
    let mut letters = text.chars();
    let first = letters.next();
    (first.into_iter().flat_map(char::to_uppercase), letters.as_str())
}

/// Several texts in one line: "a, b and c".
pub fn listed<T: AsRef<str>>(all: &[T]) -> String {
    match all {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_in_full() {
        let cases = [
            ("20 Jan 2026", "20 January 2026"),
            ("2 to 6 Feb 2026", "2 to 6 February 2026"),
            ("about 10 Sep 2026 (not certain)", "about 10 September 2026 (not certain)"),
            ("told on 3 May 2026, in person", "told on 3 May 2026, in person"),
            ("Jan to Feb 2026", "January to February 2026"),
            (" Jan, Dec  and Sep told her", " Jan, Dec  and Sep told her"),
            ("next 2026-04-30; CSP-2026-04", "next 30 April 2026; CSP-2026-04"),
        ];
        for (written, said) in cases {
            assert_eq!(in_full(written), said);
        }
        assert_eq!(day(NaiveDate::from_ymd_opt(2026, 10, 3).unwrap()), "3 October 2026");
    }

    #[test]
    fn a_time_is_said_as_people_say_it() {
        let cases = [
            ("26 Jan 2026 16:30", "26 January 2026 at 4:30pm"),
            ("26 Jan 2026 09:00", "26 January 2026 at 9am"),
            ("26 Jan 2026 12:00", "26 January 2026 at midday"),
            ("26 Jan 2026 00:00", "26 January 2026 at midnight"),
            ("26 Jan 2026 00:15", "26 January 2026 at 12:15am"),
            ("at 16:30 sharp", "at 16:30 sharp"),
        ];
        for (written, said) in cases {
            assert_eq!(in_full(written), said);
        }
        let at = "2026-06-30T08:30:00Z".parse().unwrap();
        assert_eq!(moment(at), "30 June 2026 at 9:30am");
        assert_eq!(end("2026-06-30T23:00:00Z".parse().unwrap()), "the end of 30 June 2026");
        assert_eq!(end(at), "30 June 2026 at 9:30am");
    }

    #[test]
    fn a_code_is_said_in_words() {
        assert_eq!(spaced("NotMetInTime"), "not met in time");
        assert_eq!(spaced("not_met_in_time"), "not met in time");
        assert_eq!(spaced("Section47Enquiry"), "section 47 enquiry");
        assert_eq!(spaced("FgdmOffered"), "family group decision making offered");
    }

    #[test]
    fn a_count_has_its_unit() {
        assert_eq!(
            [count(0, "entry", "entries"), working_days(1), working_days(9), days(1_234)],
            ["0 entries", "1 working day", "9 working days", "1,234 days"]
        );
        assert_eq!([grouped(-12_345), grouped(999)], ["-12,345", "999"]);
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
