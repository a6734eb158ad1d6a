//! The chronology, the audit trail and the duties of a case, for people.

use std::io;

use candour_domain::duty::Weight;
use candour_projections::accesses::AccessRow;
use candour_projections::chronology::{
    Chronology, Disclosed, DisclosedStep, Note, RecordedBasis, RecordedShown, Row, RowStanding,
    by_meeting,
};
use candour_projections::duties::{DutiesView, DutyRow};
use candour_projections::shape::ActorName;
use candour_projections::trail::{Trail, TrailRow};

use super::words::{children, code, day, days, or_dash, sentence, with, working_days};
use crate::command::access::AccessesFound;
use crate::output::Output;

/// The columns of the chronology that have most to say, and their least shares of the width.
const WIDE_COLUMNS: [(usize, u16); 2] = [(4, 33), (5, 20)];

/// The chronology.
pub(crate) fn chronology(answer: &Chronology, output: &mut Output) -> io::Result<()> {
    if answer.rows.is_empty() {
        return output.part(&format!("No row, of {}.", answer.rows_in_all));
    }
    let headings = ["#", "Entry", "When", "Source", "Event", "Told or not told", "Recorded"];
    let mut table = output.look.table(&headings);
    for (column, percent) in WIDE_COLUMNS {
        table.at_least(column, percent);
    }
    for row in &answer.rows {
        table.add_row([
            row.sequence.to_string(),
            row.entry.label.clone(),
            row.when.text.clone(),
            source(row),
            event(row),
            or_dash(&told(&row.disclosed_to)),
            recorded(&row.recorded),
        ]);
    }
    output.table_part(table)?;
    let (shown, all) = (answer.rows.len(), answer.rows_in_all);
    let steps =
        "rows of an import are shown without the steps derived from them; --steps shows all";
    output.part(&format!("{shown} of {all} rows; {steps}."))
}

/// Whose record it is, by whom, in which document.
fn source(row: &Row) -> String {
    let said = [row.source.agency.clone(), who(&row.by)];
    let document = row.source.document.clone();
    let parts = said.into_iter().chain(document).filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

fn event(row: &Row) -> String {
    let mut said = match row.reads {
        Some(reads) => format!("{}: {reads}: {}", row.title, row.event),
        None => format!("{}: {}", row.title, row.event),
    };
    for (what, more) in [("Response", row.response.as_deref()), ("Said by", row.told_by.as_deref())]
    {
        if let Some(more) = more {
            said = format!("{said} [{what}: {more}]");
        }
    }
    if row.stated_later {
        said = format!("{said} [{}]", row.evidence);
    }
    said = format!("{said}{}", standing(&row.standing));
    let noted = [
        ("Later note", &row.later_notes),
        ("Analysis", &row.analysis),
        ("Statement", &row.statements),
        ("Disputed", &row.disputes),
        ("Accounts differ", &row.accounts_differ),
        ("Restricted", &row.restrictions),
    ];
    for (what, notes) in noted {
        for it in notes {
            said = format!("{said} [{}]", note(what, it));
        }
    }
    said
}

fn note(what: &str, note: &Note) -> String {
    let by = note.by.as_ref().map_or_else(String::new, |by| format!("{by}, "));
    format!("{what}, {by}{}: {}", note.on.text, note.text)
}

fn standing(standing: &RowStanding) -> String {
    match standing {
        RowStanding::AsRecorded => String::new(),
        RowStanding::Corrected { on, reason, first, .. } => format!(
            " [Corrected {}: {} First recorded as: {}, {}]",
            on.text,
            sentence(reason),
            first.event,
            first.when.text
        ),
        RowStanding::Withdrawn { on, reason, .. } => {
            format!(" [WITHDRAWN {}: {reason}]", on.text)
        }
    }
}

/// To whom a row was disclosed: a meeting once, with all who were there.
fn told(all: &[Disclosed]) -> String {
    let (alone, meetings) = by_meeting(all);
    let mut said: Vec<String> = alone.into_iter().map(disclosed).collect();
    let met = |(it, there): &(&Disclosed, Vec<&str>)| {
        format!("on the table at {} {}: {}", it.entry.label, it.on.text, there.join(", "))
    };
    said.extend(meetings.iter().map(met));
    said.join("; ")
}

fn disclosed(it: &Disclosed) -> String {
    let step = match it.step {
        DisclosedStep::Told => "told",
        DisclosedStep::Supplied => "supplied to",
        DisclosedStep::Received => "received by",
        DisclosedStep::Opened => "opened by",
        DisclosedStep::Read => "read by",
        DisclosedStep::PutBeforeMeeting => "put before",
        DisclosedStep::NotShared => "decided not to share with",
    };
    let extent = it.extent.map_or_else(String::new, |extent| format!(", {}", code(&extent)));
    format!("{step} {} {}{extent}", it.to, it.on.text)
}

fn recorded(it: &RecordedShown) -> String {
    let late = match (it.lag_working_days, it.lag_calendar_days) {
        (_, 0) => String::new(),
        (Some(working), all) => format!("{}, {} after", working_days(working), days(all)),
        (None, all) => format!("{} after", days(all)),
    };
    let basis = match it.basis {
        RecordedBasis::Ledger | RecordedBasis::Claimed => "",
        RecordedBasis::EntryDateNotStated => ", entry date not stated",
    };
    format!("{}{basis}", with(&day(it.on), &late))
}

fn who(actor: &ActorName) -> String {
    let post = actor.post.as_deref().unwrap_or_default();
    actor.name.as_ref().map_or_else(|| post.to_owned(), |name| with(name, post))
}

/// The audit trail.
pub(crate) fn trail(answer: &Trail, output: &mut Output) -> io::Result<()> {
    let headings = [
        "Position",
        "Entry",
        "What",
        "By",
        "Recorded by",
        "Occurred",
        "Accepted",
        "Claimed",
        "Late",
        "Stands",
    ];
    let mut table = output.look.table(&headings);
    for row in &answer.rows {
        table.add_row(trail_cells(row));
    }
    output.table_part(table)?;
    if answer.accesses.is_empty() {
        return Ok(());
    }
    output.part("To whom it was shown, apart from what was recorded:")?;
    access_table(&answer.accesses, output)
}

fn access_table(rows: &[AccessRow], output: &mut Output) -> io::Result<()> {
    let headings = ["Position", "Shown", "To", "What"];
    let mut table = output.look.table(&headings);
    for row in rows {
        table.add_row(access_cells(row));
    }
    output.table_part(table)
}

/// To whom a case was shown.
pub(crate) fn accesses(answer: &AccessesFound, output: &mut Output) -> io::Result<()> {
    if answer.accesses.is_empty() {
        return output.part("None.");
    }
    access_table(&answer.accesses, output)?;
    if let Some(next) = answer.next {
        output.line(&format!("There are more: --after {next}"))?;
    }
    Ok(())
}

fn access_cells(row: &AccessRow) -> [String; 4] {
    let agency = &row.to.agency.name;
    let to = match who(&row.to) {
        nobody if nobody.is_empty() => agency.clone(),
        somebody => format!("{somebody}, {agency}"),
    };
    [row.position.to_string(), row.at.text.clone(), to, row.what.clone()]
}

fn trail_cells(row: &TrailRow) -> [String; 10] {
    let agency = &row.by.agency.name;
    let by = match who(&row.by) {
        nobody if nobody.is_empty() => agency.clone(),
        somebody => format!("{somebody}, {agency}"),
    };
    let claimed = row.claimed.as_ref().map_or_else(
        || "-".to_owned(),
        |it| with(&it.on.text, if it.of_the_row { "of the row" } else { "" }),
    );
    let mut stands = match &row.standing {
        RowStanding::AsRecorded => "as recorded".to_owned(),
        RowStanding::Corrected { by, first, .. } => {
            format!("corrected by {}; first: {}", by.label, first.event)
        }
        RowStanding::Withdrawn { by, .. } => format!("withdrawn by {}", by.label),
    };
    for dispute in &row.disputes {
        stands = format!("{stands}; disputed ({})", dispute.entry.label);
    }
    let late = match row.recorded.lag_calendar_days {
        0 => "-".to_owned(),
        count => days(count),
    };
    [
        row.entry.position.to_string(),
        row.entry.label.clone(),
        row.title.clone(),
        by,
        format!("{}, {}", row.recorded_by_name, row.recorded_for.name),
        row.occurred.text.clone(),
        super::words::moment(row.recorded_at),
        claimed,
        late,
        stands,
    ]
}

/// The duties.
pub(crate) fn duties(answer: &DutiesView, output: &mut Output) -> io::Result<()> {
    let headings =
        ["Rule", "Duty", "Rests on", "About", "Opened by", "Due", "Stands", "Met by", "Note"];
    let mut table = output.look.table(&headings);
    for row in &answer.rows {
        table.add_row(duty_cells(row));
    }
    output.table_part(table)?;
    output.part(&format!(
        "Working days by the calendar up to {}; {} local clocks adopted.",
        day(answer.calendar_to),
        answer.local_clocks
    ))
}

fn duty_cells(row: &DutyRow) -> [String; 9] {
    let children = Some(children(&row.children)).filter(|names| !names.is_empty());
    let person = row.person.iter().map(|it| it.name.clone());
    let seat = row.seat.iter().map(code);
    let about: Vec<String> =
        children.into_iter().chain(person).chain(row.practitioner.clone()).chain(seat).collect();
    let opened = row.opening.as_ref().map_or_else(String::new, |it| {
        with(&it.label, row.opened.as_ref().map_or("", |it| it.text.as_str()))
    });
    let met = row.discharged_by.as_ref().map_or_else(String::new, |it| {
        with(&it.label, row.discharged.as_ref().map_or("", |it| it.text.as_str()))
    });
    let mut stands = row.status_text.clone();
    if let Some(late) = row.late {
        let words = match late.working_days {
            Some(working) => format!("{} late", working_days(working)),
            None => format!("{} late", days(late.days)),
        };
        stands = with(&stands, &words);
    } else if let Some(working_day) = row.working_day {
        stands = with(&stands, &format!("working day {working_day}"));
    }
    let weight = match row.weight {
        Weight::Statute => "statute",
        Weight::StatutoryGuidance => "statutory guidance",
        Weight::Local => "local",
    };
    [
        row.rule.clone(),
        row.title.clone(),
        weight.to_owned(),
        or_dash(&about.join(", ")),
        or_dash(&opened),
        or_dash(row.due.as_ref().map(|it| it.text.as_str()).unwrap_or_default()),
        stands,
        or_dash(&met),
        or_dash(row.note.as_deref().unwrap_or_default()),
    ]
}
