//! The file's schema, written from the tables of the models: what is kept, what it is looked up by,
//! and the views of it for people. The views are what `docs/read-models.md` describes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rusqlite::Connection;

use super::model::Model;
use super::searched::Searched;
use super::table::{Column, Kind, Table};

/// Marks the file as one of ours: the letters CNDM.
pub(super) const APPLICATION_ID: i64 = 0x434e_444d;
/// The form of what every table has in common. A change of it is a new file.
pub(super) const FORM: i64 = 5;

/// What is kept beside the tables of the models.
pub(super) const KEPT: &str = "
CREATE TABLE read_model (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    ledger TEXT NOT NULL,
    position INTEGER NOT NULL,
    entry TEXT,
    made TEXT NOT NULL DEFAULT (hex(randomblob(16)))
) STRICT;
CREATE TABLE identity (number INTEGER PRIMARY KEY, stream TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE beside (
    other INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    PRIMARY KEY (other, scope)
) STRICT, WITHOUT ROWID;
CREATE VIEW read_models AS
SELECT name, version, (SELECT position FROM checkpoint) AS up_to_position FROM read_model;
CREATE VIEW identities AS
SELECT substr(stream, 1, instr(stream, '-') - 1) AS kind,
    substr(stream, instr(stream, '-') + 1) AS id
FROM identity;
";

/// The names of these.
const KEPT_NAMES: [&str; 7] =
    ["read_model", "checkpoint", "identity", "word", "beside", "read_models", "identities"];

/// The columns that every table has, before its own.
pub(super) const COMMON: usize = COMMON_NAMES.len();
/// Their names.
pub(super) const COMMON_NAMES: [&str; 7] =
    ["scope", "recorded_from", "number", "recorded_until", "true_from", "true_until", "entry"];

/// The statements that make a table, without what it is looked up by.
pub(super) fn table(table: &Table) -> String {
    let mut sql = format!(
        "CREATE TABLE {} (\n    scope INTEGER NOT NULL,\n    recorded_from INTEGER NOT NULL,\n    \
         number INTEGER NOT NULL,\n    recorded_until INTEGER,\n    true_from INTEGER NOT NULL,\n    \
         true_until INTEGER,\n    entry INTEGER NOT NULL",
        table.name
    );
    for column in table.columns {
        let kind = match column.kind {
            Kind::Identity | Kind::Entry | Kind::Number | Kind::Moment => "INTEGER",
            Kind::Code | Kind::Text | Kind::Day => "TEXT",
        };
        let _ = write!(sql, ",\n    {} {kind}", column.name);
    }
    sql.push_str(",\n    PRIMARY KEY (scope, recorded_from, number)\n) STRICT, WITHOUT ROWID;\n");
    if table.packed.is_some() {
        let _ = writeln!(
            sql,
            "CREATE TABLE {}_packed (pack INTEGER PRIMARY KEY, digest BLOB NOT NULL, about BLOB NOT NULL, \
             packed BLOB NOT NULL) STRICT;",
            table.name
        );
    }
    sql
}

/// The statements that make what the tables of a model are looked up by. They are run when those are
/// filled.
pub(super) fn looked_up_by(model: &dyn Model) -> String {
    let indexes: String = model.tables().iter().map(|table| indexes(table)).collect();
    let searched = model.searched().map(Searched::made).unwrap_or_default();
    indexes + &searched
}

fn indexes(table: &Table) -> String {
    let mut sql = String::new();
    for columns in table.indexes {
        let _ = writeln!(
            sql,
            "CREATE INDEX {}_by_{} ON {} ({});",
            table.name,
            columns.join("_and_"),
            table.name,
            columns.join(", ")
        );
    }
    sql
}

/// The statement that makes the view of a table for people.
pub(super) fn view(table: &Table) -> String {
    let mut sql = format!(
        "CREATE VIEW {} AS\nSELECT\n    (SELECT stream FROM identity WHERE identity.number = scope) \
         AS stream,\n    entry AS entry_position,\n    recorded_from AS recorded_from_position,\n    \
         recorded_until AS recorded_until_position,\n    {} AS true_from,\n    {} AS true_until",
        table.view,
        moment("true_from"),
        moment("true_until")
    );
    for column in table.columns {
        let _ = write!(sql, ",\n    {} AS {}", shown(column), column.name);
    }
    let _ = write!(sql, "\nFROM {};\n", table.name);
    sql
}

/// A column as people read it.
fn shown(column: &Column) -> String {
    match column.kind {
        Kind::Identity => format!(
            "(SELECT substr(stream, instr(stream, '-') + 1) FROM identity \
             WHERE identity.number = {})",
            column.name
        ),
        Kind::Moment => moment(column.name),
        Kind::Entry | Kind::Code | Kind::Text | Kind::Number | Kind::Day => column.name.to_owned(),
    }
}

/// A moment in UTC, to the second, as ISO 8601 writes it.
fn moment(name: &str) -> String {
    format!("strftime('%Y-%m-%dT%H:%M:%SZ', {name} / 1000000, 'unixepoch')")
}

/// The statements that make all tables and views of some models.
pub(super) fn all(models: &[&'static dyn Model]) -> String {
    let tables = models.iter().flat_map(|model| model.tables());
    tables.map(|one| table(one) + &view(one)).collect()
}

/// Takes away every table and view but those that all files have and those of some models.
pub(super) fn drop_all_but(
    file: &Connection,
    models: &[&'static dyn Model],
) -> rusqlite::Result<()> {
    let searched = models.iter().filter_map(|model| model.searched());
    let stay: BTreeSet<String> = models
        .iter()
        .flat_map(|model| model.tables())
        .flat_map(|table| [table.name, table.view])
        .chain(KEPT_NAMES)
        .map(ToOwned::to_owned)
        .chain(
            models.iter().flat_map(|model| model.tables()).map(|it| it.name.to_owned() + "_packed"),
        )
        .chain(searched.flat_map(Searched::tables))
        .collect();
    let sql = "SELECT type, name FROM sqlite_schema
        WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite@_%' ESCAPE '@'
        ORDER BY type DESC, name";
    let mut select = file.prepare(sql)?;
    let found = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = found.collect::<Result<_, _>>()?;
    for (kind, name) in found {
        if !stay.contains(&name) {
            file.execute_batch(&format!("DROP {kind} IF EXISTS \"{name}\""))?;
        }
    }
    Ok(())
}

/// The statement that adds a row to a table.
pub(super) fn insert(table: &Table) -> String {
    let places: Vec<String> =
        (1..=COMMON + table.columns.len()).map(|place| format!("?{place}")).collect();
    format!("INSERT INTO {} VALUES ({})", table.name, places.join(", "))
}
