//! Tallies: how many standing rows of a table there are by some of its columns and the stretch of days
//! in which they became true, or another of their moments lies. They are an index in all but name: SQLite keeps them in step itself, and nothing
//! is in them that the table does not say.
//!
//! A count over a time is then the sum of the whole stretches in it, and of the rows at its two edges. A
//! tally holds what is on record now; an earlier record is counted row by row.
//!
//! # Rules
//! - `a_tally_counts_what_the_rows_say`: after any additions, removals and corrections.

use super::table::Table;

/// The length of a day as moments are kept, in microseconds. It is a stretch of time, and no
/// calendar's.
pub(crate) const DAY_MICROSECONDS: i64 = 24 * 60 * 60 * 1_000_000;

/// How many days a tally counts together that would otherwise have nearly as many rows as its table.
pub(crate) const LONG_STRETCH_DAYS: i64 = 32;

/// A tally of a table.
#[derive(Debug)]
pub(super) struct Tally {
    /// Its name.
    pub(super) name: &'static str,
    /// The table whose rows are counted.
    pub(super) table: &'static Table,
    /// The moment that is looked at: a column that every counted row has.
    pub(super) moment: &'static str,
    /// How many days are counted together: a stretch of time is numbered from 1970 on.
    pub(super) stretch_days: i64,
    /// The columns by which they are told apart, beside the stretch. Every counted row has them.
    pub(super) by: &'static [&'static str],
    /// Which rows are counted, beside being on record: a condition on the table's columns.
    pub(super) counted: &'static str,
    /// What else is counted, each a name and a condition.
    pub(super) also: &'static [(&'static str, &'static str)],
}

impl Tally {
    /// The statements that make the tally of what is in its table, and keep it in step.
    pub(super) fn made(&self) -> String {
        let name = self.name;
        let key = self.key();
        let also = each(self.also, |(column, _)| format!(", {column} INTEGER NOT NULL"));
        let by = each(self.by, |column| format!("{column} ANY, "));
        format!(
            "CREATE TABLE {name} ({by}stretch INTEGER NOT NULL, counted INTEGER NOT NULL{also}, \
             PRIMARY KEY ({key})) STRICT, WITHOUT ROWID;\n\
             INSERT INTO {name} {all};\n{brought}{taken}{changed}",
            all = self.sums(self.table.name, 1),
            brought = self.trigger("INSERT", &[("NEW", 1)]),
            taken = self.trigger("DELETE", &[("OLD", -1)]),
            changed = self.trigger("UPDATE", &[("OLD", -1), ("NEW", 1)]),
        )
    }

    fn key(&self) -> String {
        [&["stretch"], self.by].concat().join(", ")
    }

    /// The sums over some rows, each counted so many times.
    fn sums(&self, rows: &str, times: i64) -> String {
        let by = each(self.by, |column| format!("{column}, "));
        let also = each(self.also, |(_, condition)| {
            format!(", {times} * count(*) FILTER (WHERE {condition})")
        });
        format!(
            "SELECT {by}{moment} / {stretch} AS stretch, {times} * count(*){also} \
             FROM {rows} WHERE recorded_until IS NULL AND {counted} GROUP BY {key}",
            moment = self.moment,
            stretch = self.stretch_days * DAY_MICROSECONDS,
            counted = self.counted,
            key = self.key(),
        )
    }

    /// A trigger that counts the rows that a statement brings or takes.
    fn trigger(&self, event: &str, rows: &[(&str, i64)]) -> String {
        let name = self.name;
        let mut columns = vec!["recorded_until", "true_from", "true_until"];
        columns.extend(self.table.columns.iter().map(|column| column.name));
        let more = each(self.also, |(it, _)| format!(", {it} = {it} + excluded.{it}"));
        let count = |(row, times): &(&str, i64)| {
            let own: Vec<String> =
                columns.iter().map(|column| format!("{row}.{column} AS {column}")).collect();
            format!(
                "INSERT INTO {name} {} ON CONFLICT ({}) DO UPDATE SET \
                 counted = counted + excluded.counted{more};\n",
                self.sums(&format!("(SELECT {})", own.join(", ")), *times),
                self.key(),
            )
        };
        let counts = each(rows, count);
        format!(
            "CREATE TRIGGER {name}_after_{event} AFTER {event} ON {} BEGIN\n{counts}END;\n",
            self.table.name
        )
    }
}

/// What a function says of each, one after another.
fn each<T>(all: &[T], say: impl Fn(&T) -> String) -> String {
    all.iter().map(say).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;
    use crate::running::schema;
    use crate::running::table::{Kind, column};

    static SEEN: Table = Table {
        name: "seen",
        view: "all_seen",
        about: "A row that is counted.",
        columns: &[
            column("by", Kind::Code, "Who."),
            column("late", Kind::Number, "How late; may be none."),
        ],
        indexes: &[],
    };

    static TALLY: Tally = Tally {
        name: "seen_tally",
        table: &SEEN,
        moment: "true_from",
        stretch_days: 2,
        by: &["by"],
        counted: "by <> 'nobody'",
        also: &[("late_ones", "late > 5")],
    };

    /// What is done to the table: a row is brought, taken, or closed.
    #[derive(Debug, Clone)]
    enum Change {
        Brought { by: &'static str, day: i64, late: Option<i64> },
        Taken(usize),
        Closed(usize),
    }

    fn change() -> impl Strategy<Value = Change> {
        let by = prop::sample::select(vec!["police", "school", "nobody"]);
        let brought = (by, 20_000..20_004_i64, prop::option::of(0..9_i64))
            .prop_map(|(by, day, late)| Change::Brought { by, day, late });
        prop_oneof![
            3 => brought,
            1 => (0..20_usize).prop_map(Change::Taken),
            1 => (0..20_usize).prop_map(Change::Closed),
        ]
    }

    fn make(file: &Connection, number: usize, change: &Change) {
        match change {
            Change::Brought { by, day, late } => file.execute(
                "INSERT INTO seen VALUES (1, ?1, 0, NULL, ?2, NULL, ?1, ?3, ?4)",
                (i64::try_from(number).unwrap(), day * DAY_MICROSECONDS + 7, by, late),
            ),
            Change::Taken(which) => file.execute(
                "DELETE FROM seen WHERE recorded_from = ?1",
                [i64::try_from(*which).unwrap()],
            ),
            Change::Closed(which) => file.execute(
                "UPDATE seen SET recorded_until = 99 WHERE recorded_from = ?1",
                [i64::try_from(*which).unwrap()],
            ),
        }
        .unwrap();
    }

    fn rows(file: &Connection, sql: &str) -> Vec<(i64, String, i64, i64)> {
        let mut select = file.prepare(sql).unwrap();
        let read =
            |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        select.query_map((), read).unwrap().collect::<Result<_, _>>().unwrap()
    }

    proptest! {
        #[test]
        fn a_tally_counts_what_the_rows_say(
            before in prop::collection::vec(change(), 0..8),
            after in prop::collection::vec(change(), 0..20),
        ) {
            let file = Connection::open_in_memory().unwrap();
            file.execute_batch(&schema::table(&SEEN)).unwrap();
            for (number, one) in before.iter().enumerate() {
                make(&file, number, one);
            }
            file.execute_batch(&TALLY.made()).unwrap();
            for (number, one) in (before.len()..).zip(&after) {
                make(&file, number, one);
            }
            let counted = rows(&file, &format!(
                "SELECT true_from / (2 * {DAY_MICROSECONDS}), by, count(*), count(*) FILTER (WHERE late > 5)
                FROM seen WHERE recorded_until IS NULL AND by <> 'nobody' GROUP BY 1, 2 ORDER BY 1, 2"
            ));
            let tallied = "SELECT stretch, by, counted, late_ones FROM seen_tally
                WHERE counted <> 0 OR late_ones <> 0 ORDER BY stretch, by";
            prop_assert_eq!(rows(&file, tallied), counted);
        }
    }
}
