//! The frame of every page: the marking, the name of the service, the navigation, who is signed in, what
//! to know of the ledger, and the way to the accessibility statement. What is shown in it is the page's.
//!
//! # Rules
//! - `every_page_is_marked_and_says_that_its_people_are_invented`.
//! - `an_earlier_record_is_announced_on_the_page`: what is not the record of now says so above all else.

use maud::{DOCTYPE, Markup, html};

use crate::asset::{address, dressed};
use crate::component::{
    Breadcrumb, Here, NavigationItem, ServiceNavigation, breadcrumbs, generic_header, inset_text,
    phase_banner, skip_link,
};
use crate::written::Room;

/// What the service is called.
pub const SERVICE: &str = "Candour";

/// The marking of every page.
const MARKING: &str = "OFFICIAL-SENSITIVE";

/// What every page of invented people says of itself.
const DEMONSTRATION: &str =
    "This is a demonstration. Every child, family and worker in it is invented.";

/// A part of the service, as the navigation has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The cases.
    Cases,
    /// The duties that wait for somebody.
    Worklist,
    /// The area in numbers.
    Dashboard,
    /// Finding somebody.
    Search,
    /// The entries of the ledger.
    Entries,
    /// What whoever is signed in has begun to write.
    Drafts,
    /// None of them.
    Other,
}

/// About how many bytes of a page come after what stands in it.
const END_BYTES: usize = 4_096;

const PARTS: [(Part, &str, &str); 6] = [
    (Part::Cases, "Cases", "/cases"),
    (Part::Worklist, "Worklist", "/worklist"),
    (Part::Dashboard, "Dashboard", "/dashboard"),
    (Part::Search, "Search", "/search"),
    (Part::Entries, "Entries", "/entries"),
    (Part::Drafts, "Drafts", "/drafts"),
];

/// Whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Their name.
    pub name: String,
    /// Their post and agency, as far as they are known.
    pub post: String,
}

/// What stands around a page.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// What the page is called in the browser's list.
    pub title: &'a str,
    /// The part of the service that it belongs to.
    pub part: Part,
    /// Whether it is the first page of that part.
    pub opens_part: bool,
    /// Whoever is signed in.
    pub reader: Option<&'a Reader>,
    /// The way to it: what each step is called and where it leads.
    pub way: Vec<(String, String)>,
    /// What the record is asked at, where that is not all of it: in words.
    pub as_it_stood: Option<String>,
    /// What to know of the answer: for example that it is some entries behind.
    pub note: Option<String>,
    /// What of it is not shown to whoever reads, in words.
    pub withheld: Option<String>,
    /// Where notices of new entries come from, where the page shows a list of now.
    pub live: Option<String>,
}

impl<'a> Frame<'a> {
    /// The frame of a page that belongs to no part and needs nobody.
    pub fn of(title: &'a str) -> Self {
        Self {
            title,
            part: Part::Other,
            opens_part: false,
            reader: None,
            way: Vec::new(),
            as_it_stood: None,
            note: None,
            withheld: None,
            live: None,
        }
    }

    /// The page.
    pub fn around(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" class="govuk-template" {
                (self.head())
                body class="govuk-template__body" {
                    (skip_link("Skip to main content", "#main-content"))
                    header class="govuk-template__header" {
                        p class="candour-marking" { (MARKING) }
                        (generic_header(&html! { (SERVICE) }, "/", "candour-header"))
                        (self.navigation())
                        (phase_banner(&html! { "Demonstration" }, &html! { (DEMONSTRATION) }, ""))
                    }
                    div class="govuk-width-container" {
                        (self.steps())
                        main class="govuk-main-wrapper" id="main-content" tabindex="-1" hx-history-elt {
                            (self.announced())
                            (Room(content.0.len() + END_BYTES))
                            (content)
                            @if let Some(notices) = &self.live {
                                div class="candour-live" role="status" data-candour-live=(notices) {}
                            }
                        }
                    }
                    (footer())
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let sheets: &[&str] = if dressed() {
            &["govuk-frontend.css", "moj-frontend.css", "candour.css", "charts.css"]
        } else {
            &["plain.css", "charts.css"]
        };
        html! {
            head {
                meta charset="utf-8";
                title { (self.title) " - " (SERVICE) }
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="theme-color" content="#12436D";
                meta name="robots" content="noindex";
                link rel="icon" type="image/svg+xml" href=(address("icon.svg"));
                @for sheet in sheets { link rel="stylesheet" href=(address(sheet)); }
                script type="module" src=(address("live.js")) {}
                @if dressed() {
                    meta name="htmx-config" content="includeIndicatorCSS:false";
                    script src=(address("htmx.js")) defer {}
                    script type="module" src=(address("candour.js")) {}
                }
            }
        }
    }

    fn navigation(&self) -> Markup {
        if self.reader.is_none() {
            return html! {};
        }
        let here = |part| match (self.part == part, self.opens_part) {
            (true, true) => Here::Page,
            (true, false) => Here::Within,
            (false, _) => Here::Elsewhere,
        };
        let items = PARTS.into_iter().map(|(part, text, href)| NavigationItem {
            content: html! { (text) },
            href: Some(href),
            here: here(part),
        });
        let navigation = ServiceNavigation::of(None, items.collect());
        html! {
            (navigation.markup())
            @if let Some(reader) = self.reader {
                div class="candour-reader govuk-width-container" {
                    p class="govuk-body-s candour-reader__name" {
                        "Signed in as " strong { (reader.name) }
                        @if !reader.post.is_empty() { ", " (reader.post) }
                    }
                    form method="post" action="/sign-out" {
                        button type="submit" class="candour-link-button" { "Sign out" }
                    }
                }
            }
        }
    }

    fn steps(&self) -> Markup {
        if self.way.is_empty() {
            return html! {};
        }
        let steps: Vec<Breadcrumb<'_>> = self
            .way
            .iter()
            .map(|(text, href)| Breadcrumb { content: html! { (text) }, href: Some(href) })
            .collect();
        breadcrumbs(&steps, "Breadcrumb", "")
    }

    fn announced(&self) -> Markup {
        html! {
            @if let Some(words) = &self.as_it_stood {
                (inset_text(&html! {
                    p class="govuk-body" {
                        strong { "You are looking at an earlier moment." } " " (words)
                    }
                }, "candour-as-it-stood"))
            }
            @if let Some(note) = &self.note {
                (inset_text(&html! { p class="govuk-body" { (note) } }, ""))
            }
            @if let Some(words) = &self.withheld {
                (inset_text(&html! { p class="govuk-body" { (words) } }, "candour-withheld"))
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer class="govuk-template__footer" {
            div class="govuk-footer" {
                div class="govuk-width-container" {
                    div class="govuk-footer__meta" {
                        div class="govuk-footer__meta-item govuk-footer__meta-item--grow" {
                            h2 class="govuk-visually-hidden" { "Support links" }
                            ul class="govuk-footer__inline-list" {
                                @for (text, href) in [
                                    ("Accessibility statement", "/accessibility"),
                                    ("Notices of others' work", "/notices"),
                                ] {
                                    li class="govuk-footer__inline-list-item" {
                                        a class="govuk-footer__link" href=(href) { (text) }
                                    }
                                }
                            }
                            div class="govuk-footer__meta-custom" { (DEMONSTRATION) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(frame: &Frame<'_>) -> String {
        frame.around(&html! { h1 { "A page" } }).into_string()
    }

    #[test]
    fn every_page_is_marked_and_says_that_its_people_are_invented() {
        let said = page(&Frame::of("A page"));
        assert_eq!((said.matches(MARKING).count(), said.matches(DEMONSTRATION).count()), (1, 2));
    }

    #[test]
    fn an_earlier_record_is_announced_on_the_page() {
        let words = "As it stood on the record at the end of 31 January 2026.";
        let frame = Frame { as_it_stood: Some(words.to_owned()), ..Frame::of("A page") };
        let said = page(&frame);
        let announced = "You are looking at an earlier moment.";
        assert_eq!((said.matches(words).count(), said.matches(announced).count()), (1, 1));
        assert_eq!(page(&Frame::of("A page")).matches(announced).count(), 0);
    }
}
