//! The agencies of an area, by their numbers in the file: their identifiers and their names at the moment of
//! the record. It says nothing of what they do.

use super::by_number::ByNumber;
use crate::running::{KeepError, View};

/// The agencies that there are.
pub(super) struct Agencies(ByNumber<Agency>);

/// An agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Agency {
    /// Its identifier.
    pub(super) id: String,
    /// Its name, or its identifier where it has none on record.
    pub(super) name: String,
}

impl Agencies {
    /// As they stand in a view.
    pub(super) fn of(view: &View) -> Result<Self, KeepError> {
        let sql = format!(
            "SELECT number, substr(stream, instr(stream, '-') + 1), {} FROM identity \
             WHERE stream >= 'agency-' AND stream < 'agency.'",
            view.name_of("identity.number")
        );
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get(0)?, Agency { id: row.get(1)?, name: row.get(2)? }))
        };
        let mut found = ByNumber::default();
        for (number, agency) in view.ask(&sql, (), read)? {
            *found.of(number) = agency;
        }
        Ok(Self(found))
    }

    /// One of them; without identifier and name where there is none of that number.
    pub(super) fn get(&self, number: i64) -> (&str, &str) {
        self.0.get(number).map_or(("", ""), |it| (&it.id, &it.name))
    }
}
