//! The chronology of a case, as a table: a row a fact; later notes and analysis in columns of their
//! own, never among the words of the fact.

use candour_projections::chronology::{Chronology, Disclosed, Note, Row, RowStanding};
use serde::Serialize;
use serde_json::Value as Json;

use super::table::{ExportTable, People, Value};

const HEADINGS: [&str; 37] = [
    "no",
    "reference",
    "date_from",
    "date_to",
    "time",
    "when",
    "agency",
    "author",
    "post",
    "children",
    "people",
    "involved",
    "type",
    "title",
    "event",
    "response",
    "status",
    "reads",
    "told_by",
    "evidence",
    "child_seen",
    "childs_words",
    "disclosed_to",
    "later_notes",
    "analysis",
    "statements",
    "disputes",
    "accounts_differ",
    "restrictions",
    "standing",
    "recorded_on",
    "recorded_by_clock",
    "lag_calendar_days",
    "lag_working_days",
    "document",
    "file_and_row",
    "entry",
];

/// The chronology as a table.
pub fn chronology_table(chronology: &Chronology, people: People) -> ExportTable {
    let headings = HEADINGS.map(str::to_owned).to_vec();
    let rows = chronology.rows.iter().map(|it| row(it).to_vec()).collect();
    ExportTable { name: "Chronology".to_owned(), headings, rows }.marked(people)
}

fn row(row: &Row) -> [Value; 37] {
    let names = |names: Vec<&str>| Value::text(names.join("; "));
    let (source, recorded) = (&row.source, &row.recorded);
    let file_and_row = match (&source.file, source.row) {
        (Some(file), Some(row)) => Value::text(format!("{file}, row {row}")),
        (Some(file), None) => Value::from(file),
        (None, _) => Value::Empty,
    };
    [
        Value::Number(i64::try_from(row.sequence).unwrap_or(i64::MAX)),
        Value::from(&row.entry.label),
        Value::Day(row.when.from),
        Value::Day(row.when.to),
        row.when.time.as_ref().into(),
        Value::from(&row.when.text),
        Value::from(&source.agency),
        row.by.name.as_ref().into(),
        row.by.post.as_ref().into(),
        names(row.children.iter().map(|child| child.name.as_str()).collect()),
        names(row.people.iter().map(|person| person.name.as_str()).collect()),
        names(row.involved.iter().map(String::as_str).collect()),
        Value::from(row.kind),
        Value::from(&row.title),
        Value::from(&row.event),
        row.response.as_ref().into(),
        row.fact_status.map(|status| word(&status)).as_ref().into(),
        row.reads.into(),
        row.told_by.as_ref().into(),
        Value::from(&row.evidence),
        names(row.child_seen.iter().map(|seen| seen.text.as_str()).collect()),
        Value::text(said(row)),
        Value::text(row.disclosed_to.iter().map(disclosed).collect::<Vec<_>>().join("; ")),
        notes(&row.later_notes),
        notes(&row.analysis),
        notes(&row.statements),
        notes(&row.disputes),
        notes(&row.accounts_differ),
        notes(&row.restrictions),
        Value::text(standing(&row.standing)),
        Value::Day(recorded.on),
        Value::text(format!("{}, {}", word(&recorded.clock), word(&recorded.basis))),
        Value::Number(recorded.lag_calendar_days),
        recorded.lag_working_days.map_or(Value::Empty, |days| Value::Number(i64::from(days))),
        source.document.as_ref().into(),
        file_and_row,
        Value::text(row.entry.entry.to_string()),
    ]
}

fn said(row: &Row) -> String {
    let voices = row.childs_voice.iter();
    voices.map(|it| format!("{}: {}", it.child.name, it.words)).collect::<Vec<_>>().join("\n")
}

fn disclosed(it: &Disclosed) -> String {
    let extent = it.extent.map(|extent| format!(" ({})", word(&extent))).unwrap_or_default();
    format!("{}: {}, {}{extent}", word(&it.step), it.to, it.on.text)
}

fn notes(notes: &[Note]) -> Value {
    let note = |note: &Note| match &note.by {
        Some(by) => format!("{} ({by}, {})", note.text, note.on.text),
        None => format!("{} ({})", note.text, note.on.text),
    };
    Value::text(notes.iter().map(note).collect::<Vec<_>>().join("\n"))
}

fn standing(standing: &RowStanding) -> String {
    match standing {
        RowStanding::AsRecorded => String::new(),
        RowStanding::Corrected { by, on, reason, first } => format!(
            "corrected by {}, {}: {reason}; first read ({}): {}",
            by.label, on.text, first.when.text, first.event
        ),
        RowStanding::Withdrawn { by, on, ground, reason } => {
            format!("withdrawn by {}, {}: {}: {reason}", by.label, on.text, word(ground))
        }
    }
}

/// The stored word of a value that is one, with spaces.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Json::String(word)) => word.replace('_', " "),
        Ok(_) | Err(_) => String::new(),
    }
}
