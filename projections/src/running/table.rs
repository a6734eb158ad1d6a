//! The tables of a read model: what each is called, its columns, and the rows that a model gives.
//!
//! Every row says from when until when it was so in the world (true from, true until), and, once it
//! is kept, from which position of the ledger until which the record said so. Nothing that depends
//! on today is in a row.

use candour_domain::entry::{Position, StreamId};
use chrono::{DateTime, NaiveDate, Utc};

use super::packed::Packed;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody or something that has a stream: a child, a case, an agency.
    Identity,
    /// An entry of the same stream, by its position.
    Entry,
    /// A word of a fixed set.
    Code,
    /// Words of people's own.
    Text,
    /// A count or an amount; its unit is in the column's name.
    Number,
    /// A civil date.
    Day,
    /// A moment.
    Moment,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// What that means, in a sentence.
    pub about: &'static str,
}

/// A column.
pub(super) const fn column(name: &'static str, kind: Kind, about: &'static str) -> Column {
    Column { name, kind, about }
}

/// A table of a read model.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the table.
    pub name: &'static str,
    /// The name of the view of it for people.
    pub view: &'static str,
    /// What a row of it is, in a sentence.
    pub about: &'static str,
    /// The columns that are its own.
    pub columns: &'static [Column],
    /// What of it is packed, to be counted over a whole area; none where that is not asked.
    pub packed: Option<&'static Packed>,
    /// The columns that it is looked up by, each list an index.
    pub indexes: &'static [&'static [&'static str]],
}

impl Table {
    /// Whether two are one and the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.name == other.name
    }
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    Nothing,
    Identity(StreamId),
    Entry(Position),
    Code(&'static str),
    Text(String),
    Number(i64),
    Day(NaiveDate),
    Moment(DateTime<Utc>),
}

impl Cell {
    /// The cell of something that may be missing.
    pub(super) fn or_nothing<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, cell)
    }
}

/// A row that a model gives: what was so in the world, since when and until when.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) table: &'static Table,
    /// The entry that the row rests on, by its position.
    pub(super) entry: Position,
    /// From when it certainly was so.
    pub(super) true_from: DateTime<Utc>,
    /// From when it certainly was so no longer; none while it lasts.
    pub(super) true_until: Option<DateTime<Utc>>,
    /// What stands in the table's own columns, in their order.
    pub(super) cells: Vec<Cell>,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let Self { table, entry, true_from, true_until, cells } = self;
        table.is(other.table)
            && *entry == other.entry
            && *true_from == other.true_from
            && *true_until == other.true_until
            && *cells == other.cells
    }
}

impl Eq for Row {}

/// A row as it is kept: also since when and until when the record said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) row: Row,
    /// The position that brought it.
    pub(super) recorded_from: Position,
    /// Its number among the rows of its table that this position brought.
    pub(super) number: u32,
    /// The position that took it away; none while it stands.
    pub(super) recorded_until: Option<Position>,
}
