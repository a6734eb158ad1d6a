//! A decision in its context: what the deciding agency knew and listed, knew and did not list, held and
//! nobody knew, what was held elsewhere, and what came on record only afterwards. Nothing that happened
//! after the decision; no word of what should have been.

use candour_projections::knowledge::{
    Context, ContextItem, Exchange, Holder, How, ItemView, NotReceived, StepView,
};
use maud::{Markup, html};

use super::item::reached;
use super::overview::hidden;
use super::{CaseFrame, CasePage, unsure};
use crate::component::{Cell, inset_text};
use crate::page::cases::scrolled;
use crate::words::{capital, count, days, in_full};

/// The page.
pub fn page(frame: &CaseFrame<'_>, answer: &Context<'_>) -> Markup {
    let it = &answer.decision;
    let entry = it.cite.entry;
    html! {
        (frame.top(CasePage::Decisions, &format!("Decision {}, in its context", it.cite.label)))
        (frame.asked(&format!("/decisions/{entry}"), &[]))
        (inset_text(&html! {
            p class="govuk-body" { (frame.says(entry, it.kind)) }
            p class="govuk-body" {
                (in_full(&it.when.words)) ". " (it.agency.name) ", by " (answer.decider.name) "."
            }
        }, ""))
        (contents(answer))
        (list(frame, ("considered", "Known and considered"), &answer.considered))
        (list(frame, ("known", "Known, not listed"), &answer.known_not_listed))
        (list(frame, ("held", "Held, and nobody on record as knowing it"), &answer.held_not_known))
        (elsewhere(frame, &answer.held_elsewhere))
        (list(
            frame,
            ("afterwards", "Happened before, on record only afterwards"),
            &answer.recorded_afterwards,
        ))
        div class="candour-part" {
            h2 class="govuk-heading-m" id="relied" { "Relied on, with no entry behind it" }
            @if answer.relied_on_without_entry.is_empty() { p class="govuk-body" { "Nothing." } }
            @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for it in &answer.relied_on_without_entry { li { q { (it.statement) } } }
                }
            }
        }
    }
}

/// How many there are in each list, with the way to it.
fn contents(answer: &Context<'_>) -> Markup {
    let lists = [
        ("considered", "known and considered", answer.considered.len()),
        ("known", "known, not listed", answer.known_not_listed.len()),
        ("held", "held, and nobody on record as knowing it", answer.held_not_known.len()),
        ("elsewhere", "held elsewhere, not received", answer.held_elsewhere.len()),
        (
            "afterwards",
            "happened before, on record only afterwards",
            answer.recorded_afterwards.len(),
        ),
        ("relied", "relied on, with no entry behind it", answer.relied_on_without_entry.len()),
    ];
    html! {
        ul class="govuk-list candour-contents" {
            @for (id, words, number) in lists {
                li { a class="govuk-link" href={"#" (id)} { (number) " " (words) } }
            }
        }
    }
}

fn list(frame: &CaseFrame<'_>, (id, title): (&str, &str), items: &[ContextItem<'_>]) -> Markup {
    html! {
        div class="candour-part" {
            h2 class="govuk-heading-m" id=(id) { (title) }
            @if items.is_empty() { p class="govuk-body" { "Nothing is on record." } }
            @else { (scrolled(title, &table(frame, title, items))) }
        }
    }
}

fn table(frame: &CaseFrame<'_>, title: &str, items: &[ContextItem<'_>]) -> Markup {
    let head = ["Item", "What", "Happened", "The agency knew or held it", "The decider knew it"];
    let mut table = hidden(title, &head);
    for it in items {
        table.rows.push(vec![
            Cell::of(item(frame, &it.item)),
            Cell::of(frame.says(it.item.cite.entry, it.item.kind)),
            Cell::text(&format!("{}{}", in_full(&it.item.when.words), unsure(it.certain))),
            Cell::text(&step(it.agency_step.as_deref())),
            Cell::text(&step(it.decider_step.as_deref())),
        ]);
    }
    table.markup()
}

fn item(frame: &CaseFrame<'_>, item: &ItemView) -> Markup {
    html! {
        (frame.item(item.cite.entry, &item.cite.label))
        span class="candour-below" { (item.agency.name) }
    }
}

fn step(step: Option<&StepView>) -> String {
    let Some(it) = step else { return "Nothing on record".to_owned() };
    let part = if it.in_part { "Told in part " } else { "" };
    format!("{part}{} ({})", in_full(&it.when.words), it.via.label)
}

fn elsewhere(frame: &CaseFrame<'_>, items: &[NotReceived<'_>]) -> Markup {
    let title = "Held elsewhere, not received";
    html! {
        div class="candour-part" {
            h2 class="govuk-heading-m" id="elsewhere" { (title) }
            @if items.is_empty() { p class="govuk-body" { "Nothing is on record." } }
            @else {
                p class="govuk-body" {
                    (count(items.len() as u64, "item was", "items were"))
                    " held by another agency then, with no receipt by the deciding agency on record. What \
                     should have been shared is for the reader to judge."
                }
                (scrolled(title, &held(frame, title, items)))
            }
        }
    }
}

fn held(frame: &CaseFrame<'_>, title: &str, items: &[NotReceived<'_>]) -> Markup {
    let head =
        ["Item", "What", "Held by", "Since", "Days before the decision", "On record between them"];
    let mut table = hidden(title, &head);
    table.first_is_header = false;
    for fact in items {
        for (index, holder) in fact.holders.iter().enumerate() {
            let mut cells = Vec::new();
            if index == 0 {
                let rows = fact.holders.len();
                cells.push(Cell::of(item(frame, &fact.item)).over(rows));
                cells.push(Cell::of(frame.says(fact.item.cite.entry, fact.item.kind)).over(rows));
            }
            cells.extend(holder_cells(&fact.item, holder));
            table.rows.push(cells);
        }
    }
    table.markup()
}

fn holder_cells(fact: &ItemView, holder: &Holder<'_>) -> Vec<Cell> {
    // Whose record it is has it of their own; others were told.
    let own = holder.agency.id == fact.agency.id;
    let how = if own { How::Originated } else { How::ToldInPerson };
    let stage = reached(fact, (holder.stage, false), how);
    vec![
        Cell::text(&format!("{} ({stage})", holder.agency.name)),
        Cell::text(&format!("{}{}", in_full(&holder.since.words), unsure(holder.certain))),
        Cell::number(html! { (days(holder.days)) }),
        Cell::of(html! {
            (capital(&exchange(&holder.exchange)))
            @if holder.in_the_room { "; one of its people who knew it was in the room" }
        }),
    ]
}

fn exchange(exchange: &Exchange<'_>) -> String {
    match exchange {
        Exchange::DecidedNotToShare(it) => format!("decided not to share ({})", it.label),
        Exchange::SentNotReceived(it) => format!("sent, no receipt ({})", it.label),
        Exchange::AskedNoReply(it) => format!("asked, no reply ({})", it.label),
        Exchange::AnsweredWithoutIt(it) => format!("asked, answered without it ({})", it.label),
        Exchange::NoRequestOnRecord => {
            "not asked: no request on record, not volunteered".to_owned()
        }
    }
}
