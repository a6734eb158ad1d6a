//! Reads the answers of a form into what is recorded: times, people, agencies, entries and codes. What
//! cannot be read is kept with what to do about it. It guesses nothing: what is not answered is not
//! recorded, and what is not in a list was not chosen from it.
//!
//! # Rules
//! - `a_time_is_read_as_precisely_as_it_was_given`.
//! - `what_is_no_time_comes_back_with_what_to_do`.
//! - `whoever_is_not_in_the_list_was_not_chosen`.

use std::collections::BTreeMap;

use candour_domain::code::from_code;
use candour_domain::identifier::{AgencyId, ChildId, EntryId, PersonId, PractitionerId, TeamId};
use candour_domain::party::{Actor, Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{CivilMinute, CivilMonth, When};
use candour_web::form::{Amiss, Answers, Listed, NOT_HERE};
use chrono::{NaiveDate, NaiveTime};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::known::Known;
use crate::web::typed;

const A_DAY: &str = "Enter a date, for example 26/1/2026";
const A_TIME: &str = "Enter a time, for example 16:30";
const ONE_OF_THESE: &str = "Choose one of the answers";
const ONE_OF_THE_LIST: &str = "Choose from the list";

/// The answers of a form, being read.
pub(super) struct Reading<'a> {
    pub(super) answers: &'a Answers,
    pub(super) known: &'a Known,
    /// The children whom the answers name, beside those that are chosen as concerned.
    pub(super) concerned: Vec<ChildId>,
    /// What could not be read.
    pub(super) amiss: Vec<Amiss>,
    /// What times and days were read as.
    pub(super) read_as: BTreeMap<String, String>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub(super) fn of(answers: &'a Answers, known: &'a Known) -> Self {
        let (concerned, amiss, read_as) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self { answers, known, concerned, amiss, read_as }
    }

    /// What one field holds.
    pub(super) fn one(&self, field: &str) -> &'a str {
        self.answers.one(field)
    }

    /// Says what is wrong with a field.
    pub(super) fn wrong(&mut self, field: &str, why: impl Into<String>) {
        self.amiss.push(Amiss { field: field.to_owned(), why: why.into() });
    }

    /// The words in a field.
    pub(super) fn words(&self, field: &str) -> Option<Text> {
        let text = self.one(field);
        (!text.is_empty()).then(|| Text::new(text))
    }

    /// The words in a field, or that there are none.
    pub(super) fn text(&self, field: &str) -> Recorded<Text> {
        self.words(field).into()
    }

    /// A short name of something that is not a person.
    pub(super) fn label(&mut self, field: &str) -> Option<Label> {
        let text = self.one(field);
        if text.is_empty() {
            return None;
        }
        let label = Label::parse(text).ok();
        if label.is_none() {
            let most = Label::CHARACTERS_MAX;
            self.wrong(field, format!("Enter no more than {most} characters"));
        }
        label
    }

    /// The value of a code set that was chosen.
    pub(super) fn code<T: DeserializeOwned>(&mut self, field: &str) -> Option<T> {
        let chosen = self.one(field);
        let value = from_code(chosen);
        if value.is_none() && !chosen.is_empty() {
            self.wrong(field, ONE_OF_THESE);
        }
        value
    }

    /// That what was chosen is none of the answers.
    pub(super) fn none_of_these<T>(&mut self, field: &str) -> Option<T> {
        if !self.one(field).is_empty() {
            self.wrong(field, ONE_OF_THESE);
        }
        None
    }

    /// The day in a field.
    pub(super) fn day(&mut self, field: &str) -> Option<NaiveDate> {
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
    pub(super) fn when(&mut self, question: &str) -> Option<When> {
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
            "about" => When::AboutDay { day, within_days: candour_domain::time::ABOUT_DAYS },
            "month" => When::Month(CivilMonth::of(day)),
            "about-month" => When::AboutMonth {
                month: CivilMonth::of(day),
                within_months: candour_domain::time::ABOUT_MONTHS,
            },
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

    fn in_list(&mut self, field: &str, list: Listed, value: &str) -> Option<Uuid> {
        let listed = self.known.choices.named(list).iter().any(|it| it.value == value);
        let id = Uuid::parse_str(value).ok().filter(|_| listed);
        if id.is_none() {
            self.wrong(field, ONE_OF_THE_LIST);
        }
        id
    }

    fn chosen(&mut self, field: &str, list: Listed) -> Option<Uuid> {
        match self.one(field) {
            "" => None,
            value => self.in_list(field, list, value),
        }
    }

    /// The one of a list that must be chosen where its question is asked.
    fn must(&mut self, field: &str, list: Listed) -> Option<Uuid> {
        if self.one(field).is_empty() {
            self.wrong(field, ONE_OF_THE_LIST);
        }
        self.chosen(field, list)
    }

    fn all_chosen(&mut self, field: &str, list: Listed) -> Vec<Uuid> {
        let all = self.answers.all(field);
        all.iter().filter_map(|value| self.in_list(field, list, value)).collect()
    }

    /// A child of the case.
    pub(super) fn child(&mut self, field: &str) -> Option<ChildId> {
        self.must(field, Listed::Children).map(ChildId::new)
    }

    /// An adult.
    pub(super) fn person(&mut self, field: &str) -> Option<PersonId> {
        self.must(field, Listed::People).map(PersonId::new)
    }

    /// An agency, where one is chosen.
    pub(super) fn agency(&mut self, field: &str) -> Option<AgencyId> {
        self.chosen(field, Listed::Agencies).map(AgencyId::new)
    }

    /// A practitioner, in the post and for the agency that they act for.
    pub(super) fn practitioner(&mut self, field: &str) -> Option<Actor> {
        let id = self.chosen(field, Listed::Practitioners).map(PractitionerId::new)?;
        self.known.posts.get(&id).cloned()
    }

    /// A team, where one is chosen.
    pub(super) fn team(&mut self, field: &str) -> Option<TeamId> {
        self.chosen(field, Listed::Teams).map(TeamId::new)
    }

    /// The children that are chosen.
    pub(super) fn children(&mut self, field: &str) -> Vec<ChildId> {
        self.all_chosen(field, Listed::Children).into_iter().map(ChildId::new).collect()
    }

    /// The adults that are chosen.
    pub(super) fn people(&mut self, field: &str) -> Vec<PersonId> {
        self.all_chosen(field, Listed::People).into_iter().map(PersonId::new).collect()
    }

    /// The agencies that are chosen.
    pub(super) fn agencies(&mut self, field: &str) -> Vec<AgencyId> {
        self.all_chosen(field, Listed::Agencies).into_iter().map(AgencyId::new).collect()
    }

    /// The practitioners that are chosen, each in their post.
    pub(super) fn practitioners(&mut self, field: &str) -> Vec<(PractitionerId, AgencyId)> {
        let chosen = self.all_chosen(field, Listed::Practitioners).into_iter();
        let posts = &self.known.posts;
        chosen
            .map(PractitionerId::new)
            .filter_map(|id| posts.get(&id).map(|actor| (id, actor.agency)))
            .collect()
    }

    /// The entries that are chosen, and those that are named by their numbers, in ledger order.
    pub(super) fn entries(&mut self, field: &str) -> Vec<EntryId> {
        let known = self.known;
        let mut positions: Vec<u64> = Vec::new();
        for value in self.answers.all(field) {
            match known.choices.entries.iter().find(|it| it.value == *value) {
                Some(entry) => positions.push(entry.position),
                None => self.wrong(field, ONE_OF_THE_LIST),
            }
        }
        let more = format!("{field}-more");
        for number in self.one(&more).split([',', ';', ' ', '\n']).filter(|it| !it.is_empty()) {
            let position = number.trim_start_matches('#').parse().ok();
            let there = |at: &u64| known.choices.entries.iter().any(|it| it.position == *at);
            match position.filter(there) {
                Some(position) => positions.push(position),
                None => self.wrong(
                    &more,
                    format!("Enter numbers of entries of this case: {} is none", shortened(number)),
                ),
            }
        }
        positions.sort_unstable();
        positions.dedup();
        let entry = |at: u64| known.choices.entries.iter().find(|it| it.position == at);
        positions.into_iter().filter_map(entry).filter_map(|it| it.value.parse().ok()).collect()
    }

    /// The entry that is followed, or that it was never recorded here.
    pub(super) fn followed(&mut self, field: &str) -> Option<Antecedent> {
        let value = self.one(field);
        if value == NOT_HERE {
            return Some(Antecedent::NotInThisLedger);
        }
        let listed = self.known.choices.entries.iter().any(|it| it.value == value);
        let entry = value.parse().ok().filter(|_| listed);
        if entry.is_none() && !value.is_empty() {
            self.wrong(field, ONE_OF_THE_LIST);
        }
        entry.map(Antecedent::Named)
    }

    /// Whoever says or raises something: the answers of [`super::forms::shared::SPEAKERS`].
    pub(super) fn speaker(&mut self, field: &str) -> Option<Speaker> {
        let own = |end: &str| format!("{field}-{end}");
        match self.one(field) {
            "practitioner" => {
                let id = self.must(&own("practitioner"), Listed::Practitioners)?;
                Some(Speaker::Practitioner(PractitionerId::new(id)))
            }
            "person" => Some(Speaker::Person(self.person(&own("person"))?)),
            "child" => Some(Speaker::Child(self.child(&own("child"))?)),
            "described" => Some(Speaker::Described(self.words(&own("described"))?)),
            "protected" => Some(Speaker::Protected(self.words(&own("protected"))?)),
            "anonymous" => Some(Speaker::Anonymous),
            _ => self.none_of_these(field),
        }
    }

    /// To whom something was told or sent: the answers of [`super::forms::shared::RECIPIENTS`].
    pub(super) fn recipient(&mut self, field: &str) -> Option<Recipient> {
        let own = |end: &str| format!("{field}-{end}");
        match self.one(field) {
            "agency" => {
                let agency = AgencyId::new(self.must(&own("agency"), Listed::Agencies)?);
                let unit = self.words(&own("unit"));
                Some(match unit {
                    Some(unit) => Recipient::Unit { agency, unit },
                    None => Recipient::Agency(agency),
                })
            }
            "practitioner" => {
                let field = own("practitioner");
                let id = self.must(&field, Listed::Practitioners).map(PractitionerId::new)?;
                let agency = self.known.posts.get(&id)?.agency;
                Some(Recipient::Practitioner { practitioner: id, agency })
            }
            "team" => Some(Recipient::Team(TeamId::new(self.must(&own("team"), Listed::Teams)?))),
            "person" => Some(Recipient::Person(self.person(&own("person"))?)),
            "child" => Some(Recipient::Child(self.child(&own("child"))?)),
            _ => self.none_of_these(field),
        }
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
        Some(_) => return None,
        None if half.is_some() => (digits, "0"),
        None => return None,
    };
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(_), 0 | 13..) => return None,
        (Some(after), hour) => hour % 12 + if after { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// The beginning of what was typed.
fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T>(
        answers: &[(&str, &str)],
        read: impl FnOnce(&mut Reading<'_>) -> T,
    ) -> (T, Vec<(String, String)>) {
        let answers: Answers = answers.iter().copied().collect();
        let known = super::super::known::tests::known();
        let mut reading = Reading::of(&answers, &known);
        let value = read(&mut reading);
        (value, reading.amiss.into_iter().map(|it| (it.field, it.why)).collect())
    }

    fn when(answers: &[(&str, &str)]) -> (Option<When>, Vec<(String, String)>) {
        read(answers, |it| it.when("seen"))
    }

    #[test]
    fn a_time_is_read_as_precisely_as_it_was_given() {
        let json = |answers: &[(&str, &str)]| {
            let (when, amiss) = when(answers);
            assert_eq!(amiss, []);
            serde_json::to_string(&when).unwrap()
        };
        let date = ("seen-date", "26/1/2026");
        assert_eq!(json(&[]), "null");
        assert_eq!(json(&[date]), r#"{"day":"2026-01-26"}"#);
        assert_eq!(json(&[date, ("seen-how", "exact")]), r#"{"day":"2026-01-26"}"#);
        for time in ["16:30", "16.30", "4:30pm", "4.30 PM"] {
            assert_eq!(json(&[date, ("seen-time", time)]), r#"{"minute":"2026-01-26T16:30"}"#);
        }
        assert_eq!(json(&[date, ("seen-time", "12am")]), r#"{"minute":"2026-01-26T00:00"}"#);
        let about = r#"{"about_day":{"day":"2026-01-26","within_days":7}}"#;
        assert_eq!(json(&[date, ("seen-how", "about")]), about);
        assert_eq!(json(&[date, ("seen-how", "month")]), r#"{"month":"2026-01"}"#);
        let about = r#"{"about_month":{"month":"2026-01","within_months":1}}"#;
        assert_eq!(json(&[date, ("seen-how", "about-month")]), about);
        let span = r#"{"days":{"from":"2026-01-26","to":"2026-01-30"}}"#;
        assert_eq!(json(&[date, ("seen-how", "until"), ("seen-until", "30/1/2026")]), span);
    }

    #[test]
    fn what_is_no_time_comes_back_with_what_to_do() {
        let date = ("seen-date", "26/1/2026");
        let cases: [(&[(&str, &str)], &str, &str); 9] = [
            (&[("seen-date", "soon")], "seen-date", A_DAY),
            (&[("seen-date", "31/2/2026")], "seen-date", A_DAY),
            (&[("seen-time", "16:30")], "seen-date", A_DAY),
            (&[date, ("seen-time", "25:00")], "seen-time", A_TIME),
            (&[date, ("seen-time", "half four")], "seen-time", A_TIME),
            (&[date, ("seen-how", "perhaps")], "seen-how", ONE_OF_THESE),
            (&[date, ("seen-how", "until")], "seen-until", A_DAY),
            (
                &[date, ("seen-how", "until"), ("seen-until", "25/1/2026")],
                "seen-until",
                "Enter a day that is not before the first",
            ),
            (
                &[date, ("seen-how", "about"), ("seen-time", "9:00")],
                "seen-time",
                "Leave the time empty, or say that the date and time are exact",
            ),
        ];
        for (answers, field, why) in cases {
            assert_eq!(when(answers), (None, vec![(field.to_owned(), why.to_owned())]));
        }
        let skipped = [("seen-date", "29/3/2026"), ("seen-time", "1:30")];
        let why = "The clocks went forward past this time: enter one that there was";
        assert_eq!(when(&skipped), (None, vec![("seen-time".to_owned(), why.to_owned())]));
    }

    #[test]
    fn whoever_is_not_in_the_list_was_not_chosen() {
        let nobody = "00000000-0000-4000-8000-00000000ffff";
        let wrong = |field: &str, why: &str| vec![(field.to_owned(), why.to_owned())];
        let (children, amiss) = read(&[("children", nobody)], |it| it.children("children"));
        assert_eq!((children, amiss), (Vec::new(), wrong("children", ONE_OF_THE_LIST)));
        let (entry, amiss) = read(&[("discussion", nobody)], |it| it.followed("discussion"));
        assert_eq!((entry, amiss), (None, wrong("discussion", ONE_OF_THE_LIST)));
        let (entry, amiss) = read(&[("discussion", NOT_HERE)], |it| it.followed("discussion"));
        assert_eq!((entry, amiss), (Some(Antecedent::NotInThisLedger), Vec::new()));
        let (entries, amiss) = read(&[("items-more", "#4, 999")], |it| it.entries("items"));
        let why = "Enter numbers of entries of this case: 999 is none";
        assert_eq!((entries.len(), amiss), (1, wrong("items-more", why)));
        let (speaker, amiss) = read(&[("by", "child")], |it| it.speaker("by"));
        assert_eq!((speaker, amiss), (None, wrong("by-child", ONE_OF_THE_LIST)));
    }
}
