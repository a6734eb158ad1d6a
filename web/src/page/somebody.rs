//! A child, or an adult, across cases. An address that is protected is not shown.

use candour_projections::across::{AddressShown, EntryLine, IdentifierShown};
use candour_projections::child_view::ChildView;
use candour_projections::person_view::PersonView;
use maud::{Markup, html};

use crate::component::{Cell, SummaryList, SummaryRow};
use crate::page::case::overview::{age, code, hidden};
use crate::page::cases::{or_not, scrolled, status};
use crate::words::{capital, in_full, listed};

/// The page of a child.
pub fn child(view: &ChildView) -> Markup {
    let born = view.born.as_ref().map_or_else(|| "Not recorded".to_owned(), |it| in_full(&it.text));
    let mut rows = vec![SummaryRow::of("Born", html! { (born) ", " (age(&view.age)) })];
    if let Some(died) = &view.died {
        rows.push(SummaryRow::of("Died", html! { (in_full(&died.text)) }));
    }
    rows.extend(own(&view.identifiers, &view.address, &view.linked));
    html! {
        span class="govuk-caption-l" { "A child across cases" }
        h1 class="govuk-heading-l" { (view.child.name) }
        (SummaryList::of(rows).markup())
        h2 class="govuk-heading-m" { "Cases" }
        (scrolled("Cases", &child_cases(view)))
        @if !view.flags.is_empty() {
            h2 class="govuk-heading-m" { "To look at" }
            p class="govuk-body" { "Facts of the record, and no findings." }
            ul class="govuk-list govuk-list--bullet" {
                @for flag in &view.flags { li { (capital(&in_full(&flag.text))) } }
            }
        }
        h2 class="govuk-heading-m" { "People" }
        (people(&view.people))
        h2 class="govuk-heading-m" { "Entries that name the child" }
        (entries(&view.entries))
    }
}

/// The page of an adult.
pub fn person(view: &PersonView) -> Markup {
    let rows = own(&view.identifiers, &view.address, &view.linked);
    html! {
        span class="govuk-caption-l" { "A person across cases" }
        h1 class="govuk-heading-l" { (view.person.person.name) }
        @if !rows.is_empty() { (SummaryList::of(rows).markup()) }
        (people(std::slice::from_ref(&view.person)))
        h2 class="govuk-heading-m" { "Cases" }
        (scrolled("Cases", &person_cases(view)))
        h2 class="govuk-heading-m" { "Entries that name them" }
        (entries(&view.entries))
    }
}

fn own<'a>(
    identifiers: &[IdentifierShown],
    address: &AddressShown,
    linked: &[String],
) -> Vec<SummaryRow<'a>> {
    let mut rows: Vec<SummaryRow<'a>> = identifiers
        .iter()
        .map(|it| {
            SummaryRow::of(
                &capital(&it.kind),
                html! {
                    (it.value.as_deref().unwrap_or("Not recorded"))
                    @if let Some(verified) = &it.verified { ", " (verified) }
                },
            )
        })
        .collect();
    match address {
        AddressShown::NotRecorded => {}
        AddressShown::Protected => {
            rows.push(SummaryRow::of("Address", html! { "Protected, and not shown here" }));
        }
        AddressShown::Address(address) => {
            rows.push(SummaryRow::of("Address", html! { (address) }));
        }
    }
    if !linked.is_empty() {
        rows.push(SummaryRow::of("The same as", html! { (listed(linked)) }));
    }
    rows
}

fn case_link(case: candour_domain::identifier::CaseId, reference: Option<&str>) -> Cell {
    let short = || case.to_string().chars().take(8).collect::<String>();
    Cell::of(html! {
        a class="govuk-link" href={"/cases/" (case)} {
            (reference.map_or_else(short, ToOwned::to_owned))
        }
    })
}

fn child_cases(view: &ChildView) -> Markup {
    let mut table = hidden("Cases", &["Case", "Status", "Where the child stands", "Entries"]);
    for it in &view.cases {
        let stands = it.child.iter().flat_map(|it| &it.stands);
        let stands: Vec<String> = stands
            .map(|it| format!("{} since {}", capital(&code(&it.stage)), in_full(&it.since.text)))
            .collect();
        table.rows.push(vec![
            case_link(it.case, it.reference.as_deref()),
            Cell::text(status(it.status)),
            Cell::text(&or_not(&stands.join("; "))),
            Cell::number(html! { (it.entries) }),
        ]);
    }
    table.markup()
}

fn person_cases(view: &PersonView) -> Markup {
    let mut table = hidden("Cases", &["Case", "Status", "Part", "Children", "Entries"]);
    for it in &view.cases {
        let names: Vec<&str> = it.children.iter().map(|it| it.name.as_str()).collect();
        table.rows.push(vec![
            case_link(it.case, it.reference.as_deref()),
            Cell::text(status(it.status)),
            Cell::text(&or_not(&capital(it.part.as_deref().unwrap_or_default()))),
            Cell::text(&or_not(&listed(&names))),
            Cell::number(html! { (it.entries) }),
        ]);
    }
    table.markup()
}

fn people(all: &[candour_projections::case_view::PersonInCase]) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { "Nobody is on record." } };
    }
    scrolled("People", &crate::page::case::overview::people(all))
}

fn entries(lines: &[EntryLine]) -> Markup {
    if lines.is_empty() {
        return html! { p class="govuk-body" { "There is none." } };
    }
    let mut table = hidden("Entries", &["Entry", "Happened", "Agency", "What"]);
    for it in lines {
        let position = it.entry.position;
        table.rows.push(vec![
            Cell::of(html! {
                a class="govuk-link" href={"/entries/" (position)} { (it.entry.label) }
            }),
            Cell::text(&in_full(&it.when.text)),
            Cell::text(&it.agency),
            Cell::of(html! {
                strong { (capital(&it.title)) }
                @if !it.text.is_empty() { ": " (in_full(&it.text)) }
            }),
        ]);
    }
    scrolled("Entries", &table.markup())
}
