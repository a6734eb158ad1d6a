//! Reading packs: the rows of a table that are on record, as numbers, for whoever counts over a whole
//! area. A pack in which nothing can count is passed over unread.

use std::collections::BTreeMap;

use super::packed::{About, Abouts, NONE, damaged};
use super::table::Table;
use super::view::View;
use super::{KeepError, reading};

/// How many rows are unpacked at once.
const ROWS_AT_ONCE: usize = 128;

/// The rows of some streams in a table.
#[derive(Debug)]
pub(crate) struct Pack<'p> {
    names: &'static [&'static str],
    about: Abouts,
    /// The bytes of each column, the numbers of the streams first; none before it is read.
    columns: Vec<&'p [u8]>,
}

impl Pack<'_> {
    /// What is said of a column.
    pub(crate) fn about(&self, name: &str) -> Option<&About> {
        self.about.columns.get(place(self.names, name)?)
    }

    /// Whether a column may hold a value in a time: after one moment, and up to another.
    pub(crate) fn may_lie(&self, name: &str, since: i64, until: i64) -> bool {
        self.about(name).is_some_and(|it| {
            it.most().is_some_and(|most| most > since)
                && it.least().is_some_and(|least| least <= until)
        })
    }

    /// Whether a row may say what is so at a moment.
    pub(crate) fn may_stand(&self, at: i64) -> bool {
        let ends = self.about("true_until");
        self.about("true_from").and_then(About::least).is_some_and(|least| least <= at)
            && ends.is_none_or(|it| it.lacks() || it.most().is_some_and(|most| most > at))
    }

    /// Goes through some columns, row by row.
    pub(crate) fn rows<const N: usize>(
        &self,
        names: [&str; N],
        mut take: impl FnMut([i64; N]),
    ) -> Result<(), KeepError> {
        let column = |name: &str| place(self.names, name).filter(|at| *at < self.columns.len());
        let places = names.map(|name| column(name).unwrap_or(usize::MAX));
        if places.contains(&usize::MAX) {
            return Err(reading(damaged()));
        }
        let mut block = [[NONE; ROWS_AT_ONCE]; N];
        for first in (0..self.about.rows).step_by(ROWS_AT_ONCE) {
            let count = ROWS_AT_ONCE.min(self.about.rows - first);
            for (place, values) in places.iter().zip(&mut block) {
                let bytes = self.columns[*place];
                self.about.unpack_from(*place, bytes, first, &mut values[..count]);
            }
            #[expect(clippy::needless_range_loop, reason = "a row lies across the columns")]
            for row in 0..count {
                take(std::array::from_fn(|column| block[column][row]));
            }
        }
        Ok(())
    }
}

fn place(names: &[&str], name: &str) -> Option<usize> {
    let own = || names.iter().position(|it| *it == name).map(|at| at + 1);
    if name == "scope" { Some(0) } else { own() }
}

impl View {
    /// Goes through the packs of a table of which anything was on record, and which are wanted by what is
    /// said of their columns.
    pub(crate) fn packs(
        &self,
        table: &'static Table,
        wanted: impl Fn(&Pack<'_>) -> bool,
        mut take: impl FnMut(&Pack<'_>) -> Result<(), KeepError>,
    ) -> Result<(), KeepError> {
        let names = table.packed.map_or(&[][..], |packed| packed.columns);
        let sql = format!("SELECT pack, about FROM {}_packed", table.name);
        let all = self.ask(&sql, (), |row| {
            let about = Abouts::read(row.get_ref(1)?.as_blob()?, names.len() + 1)?;
            Ok((row.get::<_, i64>(0)?, Pack { names, about, columns: Vec::new() }))
        })?;
        let sql = format!("SELECT packed FROM {}_packed WHERE pack = ?1", table.name);
        let mut select = self.file().prepare_cached(&sql).map_err(reading)?;
        for (number, pack) in all {
            if !self.may_be_on_record(&pack) || !wanted(&pack) {
                continue;
            }
            let mut rows = select.query([number]).map_err(reading)?;
            let Some(row) = rows.next().map_err(reading)? else { continue };
            let bytes = row.get_ref(0).map_err(reading)?.as_blob().map_err(|_| damaged());
            let columns = bytes.and_then(|bytes| pack.about.divide(bytes)).map_err(reading)?;
            take(&Pack { names, about: pack.about, columns })?;
        }
        Ok(())
    }

    fn may_be_on_record(&self, pack: &Pack<'_>) -> bool {
        let (from, until) = (pack.about("recorded_from"), pack.about("recorded_until"));
        match self.record() {
            None => until.is_none_or(About::lacks),
            Some(position) => {
                from.and_then(About::least).is_some_and(|least| least <= position)
                    && until.is_none_or(|it| {
                        it.lacks() || it.most().is_some_and(|most| most > position)
                    })
            }
        }
    }

    /// Whether a row was on record that was so from one position until another.
    pub(crate) fn was_on_record(&self, from: i64, until: i64) -> bool {
        match self.record() {
            None => until == NONE,
            Some(position) => from <= position && (until == NONE || until > position),
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
