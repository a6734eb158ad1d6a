//! Duties by rule: what is open at the moment, and how what fell due in the time counted stands.
//!
//! A number counts opening entries: an entry that opens a duty for two children counts once in each
//! column in which one of them stands. Breached is said of statute alone.

use candour_domain::duty::table;

use super::duty_status::{status, waits};
use super::grid::{Grid, Titled, titled};
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::{DAY_MICROSECONDS, KeepError, View};

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

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let (current, fallen) = (current(), fallen());
        let (waiting, fell) = (waiting(view, &current), fell(view, period, &fallen));
        let mut lines = waiting.lines(view, &rules())?;
        let of_the_time = match tallied(view, period, &fallen)? {
            Some(lines) => lines,
            None => fell.lines(view, &rules())?,
        };
        for (line, other) in lines.iter_mut().zip(of_the_time) {
            line.numbers.extend(other.numbers);
        }
        Ok(Section {
            name: NAME,
            title: "Duties",
            about: "Open and overdue: at the moment. The others: duties that fell due in the time \
                    counted, or where nothing is counted, that were opened in it. An entry counts \
                    once, however many children it concerns. Breached is said of statute alone.",
            lines_are: "Rule",
            columns: [waiting.headings(), fell.headings()].concat(),
            lines,
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

/// The lines of what fell due, where they can be had from the tally: for whole days, what it says each
/// stands as in the end; less what stood otherwise at the moment; and row by row the two edges of the
/// time, and what has no place in the tally.
fn tallied(
    view: &View,
    period: Period,
    columns: &[(Heading, String)],
) -> Result<Option<Vec<Line>>, KeepError> {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let (first, last) = (since / DAY_MICROSECONDS + 1, (at + 1) / DAY_MICROSECONDS);
    // Before 1970 the days of a tally are not whole.
    if !view.is_whole_record() || since < 0 || first >= last {
        return Ok(None);
    }
    let (begins, ends) = (first * DAY_MICROSECONDS - 1, last * DAY_MICROSECONDS - 1);
    let once = |after, until| {
        let condition = format!("duty.counted_as = 'once' AND {}", between(after, until));
        format!("SELECT rule, status, 1 FROM ({})", rows(view, &condition))
    };
    let apart = format!("duty.counted_as = 'apart' AND {}", between(since, at));
    // The plus leaves the two columns out of what an index is chosen by: the moments below are few.
    let otherwise = format!(
        "duty.recorded_until IS NULL AND +duty.counted_as = 'once' AND duty.settled IS NULL \
         AND +duty.falls > {begins} AND +duty.falls <= {ends}"
    );
    let later = format!("{otherwise} AND duty.answered_until > {at}");
    let overdue = format!(
        "{otherwise} AND duty.overdue_until >= {at} AND duty.outcome IS NULL \
         AND (duty.answered_until IS NULL OR duty.answered_until <= {at})"
    );
    let otherwise = [later, overdue].map(|of| {
        format!(
            "SELECT rule, in_the_end, -1 FROM duty WHERE {of} \
             UNION ALL SELECT rule, {}, 1 FROM duty WHERE {of}",
            status("duty", at)
        )
    });
    let parts = [
        format!(
            "SELECT rule, in_the_end AS status, counted FROM duty_tally \
             WHERE stretch >= {first} AND stretch < {last}"
        ),
        once(since, begins),
        once(ends, at),
        format!(
            "SELECT rule, status, count(DISTINCT entry) FROM \
             (SELECT rule, entry, {} AS status FROM ({})) GROUP BY 1, 2",
            together("status"),
            rows(view, &apart)
        ),
        otherwise.join(" UNION ALL "),
    ];
    let sums = columns.iter().map(|(_, counts)| format!("sum(counted) FILTER (WHERE {counts})"));
    let sql = format!(
        "SELECT rule, {} FROM ({}) GROUP BY 1",
        sums.map(|sum| format!("coalesce({sum}, 0)")).collect::<Vec<_>>().join(", "),
        parts.join(" UNION ALL ")
    );
    let found = view.ask(&sql, (), |row| {
        let counts: Result<Vec<i64>, _> = (1..=columns.len()).map(|at| row.get(at)).collect();
        Ok((row.get::<_, String>(0)?, counts?))
    })?;
    let line = |(key, title): Titled| {
        let counts = found.iter().find(|(rule, _)| *rule == key).map(|(_, counts)| counts);
        let count = |at: usize| counts.and_then(|counts| counts.get(at)).copied().unwrap_or(0);
        let numbers = columns.iter().enumerate();
        let numbers =
            numbers.map(|(at, (heading, _))| Some(number(NAME, &key, heading.name, count(at))));
        Line { numbers: numbers.collect(), title, key: key.clone() }
    };
    Ok(Some(rules().into_iter().map(line).collect()))
}

/// The statuses that one column counts, as one, so that an entry counts in it once.
fn together(status: &str) -> String {
    format!(
        "CASE {status} WHEN 'not_met' THEN 'not_met_in_time' \
         WHEN 'calendar_does_not_reach' THEN 'not_certain' ELSE {status} END"
    )
}
