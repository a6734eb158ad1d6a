//! The routes on which information passes between agencies: what one was told of another's record,
//! how long that took, and what it asked for.
//!
//! Routes stand in alphabetical order. A delay says nothing of whether it should have been shared, and
//! no line is compared with another.

use std::collections::BTreeMap;

use super::sharing::{Agencies, alphabetical, line, measured};
use super::spread::Spread;
use super::stretches::Stretches;
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::{KeepError, View};

/// Information as it passed from one agency to another.
pub(super) struct Routes;

const ROUTES: &str = "routes";
const ROUTE_COLUMNS: [Heading; 8] = [
    heading("told", "Facts told", Unit::Count),
    heading("on_request", "Of them on request", Unit::Count),
    heading("median", "Median delay", Unit::Days),
    heading("longest", "Longest delay", Unit::Days),
    heading("requests", "Requests made", Unit::Count),
    heading("nothing_known", "Nothing known", Unit::Count),
    heading("refused", "Refused", Unit::Count),
    heading("no_reply", "No reply on record", Unit::Count),
];

/// What passed on a route, and what was asked for on it.
#[derive(Debug, Default)]
struct Passed {
    told: Spread,
    on_request: i64,
    requests: i64,
    nothing_known: i64,
    refused: i64,
    no_reply: i64,
}

/// The condition that a fact was told in the time counted, and is on record.
fn told(view: &View, period: Period) -> String {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    format!("{} AND told_at > {since} AND told_at <= {at}", view.on_record("item_told"))
}

/// The condition that a row says how a request of the time counted stands at the moment.
fn asked(view: &View, period: Period) -> String {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let stands = view.stands("information_request");
    format!("{stands} AND asked_at > {since} AND asked_at <= {at}")
}

impl Routes {
    fn passed(view: &View, period: Period) -> Result<BTreeMap<(i64, i64), Passed>, KeepError> {
        let stretches = Stretches::of(view, period)?;
        let mut routes: BTreeMap<(i64, i64), Passed> = BTreeMap::new();
        let each = |within: &str| {
            format!(
                "SELECT from_agency, to_agency, told_after_days, 1, request_entry IS NOT NULL
                FROM item_told WHERE {} AND {within}",
                told(view, period)
            )
        };
        let sql = match &stretches {
            None => each("TRUE"),
            Some(stretches) => format!(
                "SELECT from_agency, to_agency, told_after_days, counted, on_request
                FROM item_told_tally WHERE {}
                UNION ALL {}",
                stretches.whole(),
                each(&stretches.edge("told_at"))
            ),
        };
        view.each(&sql, |row| {
            let passed = routes.entry((row.get(0)?, row.get(1)?)).or_default();
            passed.told.add(row.get(2)?, row.get(3)?);
            passed.on_request += row.get::<_, i64>(4)?;
            Ok(())
        })?;
        let each = |within: &str| {
            format!(
                "SELECT of_agency, by_agency, reply, 1 FROM information_request
                WHERE of_agency IS NOT NULL AND {} AND {within}",
                asked(view, period)
            )
        };
        let sql = match &stretches {
            None => each("TRUE"),
            Some(stretches) => format!(
                "SELECT of_agency, by_agency, reply, counted FROM information_request_tally WHERE {}
                UNION ALL {}",
                stretches.whole(),
                each(&stretches.edge("asked_at"))
            ),
        };
        view.each(&sql, |row| {
            let passed = routes.entry((row.get(0)?, row.get(1)?)).or_default();
            let count: i64 = row.get(3)?;
            passed.requests += count;
            match row.get_ref(2)?.as_str()? {
                "nothing_known" => passed.nothing_known += count,
                "refused" => passed.refused += count,
                "none" => passed.no_reply += count,
                _ => {}
            }
            Ok(())
        })?;
        routes.retain(|_, passed| passed.told.count() > 0 || passed.requests > 0);
        Ok(routes)
    }
}

impl Counted for Routes {
    fn name(&self) -> &'static str {
        ROUTES
    }

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let routes = Self::passed(view, period)?;
        let named = routes.keys().flat_map(|(from, to)| [*from, *to]);
        let agencies = Agencies::of(view, named)?;
        let mut lines = Vec::new();
        for ((from, to), passed) in &routes {
            let ((from, from_name), (to, to_name)) = (agencies.get(*from), agencies.get(*to));
            let values = [
                Some(passed.told.count()),
                Some(passed.on_request),
                passed.told.median(),
                passed.told.longest(),
                Some(passed.requests),
                Some(passed.nothing_known),
                Some(passed.refused),
                Some(passed.no_reply),
            ];
            let titled = (format!("{from}.{to}"), format!("{from_name} to {to_name}"));
            lines.push(line(ROUTES, titled, &ROUTE_COLUMNS, &values));
        }
        Ok(Section {
            name: ROUTES,
            title: "Routes between agencies",
            about: "Facts of one agency's record that another was told in the time counted, by \
                    whomever; and what that other asked the first for. A delay is calendar days from \
                    when the agency first knew to when the other held it, and says nothing of \
                    whether it should have been shared. Half took no longer than the median. Nothing \
                    known and refused are replies; no reply is neither.",
            lines_are: "Route",
            columns: ROUTE_COLUMNS.to_vec(),
            lines: alphabetical(lines),
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let Some((from, to)) = number.line.split_once('.') else { return Ok(None) };
        let agency = |id: &str| view.numbered(&format!("agency-{id}"));
        let (Some(from), Some(to)) = (agency(from)?, agency(to)?) else { return Ok(None) };
        let telling = |of: &str| {
            format!(
                "SELECT entry FROM item_told WHERE from_agency = {from} AND to_agency = {to} \
                 AND {of} AND {}",
                told(view, period)
            )
        };
        let asking = |of: &str| {
            format!(
                "SELECT entry FROM information_request WHERE of_agency = {from} \
                 AND by_agency = {to} AND {of} AND {}",
                asked(view, period)
            )
        };
        let sql = match number.column {
            "told" | "median" | "longest" => telling("TRUE"),
            "on_request" => telling("request_entry IS NOT NULL"),
            "requests" => asking("TRUE"),
            "nothing_known" => asking("reply = 'nothing_known'"),
            "refused" => asking("reply = 'refused'"),
            "no_reply" => asking("reply = 'none'"),
            _ => return Ok(None),
        };
        let (all_told, all_asked) = (telling("TRUE"), asking("TRUE"));
        if view.positions(&all_told)?.is_empty() && view.positions(&all_asked)?.is_empty() {
            return Ok(None);
        }
        Ok(measured(number, view.positions(&sql)?))
    }
}
