//! Who knew what, and when: the picture, and below it the same as a table of items against agencies.
//! Nothing on record is said as that; no cell is coloured for what it holds.

use std::collections::BTreeMap;

use candour_domain::identifier::AgencyId;
use candour_domain::time::Certainty;
use candour_projections::knowledge::{CellView, Matrix, MatrixRow, Stage};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::chart::{Came, Chart, Mark, Row};
use super::{CaseFrame, CasePage};
use crate::component::{Cell, Table};
use crate::page::cases::scrolled;
use crate::words::{capital, in_full, spaced};

/// A decision, as the picture has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub label: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Whose decision it was.
    pub agency: AgencyId,
}

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &Matrix<'_>, decisions: &[Line], all: bool) -> Markup {
    let shorts = shorts(answer);
    let decider = decider(decisions);
    let chart = chart(frame, answer, (decisions, decider), &shorts);
    let more = if all { "" } else { "yes" };
    html! {
        (frame.top(CasePage::Knowledge, "Who knew what, and when"))
        (frame.asked("/knowledge", &[("all", if all { "yes" } else { "" })]))
        @if answer.rows.is_empty() { p class="govuk-body" { "Nothing is on record." } }
        @else {
            (legend(answer, &shorts, decider))
            div class="candour-scroll candour-chart-scroll" role="region" tabindex="0"
                aria-label="Picture of who knew what, and when" { (chart.markup()) }
            h2 class="govuk-heading-m" { "The same as a table" }
            p class="govuk-body" {
                "A cell says to which stage an agency came, when, and by which entry. Where nobody of an \
                 agency is on record with an item, it says so; that is no finding."
            }
            (scrolled("Items and agencies", &table(frame, answer)))
            p class="govuk-body" {
                a class="govuk-link"
                    href=(frame.asking.address(&frame.path("/knowledge"), &[("all", more)])) {
                    @if all { "Show facts alone" }
                    @else { "Show decisions, meetings, offers, answers and plans as well" }
                }
            }
        }
    }
}

/// The agency that decided most often.
fn decider(decisions: &[Line]) -> Option<AgencyId> {
    let mut counts: BTreeMap<AgencyId, usize> = BTreeMap::new();
    for line in decisions {
        *counts.entry(line.agency).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, number)| *number).map(|(agency, _)| agency)
}

/// The agencies in short: their initials, with as many letters as tell them apart.
fn shorts(answer: &Matrix<'_>) -> Vec<String> {
    let mut shorts: Vec<String> = Vec::new();
    for agency in &answer.agencies {
        let mut words = agency.name.split_whitespace();
        let initials: String = words.clone().filter_map(|it| it.chars().next()).take(3).collect();
        let initials = initials.to_uppercase();
        let first: Vec<char> = words.next().unwrap_or_default().chars().collect();
        let longer =
            (2..=first.len()).map(|length| capital(&first.iter().take(length).collect::<String>()));
        let mut candidates = std::iter::once(initials.clone()).chain(longer);
        let free = candidates.find(|it| !shorts.contains(it));
        shorts.push(free.unwrap_or(initials));
    }
    shorts
}

fn chart(
    frame: &CaseFrame<'_>,
    answer: &Matrix<'_>,
    (decisions, decider): (&[Line], Option<AgencyId>),
    shorts: &[String],
) -> Chart {
    let rows = answer.rows.iter().map(|row| {
        let said = frame.sayings.get(&row.item.cite.entry).map(|it| it.text.clone());
        let columns = answer.agencies.iter().zip(shorts).zip(&row.cells);
        let marks = columns.filter_map(|((agency, short), cell)| {
            let (at, came) = came(cell, agency.id == row.item.agency.id)?;
            Some(Mark { agency: short.clone(), decides: Some(agency.id) == decider, at, came })
        });
        let mut marks: Vec<Mark> = marks.collect();
        marks.sort_by_key(|mark| (mark.at, mark.came != Came::Own));
        let text = said.unwrap_or_else(|| spaced(row.item.kind));
        Row { label: row.item.cite.label.to_string(), text, marks }
    });
    let name = decider.and_then(|id| answer.agencies.iter().find(|it| it.id == id));
    Chart {
        rows: rows.collect(),
        decisions: decisions.iter().map(|it| (it.label.clone(), it.at)).collect(),
        decider: name.map_or_else(|| "the deciding agency".to_owned(), |it| it.name.to_string()),
    }
}

/// The mark of a cell: when the agency first knew the item, otherwise when it first held it.
fn came(cell: &CellView, own: bool) -> Option<(DateTime<Utc>, Came)> {
    let first = |stages: &[Stage]| {
        let steps = cell.steps.iter().filter(|it| stages.contains(&it.stage));
        steps.min_by_key(|it| it.when.latest)
    };
    if let Some(step) = first(&[Stage::Known, Stage::Considered]) {
        let came = match (own, step.in_part) {
            (true, _) => Came::Own,
            (false, true) => Came::InPart,
            (false, false) => Came::Knew,
        };
        return Some((step.when.latest, came));
    }
    first(&[Stage::Held, Stage::Opened]).map(|step| (step.when.latest, Came::Held))
}

fn legend(answer: &Matrix<'_>, shorts: &[String], decider: Option<AgencyId>) -> Markup {
    let name = decider.and_then(|id| answer.agencies.iter().find(|it| it.id == id));
    let marks = [
        ("own", "the agency whose record it is"),
        ("knew", "came to know it"),
        ("part", "was told in part"),
        ("held", "held it, and nobody is on record as knowing it"),
    ];
    html! {
        p class="govuk-body" {
            "One row for each item, time across. The upright lines are decisions. A row is hatched from when \
             somebody first knew until "
            @match name { Some(it) => (it.name.as_str()), None => "the deciding agency" }
            " did, and plain from then on. Marks of one day stand side by side."
        }
        ul class="govuk-list candour-legend" aria-label="Marks" {
            @for (kind, words) in marks {
                li { span class={"candour-legend__mark candour-legend__mark--" (kind)} {} (words) }
            }
        }
        ul class="govuk-list candour-legend" aria-label="Agencies" {
            @for (agency, short) in answer.agencies.iter().zip(shorts) {
                li { strong { (short) } " " (agency.name.as_str()) }
            }
        }
    }
}

fn table(frame: &CaseFrame<'_>, answer: &Matrix<'_>) -> Markup {
    let agencies = answer.agencies.iter().map(|it| it.name.as_str());
    let names: Vec<&str> = agencies.chain(answer.teams.iter().map(|it| it.name.as_str())).collect();
    let mut head = vec!["Item", "Happened"];
    head.extend(names);
    let mut table = Table {
        first_is_header: true,
        classes: "candour-matrix".to_owned(),
        caption_classes: "govuk-visually-hidden".to_owned(),
        ..Table::of("Items and agencies: to which stage each came, and when", &head)
    };
    table.rows = answer.rows.iter().map(|row| cells(frame, row)).collect();
    table.markup()
}

fn cells(frame: &CaseFrame<'_>, row: &MatrixRow<'_>) -> Vec<Cell> {
    let cite = &row.item.cite;
    let item = html! {
        (frame.item(cite.entry, &cite.label)) " "
        span class="candour-matrix__says" { (frame.says(cite.entry, row.item.kind)) }
    };
    let mut cells = vec![Cell::of(item), Cell::text(&in_full(&row.item.when.words))];
    cells.extend(row.cells.iter().chain(&row.team_cells).map(|it| cell(it)));
    cells
}

fn cell(cell: &CellView) -> Cell {
    let said = cell.words.ends_with("(not certain)");
    let unsure = cell.certain == Certainty::NotCertain && !said && cell.stage.is_some();
    let symbol = match (cell.stage, cell.in_part) {
        (Some(Stage::Known | Stage::Considered), false) => "●",
        (Some(Stage::Known | Stage::Considered), true) => "◐",
        (Some(Stage::Sent | Stage::Held | Stage::Opened), _) => "○",
        (None, _) => "",
    };
    Cell::of(html! {
        @if cell.words.is_empty() { span class="candour-quiet" { "Nothing on record" } }
        @else {
            @if !symbol.is_empty() { span aria-hidden="true" { (symbol) " " } }
            (capital(&cell.words)) @if unsure { " (not certain)" }
        }
    })
}
