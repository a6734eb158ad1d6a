//! The duties of a case: each rule that something on record engages, when it is due, and how it
//! stands at a moment, by the rules adopted and the record kept by then.
//!
//! What is judged, and how, is `candour_domain::duty`; here it is brought together from a casebook,
//! and the children to whom one opening bears alike stand in one row. It finds no fault and ranks
//! nobody. It reads no clock: without a moment it answers as at the end of the record asked about.
//!
//! # Rules
//! - `children_to_whom_an_opening_bears_alike_stand_in_one_row`: where anything differs they stand
//!   apart.
//! - `duties_are_judged_by_the_rules_adopted_by_then`: and by the calendar adopted with them.
//! - `without_a_moment_duties_stand_as_at_the_end_of_the_record`: no clock is read.

mod row;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use candour_domain::calendar::CalendarError;
use candour_domain::duty::{Duty, Facts, RuleBook, Subject, assess, responsible};
use candour_domain::effective::{Effective, effective};
use candour_domain::entry::RecordClock;
use candour_domain::identifier::AgencyId;
use candour_domain::party::AgencyKind;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::shape::Asked;

pub use row::{DueView, DutyRow};

/// The duties of a case at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DutiesView {
    /// What was asked.
    pub asked: Asked,
    /// The moment as at which they stand.
    pub as_at: DateTime<Utc>,
    /// The last day of the calendar of working days that was used.
    pub calendar_to: NaiveDate,
    /// How many local clocks were adopted by then.
    pub local_clocks: usize,
    /// The duties, in the order of the table of rules, then of their openings.
    pub rows: Vec<DutyRow>,
}

/// The duties of a case, as a question asks for them.
///
/// # Errors
/// If the file of bank holidays that was built in is damaged; a test reads it.
pub fn duties(book: &Casebook, ask: &Ask) -> Result<DutiesView, CalendarError> {
    let as_at = moment(book, ask);
    let rules = RuleBook::national()?.adopted_by(&book.ledger, ask.on_record, as_at);
    let names = match ask.on_record.clock {
        RecordClock::Ledger => book.directory_at(ask.on_record),
        RecordClock::Claims => book.directory.clone(),
    };
    let kinds = names.agencies().filter_map(|(id, agency)| Some((id, *agency.kind.value()?)));
    let kinds: BTreeMap<AgencyId, AgencyKind> = kinds.collect();
    let facts = facts(book, ask, &kinds);
    let judged = assess(&facts, &rules, as_at);
    let rows = row::Rows { book, ask, rules: &rules, names: &names, facts: &facts };
    Ok(DutiesView {
        asked: Asked::from(ask),
        as_at,
        calendar_to: rules.calendar().covered_to(),
        local_clocks: rules.rules().clocks.len(),
        rows: grouped(&judged).iter().map(|(duty, subjects)| rows.of(duty, subjects)).collect(),
    })
}

/// The moment asked about; otherwise the end of the record asked about, otherwise the last moment
/// at which anything of the case was recorded.
fn moment(book: &Casebook, ask: &Ask) -> DateTime<Utc> {
    let last = || book.entries.iter().map(|entry| entry.recorded_at).max();
    ask.at.or(ask.on_record.until).or_else(last).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn facts<'a>(
    book: &'a Casebook,
    ask: &Ask,
    kinds: &'a BTreeMap<AgencyId, AgencyKind>,
) -> Facts<'a> {
    let standing = |entries: Vec<Effective<'a>>| {
        entries.into_iter().filter(|entry| entry.stands() && ask.keeps(entry)).collect::<Vec<_>>()
    };
    let identities = standing(effective(&book.identities, ask.on_record));
    Facts {
        case: standing(book.effective(ask.on_record)),
        teams: standing(effective(&book.teams, ask.on_record)),
        kinds,
        responsible: responsible(&identities),
    }
}

/// Each duty, with its subject and those of the duties that differ from it in their child alone.
fn grouped(duties: &[Duty]) -> Vec<(&Duty, Vec<Subject>)> {
    let mut groups: Vec<(&Duty, Vec<Subject>)> = Vec::new();
    for duty in duties {
        let alike = groups.iter_mut().find(|(first, _)| {
            but_for_the_child(first.subject, duty.subject)
                && Duty { subject: first.subject, ..duty.clone() } == **first
        });
        match alike {
            Some((_, subjects)) => subjects.push(duty.subject),
            None => groups.push((duty, vec![duty.subject])),
        }
    }
    groups
}

/// Whether two are of a child each, and of the same person where they are of one.
fn but_for_the_child(one: Subject, other: Subject) -> bool {
    match (one, other) {
        (Subject::Child(_), Subject::Child(_)) => true,
        (Subject::Person { person: one, .. }, Subject::Person { person: other, .. }) => {
            one == other
        }
        (
            Subject::Case
            | Subject::Child(_)
            | Subject::Person { .. }
            | Subject::Practitioner(_)
            | Subject::Seat(_),
            _,
        ) => false,
    }
}
