//! The duties of a case: what is due, overdue, met or not, and on what each rests. Which are statute and
//! which guidance is said of each; only a statute is ever breached. It finds no fault.

use candour_domain::basis::Applies;
use candour_domain::duty::{Status, Weight};
use candour_projections::duties::{DutiesView, DutyRow};
use maud::{Markup, html};

use super::overview::{code, hidden};
use super::{CaseFrame, CasePage};
use crate::component::{Cell, tag};
use crate::page::cases::scrolled;
use crate::words::{capital, count, day, days, in_full, listed, working_days};

/// The duties that wait for somebody, or why they could not be worked out.
pub struct Waiting<'a> {
    /// The duties of the case.
    pub duties: &'a DutiesView,
}

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &DutiesView) -> Markup {
    html! {
        (frame.top(CasePage::Duties, "Duties"))
        (frame.asked("/duties", &[]))
        p class="govuk-body" {
            "As at " (crate::words::end(answer.as_at)) ". Working days are those of the calendar up to "
            (day(answer.calendar_to)) "; "
            (count(answer.local_clocks as u64, "local timescale is adopted", "local timescales are adopted"))
            "."
        }
        @if answer.rows.is_empty() { p class="govuk-body" { "No duty is on record." } }
        @else { (scrolled("Duties", &table(frame, &answer.rows.iter().collect::<Vec<_>>()))) }
    }
}

/// Those that wait for somebody.
pub(super) fn waiting(frame: &CaseFrame<'_>, waiting: &Waiting<'_>) -> Markup {
    let waits = |row: &&DutyRow| match row.status {
        Status::Open | Status::DueSoon | Status::Overdue => true,
        Status::Met
        | Status::MetLate
        | Status::NotMetInTime
        | Status::NotMet
        | Status::Excused
        | Status::Ended
        | Status::Breached
        | Status::NotEngaged
        | Status::NotCertain
        | Status::CalendarDoesNotReach => false,
    };
    let rows: Vec<&DutyRow> = waiting.duties.rows.iter().filter(waits).collect();
    html! {
        p class="govuk-body" { "As at " (crate::words::end(waiting.duties.as_at)) "." }
        @if rows.is_empty() { p class="govuk-body" { "Nothing waits." } }
        @else { (scrolled("Duties that wait", &table(frame, &rows))) }
        p class="govuk-body" {
            a class="govuk-link" href=(frame.address("/duties")) { "All duties of this case" }
        }
    }
}

/// Those that some entries opened, in a table.
pub fn opened_by(frame: &CaseFrame<'_>, rows: &[&DutyRow]) -> Markup {
    scrolled("Duties that it opened", &table(frame, rows))
}

fn table(frame: &CaseFrame<'_>, rows: &[&DutyRow]) -> Markup {
    let head = ["Duty", "Rests on", "About", "Opened by", "Due", "How it stands", "Met by"];
    let mut table = hidden("Duties", &head);
    table.rows = rows.iter().map(|row| cells(frame, row)).collect();
    table.markup()
}

fn cells(frame: &CaseFrame<'_>, row: &DutyRow) -> Vec<Cell> {
    let names: Vec<&str> = row.children.iter().map(|it| it.name.as_str()).collect();
    let mut about: Vec<String> = vec![listed(&names)];
    about.extend(row.person.iter().map(|it| it.name.clone()));
    about.extend(row.practitioner.clone());
    about.extend(row.seat.iter().map(code));
    about.retain(|it| !it.is_empty());
    let applies = match row.applies {
        Applies::Already | Applies::From(_) => "",
        Applies::AwaitsCommencement => ", not yet in force",
    };
    let opened = row.opened.as_ref().map(|it| in_full(&it.text)).unwrap_or_default();
    let met = row.discharged.as_ref().map(|it| in_full(&it.text)).unwrap_or_default();
    vec![
        Cell::of(html! { (row.rule) " " (row.title) }),
        Cell::text(&format!("{}{applies}", capital(weight(row.weight)))),
        Cell::text(&about.join("; ")),
        Cell::of(html! {
            @if let Some(it) = &row.opening { (frame.entry(it.position, &it.label)) " " }
            (opened)
        }),
        Cell::text(&row.due.as_ref().map(|it| in_full(&it.text)).unwrap_or_default()),
        Cell::of(html! {
            (tag(&html! { (capital(&row.status_text)) }, "govuk-tag--grey"))
            @if let Some(late) = &row.late {
                span class="candour-below" {
                    @match late.working_days {
                        Some(number) => (working_days(number)),
                        None => (days(late.days)),
                    }
                    " late"
                }
            } @else if let Some(number) = row.working_day {
                span class="candour-below" { "working day " (number) }
            }
            @if let Some(note) = &row.note { span class="candour-below" { (capital(note)) } }
        }),
        Cell::of(html! {
            @if let Some(it) = &row.discharged_by { (frame.entry(it.position, &it.label)) " " }
            (met)
        }),
    ]
}

/// What a rule is, in words.
pub(crate) fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Statute => "statute",
        Weight::StatutoryGuidance => "statutory guidance",
        Weight::Local => "local timescale",
    }
}
