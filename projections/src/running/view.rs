//! The read models as they are asked: at a moment of the world, as they stood at a position of the
//! record. It gives questions the two conditions that every one of them has; what is asked is
//! theirs.
//!
//! # Rules
//! - `a_row_counts_from_when_it_certainly_was_so`: and until it certainly was so no longer.
//! - `nothing_recorded_after_the_moment_is_counted`: the record is asked at the last position by
//!   which nothing later than the moment was recorded.
//! - `a_view_holds_still`: all that is read of it is of one position, whatever is written meanwhile. So
//!   it is let go of soon: whoever keeps the file up waits for it.
//! - `damage_that_shows_when_it_is_read_is_said`: with what to do about it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};

use super::file::held_beside;
use super::hidden::Hidden;
use super::idle::Asked;
use super::keep::ReadModels;
use super::remembered::Remembered;
use super::seen::Seen;
use super::sheet::find;
use super::{KeepError, reading};

/// What the read models are asked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedOn {
    /// The moment of the world.
    pub at: DateTime<Utc>,
    /// The moment of the record; none is everything recorded.
    pub on_record: Option<DateTime<Utc>>,
}

/// The read models, asked at a moment.
#[derive(Debug)]
pub struct View {
    file: Asked,
    asked: AskedOn,
    /// The last position that is looked at; none is all.
    record: Option<i64>,
    up_to: u64,
    /// What tells the file from any other.
    made: String,
    remembered: Arc<Remembered>,
    /// What is withheld from whoever asks; none where nobody in particular does.
    pub(super) hidden: Option<Arc<Hidden>>,
}

impl ReadModels {
    /// The read models as they stood; none where they were never made.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn view(&self, asked: AskedOn) -> Result<Option<View>, KeepError> {
        let Some((_, title, file)) = self.shelf.open()? else { return Ok(None) };
        let record = asked.on_record.map(|moment| last_position_by(&file, moment));
        let record = record.transpose().map_err(reading)?;
        let (up_to, remembered) = (title.position.0, Arc::clone(self.shelf.remembered()));
        let made = title.made;
        Ok(Some(View { file, asked, record, up_to, made, remembered, hidden: None }))
    }
}

impl View {
    /// What it is asked on.
    pub fn asked(&self) -> AskedOn {
        self.asked
    }

    /// The position of the ledger that the file is up to.
    pub fn up_to(&self) -> u64 {
        self.up_to
    }

    /// What tells the file from any other, as when it was made anew at the same position.
    pub fn made(&self) -> &str {
        &self.made
    }

    /// The same file, asked at another moment.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn asked_on(self, asked: AskedOn) -> Result<Self, KeepError> {
        let record = asked.on_record.map(|moment| last_position_by(&self.file, moment));
        Ok(Self { asked, record: record.transpose().map_err(reading)?, ..self })
    }

    /// The same once more, to be asked on another thread; none where whoever keeps the file up waits for
    /// its turn, and would otherwise wait for two.
    pub(crate) fn beside(&self) -> Option<Self> {
        let opened = held_beside(&self.file);
        let (file, position) = opened
            .inspect_err(|error| tracing::debug!(%error, "the file was not opened once more"))
            .ok()?;
        let Self { file: _, asked, record, up_to, made, remembered, hidden } = self;
        let (asked, record, up_to, made) = (*asked, *record, *up_to, made.clone());
        let (remembered, hidden) = (Arc::clone(remembered), hidden.clone());
        let beside = Self { file, asked, record, up_to, made, remembered, hidden: None };
        let beside = Some(beside).filter(|_| position.0 == up_to)?;
        match hidden {
            Some(hidden) => beside.without(hidden).ok(),
            None => Some(beside),
        }
    }

    /// The moment of the world, as the file has moments.
    pub(crate) fn at(&self) -> i64 {
        self.asked.at.timestamp_micros()
    }

    /// The last position that is looked at; none is all.
    pub(super) fn record(&self) -> Option<i64> {
        self.record
    }

    pub(super) fn file(&self) -> &Connection {
        &self.file
    }

    /// Packs as they were read last.
    pub(super) fn remembered(&self) -> &Remembered {
        &self.remembered
    }

    /// The file, for what is put beside it for whoever asks.
    pub(super) fn own_file(&mut self) -> &mut Connection {
        self.file.own()
    }

    /// The condition that a row of a table, under a name, was on record.
    pub(crate) fn on_record(&self, table: &str) -> String {
        match self.record {
            None => format!("{table}.recorded_until IS NULL"),
            Some(position) => format!(
                "({table}.recorded_from <= {position} AND ({table}.recorded_until IS NULL OR \
                 {table}.recorded_until > {position}))"
            ),
        }
    }

    /// The condition that what a row says was so at the moment, and on record.
    pub(crate) fn stands(&self, table: &str) -> String {
        self.stood(table, self.at())
    }

    /// The condition that what a row says was so at a moment, as the record is looked at.
    pub(crate) fn stood(&self, table: &str, at: i64) -> String {
        format!(
            "{} AND {table}.true_from <= {at} AND ({table}.true_until IS NULL OR \
             {table}.true_until > {at})",
            self.on_record(table)
        )
    }

    /// The condition that what a row says began in a time up to the moment, and is on record.
    pub(crate) fn began(&self, table: &str, since: DateTime<Utc>) -> String {
        format!(
            "{} AND {table}.true_from > {} AND {table}.true_from <= {}",
            self.on_record(table),
            since.timestamp_micros(),
            self.at()
        )
    }

    /// The identifier of whom a column names, as an expression. The column stands with its table, so that it
    /// is not taken for one of the tables that are looked into.
    pub(crate) fn id_of(column: &str) -> String {
        format!(
            "(SELECT substr(of_number.stream, instr(of_number.stream, '-') + 1) \
             FROM identity AS of_number WHERE of_number.number = {column})"
        )
    }

    /// The name on record of whom a column names, or their identifier where they have none, as an
    /// expression. The column stands with its table.
    pub(crate) fn name_of(&self, column: &str) -> String {
        format!(
            "coalesce((SELECT text FROM name WHERE name.scope = {column} AND name.kind = 'name' \
             AND {}), {})",
            self.on_record("name"),
            Self::id_of(column)
        )
    }

    /// The files that a question is to be asked of which does not name a table, each with the condition that the
    /// rows of a stream, by the column of its number, are of that file; it is empty where all are.
    pub(crate) fn files(&self, column: &str) -> Vec<(&'static str, String)> {
        match self.hidden().and_then(Hidden::rows) {
            Some(seen) => {
                let own = format!(" AND {column} NOT IN ({})", seen.listed());
                vec![("main", own), (Seen::BESIDE, String::new())]
            }
            None => vec![("main", String::new())],
        }
    }

    /// The number that a stream has in the file, by its name; none where the file does not know it.
    pub(crate) fn numbered(&self, stream: &str) -> Result<Option<i64>, KeepError> {
        find(&self.file, stream).map_err(reading)
    }

    /// The positions that a question gives, in ledger order, once each.
    pub(crate) fn positions(&self, sql: &str) -> Result<Vec<u64>, KeepError> {
        let mut found = self.ask(sql, (), |row| row.get::<_, i64>(0))?;
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().filter_map(|position| u64::try_from(position).ok()).collect())
    }

    /// Asks for rows, each read by a function.
    pub(crate) fn ask<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, KeepError> {
        let ask = || {
            let mut select = self.file.prepare_cached(sql)?;
            select.query_map(values, read)?.collect::<rusqlite::Result<Vec<T>>>()
        };
        ask().map_err(reading)
    }
}

/// The last position by which nothing later than a moment was recorded.
fn last_position_by(file: &Connection, moment: DateTime<Utc>) -> rusqlite::Result<i64> {
    let sql = "SELECT coalesce(
        (SELECT entry - 1 FROM main.entry WHERE recorded_at > ?1 ORDER BY recorded_at, entry LIMIT 1),
        (SELECT position FROM checkpoint))";
    file.query_row(sql, [moment.timestamp_micros()], |row| row.get(0))
}
