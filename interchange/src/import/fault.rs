//! What can be wrong with a file, a row or a cell, each in a sentence for whoever keeps the file,
//! with its place as a spreadsheet counts it. Nothing here finds a fault.

use std::fmt;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::kind::Kind;
use super::limits::{
    CELL_BYTES_MAX, COLUMNS_MAX, FILE_BYTES_MAX, LIST_VALUES_MAX, ROW_BYTES_MAX, ROWS_MAX,
    WORKBOOK_BYTES_MAX,
};

/// A place in a file. Rows are counted as a spreadsheet counts them: the headings are row 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "PlaceInFile")]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// The row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The heading of the column, or where there is none its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl Place {
    /// The whole file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), row: None, column: None }
    }

    /// A row of it.
    pub fn row(file: &str, row: u32) -> Self {
        Self { row: Some(row), ..Self::file(file) }
    }

    /// A cell of it.
    pub fn cell(file: &str, row: u32, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..Self::row(file, row) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        match &self.column {
            Some(column) => write!(f, ", column {column}"),
            None => Ok(()),
        }
    }
}

/// What is wrong at a place. Nothing was recorded for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub fault: Fault,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.fault)
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::report::placed(&self.place, &self.fault, serializer)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is over [`FILE_BYTES_MAX`].
    #[error("the file has {bytes} bytes and may have {FILE_BYTES_MAX}: split it")]
    FileTooLarge {
        /// How large it is.
        bytes: u64,
    },
    /// The file could not be read from where it is kept.
    #[error("the file could not be read: {0}")]
    Unreadable(String),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Two files of one import have one name.
    #[error("another file of this import has the same name: rename one")]
    SameName,
    /// The name says another format.
    #[error("a chronology is a .csv or an .xlsx file")]
    Format,
    /// The format may carry macros.
    #[error("a file of this kind may hold macros: save it as .xlsx")]
    Macros,
    /// The text is not UTF-8.
    #[error("byte {byte} is not UTF-8: save the file as \"CSV UTF-8\"")]
    NotUtf8 {
        /// The first byte that is not, counted from 0.
        byte: usize,
    },
    /// The text is UTF-16.
    #[error("the file is UTF-16: save it as \"CSV UTF-8\"")]
    Utf16,
    /// A quotation mark is never closed.
    #[error("a quotation mark that opens in this row is never closed")]
    OpenQuote,
    /// The row has more or fewer cells than the headings.
    #[error("the row has {cells} cells and there are {headings} headings")]
    Width {
        /// The cells of the row.
        cells: usize,
        /// The headings.
        headings: usize,
    },
    /// The file has over [`ROWS_MAX`] rows.
    #[error("the file has more than {ROWS_MAX} rows: split it")]
    TooManyRows,
    /// The file has over [`COLUMNS_MAX`] columns.
    #[error("the file has {columns} columns and may have {COLUMNS_MAX}")]
    TooManyColumns {
        /// How many.
        columns: usize,
    },
    /// The row is over [`ROW_BYTES_MAX`].
    #[error("the row has {bytes} bytes and may have {ROW_BYTES_MAX}")]
    RowTooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// The cell is over [`CELL_BYTES_MAX`].
    #[error("the cell has {bytes} bytes and may have {CELL_BYTES_MAX}")]
    CellTooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// The file is no workbook.
    #[error("the file is not a workbook that can be read: {0}")]
    NotAWorkbook(String),
    /// The workbook would unpack to more than [`WORKBOOK_BYTES_MAX`].
    #[error("the workbook unpacks to more than {WORKBOOK_BYTES_MAX} bytes")]
    WorkbookTooLarge,
    /// There is no such sheet.
    #[error("there is no sheet '{wanted}'; the sheets are: {}", .sheets.join(", "))]
    NoSuchSheet {
        /// The sheet that was asked for.
        wanted: String,
        /// Those that there are.
        sheets: Vec<String>,
    },
    /// The cell holds a formula.
    #[error("the cell holds a formula: paste its value in its place")]
    Formula,
    /// The cell holds a spreadsheet's error.
    #[error("the cell holds the error {0}")]
    CellError(String),
    /// No column has this heading.
    #[error(
        "there is no such column; translate it with a mapping file, or name it under `ignore`. The columns are: {0}"
    )]
    UnknownColumn(String),
    /// Two columns are the same.
    #[error("the column stands twice")]
    DuplicateColumn,
    /// Columns are missing.
    #[error("missing: {}", .0.join(", "))]
    MissingColumns(Vec<&'static str>),
    /// A needed cell is empty.
    #[error("the cell is empty")]
    EmptyCell,
    /// Not a day.
    #[error("'{given}' is not a day of the calendar: write it as {as_in}")]
    NotADay {
        /// What stands there.
        given: String,
        /// An example.
        as_in: String,
    },
    /// Not a time of day.
    #[error("'{0}' is not a time of day: write it as 15:05")]
    NotATime(String),
    /// A time that never was, or cannot be meant.
    #[error("{0}")]
    NeverWas(String),
    /// A date that no case can speak of.
    #[error("'{0}' lies before 1850 or after 2199")]
    BeyondRecords(String),
    /// Not a precision.
    #[error("'{0}' is not a precision: write exact, day, month or about")]
    NotAPrecision(String),
    /// The precision asks for what is not there, or something is there that it rules out.
    #[error("the precision is {precision}: {demand}")]
    PrecisionDiffers {
        /// The precision.
        precision: &'static str,
        /// What it asks for.
        demand: &'static str,
    },
    /// A span ends before it begins.
    #[error("{to} comes before {from}")]
    EndsBeforeItBegins {
        /// The last day given.
        to: String,
        /// The first.
        from: String,
    },
    /// Not a kind of row.
    #[error("'{given}' is not a kind of row; the kinds are: {}", Kind::names())]
    NotAKind {
        /// What stands there.
        given: String,
    },
    /// The kind has no place for what stands in this column.
    #[error("a row of the kind '{kind}' has no place for this")]
    NoPlace {
        /// The kind.
        kind: Kind,
    },
    /// The kind needs exactly one of something.
    #[error("a row of the kind '{kind}' names {wanted}")]
    Wanted {
        /// The kind.
        kind: Kind,
        /// What it names.
        wanted: &'static str,
    },
    /// A list has over [`LIST_VALUES_MAX`] values.
    #[error("the list has {values} values and may have {LIST_VALUES_MAX}")]
    ListTooLong {
        /// How many.
        values: usize,
    },
    /// Lists that belong together differ in length.
    #[error(
        "there are {values} values for {told} in told_agency: give one for each, or one for all"
    )]
    ListsDiffer {
        /// The values here.
        values: usize,
        /// The agencies told.
        told: usize,
    },
    /// Something is said of a telling, and nobody was told.
    #[error("nobody is named in told_agency")]
    NobodyTold,
    /// Something is said of a note or reason, and there is none.
    #[error("the column {0} is empty")]
    NothingSaid(&'static str),
    /// The value is none of those that are known.
    #[error("'{given}' is not one of: {known}")]
    NotOneOf {
        /// What stands there.
        given: String,
        /// Those that are known.
        known: &'static str,
    },
    /// The words cannot be read as the column is written.
    #[error("'{given}' cannot be read: write it as {as_in}")]
    Unread {
        /// What stands there.
        given: String,
        /// An example.
        as_in: &'static str,
    },
    /// A name or reference is too long.
    #[error("{0}")]
    Label(String),
    /// Two rows of an agency and case have one reference.
    #[error("the reference '{reference}' stands already at {first}")]
    DuplicateReference {
        /// The reference.
        reference: String,
        /// Where it stood first.
        first: Box<Place>,
    },
    /// No row and no entry has this reference.
    #[error("no row of case {case_ref} has the reference '{reference}'")]
    UnknownReference {
        /// The reference.
        reference: String,
        /// The case.
        case_ref: String,
    },
    /// Several agencies have a row with this reference.
    #[error("'{reference}' may be that of {}: write it with its agency, as '{}: {reference}'", .agencies.join(" or of "), .agencies.first().map_or("", String::as_str))]
    AmbiguousReference {
        /// The reference.
        reference: String,
        /// The agencies that have it.
        agencies: Vec<String>,
    },
    /// What the row names was refused itself.
    #[error("'{reference}' names {place}, which was refused")]
    ReferenceRefused {
        /// The reference.
        reference: String,
        /// The row that it names.
        place: Box<Place>,
    },
    /// Rows name each other in a circle.
    #[error("the rows name each other in a circle: {}", places(.rows))]
    Circle {
        /// The rows of the circle.
        rows: Vec<Place>,
    },
    /// The child is not among the people of the case.
    #[error("'{}' is not a child of case {}, which has: {}", .0.name, .0.case_ref, .0.has())]
    UnknownChild(Box<Stranger>),
    /// The person is not among the people of the case.
    #[error("'{}' is not an adult of case {}, which has: {}", .0.name, .0.case_ref, .0.has())]
    UnknownPerson(Box<Stranger>),
    /// One name is a child's here and an adult's there.
    #[error("'{name}' is named as an adult at {other} and as a child here")]
    ChildAndAdult {
        /// The name.
        name: String,
        /// Where it is named as an adult.
        other: Box<Place>,
    },
    /// A name stands twice in the list of people.
    #[error("'{name}' stands already at {first}")]
    NamedTwice {
        /// The name.
        name: String,
        /// Where it stood first.
        first: Box<Place>,
    },
    /// The ledger refused it.
    #[error("the ledger refused it: {0}")]
    Refused(String),
}

/// Somebody whom a case has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The name.
    pub name: String,
    /// The case.
    pub case_ref: String,
    /// Those whom it has.
    pub has: Vec<String>,
}

impl Stranger {
    fn has(&self) -> String {
        if self.has.is_empty() { "none".to_owned() } else { self.has.join(", ") }
    }
}

fn places(rows: &[Place]) -> String {
    rows.iter().map(Place::to_string).collect::<Vec<_>>().join("; ")
}
