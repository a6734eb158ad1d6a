//! Duties by rule: what is open at the moment, and how what fell due in the time counted stands.
//!
//! A number counts opening entries: an entry that opens a duty for two children counts once in each
//! column in which one of them stands. Breached is said of statute alone.

use candour_domain::duty::{Status, table};

use super::asking::Asking;
use super::duty_status::{status, waits};
use super::grid::{Grid, Titled, titled};
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::{KeepError, View};

/// Duties by rule.
pub(super) struct Duties;

const NAME: &str = "duties";

fn rules() -> Vec<Titled> {
    table()
        .map(|rule| titled(rule.code.as_str(), &format!("{}: {}", rule.code, rule.title)))
        .collect()
}

/// What is so at the moment, of what waits.
fn current() -> Vec<(Heading, String)> {
    vec![
        column("open", "Open", "'open', 'due_soon'"),
        column("due_soon", "Of these due soon", "'due_soon'"),
        column("overdue", "Overdue", "'overdue'"),
    ]
}

/// How what fell due in the time counted stands.
fn fallen() -> Vec<(Heading, String)> {
    vec![
        column("met", "Met", "'met'"),
        column("met_late", "Met late", "'met_late'"),
        column("excused", "Excused", "'excused'"),
        column("ended", "Ended", "'ended'"),
        column("not_met_in_time", "Not met in time", "'not_met_in_time', 'not_met'"),
        column("breached", "Breached", "'breached'"),
        column("not_certain", "Not certain", "'not_certain', 'calendar_does_not_reach'"),
    ]
}

fn column(name: &'static str, title: &'static str, statuses: &str) -> (Heading, String) {
    (heading(name, title, Unit::Count), format!("status IN ({statuses})"))
}

/// The rows of duties that stand and meet a condition, with their status.
fn rows(view: &View, condition: &str) -> String {
    format!(
        "SELECT duty.rule AS rule, duty.entry AS entry, {} AS status FROM duty WHERE {} AND {condition}",
        status("duty", view.at()),
        view.stands("duty"),
    )
}

fn waiting<'g>(view: &View, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let rows = format!("({})", rows(view, &waits("duty", view.at())));
    Grid { section: NAME, rows, line: "rule", columns }
}

fn fell<'g>(view: &View, period: Period, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let rows = format!("({})", rows(view, &between(period.since.timestamp_micros(), view.at())));
    Grid { section: NAME, rows, line: "rule", columns }
}

/// The condition that a duty fell after a moment, up to another.
fn between(after: i64, until: i64) -> String {
    format!("duty.falls > {after} AND duty.falls <= {until}")
}

impl Counted for Duties {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let headings = [current(), fallen()].concat().into_iter().map(|(heading, _)| heading);
        let headings: Vec<Heading> = headings.collect();
        let tally = asking.duties()?;
        let line = |(key, title): Titled| {
            let rule = tally.words.number(&key);
            let counts = rule.and_then(|rule| tally.by_rule.get(rule));
            let count = |at: usize| counts.and_then(|counts| counts.get(at)).copied().unwrap_or(0);
            let numbers = headings.iter().enumerate();
            let numbers =
                numbers.map(|(at, heading)| Some(number(NAME, &key, heading.name, count(at))));
            Line { numbers: numbers.collect(), title, key: key.clone() }
        };
        Ok(Section {
            name: NAME,
            title: "Duties",
            about: "Open and overdue: at the moment. The others: duties that fell due in the time \
                    counted, or where nothing is counted, that were opened in it. An entry counts \
                    once, however many children it concerns. Breached is said of statute alone.",
            lines_are: "Rule",
            lines: rules().into_iter().map(line).collect(),
            columns: headings,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let current = current();
        let is_current = current.iter().any(|(heading, _)| heading.name == number.column);
        if is_current {
            return waiting(view, &current).behind(view, number, (&rules(), None));
        }
        fell(view, period, &fallen()).behind(view, number, (&rules(), None))
    }
}

/// How many columns there are: what is so at the moment, and what fell due in the time counted.
pub(super) const COLUMNS: usize = 10;
/// Where those begin of what fell due.
const FALLEN: usize = 3;

/// The columns in which a duty counts that waits.
pub(super) fn current_columns(status: Status) -> &'static [usize] {
    match status {
        Status::Open => &[0],
        Status::DueSoon => &[0, 1],
        Status::Overdue => &[2],
        Status::Met
        | Status::MetLate
        | Status::NotMetInTime
        | Status::NotMet
        | Status::Excused
        | Status::Ended
        | Status::Breached
        | Status::NotEngaged
        | Status::NotCertain
        | Status::CalendarDoesNotReach => &[],
    }
}

/// The column in which a duty counts that fell due.
pub(super) fn fallen_column(status: Status) -> Option<usize> {
    let after = match status {
        Status::Met => 0,
        Status::MetLate => 1,
        Status::Excused => 2,
        Status::Ended => 3,
        Status::NotMetInTime | Status::NotMet => 4,
        Status::Breached => 5,
        Status::NotCertain | Status::CalendarDoesNotReach => 6,
        Status::Open | Status::DueSoon | Status::Overdue | Status::NotEngaged => return None,
    };
    Some(FALLEN + after)
}
