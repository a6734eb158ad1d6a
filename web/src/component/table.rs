//! The table.

use maud::{Markup, html};

use super::classes;

/// How the content of a cell stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As text.
    Text,
    /// As a number: to the right, its digits below each other.
    Number,
}

/// A cell, of the head or of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What stands in it.
    pub content: Markup,
    /// How.
    pub format: Format,
    /// How many columns it spans, where more than one.
    pub columns: Option<u32>,
    /// How many rows it spans, where more than one.
    pub rows: Option<u32>,
    /// Classes beside its own.
    pub classes: String,
}

impl Cell {
    /// A cell with something in it.
    pub fn of(content: Markup) -> Self {
        Self { content, format: Format::Text, columns: None, rows: None, classes: String::new() }
    }

    /// A cell with a text.
    pub fn text(text: &str) -> Self {
        Self::of(html! { (text) })
    }

    /// A cell with a number.
    pub fn number(content: Markup) -> Self {
        Self { format: Format::Number, ..Self::of(content) }
    }

    /// The same, with these classes as well.
    #[must_use]
    pub fn with(self, classes: &str) -> Self {
        Self { classes: classes.to_owned(), ..self }
    }

    /// The same, over so many rows.
    #[must_use]
    pub fn over(self, rows: usize) -> Self {
        let rows = u32::try_from(rows).ok().filter(|it| *it > 1);
        Self { rows, ..self }
    }

    fn class(&self, own: &str) -> String {
        let format = match self.format {
            Format::Text => String::new(),
            Format::Number => format!("{own}--numeric"),
        };
        classes(&classes(own, &format), &self.classes)
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its caption.
    pub caption: Option<Markup>,
    /// Classes of its caption beside its own.
    pub caption_classes: String,
    /// Its head; none where it has none.
    pub head: Option<Vec<Cell>>,
    /// Its rows. A row may be shorter where a cell above it spans several.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of each row is what the row is called.
    pub first_is_header: bool,
    /// Classes beside its own.
    pub classes: String,
}

impl Table {
    /// A table with a caption and a head of texts.
    pub fn of(caption: &str, head: &[&str]) -> Self {
        Self {
            caption: Some(html! { (caption) }),
            head: Some(head.iter().map(|it| Cell::text(it)).collect()),
            ..Self::default()
        }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        html! {
            table class=(classes("govuk-table", &self.classes)) {
                @if let Some(caption) = &self.caption {
                    caption class=(classes("govuk-table__caption", &self.caption_classes)) {
                        (caption)
                    }
                }
                @if let Some(head) = &self.head {
                    thead class="govuk-table__head" {
                        tr class="govuk-table__row" {
                            @for cell in head {
                                th scope="col" class=(cell.class("govuk-table__header"))
                                    colspan=[cell.columns] rowspan=[cell.rows] { (cell.content) }
                            }
                        }
                    }
                }
                tbody class="govuk-table__body" {
                    @for row in &self.rows {
                        tr class="govuk-table__row" {
                            @for (index, cell) in row.iter().enumerate() { (self.cell(index, cell)) }
                        }
                    }
                }
            }
        }
    }

    fn cell(&self, index: usize, cell: &Cell) -> Markup {
        if index == 0 && self.first_is_header {
            let class = classes("govuk-table__header", &cell.classes);
            return html! {
                th scope="row" class=(class) colspan=[cell.columns] rowspan=[cell.rows] {
                    (cell.content)
                }
            };
        }
        html! {
            td class=(cell.class("govuk-table__cell")) colspan=[cell.columns] rowspan=[cell.rows] {
                (cell.content)
            }
        }
    }
}
