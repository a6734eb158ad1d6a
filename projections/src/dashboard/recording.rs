//! How long after it happened each agency recorded, and what of it late.

use super::asking::Asking;
use super::by_number::ByNumber;
use super::lined::alphabetical;
use super::sharing::line;
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::tables::ENTRY;
use crate::running::{KeepError, Rows, View};

/// After more than this many working days a record counts as late.
const LATE_AFTER_WORKING_DAYS: i64 = 5;

/// How long after it happened each agency recorded.
pub(super) struct Recording;

const NAME: &str = "recording";
const COLUMNS: [Heading; 2] =
    [heading("entries", "Entries", Unit::Count), heading("late", "Recorded late", Unit::Count)];

impl Counted for Recording {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let Asking { view, period, .. } = *asking;
        let counts = counts(view, period)?;
        let agencies = asking.agencies()?;
        let titled = counts.iter().map(|(agency, counts)| {
            let (id, name) = agencies.get(agency);
            ([name, "", ""], (id, *counts))
        });
        let key = |(id, _): &(&str, [i64; 2])| (*id).to_owned();
        let (lines, further_lines) =
            alphabetical(titled.collect(), asking.lines, key, |titled, (_, counts)| {
                line(NAME, titled, &COLUMNS, &counts.map(Some))
            });
        Ok(Section {
            name: NAME,
            title: "Recording, by agency",
            about: "Entries about what happened in the time counted, and those of them recorded more \
                    than 5 working days after the last day on which it can have happened. Imported \
                    entries are judged by when the agency's own system says that they were entered.",
            lines_are: "Agency",
            columns: COLUMNS.to_vec(),
            lines,
            further_lines,
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

/// The entries of each agency in the time counted, and those of them recorded late.
fn counts(view: &View, period: Period) -> Result<ByNumber<[i64; 2]>, KeepError> {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let mut counts: ByNumber<[i64; 2]> = ByNumber::default();
    let happened = Rows::lying(&ENTRY, "true_from", since, at);
    let columns = ["agency", "entered_after_working_days"];
    view.rows(&happened, columns, |[agency, entered_after]| {
        let [entries, late] = counts.of(agency);
        *entries += 1;
        // None is less than any number of days.
        *late += i64::from(entered_after > LATE_AFTER_WORKING_DAYS);
    })?;
    Ok(counts)
}

/// The condition that an entry is counted.
fn counted(view: &View, period: Period) -> String {
    format!("{} AND entry.standing <> 'withdrawn'", view.began("entry", period.since))
}
