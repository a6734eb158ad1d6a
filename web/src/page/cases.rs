//! The cases of a ledger, as they stand or stood.

use candour_projections::case_list::{CaseLine, CaseList};
use candour_projections::case_view::CaseStatus;
use maud::{Markup, html};

use crate::component::{Cell, Table};
use crate::words::{count, grouped, in_full, listed};

/// The page.
pub fn page(list: &CaseList) -> Markup {
    html! {
        h1 class="govuk-heading-l" { "Cases" }
        @if list.cases.is_empty() {
            p class="govuk-body" { "No case has been opened in this ledger." }
        } @else {
            p class="govuk-body" { (count(list.cases.len() as u64, "case", "cases")) ", in the order in which they were opened." }
            (scrolled("Cases", &table(&list.cases)))
        }
    }
}

fn table(cases: &[CaseLine]) -> Markup {
    let head = ["Case", "Children", "Held by", "Opened", "Status", "Entries"];
    let rows = cases.iter().map(|line| {
        let names: Vec<&str> = line.children.iter().map(|it| it.name.as_str()).collect();
        vec![
            Cell::of(html! {
                a class="govuk-link" href={"/cases/" (line.case)} { (case_name(line)) }
            }),
            Cell::text(&or_not(&listed(&names))),
            Cell::text(line.authority.as_ref().map_or("Not recorded", |it| it.name.as_str())),
            Cell::text(&or_not(
                &line.opened.as_ref().map(|it| in_full(&it.text)).unwrap_or_default(),
            )),
            Cell::text(status(line.status)),
            Cell::number(html! {
                @match line.entries {
                    Some(entries) => (grouped(entries as i128)),
                    None => "Not counted",
                }
            }),
        ]
    });
    let rows = rows.collect();
    let table = Table {
        caption_classes: "govuk-visually-hidden".to_owned(),
        first_is_header: true,
        rows,
        ..Table::of("Cases of this ledger", &head)
    };
    table.markup()
}

/// What a case is called: its reference, or the beginning of its identifier.
pub fn case_name(line: &CaseLine) -> String {
    let short = || line.case.to_string().chars().take(8).collect();
    line.reference.clone().unwrap_or_else(short)
}

/// Whether a case is open, in a word.
pub fn status(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::NotOpened => "Not opened",
        CaseStatus::Open => "Open",
        CaseStatus::Closed => "Closed",
    }
}

/// A text, or that there is none.
pub(crate) fn or_not(text: &str) -> String {
    if text.is_empty() { "Not recorded".to_owned() } else { text.to_owned() }
}

/// A wide table, in a region that scrolls on a narrow screen and takes the focus for that.
pub(crate) fn scrolled(label: &str, table: &Markup) -> Markup {
    html! {
        div class="candour-scroll" role="region" tabindex="0" aria-label=(label) { (table) }
    }
}
