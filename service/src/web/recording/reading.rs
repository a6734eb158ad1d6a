//! Reads the answers of a form into what is recorded: times, people, agencies, entries and codes. What
//! cannot be read is kept with what to do about it. It guesses nothing: what is not answered is not
//! recorded, and what is not in a list was not chosen from it.
//!
//! # Rules
//! - `a_time_is_read_as_precisely_as_it_was_given`.
//! - `what_is_no_time_comes_back_with_what_to_do`.
//! - `whoever_is_not_in_the_list_was_not_chosen`.

mod times;

use std::collections::BTreeMap;

use candour_domain::code::from_code;
use candour_domain::identifier::{AgencyId, ChildId, EntryId, PersonId, PractitionerId, TeamId};
use candour_domain::party::{Actor, Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_web::form::{Amiss, Answers, Listed, NOT_HERE};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::known::Known;

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

/// The beginning of what was typed.
fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests;
