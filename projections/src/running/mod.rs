//! The running read models: what is so over all cases, kept ready to be asked.
//!
//! **A model is a pure function** from a few entries of one stream to rows (`model`). Each row says
//! from when until when something was so in the world. The `fold` of a stream asks the models again
//! after each entry and notes from which position of the ledger until which the record said so. So
//! every row has both clocks, and what the tables say at a moment, as on record at a moment, is what
//! the models give for the entries by then. What depends on today, an overdue duty, is worked out by
//! the question.
//!
//! **Rows of a stream rest on that stream**, on the local rules and the kinds of agencies
//! (`context`), and for a few cases on the streams of their people, which are noted. What spans
//! streams, such as a child's second referral in another case, is joined when it is asked for.
//!
//! **They are kept in a file of their own** (`file`), which may be thrown away at any time: it is
//! disposable, and is made again from the ledger. To keep it up to date is to fold again each stream
//! that has new entries, and to put its rows in the place of the earlier ones, together with the
//! position that the file then stands at, in one transaction. To make it anew is to do so for all
//! streams. There is no other way for a row to come about, so both give the same rows.
//!
//! # Rules
//! - `a_file_kept_up_holds_what_one_made_at_once_would`: whatever the history, and in however many
//!   steps it was read.
//! - `a_model_of_another_version_is_made_anew`: by itself, the next time that anything is kept up.
//! - `new_rules_are_worked_out_for_every_case`: adopting rules, or correcting an agency, makes the
//!   file anew.
//! - `a_model_made_anew_leaves_the_others_as_they_were`.
//! - `a_damaged_file_is_made_anew`: emptied, cut short or overwritten: it costs time and nothing else.
//! - `a_file_of_records_that_are_no_longer_there_is_made_anew`: where the ledger was put back to an
//!   earlier state and went on otherwise.
//! - `a_rebuild_cut_short_leaves_the_file_that_serves`: and the next one works.
//! - `one_process_at_a_time_makes_them`: another answers from what there is.
//! - `a_folder_that_cannot_be_written_is_read`: keeping up says why it cannot be; what is there still
//!   answers.

mod context;
mod file;
mod fold;
mod gather;
mod hidden;
mod idle;
mod keep;
mod model;
mod models;
mod packed;
mod packing;
mod page;
mod rebuild;
mod remembered;
mod schema;
mod searched;
mod seen;
mod sheet;
mod table;
mod unpacked;
mod view;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use candour_domain::calendar::CalendarError;
use candour_ledger::ReadError;
use rusqlite::ErrorCode;

use crate::casebook::LoadError;

pub use hidden::Hidden;
pub use keep::{KeptUp, Means, ReadModels};
pub use page::tables_as_markdown;

pub(crate) use models::tables;
pub(crate) use packed::NONE;
pub(crate) use unpacked::{Pack, Rows, Span, Words};

#[cfg(test)]
pub(crate) use tests::histories;

pub use packed::Packed;
pub use table::{Column, Kind, Table};
pub use view::{AskedOn, View};

/// How many records are read at once.
const RECORDS_PAGE: usize = 1_000;

/// Why read models could not be kept or read. Nothing of the ledger is touched, and asking again is
/// safe.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The folder that they are kept in, or a file in it, could not be used.
    #[error("using {path}, where the read models are kept")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The file could not be read or written.
    #[error("{doing} the read models")]
    File {
        /// What was being done: "reading", "writing".
        doing: &'static str,
        /// Why not.
        #[source]
        source: rusqlite::Error,
    },
    /// The file is damaged, or was never one of ours.
    #[error(
        "{doing} the read models: their file is damaged, the ledger is not; `candour rebuild` makes \
         it anew"
    )]
    Damaged {
        /// What was being done: "reading", "writing".
        doing: &'static str,
        /// How it shows.
        #[source]
        source: rusqlite::Error,
    },
    /// The ledger could not be read.
    #[error("reading the ledger for the read models")]
    Ledger(#[from] ReadError),
    /// An entry could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The calendar of working days that is built in could not be read.
    #[error("reading the calendar for the read models")]
    Calendar(#[from] CalendarError),
    /// The name of a stream in the ledger is none of ours.
    #[error("the stream {stream} is of no kind that this program knows")]
    Stream {
        /// Its name.
        stream: String,
    },
    /// There is no model of that name.
    #[error("there is no read model called '{name}'; there are {known}")]
    NoSuchModel {
        /// What was given.
        name: String,
        /// What there is.
        known: String,
    },
    /// Another process is making them.
    #[error("another process is making the read models of this ledger")]
    BeingMade,
    /// What is withheld from a reader was worked out for another file of them.
    #[error("the read models were made anew meanwhile; ask again")]
    OfAnotherFile,
    /// A thread ended that was making them.
    #[error("making the read models was cut short")]
    CutShort,
}

fn writing(source: rusqlite::Error) -> KeepError {
    failed("writing", source)
}

fn reading(source: rusqlite::Error) -> KeepError {
    failed("reading", source)
}

fn failed(doing: &'static str, source: rusqlite::Error) -> KeepError {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            KeepError::Damaged { doing, source }
        }
        Some(_) | None => KeepError::File { doing, source },
    }
}
