//! Caseload by practitioner and role: how many open cases each is allocated to. Practitioners stand in
//! the order of their names. A number is no measure of how much work a case is, or how well it is done.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::by_number::ByNumber;
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::tables::CASELOAD;
use crate::running::{KeepError, NONE, View};

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
        let counts = counts(view)?;
        let mut names = names(view)?;
        let found = counts.iter().filter_map(|(practitioner, counts)| {
            let (key, name) = names.remove(&practitioner)?;
            Some((name, key.into(), *counts))
        });
        let line = |(title, key, counts): (String, Arc<str>, [i64; COLUMNS.len()])| {
            let numbers = COLUMNS.iter().zip(counts);
            let numbers = numbers.map(|(it, count)| Some(number(NAME, &key, it.name, count)));
            Line { numbers: numbers.collect(), title, key }
        };
        let mut lines: Vec<Line> = found.map(line).collect();
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

/// How many open cases each practitioner is allocated to, by role.
fn counts(view: &View) -> Result<ByNumber<[i64; COLUMNS.len()]>, KeepError> {
    let at = view.at();
    let roles = view.words()?.map(|role| COLUMNS.iter().position(|it| it.name == role));
    let mut counts: ByNumber<[i64; COLUMNS.len()]> = ByNumber::default();
    view.packs(
        &CASELOAD,
        |pack| pack.may_stand(at),
        |pack| {
            let columns = [
                "recorded_from",
                "recorded_until",
                "true_from",
                "true_until",
                "practitioner",
                "role",
            ];
            pack.rows(columns, |[from, until, begins, ends, practitioner, role]| {
                let stands = begins <= at && (ends == NONE || ends > at);
                if stands && view.was_on_record(from, until) {
                    let counts = counts.of(practitioner);
                    if let Some(column) = roles.get(&role).copied().flatten() {
                        counts[column] += 1;
                    }
                }
            })
        },
    )?;
    Ok(counts)
}

/// The identifiers and names of practitioners, by their numbers.
fn names(view: &View) -> Result<BTreeMap<i64, (String, String)>, KeepError> {
    let sql = format!(
        "SELECT number, substr(stream, instr(stream, '-') + 1), {name} FROM identity
        WHERE stream >= 'practitioner-' AND stream < 'practitioner.'",
        name = view.name_of("number"),
    );
    let found = view.ask(&sql, (), |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(found.into_iter().collect())
}
