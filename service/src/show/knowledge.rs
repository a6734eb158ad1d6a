//! The answers on who knew what and when, as tables for people. Agencies and people stand in the
//! order in which the answers give them; nothing is ranked, and nothing is coloured.

use std::io;

use candour_domain::time::Certainty;
use candour_projections::knowledge::{
    Acquired, CellView, Context, ContextItem, Exchange, Gaps, Holder, How, ItemView, KnownTo,
    Matrix, Stage, StepView, WhoKnew, first_steps,
};

use super::item::{Labels, is_said, kind, reached, stated_later};
use super::words::{certainty, day, days, extent, or_dash, recorded, with};
use crate::output::Output;

fn sure(certain: Certainty) -> &'static str {
    certainty(certain)
}

/// The narrowest column in which a cell of the matrix can be read.
const CELL_CHARACTERS_MIN: usize = 14;

/// Items against agencies: a table where there is room for it, otherwise a list.
pub(crate) fn matrix(matrix: &Matrix<'_>, output: &mut Output) -> io::Result<()> {
    let columns = columns(matrix);
    if !output.look.fits(columns.len() + 3, CELL_CHARACTERS_MIN) {
        return matrix_as_list(matrix, &columns, output);
    }
    let labels = Labels::of(matrix.rows.iter().map(|row| &*row.item));
    let mut headings = vec!["Item", "What", "When"];
    headings.extend(columns);
    let mut table = output.look.table(&headings);
    for row in &matrix.rows {
        let mut cells =
            vec![labels.called(&row.item), kind(&row.item), row.item.when.words.to_string()];
        cells.extend(row.cells.iter().chain(&row.team_cells).map(|it| cell(it)));
        table.add_row(cells);
    }
    output.table_part(table)?;
    output.part("A cell says to which stage an agency came and when; - is nothing on record.")
}

/// The agencies, then the teams.
fn columns<'a>(matrix: &'a Matrix<'_>) -> Vec<&'a str> {
    let agencies = matrix.agencies.iter().map(|it| it.name.as_str());
    agencies.chain(matrix.teams.iter().map(|it| it.name.as_str())).collect()
}

fn matrix_as_list(matrix: &Matrix<'_>, columns: &[&str], output: &mut Output) -> io::Result<()> {
    let widest = columns.iter().map(|it| it.chars().count()).max().unwrap_or(0);
    let labels = Labels::of(matrix.rows.iter().map(|row| &*row.item));
    for row in &matrix.rows {
        let item = &row.item;
        output.part(&format!("{}  {}, {}", labels.called(item), kind(item), item.when.words))?;
        let mut without = Vec::new();
        for (name, one) in columns.iter().zip(row.cells.iter().chain(&row.team_cells)) {
            if one.words.is_empty() {
                without.push(*name);
            } else {
                output.line(&format!("  {name:<widest$}  {}", cell(one)))?;
            }
        }
        if !without.is_empty() {
            output.line(&format!("  Nothing on record: {}", without.join(", ")))?;
        }
    }
    Ok(())
}

fn cell(cell: &CellView) -> String {
    let said = cell.words.ends_with("(not certain)");
    let unsure = cell.certain == Certainty::NotCertain && !said && cell.stage.is_some();
    or_dash(&with(&cell.words, if unsure { "not certain" } else { "" }))
}

/// Who knew an item.
pub(crate) fn who_knew(answer: &WhoKnew<'_>, output: &mut Output) -> io::Result<()> {
    let item = &answer.item;
    output.part(&format!(
        "{}: {}, {}, recorded by {}",
        item.cite.label,
        kind(item),
        item.when.words,
        item.agency.name
    ))?;
    let headings = ["Who", "For", "Stage", "How", "When", "By entry", "Recorded", "Again by"];
    let mut table = output.look.table(&headings);
    for row in &answer.knowers {
        for (index, (step, again)) in first_steps(&row.steps).into_iter().enumerate() {
            let agency = row.who.agency.as_ref().map_or("-", |it| it.name.as_str());
            let (who, agency) = if index == 0 { (row.who.name.as_str(), agency) } else { ("", "") };
            let mut cells =
                vec![with(who, &member(step)).trim_start().to_owned(), agency.to_owned()];
            cells.extend(step_cells(item, step));
            cells.push(or_dash(&again.join(", ")));
            table.add_row(cells);
        }
    }
    output.table_part(table)?;
    if !answer.could_have_known.is_empty() {
        output.part("Could have known: allocated with access, and nothing more on record")?;
        for it in &answer.could_have_known {
            let words = format!("  {}, since {} ({})", it.who.name, it.since.words, it.via.label);
            output.line(&words)?;
        }
    }
    for (title, cites) in
        [("Decided not to share", &answer.not_shared), ("Disputed by", &answer.disputed)]
    {
        if !cites.is_empty() {
            let labels: Vec<&str> = cites.iter().map(|it| it.label.as_str()).collect();
            output.part(&format!("{title}: {}", labels.join("; ")))?;
        }
    }
    Ok(())
}

/// Who took a step for a team.
fn member(step: &StepView) -> String {
    step.member.as_ref().map_or_else(String::new, |name| format!("by {name}"))
}

fn step_cells(item: &ItemView, step: &StepView) -> [String; 5] {
    let late = match step.recorded_days_after {
        0 => String::new(),
        count => format!("{} after", days(count)),
    };
    // "Told in part" says it already.
    let part = match (step.in_part, step.stage, extent(step.extent)) {
        (false, _, _) | (true, Stage::Known, "part") => "",
        (true, _, extent) => extent,
    };
    let words = reached(item, (step.stage, step.in_part), step.how);
    let later = Some(stated_later(&step.evidence)).filter(|it| !it.is_empty());
    let recorded = std::iter::once(with(&recorded(step.recorded), &late)).chain(later);
    [
        with(&with(words, part), sure(step.certain)),
        step.how.words().to_owned(),
        step.when.words.to_string(),
        step.via.row.to_string(),
        recorded.collect::<Vec<_>>().join("; "),
    ]
}

/// What somebody knew of a case.
pub(crate) fn known_to(answer: &KnownTo<'_>, output: &mut Output) -> io::Result<()> {
    let lists = [
        ("Known", &answer.known),
        ("Held, and not known to anybody on record", &answer.held),
        ("Sent, and no receipt on record", &answer.sent),
    ];
    for (title, list) in lists {
        output.part(title)?;
        if list.is_empty() {
            output.line("  nothing on record")?;
            continue;
        }
        acquired(list, output)?;
    }
    Ok(())
}

fn acquired(list: &[Acquired<'_>], output: &mut Output) -> io::Result<()> {
    let labels = Labels::of(list.iter().map(|it| &*it.item));
    let mut table = output.look.table(&["Item", "What", "Happened", "Since", "How", "By entry"]);
    for it in list {
        let mut since = with(&it.first.when.words, sure(it.first.certain));
        let told = is_said(&it.item) && it.first.stage == Stage::Known && !it.first.in_part;
        if told && !matches!(it.first.how, How::Originated | How::SaidIt) {
            since = format!("was told {since}");
        }
        if let Some(whole) = &it.whole {
            since = format!("{since}, whole {}", whole.when.words);
        }
        let part = if it.first.in_part { "in part" } else { "" };
        table.add_row([
            labels.called(&it.item),
            kind(&it.item),
            it.item.when.words.to_string(),
            since,
            with(&with(it.first.how.words(), part), &member(&it.first)),
            with(&it.first.via.label, &stated_later(&it.first.evidence)),
        ]);
    }
    output.table(table)
}

/// A decision in its context.
pub(crate) fn decision(answer: &Context<'_>, output: &mut Output) -> io::Result<()> {
    let it = &answer.decision;
    output.part(&format!(
        "{}: {}, {}, {} by {}",
        it.cite.label,
        kind(it),
        it.when.words,
        it.agency.name,
        answer.decider.name
    ))?;
    let lists = [
        ("Known and considered", &answer.considered),
        ("Known, not listed", &answer.known_not_listed),
        ("Held, and nobody on record as knowing it", &answer.held_not_known),
    ];
    for (title, list) in lists {
        output.part(title)?;
        context_items(list, output)?;
    }
    output.part("Held elsewhere, not received")?;
    if answer.held_elsewhere.is_empty() {
        output.line("  nothing on record")?;
    } else {
        let headings = ["Item", "What", "Held by", "Since", "Days", "On record between them"];
        let labels = Labels::of(answer.held_elsewhere.iter().map(|it| &*it.item));
        let mut table = output.look.table(&headings);
        for fact in &answer.held_elsewhere {
            for (index, holder) in fact.holders.iter().enumerate() {
                let (item, what) = if index == 0 {
                    (labels.called(&fact.item), kind(&fact.item))
                } else {
                    (String::new(), String::new())
                };
                table.add_row(holder_cells(&fact.item, (item, what), holder));
            }
        }
        output.table(table)?;
    }
    output.part("Happened before, on record only afterwards")?;
    context_items(&answer.recorded_afterwards, output)?;
    output.part("Relied on, with no entry behind it")?;
    if answer.relied_on_without_entry.is_empty() {
        output.line("  nothing")?;
    }
    for it in &answer.relied_on_without_entry {
        output.line(&format!("  \"{}\"", it.statement))?;
    }
    Ok(())
}

fn holder_cells(
    fact: &ItemView,
    (item, what): (String, String),
    holder: &Holder<'_>,
) -> [String; 6] {
    let mut between = exchange(&holder.exchange);
    if holder.in_the_room {
        between.push_str("; one of its people who knew it was in the room");
    }
    // Whose record it is has it of their own; others were told.
    let own = holder.agency.id == fact.agency.id;
    let how = if own { How::Originated } else { How::ToldInPerson };
    let by = with(&holder.agency.name, reached(fact, (holder.stage, false), how));
    let since = with(&holder.since.words, sure(holder.certain));
    [item, what, by, since, holder.days.to_string(), between]
}

fn exchange(exchange: &Exchange<'_>) -> String {
    match exchange {
        Exchange::DecidedNotToShare(it) => format!("decided not to share ({})", it.label),
        Exchange::SentNotReceived(it) => format!("sent, no receipt ({})", it.label),
        Exchange::AskedNoReply(it) => format!("asked, no reply ({})", it.label),
        Exchange::AnsweredWithoutIt(it) => format!("asked, answered without it ({})", it.label),
        Exchange::NoRequestOnRecord => "no request on record, not volunteered".to_owned(),
    }
}

fn context_items(list: &[ContextItem<'_>], output: &mut Output) -> io::Result<()> {
    if list.is_empty() {
        return output.line("  nothing on record");
    }
    let labels = Labels::of(list.iter().map(|it| &*it.item));
    let mut table = output.look.table(&["Item", "What", "Happened", "Agency", "Decider"]);
    for it in list {
        let step = |step: Option<&StepView>| {
            let words = |it: &StepView| {
                let part = if it.in_part { "told in part " } else { "" };
                format!("{part}{} ({})", it.when.words, it.via.label)
            };
            step.map_or_else(|| "-".to_owned(), words)
        };
        table.add_row([
            labels.called(&it.item),
            kind(&it.item),
            with(&it.item.when.words, sure(it.certain)),
            step(it.agency_step.as_deref()),
            step(it.decider_step.as_deref()),
        ]);
    }
    output.table(table)
}

/// Who was involved and not told.
pub(crate) fn gaps(answer: &Gaps<'_>, output: &mut Output) -> io::Result<()> {
    output.part(
        "Neither held nor known, by agencies that were involved. A question, not a finding.",
    )?;
    if answer.items.is_empty() {
        return output.line("  nothing on record");
    }
    let headings = ["Item", "What", "When", "Agency", "Days", "Involved since", "By entry", "Note"];
    let labels = Labels::of(answer.items.iter().map(|it| &*it.item));
    let mut table = output.look.table(&headings);
    for fact in &answer.items {
        for (index, gap) in fact.not_told.iter().enumerate() {
            let item = if index == 0 {
                [labels.called(&fact.item), kind(&fact.item), fact.item.when.words.to_string()]
            } else {
                [String::new(), String::new(), String::new()]
            };
            let since = with(&day(gap.involved_since), if gap.inferred { "inferred" } else { "" });
            let note = match (&gap.sent, &gap.expected) {
                (Some(sent), _) => format!("sent, no receipt ({})", sent.label),
                (None, Some(expected)) => format!("expected ({})", expected.label),
                (None, None) => String::new(),
            };
            let mut cells = item.to_vec();
            cells.extend([
                gap.agency.name.to_string(),
                gap.days.to_string(),
                since,
                gap.involved_by.label.to_string(),
                note,
            ]);
            table.add_row(cells);
        }
    }
    output.table(table)
}
