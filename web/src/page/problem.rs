//! Pages that say that something is not so, cannot be done, or went wrong, and what to do next. They
//! repeat nothing of the program's inner workings.

use maud::{Markup, html};

/// A page that says what is not there or was not understood.
pub fn page(title: &str, what: &str, next: Option<&str>) -> Markup {
    html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                h1 class="govuk-heading-l" { (title) }
                p class="govuk-body" { (crate::words::capital(what)) "." }
                @if let Some(next) = next {
                    p class="govuk-body" { (crate::words::capital(next)) "." }
                }
                p class="govuk-body" { a class="govuk-link" href="/cases" { "Go to the cases" } }
            }
        }
    }
}
