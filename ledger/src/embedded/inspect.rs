//! Whether the file is one that this release could have made: the database sound, its tables, indexes,
//! triggers and views those of its version, and nothing left of records that are gone. What the records
//! say is not looked at here.

use std::fmt;
use std::sync::OnceLock;

use rusqlite::{Connection, OptionalExtension};

use super::EmbeddedStore;
use super::rows::{NUMBER_BITS, Trouble};
use super::schema::{self, Found};
use crate::port::ReadError;

/// What a check of the file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileCheck {
    /// Nothing wrong.
    Sound,
    /// Something wrong.
    Damaged {
        /// The first thing that was found.
        first: FileFault,
    },
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// The database does not hold together.
    #[error("{says}")]
    Database {
        /// What it says of itself.
        says: String,
    },
    /// Something that the file of a ledger has is not there.
    #[error("the {piece} is missing")]
    Missing {
        /// What.
        piece: Piece,
    },
    /// Something is there otherwise than a ledger has it.
    #[error("the {piece} is not as this program makes it")]
    Different {
        /// What.
        piece: Piece,
    },
    /// Something is there that the file of a ledger does not have.
    #[error("the {piece} was not made by this program")]
    Extra {
        /// What.
        piece: Piece,
    },
    /// Parts are there, and their record is not.
    #[error("parts of record #{position} are there, and the record is not")]
    PartsAlone {
        /// Where the record would stand.
        position: i64,
    },
    /// A stream is there, and no record of it.
    #[error("stream {name} is there, and no record of it")]
    StreamAlone {
        /// The name of the stream.
        name: String,
    },
}

/// A table, an index, a trigger or a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which of them, in the database's word.
    pub kind: String,
    /// Its name.
    pub name: String,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

impl EmbeddedStore {
    /// Checks the form of the file: that the database holds together, that it has what this release
    /// makes and nothing else, and that no part or stream is left without a record. It reads all of
    /// the file, and says nothing about what the records are: [`crate::verify`] does that.
    ///
    /// # Errors
    /// Fails where the file cannot be read at all.
    pub async fn check_file(&self) -> Result<FileCheck, ReadError> {
        let found = self.readers.read("checking the ledger's file", fault).await?;
        Ok(found.map_or(FileCheck::Sound, |first| FileCheck::Damaged { first }))
    }
}

/// What a new file has, which no process makes twice to look at.
static WANTED: OnceLock<Vec<Made>> = OnceLock::new();

fn fault(connection: &Connection) -> Result<Option<FileFault>, Trouble> {
    // Also that every index says what its table says: `quick_check` would pass over an entry of an index
    // that was changed, and a stream would be read otherwise than it stands in the ledger.
    let says: String = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))?;
    if says != "ok" {
        return Ok(Some(FileFault::Database { says }));
    }
    let compared = match schema::found(connection)? {
        #[cfg(feature = "cluster")]
        Found::Replica(_) => compared(&made(&schema::example_replica()?)?, &made(connection)?),
        #[cfg(not(feature = "cluster"))]
        Found::Replica(_) => compared(wanted()?, &made(connection)?),
        Found::Empty | Found::Ledger(_) | Found::Other => compared(wanted()?, &made(connection)?),
    };
    if compared.is_some() {
        return Ok(compared);
    }
    let sql = "SELECT key >> ?1 FROM part
        WHERE NOT EXISTS (SELECT 1 FROM record WHERE position = key >> ?1) ORDER BY key LIMIT 1";
    let alone = connection.query_row(sql, [NUMBER_BITS], |row| row.get(0)).optional()?;
    if let Some(position) = alone {
        return Ok(Some(FileFault::PartsAlone { position }));
    }
    let sql = "SELECT name FROM stream
        WHERE NOT EXISTS (SELECT 1 FROM record WHERE stream = number) ORDER BY number LIMIT 1";
    let alone = connection.query_row(sql, (), |row| row.get(0)).optional()?;
    Ok(alone.map(|name| FileFault::StreamAlone { name }))
}

/// What the file of a ledger has, made once.
fn wanted() -> Result<&'static Vec<Made>, Trouble> {
    if let Some(wanted) = WANTED.get() {
        return Ok(wanted);
    }
    let wanted = made(&schema::example()?)?;
    Ok(WANTED.get_or_init(|| wanted))
}

/// Something that was made in a file, and how.
#[derive(PartialEq, Eq)]
struct Made {
    piece: Piece,
    table: String,
    sql: String,
}

/// Everything that was made in a file, tables first. What the database makes of its own accord has no
/// SQL, and follows from the rest.
fn made(connection: &Connection) -> Result<Vec<Made>, Trouble> {
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL
        ORDER BY type != 'table', type, name";
    let mut select = connection.prepare(sql)?;
    let made = select.query_map((), |row| {
        let piece = Piece { kind: row.get(0)?, name: row.get(1)? };
        Ok(Made { piece, table: row.get(2)?, sql: row.get(3)? })
    })?;
    Ok(made.collect::<Result<_, _>>()?)
}

fn compared(wanted: &[Made], found: &[Made]) -> Option<FileFault> {
    for one in wanted {
        let piece = || one.piece.clone();
        match found.iter().find(|it| it.piece == one.piece) {
            None => return Some(FileFault::Missing { piece: piece() }),
            Some(it) if it != one => return Some(FileFault::Different { piece: piece() }),
            Some(_) => {}
        }
    }
    let extra = found.iter().find(|it| wanted.iter().all(|one| one.piece != it.piece));
    extra.map(|it| FileFault::Extra { piece: it.piece.clone() })
}
