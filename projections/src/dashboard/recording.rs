//! How long after it happened each agency recorded, and what of it late.

use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::{DAY_MICROSECONDS, KeepError, View};

/// After more than this many working days a record counts as late.
const LATE_AFTER_WORKING_DAYS: u32 = 5;

/// How long after it happened each agency recorded.
pub(super) struct Recording;

const NAME: &str = "recording";
const COLUMNS: [Heading; 2] =
    [heading("entries", "Entries", Unit::Count), heading("late", "Recorded late", Unit::Count)];

impl Counted for Recording {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let sql = format!(
            "SELECT {id}, {name}, sum(counted), sum(late) FROM ({counts}) GROUP BY agency
            HAVING sum(counted) > 0",
            id = View::id_of("agency"),
            name = view.name_of("agency"),
            counts = counts(view, period),
        );
        let found = view.ask(&sql, (), |row| {
            let counts = [row.get::<_, i64>(2)?, row.get::<_, i64>(3)?];
            Ok((row.get::<_, String>(1)?, row.get::<_, String>(0)?, counts))
        })?;
        let line = |(title, key, counts): (String, String, [i64; 2])| {
            let numbers = COLUMNS.iter().zip(counts);
            let numbers = numbers.map(|(it, count)| Some(number(NAME, &key, it.name, count)));
            Line { numbers: numbers.collect(), title, key }
        };
        let mut lines: Vec<Line> = found.into_iter().map(line).collect();
        lines.sort_by(|one, other| (&one.title, &one.key).cmp(&(&other.title, &other.key)));
        Ok(Section {
            name: NAME,
            title: "Recording, by agency",
            about: "Entries about what happened in the time counted, and those of them recorded more \
                    than 5 working days after the last day on which it can have happened. Imported \
                    entries are judged by when the agency's own system says that they were entered.",
            lines_are: "Agency",
            columns: COLUMNS.to_vec(),
            lines,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let of = match number.column {
            "entries" => "TRUE".to_owned(),
            "late" => format!("entered_after_working_days > {LATE_AFTER_WORKING_DAYS}"),
            _ => return Ok(None),
        };
        let Some(agency) = view.numbered(&format!("agency-{}", number.line))? else {
            return Ok(None);
        };
        let counted = counted(view, period);
        let sql = format!("SELECT entry FROM entry WHERE agency = {agency} AND {counted} AND {of}");
        view.positions(&sql).map(Some)
    }
}

/// The question for the counts of each agency, in parts that are to be added up: from the tally for
/// whole days, where all that is recorded is looked at, and from the entries for what is left.
fn counts(view: &View, period: Period) -> String {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let first = since / DAY_MICROSECONDS + 1;
    let last = (at + 1) / DAY_MICROSECONDS;
    // One bound on each side: of two, SQLite looks up by the first and reads all that it lets in.
    let entries = |after: i64, to: i64| {
        format!(
            "SELECT agency, count(*) AS counted, \
             count(*) FILTER (WHERE entered_after_working_days > {LATE_AFTER_WORKING_DAYS}) AS late \
             FROM entry WHERE {} AND standing <> 'withdrawn' AND true_from > {after} \
             AND true_from <= {to} GROUP BY agency",
            view.on_record("entry")
        )
    };
    // Before 1970 the days of a tally are not whole.
    if !view.is_whole_record() || since < 0 || first >= last {
        return entries(since, at);
    }
    format!(
        "SELECT agency, counted, late FROM entry_tally WHERE stretch >= {first} AND stretch < {last} \
         UNION ALL {} UNION ALL {}",
        entries(since, first * DAY_MICROSECONDS - 1),
        entries(last * DAY_MICROSECONDS - 1, at),
    )
}

/// The condition that an entry is counted.
fn counted(view: &View, period: Period) -> String {
    format!("{} AND entry.standing <> 'withdrawn'", view.began("entry", period.since))
}
