//! Signing in to a demonstration: as one of its people, chosen from a list. It asks for no secret, which
//! is why a demonstration is served to this machine alone.

use maud::{Markup, html};

use crate::component::{Button, ErrorItem, ErrorSummary};

/// Somebody as whom one can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// What is sent when they are chosen.
    pub value: String,
    /// Their name.
    pub name: String,
    /// Their post and agency, as far as they are known.
    pub post: String,
}

/// The page.
pub fn page(people: &[Somebody], to: &str, wrong: Option<&str>) -> Markup {
    html! {
        @if let Some(wrong) = wrong {
            (ErrorSummary::of(vec![ErrorItem { content: html! { (wrong) }, href: Some("#people") }])
                .markup())
        }
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                h1 class="govuk-heading-l" { "Sign in to the demonstration" }
                p class="govuk-body" {
                    "Choose one of the invented people of this ledger. No password is asked for, so these \
                     pages are served to this computer alone."
                }
                @if people.is_empty() {
                    p class="govuk-body" { "Nobody is registered in this ledger." }
                } @else {
                    form method="post" action="/sign-in" id="people" class="candour-people" {
                        input type="hidden" name="to" value=(to);
                        ul class="govuk-list" {
                            @for somebody in people { (choice(somebody)) }
                        }
                    }
                }
            }
        }
    }
}

fn choice(somebody: &Somebody) -> Markup {
    let content = html! {
        "Continue as " (somebody.name)
        @if !somebody.post.is_empty() {
            span class="candour-people__post" { (somebody.post) }
        }
    };
    let button = Button {
        content,
        name: Some("practitioner"),
        value: Some(&somebody.value),
        ..Button::submit("").secondary()
    };
    html! { li { (button.markup()) } }
}
