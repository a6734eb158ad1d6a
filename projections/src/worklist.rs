//! The worklist: the duties that wait for somebody, over all cases, by when they are due.
//!
//! A row is an opening entry and a rule, for all children to whom it bears alike, with who leads the
//! case. It reads the running read models alone. What was due longer ago than is called overdue is
//! shown where its status is asked for. Nothing is ranked: the order is that of the due times, then of
//! the opening entries. Nothing in people's own words is in it but names and references.
//!
//! # Rules
//! - `the_worklist_shows_what_waits_in_the_order_in_which_it_is_due`: with the children, the reference,
//!   who leads the case and their unit.
//! - `the_pages_of_a_worklist_are_the_whole_of_it_once`: whatever their size.
//! - `a_worklist_is_of_the_team_person_agency_child_or_rule_that_is_asked_for`.

mod page;
mod question;
#[cfg(test)]
mod tests;

use candour_domain::basis::LegalBasis;
use candour_domain::calendar::{Calendar, CalendarError};
use candour_domain::code::{code_of, from_code};
use candour_domain::duty::{Due, DuePrecision, Form, Late, Rule, Status, Weight, table};
use candour_domain::identifier::{AgencyId, CaseId, ChildId, PractitionerId};
use candour_domain::time::london_date;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::duties::DueView;
use crate::running::{KeepError, View};
use crate::shape::ChildName;

use question::{Found, ask};

/// How many rows a page has at most.
pub const ROWS_MAX: u32 = 1_000;

/// What of the worklist is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorklistFilter {
    /// The cases that a team leads: the unit of the post that the lead holds.
    pub team: Option<String>,
    /// The cases that a practitioner leads.
    pub practitioner: Option<PractitionerId>,
    /// The cases that somebody leads for an agency.
    pub agency: Option<AgencyId>,
    /// A rule, by its code.
    pub rule: Option<String>,
    /// A status; without one, what is open, due soon or overdue, and what passed a statute's limit no
    /// longer ago than is called overdue.
    pub status: Option<Status>,
    /// A child.
    pub child: Option<ChildId>,
    /// How many rows at most.
    pub limit: u32,
    /// The end of the page before.
    pub after: Option<Cursor>,
}

/// Where a page of the worklist ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    due: i64,
    entry: i64,
    rule: &'static str,
    status: Status,
}

impl Cursor {
    /// The end of a page, as it was written.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let cursor = Self {
            due: parts.next()?.parse().ok()?,
            entry: parts.next()?.parse().ok()?,
            rule: rule(parts.next()?)?.code.as_str(),
            status: from_code(parts.next()?)?,
        };
        parts.next().is_none().then_some(cursor)
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { due, entry, rule, status } = self;
        write!(f, "{due}.{entry}.{rule}.{}", code_of(status).unwrap_or_default())
    }
}

/// The duties that wait for somebody, or a page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Worklist {
    /// The moment of the world as at which they stand.
    pub at: DateTime<Utc>,
    /// The moment of the record; none is everything recorded.
    pub on_record: Option<DateTime<Utc>>,
    /// The position of the ledger that it is up to.
    pub up_to_position: u64,
    /// The rows, by when they are due, then by their opening entries.
    pub rows: Vec<WorklistRow>,
    /// Where the next page begins, where there is one.
    pub next: Option<String>,
}

/// A duty that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorklistRow {
    /// The case.
    pub case: CaseId,
    /// The reference by which it is known, where it has one.
    pub reference: Option<String>,
    /// The children whom it is about; none where it is about the case as a whole.
    pub children: Vec<ChildName>,
    /// The allocated practitioner whom it is about, by name, where it is about one.
    pub practitioner: Option<String>,
    /// The code of the rule.
    pub rule: &'static str,
    /// What is to be done.
    pub title: &'static str,
    /// The form of the rule.
    pub form: Form,
    /// The weight of the rule.
    pub weight: Weight,
    /// The legal basis.
    pub legal_basis: LegalBasis,
    /// The position of the entry that opened it.
    pub opened_position: u64,
    /// When it is due.
    pub due: DueView,
    /// How it stands.
    pub status: Status,
    /// The same in words.
    pub status_text: String,
    /// How late it is, where it certainly is: by the calendar of working days that is built in.
    pub late: Option<Late>,
    /// Who leads the case, where anybody does.
    pub lead: Option<Lead>,
}

/// Who leads a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lead {
    /// Who.
    pub practitioner: PractitionerId,
    /// Their name.
    pub name: String,
    /// The unit of the post that they hold, where that is recorded.
    pub unit: Option<String>,
}

/// Why there is no worklist.
#[derive(Debug, thiserror::Error)]
pub enum WorklistError {
    /// The read models cannot be read.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The calendar of working days that is built in could not be read.
    #[error("reading the calendar for the worklist")]
    Calendar(#[from] CalendarError),
}

/// The worklist of a view, or the page of it that is asked for.
///
/// # Errors
/// If the read models, or the calendar that is built in, cannot be read.
pub fn worklist(view: &View, filter: &WorklistFilter) -> Result<Worklist, WorklistError> {
    let limit = filter.limit.clamp(1, ROWS_MAX);
    let mut found = ask(view, filter, limit)?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let calendar = Calendar::england_and_wales()?;
    let today = london_date(view.asked().at - TimeDelta::nanoseconds(1));
    let next = found.last().filter(|_| more).and_then(Found::cursor);
    let rows = found.into_iter().filter_map(|found| row(found, &calendar, today)).collect();
    Ok(Worklist {
        at: view.asked().at,
        on_record: view.asked().on_record,
        up_to_position: view.up_to(),
        rows,
        next: next.map(|cursor| cursor.to_string()),
    })
}

/// A rule, by its code.
fn rule(code: &str) -> Option<&'static Rule> {
    table().find(|rule| rule.code.as_str() == code)
}

fn row(found: Found, calendar: &Calendar, today: NaiveDate) -> Option<WorklistRow> {
    let rule = rule(&found.rule)?;
    let status = from_code(&found.status)?;
    let moment = |micros| DateTime::<Utc>::from_timestamp_micros(micros);
    let precision = from_code(&found.due_precision).unwrap_or(DuePrecision::Moment);
    let due =
        Due { earliest: moment(found.due_from)?, latest: moment(found.due_until)?, precision };
    let days = (today - due.last_day()).num_days();
    let late = (days > 0).then(|| Late {
        working_days: calendar.working_days_between(due.last_day(), today).ok(),
        days,
    });
    Some(WorklistRow {
        case: found.case.parse().ok()?,
        reference: found.reference,
        children: found.children,
        practitioner: found.practitioner,
        rule: rule.code.as_str(),
        title: rule.title,
        form: rule.form,
        weight: rule.weight,
        legal_basis: rule.basis,
        opened_position: u64::try_from(found.entry).ok()?,
        due: DueView::from(due),
        status,
        status_text: status.words().to_owned(),
        late,
        lead: found.lead,
    })
}
