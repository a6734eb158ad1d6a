//! Between rows and records: how a record is written into its columns, and read back with every field
//! checked. No transaction begins or ends here.

use chrono::DateTime;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::rest::NotAtRest;
use crate::failure::Failure;
use crate::port::ReadError;
use crate::record::{
    Part, PartContent, PartKind, Position, Record, RequestRef, Revision, StreamName,
};
use crate::verify::{Fault, Wrong};

/// The key of a part has this many bits for the part's number.
pub(super) const NUMBER_BITS: u32 = 16;
/// No position is above this, so that the key of a part has room for it.
const POSITION_MAX: i64 = (1 << (63 - NUMBER_BITS)) - 1;

/// For how many parts of a record room is made at once: most have a structure and one text.
const PARTS_USUAL: usize = 2;

/// Why rows did not become records.
#[derive(Debug)]
pub(super) enum Trouble {
    Driver(rusqlite::Error),
    Damaged(Fault),
    NotAtRest(NotAtRest),
}

impl Trouble {
    /// As whoever reads is told it.
    pub(super) fn while_reading(self, attempted: &'static str) -> ReadError {
        match self {
            Self::Driver(error) => ReadError::Failed(Failure::because(attempted, error)),
            Self::Damaged(fault) => ReadError::Damaged(fault),
            Self::NotAtRest(why) => ReadError::Failed(Failure::because(attempted, why)),
        }
    }

    /// As a failure of something other than reading.
    pub(super) fn failure(self, attempted: &'static str) -> Failure {
        match self {
            Self::Driver(error) => Failure::because(attempted, error),
            Self::Damaged(fault) => Failure::because(attempted, fault),
            Self::NotAtRest(why) => Failure::because(attempted, why),
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Driver(error)
    }
}

impl From<NotAtRest> for Trouble {
    fn from(why: NotAtRest) -> Self {
        Self::NotAtRest(why)
    }
}

pub(super) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn first_key(position: u64) -> i64 {
    column(position).min(POSITION_MAX) << NUMBER_BITS
}

pub(super) fn fault(position: Position, what: &'static str) -> Trouble {
    Trouble::Damaged(Fault { position, wrong: Wrong::Unreadable { what } })
}

pub(super) fn damaged(row: &Row<'_>, what: &'static str) -> Trouble {
    match position(row) {
        Ok(position) => fault(position, what),
        Err(trouble) => trouble,
    }
}

pub(super) fn position(row: &Row<'_>) -> Result<Position, Trouble> {
    let number: i64 = row.get(0)?;
    let position = u64::try_from(number).ok().and_then(Position::from_number);
    position.ok_or(Trouble::Driver(rusqlite::Error::IntegralValueOutOfRange(0, number)))
}

/// A record from its row, whose columns are in the table's order, without its parts yet.
pub(super) fn record(row: &Row<'_>, stream: StreamName) -> Result<Record, Trouble> {
    let position = position(row)?;
    let wrong = |what| move || fault(position, what);
    let number = |index, what| match row.get_ref(index)? {
        ValueRef::Integer(number) => Ok(number),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => {
            Err(fault(position, what))
        }
    };
    let revision = u64::try_from(number(3, "revision")?).map_err(|_| wrong("revision")())?;
    let recorded_at = DateTime::from_timestamp_micros(number(6, "time of recording")?);
    let id = |index, what| Ok::<_, Trouble>(Uuid::from_bytes(bytes(row, index, (position, what))?));
    let type_name = row.get_ref(4)?.as_str().map_err(|_| wrong("type name")())?;
    Ok(Record {
        id: id(1, "identifier")?,
        stream,
        revision: Revision::from_number(revision),
        position,
        type_name: type_name.to_owned(),
        version: u32::try_from(number(5, "version")?).map_err(|_| wrong("version")())?,
        recorded_at: recorded_at.ok_or_else(wrong("time of recording"))?,
        author: id(7, "author")?,
        agency: id(8, "agency")?,
        request: RequestRef {
            id: id(9, "request")?,
            index: u32::try_from(number(10, "request")?).map_err(|_| wrong("request")())?,
            digest: bytes(row, 11, (position, "digest of the request"))?,
        },
        parts: Vec::with_capacity(PARTS_USUAL),
        leaf: bytes(row, 12, (position, "leaf"))?,
    })
}

/// A part of a record from its row, in which its columns begin with its key at a place.
pub(super) fn part(
    row: &Row<'_>,
    (first, key): (usize, i64),
    position: Position,
) -> Result<Part, Trouble> {
    let wrong = |_| fault(position, "parts");
    let kind: i64 = row.get(first + 1)?;
    let text = row.get_ref(first + 4)?;
    let content = match text {
        ValueRef::Null => None,
        ValueRef::Text(_) => Some(PartContent {
            salt: bytes(row, first + 3, (position, "salts"))?,
            text: text.as_str().map_err(|_| fault(position, "texts"))?.to_owned(),
        }),
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
            return Err(fault(position, "texts"));
        }
    };
    Ok(Part {
        number: u16::try_from(key & 0xffff).map_err(wrong)?,
        kind: PartKind::from_code(u16::try_from(kind).map_err(wrong)?),
        commit: bytes(row, first + 2, (position, "commitments"))?,
        content,
    })
}

/// Bytes of a fixed number.
fn bytes<const N: usize>(
    row: &Row<'_>,
    index: usize,
    (position, what): (Position, &'static str),
) -> Result<[u8; N], Trouble> {
    let kept = row.get_ref(index)?.as_blob().map_err(|_| fault(position, what))?;
    kept.try_into().map_err(|_| fault(position, what))
}

/// Gives a stream its number.
pub(super) fn intern(connection: &Connection, stream: &StreamName) -> Result<i64, Trouble> {
    let mut insert = connection.prepare_cached("INSERT INTO stream (name) VALUES (?1)")?;
    Ok(insert.insert([stream.as_str()])?)
}

/// Writes records behind those that are there.
pub(super) fn insert(
    connection: &Connection,
    stream: i64,
    records: &[Record],
) -> Result<(), Trouble> {
    let sql = "INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let mut insert = connection.prepare_cached(sql)?;
    let mut insert_part =
        connection.prepare_cached("INSERT INTO part VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for record in records {
        let position = column(record.position.number());
        if position > POSITION_MAX {
            return Err(Trouble::Driver(rusqlite::Error::IntegralValueOutOfRange(0, position)));
        }
        insert.execute(params![
            position,
            record.id.as_bytes(),
            stream,
            column(record.revision.number()),
            record.type_name,
            record.version,
            record.recorded_at.timestamp_micros(),
            record.author.as_bytes(),
            record.agency.as_bytes(),
            record.request.id.as_bytes(),
            record.request.index,
            record.request.digest,
            record.leaf,
        ])?;
        for part in &record.parts {
            let key = first_key(record.position.number()) | i64::from(part.number);
            let content = part.content.as_ref();
            insert_part.execute(params![
                key,
                part.kind.code(),
                part.commit,
                content.map(|content| content.salt),
                content.map(|content| content.text.as_str()),
            ])?;
        }
    }
    Ok(())
}

/// Empties a part of a record: says whether it is empty now, or was before; nothing where there is none.
pub(super) fn empty(
    connection: &Connection,
    record: &Record,
    number: u16,
) -> Result<Option<super::Emptied>, Trouble> {
    let Some(part) = record.parts.iter().find(|part| part.number == number) else {
        return Ok(None);
    };
    if part.content.is_none() {
        return Ok(Some(super::Emptied::Before));
    }
    let key = first_key(record.position.number()) | i64::from(number);
    connection.execute("UPDATE part SET salt = NULL, text = NULL WHERE key = ?1", [key])?;
    Ok(Some(super::Emptied::Now))
}
