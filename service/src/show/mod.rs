//! Tables and words for people. One file for each family of answers; nothing here asks anything.

pub(crate) mod bundle;
pub(crate) mod case;
pub(crate) mod dashboard;
pub(crate) mod import;
mod item;
pub(crate) mod knowledge;
pub(crate) mod late;
pub(crate) mod progress;
pub(crate) mod record;
pub(crate) mod search;
pub(crate) mod somebody;
pub(crate) mod words;
pub(crate) mod worklist;

use std::io::{IsTerminal, Stdout};

use comfy_table::{
    Attribute, Cell, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};

use crate::visible::visible;

/// The narrowest table that is still laid out to a width.
const WIDTH_MIN: u16 = 40;

/// How wide a terminal is taken to be that does not say.
const WIDTH_UNKNOWN: u16 = 80;

/// How wide lines of text are where nobody looks and nothing is set.
const WIDTH_OF_TEXT: u16 = 100;

/// How tables are to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether it goes to a terminal.
    terminal: bool,
    /// How wide they may be; as wide as they need where nobody looks and nothing is set.
    width: Option<u16>,
    /// Whether headings may stand out.
    styled: bool,
}

impl Look {
    /// The look for where the data go: a terminal's width, or that of the variable COLUMNS.
    pub(crate) fn of(out: &Stdout) -> Self {
        let columns = std::env::var("COLUMNS").ok().and_then(|set| set.parse().ok());
        let terminal = out.is_terminal();
        let measured = if terminal { comfy_table::Table::new().width() } else { None };
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
        let width = width(terminal, measured, columns);
        Self { terminal, width, styled: terminal && !no_colour }
    }

    /// Whether it goes to a terminal, where somebody looks.
    pub(crate) fn is_for_a_terminal(self) -> bool {
        self.terminal
    }

    /// Whether a table of so many columns fits, each at least so wide.
    pub(crate) fn fits(self, columns: usize, characters_each: usize) -> bool {
        self.width.is_none_or(|width| usize::from(width) >= columns * characters_each)
    }

    /// A text in lines of this width, where nobody looks and nothing is set in lines of 100 characters.
    pub(crate) fn wrapped(self, text: &str) -> String {
        let width = usize::from(self.width.unwrap_or(WIDTH_OF_TEXT));
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                Some(_) | None => lines.push(word.to_owned()),
            }
        }
        lines.join("\n")
    }

    /// An empty table with these headings: one line below them, and none between the rows.
    pub(crate) fn table(self, headings: &[&str]) -> Table {
        let line = LineStyle::none().fill('─').junction('─');
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new().header_separator(line));
        table.force_no_tty();
        if let Some(width) = self.width {
            table.set_width(width.max(WIDTH_MIN));
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        if self.styled {
            table.enforce_styling();
        }
        let heading = |text: &&str| {
            let cell = Cell::new(visible(text));
            if self.styled { cell.add_attribute(Attribute::Bold) } else { cell }
        };
        table.set_header(headings.iter().map(heading));
        Table(table)
    }
}

/// How wide tables may be. A terminal that says that it has no columns at all is taken for one that does
/// not know.
fn width(terminal: bool, measured: Option<u16>, set: Option<u16>) -> Option<u16> {
    let some = |width: Option<u16>| width.filter(|it| *it > 0);
    some(measured).or(some(set)).or(terminal.then_some(WIDTH_UNKNOWN))
}

/// How wide a first column may be and still be kept on one line.
const FIRST_COLUMN_MAX: u16 = 20;

/// A table for people.
pub(crate) struct Table(comfy_table::Table);

impl Table {
    /// Adds a row: the texts of its cells.
    pub(crate) fn add_row(&mut self, cells: impl IntoIterator<Item: AsRef<str>>) {
        let cells = cells.into_iter().map(|it| visible(it.as_ref()).into_owned());
        self.0.add_row(cells.collect::<Vec<String>>());
    }

    /// Gives a column at least this share of the width.
    pub(crate) fn at_least(&mut self, column: usize, percent: u16) {
        if let Some(column) = self.0.column_mut(column) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(percent)));
        }
    }

    /// The table as text, without the spaces that end its lines. What a row is called is not broken.
    pub(crate) fn text(mut self) -> String {
        let widths = self.0.column_max_content_widths();
        let short = widths.first().is_some_and(|it| *it <= FIRST_COLUMN_MAX);
        if let Some(first) = self.0.column_mut(0).filter(|_| short) {
            first.set_constraint(ColumnConstraint::ContentWidth);
        }
        self.0.trim_fmt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_laid_out_in_lines() {
        let look = Look { terminal: false, width: Some(12), styled: false };
        assert_eq!(
            look.wrapped("one two three  seventeen letters"),
            "one two\nthree\nseventeen\nletters"
        );
        let look = Look { terminal: false, width: None, styled: false };
        assert_eq!(look.wrapped("one two"), "one two");
    }

    #[test]
    fn a_terminal_that_does_not_say_how_wide_it_is_has_80_columns() {
        let cases = [
            ((true, Some(120), Some(60)), Some(120)),
            ((true, Some(0), Some(60)), Some(60)),
            ((true, Some(0), None), Some(80)),
            ((true, None, Some(0)), Some(80)),
            ((false, None, Some(60)), Some(60)),
            ((false, None, Some(0)), None),
            ((false, None, None), None),
        ];
        for ((terminal, measured, set), expected) in cases {
            assert_eq!(width(terminal, measured, set), expected);
        }
    }
}
