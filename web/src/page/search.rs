//! Finding children, people, agencies, practitioners, teams and cases by the beginnings of the words of
//! their names. No address is shown, and no name that is kept close.

use candour_projections::search::{CaseFound, Found, SearchResults, Sought};
use maud::{Markup, html};

use crate::address::query;
use crate::asking::{SEARCH, question};
use crate::component::{
    Button, Cell, ErrorItem, ErrorMessage, ErrorSummary, Hint, Input, Pagination, Turn,
};
use crate::page::case::overview::{code, hidden};
use crate::page::cases::scrolled;
use crate::words::{capital, count, spaced};

/// The page: what was typed, what was found, and what was wrong with what was typed.
pub fn page(typed: &str, results: Option<&SearchResults>, wrong: Option<&str>) -> Markup {
    html! {
        @if let Some(wrong) = wrong {
            (ErrorSummary::of(vec![ErrorItem { content: html! { (wrong) }, href: Some("#words") }]).markup())
        }
        h1 class="govuk-heading-l" { "Search" }
        (form(typed, wrong))
        @if let Some(results) = results { (found(typed, results)) }
    }
}

fn form(typed: &str, wrong: Option<&str>) -> Markup {
    let mut field = Input::of("Name, reference or identifier", "words");
    field.hint = Some(Hint::of(
        "The beginnings of words are enough. Addresses are not searched, nor names that are kept close or stand in \
         what is not shown to you.",
    ));
    field.value = Some(typed);
    field.error = wrong.map(ErrorMessage::of);
    field.kind = "search";
    html! {
        (question("/search", SEARCH, &html! {
            (field.markup())
            (Button::submit("Search").markup())
        }))
    }
}

fn found(typed: &str, results: &SearchResults) -> Markup {
    html! {
        @if results.found.is_empty() {
            p class="govuk-body" { "Nobody and nothing of that name is on record." }
        } @else {
            p class="govuk-body" { (count(results.found.len() as u64, "result", "results")) " on this page." }
            (scrolled("Results", &table(&results.found)))
        }
        @if results.too_many {
            p class="govuk-body" { "So many have these words that not all were looked at. Add a word." }
        }
        @if let Some(next) = &results.next {
            @let href = format!("/search{}", query(&[("words", typed), ("after", next)]));
            (Pagination { previous: None, next: Some(Turn::to(&href)), label: "Pages", classes: "" }.markup())
        }
    }
}

fn table(all: &[Found]) -> Markup {
    let mut table = hidden("Results", &["Name", "What", "Also found by", "Cases", "Entries"]);
    table.rows = all.iter().map(cells).collect();
    table.markup()
}

fn cells(found: &Found) -> Vec<Cell> {
    let short = || found.id.to_string().chars().take(8).collect::<String>();
    let name = found.name.clone().unwrap_or_else(short);
    let id = found.id;
    let href = match found.kind {
        Sought::Case => Some(format!("/cases/{id}")),
        Sought::Child => Some(format!("/children/{id}")),
        Sought::Person => Some(format!("/people/{id}")),
        Sought::Agency => Some(format!("/entries?agency={id}")),
        Sought::Practitioner => Some(format!("/entries?practitioner={id}")),
        Sought::Team => None,
    };
    let others = found.matched.iter().filter(|it| Some(it.text.as_str()) != found.name.as_deref());
    let others: Vec<String> =
        others.map(|it| format!("{} ({})", it.text, spaced(&it.kind))).collect();
    vec![
        Cell::of(html! {
            @match href {
                Some(href) => a class="govuk-link" href=(href) { (name) },
                None => (name),
            }
        }),
        Cell::text(&capital(&code(&found.kind))),
        Cell::text(&others.join("; ")),
        Cell::of(html! { @for it in &found.cases { (case(found, it)) " " } }),
        Cell::number(html! { (found.entries) }),
    ]
}

fn case(found: &Found, it: &CaseFound) -> Markup {
    let short = || it.case.to_string().chars().take(8).collect::<String>();
    let earlier = !it.now && found.kind != Sought::Case;
    html! {
        a class="govuk-link" href={"/cases/" (it.case)} { (it.reference.clone().unwrap_or_else(short)) }
        @if earlier { " (earlier)" }
    }
}
