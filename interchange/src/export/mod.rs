//! Exports: entries for other programs, tables for people. What may be exported to whom is decided
//! before; nothing here reads a ledger.

mod chronology;
mod entries;
mod matrix;
mod table;
#[cfg(test)]
mod tests;

pub use chronology::chronology_table;
pub use entries::{Ledger, cloud_event, json_line};
pub use matrix::matrix_table;
pub use table::{ExportError, ExportTable, People, Value};
