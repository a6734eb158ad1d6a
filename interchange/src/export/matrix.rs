//! The matrix of items against agencies, as a table: a row an item, a column an agency.

use candour_projections::knowledge::Matrix;

use super::table::{ExportTable, People, Value};

/// The matrix as a table.
pub fn matrix_table(matrix: &Matrix<'_>, people: People) -> ExportTable {
    let fixed = ["item", "type", "when", "agency", "children"];
    let agencies = matrix.agencies.iter().map(|agency| agency.name.to_string());
    let headings = fixed.into_iter().map(str::to_owned).chain(agencies).collect();
    let row = |row: &candour_projections::knowledge::MatrixRow<'_>| {
        let item = &row.item;
        let first = [
            Value::from(item.cite.label.as_str()),
            Value::from(item.kind),
            Value::from(item.when.words.as_str()),
            Value::from(item.agency.name.as_str()),
            Value::text(item.children.join("; ")),
        ];
        first.into_iter().chain(row.cells.iter().map(|cell| Value::from(&cell.words))).collect()
    };
    let rows = matrix.rows.iter().map(row).collect();
    ExportTable { name: "Matrix".to_owned(), headings, rows }.marked(people)
}
