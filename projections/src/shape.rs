//! The shapes that the answers of several views share: what a question was asked on, a pointer to an
//! entry, a time in words, and names beside their identifiers.
//!
//! Plain values that serialize as they are; their field names are what `--json` prints and are kept.
//!
//! # Rules
//! - `a_time_is_shown_in_words_and_as_days`: with its bounds, and whether it was by the moment asked.
//! - `code_words_follow_the_name_of_the_variant`: "no further action", "section 47 joint".

use std::fmt::Debug;

use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::identifier::{AgencyId, ChildId, EntryId, PersonId, PractitionerId};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, When, london_minute};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::label;
use crate::directory::Directory;

/// What an answer was asked on. Every answer opens with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asked {
    /// The moment of the world that was asked about; none is everything on the record.
    pub at: Option<DateTime<Utc>>,
    /// The moment of the record that was asked about; none is everything recorded.
    pub on_record: Option<DateTime<Utc>>,
    /// The record clock.
    pub clock: RecordClock,
    /// Whether what was stated later is left out.
    pub contemporaneous_only: bool,
}

impl From<&Ask> for Asked {
    fn from(ask: &Ask) -> Self {
        Self {
            at: ask.at,
            on_record: ask.on_record.until,
            clock: ask.on_record.clock,
            contemporaneous_only: ask.contemporaneous_only,
        }
    }
}

/// A pointer to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pointer {
    /// Its identifier.
    pub entry: EntryId,
    /// What it is called: the reference of its row, or its position.
    pub label: String,
    /// Its place in the ledger.
    pub position: u64,
}

impl Pointer {
    /// A pointer to an entry, called as the directory names it.
    pub fn to(entry: &Entry, directory: &Directory) -> Self {
        Self { entry: entry.id, label: label(entry, directory), position: entry.position.0 }
    }
}

/// When something was, in words and as days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dated {
    /// In words, with its precision: "about 10 Jan 2026", "2 to 6 Feb 2026", "Feb 2026".
    pub text: String,
    /// The first day that it can have been.
    pub from: NaiveDate,
    /// The last day that it can have been.
    pub to: NaiveDate,
    /// The hour and minute in London, where they are known.
    pub time: Option<String>,
    /// Whether it is known to no better than a span of days.
    pub uncertain: bool,
    /// Whether it had been by the moment that was asked about.
    pub by_then: Certainty,
}

impl Dated {
    /// A time, as a question sees it.
    pub fn of(when: When, ask: &Ask) -> Self {
        let interval = when.interval();
        let uncertain = match when {
            When::Instant(_) | When::Minute(_) | When::Day(_) => false,
            When::Days { from, to } => from != to,
            When::Month(_) | When::AboutDay { .. } | When::AboutMonth { .. } => true,
        };
        let text = when.to_string();
        Self {
            time: time_of(when, &text),
            text,
            from: interval.first_day(),
            to: interval.last_day(),
            uncertain,
            by_then: ask.at.map_or(Certainty::Yes, |at| interval.by(at)),
        }
    }
}

/// The hour and minute, of a time that has them; those of a minute stand at the end of its words.
fn time_of(when: When, words: &str) -> Option<String> {
    match when {
        When::Instant(at) => {
            london_minute(at).to_string().split_once('T').map(|(_, time)| time.to_owned())
        }
        When::Minute(_) => words.rsplit_once(' ').map(|(_, time)| time.to_owned()),
        When::Day(_)
        | When::Days { .. }
        | When::Month(_)
        | When::AboutDay { .. }
        | When::AboutMonth { .. } => None,
    }
}

/// A child, by identifier and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct ChildName {
    /// Who.
    pub child: ChildId,
    /// The name, or the short identifier.
    pub name: String,
}

/// A person, by identifier and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct PersonName {
    /// Who.
    pub person: PersonId,
    /// The name, or the short identifier.
    pub name: String,
}

/// An agency, by identifier and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct AgencyName {
    /// Which.
    pub agency: AgencyId,
    /// The name, or the short identifier.
    pub name: String,
}

/// Somebody acting for an agency, with names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActorName {
    /// The practitioner, where the source names one.
    pub practitioner: Option<PractitionerId>,
    /// Their name.
    pub name: Option<String>,
    /// The post that they were in then.
    pub post: Option<String>,
    /// The unit that they acted in then.
    pub unit: Option<String>,
    /// The agency.
    pub agency: AgencyName,
}

impl Directory {
    /// A child with their name.
    pub fn child(&self, child: ChildId) -> ChildName {
        ChildName { child, name: self.child_name(child) }
    }

    /// A person with their name.
    pub fn person(&self, person: PersonId) -> PersonName {
        PersonName { person, name: self.person_name(person) }
    }

    /// An agency with its name.
    pub fn named_agency(&self, agency: AgencyId) -> AgencyName {
        AgencyName { agency, name: self.agency_name(agency) }
    }

    /// Somebody acting for an agency, with names.
    pub fn actor(&self, actor: &Actor) -> ActorName {
        ActorName {
            practitioner: actor.practitioner.value().copied(),
            name: actor.practitioner.value().map(|id| self.practitioner_name(*id)),
            post: actor.post.value().map(ToString::to_string),
            unit: actor.unit.value().map(ToString::to_string),
            agency: self.named_agency(actor.agency),
        }
    }
}

/// The words of a code: the name of its variant, as the practitioner says it.
pub(crate) fn words(code: &impl Debug) -> String {
    spaced(&format!("{code:?}"))
}

/// A name that is written together, in separate words.
pub(crate) fn spaced(name: &str) -> String {
    let mut words = String::new();
    let mut digits = false;
    for letter in name.chars() {
        let starts = letter.is_uppercase() || (letter.is_ascii_digit() && !digits);
        digits = letter.is_ascii_digit();
        if starts && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    if name.chars().count() == 1 { name.to_owned() } else { words }
}

/// The words of a code that may not be recorded.
pub(crate) fn recorded_words(code: &Recorded<impl Debug>) -> String {
    code.value().map_or_else(|| "not recorded".to_owned(), words)
}

/// A text that may not be recorded.
pub(crate) fn said<T: ToString>(text: &Recorded<T>) -> Option<String> {
    text.value().map(ToString::to_string)
}

/// The order in which things happened: by the latest that each can have been, then ledger order.
pub(crate) fn in_order_of_latest(entries: &mut [Effective<'_>]) {
    entries.sort_by_cached_key(|entry| {
        let interval = entry.occurred().interval();
        (interval.latest(), interval.earliest(), entry.entry.position)
    });
}

#[cfg(test)]
mod tests {
    use candour_domain::case::threshold::ThresholdDecision;
    use candour_domain::code::{CategoryOfAbuse, PreProceedingsOutcome, ReferralOutcome};

    use super::*;
    use crate::sample::{at, date, minute};

    #[test]
    fn a_time_is_shown_in_words_and_as_days() {
        let all = Ask::everything(RecordClock::Ledger);
        let about = When::AboutDay { day: date(1, 10), within_days: 7 };
        assert_eq!(
            Dated::of(about, &all.at(at(1, 12))),
            Dated {
                text: "about 10 Jan 2026".to_owned(),
                from: date(1, 3),
                to: date(1, 17),
                time: None,
                uncertain: true,
                by_then: Certainty::NotCertain,
            }
        );
        assert_eq!(
            Dated::of(minute("01-20T15:05"), &all),
            Dated {
                text: "20 Jan 2026 15:05".to_owned(),
                from: date(1, 20),
                to: date(1, 20),
                time: Some("15:05".to_owned()),
                uncertain: false,
                by_then: Certainty::Yes,
            }
        );
        let span = When::Days { from: date(2, 2), to: date(2, 6) };
        assert_eq!(Dated::of(span, &all).text, "2 to 6 Feb 2026");
    }

    #[test]
    fn code_words_follow_the_name_of_the_variant() {
        assert_eq!(words(&ReferralOutcome::NoFurtherAction), "no further action");
        assert_eq!(words(&ThresholdDecision::Section47Joint), "section 47 joint");
        assert_eq!(words(&CategoryOfAbuse::PhysicalAbuse), "physical abuse");
        assert_eq!(words(&PreProceedingsOutcome::A), "A");
        assert_eq!(recorded_words(&Recorded::<ReferralOutcome>::NotRecorded), "not recorded");
    }

    #[test]
    fn every_answer_has_a_schema_of_its_own() {
        let titles = [
            schemars::schema_for!(crate::case_list::CaseList),
            schemars::schema_for!(crate::case_view::CaseView),
            schemars::schema_for!(crate::chronology::Chronology),
            schemars::schema_for!(crate::trail::Trail),
            schemars::schema_for!(crate::child_view::ChildView),
            schemars::schema_for!(crate::person_view::PersonView),
        ]
        .map(|schema| schema.get("title").and_then(|it| it.as_str()).map(ToOwned::to_owned));
        let names = ["CaseList", "CaseView", "Chronology", "Trail", "ChildView", "PersonView"];
        assert_eq!(titles, names.map(|name| Some(name.to_owned())));
    }
}
