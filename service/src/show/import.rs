//! The report of an import, for people: a line for each file, then what was refused and what could
//! not be carried over as it is.

use std::io;

use candour_interchange::import::{ImportResult, Report};

use crate::output::Output;

/// What an import did, or would do.
pub(crate) fn report(report: &Report, output: &mut Output) -> io::Result<()> {
    let entries = |of: fn(&candour_interchange::import::Counts) -> usize| -> usize {
        report.files.iter().map(|file| of(&file.entries)).sum::<usize>() + of(&report.named)
    };
    let (recorded, already) = (entries(|it| it.recorded), entries(|it| it.already));
    let title = match report.result {
        ImportResult::DryRun if report.refused() => {
            "A dry run: something is refused, so nothing would be recorded".to_owned()
        }
        ImportResult::DryRun => {
            format!("A dry run: {recorded} entries would be recorded; nothing was")
        }
        ImportResult::NothingRecorded => {
            "Something was refused, so nothing was recorded".to_owned()
        }
        ImportResult::Recorded => format!("{recorded} entries recorded, {already} already so"),
    };
    output.heading(&title, "")?;
    let headings = ["File", "Rows", "Recorded", "Already so", "Changed", "Refused", "Warnings"];
    let mut table = output.look.table(&headings);
    for file in &report.files {
        table.add_row([
            file.file.clone(),
            file.rows.to_string(),
            file.entries.recorded.to_string(),
            file.entries.already.to_string(),
            file.changed.len().to_string(),
            (file.problems.len() + file.problems_not_listed).to_string(),
            file.warnings.len().to_string(),
        ]);
    }
    let named = "agencies, practitioners, cases and people named";
    let (now, before) = (report.named.recorded.to_string(), report.named.already.to_string());
    table.add_row([named, "", now.as_str(), before.as_str(), "", "", ""]);
    output.table_part(table)?;
    lists(report, output)
}

fn lists(report: &Report, output: &mut Output) -> io::Result<()> {
    let problems = report.files.iter().flat_map(|file| &file.problems);
    list("Refused", problems.map(ToString::to_string), output)?;
    for file in report.files.iter().filter(|file| file.problems_not_listed > 0) {
        output.line(&format!("  {}: and {} more", file.file, file.problems_not_listed))?;
    }
    let changed = report.files.iter().flat_map(|file| &file.changed);
    list("Changed since imported", changed.map(ToString::to_string), output)?;
    let warnings = report.files.iter().flat_map(|file| &file.warnings);
    list("Not carried over as it is", warnings.map(ToString::to_string), output)?;
    if report.refused() && report.result != ImportResult::Recorded {
        output.note(
            "next: mend the rows and import again, or record all that is not refused with --partial",
        )?;
    }
    Ok(())
}

fn list(title: &str, lines: impl Iterator<Item = String>, output: &mut Output) -> io::Result<()> {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        output.part(title)?;
    }
    for line in lines {
        output.line(&format!("  {line}"))?;
    }
    Ok(())
}
