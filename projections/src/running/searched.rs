//! Tables that are searched for words: an index over the words of their column `text`, which SQLite
//! keeps in step itself. Nothing is in it that the table does not say, and it cannot be read back: it
//! says only which rows have a word.
//!
//! Words are what letters and figures make of a text, without their accents, and are found by their
//! beginnings. Apostrophes and hyphens part words, and are also left out, so that O'Brien is found as
//! brien and as obrien.
//!
//! # Rules
//! - `what_is_searched_is_what_the_rows_say`: after any additions and removals.

use super::table::Table;

/// What is searched.
#[derive(Debug)]
pub(super) struct Searched {
    /// The name of the index.
    pub(super) name: &'static str,
    /// The table; it has a column `text`.
    pub(super) table: &'static Table,
    /// A condition on its columns: which rows are also found by their text as a whole, as if there
    /// were nothing between its letters and figures.
    pub(super) whole: &'static str,
}

impl Searched {
    /// The statements that make the index of what is in the table, and keep it in step.
    ///
    /// A row has a number in the index by which it is found there; `{name}_row` says which row that is.
    pub(super) fn made(&self) -> String {
        let (name, table) = (self.name, self.table.name);
        let own = "scope = OLD.scope AND recorded_from = OLD.recorded_from AND number = OLD.number";
        let words = self.words();
        format!(
            "CREATE VIRTUAL TABLE {name} USING fts5(words, content = '', contentless_delete = 1,
                tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3 4');
            CREATE TABLE {name}_row (
                place INTEGER PRIMARY KEY,
                scope INTEGER NOT NULL,
                recorded_from INTEGER NOT NULL,
                number INTEGER NOT NULL,
                UNIQUE (scope, recorded_from, number)
            ) STRICT;
            INSERT INTO {name}_row (scope, recorded_from, number)
                SELECT scope, recorded_from, number FROM {table};
            INSERT INTO {name} (rowid, words)
                SELECT place, {words} FROM {name}_row
                JOIN {table} USING (scope, recorded_from, number);
            CREATE TRIGGER {name}_after_insert AFTER INSERT ON {table} BEGIN
                INSERT INTO {name}_row (scope, recorded_from, number)
                    VALUES (NEW.scope, NEW.recorded_from, NEW.number);
                INSERT INTO {name} (rowid, words)
                    SELECT place, {words} FROM {name}_row
                    JOIN {table} USING (scope, recorded_from, number)
                    WHERE scope = NEW.scope AND recorded_from = NEW.recorded_from
                        AND number = NEW.number;
            END;
            CREATE TRIGGER {name}_after_delete AFTER DELETE ON {table} BEGIN
                DELETE FROM {name} WHERE rowid = (SELECT place FROM {name}_row WHERE {own});
                DELETE FROM {name}_row WHERE {own};
            END;
            "
        )
    }

    /// What the words of a row are taken from: its text; the same without apostrophes, and without
    /// hyphens too; and, for some, without anything between.
    fn words(&self) -> String {
        let plain = "replace(replace(text, '''', ''), '\u{2019}', '')";
        let joined = format!("replace({plain}, '-', '')");
        let whole = [" ", "/", "."]
            .iter()
            .fold(joined.clone(), |text, one| format!("replace({text}, '{one}', '')"));
        let whole = format!("CASE WHEN {} THEN {whole} ELSE '' END", self.whole);
        ["text", plain, &joined, &whole].join(" || char(10) || ")
    }

    /// The names of all tables that it makes.
    pub(super) fn tables(&self) -> Vec<String> {
        let of_the_index = ["", "_row", "_config", "_data", "_docsize", "_idx"];
        of_the_index.map(|suffix| format!("{}{suffix}", self.name)).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;
    use crate::running::schema;
    use crate::running::table::{Kind, column};

    static CALLED: Table = Table {
        name: "called",
        view: "all_called",
        about: "What somebody is called.",
        columns: &[column("kind", Kind::Code, "What it is."), column("text", Kind::Text, "It.")],
        packed: None,
        indexes: &[],
    };

    static SEARCHED: Searched =
        Searched { name: "called_search", table: &CALLED, whole: "kind = 'number'" };

    /// A row is brought, or all of a stream are taken.
    #[derive(Debug, Clone)]
    enum Change {
        Brought { scope: i64, kind: &'static str, text: &'static str },
        Taken { scope: i64 },
    }

    const TEXTS: [&str; 5] =
        ["Mary O'Brien-Smith", "Zo\u{eb} \u{c5}sdown", "999 000 1234", "Mary Ashdown", "ASH/14.2"];

    fn change() -> impl Strategy<Value = Change> {
        let text = prop::sample::select(TEXTS.to_vec());
        let kind = prop::sample::select(vec!["name", "number"]);
        let brought = (0..4_i64, kind, text).prop_map(|(scope, kind, text)| Change::Brought {
            scope,
            kind,
            text,
        });
        prop_oneof![3 => brought, 1 => (0..4_i64).prop_map(|scope| Change::Taken { scope })]
    }

    fn make(file: &Connection, at: usize, change: &Change) {
        let at = i64::try_from(at).unwrap();
        match change {
            Change::Brought { scope, kind, text } => file.execute(
                "INSERT INTO called VALUES (?1, ?2, 0, NULL, 0, NULL, ?2, ?3, ?4)",
                (scope, at, kind, text),
            ),
            Change::Taken { scope } => file.execute("DELETE FROM called WHERE scope = ?1", [scope]),
        }
        .unwrap();
    }

    /// The rows that have a word.
    fn found(file: &Connection, word: &str) -> Vec<(i64, i64)> {
        let sql = "SELECT scope, recorded_from FROM called_search
            JOIN called_search_row ON place = called_search.rowid
            WHERE called_search MATCH ?1 ORDER BY scope, recorded_from";
        let mut select = file.prepare(sql).unwrap();
        let found = select.query_map([word], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        found.collect::<Result<_, _>>().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_searched_is_what_the_rows_say(
            before in prop::collection::vec(change(), 0..8),
            after in prop::collection::vec(change(), 0..12),
        ) {
            let file = Connection::open_in_memory().unwrap();
            file.execute_batch(&schema::table(&CALLED)).unwrap();
            for (at, one) in before.iter().enumerate() {
                make(&file, at, one);
            }
            file.execute_batch(&SEARCHED.made()).unwrap();
            for (at, one) in (before.len()..).zip(&after) {
                make(&file, at, one);
            }
            let said = [
                ("\"obrien\"*", "text LIKE '%O''Brien%'"),
                ("\"brien\"", "text LIKE '%O''Brien%'"),
                ("\"briensm\"*", "FALSE"),
                ("\"obriensmith\"", "text LIKE '%O''Brien%'"),
                ("\"zoe\" AND \"asd\"*", "text LIKE 'Zo%'"),
                ("\"mary\"", "text LIKE 'Mary%'"),
                ("\"9990001234\"", "text LIKE '999%' AND kind = 'number'"),
                ("\"ash142\"", "text LIKE 'ASH/%' AND kind = 'number'"),
                ("\"1234\"", "text LIKE '999%'"),
            ];
            for (word, condition) in said {
                let sql = format!(
                    "SELECT scope, recorded_from FROM called WHERE {condition}
                    ORDER BY scope, recorded_from"
                );
                let mut select = file.prepare(&sql).unwrap();
                let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
                let wanted: Vec<(i64, i64)> = rows.collect::<Result<_, _>>().unwrap();
                prop_assert_eq!(found(&file, word), wanted, "{}", word);
            }
        }
    }
}
