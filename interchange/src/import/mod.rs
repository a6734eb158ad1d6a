//! Import of agencies' chronologies: rows of a spreadsheet become entries, each of its own type, with
//! what the row says and no more. `docs/import.md` has the template, the kinds and what each becomes.
//!
//! Files are read, planned together and only then recorded, through what is passed in. Nothing here
//! opens a ledger, reads a clock or makes an identifier at random.

mod caution;
mod cell;
mod cell_reference;
mod column;
mod compare;
mod correction;
mod csv_file;
mod directory;
mod event;
mod fault;
mod files;
mod id;
mod identity;
mod kind;
mod known;
pub mod limits;
mod link;
mod mapping;
mod name;
mod people;
mod plan;
mod report;
mod recording;
mod row;
mod run;
mod schedule;
mod sequence;
mod side_by_side;
mod step;
mod table;
#[cfg(test)]
pub(crate) mod tests;
mod unused;
mod workbook;

pub use caution::{Caution, Warning};
pub use column::Column;
pub use fault::{Fault, Place, Problem, Stranger};
pub use id::Keys;
pub use kind::Kind;
pub use known::Known;
pub use mapping::{Mapping, MappingError};
pub use plan::{Plan, Planned, Settings, What};
pub use recording::AT_ONCE_MAX;
pub use report::{ChangeDone, Changed, Counts, FileReport, ImportResult, Report};
pub use run::{ImportFailure, Mode, OnChange, Progress, Stage, Target, import};
pub use table::{Sheet, SourceFile};

/// Reads and plans an import, and records nothing.
pub fn plan(files: &[SourceFile], known: &Known, settings: &Settings<'_>) -> Plan {
    let files = files::Files::read(files, settings.mapping, &settings.sheet);
    plan::plan(files, known, settings)
}
