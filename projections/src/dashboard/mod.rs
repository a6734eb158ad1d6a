//! The dashboard of an area: sections of numbers, as they stood at a moment, each of which opens the
//! entries that it counts.
//!
//! A section asks the running read models; it stores nothing and knows no clock. Every number has a
//! name, `section/line/column`, and is the count of what [`behind`] gives for that name, or says in
//! its column what else it is. Lines are in the order of the process or of the alphabet. Nothing is
//! ranked, no worker or agency is scored, and no number says that anybody was at fault.
//!
//! # Rules
//! - `every_count_opens_as_many_as_it_counts`: for each number that is a count.
//! - `a_number_that_is_not_there_is_said_not_to_be`: a name that no number has is no empty answer.
//! - `movement_is_of_the_same_number_at_two_moments`: a number that was not there before was nought.

mod agencies;
mod asking;
mod by_number;
mod caseload;
mod children;
mod duties;
pub(crate) mod duties_by_team;
pub(crate) mod duty_rows;
pub(crate) mod duty_status;
mod duty_tally;
mod fgdm;
mod fgdm_steps;
mod front_door;
mod grid;
pub(crate) mod leads;
mod lined;
mod recording;
mod routes;
mod sharing;
mod side_by_side;
mod spread;
mod teams;
mod thresholds;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

pub use self::lined::Lines;

use self::asking::{Asking, Shared};
use crate::running::{KeepError, View};

/// Counts of people below this are marked as small: they may point to somebody.
pub const SMALL_BELOW: i64 = 5;

/// A dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dashboard {
    /// The moment of the world as at which it stands.
    pub at: DateTime<Utc>,
    /// The moment of the record; none is everything recorded.
    pub on_record: Option<DateTime<Utc>>,
    /// From when what is counted over a time is counted, that moment excluded.
    pub since: DateTime<Utc>,
    /// The earlier moment with which each number is compared, where one was asked for.
    pub compared_with: Option<DateTime<Utc>>,
    /// The position of the ledger that it is up to.
    pub up_to_position: u64,
    /// Its sections, in the order of the process.
    pub sections: Vec<Section>,
}

/// A section: a table of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Section {
    /// Its name, the first part of the names of its numbers.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What is counted, and how, in sentences.
    pub about: &'static str,
    /// What heads the lines: "Agency", "Duty".
    pub lines_are: &'static str,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// How many further lines it has, which were not asked for.
    pub further_lines: usize,
}

/// The heading of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Heading {
    /// Its name, the last part of the names of its numbers.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What its numbers are of.
    pub unit: Unit,
}

/// A heading.
const fn heading(name: &'static str, title: &'static str, unit: Unit) -> Heading {
    Heading { name, title, unit }
}

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A count of what the section counts.
    Count,
    /// A count of children, each once. One entry may concern several, and several one child, so that
    /// fewer or more entries may stand behind it.
    Children,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
}

/// A line of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// Its key, the middle part of the names of its numbers.
    pub key: Arc<str>,
    /// What it is of, in words.
    pub title: String,
    /// Its numbers, one for each column; none where there is nothing to count or measure.
    pub numbers: Vec<Option<Number>>,
}

/// A number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Number {
    /// Its name: `section/line/column`.
    pub name: Name,
    /// The number.
    pub value: i64,
    /// The number at the earlier moment, where the dashboard is compared with one.
    pub before: Option<i64>,
    /// Whether it is a small count of people, which may point to somebody.
    pub small: bool,
}

/// The name of a number, `section/line/column`. It is put together only where it is shown: a large area
/// has tens of thousands of numbers, and most are never looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    section: &'static str,
    line: Arc<str>,
    column: &'static str,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.section, self.line, self.column)
    }
}

impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Name {
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

/// What a dashboard is asked for, beside the moment of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// From when what is counted over a time is counted, that moment excluded.
    pub since: DateTime<Utc>,
}

/// A section, as it is asked.
trait Counted: Sync {
    /// The section as it stands, its numbers named.
    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError>;

    /// The positions of the entries behind a number; none where there is no such number.
    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError>;

    /// Its name.
    fn name(&self) -> &'static str;
}

/// The line and column of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NumberName<'n> {
    line: &'n str,
    column: &'n str,
}

static SECTIONS: [&dyn Counted; 14] = [
    &front_door::Contacts,
    &front_door::Referrals,
    &children::Children,
    &children::Plans,
    &thresholds::Thresholds,
    &fgdm::Fgdm,
    &fgdm::FgdmByChild,
    &duties::Duties,
    &duties_by_team::DutiesByTeam,
    &caseload::Caseload,
    &teams::Teams,
    &sharing::Sharing,
    &routes::Routes,
    &recording::Recording,
];

/// The dashboard of a view.
///
/// # Errors
/// If the read models cannot be read.
pub fn dashboard(view: &View, period: Period, lines: Lines) -> Result<Dashboard, KeepError> {
    Ok(Dashboard {
        at: view.asked().at,
        on_record: view.asked().on_record,
        since: period.since,
        compared_with: None,
        up_to_position: view.up_to(),
        sections: side_by_side::sections(view, period, lines)?,
    })
}

/// The names of the sections, in the order of the process.
pub fn section_names() -> [&'static str; SECTIONS.len()] {
    SECTIONS.map(Counted::name)
}

/// One section of the dashboard of a view, by its name, with the lines of it that are wanted; none where there is none of that name.
///
/// # Errors
/// If the read models cannot be read.
pub fn section(
    view: &View,
    period: Period,
    (name, lines): (&str, Lines),
) -> Result<Option<Section>, KeepError> {
    let found = SECTIONS.iter().find(|section| section.name() == name);
    let asking = Asking { view, period, lines, shared: &Shared::default() };
    found.map(|section| section.section(&asking)).transpose()
}

/// The positions of the entries behind a number, in ledger order; none where no number of the
/// dashboard has that name.
///
/// # Errors
/// If the read models cannot be read.
pub fn behind(view: &View, period: Period, number: &str) -> Result<Option<Vec<u64>>, KeepError> {
    let Some((section, rest)) = number.split_once('/') else { return Ok(None) };
    let Some((line, column)) = rest.rsplit_once('/') else { return Ok(None) };
    let Some(section) = SECTIONS.iter().find(|it| it.name() == section) else { return Ok(None) };
    section.behind(view, period, NumberName { line, column })
}

impl Dashboard {
    /// The same, with what each number was at an earlier moment beside it. Lines that were there then
    /// and are not now are added, with nought.
    #[must_use]
    pub fn since(mut self, earlier: &Self) -> Self {
        self.compared_with = Some(earlier.at);
        for section in &mut self.sections {
            let before = earlier.sections.iter().find(|it| it.name == section.name);
            if let Some(before) = before {
                section.compare(before);
            }
        }
        self
    }
}

impl Section {
    /// Leaves so many of its lines, the first.
    pub fn leave_first(&mut self, most: usize) {
        self.further_lines += self.lines.len().saturating_sub(most);
        self.lines.truncate(most);
    }

    fn compare(&mut self, before: &Self) {
        let alphabetical = [&self.lines, &before.lines]
            .iter()
            .all(|lines| lines.is_sorted_by(|one, other| one.title <= other.title));
        for gone in &before.lines {
            if !self.lines.iter().any(|line| line.key == gone.key) {
                let nought = |number: &Number| Number { value: 0, small: false, ..number.clone() };
                let numbers = gone.numbers.iter().map(|number| number.as_ref().map(nought));
                self.lines.push(Line { numbers: numbers.collect(), ..gone.clone() });
            }
        }
        if alphabetical {
            self.lines
                .sort_by(|one, other| (&one.title, &one.key).cmp(&(&other.title, &other.key)));
        }
        for line in &mut self.lines {
            let then = before.lines.iter().find(|it| it.key == line.key);
            for (column, number) in line.numbers.iter_mut().enumerate() {
                let then = then.and_then(|line| line.numbers.get(column)?.as_ref());
                if let Some(number) = number {
                    number.before = Some(then.map_or(0, |then| then.value));
                }
            }
        }
    }
}

/// A number of a section, by its line and column.
fn number(section: &'static str, line: &Arc<str>, column: &'static str, value: i64) -> Number {
    let name = Name { section, line: Arc::clone(line), column };
    Number { name, value, before: None, small: false }
}

/// A number of a section that is of a unit: a small count of children is marked.
fn number_of(section: &'static str, line: &Arc<str>, heading: &Heading, value: i64) -> Number {
    let small = heading.unit == Unit::Children && (1..SMALL_BELOW).contains(&value);
    Number { small, ..number(section, line, heading.name, value) }
}

#[cfg(test)]
mod tests;
