//! The decisions of a case, each of which opens in its context.

use candour_domain::identifier::EntryId;
use maud::{Markup, html};

use super::{CaseFrame, CasePage};
use crate::component::{Cell, Table};
use crate::page::cases::scrolled;
use crate::words::{capital, in_full};

/// A decision, or a meeting at which something was on the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The entry.
    pub entry: EntryId,
    /// What it is called.
    pub label: String,
    /// When, in words.
    pub when: String,
    /// Who decided, and for whom.
    pub by: String,
    /// What was decided, in a few words.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// The page.
pub fn page(frame: &CaseFrame<'_>, all: &[Decided]) -> Markup {
    html! {
        (frame.top(CasePage::Decisions, "Decisions, each in its context"))
        (frame.asked("/decisions", &[]))
        p class="govuk-body" {
            "Each opens with what the deciding agency knew then, what it held, what was held elsewhere, and \
             what came on record only afterwards. Nothing that happened later is shown."
        }
        (list(frame, all))
    }
}

/// The list of them.
pub(super) fn list(frame: &CaseFrame<'_>, all: &[Decided]) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { "No decision is on record." } };
    }
    let rows = all.iter().map(|it| {
        vec![
            Cell::of(html! {
                a class="govuk-link" href=(frame.address(&format!("/decisions/{}", it.entry))) {
                    "Decision " (it.label)
                }
            }),
            Cell::text(&in_full(&it.when)),
            Cell::text(&it.by),
            Cell::of(html! {
                strong { (capital(&it.title)) }
                @if !it.text.is_empty() { ": " (in_full(&it.text)) }
            }),
        ]
    });
    let rows = rows.collect();
    let table = Table {
        rows,
        caption_classes: "govuk-visually-hidden".to_owned(),
        first_is_header: true,
        ..Table::of("Decisions", &["Decision", "When", "By", "What"])
    };
    scrolled("Decisions", &table.markup())
}
