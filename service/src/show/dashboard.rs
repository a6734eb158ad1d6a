//! The dashboard, and the entries behind a number, for people. Nothing here counts or ranks anything.

use std::io;

use candour_projections::dashboard::{
    Dashboard, Heading, Line, Number, SMALL_BELOW, Section, Unit,
};
use candour_projections::opened::{OpenedEntry, OpenedStanding};
use chrono::{DateTime, Utc};

use super::words::{children, or_dash, recorded, spaced, with};
use crate::command::Explained;
use crate::output::Output;

/// How many characters of what an entry says are shown in its line.
const TEXT_CHARACTERS_MAX: usize = 120;
/// With more columns than these, what a line is called needs a share of the width of its own.
const FEW_COLUMNS: usize = 5;
/// That share.
const LINE_PERCENT: u16 = 24;
/// What marks a small count of people.
const SMALL: &str = "*";

/// As at when, over which time and on which record numbers stand, in words.
pub(crate) fn stands(
    (since, at): (Option<DateTime<Utc>>, DateTime<Utc>),
    on_record: Option<DateTime<Utc>>,
) -> String {
    let counted = since.map_or_else(String::new, |since| {
        format!("; what is counted over a time, from {} on", after(since))
    });
    let until = on_record
        .map_or_else(String::new, |until| format!(", as it stood on the record at {}", end(until)));
    format!("As at {}{until}{counted}.", end(at))
}

/// A moment that ends what is meant: "the end of 30 Jun 2026", or a minute.
pub(super) fn end(at: DateTime<Utc>) -> String {
    let said = recorded(at);
    if said.contains(':') { said } else { format!("the end of {said}") }
}

/// A moment after which is counted: the day that begins with it, or a minute.
fn after(since: DateTime<Utc>) -> String {
    let day = candour_domain::time::london_date(since);
    if candour_domain::time::start_of_day(day) == since {
        super::words::day(day)
    } else {
        super::words::moment(since)
    }
}

/// Which lines of a section are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Those in which something is counted, or was at the earlier moment.
    Counted,
    /// All.
    All,
}

/// The dashboard.
pub(crate) fn dashboard(answer: &Dashboard, shown: Shown, output: &mut Output) -> io::Result<()> {
    let asked = stands((Some(answer.since), answer.at), answer.on_record);
    output.heading("Dashboard", &asked)?;
    if let Some(earlier) = answer.compared_with {
        let earlier = end(earlier);
        output.line(&format!("In brackets, the movement since {earlier}, where there is any."))?;
    }
    for one in &answer.sections {
        section(one, shown, output)?;
    }
    let numbers = answer.sections.iter().flat_map(|it| &it.lines).flat_map(|it| &it.numbers);
    if numbers.flatten().any(|it| it.small) {
        let below = SMALL_BELOW - 1;
        output.part(&format!(
            "{SMALL} a count of 1 to {below} people, which may point to somebody"
        ))?;
    }
    output.part("--explain SECTION/LINE/COLUMN lists the entries behind a number.")
}

/// A section: what it counts, then its table.
fn section(section: &Section, shown: Shown, output: &mut Output) -> io::Result<()> {
    output.part(&format!("{} ({})", section.title, section.name))?;
    output.line(&output.look.wrapped(section.about))?;
    let lines: Vec<&Line> = section
        .lines
        .iter()
        .filter(|line| shown == Shown::All || line.numbers.iter().flatten().any(is_counted))
        .collect();
    let left_out = section.lines.len() - lines.len();
    if !lines.is_empty() {
        let columns = section.columns.iter().map(heading);
        let headings: Vec<String> =
            std::iter::once(section.lines_are.to_owned()).chain(columns).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = output.look.table(&headings);
        if section.columns.len() > FEW_COLUMNS {
            table.at_least(0, LINE_PERCENT);
        }
        for line in &lines {
            let numbers = line.numbers.iter().map(|it| it.as_ref().map_or("-".to_owned(), number));
            table.add_row(std::iter::once(word(line).to_owned()).chain(numbers));
        }
        output.table(table)?;
    }
    let further = section.further_lines;
    if further > 0 {
        let lines = if further == 1 { "line" } else { "lines" };
        let all = format!("--section {} shows all", section.name);
        output.line(&format!(" {further} further {lines}; {all}"))?;
    }
    match (lines.len(), left_out) {
        (0, 0) => output.line("  nothing to count"),
        (0, _) => output.line("  nothing to count in any line; --all shows them"),
        (_, 0) => Ok(()),
        (_, 1) => output.line(" 1 line with nothing to count is left out; --all shows it"),
        (_, more) => output
            .line(&format!(" {more} lines with nothing to count are left out; --all shows them")),
    }
}

/// Whether there is anything to a number, or was.
fn is_counted(number: &Number) -> bool {
    number.value != 0 || number.before.is_some_and(|before| before != 0)
}

/// What a line is called, as a number in it can be named.
pub(crate) fn word(line: &Line) -> &str {
    &line.title
}

/// The heading of a column, as a number in it can be named: in small letters, its words joined.
pub(crate) fn column_word(title: &str) -> String {
    title.to_lowercase().replace(' ', "_")
}

/// The heading of a column, with the unit of what is no count.
fn heading(heading: &Heading) -> String {
    match heading.unit {
        Unit::Count | Unit::Children => heading.title.to_owned(),
        Unit::Days => with(heading.title, "days"),
        Unit::WorkingDays => with(heading.title, "working days"),
    }
}

/// A number, marked where it is a small count of people, with its movement.
fn number(number: &Number) -> String {
    let small = if number.small { SMALL } else { "" };
    let moved = number.before.map_or_else(String::new, |before| match number.value - before {
        0 => String::new(),
        moved => format!(" ({moved:+})"),
    });
    format!("{}{small}{moved}", number.value)
}

/// The entries behind a number.
pub(crate) fn explained(explained: &Explained, output: &mut Output) -> io::Result<()> {
    let asked = stands((Some(explained.since), explained.at), explained.on_record);
    output.heading(&format!("Behind {}", titles(explained)), &asked)?;
    if explained.entries.is_empty() {
        return output.part("No entry.");
    }
    let headings = ["#", "When", "What", "Case", "Agency", "It says"];
    let mut table = output.look.table(&headings);
    for it in &explained.entries {
        table.add_row([
            format!("#{}", it.entry.position),
            it.when.text.clone(),
            with(&spaced(it.kind), standing(it)),
            case(it),
            it.agency.name.clone(),
            shortened(&it.text),
        ]);
    }
    output.table_part(table)?;
    let count = explained.entries.len();
    output.part(&format!("{count} {}.", if count == 1 { "entry" } else { "entries" }))
}

/// What a number is called in the tables, with the number.
fn titles(explained: &Explained) -> String {
    let value = explained.value.map_or_else(String::new, |value| format!(": {value}"));
    let titles = explained.stands_in.sections.iter().find_map(|section| {
        let rest = explained.number.strip_prefix(section.name)?.strip_prefix('/')?;
        let (line, column) = rest.rsplit_once('/')?;
        let line = section.lines.iter().find(|it| *it.key == *line)?;
        let column = section.columns.iter().find(|it| it.name == column)?;
        Some(format!("{}, {}, {}", section.title, line.title, column.title))
    });
    format!("{}{value}", titles.unwrap_or_else(|| explained.number.clone()))
}

fn standing(entry: &OpenedEntry) -> &'static str {
    match entry.standing {
        OpenedStanding::AsRecorded => "",
        OpenedStanding::Corrected => "corrected",
        OpenedStanding::Withdrawn => "withdrawn",
    }
}

/// The case of an entry, with the children whom the entry concerns.
fn case(entry: &OpenedEntry) -> String {
    let id = entry.case.map(|case| case.to_string().chars().take(8).collect());
    let name = entry.case_reference.clone().or(id);
    with(&or_dash(name.as_deref().unwrap_or_default()), &children(&entry.children))
}

/// As much of a text as stands in a line.
fn shortened(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(TEXT_CHARACTERS_MAX) {
        words.truncate(end);
        words.push('…');
    }
    words
}
