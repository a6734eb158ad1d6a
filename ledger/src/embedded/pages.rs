//! What is asked of the file: where a stream and the ledger stand, one record, a page of records. Each
//! page is read in one transaction, so that it shows the ledger as it stood at one moment.

use std::collections::BTreeMap;

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{Connection, OptionalExtension, Row, Rows, Statement, params};
use uuid::Uuid;

use super::rows::{self, Trouble, column, first_key};
use crate::limits::{self, PAGE_TEXT_BYTES_ENOUGH};
use crate::port::{Expected, StreamPage};
use crate::record::{After, Position, Record, Revision, StreamName};

/// For how many records of a page room is made at once.
const ROOM_RECORDS: usize = 1_000;

/// Asks for the records of a stream from a revision on, each as often as it has parts, and once where it
/// has none: one statement, since to begin one for the parts of each record costs as much as to find them.
const RECORDS_WITH_PARTS: &str = "SELECT record.*, part.key, kind, commitment, salt, text
    FROM record LEFT JOIN part ON key >= position << 16 AND key < (position + 1) << 16
    WHERE stream = ?1 AND revision >= ?2 ORDER BY revision, key";
/// The first of its columns that is the part's.
const PART_COLUMN: usize = 13;

/// The number that a stream is kept under, where it has one.
pub(super) fn stream_number(
    connection: &Connection,
    stream: &StreamName,
) -> Result<Option<i64>, Trouble> {
    let mut named = connection.prepare_cached("SELECT number FROM stream WHERE name = ?1")?;
    Ok(named.query_row([stream.as_str()], |row| row.get(0)).optional()?)
}

/// Where a stream stands.
pub(super) fn stream_head(connection: &Connection, number: i64) -> Result<Expected, Trouble> {
    let sql = "SELECT max(revision) FROM record WHERE stream = ?1";
    let last: Option<i64> =
        connection.prepare_cached(sql)?.query_row([number], |row| row.get(0))?;
    let last = last.and_then(|last| u64::try_from(last).ok());
    Ok(last.map_or(Expected::NoStream, |last| Expected::At(Revision::from_number(last))))
}

/// Where the ledger stands.
pub(super) fn head(connection: &Connection) -> Result<Option<Position>, Trouble> {
    let mut last = connection.prepare_cached("SELECT max(position) FROM record")?;
    let last: Option<i64> = last.query_row((), |row| row.get(0))?;
    Ok(last.and_then(|last| u64::try_from(last).ok()).and_then(Position::from_number))
}

/// The record of an entry in a stream.
pub(super) fn find(
    connection: &Connection,
    stream: (&StreamName, i64),
    entry: Uuid,
) -> Result<Option<Record>, Trouble> {
    let sql = "SELECT position FROM record WHERE stream = ?1 AND id = ?2";
    let mut place = connection.prepare_cached(sql)?;
    let key = params![stream.1, entry.as_bytes()];
    let position: Option<i64> = place.query_row(key, |row| row.get(0)).optional()?;
    let Some(position) = position else { return Ok(None) };
    let mut select = connection.prepare_cached("SELECT * FROM record WHERE position = ?1")?;
    let mut found = select.query([position])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let mut record = rows::record(row, stream.0.clone())?;
    take_parts(&mut *connection.prepare_cached(PARTS_OF_ONE)?, &mut record)?;
    Ok(Some(record))
}

/// The last record of the ledger.
pub(super) fn last(connection: &Connection) -> Result<Option<Record>, Trouble> {
    let Some(head) = head(connection)? else { return Ok(None) };
    let after = After::from_number(head.number() - 1);
    Ok(ledger_page(connection, after, 1)?.pop())
}

/// A page of a stream.
pub(super) fn stream_page(
    connection: &Connection,
    stream: &StreamName,
    from: Revision,
    limit: usize,
) -> Result<StreamPage, Trouble> {
    let transaction = connection.unchecked_transaction()?;
    page_of_stream(&transaction, stream, from, limit)
}

/// The first pages of several streams, as they stood at one moment.
pub(super) fn beginnings(
    connection: &Connection,
    streams: &[StreamName],
    limit: usize,
) -> Result<Vec<StreamPage>, Trouble> {
    let transaction = connection.unchecked_transaction()?;
    let mut pages = Vec::with_capacity(streams.len());
    let mut text_bytes = 0;
    for stream in streams {
        let full = text_bytes >= PAGE_TEXT_BYTES_ENOUGH;
        let from = if full { Revision::from_number(u64::MAX) } else { Revision::FIRST };
        let page = page_of_stream(&transaction, stream, from, limit)?;
        text_bytes += page.text_bytes();
        pages.push(page);
    }
    Ok(pages)
}

/// A page of a stream, in a transaction that has begun.
fn page_of_stream(
    transaction: &Connection,
    stream: &StreamName,
    from: Revision,
    limit: usize,
) -> Result<StreamPage, Trouble> {
    let Some(number) = stream_number(transaction, stream)? else {
        return Ok(StreamPage::Missing);
    };
    let Expected::At(last) = stream_head(transaction, number)? else {
        return Ok(StreamPage::Missing);
    };
    let mut select = transaction.prepare_cached(RECORDS_WITH_PARTS)?;
    let limit = limits::page_of(limit);
    let mut found = select.query([number, column(from.number())])?;
    let left = last.number().saturating_add(1).saturating_sub(from.number());
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    let mut records: Vec<Record> = Vec::with_capacity(left.min(limit).min(ROOM_RECORDS));
    let mut text_bytes = 0;
    while let Some(row) = found.next()? {
        let position = rows::position(row)?;
        if records.last().is_none_or(|record| record.position != position) {
            if records.len() == limit || text_bytes >= PAGE_TEXT_BYTES_ENOUGH {
                break;
            }
            records.push(rows::record(row, stream.clone())?);
        }
        if let (Some(record), Some(key)) = (records.last_mut(), row.get(PART_COLUMN)?) {
            if key < first_key(position.number()) {
                return Err(rows::fault(position, "parts"));
            }
            let part = rows::part(row, (PART_COLUMN, key), position)?;
            text_bytes += part.content.as_ref().map_or(0, |content| content.text.len());
            record.parts.push(part);
        }
    }
    Ok(StreamPage::Found { records, last })
}

/// A page of the whole ledger.
pub(super) fn ledger_page(
    connection: &Connection,
    after: After,
    limit: usize,
) -> Result<Vec<Record>, Trouble> {
    let transaction = connection.unchecked_transaction()?;
    let mut names = BTreeMap::new();
    let mut select_name =
        transaction.prepare_cached("SELECT name FROM stream WHERE number = ?1")?;
    let sql = "SELECT * FROM record WHERE position > ?1 ORDER BY position LIMIT ?2";
    let mut select = transaction.prepare_cached(sql)?;
    let limit = limits::page_of(limit);
    let mut found = select.query([column(after.number()), column(limit as u64)])?;
    let sql = "SELECT key, kind, commitment, salt, text FROM part WHERE key >= ?1 ORDER BY key";
    let mut select_parts = transaction.prepare_cached(sql)?;
    let first = first_key(after.number().saturating_add(1));
    let mut parts = Parts::of(select_parts.query([first])?);
    let mut records = Vec::with_capacity(limit.min(ROOM_RECORDS));
    let mut text_bytes = 0;
    while text_bytes < PAGE_TEXT_BYTES_ENOUGH
        && let Some(row) = found.next()?
    {
        let stream = name_of(&mut select_name, &mut names, row)?;
        let mut record = rows::record(row, stream)?;
        text_bytes += parts.take_into(&mut record)?;
        records.push(record);
    }
    Ok(records)
}

/// The name under which a row's stream was interned, asked for once a page.
fn name_of(
    select: &mut Statement<'_>,
    names: &mut BTreeMap<i64, StreamName>,
    row: &Row<'_>,
) -> Result<StreamName, Trouble> {
    let number: i64 = row.get(2)?;
    if let Some(name) = names.get(&number) {
        return Ok(name.clone());
    }
    let damaged = || rows::damaged(row, "stream");
    let mut found = select.query([number])?;
    let name = found.next()?.ok_or_else(damaged)?.get_ref(0)?.as_str().ok();
    let name: StreamName = name.and_then(|name| name.parse().ok()).ok_or_else(damaged)?;
    names.insert(number, name.clone());
    Ok(name)
}

/// The parts of the ledger in order, of which each record takes its own.
struct Parts<'a> {
    rows: Rows<'a>,
    /// Whether the row that was read last waits for the record that it belongs to.
    waiting: bool,
}

impl<'a> Parts<'a> {
    fn of(rows: Rows<'a>) -> Self {
        Self { rows, waiting: false }
    }

    /// Gives a record its parts, and says how much text they hold.
    fn take_into(&mut self, record: &mut Record) -> Result<usize, Trouble> {
        let first = first_key(record.position.number());
        let beyond = first_key(record.position.number() + 1);
        let mut text_bytes = 0;
        loop {
            if !self.waiting {
                self.rows.advance()?;
            }
            let Some(row) = self.rows.get() else { return Ok(text_bytes) };
            let key: i64 = row.get(0)?;
            self.waiting = key >= beyond;
            if self.waiting {
                return Ok(text_bytes);
            }
            if key < first {
                return Err(rows::fault(record.position, "parts"));
            }
            let part = rows::part(row, (0, key), record.position)?;
            text_bytes += part.content.as_ref().map_or(0, |content| content.text.len());
            record.parts.push(part);
        }
    }
}

/// Asks for the parts of one record.
const PARTS_OF_ONE: &str = "SELECT key, kind, commitment, salt, text FROM part
    WHERE key >= ?1 AND key < ?2 ORDER BY key";

/// Gives one record its parts, and says how much text they hold.
fn take_parts(select: &mut Statement<'_>, record: &mut Record) -> Result<usize, Trouble> {
    let position = record.position.number();
    let rows = select.query([first_key(position), first_key(position + 1)])?;
    Parts::of(rows).take_into(record)
}
