//! Duties by rule: what is open at the moment, and how what fell due in the time counted stands.
//!
//! A number counts opening entries: an entry that opens a duty for two children counts once in each
//! column in which one of them stands. Breached is said of statute alone.

use candour_domain::duty::table;

use super::duty_status::{status, waits};
use super::grid::{Grid, Titled, titled};
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::{KeepError, View};

/// Duties by rule.
pub(super) struct Duties;

const NAME: &str = "duties";

fn rules() -> Vec<Titled> {
    table()
        .map(|rule| titled(rule.code.as_str(), &format!("{}: {}", rule.code, rule.title)))
        .collect()
}

fn columns() -> Vec<(Heading, String)> {
    let column = |name, title, counts| (heading(name, title, Unit::Count), counts);
    let now = |statuses: &str| format!("status IN ({statuses})");
    let fell = |statuses: &str| format!("fell AND status IN ({statuses})");
    vec![
        column("open", "Open", now("'open', 'due_soon'")),
        column("due_soon", "Of these due soon", now("'due_soon'")),
        column("overdue", "Overdue", now("'overdue'")),
        column("met", "Met", fell("'met'")),
        column("met_late", "Met late", fell("'met_late'")),
        column("excused", "Excused", fell("'excused'")),
        column("ended", "Ended", fell("'ended'")),
        column("not_met_in_time", "Not met in time", fell("'not_met_in_time', 'not_met'")),
        column("breached", "Breached", fell("'breached'")),
        column("not_certain", "Not certain", fell("'not_certain', 'calendar_does_not_reach'")),
    ]
}

fn grid<'g>(view: &View, period: Period, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let of = |condition: &str, fell: &str| {
        format!(
            "SELECT duty.rule, duty.entry, {fell} AS fell, {} AS status FROM duty
            WHERE {} AND {condition}",
            status("duty", at),
            view.stands("duty"),
        )
    };
    // What is open or overdue, and what fell due: each is looked up by its own moment.
    let current = of(&waits("duty", at), "FALSE");
    let fell = of(&format!("duty.falls > {since} AND duty.falls <= {at}"), "TRUE");
    let rows = format!("({current} UNION ALL {fell})");
    Grid { section: NAME, rows, line: "rule", columns }
}

impl Counted for Duties {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let columns = columns();
        let grid = grid(view, period, &columns);
        Ok(Section {
            name: NAME,
            title: "Duties",
            about: "Open and overdue: at the moment. The others: duties that fell due in the time \
                    counted, or where nothing is counted, that were opened in it. An entry counts \
                    once, however many children it concerns. Breached is said of statute alone.",
            lines_are: "Rule",
            columns: grid.headings(),
            lines: grid.lines(view, &rules())?,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        grid(view, period, &columns()).behind(view, number, (&rules(), None))
    }
}
