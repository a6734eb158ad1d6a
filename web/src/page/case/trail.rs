//! The audit trail: every entry of the case in the order in which it was recorded, by whom, how late, and
//! how it stands. It checks nothing: what proves an entry is on the entry's own page.

use candour_projections::chronology::RowStanding;
use candour_projections::shape::ActorName;
use candour_projections::trail::{Trail, TrailRow};
use maud::{Markup, html};

use super::overview::hidden;
use super::{CaseFrame, CasePage};
use crate::component::Cell;
use crate::page::cases::scrolled;
use crate::words::{capital, count, days, in_full, moment};

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &Trail) -> Markup {
    html! {
        (frame.top(CasePage::Trail, "Audit trail"))
        (frame.asked("/trail", &[]))
        p class="govuk-body" {
            (count(answer.rows.len() as u64, "entry", "entries"))
            " of the case, its children and its people, in the order of the ledger. Nothing is left out: \
             corrections and withdrawals are entries of their own."
        }
        (scrolled("Audit trail", &table(answer)))
    }
}

fn table(answer: &Trail) -> Markup {
    let head = [
        "Position",
        "Entry",
        "What",
        "By",
        "Recorded by",
        "Happened",
        "Accepted by the ledger",
        "Claimed",
        "How late",
        "Stands",
    ];
    let mut table = hidden("Audit trail", &head);
    table.rows = answer.rows.iter().map(cells).collect();
    table.markup()
}

fn cells(row: &TrailRow) -> Vec<Cell> {
    let position = row.entry.position;
    vec![
        Cell::of(html! { a class="govuk-link" href={"/entries/" (position)} { (position) } }),
        Cell::text(&row.entry.label),
        Cell::text(&capital(&row.title)),
        Cell::text(&by(&row.by)),
        Cell::text(&format!("{}, {}", row.recorded_by_name, row.recorded_for.name)),
        Cell::text(&in_full(&row.occurred.text)),
        Cell::text(&moment(row.recorded_at)),
        Cell::of(html! {
            @match &row.claimed {
                Some(it) => {
                    (in_full(&it.on.text)) @if it.of_the_row { " (of its row)" }
                },
                None => "No claim",
            }
        }),
        Cell::text(&match row.recorded.lag_calendar_days {
            0 => "Same day".to_owned(),
            number => days(number),
        }),
        Cell::of(stands(row)),
    ]
}

fn by(actor: &ActorName) -> String {
    let who = [actor.name.clone(), actor.post.clone(), Some(actor.agency.name.clone())];
    who.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn stands(row: &TrailRow) -> Markup {
    html! {
        @match &row.standing {
            RowStanding::AsRecorded => "As recorded",
            RowStanding::Corrected { by, first, .. } => {
                "Corrected by " (by.label) ". First: " (in_full(&first.event))
            },
            RowStanding::Withdrawn { by, .. } => { "Withdrawn by " (by.label) },
        }
        @for dispute in &row.disputes { "; disputed (" (dispute.entry.label) ")" }
    }
}
