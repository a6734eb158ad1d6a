//! The pages around the forms: which there are, what was recorded, the drafts of whoever is signed in, and
//! what is said where something cannot be recorded now and nothing that was typed may be lost.

use maud::{Markup, html};

use crate::component::{Button, Cell, NotificationBanner, warning_text};
use crate::page::case::overview::hidden;
use crate::page::cases::scrolled;
use crate::words::{capital, count, days};

/// Forms that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What they are about.
    pub title: &'static str,
    /// Each with its title and its address.
    pub forms: Vec<(&'static str, String)>,
}

/// The forms that there are for a case.
pub fn offered(case: &str, chapters: &[Offered], days_kept: u32) -> Markup {
    html! {
        span class="govuk-caption-l" { "Case " (case) }
        h1 class="govuk-heading-l" { "Record something" }
        p class="govuk-body candour-reading" {
            "Choose what has happened. What is recorded stays: a mistake is corrected by a further entry. What \
             you have begun is kept as a draft, which you alone can see, for " (days(days_kept))
            " after you last saved it."
        }
        @for chapter in chapters {
            h2 class="govuk-heading-m" { (chapter.title) }
            ul class="govuk-list" {
                @for (title, href) in &chapter.forms {
                    li { a class="govuk-link" href=(href) { (title) } }
                }
            }
        }
        p class="govuk-body" { a class="govuk-link" href="/drafts" { "Your drafts" } }
    }
}

/// Something that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The reference of its entry.
    pub label: String,
    /// Its position in the ledger.
    pub position: u64,
    /// The identifier of its entry.
    pub entry: String,
    /// What happened, in a few words.
    pub title: String,
    /// When the ledger accepted it.
    pub at: String,
    /// Who recorded it.
    pub by: String,
}

/// That it was recorded, and what follows.
pub fn recorded(
    (name, case): (&str, &str),
    entries: &[Recorded],
    duties: Option<&Markup>,
) -> Markup {
    html! {
        @for entry in entries {
            div class="govuk-panel govuk-panel--confirmation candour-recorded-panel" {
                h1 class="govuk-panel__title" { (entry.title) }
                div class="govuk-panel__body" {
                    "Recorded as entry" br; strong { (entry.label) }
                }
            }
            p class="govuk-body" {
                "The ledger accepted it on " (entry.at) ". It was recorded by " (entry.by) "."
            }
            p class="govuk-body" {
                a class="govuk-link" href={"/entries/" (entry.position)} { "See the entry as it stands" }
            }
            p class="govuk-body-s candour-typed" { "Its identifier is " (entry.entry) }
        }
        h2 class="govuk-heading-m" { "What happens next" }
        @match duties {
            Some(duties) => {
                p class="govuk-body" { "It opened these duties." }
                (duties)
            },
            None => p class="govuk-body" { "It opened no duty." },
        }
        p class="govuk-body" {
            "The ledger is sealed each minute. From then on a receipt proves that the entry stands as it was \
             recorded."
        }
        ul class="govuk-list" {
            li { a class="govuk-link" href={"/cases/" (case)} { "Go to case " (name) } }
            li { a class="govuk-link" href={"/cases/" (case) "/record"} { "Record something else in this case" } }
            li { a class="govuk-link" href="/drafts" { "Your drafts" } }
        }
    }
}

/// That it is on record already, by these entries, each with its position.
pub fn already_so(entries: &[(u64, String)], draft: &str) -> Markup {
    html! {
        h1 class="govuk-heading-l" { "It is already on record" }
        p class="govuk-body" { "Nothing was recorded, since this says it already:" }
        ul class="govuk-list" {
            @for (position, says) in entries {
                li { a class="govuk-link" href={"/entries/" (position)} { (says) } }
            }
        }
        p class="govuk-body" {
            "What you wrote is kept as a draft. "
            a class="govuk-link" href={"/drafts/" (draft)} { "Change it" } " or "
            a class="govuk-link" href={"/drafts/" (draft) "/delete"} { "delete it" } "."
        }
    }
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Its identifier.
    pub id: String,
    /// What its form is called.
    pub title: String,
    /// What its case is called, and its identifier.
    pub case: (String, String),
    /// When it was last saved.
    pub saved: String,
    /// Until when it is kept.
    pub until: String,
}

/// The drafts of whoever is signed in.
pub fn drafts(lines: &[DraftLine], done: Option<&str>, days_kept: u32) -> Markup {
    let mut table = hidden("Your drafts", &["What", "Case", "Last saved", "Kept until", "Delete"]);
    table.rows = lines.iter().map(cells).collect();
    html! {
        @if let Some(done) = done {
            (NotificationBanner {
                success: true,
                title: html! { "Done" },
                ..NotificationBanner::important(NotificationBanner::heading(&html! { (done) }))
            }.markup())
        }
        h1 class="govuk-heading-l" { "Your drafts" }
        p class="govuk-body candour-reading" {
            "Nobody else can see them, and none of it is on record. A draft is kept for " (days(days_kept))
            " after it was last saved, and erased when it is recorded."
        }
        @if lines.is_empty() { p class="govuk-body" { "You have no drafts." } }
        @else {
            p class="govuk-body" { (capital(&count(lines.len() as u64, "draft", "drafts"))) "." }
            (scrolled("Your drafts", &table.markup()))
        }
    }
}

fn cells(line: &DraftLine) -> Vec<Cell> {
    let (case, id) = &line.case;
    vec![
        Cell::of(html! { a class="govuk-link" href={"/drafts/" (line.id)} { (line.title) } }),
        Cell::of(html! { a class="govuk-link" href={"/cases/" (id)} { (case) } }),
        Cell::text(&line.saved),
        Cell::text(&line.until),
        Cell::of(html! {
            a class="govuk-link" href={"/drafts/" (line.id) "/delete"} {
                "Delete" span class="govuk-visually-hidden" { ": " (line.title) ", saved " (line.saved) }
            }
        }),
    ]
}

/// Whether a draft is to be deleted.
pub fn deleting(line: &DraftLine) -> Markup {
    html! {
        h1 class="govuk-heading-l" { "Do you want to delete this draft?" }
        p class="govuk-body" {
            (line.title) ", case " (line.case.0) ", saved " (line.saved) ". It cannot be brought back."
        }
        form method="post" action={"/drafts/" (line.id) "/delete"} novalidate {
            div class="govuk-button-group" {
                (Button { classes: "govuk-button--warning", ..Button::submit("Delete the draft") }.markup())
                a class="govuk-link" href={"/drafts/" (line.id)} { "Keep it and go on" }
            }
        }
    }
}

/// Why a form could not be taken in, and what to do first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// Nobody is signed in any more.
    SignedOut,
    /// This server records nothing.
    OnlyReads,
}

/// That a form could not be taken in: what was typed goes with the page, so that nothing of it is lost.
pub fn not_taken(why: NotTaken, to: &str, fields: &[(String, String)]) -> Markup {
    let (title, what) = match why {
        NotTaken::SignedOut => (
            "You were signed out",
            "Nobody was signed in when your form arrived. It was not kept on the server, and nothing was \
             recorded. What you wrote is still in this page: do not close it.",
        ),
        NotTaken::OnlyReads => (
            "Nothing can be recorded here",
            "This server only reads the ledger. Your form was not kept on it, and nothing was recorded. What \
             you wrote is still in this page: do not close it before it is safe elsewhere.",
        ),
    };
    html! {
        h1 class="govuk-heading-l" { (title) }
        (warning_text(&html! { (what) }, "Warning", ""))
        @if why == NotTaken::SignedOut {
            p class="govuk-body" {
                "First " a class="govuk-link" href="/sign-in?to=/drafts" target="_blank" rel="noopener" {
                    "sign in (opens in a new tab)"
                } ". Then come back to this tab and send the form again."
            }
        }
        form method="post" action=(to) novalidate {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (Button::submit("Send the form again").markup())
        }
        (typed(fields))
    }
}

/// What was typed, to be copied from the page.
fn typed(fields: &[(String, String)]) -> Markup {
    let written: Vec<&(String, String)> =
        fields.iter().filter(|(_, value)| value.contains(char::is_whitespace)).collect();
    html! {
        @if !written.is_empty() {
            h2 class="govuk-heading-m" { "What you wrote" }
            @for (_, value) in written { p class="govuk-body candour-typed" dir="auto" { (value) } }
        }
    }
}
