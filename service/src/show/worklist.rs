//! The worklist for people: a row for each duty that waits, in the order of time.

use std::io;

use candour_projections::worklist::{Worklist, WorklistRow};

use super::dashboard::stands;
use super::words::{children, days, or_dash, with, working_days};
use crate::output::Output;

/// The worklist, or a page of it.
pub(crate) fn worklist(answer: &Worklist, output: &mut Output) -> io::Result<()> {
    output.heading("Worklist", &stands((None, answer.at), answer.on_record))?;
    if answer.rows.is_empty() {
        return output.part("Nothing waits.");
    }
    let headings = ["Due", "Stands", "Duty", "Case", "Led by", "Opened by"];
    let mut table = output.look.table(&headings);
    for row in &answer.rows {
        table.add_row([
            row.due.text.clone(),
            standing(row),
            format!("{} {}", row.rule, row.title),
            case(row),
            lead(row),
            format!("#{}", row.opened_position),
        ]);
    }
    output.table_part(table)?;
    let count = answer.rows.len();
    output.part(&format!("{count} {}.", if count == 1 { "row" } else { "rows" }))?;
    match &answer.next {
        Some(next) => output.line(&format!("There are more: --after {next}")),
        None => Ok(()),
    }
}

fn standing(row: &WorklistRow) -> String {
    let late = row.late.map_or_else(String::new, |late| {
        let count = late.working_days.map_or_else(|| days(late.days), working_days);
        format!("{count} late")
    });
    with(&row.status_text, &late)
}

/// The case, with the children or the practitioner whom the duty is about.
fn case(row: &WorklistRow) -> String {
    let id = || row.case.to_string().chars().take(8).collect();
    let names = children(&row.children);
    let about: Vec<&str> = [names.as_str(), row.practitioner.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    with(&row.reference.clone().unwrap_or_else(id), &about.join("; "))
}

fn lead(row: &WorklistRow) -> String {
    let lead = row.lead.as_ref();
    let named = lead.map(|it| with(&it.name, it.unit.as_deref().unwrap_or_default()));
    or_dash(named.as_deref().unwrap_or_default())
}
