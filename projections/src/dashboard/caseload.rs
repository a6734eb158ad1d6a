//! Caseload by practitioner and role: how many open cases each is allocated to. Practitioners stand in
//! the order of their names. A number is no measure of how much work a case is, or how well it is done.

use std::collections::BTreeMap;

use super::asking::Asking;
use super::by_number::ByNumber;
use super::lined::alphabetical;
use super::sharing::line;
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::tables::CASELOAD;
use crate::running::{KeepError, Rows, View};

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

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let view = asking.view;
        let counts = counts(view)?;
        let names = names(view, counts.iter().map(|(practitioner, _)| practitioner))?;
        let titled = counts.iter().filter_map(|(practitioner, counts)| {
            let (id, name) = names.get(&practitioner)?;
            Some(([name.as_str(), "", ""], (id, *counts)))
        });
        let key = |(id, _): &(&String, [i64; COLUMNS.len()])| (*id).clone();
        let (lines, further_lines) =
            alphabetical(titled.collect(), asking.lines, key, |titled, (_, counts)| {
                line(NAME, titled, &COLUMNS, &counts.map(Some))
            });
        Ok(Section {
            name: NAME,
            title: "Caseload, by practitioner and role",
            about: "Open cases to which each practitioner is allocated at the moment, by the role of \
                    the allocation. It does not say how much work a case is.",
            lines_are: "Practitioner",
            columns: COLUMNS.to_vec(),
            lines,
            further_lines,
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
    let roles = view.words()?.map(|role| COLUMNS.iter().position(|it| it.name == role));
    let mut counts: ByNumber<[i64; COLUMNS.len()]> = ByNumber::default();
    let standing = Rows::standing(&CASELOAD, view.at());
    view.rows(&standing, ["practitioner", "role"], |[practitioner, role]| {
        let counts = counts.of(practitioner);
        if let Some(column) = roles.get(&role).copied().flatten() {
            counts[column] += 1;
        }
    })?;
    Ok(counts)
}

/// The identifiers and names of practitioners, by their numbers.
fn names(
    view: &View,
    numbers: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, (String, String)>, KeepError> {
    let sql = format!(
        "SELECT {}, {} FROM (SELECT ?1 AS number) AS one",
        View::id_of("one.number"),
        view.name_of("one.number"),
    );
    let mut found = BTreeMap::new();
    for number in numbers {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        // Nobody is allocated who is not in the file.
        found.extend(view.ask(&sql, [number], read)?.into_iter().map(|names| (number, names)));
    }
    Ok(found)
}
