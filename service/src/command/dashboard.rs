//! `candour dashboard`: an area in numbers, as it stood at a moment, and the entries behind each number.
//!
//! It counts nothing itself: the sections of `candour_projections::dashboard` do. It ranks nothing.
//!
//! # Rules
//! - `a_number_is_named_by_what_the_tables_show`: by its name in JSON, or by the words of the tables.
//! - `a_number_that_is_not_there_is_answered_with_the_nearest`.

use std::io;

use candour_domain::entry::RecordClock;
use candour_domain::time::{london_date, start_of_day};
use candour_projections::ask::Ask;
use candour_projections::dashboard::{
    Dashboard, Lines, Period, Section, behind, dashboard, section_names,
};
use candour_projections::opened::{OpenedEntry, opened};
use candour_projections::running::{AskedOn, View};
use chrono::{DateTime, Months, Utc};
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::models::Models;
use crate::moment::Moment;
use crate::nearest::nearest;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::sealing;
use crate::show;
use crate::show::dashboard::{Shown, column_word, word};

const EXAMPLES: &str = "\
Examples:
  candour dashboard
  candour dashboard --at 2026-06-30 --compared-with 2026-03-31
  candour dashboard --section recording --since 2026-01-01
  candour dashboard --explain recording/Police/late
  candour dashboard --at 2026-06-30 --on-record 2026-06-30 --json

It stands as at now unless --at names a moment. What is counted over a time is counted over the 12
months up to then, unless --since names another beginning. A number is named SECTION/LINE/COLUMN: by
the words that the tables show, or by its name in JSON.";

/// Over how many months is counted unless a beginning is named.
const PERIOD_MONTHS: Months = Months::new(12);

/// How many lines of a section people are shown where they ask for no other number, or for all.
pub(crate) const LINES_SHOWN: usize = 50;
/// How many lines are offered at most in the place of one that is not there.
const LINES_OFFERED_MAX: usize = 3;

/// The arguments of `candour dashboard`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DashboardOf {
    #[command(flatten)]
    numbers: Numbers,
    /// List the entries behind this number: SECTION/LINE/COLUMN
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["section", "compared_with"])]
    explain: Option<String>,
    /// Show all lines, those in which nothing is counted as well
    #[arg(long, conflicts_with_all = ["explain", "lines"])]
    all: bool,
}

/// An area in numbers.
#[derive(Debug, Args)]
pub(crate) struct Numbers {
    /// Only this section; may be given more than once
    #[arg(long, value_name = "NAME")]
    section: Vec<String>,
    /// At most so many lines of each section; people are shown 50 of each unless they name sections
    #[arg(long, value_name = "N")]
    lines: Option<usize>,
    #[command(flatten)]
    stands: Stands,
    /// Show beside each number by how much it has changed since this moment
    #[arg(long, value_name = "T", value_parser = Moment::parse, help_heading = ASKED_ON)]
    compared_with: Option<Moment>,
}

/// The entries behind one number.
#[derive(Debug, Args)]
pub(crate) struct Behind {
    /// The number: SECTION/LINE/COLUMN
    #[arg(long, value_name = "NUMBER")]
    number: String,
    #[command(flatten)]
    stands: Stands,
}

/// What the options are headed with that say as at when it is asked.
const ASKED_ON: &str = "Asked on";

/// As at when the dashboard stands, and over which time it counts.
#[derive(Debug, Args)]
#[command(next_help_heading = ASKED_ON)]
struct Stands {
    /// The world as at this moment [default: now]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    at: Option<Moment>,
    /// The record as it stood at this moment [default: all that is recorded]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    on_record: Option<Moment>,
    /// Count what is counted over a time from this moment on [default: 12 months before --at]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    since: Option<Moment>,
}

/// The entries behind a number.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Explained {
    /// The number's name.
    pub(crate) number: String,
    /// The moment of the world.
    pub(crate) at: DateTime<Utc>,
    /// The moment of the record; none is everything recorded.
    pub(crate) on_record: Option<DateTime<Utc>>,
    /// From when it is counted, where it is counted over a time.
    pub(crate) since: DateTime<Utc>,
    /// The number itself; none where nothing is counted under that name now.
    pub(crate) value: Option<i64>,
    /// The entries, in ledger order.
    pub(crate) entries: Vec<OpenedEntry>,
    /// The dashboard in which it stands, by which it is told to people.
    #[serde(skip)]
    pub(crate) stands_in: Dashboard,
}

impl DashboardOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let Self { numbers, explain, all } = self;
        if let Some(number) = explain {
            let behind = Behind { number, stands: numbers.stands };
            return question::run(&behind, global, (edge, output), show::dashboard::explained)
                .await;
        }
        let shown = if all { Shown::All } else { Shown::Counted };
        let some = !all && !output.json && numbers.section.is_empty();
        let lines = numbers.lines.or(some.then_some(LINES_SHOWN));
        let show =
            |it: &Dashboard, output: &mut Output| show::dashboard::dashboard(it, shown, output);
        question::run(&Numbers { lines, ..numbers }, global, (edge, output), show).await
    }
}

impl Question for Numbers {
    type Answer<'a> = Dashboard;

    async fn answer<N: Notes>(
        &self,
        Asked { models, now, notes }: Asked<'_, N>,
        take: impl FnOnce(Answered<Dashboard>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let (answer, view) = self.stands.stood((models, now), self.lines_asked(), notes).await?;
        let answer = self.compared(answer, view)?;
        let answer = self.chosen(answer)?;
        sealing::silent_witnesses(&models.directory, notes)?;
        sealing::clocks_apart(&models.directory, &models.store, notes).await?;
        Ok(take(Answered::plain(answer), notes)?)
    }
}

impl Question for Behind {
    type Answer<'a> = Explained;

    async fn answer<N: Notes>(
        &self,
        Asked { models, now, notes }: Asked<'_, N>,
        take: impl FnOnce(Answered<Explained>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let (answer, view) = self.stands.stood((models, now), Lines::All, notes).await?;
        let explained = explain(models, &view, answer, &self.number).await?;
        Ok(take(Answered::plain(explained), notes)?)
    }
}

impl Numbers {
    /// Which lines are asked for. What is compared is so line by line, and needs them all.
    fn lines_asked(&self) -> Lines {
        match self.lines {
            Some(most) if self.compared_with.is_none() => Lines::First(most),
            Some(_) | None => Lines::All,
        }
    }

    /// The dashboard with the movement since an earlier moment, where one was named.
    fn compared(&self, answer: Dashboard, view: View) -> anyhow::Result<Dashboard> {
        let Some(earlier) = self.compared_with else { return Ok(answer) };
        let at = earlier.end();
        if at >= answer.at {
            let what = "--compared-with names no earlier moment than that of the dashboard";
            return Err(Fault::wrong_use(what).next("name an earlier one").into());
        }
        let period = match self.stands.since {
            Some(_) => Period { since: at - (answer.at - answer.since) },
            None => Period { since: months_before(at) },
        };
        let view = view.asked_on(AskedOn { at, on_record: answer.on_record })?;
        let mut compared = answer.since(&dashboard(&view, period, Lines::All)?);
        if let Some(most) = self.lines {
            compared.sections.iter_mut().for_each(|it| it.leave_first(most));
        }
        Ok(compared)
    }

    /// The dashboard with the sections that were named alone.
    fn chosen(&self, mut answer: Dashboard) -> Result<Dashboard, Fault> {
        if self.section.is_empty() {
            return Ok(answer);
        }
        for wanted in &self.section {
            if !answer.sections.iter().any(|it| it.name.eq_ignore_ascii_case(wanted)) {
                return Err(no_section(wanted));
            }
        }
        let named = |name: &str| self.section.iter().any(|it| it.eq_ignore_ascii_case(name));
        answer.sections.retain(|it| named(it.name));
        Ok(answer)
    }
}

impl Stands {
    /// The dashboard as it stood then.
    async fn stood(
        &self,
        (models, now): (&Models, DateTime<Utc>),
        lines: Lines,
        notes: &mut impl Notes,
    ) -> anyhow::Result<(Dashboard, View)> {
        let at = match self.at.or(self.on_record) {
            Some(named) => named.end(),
            None => models.now(now, notes).await?,
        };
        let asked = AskedOn { at, on_record: self.on_record.map(Moment::end) };
        let period = self.period(at)?;
        let view = models.asked(asked, notes).await?;
        Ok((dashboard(&view, period, lines)?, view))
    }

    /// Over which time is counted.
    fn period(&self, at: DateTime<Utc>) -> Result<Period, Fault> {
        let since = self.since.map_or_else(|| months_before(at), Moment::beginning);
        if since >= at {
            let what = "--since names no earlier moment than that of the dashboard";
            return Err(Fault::wrong_use(what).next("name an earlier one"));
        }
        Ok(Period { since })
    }
}

/// The moment 12 months before: midnight in London, where the moment is one.
pub(crate) fn months_before(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = london_date(at);
    if start_of_day(day) == at {
        return start_of_day(day - PERIOD_MONTHS);
    }
    at - PERIOD_MONTHS
}

/// The entries behind a number of a dashboard.
pub(crate) async fn explain(
    models: &Models,
    view: &View,
    answer: Dashboard,
    given: &str,
) -> anyhow::Result<Explained> {
    let Located { number, value, positions, ask, stands_in } = located(view, answer, given)?;
    Ok(Explained {
        number,
        at: stands_in.at,
        on_record: stands_in.on_record,
        since: stands_in.since,
        value,
        entries: opened(&*models.store, &positions, &ask).await?,
        stands_in,
    })
}

/// A number that is meant, and where the entries behind it stand.
pub(crate) struct Located {
    /// The number, by its name.
    pub(crate) number: String,
    /// The number itself; none where nothing is counted under that name now.
    pub(crate) value: Option<i64>,
    /// The positions of the entries behind it.
    pub(crate) positions: Vec<u64>,
    /// What they are opened on.
    pub(crate) ask: Ask,
    /// The dashboard in which it stands.
    pub(crate) stands_in: Dashboard,
}

/// The number that is meant, with the positions of the entries behind it.
pub(crate) fn located(view: &View, answer: Dashboard, given: &str) -> anyhow::Result<Located> {
    let period = Period { since: answer.since };
    let found = find(&answer, given);
    let name = match &found {
        Ok(name) => name.as_str(),
        Err(_) => given,
    };
    // A line of which there is nothing now has no name in the dashboard, and still opens as empty.
    let Some(positions) = behind(view, period, name)? else {
        return Err(found.err().unwrap_or_else(|| no_number(given, &[])).into());
    };
    let ask = Ask::everything(RecordClock::Ledger).at(answer.at);
    let ask = answer.on_record.map_or(ask, |until| ask.on_record(until));
    let numbers = answer.sections.iter().flat_map(|it| &it.lines).flat_map(|it| &it.numbers);
    let value = numbers.flatten().find(|it| it.name.to_string() == name).map(|it| it.value);
    Ok(Located { number: name.to_owned(), value, positions, ask, stands_in: answer })
}

/// The name of the number that is meant: each part of it as in JSON, or as the tables show it.
fn find(answer: &Dashboard, given: &str) -> Result<String, Fault> {
    let parts = given.split_once('/').and_then(|(section, rest)| {
        rest.rsplit_once('/').map(|(line, column)| (section.trim(), line.trim(), column.trim()))
    });
    let Some((section, line, column)) = parts else { return Err(no_number(given, &[])) };
    let meant = |it: &&Section| is(section, it.name, it.title);
    let Some(section) = answer.sections.iter().find(meant) else {
        return Err(no_section(section));
    };
    let columns = section.columns.iter();
    let Some(heading) = columns.clone().find(|it| is(column, it.name, it.title)) else {
        let names: Vec<&str> = columns.map(|it| it.name).collect();
        let what = format!("the section {} has no column '{column}'", section.name);
        return Err(Fault::found(what).next(did_you_mean(column, &names)));
    };
    let lines: Vec<_> = section.lines.iter().filter(|it| is(line, &it.key, &it.title)).collect();
    match lines.as_slice() {
        [one] => Ok(format!("{}/{}/{}", section.name, one.key, heading.name)),
        [] => {
            let words: Vec<&str> = section.lines.iter().map(word).collect();
            let near = near_lines(line, &words);
            let names = near.iter().map(|it| format!("{}/{it}/{}", section.name, heading.name));
            Err(no_number(given, &names.collect::<Vec<_>>()))
        }
        several => {
            let keys: Vec<&str> = several.iter().map(|it| &*it.key).collect();
            let what = format!("'{line}' is more than one line of the section {}", section.name);
            Err(Fault::found(what).next(format!("name it by its key: {}", keys.join(", "))))
        }
    }
}

/// Whether what was given is a name, or the title that stands for it.
fn is(given: &str, name: &str, title: &str) -> bool {
    let given = given.to_lowercase();
    given == name.to_lowercase() || given == title.to_lowercase() || given == column_word(title)
}

pub(crate) fn no_section(given: &str) -> Fault {
    Fault::found(format!("the dashboard has no section '{given}'"))
        .next(did_you_mean(given, &section_names()))
}

/// The lines that come nearest to what was given, or in whose words it occurs.
fn near_lines<'a>(given: &str, words: &[&'a str]) -> Vec<&'a str> {
    let near = nearest(given, words.iter().copied());
    if !near.is_empty() {
        return near;
    }
    let given = given.to_lowercase();
    let holding = words.iter().copied().filter(|word| word.to_lowercase().contains(&given));
    holding.take(LINES_OFFERED_MAX).collect()
}

fn no_number(given: &str, near: &[String]) -> Fault {
    let next = if near.is_empty() {
        "name it SECTION/LINE/COLUMN, as the tables show them or as --json names its numbers"
            .to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Fault::found(format!("the dashboard has no number '{given}'")).next(next)
}

fn did_you_mean(given: &str, names: &[&str]) -> String {
    match nearest(given, names.iter().copied()).as_slice() {
        [] => format!("there are: {}", names.join(", ")),
        near => format!("did you mean {}?", near.join(" or ")),
    }
}
