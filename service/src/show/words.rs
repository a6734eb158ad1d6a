//! The words of codes and times in tables for people.

use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, london_date, london_minute, start_of_day};
use candour_projections::case_view::Age;
use candour_projections::knowledge::Stage;
use candour_projections::shape::ChildName;
use chrono::{DateTime, NaiveDate, Utc};

/// The name of a type or a variant as people say it: `FgdmOffered` is "FGDM offered".
pub(crate) fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = None::<char>;
    for letter in name.chars() {
        let number = letter.is_ascii_digit() && before.is_some_and(|it| !it.is_ascii_digit());
        if (letter.is_uppercase() || number) && before.is_some() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
        before = Some(letter);
    }
    words.replace("fgdm", "FGDM").replace('_', " ")
}

/// A code without fields, as people say it: the name of its variant.
pub(crate) fn code(code: &impl std::fmt::Debug) -> String {
    spaced(&format!("{code:?}"))
}

/// How old somebody is.
pub(crate) fn age(age: &Age) -> String {
    match age {
        Age::Years { years, .. } => format!("{years}"),
        Age::Months { months, .. } => format!("{months} months"),
        Age::Unborn => "unborn".to_owned(),
        Age::NotCertain => "-".to_owned(),
    }
}

/// A day.
pub(crate) fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// A moment, in London's time.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    format!("{:#}", london_minute(at))
}

/// So many days.
pub(crate) fn days(count: i64) -> String {
    format!("{count} day{}", if count == 1 { "" } else { "s" })
}

/// So many working days.
pub(crate) fn working_days(count: u32) -> String {
    format!("{count} working day{}", if count == 1 { "" } else { "s" })
}

/// When something was recorded, of which the first moment by which it certainly was is known: a
/// midnight in London ends the day that is meant.
pub(crate) fn recorded(by: DateTime<Utc>) -> String {
    let last = london_date(by - chrono::TimeDelta::nanoseconds(1));
    let ends_a_day = start_of_day(london_date(by)) == by;
    if ends_a_day { day(last) } else { moment(by) }
}

/// A stage.
pub(crate) fn stage(stage: Stage, in_part: bool) -> &'static str {
    match (stage, in_part) {
        (Stage::Sent, _) => "sent",
        (Stage::Held, _) => "held",
        (Stage::Opened, _) => "opened",
        (Stage::Known, false) => "known",
        (Stage::Known, true) => "told in part",
        (Stage::Considered, _) => "considered",
    }
}

/// How much of an item.
pub(crate) fn extent(extent: Recorded<Extent>) -> &'static str {
    match extent {
        Recorded::Recorded(Extent::Existence) => "that it exists",
        Recorded::Recorded(Extent::Gist) => "gist",
        Recorded::Recorded(Extent::Part) => "part",
        Recorded::Recorded(Extent::Whole) => "whole",
        Recorded::NotRecorded => "",
    }
}

/// What is put behind something that is not certain.
pub(crate) fn certainty(certain: Certainty) -> &'static str {
    match certain {
        Certainty::Yes => "",
        Certainty::NotCertain => "not certain",
        Certainty::No => "no",
    }
}

/// A text, and what is put behind it where there is something.
pub(crate) fn with(text: &str, behind: &str) -> String {
    if behind.is_empty() { text.to_owned() } else { format!("{text} ({behind})") }
}

/// The names of children, in alphabetical order, whatever their identifiers.
pub(crate) fn children(children: &[ChildName]) -> String {
    let mut names: Vec<&str> = children.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    names.join(", ")
}

/// What stands where there is nothing.
pub(crate) fn or_dash(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}

/// Somebody's words, with a full stop where they have no end of their own.
pub(crate) fn sentence(words: &str) -> String {
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{words}{stop}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_midnight_ends_the_day_that_is_meant() {
        assert_eq!(recorded("2026-06-29T23:00:00Z".parse().unwrap()), "29 Jun 2026");
        assert_eq!(recorded("2026-06-29T22:59:00Z".parse().unwrap()), "29 Jun 2026 23:59");
    }

    #[test]
    fn a_name_is_said_as_people_say_it() {
        assert_eq!(spaced("FgdmNotOffered"), "FGDM not offered");
        assert_eq!(spaced("ObservationRecorded"), "observation recorded");
        assert_eq!(spaced("not_met_in_time"), "not met in time");
        assert_eq!(spaced("Section47Enquiry"), "section 47 enquiry");
    }

    #[test]
    fn words_that_end_with_a_full_stop_are_given_no_second() {
        let said = ["the diary shows it", "the diary shows it.", "is it so?"].map(sentence);
        assert_eq!(said, ["the diary shows it.", "the diary shows it.", "is it so?"]);
    }
}
