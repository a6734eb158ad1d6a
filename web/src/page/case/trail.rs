//! The audit trail: every entry of the case in the order in which it was recorded, by whom, how late, and
//! how it stands; and, apart from those, to whom the case was shown. It checks nothing: what proves an entry is on
//! the entry's own page.

use candour_domain::entry::Position;
use candour_projections::accesses::AccessRow;
use candour_projections::chronology::RowStanding;
use candour_projections::proof::Seals;
use candour_projections::shape::ActorName;
use candour_projections::trail::{Trail, TrailRow};
use maud::{Markup, html};

use super::overview::hidden;
use super::{CaseFrame, CasePage};
use crate::component::Cell;
use crate::page::cases::scrolled;
use crate::page::seal::of_row;
use crate::words::{capital, count, days, grouped, in_full, moment};

/// How many accesses the page lists at most.
const SHOWN_MAX: usize = 500;

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &Trail, seals: Seals<'_>) -> Markup {
    html! {
        (frame.top(CasePage::Trail, "Audit trail"))
        (frame.asked("/trail", &[]))
        p class="govuk-body" {
            (count(answer.rows.len() as u64, "entry", "entries"))
            " of the case, its children and its people, in the order of the ledger. Nothing is left out: \
             corrections and withdrawals are entries of their own."
        }
        p class="govuk-body" {
            "Once a checkpoint covers an entry, its receipt shows anybody that it stood in the ledger as it is. \
             The seal is that of now, whatever moment is asked about. "
            a class="govuk-link" href="/checkpoint" { "Download the last checkpoint" }
        }
        (scrolled("Audit trail", &table(answer, seals)))
        (shown(answer))
    }
}

/// To whom it was shown: the latest, in the order in which it was entered.
fn shown(answer: &Trail) -> Markup {
    let all = answer.accesses.len();
    let latest = &answer.accesses[all.saturating_sub(SHOWN_MAX)..];
    html! {
        h2 class="govuk-heading-m" { "Who was shown this case" }
        p class="govuk-body" {
            "Apart from what was recorded: what these pages showed of the case, to whom and when. The same is here \
             once a session. Seeing a page that lists entries makes nobody know them; one entry that was shown alone \
             counts as opened. It is here so that a child or a panel can be told who looked. It is never for judging \
             staff."
        }
        @if latest.is_empty() {
            p class="govuk-body" { "Nothing is on record of it having been shown." }
        } @else {
            @if latest.len() < all {
                p class="govuk-body" {
                    "The latest " (grouped(latest.len() as i128)) " of " (grouped(all as i128)) " are shown."
                }
            }
            (scrolled("Who was shown this case", &shown_table(latest)))
        }
    }
}

fn shown_table(rows: &[AccessRow]) -> Markup {
    let mut table = hidden("Who was shown this case", &["Shown", "To", "What"]);
    let cells = |row: &AccessRow| {
        let texts = [in_full(&row.at.text), by(&row.to), capital(&row.what)];
        texts.iter().map(|it| Cell::text(it)).collect()
    };
    table.rows = rows.iter().map(cells).collect();
    table.markup()
}

fn table(answer: &Trail, mut seals: Seals<'_>) -> Markup {
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
        "Seal",
    ];
    let mut table = hidden("Audit trail", &head);
    let sealed = |row: &TrailRow| {
        let seal = seals.at(Position(row.entry.position));
        let mut cells = cells(row);
        cells.push(Cell::of(of_row(seal.as_ref(), row.entry.position)));
        cells
    };
    table.rows = answer.rows.iter().map(sealed).collect();
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
