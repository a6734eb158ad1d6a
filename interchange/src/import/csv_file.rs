//! Rows of a CSV file. Rows are told apart here, so that a row is counted as a spreadsheet counts
//! it, never grows beyond its limit before that is noticed, and an open quotation mark is found
//! where it opens; the `csv` crate reads the cells of each.

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
        let cells = cells_of(row.text).map_err(|error| at(Fault::Unreadable(error)))?;
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

fn cells_of(row: &str) -> Result<Vec<String>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(row.len().clamp(64, 8 * 1024))
        .from_reader(row.as_bytes());
    match reader.records().next() {
        None => Ok(Vec::new()),
        Some(Ok(record)) => Ok(record.iter().map(str::to_owned).collect()),
        Some(Err(error)) => Err(error.to_string()),
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

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_heading() {
        let table = read("a.csv", b"\xEF\xBB\xBFref,date\n").unwrap();
        assert_eq!(table.headings, ["ref", "date"]);
    }
}
