//! Ways from page to page: the service's navigation, breadcrumbs, and pages of a list.

use maud::{Markup, html};

use super::classes;

/// Where a reader is, as to an item of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// On this very page.
    Page,
    /// On a page that belongs to it.
    Within,
    /// Elsewhere.
    Elsewhere,
}

/// An item of the navigation.
#[derive(Debug, Clone)]
pub struct NavigationItem<'a> {
    /// What it says.
    pub content: Markup,
    /// Where it leads; none where it is no link.
    pub href: Option<&'a str>,
    /// Whether the reader is there.
    pub here: Here,
}

/// The navigation of a service, with its name.
#[derive(Debug, Clone)]
pub struct ServiceNavigation<'a> {
    /// The name of the service; none where it stands elsewhere.
    pub name: Option<&'a str>,
    /// Where the name leads.
    pub url: Option<&'a str>,
    /// The items.
    pub items: Vec<NavigationItem<'a>>,
    /// Whether a narrow screen has them behind a button; where nothing is said, when there are several.
    pub collapses: Option<bool>,
    /// What the button for them says.
    pub button: &'a str,
    /// What the button is called, where that is something else.
    pub button_label: Option<&'a str>,
    /// What the landmark is called, where that is not what the button says.
    pub label: Option<&'a str>,
    /// What the section is called.
    pub section: &'a str,
    /// The identifier of the list.
    pub id: &'a str,
    /// Classes of the landmark beside its own.
    pub navigation_classes: &'a str,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> ServiceNavigation<'a> {
    /// A navigation with these items.
    pub fn of(name: Option<&'a str>, items: Vec<NavigationItem<'a>>) -> Self {
        Self {
            name,
            url: None,
            items,
            collapses: None,
            button: "Menu",
            button_label: None,
            label: None,
            section: "Service information",
            id: "navigation",
            navigation_classes: "",
            classes: "",
        }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let class = classes("govuk-service-navigation", self.classes);
        let within = html! {
            div class="govuk-width-container" {
                div class="govuk-service-navigation__container" {
                    @if let Some(name) = self.name {
                        span class="govuk-service-navigation__service-name" {
                            @match self.url {
                                Some(url) => a href=(url) class="govuk-service-navigation__link" { (name) },
                                None => span class="govuk-service-navigation__text" { (name) },
                            }
                        }
                    }
                    @if !self.items.is_empty() { (self.landmark()) }
                }
            }
        };
        html! {
            @if self.name.is_some() {
                section aria-label=(self.section) class=(class) data-module="govuk-service-navigation" {
                    (within)
                }
            } @else {
                div class=(class) data-module="govuk-service-navigation" { (within) }
            }
        }
    }

    fn landmark(&self) -> Markup {
        let class = classes("govuk-service-navigation__wrapper", self.navigation_classes);
        let label = self.button_label.filter(|it| *it != self.button);
        html! {
            nav aria-label=(self.label.unwrap_or(self.button)) class=(class) {
                @if self.collapses.unwrap_or(self.items.len() > 1) {
                    button type="button" aria-controls=(self.id) aria-label=[label]
                        class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
                        hidden aria-hidden="true" { (self.button) }
                }
                ul class="govuk-service-navigation__list" id=(self.id) {
                    @for item in &self.items { (item.markup()) }
                }
            }
        }
    }
}

impl NavigationItem<'_> {
    fn markup(&self) -> Markup {
        let (added, current) = match self.here {
            Here::Page => ("govuk-service-navigation__item--active", Some("page")),
            Here::Within => ("govuk-service-navigation__item--active", Some("true")),
            Here::Elsewhere => ("", None),
        };
        let content = match self.here {
            Here::Page | Here::Within => html! {
                strong class="govuk-service-navigation__active-fallback" { (self.content) }
            },
            Here::Elsewhere => self.content.clone(),
        };
        html! {
            li class=(classes("govuk-service-navigation__item", added)) {
                @match self.href {
                    Some(href) => a class="govuk-service-navigation__link" href=(href)
                        aria-current=[current] { (content) },
                    None => span class="govuk-service-navigation__text" aria-current=[current] {
                        (content)
                    },
                }
            }
        }
    }
}

/// A step of the way to a page.
#[derive(Debug, Clone)]
pub struct Breadcrumb<'a> {
    /// What it says.
    pub content: Markup,
    /// Where it leads; none where it is this page.
    pub href: Option<&'a str>,
}

/// The way to a page.
pub fn breadcrumbs(steps: &[Breadcrumb<'_>], label: &str, added: &str) -> Markup {
    html! {
        nav class=(classes("govuk-breadcrumbs", added)) aria-label=(label) {
            ol class="govuk-breadcrumbs__list" {
                @for step in steps {
                    @match step.href {
                        Some(href) => li class="govuk-breadcrumbs__list-item" {
                            a class="govuk-breadcrumbs__link" href=(href) { (step.content) }
                        },
                        None => li class="govuk-breadcrumbs__list-item" aria-current="page" {
                            (step.content)
                        },
                    }
                }
            }
        }
    }
}

/// From one page of a list to the next: the lists here go on from where a page ended, so there are no
/// numbers.
#[derive(Debug, Clone)]
pub struct Pagination<'a> {
    /// Where the page before is.
    pub previous: Option<Turn<'a>>,
    /// Where the next page is.
    pub next: Option<Turn<'a>>,
    /// What the landmark is called.
    pub label: &'a str,
    /// Classes beside its own.
    pub classes: &'a str,
}

/// A link to the page before, or the next.
#[derive(Debug, Clone)]
pub struct Turn<'a> {
    /// Where it leads.
    pub href: &'a str,
    /// What it says, where that is not the usual.
    pub content: Option<Markup>,
    /// What is on that page.
    pub label: Option<&'a str>,
}

impl<'a> Turn<'a> {
    /// To an address.
    pub fn to(href: &'a str) -> Self {
        Self { href, content: None, label: None }
    }
}

const BACK: &str = "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2\
                    h-12.984l4.2931-4.293-1.414-1.414z";
const ON: &str = "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 \
                  1.4492 6.7441-6.4062-6.7246-6.7266z";

impl Pagination<'_> {
    /// The markup.
    pub fn markup(&self) -> Markup {
        let block = self.previous.is_some() || self.next.is_some();
        let own =
            if block { "govuk-pagination govuk-pagination--block" } else { "govuk-pagination" };
        html! {
            nav class=(classes(own, self.classes)) aria-label=(self.label) {
                @if let Some(turn) = &self.previous { (turn.markup("prev", "Previous", BACK)) }
                @if let Some(turn) = &self.next { (turn.markup("next", "Next", ON)) }
            }
        }
    }
}

impl Turn<'_> {
    fn markup(&self, way: &str, word: &str, arrow: &str) -> Markup {
        let decorated =
            if self.label.is_none() { "govuk-pagination__link-title--decorated" } else { "" };
        html! {
            div class={"govuk-pagination__" (way)} {
                a class="govuk-link govuk-pagination__link" href=(self.href) rel=(way) {
                    svg class={"govuk-pagination__icon govuk-pagination__icon--" (way)}
                        xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true"
                        focusable="false" viewBox="0 0 15 13" { path d=(arrow) {} }
                    span class=(classes("govuk-pagination__link-title", decorated)) {
                        @match &self.content {
                            Some(content) => (content),
                            None => {
                                (word) span class="govuk-visually-hidden" { " page" }
                            },
                        }
                    }
                    @if let Some(label) = self.label {
                        span class="govuk-visually-hidden" { ":" }
                        span class="govuk-pagination__link-label" { (label) }
                    }
                }
            }
        }
    }
}
