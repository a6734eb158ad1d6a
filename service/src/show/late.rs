//! Late records, as tables for people.

use std::io;

use candour_domain::time::Certainty;
use candour_projections::knowledge::LateRecords;

use super::item::{kind, stated_later};
use super::words::{certainty as sure, day, moment, with};
use crate::output::Output;

/// Late records.
pub(crate) fn late(answer: &LateRecords<'_>, output: &mut Output) -> io::Result<()> {
    output.part(&format!(
        "Recorded more than {} working days after the latest time it can have happened",
        answer.after_working_days
    ))?;
    if answer.late.is_empty() {
        output.line("  nothing on record")?;
    } else {
        let headings = ["Item", "What", "When", "Agency", "Recorded", "Working days"];
        let mut table = output.look.table(&headings);
        for it in &answer.late {
            table.add_row([
                it.item.cite.label.to_string(),
                kind(&it.item),
                it.item.when.words.to_string(),
                it.item.agency.name.to_string(),
                with(&day(it.recorded), &stated_later(&it.item.evidence)),
                it.working_days.to_string(),
            ]);
        }
        output.table(table)?;
    }
    if let Some(watershed) = answer.watershed {
        output.part(&format!(
            "About the time before {}, recorded after that day",
            moment(watershed)
        ))?;
        if answer.across.is_empty() {
            output.line("  nothing on record")?;
        } else {
            let headings = ["Item", "What", "When", "Agency", "Recorded", "Before"];
            let mut table = output.look.table(&headings);
            for it in &answer.across {
                let before = if it.before == Certainty::Yes { "yes" } else { sure(it.before) };
                table.add_row([
                    it.item.cite.label.to_string(),
                    kind(&it.item),
                    it.item.when.words.to_string(),
                    it.item.agency.name.to_string(),
                    with(&day(it.recorded), &stated_later(&it.item.evidence)),
                    before.to_owned(),
                ]);
            }
            output.table(table)?;
        }
    }
    if !answer.beyond_calendar.is_empty() {
        let labels: Vec<&str> =
            answer.beyond_calendar.iter().map(|it| it.cite.label.as_str()).collect();
        output.part(&format!("Beyond the calendar of bank holidays: {}", labels.join(", ")))?;
    }
    Ok(())
}
