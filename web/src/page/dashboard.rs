//! An area in numbers, as it stood at a moment: sections in the order of the process, lines in that of the
//! process or the alphabet. Every number that counts entries opens them. It ranks nothing and colours
//! nothing.

use candour_projections::dashboard::{
    Dashboard, Heading, Line, Number, SMALL_BELOW, Section, Unit,
};
use candour_projections::opened::{OpenedEntry, OpenedStanding};
use maud::{Markup, html};

use crate::address::query;
use crate::asking::{FILTER, Wrong, moment, question, summary};
use crate::component::{Button, Cell, Details, Input, Pagination, Table, Turn};
use crate::page::case::overview::hidden;
use crate::page::cases::scrolled;
use crate::words::{capital, count, day, end, grouped, in_full, listed};

/// What a dashboard is asked on, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stands {
    /// The moment of the world; empty for now.
    pub at: String,
    /// The moment of the record; empty for all of it.
    pub on_record: String,
    /// From when is counted what is counted over a time; empty for the usual.
    pub since: String,
    /// Whether lines in which nothing is counted are shown.
    pub all: bool,
}

impl Stands {
    fn pairs(&self) -> [(&str, &str); 4] {
        [
            ("at", &self.at),
            ("on-record", &self.on_record),
            ("since", &self.since),
            ("all", if self.all { "yes" } else { "" }),
        ]
    }

    /// The address of a page asked on the same, with a further pair.
    fn address(&self, path: &str, further: (&str, &str)) -> String {
        let mut pairs = vec![further];
        pairs.extend(self.pairs());
        format!("{path}{}", query(&pairs))
    }

    fn form(&self, path: &str, wrong: &[Wrong]) -> Markup {
        let narrows = [&self.at, &self.on_record, &self.since].iter().any(|it| !it.is_empty());
        let content = html! {
            (question(path, "", &html! {
                div class="candour-fields" {
                    (moment("at", "As at", &self.at, wrong))
                    (moment("on-record", "On record by", &self.on_record, wrong))
                    (moment("since", "Counted from", &self.since, wrong))
                }
                (Button::submit("Show").secondary().markup())
                @if narrows { " " a class="govuk-link" href=(path) { "Show it as at now" } }
            }))
        };
        let mut details = Details::closed("Ask about another time", content);
        details.open = narrows || !wrong.is_empty();
        details.markup()
    }
}

/// Which lines of one section are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinesWanted {
    /// What stands in their titles; empty for all.
    pub named: String,
    /// Which page of them, the first being 1.
    pub page: usize,
}

/// How many lines a page of one section has.
const LINES_EACH: usize = 100;

/// The page.
pub fn page(answer: &Dashboard, stands: &Stands, wrong: &[Wrong]) -> Markup {
    let small = answer.sections.iter().flat_map(|it| &it.lines).flat_map(|it| &it.numbers);
    let small = small.flatten().any(|it| it.small);
    html! {
        (summary(wrong))
        h1 class="govuk-heading-l" { "Dashboard" }
        p class="govuk-body" {
            (capital(&as_at(answer))) ". Every number that is a link opens the entries that it counts."
        }
        (stands.form("/dashboard", wrong))
        nav aria-label="Sections" {
            ul class="govuk-list candour-contents" {
                @for it in &answer.sections {
                    li { a class="govuk-link" href={"#" (it.name)} { (it.title) } }
                }
            }
        }
        @for it in &answer.sections { (section(it, stands)) }
        @if small {
            p class="govuk-body" {
                "* A count of 1 to " (SMALL_BELOW - 1) " people, which may point to somebody."
            }
        }
        p class="govuk-body" {
            @if stands.all {
                a class="govuk-link"
                    href=(Stands { all: false, ..stands.clone() }.address("/dashboard", ("", ""))) {
                    "Leave out the lines in which nothing is counted"
                }
            } @else {
                a class="govuk-link"
                    href=(Stands { all: true, ..stands.clone() }.address("/dashboard", ("", ""))) {
                    "Show the lines in which nothing is counted as well"
                }
            }
        }
    }
}

fn as_at(answer: &Dashboard) -> String {
    let record = answer
        .on_record
        .map_or_else(String::new, |until| format!(", as it stood on the record at {}", end(until)));
    let since = day(candour_domain::time::london_date(answer.since));
    format!("as at {}{record}; what is counted over a time, from {since} on", end(answer.at))
}

fn section(section: &Section, stands: &Stands) -> Markup {
    let counted =
        |line: &&Line| stands.all || line.numbers.iter().flatten().any(|it| it.value != 0);
    let lines: Vec<&Line> = section.lines.iter().filter(counted).collect();
    html! {
        div class="candour-part" {
            h2 class="govuk-heading-m" id=(section.name) { (section.title) }
            p class="govuk-body" { (section.about) }
            @if lines.is_empty() { p class="govuk-body" { "There is nothing to count." } }
            @else { (scrolled(section.title, &table(section, &lines, stands))) }
            @if section.further_lines > 0 {
                p class="govuk-body" {
                    "The first " (count(section.lines.len(), "line is", "lines are"))
                    " shown, by the alphabet. "
                    a class="govuk-link"
                        href=(stands.address("/dashboard/lines", ("section", section.name))) {
                        "Find among the further " (count(section.further_lines, "line", "lines"))
                        span class="govuk-visually-hidden" { ": " (section.title) }
                    }
                }
            }
        }
    }
}

fn table(section: &Section, lines: &[&Line], stands: &Stands) -> Markup {
    let mut table = hidden(section.title, &[]);
    let mut head = vec![Cell::text(section.lines_are)];
    head.extend(section.columns.iter().map(|it| Cell::number(html! { (heading(it)) })));
    table.head = Some(head);
    for line in lines {
        let mut cells = vec![Cell::text(&capital(&line.title))];
        let columns = section.columns.iter().zip(&line.numbers);
        cells.extend(columns.map(|(column, it)| Cell::number(number(column, it.as_ref(), stands))));
        table.rows.push(cells);
    }
    table.markup()
}

fn heading(heading: &Heading) -> String {
    match heading.unit {
        Unit::Count | Unit::Children => heading.title.to_owned(),
        Unit::Days => format!("{} (days)", heading.title),
        Unit::WorkingDays => format!("{} (working days)", heading.title),
    }
}

fn number(column: &Heading, number: Option<&Number>, stands: &Stands) -> Markup {
    let Some(it) = number else { return html! { span class="candour-quiet" { "None" } } };
    let small = if it.small { "*" } else { "" };
    let said = format!("{}{small}", grouped(it.value.into()));
    let counts = match column.unit {
        Unit::Count | Unit::Children => true,
        Unit::Days | Unit::WorkingDays => false,
    };
    html! {
        @if counts && it.value == 0 { (said) }
        @else {
            a class="govuk-link candour-number"
                href=(stands.address("/dashboard/behind", ("number", &it.name.to_string()))) {
                (said) span class="govuk-visually-hidden" { ", " (column.title) ": entries" }
            }
        }
    }
}

/// The page of the lines of one section.
pub fn lines(answer: &Dashboard, wanted: &LinesWanted, stands: &Stands, wrong: &[Wrong]) -> Markup {
    let Some(section) = answer.sections.first() else { return html! {} };
    let sought = wanted.named.trim().to_lowercase();
    let found = section.lines.iter().filter(|it| it.title.to_lowercase().contains(&sought));
    let found: Vec<&Line> = found.collect();
    let pages = found.len().div_ceil(LINES_EACH).max(1);
    let page = wanted.page.clamp(1, pages);
    let shown: Vec<&Line> =
        found.iter().copied().skip((page - 1) * LINES_EACH).take(LINES_EACH).collect();
    let to = |page: usize| {
        let mut pairs = vec![("section", section.name), ("named", wanted.named.as_str())];
        pairs.extend(stands.pairs());
        let page = page.to_string();
        pairs.push(("page", &page));
        format!("/dashboard/lines{}", query(&pairs))
    };
    let (before, after) = ((page > 1).then(|| to(page - 1)), (page < pages).then(|| to(page + 1)));
    html! {
        (summary(wrong))
        span class="govuk-caption-l" { "Dashboard" }
        h1 class="govuk-heading-l" { (section.title) }
        p class="govuk-body" { (capital(&as_at(answer))) ". " (section.about) }
        (question("/dashboard/lines", FILTER, &html! {
            input type="hidden" name="section" value=(section.name);
            div class="candour-fields" {
                (Input { value: Some(&wanted.named), ..Input::of("Words in the name of a line", "named") }.markup())
                (moment("at", "As at", &stands.at, wrong))
                (moment("on-record", "On record by", &stands.on_record, wrong))
                (moment("since", "Counted from", &stands.since, wrong))
            }
            (Button::submit("Show").secondary().markup())
        }))
        p class="govuk-body" {
            (count(found.len(), "line", "lines"))
            @if pages > 1 { ", page " (page) " of " (pages) }
            "."
        }
        @if !shown.is_empty() { (scrolled(section.title, &table(section, &shown, stands))) }
        @if pages > 1 {
            (Pagination {
                previous: before.as_deref().map(Turn::to),
                next: after.as_deref().map(Turn::to),
                label: "Pages",
                classes: "",
            }.markup())
        }
        p class="govuk-body" {
            a class="govuk-link" href=(stands.address("/dashboard", ("", ""))) { "Back to the dashboard" }
        }
    }
}

/// The entries behind a number.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'a> {
    /// What the number is called.
    pub number: &'a str,
    /// The number itself; none where nothing is counted under that name now.
    pub value: Option<i64>,
    /// The entries, in ledger order.
    pub entries: &'a [OpenedEntry],
    /// The dashboard in which it stands.
    pub within: &'a Dashboard,
}

/// The page of the entries behind a number.
pub fn behind(shown: &Behind<'_>, stands: &Stands) -> Markup {
    let (title, column) = named(shown.within, shown.number);
    html! {
        span class="govuk-caption-l" { (title) }
        h1 class="govuk-heading-l" { (column) }
        p class="govuk-body" {
            (capital(&as_at(shown.within))) ". "
            @match shown.value {
                Some(value) => { "The number is " (grouped(value.into())) "; " },
                None => "Nothing is counted under this name; ",
            }
            (count(shown.entries.len() as u64, "entry stands", "entries stand")) " behind it."
        }
        (entries("Entries behind the number", shown.entries))
        p class="govuk-body" {
            a class="govuk-link" href=(stands.address("/dashboard", ("", ""))) { "Back to the dashboard" }
        }
    }
}

/// What a number is called: its section, then its line and column.
fn named(within: &Dashboard, number: &str) -> (String, String) {
    for section in &within.sections {
        for line in &section.lines {
            for (column, it) in section.columns.iter().zip(&line.numbers) {
                if it.as_ref().is_some_and(|it| it.name.to_string() == number) {
                    let title = format!("{}: {}", capital(&line.title), column.title);
                    return (section.title.to_owned(), title);
                }
            }
        }
    }
    ("Dashboard".to_owned(), number.to_owned())
}

/// Entries, each in a line.
pub fn entries(caption: &str, all: &[OpenedEntry]) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { "There is none." } };
    }
    let head = ["Entry", "Case", "Happened", "Agency", "About", "What"];
    let mut table: Table = hidden(caption, &head);
    table.rows = all.iter().map(line).collect();
    scrolled(caption, &table.markup())
}

fn line(entry: &OpenedEntry) -> Vec<Cell> {
    let names: Vec<&str> = entry.children.iter().map(|it| it.name.as_str()).collect();
    let standing = match entry.standing {
        OpenedStanding::AsRecorded => "",
        OpenedStanding::Corrected => " (corrected)",
        OpenedStanding::Withdrawn => " (withdrawn)",
    };
    let position = entry.entry.position;
    vec![
        Cell::of(
            html! { a class="govuk-link" href={"/entries/" (position)} { "Entry " (position) } },
        ),
        Cell::of(html! {
            @if let Some(case) = entry.case {
                @let short = || case.to_string().chars().take(8).collect::<String>();
                a class="govuk-link candour-whole" href={"/cases/" (case)} {
                    (entry.case_reference.clone().unwrap_or_else(short))
                }
            }
        }),
        Cell::text(&in_full(&entry.when.text)),
        Cell::text(&entry.agency.name),
        Cell::text(&listed(&names)),
        Cell::of(html! {
            strong { (capital(&entry.title)) (standing) }
            @if !entry.text.is_empty() { ": " (in_full(&entry.text)) }
        }),
    ]
}
