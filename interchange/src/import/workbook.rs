//! Rows of a workbook. What a workbook unpacks to is counted before any of it is kept; formulas are
//! refused, since what they would show is not what somebody wrote; nothing in it is ever run.

use std::io::{BufReader, Cursor, Read};
use std::panic::{UnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};
use chrono::{NaiveDate, TimeDelta, Timelike};

use super::caution::{Caution, Warning};
use super::cell_reference;
use super::fault::{Fault, Place, Problem};
use super::limits::{COLUMNS_MAX, ROWS_MAX, WORKBOOK_BYTES_MAX, WORKBOOK_PARTS_MAX};
use super::table::{Line, Sheet, Table, heading};

/// How a file begins that is encrypted, or was saved by a program of before 2007.
const OLD_OR_ENCRYPTED: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Reads a sheet of a workbook.
pub(crate) fn read(file: &str, bytes: &[u8], sheet: &Sheet) -> Result<Table, Problem> {
    let whole = |fault| Problem { place: Place::file(file), fault };
    unpacked(bytes).map_err(whole)?;
    contained(|| table(file, bytes, sheet)).unwrap_or_else(|| {
        let why = "it is not written as workbooks are";
        Err(whole(Fault::NotAWorkbook(why.to_owned())))
    })
}

/// What came of reading, or nothing where the reader gave up in the middle of it: the crate that reads
/// workbooks was not written for files that somebody made to break it.
fn contained<T>(read: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    catch_unwind(read).ok()
}

fn table(file: &str, bytes: &[u8], sheet: &Sheet) -> Result<Table, Problem> {
    let whole = |fault| Problem { place: Place::file(file), fault };
    let unreadable = |error: XlsxError| whole(Fault::NotAWorkbook(error.to_string()));
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let wanted = match sheet {
        Sheet::First => names.first().cloned().ok_or_else(|| whole(Fault::Empty))?,
        Sheet::Named(wanted) if names.contains(wanted) => wanted.clone(),
        Sheet::Named(wanted) => {
            let fault = Fault::NoSuchSheet { wanted: wanted.clone(), sheets: names };
            return Err(whole(fault));
        }
    };
    let mut table = Table::of(file);
    let others: Vec<String> = names.into_iter().filter(|name| *name != wanted).collect();
    if !others.is_empty() {
        let caution = Caution::OtherSheets { read: wanted.clone(), others };
        table.warnings.push(Warning { place: Place::file(file), caution });
    }
    let rows = rows(&mut workbook, &wanted).map_err(|stop| match stop {
        Stop::Unreadable(error) => unreadable(error),
        Stop::Fault(fault) => whole(fault),
    })?;
    for (line, faults) in rows {
        if table.headings.is_empty() {
            table.headings_at = line.number;
            table.headings = line.cells;
            table.problems.extend(
                faults.into_iter().map(|(_, fault)| Problem {
                    place: Place::row(file, table.headings_at),
                    fault,
                }),
            );
        } else if faults.is_empty() {
            table.lines.push(line);
        } else {
            table.problems.extend(faults.into_iter().map(|(column, fault)| Problem {
                place: Place::cell(file, line.number, &heading(&table.headings, column)),
                fault,
            }));
        }
    }
    if table.headings.is_empty() {
        return Err(whole(Fault::Empty));
    }
    Ok(table)
}

/// Unpacks every part of a workbook, keeps none, and refuses what grows too large on the way, is there
/// to be run, or names cells that there cannot be.
fn unpacked(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.starts_with(OLD_OR_ENCRYPTED) {
        let why = "it is protected by a password, or saved in the format of before 2007";
        return Err(Fault::NotAWorkbook(why.to_owned()));
    }
    let unreadable = |why: String| Fault::NotAWorkbook(why);
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(error.to_string()))?;
    if archive.len() > WORKBOOK_PARTS_MAX {
        return Err(Fault::WorkbookTooLarge);
    }
    let mut left = WORKBOOK_BYTES_MAX;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| unreadable(error.to_string()))?;
        let name = part.name().map_err(|error| unreadable(error.to_string()))?.to_lowercase();
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") {
            return Err(Fault::Macros);
        }
        let copied = std::io::copy(&mut (&mut part).take(left + 1), &mut std::io::sink())
            .map_err(|error| unreadable(error.to_string()))?;
        left = left.checked_sub(copied).ok_or(Fault::WorkbookTooLarge)?;
    }
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| unreadable(error.to_string()))?;
        cell_reference::check(BufReader::new(part))?;
    }
    Ok(())
}

enum Stop {
    Unreadable(XlsxError),
    Fault(Fault),
}

/// A row, and what is wrong with cells of it by their column.
type ReadRow = (Line, Vec<(usize, Fault)>);

fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<ReadRow>, Stop> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(Stop::Unreadable)?;
    let mut rows: Vec<ReadRow> = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(Stop::Unreadable)? {
        let (row, column) = cell.pos;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let read = if cell.formula.is_some() { Err(Fault::Formula) } else { text(&cell.value) };
        if read.as_ref().is_ok_and(String::is_empty) {
            continue;
        }
        if row >= ROWS_MAX {
            return Err(Stop::Fault(Fault::TooManyRows));
        }
        if column >= COLUMNS_MAX {
            return Err(Stop::Fault(Fault::TooManyColumns { columns: column.saturating_add(1) }));
        }
        let number = row + 1;
        if rows.last().is_none_or(|(line, _)| line.number != number) {
            rows.push((Line { number, cells: Vec::new() }, Vec::new()));
        }
        let Some((line, faults)) = rows.last_mut() else { continue };
        if line.cells.len() <= column {
            line.cells.resize(column + 1, String::new());
        }
        match read {
            Ok(text) => line.cells[column] = text,
            Err(fault) => faults.push((column, fault)),
        }
    }
    rows.sort_by_key(|(line, _)| line.number);
    let width = rows.first().map_or(0, |(line, _)| line.cells.len());
    for (line, _) in &mut rows {
        if line.cells.len() < width {
            line.cells.resize(width, String::new());
        }
    }
    Ok(rows)
}

/// What stands in a cell, as text: dates as ISO writes them.
fn text(value: &DataRef<'_>) -> Result<String, Fault> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(at) => date(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Err(Fault::CellError(error.to_string())),
    })
}

/// A date, a time of day or both; rounded to the second, since a workbook keeps fractions of a day.
fn date(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let written = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
        .and_then(|day| {
            day.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into())
        })
        .and_then(|at| at.checked_add_signed(TimeDelta::milliseconds(500)));
    let Some(written) = written else { return at.as_f64().to_string() };
    let form = match (at.as_f64() < 1.0, written.num_seconds_from_midnight() == 0) {
        (true, _) => "%H:%M:%S",
        (false, true) => "%Y-%m-%d",
        (false, false) => "%Y-%m-%dT%H:%M:%S",
    };
    written.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_gives_up_stops_nothing_but_itself() {
        assert_eq!(contained(|| 1), Some(1));
        assert_eq!(contained(|| "one".parse::<u32>().unwrap()), None);
    }
}
