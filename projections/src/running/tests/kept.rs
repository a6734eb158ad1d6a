//! A ledger that grows, and its read models in a folder of their own: how the tests of files make and
//! compare them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_domain::entry::Entry;
use candour_ledger::EventStore;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

use super::super::file::open_to_write;
use super::super::keep::{KeptUp, Means, ReadModels};
use super::super::model::Model;
use super::super::models;
use super::super::packed::{Abouts, NONE, Packed};
use super::super::table::{Kind, Table};
use super::probe::{Probe, with_probe};
use crate::sample::Growing;

/// What the views of a file hold, by their names, each in the order of all columns.
pub(super) type Held = BTreeMap<String, Vec<Vec<Value>>>;

pub(super) static PROBE: Probe = Probe(2);

/// A ledger, a folder, and the models that are kept in it.
pub(super) struct Ledger {
    pub(super) growing: Growing,
    pub(super) folder: TempDir,
    pub(super) models: &'static [&'static dyn Model],
    pub(super) page: usize,
}

/// Runs what waits.
pub(super) fn run<F: Future>(waiting: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(waiting)
}

impl Ledger {
    /// A ledger of some entries, of which no read models are kept yet.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let growing = Growing::new();
        run(growing.add(entries));
        let folder = tempfile::tempdir().unwrap();
        Self { growing, folder, models: with_probe(&PROBE), page: 1_000 }
    }

    pub(super) fn add(&self, entries: &[Entry]) {
        run(self.growing.add(entries));
    }

    /// The folder of the read models, which is made when they are.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("kept").join("models")
    }

    pub(super) fn read_models(&self) -> ReadModels {
        self.in_folder(&self.path())
    }

    pub(super) fn in_folder(&self, folder: &Path) -> ReadModels {
        let store = Arc::clone(&self.growing.store) as Arc<dyn EventStore>;
        ReadModels { page: self.page, ..ReadModels::of(store, folder, self.models) }
    }

    /// Keeps them up, and says by what means.
    pub(super) fn keep_up(&self) -> Means {
        let kept = run(self.read_models().keep_up(|_, _| ())).unwrap();
        assert_eq!(kept, KeptUp { up_to: Some(self.head()), behind: 0, by: kept.by });
        kept.by
    }

    /// The position of the last entry.
    pub(super) fn head(&self) -> u64 {
        run(self.read_models().head()).unwrap().0
    }

    /// The file that serves.
    pub(super) fn file(&self) -> PathBuf {
        self.read_models().shelf.newest().unwrap().unwrap().path
    }

    pub(super) fn open(&self) -> Connection {
        open_to_write(&self.file()).unwrap()
    }

    /// What the file that serves holds.
    pub(super) fn held(&self) -> Held {
        held(&self.file())
    }

    /// What a file holds that is made at once of all that there is.
    pub(super) fn made_at_once(&self) -> Held {
        let elsewhere = tempfile::tempdir().unwrap();
        let models = self.in_folder(elsewhere.path());
        run(models.rebuild(&[], |_, _| ())).unwrap();
        held(&models.shelf.newest().unwrap().unwrap().path)
    }
}

pub(super) fn held(file: &Path) -> Held {
    let file = open_to_write(file).unwrap();
    let mut views = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").unwrap();
    let views: Vec<String> =
        views.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let read = |view: &String| {
        let all = format!("SELECT * FROM {view}");
        let columns = file.prepare(&all).unwrap().column_count();
        let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
        let sql = format!("{all} ORDER BY {}", order.join(", "));
        let mut select = file.prepare(&sql).unwrap();
        let rows = select.query_map((), |row| (0..columns).map(|column| row.get(column)).collect());
        (view.clone(), rows.unwrap().collect::<Result<_, _>>().unwrap())
    };
    let mut held: Held = views.iter().map(read).collect();
    // What is searched cannot be read, but it can be said which words it has, and how often.
    let words = "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, 'name_search', 'row')";
    file.execute_batch(words).unwrap();
    let mut select = file.prepare("SELECT term, doc, cnt FROM words ORDER BY term").unwrap();
    let rows = select.query_map((), |row| (0..3).map(|column| row.get(column)).collect()).unwrap();
    held.insert("words searched".to_owned(), rows.collect::<Result<_, _>>().unwrap());
    held
}

/// The first table of which a file has other rows in packs than in the table itself.
pub(super) fn packed_otherwise(file: &Path) -> Option<(&'static str, usize, usize)> {
    let file = open_to_write(file).unwrap();
    let tables = models::all().iter().flat_map(|model| model.tables());
    let mut packed = tables.filter_map(|table| Some((table, table.packed?)));
    packed.find_map(|(table, packed)| {
        let (in_packs, in_table) = (unpacked(&file, table), said(&file, table, packed));
        (in_packs != in_table).then_some((table.name, in_packs.len(), in_table.len()))
    })
}

/// The rows of a table that are in packs.
fn unpacked(file: &Connection, table: &Table) -> Vec<Vec<i64>> {
    let columns = table.packed.unwrap().columns.len() + 1;
    let sql = format!("SELECT about, packed FROM {}_packed", table.name);
    let mut select = file.prepare(&sql).unwrap();
    let packs = select.query_map((), |row| {
        let about = Abouts::read(row.get_ref(0)?.as_blob()?, columns)?;
        let divided = about.divide(row.get_ref(1)?.as_blob()?)?;
        let columns = divided.iter().enumerate().map(|(at, bytes)| about.unpack(at, bytes));
        let columns: Vec<Vec<i64>> = columns.collect();
        let row = |row: usize| columns.iter().map(|column| column[row]).collect();
        Ok((0..about.rows).map(row).collect::<Vec<Vec<i64>>>())
    });
    let mut rows: Vec<_> = packs.unwrap().flat_map(Result::unwrap).collect();
    rows.sort_unstable();
    rows
}

/// The rows of a table that are to be in packs, as the table itself says them.
fn said(file: &Connection, table: &Table, packed: &Packed) -> Vec<Vec<i64>> {
    let number = |name: &&str| {
        let own = table.columns.iter().find(|column| column.name == *name);
        match own.map(|column| column.kind) {
            Some(Kind::Code | Kind::Text) => {
                format!("coalesce((SELECT number FROM word WHERE text = {name}), {NONE})")
            }
            Some(Kind::Identity | Kind::Entry | Kind::Number | Kind::Moment) | None => {
                format!("coalesce({name}, {NONE})")
            }
            // The first of January of the year one is day one.
            Some(Kind::Day) => {
                format!("coalesce(CAST(julianday({name}) - 1721424.5 AS INTEGER), {NONE})")
            }
        }
    };
    let columns: Vec<String> = packed.columns.iter().map(number).collect();
    let left_out = packed.left_out.map(|(column, code)| format!("{column} <> '{code}'"));
    let sql = format!(
        "SELECT scope, {} FROM {} WHERE {}",
        columns.join(", "),
        table.name,
        left_out.unwrap_or_else(|| "TRUE".to_owned())
    );
    let mut select = file.prepare(&sql).unwrap();
    let read = |row: &rusqlite::Row<'_>| (0..=columns.len()).map(|at| row.get(at)).collect();
    let mut rows: Vec<Vec<i64>> = select.query_map((), read).unwrap().map(Result::unwrap).collect();
    rows.sort_unstable();
    rows
}

/// The first row of a view in which two files differ: of the one, and of the other.
pub(super) fn difference(one: &Held, other: &Held) -> Option<(String, String, String)> {
    if one.keys().ne(other.keys()) {
        return Some((
            "views".to_owned(),
            format!("{:?}", one.keys()),
            format!("{:?}", other.keys()),
        ));
    }
    one.iter().zip(other.values()).find_map(|((view, rows), others)| {
        let at = |at: usize, rows: &[Vec<Value>]| rows.get(at).map(|row| format!("{row:?}"));
        let longest = rows.len().max(others.len());
        let differs = (0..longest).find(|it| rows.get(*it) != others.get(*it))?;
        let shown = |rows| at(differs, rows).unwrap_or_default();
        Some((view.clone(), shown(rows), shown(others)))
    })
}
