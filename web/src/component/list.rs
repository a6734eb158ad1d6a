//! The summary list, and the card that it may stand in.

use maud::{Markup, html};

use super::classes;
use super::notice::heading;

/// A row of a summary list.
#[derive(Debug, Clone)]
pub struct SummaryRow<'a> {
    /// What it is called.
    pub key: Markup,
    /// What is said.
    pub value: Markup,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl SummaryRow<'_> {
    /// A row.
    pub fn of(key: &str, value: Markup) -> Self {
        Self { key: html! { (key) }, value, classes: "" }
    }
}

/// The card in which a summary list stands.
#[derive(Debug, Clone)]
pub struct SummaryCard<'a> {
    /// Its title.
    pub title: Option<Markup>,
    /// The level of its title.
    pub level: u8,
    /// Classes of its title beside its own.
    pub title_classes: &'a str,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl SummaryCard<'_> {
    /// A card with a title.
    pub fn titled(title: Markup) -> Self {
        Self { title: Some(title), level: 2, title_classes: "", classes: "" }
    }

    /// The markup, around what stands in it.
    pub fn around(&self, content: &Markup) -> Markup {
        html! {
            div class=(classes("govuk-summary-card", self.classes)) {
                div class="govuk-summary-card__title-wrapper" {
                    @if let Some(title) = &self.title {
                        @let class = classes("govuk-summary-card__title", self.title_classes);
                        (heading(self.level, &class, None, title))
                    }
                }
                div class="govuk-summary-card__content" { (content) }
            }
        }
    }
}

/// A summary list.
#[derive(Debug, Clone)]
pub struct SummaryList<'a> {
    /// Its rows.
    pub rows: Vec<SummaryRow<'a>>,
    /// The card that it stands in.
    pub card: Option<SummaryCard<'a>>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> SummaryList<'a> {
    /// A list of rows.
    pub fn of(rows: Vec<SummaryRow<'a>>) -> Self {
        Self { rows, card: None, classes: "" }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let list = html! {
            dl class=(classes("govuk-summary-list", self.classes)) {
                @for row in &self.rows {
                    div class=(classes("govuk-summary-list__row", row.classes)) {
                        dt class="govuk-summary-list__key" { (row.key) }
                        dd class="govuk-summary-list__value" { (row.value) }
                    }
                }
            }
        };
        self.card.as_ref().map_or_else(|| list.clone(), |card| card.around(&list))
    }
}
