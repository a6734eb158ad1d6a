//! Who knew an item: each knower, to which stage, how and when, and how late that was recorded; and who
//! could have known. Stages are never merged, and seeing a list is none of them.

use candour_domain::envelope::{Evidence, FactStatus};
use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_projections::knowledge::{How, ItemView, Stage, StepView, WhoKnew, first_steps};
use maud::{Markup, html};

use super::overview::hidden;
use super::{CaseFrame, CasePage, unsure};
use crate::component::Cell;
use crate::page::cases::scrolled;
use crate::words::{capital, days, end, in_full, listed};

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &WhoKnew<'_>) -> Markup {
    let item = &answer.item;
    html! {
        (frame.top(CasePage::Knowledge, &format!("Who knew {}", item.cite.label)))
        (frame.asked(&format!("/items/{}", item.cite.entry), &[]))
        p class="govuk-body-l" { (frame.says(item.cite.entry, item.kind)) }
        p class="govuk-body" {
            (in_full(&item.when.words)) ". Recorded by " (item.agency.name) "."
        }
        (scrolled("Who knew it", &knowers(frame, answer)))
        @if !answer.could_have_known.is_empty() {
            h2 class="govuk-heading-m" { "Could have known" }
            p class="govuk-body" { "Allocated with access to a record that held it, and nothing more." }
            ul class="govuk-list govuk-list--bullet" {
                @for it in &answer.could_have_known {
                    li { (it.who.name) ", since " (in_full(&it.since.words)) " (" (it.via.label) ")" }
                }
            }
        }
        @for (title, cites) in
            [("Decided not to share", &answer.not_shared), ("Disputed by", &answer.disputed)]
        {
            @if !cites.is_empty() {
                h2 class="govuk-heading-m" { (title) }
                @let labels: Vec<&str> = cites.iter().map(|it| it.label.as_str()).collect();
                p class="govuk-body" { (listed(&labels)) }
            }
        }
    }
}

fn knowers(frame: &CaseFrame<'_>, answer: &WhoKnew<'_>) -> Markup {
    let head = ["Who", "For", "Stage", "How", "When", "By entry", "Recorded"];
    let mut table = hidden("Who knew it", &head);
    for row in &answer.knowers {
        let agency = row.who.agency.as_ref().map_or("", |it| it.name.as_str());
        let firsts = first_steps(&row.steps);
        for (index, (step, again)) in firsts.iter().enumerate() {
            let mut cells = Vec::new();
            if index == 0 {
                cells.push(Cell::text(&row.who.name).over(firsts.len()));
                cells.push(Cell::text(agency).over(firsts.len()));
            }
            cells.extend(step_cells(frame, (&answer.item, step), again));
            table.rows.push(cells);
        }
    }
    // A row under a name that spans several begins with no name.
    table.first_is_header = false;
    table.markup()
}

fn step_cells(
    frame: &CaseFrame<'_>,
    (item, step): (&ItemView, &StepView),
    again: &[&str],
) -> Vec<Cell> {
    // "Told in part" says it already.
    let part = match (step.in_part, step.stage, extent(step.extent)) {
        (false, _, _) | (true, Stage::Known, "part") => "",
        (true, _, extent) => extent,
    };
    let reached = reached(item, (step.stage, step.in_part), step.how);
    let member = step.member.as_ref().map_or_else(String::new, |it| format!(", by {it}"));
    let later = stated_later(&step.evidence);
    vec![
        Cell::of(html! {
            (capital(reached)) @if !part.is_empty() { " (" (part) ")" } (unsure(step.certain))
        }),
        Cell::text(&format!("{}{member}", capital(step.how.words()))),
        Cell::text(&in_full(&step.when.words)),
        Cell::of(html! {
            @if frame.sayings.contains_key(&step.via.entry) {
                (frame.item(step.via.entry, &step.via.row))
            } @else {
                // It stands in the ledger of accesses, which no page shows by its entries.
                (step.via.row)
            }
            @if !again.is_empty() { ", again by " (listed(again)) }
        }),
        Cell::of(html! {
            (capital(&end(step.recorded).replace("the end of ", "")))
            @if step.recorded_days_after > 0 { ", " (days(step.recorded_days_after)) " after" }
            @if !later.is_empty() { "; " (later) }
        }),
    ]
}

/// A stage towards an item, in words.
pub(super) fn reached(item: &ItemView, (at, in_part): (Stage, bool), by: How) -> &'static str {
    let said = match item.status {
        Recorded::Recorded(
            FactStatus::Alleged
            | FactStatus::Reported
            | FactStatus::Retracted
            | FactStatus::NotSupported,
        ) => true,
        Recorded::Recorded(FactStatus::Observed | FactStatus::Confirmed)
        | Recorded::NotRecorded => false,
    };
    let own = match by {
        How::Originated | How::SaidIt => true,
        How::ToldOthers
        | How::ToldInPerson
        | How::Read
        | How::Present
        | How::ReliedOn
        | How::SentTo
        | How::Received
        | How::Filed
        | How::HandedOver
        | How::SharedRecord
        | How::OpenedIt
        | How::ReachedUnintended => false,
    };
    match (at, in_part) {
        (Stage::Sent, _) => "sent",
        (Stage::Held, _) => "held",
        (Stage::Opened, _) => "opened",
        (Stage::Known, true) => "told in part",
        (Stage::Known, false) if said && !own => "was told that",
        (Stage::Known, false) => "known",
        (Stage::Considered, _) => "considered",
    }
}

fn extent(extent: Recorded<Extent>) -> &'static str {
    match extent {
        Recorded::Recorded(Extent::Existence) => "that it exists",
        Recorded::Recorded(Extent::Gist) => "gist",
        Recorded::Recorded(Extent::Part) => "part",
        Recorded::Recorded(Extent::Whole) => "whole",
        Recorded::NotRecorded => "",
    }
}

/// That something was only stated later, to whom and when.
pub(super) fn stated_later(evidence: &Recorded<Evidence>) -> String {
    match evidence {
        Recorded::Recorded(Evidence::StatedLater { to, when }) => {
            format!("stated later to {to}, {}", in_full(&when.to_string()))
        }
        Recorded::Recorded(
            Evidence::AtTheTime | Evidence::InferredFromAttendance | Evidence::SystemLog,
        )
        | Recorded::NotRecorded => String::new(),
    }
}
