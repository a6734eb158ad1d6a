//! Caseload by practitioner and role: how many open cases each is allocated to. Practitioners stand in
//! the order of their names. A number is no measure of how much work a case is, or how well it is done.

use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::{KeepError, View};

/// Caseload by practitioner and role.
pub(super) struct Caseload;

const NAME: &str = "caseload";
const COLUMNS: [Heading; 9] = [
    heading("lead_child_protection_practitioner", "Lead child protection", Unit::Count),
    heading("social_worker", "Social worker", Unit::Count),
    heading("family_help_lead_practitioner", "Family help lead", Unit::Count),
    heading("practice_supervisor", "Supervisor", Unit::Count),
    heading("independent_reviewing_officer", "Reviewing officer", Unit::Count),
    heading("family_group_coordinator", "Family group co-ordinator", Unit::Count),
    heading("advocate", "Advocate", Unit::Count),
    heading("named_professional", "Named professional", Unit::Count),
    heading("other", "Other", Unit::Count),
];

impl Counted for Caseload {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, view: &View, _period: Period) -> Result<Section, KeepError> {
        let counts = COLUMNS.map(|it| format!("count(*) FILTER (WHERE role = '{}')", it.name));
        let sql = format!(
            "SELECT {id}, {name}, {counts} FROM caseload WHERE {stands} GROUP BY practitioner",
            id = View::id_of("practitioner"),
            name = view.name_of("practitioner"),
            counts = counts.join(", "),
            stands = view.stands("caseload"),
        );
        let found = view.ask(&sql, (), |row| {
            let counts: Result<Vec<i64>, _> =
                (0..COLUMNS.len()).map(|at| row.get(at + 2)).collect();
            Ok((row.get::<_, String>(1)?, row.get::<_, String>(0)?, counts?))
        })?;
        let line = |(title, key, counts): (String, String, Vec<i64>)| {
            let numbers = COLUMNS.iter().zip(counts);
            let numbers = numbers.map(|(it, count)| Some(number(NAME, &key, it.name, count)));
            Line { numbers: numbers.collect(), title, key }
        };
        let mut lines: Vec<Line> = found.into_iter().map(line).collect();
        lines.sort_by(|one, other| (&one.title, &one.key).cmp(&(&other.title, &other.key)));
        Ok(Section {
            name: NAME,
            title: "Caseload, by practitioner and role",
            about: "Open cases to which each practitioner is allocated at the moment, by the role of \
                    the allocation. It does not say how much work a case is.",
            lines_are: "Practitioner",
            columns: COLUMNS.to_vec(),
            lines,
        })
    }

    fn behind(
        &self,
        view: &View,
        _period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let Some(column) = COLUMNS.iter().find(|it| it.name == number.column) else {
            return Ok(None);
        };
        let Some(practitioner) = view.numbered(&format!("practitioner-{}", number.line))? else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT entry FROM caseload WHERE practitioner = {practitioner} AND role = '{}' AND {}",
            column.name,
            view.stands("caseload"),
        );
        view.positions(&sql).map(Some)
    }
}
