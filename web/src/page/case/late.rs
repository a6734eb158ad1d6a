//! What was recorded long after it happened, and what is about the time before a watershed and was
//! recorded after it. How late is a fact; why is not said.

use candour_domain::time::Certainty;
use candour_projections::knowledge::{ItemView, LateRecords};
use maud::{Markup, html};

use super::item::stated_later;
use super::overview::hidden;
use super::{CaseFrame, CasePage, unsure};
use crate::asking::{moment, question};
use crate::component::{Button, Cell};
use crate::page::cases::scrolled;
use crate::words::{day, in_full, listed, working_days};

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &LateRecords<'_>, watershed: &str) -> Markup {
    let after = working_days(answer.after_working_days);
    html! {
        (frame.top(CasePage::Late, "Late records"))
        (frame.asked("/late", &[("watershed", watershed)]))
        div class="candour-part" {
            h2 class="govuk-heading-m" id="late" { "Recorded more than " (after) " after" }
            p class="govuk-body" {
                "Counted from the latest time at which each can have happened."
            }
            @if answer.late.is_empty() { p class="govuk-body" { "Nothing is on record." } }
            @else { (scrolled("Recorded late", &late(frame, answer))) }
        }
        div class="candour-part" {
            h2 class="govuk-heading-m" id="watershed-heading" { "Across a watershed" }
            (question(&frame.path("/late"), "", &html! {
                (moment(
                    "watershed",
                    "About the time before, recorded after the day of",
                    watershed,
                    frame.wrong,
                ))
                (Button::submit("Show").secondary().markup())
            }))
            @if answer.watershed.is_some() {
                @if answer.across.is_empty() { p class="govuk-body" { "Nothing is on record." } }
                @else { (scrolled("Across the watershed", &across(frame, answer))) }
            }
        }
        @if !answer.beyond_calendar.is_empty() {
            @let labels: Vec<&str> =
                answer.beyond_calendar.iter().map(|it| it.cite.label.as_str()).collect();
            p class="govuk-body" {
                "Not told of, because the calendar of bank holidays does not reach them: "
                (listed(&labels)) "."
            }
        }
    }
}

fn opening(frame: &CaseFrame<'_>, item: &ItemView) -> Vec<Cell> {
    vec![
        Cell::of(frame.item(item.cite.entry, &item.cite.label)),
        Cell::of(frame.says(item.cite.entry, item.kind)),
        Cell::text(&item.agency.name),
        Cell::text(&in_full(&item.when.words)),
    ]
}

fn when(item: &ItemView, recorded: chrono::NaiveDate) -> Cell {
    let later = stated_later(&item.evidence);
    Cell::of(html! { (day(recorded)) @if !later.is_empty() { "; " (later) } })
}

fn late(frame: &CaseFrame<'_>, answer: &LateRecords<'_>) -> Markup {
    let head = ["Item", "What", "Agency", "Happened", "Recorded", "After"];
    let mut table = hidden("Recorded late", &head);
    for it in &answer.late {
        let mut cells = opening(frame, &it.item);
        cells.push(when(&it.item, it.recorded));
        cells.push(Cell::number(html! { (working_days(it.working_days)) }));
        table.rows.push(cells);
    }
    table.markup()
}

fn across(frame: &CaseFrame<'_>, answer: &LateRecords<'_>) -> Markup {
    let head = ["Item", "What", "Agency", "Happened", "Recorded", "Before the watershed"];
    let mut table = hidden("Across the watershed", &head);
    for it in &answer.across {
        let before = if it.before == Certainty::Yes { "Yes" } else { unsure(it.before).trim() };
        let mut cells = opening(frame, &it.item);
        cells.push(when(&it.item, it.recorded));
        cells.push(Cell::text(before));
        table.rows.push(cells);
    }
    table.markup()
}
