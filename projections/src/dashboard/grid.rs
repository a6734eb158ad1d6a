//! A section whose numbers are counts: rows of the read models, told apart by line, each column a
//! condition. A number and the entries behind it come from the same condition, so that they cannot
//! differ.
//!
//! A column counts entries, or children: each once. It measures nothing and sorts nothing: lines come
//! in the order in which they are given.

use std::sync::Arc;

use super::{Heading, Line, NumberName, Unit, number_of};
use crate::running::{KeepError, View};

/// Numbers by line and column.
pub(super) struct Grid<'g> {
    /// The section that they are of.
    pub(super) section: &'static str,
    /// What is counted: what comes after FROM, conditions included. Its rows have a column `entry`,
    /// and `child` where children are counted.
    pub(super) rows: String,
    /// The key of the line of a row, as an expression.
    pub(super) line: &'static str,
    /// Each column, and which rows count in it.
    pub(super) columns: &'g [(Heading, String)],
}

/// The key and the title of a line.
pub(super) type Titled = (Arc<str>, String);

/// The key of the line of what is not recorded, and its title.
pub(super) fn not_recorded() -> Titled {
    titled("not_recorded", "Not recorded")
}

/// A line, as it is named here.
pub(super) fn titled(key: &str, title: &str) -> Titled {
    (key.into(), title.to_owned())
}

impl Grid<'_> {
    /// A line for each that is known, whether anything counts in it or not.
    pub(super) fn lines(&self, view: &View, known: &[Titled]) -> Result<Vec<Line>, KeepError> {
        let sql = match self.counted_once() {
            Some(once) => self.counts_by_line(once),
            None => {
                format!("SELECT {}, {} FROM {} GROUP BY 1", self.line, self.counts(), self.rows)
            }
        };
        let found = view.ask(&sql, (), |row| {
            let counts: Result<Vec<i64>, _> =
                (1..=self.columns.len()).map(|column| row.get(column)).collect();
            Ok((row.get::<_, String>(0)?, counts?))
        })?;
        let nothing = vec![0; self.columns.len()];
        let line = |titled: &Titled| {
            let counts =
                found.iter().find(|(line, _)| **line == *titled.0).map(|(_, counts)| counts);
            self.line_of(titled, counts.unwrap_or(&nothing))
        };
        Ok(known.iter().map(line).collect())
    }

    /// The positions of the entries behind a number of a line, or of everything.
    pub(super) fn behind(
        &self,
        view: &View,
        number: NumberName<'_>,
        (known, total): (&[Titled], Option<&Titled>),
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let column = self.columns.iter().find(|(heading, _)| heading.name == number.column);
        let Some((_, counts)) = column else { return Ok(None) };
        let of = if total.is_some_and(|(key, _)| **key == *number.line) {
            "TRUE".to_owned()
        } else if known.iter().any(|(key, _)| **key == *number.line) {
            format!("{} = '{}'", self.line, number.line.replace('\'', "''"))
        } else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT entry FROM (SELECT *, ({counts}) AS counts, ({of}) AS mine FROM {}) \
             WHERE counts AND mine",
            self.rows
        );
        view.positions(&sql).map(Some)
    }

    /// A line of counts, one for each column.
    pub(super) fn line_of(&self, (key, title): &Titled, counts: &[i64]) -> Line {
        let numbers = self.columns.iter().zip(counts);
        let numbers = numbers
            .map(|((heading, _), count)| Some(number_of(self.section, key, heading, *count)));
        Line { key: key.clone(), title: title.clone(), numbers: numbers.collect() }
    }

    /// What every column counts once, where they all count the same.
    fn counted_once(&self) -> Option<&'static str> {
        let (first, rest) = self.columns.split_first()?;
        let once = once(&first.0);
        rest.iter().all(|(heading, _)| self::once(heading) == once).then_some(once)
    }

    /// The question for the counts of every line: what counts once is brought together first, once
    /// for all columns.
    fn counts_by_line(&self, once: &str) -> String {
        let columns = 1..=self.columns.len();
        let any = self.columns.iter().zip(columns.clone()).map(|((_, counts), column)| {
            format!("coalesce(max({counts}), FALSE) AS column_{column}")
        });
        let any: Vec<String> = any.collect();
        let sums: Vec<String> = columns.map(|column| format!("sum(column_{column})")).collect();
        format!(
            "SELECT line_of, {} FROM (SELECT {} AS line_of, {} FROM {} GROUP BY 1, {once} \
             HAVING {once} IS NOT NULL) GROUP BY 1",
            sums.join(", "),
            self.line,
            any.join(", "),
            self.rows
        )
    }

    /// The counts of the columns, as expressions.
    fn counts(&self) -> String {
        let count = |(heading, counts): &(Heading, String)| {
            format!("count(DISTINCT CASE WHEN {counts} THEN {} END)", once(heading))
        };
        self.columns.iter().map(count).collect::<Vec<_>>().join(", ")
    }

    /// The headings of the columns.
    pub(super) fn headings(&self) -> Vec<Heading> {
        self.columns.iter().map(|(heading, _)| *heading).collect()
    }
}

/// What a column counts once.
fn once(heading: &Heading) -> &'static str {
    match heading.unit {
        Unit::Children => "child",
        Unit::Count | Unit::Days | Unit::WorkingDays => "entry",
    }
}
