//! Reading packs: the rows of a table that are on record, as numbers, for whoever counts over a whole
//! area. A pack in which nothing can count is passed over unread.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rusqlite::Row;

use super::hidden::Hidden;
use super::packed::{About, Abouts, NONE, damaged};
use super::remembered::{Digest, Remembered};
use super::seen::Seen;
use super::table::Table;
use super::view::View;
use super::{KeepError, reading};

/// How many rows are looked at together.
const ROWS_AT_ONCE: usize = 128;

/// The values that a column of a row may have, for the row to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    column: &'static str,
    after: i64,
    until: i64,
    or_none: bool,
}

impl Span {
    /// A value after one, and up to another.
    pub(crate) fn of(column: &'static str, after: i64, until: i64) -> Self {
        Self { column, after, until, or_none: false }
    }

    /// No value, or one after another.
    fn none_or_after(column: &'static str, after: i64) -> Self {
        Self { column, after, until: i64::MAX, or_none: true }
    }

    fn holds(&self, value: i64) -> bool {
        if value == NONE { self.or_none } else { value > self.after && value <= self.until }
    }

    /// Whether it may hold of a row, by what is said of the column.
    fn may_hold(&self, about: &About) -> bool {
        let some = about.most().is_some_and(|most| most > self.after)
            && about.least().is_some_and(|least| least <= self.until);
        some || (self.or_none && about.lacks())
    }

    /// Whether it holds of every row, by what is said of the column.
    fn holds_of_all(&self, about: &About) -> bool {
        let present = [about.least(), about.most()].into_iter().flatten();
        present.into_iter().all(|value| self.holds(value)) && (self.or_none || !about.lacks())
    }
}

/// Which rows of a table are gone through: those on record of which all spans hold.
pub(crate) struct Rows<'r> {
    table: &'static Table,
    spans: Vec<Span>,
    wanted: Option<&'r dyn Fn(&Pack) -> bool>,
}

impl<'r> Rows<'r> {
    /// Those in a time: after one moment, and up to another, by a column.
    pub(crate) fn lying(
        table: &'static Table,
        column: &'static str,
        since: i64,
        until: i64,
    ) -> Self {
        Self { table, spans: vec![Span::of(column, since, until)], wanted: None }
    }

    /// All that are on record.
    pub(crate) fn all(table: &'static Table) -> Self {
        Self { table, spans: Vec::new(), wanted: None }
    }

    /// Those that say what is so at a moment.
    pub(crate) fn standing(table: &'static Table, at: i64) -> Self {
        let began = Span::of("true_from", NONE, at);
        Self { table, spans: vec![began, Span::none_or_after("true_until", at)], wanted: None }
    }

    /// Those of them of which a further span holds.
    pub(crate) fn and(mut self, span: Span) -> Self {
        self.spans.push(span);
        self
    }

    /// Those of them in packs that may hold what is asked for, by what is said of their columns.
    pub(crate) fn in_packs(self, wanted: &'r dyn Fn(&Pack) -> bool) -> Self {
        Self { wanted: Some(wanted), ..self }
    }
}

/// The rows of some streams in a table: what is said of them, and their values as far as these are remembered.
#[derive(Debug)]
pub(crate) struct Pack {
    names: &'static [&'static str],
    about: Abouts,
    values: OnceLock<Vec<u8>>,
}

impl Pack {
    /// A pack of which nothing is read but what is said of it.
    pub(super) fn of(names: &'static [&'static str], about: Abouts) -> Self {
        Self { names, about, values: OnceLock::new() }
    }

    /// The values, column by column; none where they are not remembered.
    pub(super) fn values(&self) -> Option<&[u8]> {
        self.values.get().map(Vec::as_slice)
    }

    /// Remembers the values, unless it does already.
    pub(super) fn keep(&self, values: Vec<u8>) -> &[u8] {
        self.values.get_or_init(|| values)
    }

    fn about(&self, name: &str) -> Option<&About> {
        self.about.columns.get(place(self.names, name)?)
    }

    /// Whether a span may hold of a row.
    pub(crate) fn may(&self, span: Span) -> bool {
        self.about(span.column).is_some_and(|about| span.may_hold(about))
    }

    fn places<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], KeepError> {
        let places = names.map(|name| place(self.names, name).unwrap_or(usize::MAX));
        if places.iter().any(|at| *at >= self.about.columns.len()) {
            return Err(reading(damaged()));
        }
        Ok(places)
    }

    /// The rows of which the spans hold, but for those of streams whose rows are elsewhere.
    fn taken(
        &self,
        spans: &[Span],
        elsewhere: Option<&Seen>,
        columns: &[&[u8]],
        taken: &mut Vec<bool>,
    ) {
        taken.clear();
        taken.resize(self.about.rows, true);
        for span in spans {
            let Some(at) = place(self.names, span.column) else { continue };
            if !span.holds_of_all(&self.about.columns[at]) {
                let values = (span.after, span.until, span.or_none);
                self.about.hold((at, columns[at]), values, taken);
            }
        }
        if let Some(elsewhere) = elsewhere {
            for (taken, scope) in taken.iter_mut().zip(self.about.unpack(0, columns[0])) {
                *taken &= !elsewhere.has(scope);
            }
        }
    }

    /// Goes through some columns of the rows that are taken.
    fn rows<const N: usize>(
        &self,
        (columns, places): (&[&[u8]], [usize; N]),
        taken: &[bool],
        take: &mut impl FnMut([i64; N]),
    ) {
        let mut block = [[NONE; ROWS_AT_ONCE]; N];
        let mut rows = Vec::with_capacity(ROWS_AT_ONCE);
        let mut left = taken.iter().enumerate().filter(|(_, taken)| **taken).map(|(row, _)| row);
        loop {
            rows.clear();
            rows.extend(left.by_ref().take(ROWS_AT_ONCE));
            if rows.is_empty() {
                return;
            }
            for (at, values) in places.iter().zip(&mut block) {
                self.about.values_at((*at, columns[*at]), &rows, values);
            }
            for (row, _) in rows.iter().enumerate() {
                take(std::array::from_fn(|column| block[column][row]));
            }
        }
    }
}

fn place(names: &[&str], name: &str) -> Option<usize> {
    let own = || names.iter().position(|it| *it == name).map(|at| at + 1);
    if name == "scope" { Some(0) } else { own() }
}

impl View {
    /// Goes through some columns of rows of a table that are on record, as they are for whoever asks. Packs are
    /// passed over unread of which no row is.
    pub(crate) fn rows<const N: usize>(
        &self,
        wanted: &Rows<'_>,
        names: [&str; N],
        mut take: impl FnMut([i64; N]),
    ) -> Result<(), KeepError> {
        let seen = self.hidden().and_then(Hidden::rows);
        self.rows_of(("main", seen), wanted, names, &mut take)?;
        match seen {
            Some(_) => self.rows_of((Seen::BESIDE, None), wanted, names, &mut take),
            None => Ok(()),
        }
    }

    /// The same of one file, without those streams of which the rows are elsewhere.
    fn rows_of<const N: usize>(
        &self,
        (file, elsewhere): (&str, Option<&Seen>),
        wanted: &Rows<'_>,
        names: [&str; N],
        take: &mut impl FnMut([i64; N]),
    ) -> Result<(), KeepError> {
        let table = wanted.table;
        let spans = [&self.spans_on_record()[..], &wanted.spans].concat();
        let remembered = (file == "main").then(|| self.remembered());
        let mut taken = Vec::new();
        for (number, pack) in self.packs((file, table), remembered)? {
            let asked_for = wanted.wanted.is_none_or(|wanted| wanted(&pack));
            if !asked_for || !spans.iter().all(|span| pack.may(*span)) {
                continue;
            }
            let places = pack.places(names)?;
            let values = match (pack.values(), remembered) {
                (Some(values), _) => Cow::Borrowed(values),
                (None, None) => Cow::Owned(self.values((file, table), number)?),
                (None, Some(remembered)) => {
                    let values = self.values((file, table), number)?;
                    remembered.keep((table.name, number), &pack, values)
                }
            };
            let columns = pack.about.divide(&values).map_err(reading)?;
            let elsewhere = elsewhere.filter(|it| it.has_of_pack(number));
            pack.taken(&spans, elsewhere, &columns, &mut taken);
            pack.rows((&columns, places), &taken, take);
        }
        Ok(())
    }

    /// The packs of a table of a file, by their numbers.
    fn packs(
        &self,
        (file, table): (&str, &'static Table),
        remembered: Option<&Remembered>,
    ) -> Result<Vec<(i64, Arc<Pack>)>, KeepError> {
        let names = table.packed.map_or(&[][..], |packed| packed.columns);
        let sql = format!("SELECT about FROM {file}.{}_packed WHERE pack = ?1", table.name);
        let read = |number: i64| -> rusqlite::Result<Pack> {
            let mut select = self.file().prepare_cached(&sql)?;
            let about = |row: &Row<'_>| Abouts::read(row.get_ref(0)?.as_blob()?, names.len() + 1);
            let about = select.query_row([number], about)?;
            Ok(Pack::of(names, about))
        };
        let sql = format!("SELECT pack, digest FROM {file}.{}_packed", table.name);
        let listed = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Digest>(1)?));
        let listed = self.ask(&sql, (), listed)?;
        let packs = listed.into_iter().map(|(number, digest)| {
            let pack = match remembered {
                Some(remembered) => remembered.pack((table.name, number, digest), || read(number)),
                None => read(number).map(Arc::new),
            };
            Ok((number, pack?))
        });
        packs.collect::<rusqlite::Result<_>>().map_err(reading)
    }

    /// The values of a pack.
    fn values(&self, (file, table): (&str, &Table), number: i64) -> Result<Vec<u8>, KeepError> {
        let sql = format!("SELECT packed FROM {file}.{}_packed WHERE pack = ?1", table.name);
        let read = || self.file().prepare_cached(&sql)?.query_row([number], |row| row.get(0));
        read().map_err(reading)
    }

    /// The spans that hold of a row that was on record.
    fn spans_on_record(&self) -> Vec<Span> {
        match self.record() {
            None => vec![Span::none_or_after("recorded_until", i64::MAX)],
            Some(position) => vec![
                Span::of("recorded_from", NONE, position),
                Span::none_or_after("recorded_until", position),
            ],
        }
    }

    /// The words that are packed.
    pub(crate) fn words(&self) -> Result<Words, KeepError> {
        let sql = "SELECT number, text FROM word";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        Ok(Words(self.ask(sql, (), read)?.into_iter().collect()))
    }
}

/// The words that are packed, by their numbers.
#[derive(Debug)]
pub(crate) struct Words(BTreeMap<i64, String>);

impl Words {
    /// The word of a number; none where there is none.
    pub(crate) fn get(&self, number: i64) -> Option<&str> {
        self.0.get(&number).map(String::as_str)
    }

    /// The number of a word; none where no row has it.
    pub(crate) fn number(&self, word: &str) -> Option<i64> {
        self.0.iter().find(|(_, text)| *text == word).map(|(number, _)| *number)
    }

    /// The words by their numbers, each made into something else.
    pub(crate) fn map<T>(&self, of: impl Fn(&str) -> T) -> BTreeMap<i64, T> {
        self.0.iter().map(|(number, text)| (*number, of(text))).collect()
    }
}
