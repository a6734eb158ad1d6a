//! Rows of a workbook. Not yet.
use super::fault::{Fault, Place, Problem};
use super::table::{Sheet, Table};
pub(crate) fn read(file: &str, _bytes: &[u8], _sheet: &Sheet) -> Result<Table, Problem> {
    Err(Problem { place: Place::file(file), fault: Fault::Format })
}
