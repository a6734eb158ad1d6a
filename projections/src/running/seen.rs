//! The rows of streams of which something is withheld from a reader, as the models give them without it. They
//! stand beside the file, under names of their own, and a question that names a table is asked of both: of the
//! file without these streams, and of these. So nothing that is counted or listed over all cases can rest on
//! what is withheld, and no question has a condition for it. What is not asked by the name of a table, packs and
//! the index of words, is asked of each file by itself.
//!
//! # Rules
//! - `whoever_is_shown_all_but_an_entry_counts_as_if_it_had_not_been_recorded`: whatever it bears on, on both clocks.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Cursor;

use candour_domain::entry::StreamId;
use rusqlite::{Connection, OptionalExtension as _};

use super::model::Model;
use super::packed::STREAMS_EACH;
use super::packing::Packing;
use super::schema;
use super::sheet::{Numbers, Sheet, add, find};
use super::table::{Cell, Table};

/// The rows of some streams, in a file in memory, under the numbers that their streams and words have in the file.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// The streams, by their numbers.
    scopes: BTreeSet<i64>,
    /// The tables of which there are rows beside the file's.
    tables: Vec<&'static Table>,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seen").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

impl Seen {
    /// The name under which they stand beside the file.
    pub(super) const BESIDE: &str = "seen";

    /// Puts the rows of some streams together, for a file that has these models.
    pub(super) fn of(
        file: &Connection,
        models: &[&'static dyn Model],
        sheets: &[Sheet],
    ) -> rusqlite::Result<Self> {
        let mut made = Connection::open_in_memory()?;
        made.execute_batch(schema::KEPT)?;
        made.execute_batch(&schema::all(models))?;
        number_as(file, &made, sheets)?;
        let (mut numbers, mut packing) = (Numbers::default(), Packing::default());
        made.execute_batch("BEGIN")?;
        for sheet in sheets {
            add(&made, (&mut numbers, &mut packing), sheet)?;
        }
        packing.write_out(&made)?;
        made.execute_batch("COMMIT")?;
        for model in models {
            made.execute_batch(&schema::looked_up_by(*model))?;
        }
        let scopes = sheets.iter().map(|sheet| numbers.of(&made, sheet.stream));
        let scopes = scopes.collect::<rusqlite::Result<_>>()?;
        let tables = models.iter().flat_map(|model| model.tables()).copied().collect();
        let bytes = made.serialize("main")?.to_vec();
        Ok(Self { scopes, tables, bytes })
    }

    /// Puts them beside a file that is being asked, which then answers with them. It is for no other reader after that.
    pub(super) fn put_beside(&self, file: &mut Connection) -> rusqlite::Result<()> {
        let beside = Self::BESIDE;
        file.execute_batch(&format!("ATTACH ':memory:' AS {beside}"))?;
        file.deserialize_read_exact(beside, Cursor::new(&self.bytes), self.bytes.len(), true)?;
        let scopes = self.listed();
        let mut sql = format!(
            "CREATE TEMP VIEW word AS SELECT * FROM {beside}.word;
            CREATE TEMP VIEW identity AS SELECT * FROM main.identity
            UNION ALL SELECT * FROM {beside}.identity WHERE number > (SELECT max(number) FROM main.identity);"
        );
        for Table { name, .. } in &self.tables {
            let _ = write!(
                sql,
                "CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE scope NOT IN ({scopes})
                UNION ALL SELECT * FROM {beside}.{name};"
            );
        }
        file.execute_batch(&sql)
    }

    /// The streams, by their numbers, as a list.
    pub(super) fn listed(&self) -> String {
        let scopes: Vec<String> = self.scopes.iter().map(ToString::to_string).collect();
        scopes.join(", ")
    }

    /// Whether the rows of a stream are here, and those of the file do not count.
    pub(super) fn has(&self, scope: i64) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether the rows of any stream of a pack are here.
    pub(super) fn has_of_pack(&self, number: i64) -> bool {
        let first = number.saturating_mul(STREAMS_EACH);
        self.scopes.range(first..first.saturating_add(STREAMS_EACH)).next().is_some()
    }
}

/// Gives streams and words the numbers that they have in a file; what it does not know will have higher ones.
fn number_as(file: &Connection, made: &Connection, sheets: &[Sheet]) -> rusqlite::Result<()> {
    let mut number =
        made.prepare("INSERT OR IGNORE INTO identity (number, stream) VALUES (?1, ?2)")?;
    let mut last =
        file.prepare("SELECT number, stream FROM identity ORDER BY number DESC LIMIT 1")?;
    let last = last.query_row((), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let streams: BTreeSet<StreamId> = sheets.iter().flat_map(streams).collect();
    let mut known: Vec<(i64, String)> = last.into_iter().collect();
    for stream in streams {
        let name = stream.to_string();
        known.extend(find(file, &name)?.map(|number| (number, name)));
    }
    for numbered in known {
        number.execute(numbered)?;
    }
    let mut word = made.prepare("INSERT INTO word (number, text) VALUES (?1, ?2)")?;
    let mut words = file.prepare("SELECT number, text FROM word")?;
    let mut words = words.query(())?;
    while let Some(row) = words.next()? {
        word.execute((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))?;
    }
    Ok(())
}

/// The streams that the rows of a stream name, and itself.
fn streams(sheet: &Sheet) -> impl Iterator<Item = StreamId> {
    let cells = sheet.rows.iter().flat_map(|kept| &kept.row.cells);
    let named = cells.filter_map(|cell| match cell {
        Cell::Identity(stream) => Some(*stream),
        Cell::Nothing
        | Cell::Entry(_)
        | Cell::Code(_)
        | Cell::Text(_)
        | Cell::Number(_)
        | Cell::Day(_)
        | Cell::Moment(_) => None,
    });
    named.chain(sheet.beside.iter().copied()).chain([sheet.stream])
}
