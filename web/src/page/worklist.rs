//! The duties that wait for somebody, over all cases, in the order of time: it ranks nobody.

use candour_projections::worklist::{Worklist, WorklistRow};
use maud::{Markup, html};

use crate::address::query;
use crate::asking::{FILTER, Wrong, moment, question, summary};
use crate::component::{Button, Cell, Pagination, Select, SelectOption, Turn, tag};
use crate::page::case::duties::weight;
use crate::page::case::overview::hidden;
use crate::page::cases::scrolled;
use crate::words::{capital, count, days, end, in_full, listed, working_days};

/// What a worklist is asked, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The moment; empty for now.
    pub at: String,
    /// A rule, by its code.
    pub duty: String,
    /// A status, by its code.
    pub status: String,
}

const STATUSES: [(&str, &str); 4] = [
    ("", "Open, due soon or overdue"),
    ("open", "Open"),
    ("due_soon", "Due soon"),
    ("overdue", "Overdue"),
];

/// The page. Rules are those that can be chosen: code and title.
pub fn page(
    answer: &Worklist,
    wanted: &Wanted,
    rules: &[(String, String)],
    wrong: &[Wrong],
) -> Markup {
    html! {
        (summary(wrong))
        h1 class="govuk-heading-l" { "Worklist" }
        p class="govuk-body" {
            "Duties that wait for somebody, over all cases, as at " (end(answer.at))
            ", by when they are due."
        }
        (form(wanted, rules, wrong))
        @if answer.rows.is_empty() { p class="govuk-body" { "Nothing waits." } }
        @else {
            p class="govuk-body" { (count(answer.rows.len() as u64, "duty", "duties")) " on this page." }
            (scrolled("Worklist", &table(&answer.rows)))
        }
        @if let Some(next) = &answer.next {
            @let href = format!(
                "/worklist{}",
                query(&[
                    ("at", wanted.at.as_str()),
                    ("duty", &wanted.duty),
                    ("status", &wanted.status),
                    ("after", next),
                ])
            );
            (Pagination { previous: None, next: Some(Turn::to(&href)), label: "Pages", classes: "" }.markup())
        }
    }
}

fn form(wanted: &Wanted, rules: &[(String, String)], wrong: &[Wrong]) -> Markup {
    let titles: Vec<String> = rules.iter().map(|(code, title)| format!("{code} {title}")).collect();
    let mut duties = vec![SelectOption::of("All", "", wanted.duty.is_empty())];
    let chosen = rules.iter().zip(&titles);
    duties.extend(
        chosen.map(|((code, _), title)| SelectOption::of(title, code, *code == wanted.duty)),
    );
    let statuses = STATUSES.iter();
    let statuses =
        statuses.map(|(code, text)| SelectOption::of(text, code, *code == wanted.status));
    html! {
        (question("/worklist", FILTER, &html! {
            div class="candour-fields" {
                (Select::of("Duty", "duty", duties).markup())
                (Select::of("How it stands", "status", statuses.collect()).markup())
                (moment("at", "As at", &wanted.at, wrong))
            }
            (Button::submit("Show").secondary().markup())
        }))
    }
}

fn table(rows: &[WorklistRow]) -> Markup {
    let head = ["Due", "How it stands", "Duty", "Rests on", "Case", "Led by", "Opened by"];
    let mut table = hidden("Worklist", &head);
    table.rows = rows.iter().map(cells).collect();
    table.markup()
}

fn cells(row: &WorklistRow) -> Vec<Cell> {
    let short = || row.case.to_string().chars().take(8).collect::<String>();
    let name = row.reference.clone().unwrap_or_else(short);
    let mut about: Vec<&str> = row.children.iter().map(|it| it.name.as_str()).collect();
    about.extend(row.practitioner.as_deref());
    vec![
        Cell::text(&in_full(&row.due.text)),
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
            }
        }),
        Cell::text(&format!("{} {}", row.rule, row.title)),
        Cell::text(&capital(weight(row.weight))),
        Cell::of(html! {
            a class="govuk-link" href={"/cases/" (row.case)} { (name) }
            @if !about.is_empty() { span class="candour-below" { (listed(&about)) } }
        }),
        Cell::of(html! {
            @match &row.lead {
                Some(lead) => {
                    (lead.name)
                    @if let Some(unit) = &lead.unit { span class="candour-below" { (unit) } }
                },
                None => "Nobody on record",
            }
        }),
        Cell::of(html! {
            a class="govuk-link" href={"/entries/" (row.opened_position)} { "Entry " (row.opened_position) }
        }),
    ]
}
