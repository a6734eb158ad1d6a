//! Which rows of a chronology are wanted.

use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, ChildId, PersonId};
use candour_domain::reference::{Reference, references};
use chrono::NaiveDate;

use super::Row;
use super::fact::passes_on;
use crate::casebook::is_step;
use crate::knowledge::{Bearing, bearing};

/// Which rows are wanted; nothing said is every row but the steps of imported ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Those of this agency.
    pub agency: Option<AgencyId>,
    /// Those that concern this child.
    pub child: Option<ChildId>,
    /// Those that concern or name this person.
    pub person: Option<PersonId>,
    /// Those of this type, or of this chapter, by its stored name.
    pub kind: Option<String>,
    /// Those in whose words this occurs, whatever its letters' case.
    pub keyword: Option<String>,
    /// Those that can have been on this day or later.
    pub from: Option<NaiveDate>,
    /// Those that can have been on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Facts alone, or everything.
    pub facts: Facts,
    /// Whether the steps of imported rows are shown.
    pub steps: Steps,
}

/// Whether facts alone are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Facts {
    /// Everything.
    #[default]
    AndAllElse,
    /// Observations, concerns, a child's words, visits and what was supplied.
    Alone,
}

/// Whether the steps of imported rows are wanted: told, received, read, decided not to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Steps {
    /// They are not shown as rows; what they say of an item stands in its own row.
    #[default]
    Hidden,
    /// They are rows too.
    Shown,
}

impl Filter {
    /// Whether an entry is wanted, by what it is.
    pub(super) fn keeps_entry(&self, entry: &Effective<'_>) -> bool {
        let steps =
            self.steps == Steps::Shown || !is_step(entry.entry) || !passes_on(entry.event());
        let facts = self.facts == Facts::AndAllElse || bearing(entry.event()) == Bearing::Fact;
        let agency = self.agency.is_none_or(|it| entry.entry.envelope.by.agency == it);
        let named = |reference| references(entry.event()).contains(&reference);
        let child = self
            .child
            .is_none_or(|it| entry.children().contains(&it) || named(Reference::Child(it)));
        let person = self
            .person
            .is_none_or(|it| entry.about().contains(&it) || named(Reference::Person(it)));
        let kind = self.kind.as_ref().is_none_or(|kind| {
            let is = candour_schemas::catalogue::event_type(entry.event());
            is.name.eq_ignore_ascii_case(kind) || is.chapter.name().eq_ignore_ascii_case(kind)
        });
        steps && facts && agency && child && person && kind
    }

    /// Whether a row is wanted, by what it says and when.
    pub(super) fn keeps_row(&self, row: &Row) -> bool {
        let from = self.from.is_none_or(|from| row.when.to >= from);
        let to = self.to.is_none_or(|to| row.when.from <= to);
        let keyword = self.keyword.as_ref().is_none_or(|word| says(row, &word.to_lowercase()));
        from && to && keyword
    }
}

/// Whether the words of a row hold a word.
fn says(row: &Row, word: &str) -> bool {
    let notes = row.later_notes.iter().chain(&row.analysis).chain(&row.statements);
    let beside = notes.chain(&row.disputes).map(|note| note.text.as_str());
    let own = [Some(row.title.as_str()), Some(row.event.as_str()), row.response.as_deref()];
    own.into_iter().flatten().chain(beside).any(|text| text.to_lowercase().contains(word))
}
