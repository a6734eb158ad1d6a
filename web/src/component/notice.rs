//! What draws the eye: tags, inset and warning texts, banners, details, and the summary of what is wrong
//! with a form.

use maud::{Markup, Render, html};

use super::classes;

/// A tag.
pub fn tag(content: &impl Render, added: &str) -> Markup {
    let between = if added.is_empty() { "" } else { " " };
    html! { strong class={ "govuk-tag" (between) (added) } { (content) } }
}

/// A text that stands apart.
pub fn inset_text(content: &Markup, added: &str) -> Markup {
    html! { div class=(classes("govuk-inset-text", added)) { (content) } }
}

/// A warning.
pub fn warning_text(content: &Markup, icon_means: &str, added: &str) -> Markup {
    html! {
        div class=(classes("govuk-warning-text", added)) {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" {
                span class="govuk-visually-hidden" { (icon_means) }
                " " (content)
            }
        }
    }
}

/// A part that is opened when somebody wants it.
#[derive(Debug, Clone)]
pub struct Details<'a> {
    /// What is always shown.
    pub summary: Markup,
    /// What is shown when it is opened.
    pub content: Markup,
    /// Whether it is open at first.
    pub open: bool,
    /// Its identifier.
    pub id: Option<&'a str>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl Details<'_> {
    /// A part that is closed at first.
    pub fn closed(summary: &str, content: Markup) -> Self {
        Self { summary: html! { (summary) }, content, open: false, id: None, classes: "" }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        html! {
            details id=[self.id] class=(classes("govuk-details", self.classes)) open[self.open] {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" { (self.summary) }
                }
                div class="govuk-details__text" { (self.content) }
            }
        }
    }
}

/// A banner about something that is so beyond the page.
#[derive(Debug, Clone)]
pub struct NotificationBanner<'a> {
    /// Its title.
    pub title: Markup,
    /// The level of its title.
    pub level: u8,
    /// The identifier of its title.
    pub title_id: &'a str,
    /// What it says, in paragraphs and links of its own.
    pub content: Markup,
    /// Whether it says that something was done.
    pub success: bool,
    /// Whether a script must leave the focus where it is.
    pub keeps_focus: Option<bool>,
    /// Its role, where that is not the usual one.
    pub role: Option<&'a str>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl NotificationBanner<'_> {
    /// A banner with something important.
    pub fn important(content: Markup) -> Self {
        Self {
            title: html! { "Important" },
            level: 2,
            title_id: "govuk-notification-banner-title",
            content,
            success: false,
            keeps_focus: None,
            role: None,
            classes: "",
        }
    }

    /// The paragraph in which a banner says a plain text.
    pub fn heading(text: &Markup) -> Markup {
        html! { p class="govuk-notification-banner__heading" { (text) } }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let kind = if self.success { "govuk-notification-banner--success" } else { "" };
        let class = classes(&classes("govuk-notification-banner", kind), self.classes);
        let usual = if self.success { "alert" } else { "region" };
        let title = html! { (self.title) };
        html! {
            div class=(class) role=(self.role.unwrap_or(usual)) aria-labelledby=(self.title_id)
                data-module="govuk-notification-banner"
                data-disable-auto-focus=[self.keeps_focus] {
                div class="govuk-notification-banner__header" {
                    (heading(self.level, "govuk-notification-banner__title", Some(self.title_id), &title))
                }
                div class="govuk-notification-banner__content" { (self.content) }
            }
        }
    }
}

/// A heading of a level.
pub(crate) fn heading(level: u8, class: &str, id: Option<&str>, content: &Markup) -> Markup {
    match level {
        0 | 1 => html! { h1 class=(class) id=[id] { (content) } },
        2 => html! { h2 class=(class) id=[id] { (content) } },
        3 => html! { h3 class=(class) id=[id] { (content) } },
        4 => html! { h4 class=(class) id=[id] { (content) } },
        5 => html! { h5 class=(class) id=[id] { (content) } },
        6.. => html! { h6 class=(class) id=[id] { (content) } },
    }
}

/// Something that is wrong with a form.
#[derive(Debug, Clone)]
pub struct ErrorItem<'a> {
    /// What is wrong.
    pub content: Markup,
    /// Where: the field.
    pub href: Option<&'a str>,
}

/// What is wrong with a form, above it.
#[derive(Debug, Clone)]
pub struct ErrorSummary<'a> {
    /// Its title.
    pub title: Markup,
    /// What is said before the list.
    pub description: Option<Markup>,
    /// What is wrong, each with its field.
    pub errors: Vec<ErrorItem<'a>>,
    /// Whether a script must leave the focus where it is.
    pub keeps_focus: Option<bool>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> ErrorSummary<'a> {
    /// The usual summary of what is wrong.
    pub fn of(errors: Vec<ErrorItem<'a>>) -> Self {
        let title = html! { "There is a problem" };
        Self { title, description: None, errors, keeps_focus: None, classes: "" }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        html! {
            div class=(classes("govuk-error-summary", self.classes))
                data-disable-auto-focus=[self.keeps_focus] data-module="govuk-error-summary" {
                div role="alert" {
                    h2 class="govuk-error-summary__title" { (self.title) }
                    div class="govuk-error-summary__body" {
                        @if let Some(description) = &self.description { p { (description) } }
                        @if !self.errors.is_empty() {
                            ul class="govuk-list govuk-error-summary__list" {
                                @for error in &self.errors {
                                    li {
                                        @match error.href {
                                            Some(href) => a href=(href) { (error.content) },
                                            None => (error.content),
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
