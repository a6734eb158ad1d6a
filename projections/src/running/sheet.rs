//! The rows of one stream on their way into the file.
//!
//! A stream's rows are always written whole: what was there of it is taken away in the same
//! transaction. They are a pure function of its entries, so nothing is lost by that, and a file that
//! was kept up to date entry by entry holds what one made at once would.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::entry::{Position, StreamId};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, ToSql};

use super::model::Model;
use super::packing::Packing;
use super::schema;
use super::table::{Cell, Kept, Table};

/// The rows of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) stream: StreamId,
    pub(super) rows: Vec<Kept>,
    /// The streams that were read beside it.
    pub(super) beside: BTreeSet<StreamId>,
}

/// The numbers under which streams are kept in the file.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    known: BTreeMap<StreamId, i64>,
    words: BTreeMap<String, i64>,
}

impl Numbers {
    /// The number of a stream, a new one if it has none.
    pub(super) fn of(&mut self, file: &Connection, stream: StreamId) -> rusqlite::Result<i64> {
        if let Some(number) = self.known.get(&stream) {
            return Ok(*number);
        }
        let name = stream.to_string();
        let number = if let Some(number) = find(file, &name)? {
            number
        } else {
            let mut insert = file.prepare_cached("INSERT INTO identity (stream) VALUES (?1)")?;
            insert.insert([name])?
        };
        self.known.insert(stream, number);
        Ok(number)
    }

    /// The number of a word that is packed, a new one if it has none.
    pub(super) fn of_word(&mut self, file: &Connection, word: &str) -> rusqlite::Result<i64> {
        if let Some(number) = self.words.get(word) {
            return Ok(*number);
        }
        let mut select = file.prepare_cached("SELECT number FROM word WHERE text = ?1")?;
        let found = select.query_row([word], |row| row.get(0)).optional()?;
        let number = if let Some(number) = found {
            number
        } else {
            file.prepare_cached("INSERT INTO word (text) VALUES (?1)")?.insert([word])?
        };
        self.words.insert(word.to_owned(), number);
        Ok(number)
    }
}

/// The number under which a stream is kept, where it has one.
pub(super) fn find(file: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let mut select = file.prepare_cached("SELECT number FROM identity WHERE stream = ?1")?;
    select.query_row([name], |row| row.get(0)).optional()
}

/// Takes away all rows of a stream in the tables of some models.
pub(super) fn clear(
    (file, packing): (&Connection, &mut Packing),
    scope: i64,
    models: &[&'static dyn Model],
) -> rusqlite::Result<()> {
    for table in models.iter().flat_map(|model| model.tables()) {
        let sql = format!("DELETE FROM {} WHERE scope = ?1", table.name);
        file.prepare_cached(&sql)?.execute([scope])?;
        packing.take_out(file, table, scope)?;
    }
    Ok(())
}

/// Adds the rows of a stream, of which there are none in the file.
pub(super) fn add(
    file: &Connection,
    (numbers, packing): (&mut Numbers, &mut Packing),
    sheet: &Sheet,
) -> rusqlite::Result<()> {
    let scope = numbers.of(file, sheet.stream)?;
    for other in &sheet.beside {
        let other = numbers.of(file, *other)?;
        let sql = "INSERT OR IGNORE INTO beside (other, scope) VALUES (?1, ?2)";
        file.prepare_cached(sql)?.execute([other, scope])?;
    }
    let mut tables: BTreeMap<&str, (&'static Table, Vec<&Kept>)> = BTreeMap::new();
    for kept in &sheet.rows {
        let table = kept.row.table;
        tables.entry(table.name).or_insert_with(|| (table, Vec::new())).1.push(kept);
    }
    for (table, mut rows) in tables.into_values() {
        rows.sort_unstable_by_key(|kept| (kept.recorded_from, kept.number));
        packing.put_in((file, numbers), table, scope, &rows)?;
        let mut insert = file.prepare_cached(&schema::insert(table))?;
        for kept in rows {
            let mut values = common(scope, kept);
            for cell in &kept.row.cells {
                values.push(match cell {
                    Cell::Identity(stream) => Value::Number(numbers.of(file, *stream)?),
                    Cell::Nothing => Value::Nothing,
                    Cell::Entry(position) => Value::Number(number(*position)),
                    Cell::Code(code) => Value::Text(code),
                    Cell::Text(text) => Value::Text(text),
                    Cell::Number(amount) => Value::Number(*amount),
                    Cell::Day(day) => Value::Day(day.format("%Y-%m-%d").to_string()),
                    Cell::Moment(moment) => Value::Number(moment.timestamp_micros()),
                });
            }
            insert.execute(rusqlite::params_from_iter(values))?;
        }
    }
    Ok(())
}

fn common(scope: i64, kept: &Kept) -> Vec<Value<'_>> {
    let Kept { row, recorded_from, number: brought, recorded_until } = kept;
    let mut values = Vec::with_capacity(schema::COMMON + row.cells.len());
    values.extend([
        Value::Number(scope),
        Value::Number(number(*recorded_from)),
        Value::Number(i64::from(*brought)),
        recorded_until.map_or(Value::Nothing, |until| Value::Number(number(until))),
        Value::Number(row.true_from.timestamp_micros()),
        row.true_until.map_or(Value::Nothing, |until| Value::Number(until.timestamp_micros())),
        Value::Number(number(row.entry)),
    ]);
    values
}

/// A position as the file has it.
pub(super) fn number(position: Position) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

/// A value on its way into a column.
enum Value<'k> {
    Nothing,
    Number(i64),
    Text(&'k str),
    Day(String),
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Nothing => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Day(day) => ValueRef::Text(day.as_bytes()),
        }))
    }
}
