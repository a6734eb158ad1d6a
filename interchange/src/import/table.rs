//! A file as rows of cells, whatever its format. What a cell means is not decided here.

use std::io::Read;

use super::caution::Warning;
use super::csv_file;
use super::fault::{Fault, Place, Problem};
use super::limits::{CELL_BYTES_MAX, COLUMNS_MAX, FILE_BYTES_MAX, ROW_BYTES_MAX};
use super::workbook;

/// A file to be imported.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceFile {
    name: String,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for SourceFile {
    /// Leaves the content out: it is about children, and this may end in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SourceFile({}, {} bytes)", self.name, self.bytes.len())
    }
}

impl SourceFile {
    /// Takes a file that is in memory already. Its name is that under which the report lists it.
    ///
    /// # Errors
    /// If it is larger than [`FILE_BYTES_MAX`].
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, Problem> {
        admit(name, bytes.len() as u64)?;
        Ok(Self { name: name.to_owned(), bytes })
    }

    /// Reads a file of which a size is known, and never more than [`FILE_BYTES_MAX`] of it.
    ///
    /// # Errors
    /// If it is too large, before anything is read where `bytes` says so; or cannot be read.
    pub fn read(name: &str, bytes: u64, from: impl Read) -> Result<Self, Problem> {
        admit(name, bytes)?;
        let mut read = Vec::new();
        let unreadable = |error: std::io::Error| Problem {
            place: Place::file(name),
            fault: Fault::Unreadable(error.to_string()),
        };
        let mut bounded = from.take(FILE_BYTES_MAX + 1);
        bounded.read_to_end(&mut read).map_err(unreadable)?;
        Self::new(name, read)
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn admit(name: &str, bytes: u64) -> Result<(), Problem> {
    if bytes > FILE_BYTES_MAX {
        return Err(Problem { place: Place::file(name), fault: Fault::FileTooLarge { bytes } });
    }
    Ok(())
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// As a spreadsheet counts it: the headings are row 1.
    pub(crate) number: u32,
    /// The cells.
    pub(crate) cells: Vec<String>,
}

/// A file as headings and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) file: String,
    pub(crate) headings: Vec<String>,
    /// The row in which the headings stand.
    pub(crate) headings_at: u32,
    pub(crate) lines: Vec<Line>,
    /// What is wrong with single rows; those rows are not among the lines.
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Warning>,
}

impl Table {
    /// A file of which nothing has been read.
    pub(crate) fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            headings: Vec::new(),
            headings_at: 1,
            lines: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// Which sheet of a workbook is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sheet {
    /// The first.
    #[default]
    First,
    /// The one of this name.
    Named(String),
}

/// Reads a file into rows of cells, by what its name says that it is.
pub(crate) fn read(source: &SourceFile, sheet: &Sheet) -> Result<Table, Problem> {
    let file = source.name.as_str();
    let refuse = |fault| Err(Problem { place: Place::file(file), fault });
    if source.bytes.is_empty() {
        return refuse(Fault::Empty);
    }
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let mut table = match ending.as_deref() {
        Some("csv") => csv_file::read(file, &source.bytes)?,
        Some("xlsx") => workbook::read(file, &source.bytes, sheet)?,
        Some("xlsm" | "xltm" | "xlsb" | "xls" | "xlam") => return refuse(Fault::Macros),
        Some(_) | None => return refuse(Fault::Format),
    };
    while table.headings.last().is_some_and(|heading| heading.trim().is_empty()) {
        table.headings.pop();
    }
    if table.headings.is_empty() {
        return refuse(Fault::Empty);
    }
    if table.headings.len() > COLUMNS_MAX {
        return refuse(Fault::TooManyColumns { columns: table.headings.len() });
    }
    fit(&mut table);
    Ok(table)
}

/// Leaves out rows without content, and those that are no rows of this table, with the reason.
fn fit(table: &mut Table) {
    let headings = table.headings.len();
    let lines = std::mem::take(&mut table.lines);
    for mut line in lines {
        let filled = line.cells.iter().rposition(|cell| !cell.trim().is_empty());
        let Some(last) = filled else { continue };
        let bytes = line.cells.iter().map(String::len).sum();
        let large = line.cells.iter().position(|cell| cell.len() > CELL_BYTES_MAX);
        let fault = if let Some(at) = large {
            let place = Place::cell(&table.file, line.number, &heading(&table.headings, at));
            let bytes = line.cells[at].len();
            table.problems.push(Problem { place, fault: Fault::CellTooLarge { bytes } });
            continue;
        } else if bytes > ROW_BYTES_MAX {
            Some(Fault::RowTooLarge { bytes })
        } else if last >= headings || line.cells.len() < headings {
            Some(Fault::Width { cells: line.cells.len(), headings })
        } else {
            None
        };
        if let Some(fault) = fault {
            let place = Place::row(&table.file, line.number);
            table.problems.push(Problem { place, fault });
        } else {
            line.cells.truncate(headings);
            table.lines.push(line);
        }
    }
}

/// The heading of a column, or its number where it has none.
pub(crate) fn heading(headings: &[String], at: usize) -> String {
    match headings.get(at).map(|heading| heading.trim()) {
        Some(heading) if !heading.is_empty() => heading.to_owned(),
        Some(_) | None => (at + 1).to_string(),
    }
}
