//! What people have begun to write and not recorded yet: kept on this side, so that neither a time-out nor
//! a restart loses it. It is kept apart from the ledger and is no part of it: in a file of its own, in the
//! ledger's folder, which its owner alone can read, and from which a draft is erased when it is recorded,
//! deleted, or older than drafts are kept. Nothing of it goes to a log or into an address but a random
//! identifier.
//!
//! # Rules
//! - `a_draft_is_there_after_a_restart`.
//! - `a_draft_is_its_writers_alone`: nobody else reads, changes or erases it.
//! - `an_erased_draft_leaves_no_word_in_the_file`.
//! - `a_draft_that_is_too_old_is_erased`.
//! - `drafts_have_a_limit_of_size_and_number`: what goes beyond it is refused, and nothing is lost that
//!   was kept before.
//! - `the_file_is_its_owners_alone`.
//! - `a_damaged_file_is_told_and_left_alone`.

mod file;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use candour_domain::identifier::{CaseId, PractitionerId};
use candour_web::form::Answers;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

/// For how many days a draft is kept after it was last saved, unless another number is given.
pub(crate) const DAYS_KEPT: u32 = 30;
/// How many drafts each person can have.
pub(crate) const DRAFTS_MAX: u32 = 50;
/// How many bytes the answers of a draft can have in all.
pub(crate) const DRAFT_BYTES_MAX: usize = 1024 * 1024;

/// A form that has been begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its identifier, which becomes that of the request by which it is recorded.
    pub(crate) id: Uuid,
    /// Who writes it.
    pub(crate) writer: PractitionerId,
    /// In which case.
    pub(crate) case: CaseId,
    /// With which form.
    pub(crate) form: String,
    /// What has been answered.
    pub(crate) answers: Answers,
    /// How many characters that nobody can see were left out.
    pub(crate) left_out: u64,
    /// Up to which entry of the case its writer has seen.
    pub(crate) seen: u64,
    /// When it was last saved.
    pub(crate) saved: DateTime<Utc>,
}

/// What became of a draft that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// All of it is kept.
    Whole,
    /// Another person has a draft of that identifier.
    AnotherPersons,
    /// Its writer has as many as one can have.
    TooMany,
    /// It is larger than a draft can be.
    TooLarge,
}

/// Why drafts cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DraftError {
    /// The file could not be made or opened.
    #[error("the file of drafts cannot be used")]
    File(#[from] std::io::Error),
    /// The file is not what it should be, or the disk failed.
    #[error("the file of drafts cannot be read or written")]
    Database(#[from] rusqlite::Error),
    /// The file was made by a later version of this program.
    #[error("the file of drafts has version {0}, which this program does not know")]
    Version(i64),
    /// A draft in it cannot be understood.
    #[error("a draft in the file cannot be understood")]
    Unreadable(#[from] serde_json::Error),
}

/// The drafts of a ledger.
pub(crate) struct Drafts {
    file: Mutex<Connection>,
    days_kept: u32,
}

impl Drafts {
    /// Opens those of a ledger; makes the file where there is none.
    pub(crate) fn open(directory: &Path, days_kept: u32) -> Result<Self, DraftError> {
        Ok(Self { file: Mutex::new(file::open(directory)?), days_kept })
    }

    /// For how many days a draft is kept after it was last saved.
    pub(crate) fn days_kept(&self) -> u32 {
        self.days_kept
    }

    /// Keeps a draft in the place of what was kept of it before.
    pub(crate) fn keep(&self, draft: &Draft) -> Result<Kept, DraftError> {
        let answers = serde_json::to_string(&draft.answers)?;
        if answers.len() > DRAFT_BYTES_MAX {
            return Ok(Kept::TooLarge);
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let change = file.transaction()?;
        let writer = draft.writer.to_string();
        let held: Option<String> = change
            .query_row("SELECT writer FROM draft WHERE id = ?1", [draft.id.to_string()], |row| {
                row.get(0)
            })
            .optional()?;
        match held {
            Some(other) if other != writer => return Ok(Kept::AnotherPersons),
            Some(_) => {}
            None => {
                let sql = "SELECT count(*) FROM draft WHERE writer = ?1";
                let count: u32 = change.query_row(sql, [&writer], |row| row.get(0))?;
                if count >= DRAFTS_MAX {
                    return Ok(Kept::TooMany);
                }
            }
        }
        change.execute(
            "INSERT INTO draft (id, writer, case_id, form, answers, left_out, seen, saved)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET case_id = ?3, form = ?4, answers = ?5, left_out = ?6,
                 seen = ?7, saved = ?8",
            params![
                draft.id.to_string(),
                writer,
                draft.case.to_string(),
                draft.form,
                answers,
                i64::try_from(draft.left_out).unwrap_or(i64::MAX),
                i64::try_from(draft.seen).unwrap_or(i64::MAX),
                draft.saved.timestamp_micros(),
            ],
        )?;
        change.commit()?;
        Ok(Kept::Whole)
    }

    /// A draft of somebody's own; none where there is none, or it is another's.
    pub(crate) fn of(&self, writer: PractitionerId, id: Uuid) -> Result<Option<Draft>, DraftError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let sql = format!("{SELECTED} WHERE id = ?1 AND writer = ?2");
        let found = file
            .query_row(&sql, [id.to_string(), writer.to_string()], |row| Ok(read(row)))
            .optional()?;
        found.transpose()
    }

    /// Somebody's own drafts, the one that was saved last first.
    pub(crate) fn all_of(&self, writer: PractitionerId) -> Result<Vec<Draft>, DraftError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let sql = format!("{SELECTED} WHERE writer = ?1 ORDER BY saved DESC, id");
        let mut found = file.prepare(&sql)?;
        let rows = found.query_map([writer.to_string()], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }

    /// Erases a draft of somebody's own; says whether there was one.
    pub(crate) fn erase(&self, writer: PractitionerId, id: Uuid) -> Result<bool, DraftError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let erased = file.execute(
            "DELETE FROM draft WHERE id = ?1 AND writer = ?2",
            [id.to_string(), writer.to_string()],
        )?;
        Ok(erased > 0)
    }

    /// Erases what is older than drafts are kept; says how many.
    pub(crate) fn erase_old(&self, now: DateTime<Utc>) -> Result<usize, DraftError> {
        let until = now - TimeDelta::days(i64::from(self.days_kept));
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(file.execute("DELETE FROM draft WHERE saved < ?1", [until.timestamp_micros()])?)
    }
}

const SELECTED: &str =
    "SELECT id, writer, case_id, form, answers, left_out, seen, saved FROM draft";

fn read(row: &Row<'_>) -> Result<Draft, DraftError> {
    let id = |column: usize| -> Result<Uuid, DraftError> {
        let text: String = row.get(column)?;
        let parsed = Uuid::parse_str(&text);
        Ok(parsed.map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(
                column,
                rusqlite::types::Type::Text,
                Box::new(error),
            )
        })?)
    };
    let number = |column: usize| -> Result<u64, DraftError> {
        let number: i64 = row.get(column)?;
        Ok(u64::try_from(number)
            .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))?)
    };
    let answers: String = row.get(4)?;
    let saved: i64 = row.get(7)?;
    Ok(Draft {
        id: id(0)?,
        writer: PractitionerId::new(id(1)?),
        case: CaseId::new(id(2)?),
        form: row.get(3)?,
        answers: serde_json::from_str(&answers)?,
        left_out: number(5)?,
        seen: number(6)?,
        saved: DateTime::from_timestamp_micros(saved)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(7, saved))?,
    })
}
