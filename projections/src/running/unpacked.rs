//! Reading packs: the rows of a table that are on record, as numbers, for whoever counts over a whole
//! area. A pack in which nothing can count is passed over unread.

use std::collections::BTreeMap;

use super::hidden::Hidden;
use super::packed::{About, Abouts, NONE, damaged};
use super::seen::Seen;
use super::table::Table;
use super::view::View;
use super::{KeepError, reading};

/// How many rows are unpacked at once.
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

/// What is said of the rows of some streams in a table.
#[derive(Debug)]
pub(crate) struct Pack {
    names: &'static [&'static str],
    about: Abouts,
}

impl Pack {
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

    /// Goes through the rows of which the spans hold, but for those of streams whose rows are elsewhere.
    fn rows<const N: usize>(
        &self,
        (spans, elsewhere): (&[Span], Option<&Seen>),
        (columns, places): (&[&[u8]], [usize; N]),
        take: &mut impl FnMut([i64; N]),
    ) {
        let doubtful = spans.iter().filter_map(|span| {
            let at = place(self.names, span.column)?;
            (!span.holds_of_all(&self.about.columns[at])).then_some((at, span))
        });
        let doubtful: Vec<(usize, &Span)> = doubtful.collect();
        let mut block = [[NONE; ROWS_AT_ONCE]; N];
        for first in (0..self.about.rows).step_by(ROWS_AT_ONCE) {
            let count = ROWS_AT_ONCE.min(self.about.rows - first);
            let mut taken = [true; ROWS_AT_ONCE];
            let mut values = [NONE; ROWS_AT_ONCE];
            for (at, span) in &doubtful {
                self.about.unpack_from(*at, columns[*at], first, &mut values[..count]);
                for (taken, value) in taken.iter_mut().zip(values) {
                    *taken &= span.holds(value);
                }
            }
            if let Some(elsewhere) = elsewhere {
                self.about.unpack_from(0, columns[0], first, &mut values[..count]);
                for (taken, scope) in taken.iter_mut().zip(values) {
                    *taken &= !elsewhere.has(scope);
                }
            }
            if !taken[..count].contains(&true) {
                continue;
            }
            for (at, values) in places.iter().zip(&mut block) {
                self.about.unpack_from(*at, columns[*at], first, &mut values[..count]);
            }
            for (row, _) in taken[..count].iter().enumerate().filter(|(_, taken)| **taken) {
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
        let packed = table.packed.map_or(&[][..], |packed| packed.columns);
        let sql = format!("SELECT pack, about FROM {file}.{}_packed", table.name);
        let all = self.ask(&sql, (), |row| {
            let about = Abouts::read(row.get_ref(1)?.as_blob()?, packed.len() + 1)?;
            Ok((row.get::<_, i64>(0)?, Pack { names: packed, about }))
        })?;
        let sql = format!("SELECT packed FROM {file}.{}_packed WHERE pack = ?1", table.name);
        let mut select = self.file().prepare_cached(&sql).map_err(reading)?;
        for (number, pack) in all {
            let asked_for = wanted.wanted.is_none_or(|wanted| wanted(&pack));
            if !asked_for || !spans.iter().all(|span| pack.may(*span)) {
                continue;
            }
            let places = pack.places(names)?;
            let mut rows = select.query([number]).map_err(reading)?;
            let Some(row) = rows.next().map_err(reading)? else { continue };
            let bytes = row.get_ref(0).map_err(reading)?.as_blob().map_err(|_| damaged());
            let columns = bytes.and_then(|bytes| pack.about.divide(bytes)).map_err(reading)?;
            let elsewhere = elsewhere.filter(|it| it.has_of_pack(number));
            pack.rows((&spans, elsewhere), (&columns, places), take);
        }
        Ok(())
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
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
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
