//! Putting rows into packs, and taking them out: those of a stream go together, as they do in the tables.
//! Packs that are being changed are held until they are written out, with the transaction in which their
//! rows are written.
//!
//! # Rules
//! - `what_is_packed_is_what_the_tables_say`: whatever was added, replaced and taken away.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};

use super::packed::{Abouts, NONE, Packed, STREAMS_EACH, pack};
use super::schema::COMMON_NAMES;
use super::sheet::{Numbers, number};
use super::table::{Cell, Kept, Table};

/// With so many values held, they are written out.
const VALUES_HELD_MAX: usize = 2_000_000;

/// Packs that are being changed.
#[derive(Debug, Default)]
pub(super) struct Packing {
    held: BTreeMap<(&'static str, i64), Vec<Vec<i64>>>,
    values: usize,
}

impl Packing {
    /// Takes the rows of a stream out of the pack of a table.
    pub(super) fn take_out(
        &mut self,
        file: &Connection,
        table: &'static Table,
        scope: i64,
    ) -> rusqlite::Result<()> {
        let Some(packed) = table.packed else { return Ok(()) };
        let columns = self.hold(file, (table, packed), scope)?;
        let Some((scopes, _)) = columns.split_first() else { return Ok(()) };
        if !scopes.contains(&scope) {
            return Ok(());
        }
        let stay: Vec<bool> = scopes.iter().map(|of| *of != scope).collect();
        for column in columns {
            let mut stay = stay.iter();
            column.retain(|_| stay.next().is_some_and(|stays| *stays));
        }
        Ok(())
    }

    /// Adds rows of a stream to the pack of a table.
    pub(super) fn put_in(
        &mut self,
        (file, numbers): (&Connection, &mut Numbers),
        table: &'static Table,
        scope: i64,
        rows: &[&Kept],
    ) -> rusqlite::Result<()> {
        let Some(packed) = table.packed else { return Ok(()) };
        let places: Vec<Place> = packed.columns.iter().map(|name| place(table, name)).collect();
        let left_out = packed.left_out.map(|(name, code)| (place(table, name), Cell::Code(code)));
        let is_left_out = |kept: &Kept| match &left_out {
            Some((Place::Own(at), code)) => kept.row.cells.get(*at) == Some(code),
            Some((Place::Common(_), _)) | None => false,
        };
        let columns = self.hold(file, (table, packed), scope)?;
        let mut added = 0;
        for kept in rows.iter().filter(|kept| !is_left_out(kept)) {
            let Some((scopes, own)) = columns.split_first_mut() else { continue };
            scopes.push(scope);
            for (column, place) in own.iter_mut().zip(&places) {
                column.push(value((file, numbers), scope, kept, *place)?);
            }
            added += packed.columns.len() + 1;
        }
        self.values += added;
        if self.values > VALUES_HELD_MAX { self.write_out(file) } else { Ok(()) }
    }

    /// The columns of the pack of a stream, the numbers of the streams first.
    fn hold(
        &mut self,
        file: &Connection,
        (table, packed): (&'static Table, &Packed),
        scope: i64,
    ) -> rusqlite::Result<&mut Vec<Vec<i64>>> {
        use std::collections::btree_map::Entry;
        let number = scope.div_euclid(STREAMS_EACH);
        match self.held.entry((table.name, number)) {
            Entry::Occupied(held) => Ok(held.into_mut()),
            Entry::Vacant(place) => {
                let count = packed.columns.len() + 1;
                let sql =
                    format!("SELECT about, packed FROM {}_packed WHERE pack = ?1", table.name);
                let mut select = file.prepare_cached(&sql)?;
                let kept = |row: &rusqlite::Row<'_>| {
                    let about = Abouts::read(row.get_ref(0)?.as_blob()?, count)?;
                    let divided = about.divide(row.get_ref(1)?.as_blob()?)?;
                    let columns = divided.iter().enumerate();
                    Ok(columns.map(|(at, bytes)| about.unpack(at, bytes)).collect())
                };
                let columns: Vec<Vec<i64>> =
                    select.query_row([number], kept).optional()?.unwrap_or_default();
                let columns = if columns.is_empty() { vec![Vec::new(); count] } else { columns };
                self.values += columns.iter().map(Vec::len).sum::<usize>();
                Ok(place.insert(columns))
            }
        }
    }

    /// Writes all that is held into the file, and holds it no longer.
    pub(super) fn write_out(&mut self, file: &Connection) -> rusqlite::Result<()> {
        for ((table, number), columns) in std::mem::take(&mut self.held) {
            if columns.first().is_none_or(Vec::is_empty) {
                let sql = format!("DELETE FROM {table}_packed WHERE pack = ?1");
                file.prepare_cached(&sql)?.execute([number])?;
            } else {
                let (about, values) = pack(&columns);
                let digest = Sha256::new().chain_update(&about).chain_update(&values).finalize();
                let sql = format!("INSERT OR REPLACE INTO {table}_packed VALUES (?1, ?2, ?3, ?4)");
                file.prepare_cached(&sql)?.execute((number, &digest[..], about, values))?;
            }
        }
        self.values = 0;
        Ok(())
    }
}

/// Where a packed value comes from.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// One of the columns that every table has, by its number.
    Common(usize),
    /// One of the table's own.
    Own(usize),
}

fn place(table: &Table, name: &str) -> Place {
    let own = table.columns.iter().position(|column| column.name == name);
    let common = || COMMON_NAMES.iter().position(|common| *common == name);
    own.map_or_else(|| Place::Common(common().unwrap_or_default()), Place::Own)
}

fn value(
    (file, numbers): (&Connection, &mut Numbers),
    scope: i64,
    kept: &Kept,
    place: Place,
) -> rusqlite::Result<i64> {
    let Kept { row, recorded_from, number: brought, recorded_until } = kept;
    let at = match place {
        Place::Common(common) => {
            return Ok(match common {
                1 => number(*recorded_from),
                2 => i64::from(*brought),
                3 => recorded_until.map_or(NONE, number),
                4 => row.true_from.timestamp_micros(),
                5 => row.true_until.map_or(NONE, |until| until.timestamp_micros()),
                6 => number(row.entry),
                _ => scope,
            });
        }
        Place::Own(at) => at,
    };
    Ok(match row.cells.get(at) {
        None | Some(Cell::Nothing) => NONE,
        Some(Cell::Identity(stream)) => numbers.of(file, *stream)?,
        Some(Cell::Entry(position)) => number(*position),
        Some(Cell::Code(code)) => numbers.of_word(file, code)?,
        Some(Cell::Text(text)) => numbers.of_word(file, text)?,
        Some(Cell::Number(amount)) => *amount,
        Some(Cell::Day(day)) => i64::from(chrono::Datelike::num_days_from_ce(day)),
        Some(Cell::Moment(moment)) => moment.timestamp_micros(),
    })
}
