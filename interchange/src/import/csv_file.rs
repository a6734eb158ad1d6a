//! Rows of a CSV file. Rows are told apart here, so that a row is counted as a spreadsheet counts
//! it, never grows beyond its limit before that is noticed, and an open quotation mark is found
//! where it opens; and so are its cells, as the `csv` crate would read them, which a test compares.

use super::fault::{Fault, Place, Problem};
use super::limits::{ROW_BYTES_MAX, ROWS_MAX};
use super::table::{Line, Table};

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads a CSV file.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Table, Problem> {
    let whole = |fault| Problem { place: Place::file(file), fault };
    let text = text_of(bytes).map_err(whole)?;
    if text.trim().is_empty() {
        return Err(whole(Fault::Empty));
    }
    let mut table = Table::of(file);
    for row in Rows::of(text) {
        let at = |fault| Problem { place: Place::row(file, row.number), fault };
        if row.number > ROWS_MAX {
            return Err(whole(Fault::TooManyRows));
        }
        if row.open_quote {
            return Err(at(Fault::OpenQuote));
        }
        if row.text.len() > ROW_BYTES_MAX {
            table.problems.push(at(Fault::RowTooLarge { bytes: row.text.len() }));
            continue;
        }
        let cells = cells_of(row.text);
        if table.headings.is_empty() {
            table.headings = cells;
            table.headings_at = row.number;
        } else if !cells.is_empty() {
            table.lines.push(Line { number: row.number, cells });
        }
    }
    Ok(table)
}

fn text_of(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Fault::Utf16);
    }
    let (skipped, rest) = match bytes.strip_prefix(BOM) {
        Some(rest) => (BOM.len(), rest),
        None => (0, bytes),
    };
    std::str::from_utf8(rest).map_err(|error| {
        if rest.iter().take(200).filter(|byte| **byte == 0).count() > 20 {
            return Fault::Utf16;
        }
        Fault::NotUtf8 { byte: skipped + error.valid_up_to() }
    })
}

/// The cells of a row in which every quotation mark that opens is closed; none of an empty row.
fn cells_of(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let row = row.strip_prefix('\u{FEFF}').unwrap_or(row);
    let mut rest = (!row.is_empty()).then_some(row);
    while let Some(text) = rest {
        let (cell, after) = first_cell(text);
        cells.push(cell);
        rest = after;
    }
    cells
}

/// The first cell of a text, and what comes after its comma, if there is one.
fn first_cell(text: &str) -> (String, Option<&str>) {
    let mut cell = String::new();
    let mut rest = text;
    if let Some(mut quoted) = text.strip_prefix('"') {
        loop {
            let (before, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            cell.push_str(before);
            rest = after;
            let Some(more) = after.strip_prefix('"') else { break };
            cell.push('"');
            quoted = more;
        }
    }
    // What follows a quotation mark that closes belongs to the cell.
    if let Some((last, after)) = rest.split_once(',') {
        cell.push_str(last);
        (cell, Some(after))
    } else {
        cell.push_str(rest);
        (cell, None)
    }
}

/// A row as it stands in the text, without its line end.
struct RowText<'a> {
    number: u32,
    text: &'a str,
    open_quote: bool,
}

/// Tells rows apart: a line end within quotation marks ends no row.
struct Rows<'a> {
    rest: &'a str,
    number: u32,
}

impl<'a> Rows<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text, number: 0 }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = RowText<'a>;

    fn next(&mut self) -> Option<RowText<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let (end, open_quote) = end_of_row(self.rest.as_bytes());
        let text = &self.rest[..end];
        let after = &self.rest[end..];
        let line_end = if after.starts_with("\r\n") { 2 } else { after.len().min(1) };
        self.rest = &after[line_end..];
        Some(RowText { number: self.number, text, open_quote })
    }
}

/// Where the first row ends, and whether that is within quotation marks.
fn end_of_row(bytes: &[u8]) -> (usize, bool) {
    #[derive(Clone, Copy, PartialEq)]
    enum In {
        FieldStart,
        Field,
        Quotes,
        AfterQuote,
    }
    let mut state = In::FieldStart;
    for (at, byte) in bytes.iter().enumerate() {
        state = match (state, byte) {
            (In::Quotes, b'"') => In::AfterQuote,
            (In::Quotes, _) | (In::AfterQuote | In::FieldStart, b'"') => In::Quotes,
            (In::FieldStart | In::Field | In::AfterQuote, b'\n' | b'\r') => return (at, false),
            (In::FieldStart | In::Field | In::AfterQuote, b',') => In::FieldStart,
            (In::FieldStart | In::Field | In::AfterQuote, _) => In::Field,
        };
    }
    (bytes.len(), state == In::Quotes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let table = read("a.csv", text.as_bytes()).unwrap();
        table.lines.into_iter().map(|line| (line.number, line.cells)).collect()
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "a,b\r\n\r\n\"one\r\nline\",\"say \"\"no\"\"\"\n\nx,5\" nail\n";
        let cells = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(
            rows(text),
            [(3, cells("one\r\nline", "say \"no\"")), (5, cells("x", "5\" nail"))]
        );
    }

    /// The cells of a row as the crate reads them that everybody uses.
    fn by_the_crate(row: &str) -> Vec<String> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(row.as_bytes());
        let record = reader.records().next();
        record.map_or(Vec::new(), |it| it.unwrap().iter().map(str::to_owned).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn cells_are_those_that_the_crate_reads(
            text in "([a\",\r\n \u{e9}\u{feff}]|\"\"|\"[^\"]{0,3}\"){0,12}",
        ) {
            for row in Rows::of(&text) {
                if !row.open_quote {
                    prop_assert_eq!(cells_of(row.text), by_the_crate(row.text), "{:?}", row.text);
                }
            }
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_heading() {
        let table = read("a.csv", b"\xEF\xBB\xBFref,date\n").unwrap();
        assert_eq!(table.headings, ["ref", "date"]);
    }
}
