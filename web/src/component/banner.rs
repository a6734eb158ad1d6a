//! What stands at the top of every page: the link past it, the name of the service, and what to know
//! of it before anything else.

use maud::{Markup, html};

use super::{classes, tag};

/// The link by which a keyboard skips to what a page is about.
pub fn skip_link(text: &str, href: &str) -> Markup {
    html! {
        a href=(href) class="govuk-skip-link" data-module="govuk-skip-link" { (text) }
    }
}

/// The header of a service that is not GOV.UK.
pub fn generic_header(logo: &Markup, url: &str, added: &str) -> Markup {
    html! {
        div class=(classes("govuk-generic-header", added)) {
            div class="govuk-generic-header__container govuk-width-container" {
                div class="govuk-generic-header__logo" {
                    a href=(url) class="govuk-generic-header__homepage-link" { (logo) }
                }
            }
        }
    }
}

/// A banner that says in what state a service is.
pub fn phase_banner(phase: &Markup, text: &Markup, added: &str) -> Markup {
    html! {
        div class=(classes("govuk-phase-banner govuk-width-container", added)) {
            p class="govuk-phase-banner__content" {
                (tag(phase, "govuk-phase-banner__content__tag"))
                span class="govuk-phase-banner__text" { (text) }
            }
        }
    }
}
