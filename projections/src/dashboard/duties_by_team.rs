//! Duties that are open or overdue, by the team of who leads the case. The team of a practitioner is
//! the unit of the post that they hold in the agency for which they are allocated: there is no other
//! record of who works where. Teams stand in the order of the alphabet, and none is compared with
//! another.

use std::collections::BTreeMap;

use super::asking::Asking;
use super::duty_status::{status, waits};
use super::duty_tally::DutyTally;
use super::grid::{Grid, Titled, titled};
use super::leads::Leads;
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading};
use crate::running::{KeepError, View};

/// Duties by team.
pub(super) struct DutiesByTeam;

const NAME: &str = "duties_by_team";
/// The line of cases that nobody leads.
const NOBODY: &str = "nobody_leads";
/// The line of cases whose lead's unit is not recorded.
const NOT_RECORDED: &str = "not_recorded";

fn columns() -> [(Heading, String); 3] {
    let column = |name, title, statuses: &str| {
        (heading(name, title, Unit::Count), format!("status IN ({statuses})"))
    };
    [
        column("open", "Open", "'open', 'due_soon'"),
        column("due_soon", "Of these due soon", "'due_soon'"),
        column("overdue", "Overdue", "'overdue'"),
    ]
}

/// Who leads the case of a row of a table, and the post that they hold, as what comes after it in a
/// FROM.
pub(crate) fn led(view: &View, table: &str) -> String {
    format!(
        "LEFT JOIN case_lead ON case_lead.scope = {table}.scope AND {}
        LEFT JOIN post ON post.scope = case_lead.practitioner AND post.agency = case_lead.agency
            AND {}",
        view.stands("case_lead"),
        view.stands("post"),
    )
}

fn grid<'g>(view: &View, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let at = view.at();
    let rows = format!(
        "(SELECT duty.entry AS entry, {status} AS status,
            CASE WHEN case_lead.practitioner IS NULL THEN '{NOBODY}'
                ELSE coalesce(post.unit, '{NOT_RECORDED}') END AS team
        FROM duty {led} WHERE {stands} AND {waits})",
        status = status("duty", at),
        led = led(view, "duty"),
        stands = view.stands("duty"),
        waits = waits("duty", at),
    );
    Grid { section: NAME, rows, line: "team", columns }
}

/// Every unit in which anybody holds a post, and the two lines of what has none.
fn teams(view: &View) -> Result<Vec<Titled>, KeepError> {
    let sql = format!(
        "SELECT DISTINCT unit FROM post WHERE unit IS NOT NULL AND {} ORDER BY unit",
        view.stands("post")
    );
    let units = view.ask(&sql, (), |row| row.get::<_, String>(0))?;
    let mut teams: Vec<Titled> =
        units.into_iter().map(|unit| (unit.as_str().into(), unit)).collect();
    teams.push(titled(NOT_RECORDED, "The lead's unit is not recorded"));
    teams.push(titled(NOBODY, "Nobody leads the case"));
    Ok(teams)
}

impl Counted for DutiesByTeam {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let view = asking.view;
        let columns = columns();
        let grid = grid(view, &columns);
        let duties = asking.duties()?;
        let counts = counts(view, &duties)?;
        let line =
            |titled: &Titled| grid.line_of(titled, counts.get(&*titled.0).unwrap_or(&[0; 3]));
        let mut lines: Vec<Line> = teams(view)?.iter().map(line).collect();
        // Units of agencies that lead no case have no line.
        let is_open = |it: &Option<super::Number>| it.as_ref().is_some_and(|it| it.value > 0);
        lines.retain(|line| line.numbers.iter().any(is_open));
        Ok(Section {
            name: NAME,
            title: "Duties, by the team that leads the case",
            about: "Duties that are open or overdue at the moment. The team is the unit of the post \
                    that the lead practitioner holds in the agency for which they are allocated. An \
                    entry counts once, however many children it concerns.",
            lines_are: "Team",
            columns: grid.headings(),
            lines,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        _period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        grid(view, &columns()).behind(view, number, (&teams(view)?, None))
    }
}

/// How many entries have opened duties that are open, due soon and overdue, by team.
fn counts(view: &View, duties: &DutyTally) -> Result<BTreeMap<String, [i64; 3]>, KeepError> {
    let leads = Leads::of(view)?;
    let mut counts: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    for same in duties.waiting.chunk_by(|one, other| one.0 == other.0) {
        let Some((scope, ..)) = same.first() else { continue };
        let teams = leads
            .of_case(*scope)
            .map(|lead| lead.unit.map_or(Some(NOT_RECORDED), |unit| duties.words.get(unit)));
        let mut teams: Vec<&str> = teams.flatten().collect();
        if teams.is_empty() {
            teams.push(NOBODY);
        }
        teams.sort_unstable();
        teams.dedup();
        for team in teams {
            if !counts.contains_key(team) {
                counts.insert(team.to_owned(), [0; 3]);
            }
            if let Some(counts) = counts.get_mut(team) {
                for (_, column, _) in same {
                    counts[*column] += 1;
                }
            }
        }
    }
    Ok(counts)
}
