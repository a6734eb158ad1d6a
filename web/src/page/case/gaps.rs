//! Who was involved and neither held nor knew a fact: a list of questions, and no finding.

use candour_projections::knowledge::{Gap, Gaps};
use maud::{Markup, html};

use super::overview::hidden;
use super::{CaseFrame, CasePage};
use crate::component::Cell;
use crate::page::cases::scrolled;
use crate::words::{day, days, in_full};

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &Gaps<'_>, as_at: &str) -> Markup {
    html! {
        (frame.top(CasePage::NotTold, "Involved and not told"))
        (frame.asked("/not-told", &[]))
        p class="govuk-body" { "As at " (as_at) "." }
        p class="govuk-body" {
            "Facts that an agency neither held nor knew while it was involved. Involvement is often inferred \
             from an agency\u{2019}s own entries, so this is a list of questions and not of failings. \
             Something was expected only where an entry says so."
        }
        @if answer.items.is_empty() { p class="govuk-body" { "Nothing is on record." } }
        @else { (scrolled("Involved and not told", &table(frame, answer))) }
    }
}

fn table(frame: &CaseFrame<'_>, answer: &Gaps<'_>) -> Markup {
    let head = ["Item", "What", "When", "Agency", "For", "Involved since", "On record"];
    let mut table = hidden("Involved and not told", &head);
    table.first_is_header = false;
    for fact in &answer.items {
        for (index, gap) in fact.not_told.iter().enumerate() {
            let mut cells = Vec::new();
            if index == 0 {
                let rows = fact.not_told.len();
                let cite = &fact.item.cite;
                cells.push(Cell::of(frame.item(cite.entry, &cite.label)).over(rows));
                cells.push(Cell::of(frame.says(cite.entry, fact.item.kind)).over(rows));
                cells.push(Cell::text(&in_full(&fact.item.when.words)).over(rows));
            }
            cells.extend(gap_cells(gap));
            table.rows.push(cells);
        }
    }
    table.markup()
}

fn gap_cells(gap: &Gap<'_>) -> Vec<Cell> {
    let note = match (&gap.sent, &gap.expected) {
        (Some(sent), _) => format!("Sent, no receipt ({})", sent.label),
        (None, Some(expected)) => format!("Expected ({})", expected.label),
        (None, None) => "Nothing".to_owned(),
    };
    let inferred = if gap.inferred { ", inferred" } else { "" };
    vec![
        Cell::text(&gap.agency.name),
        Cell::number(html! { (days(gap.days)) }),
        Cell::text(&format!("{}{inferred} ({})", day(gap.involved_since), gap.involved_by.label)),
        Cell::text(&note),
    ]
}
