//! Tables for people, as CSV and as workbooks.
//!
//! # Rules
//! - `a_cell_that_a_spreadsheet_would_run_is_neutralised`: with an apostrophe before it, in CSV; in a
//!   workbook text is written as text and never runs.
//! - `a_workbook_has_real_dates_a_frozen_heading_and_a_filter`.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

/// The most characters that a cell of a workbook holds.
const CELL_CHARACTERS_MAX: usize = 32_767;
/// What stands at the end of a text that was too long for a cell.
const SHORTENED: &str = " [shortened: the whole text is in the CSV]";
/// How wide a column of a workbook becomes at most, in characters.
const WIDTH_MAX: f64 = 60.0;

/// Whether the people of a ledger are invented. Every table says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// They are invented: the ledger is synthetic.
    Invented,
    /// They are real.
    Real,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A number.
    Number(i64),
}

impl Value {
    /// Words, or nothing where there are none.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Text(words) }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl From<&String> for Value {
    fn from(words: &String) -> Self {
        Self::text(words.as_str())
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::text(words)
    }
}

/// Headings and rows, each row as wide as the headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportTable {
    /// What it is, in a few words: the name of the sheet.
    pub name: String,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The CSV could not be written.
    #[error("the table could not be written as CSV")]
    Csv(#[from] csv::Error),
    /// The workbook could not be written.
    #[error("the table could not be written as a workbook")]
    Workbook(#[from] XlsxError),
}

impl ExportTable {
    /// Adds a last column that says of every row that its people are invented, where they are.
    pub(crate) fn marked(mut self, people: People) -> Self {
        if people == People::Invented {
            self.headings.push("ledger".to_owned());
            for row in &mut self.rows {
                row.push(Value::text("synthetic: invented people"));
            }
        }
        self
    }

    /// Writes the table as CSV: UTF-8 with a byte order mark, so that spreadsheets read it as such,
    /// and days as ISO writes them.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_csv(&self, mut out: impl std::io::Write) -> Result<(), ExportError> {
        out.write_all(b"\xEF\xBB\xBF").map_err(csv::Error::from)?;
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(self.headings.iter().map(|heading| neutral(heading)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|value| match value {
                Value::Empty => String::new(),
                Value::Text(words) => neutral(words),
                Value::Day(day) => day.to_string(),
                Value::Number(number) => number.to_string(),
            }))?;
        }
        writer.flush().map_err(csv::Error::from)?;
        Ok(())
    }

    /// Writes the table as a workbook.
    ///
    /// # Errors
    /// If it cannot be written: a workbook has at most 1,048,576 rows.
    pub fn to_workbook(&self) -> Result<Vec<u8>, ExportError> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold();
        let day_form = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
        let words_form = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(&self.headings) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (row, values) in (1..).zip(&self.rows) {
            for (column, value) in (0..).zip(values) {
                match value {
                    Value::Empty => {}
                    Value::Text(words) => {
                        let words = fitting(words);
                        sheet.write_string_with_format(row, column, words, &words_form)?;
                    }
                    Value::Day(day) => match excel_day(*day) {
                        Some(day) => {
                            sheet.write_datetime_with_format(row, column, &day, &day_form)?;
                        }
                        None => {
                            sheet.write_string(row, column, day.to_string())?;
                        }
                    },
                    Value::Number(number) => {
                        #[expect(
                            clippy::cast_precision_loss,
                            reason = "row numbers and days, far below 2^52"
                        )]
                        sheet.write_number_with_format(row, column, *number as f64, &words_form)?;
                    }
                }
            }
        }
        let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(self.headings.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last_row, last_column)?;
        for (column, width) in (0..).zip(self.widths()) {
            sheet.set_column_width(column, width)?;
        }
        Ok(workbook.save_to_buffer()?)
    }

    fn widths(&self) -> Vec<f64> {
        let of = |value: Option<&Value>| match value {
            None | Some(Value::Empty) => 0,
            Some(Value::Text(words)) => words.chars().take(100).count(),
            Some(Value::Day(_) | Value::Number(_)) => 10,
        };
        let widest = |(column, heading): (usize, &String)| {
            let cells = self.rows.iter().map(|row| of(row.get(column))).max().unwrap_or(0);
            let widest = u32::try_from(cells.max(heading.len()) + 3).unwrap_or(u32::MAX);
            f64::from(widest).min(WIDTH_MAX)
        };
        self.headings.iter().enumerate().map(widest).collect()
    }
}

/// A day as a workbook keeps it, from 1900 on; an earlier one is written as text.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, of_month).ok()
}

fn fitting(words: &str) -> String {
    if words.chars().count() <= CELL_CHARACTERS_MAX {
        return words.to_owned();
    }
    let kept = CELL_CHARACTERS_MAX - SHORTENED.chars().count();
    words.chars().take(kept).chain(SHORTENED.chars()).collect()
}

/// A text that no spreadsheet takes for a formula.
fn neutral(words: &str) -> String {
    const RUNS: [char; 11] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];
    if words.starts_with(RUNS) { format!("'{words}") } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, DataType, Reader, Xlsx};

    use super::*;

    fn table() -> ExportTable {
        let row = |words: &str| {
            vec![
                Value::text(words),
                Value::Day("2026-02-03".parse().unwrap()),
                Value::Number(-3),
                Value::Empty,
            ]
        };
        let headings = ["event", "date", "days", "note"].map(str::to_owned).to_vec();
        let rows = vec![row("=1+1"), row("He said \"no\"\nand left"), row("fine")];
        ExportTable { name: "Chronology".to_owned(), headings, rows }
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_neutralised() {
        let mut written = Vec::new();
        table().write_csv(&mut written).unwrap();
        assert_eq!(
            String::from_utf8(written).unwrap(),
            "\u{FEFF}event,date,days,note\r\n\
             '=1+1,2026-02-03,-3,\r\n\
             \"He said \"\"no\"\"\nand left\",2026-02-03,-3,\r\n\
             fine,2026-02-03,-3,\r\n"
        );
        let plain = ["=x", "+x", "-x", "@x", "\tx", "\rx", "\u{FF1D}x", "x=1", " =x", ""];
        assert_eq!(
            plain.map(neutral),
            ["'=x", "'+x", "'-x", "'@x", "'\tx", "'\rx", "'\u{FF1D}x", "x=1", " =x", ""]
        );
    }

    #[test]
    fn a_workbook_has_real_dates_a_frozen_heading_and_a_filter() {
        let bytes = table().to_workbook().unwrap();
        let mut book = Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
        let sheet = book.worksheet_range("Chronology").unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("=1+1".to_owned())));
        assert_eq!(
            sheet.get((1, 1)).map(|cell| (
                cell.is_datetime(),
                cell.get_datetime().map(|at| at.to_ymd_hms_milli())
            )),
            Some((true, Some((2026, 2, 3, 0, 0, 0, 0))))
        );
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        let mut part = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
        let mut written = String::new();
        std::io::Read::read_to_string(&mut part, &mut written).unwrap();
        let holds = ["ySplit=\"1\"", "state=\"frozen\"", "<autoFilter ref=\"A1:D4\"/>", "<f>"];
        assert_eq!(holds.map(|words| written.contains(words)), [true, true, true, false]);
    }

    #[test]
    fn a_text_too_long_for_a_cell_says_that_it_was_shortened() {
        let fitted = fitting(&"x".repeat(40_000));
        assert_eq!((fitted.chars().count(), fitted.ends_with(SHORTENED)), (32_767, true));
    }
}
