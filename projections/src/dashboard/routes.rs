//! The routes on which information passes between agencies: what one was told of another's record,
//! how long that took, and what it asked for.
//!
//! Routes stand in alphabetical order. A delay says nothing of whether it should have been shared, and
//! no line is compared with another.

use std::collections::BTreeMap;

use super::by_number::ByNumber;
use super::sharing::{Agencies, alphabetical, line, measured};
use super::spread::Spread;
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::tables::{INFORMATION_REQUEST, ITEM_TOLD};
use crate::running::{KeepError, NONE, Pack, View};

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
#[derive(Debug, Clone, Default)]
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

/// What passed on each route, by the places of its agencies among those that there are.
#[derive(Debug, Default)]
struct Network {
    agencies: ByNumber<()>,
    passed: Vec<Vec<Passed>>,
}

impl Network {
    fn of(&mut self, from: i64, to: i64) -> &mut Passed {
        let (from, to) = (self.agencies.place(from), self.agencies.place(to));
        if from >= self.passed.len() {
            self.passed.resize_with(from + 1, Vec::new);
        }
        let passed = &mut self.passed[from];
        if to >= passed.len() {
            passed.resize_with(to + 1, Passed::default);
        }
        &mut passed[to]
    }

    /// What passed, by the numbers of the agencies, where anything did.
    fn named(self) -> BTreeMap<(i64, i64), Passed> {
        let Self { agencies, passed } = self;
        let numbers: Vec<i64> = agencies.numbers().collect();
        let mut named = BTreeMap::new();
        for (from, others) in numbers.iter().zip(passed) {
            let others = numbers.iter().zip(others);
            let some = others.filter(|(_, it)| it.told.count() > 0 || it.requests > 0);
            named.extend(some.map(|(to, passed)| ((*from, *to), passed)));
        }
        named
    }
}

impl Routes {
    fn passed(view: &View, period: Period) -> Result<BTreeMap<(i64, i64), Passed>, KeepError> {
        let mut routes = Network::default();
        Self::told(view, period, &mut routes)?;
        Self::asked(view, period, &mut routes)?;
        Ok(routes.named())
    }

    /// Adds what one agency was told of another's record.
    fn told(view: &View, period: Period, routes: &mut Network) -> Result<(), KeepError> {
        let (since, at) = (period.since.timestamp_micros(), view.at());
        let wanted = |pack: &Pack<'_>| pack.may_lie("told_at", since, at);
        view.packs(&ITEM_TOLD, wanted, |pack| {
            let columns = [
                "recorded_from",
                "recorded_until",
                "from_agency",
                "to_agency",
                "told_at",
                "told_after_days",
                "request_entry",
            ];
            pack.rows(columns, |[from, until, of, to, told, days, request]| {
                if told > since && told <= at && view.was_on_record(from, until) {
                    let passed = routes.of(of, to);
                    passed.told.add(days, 1);
                    passed.on_request += i64::from(request != NONE);
                }
            })
        })
    }

    /// Adds what one agency asked another for.
    fn asked(view: &View, period: Period, routes: &mut Network) -> Result<(), KeepError> {
        let (since, at) = (period.since.timestamp_micros(), view.at());
        let words = view.words()?;
        let number = |word| words.number(word).unwrap_or(NONE);
        let [nothing_known, refused, no_reply] = ["nothing_known", "refused", "none"].map(number);
        let wanted = |pack: &Pack<'_>| pack.may_lie("asked_at", since, at) && pack.may_stand(at);
        view.packs(&INFORMATION_REQUEST, wanted, |pack| {
            let columns = [
                "recorded_from",
                "recorded_until",
                "true_from",
                "true_until",
                "of_agency",
                "by_agency",
                "asked_at",
                "reply",
            ];
            pack.rows(columns, |[from, until, begins, ends, of, by, asked, reply]| {
                let stands = begins <= at && (ends == NONE || ends > at);
                let in_time = asked > since && asked <= at;
                if !in_time || !stands || of == NONE || !view.was_on_record(from, until) {
                    return;
                }
                let passed = routes.of(of, by);
                passed.requests += 1;
                passed.nothing_known += i64::from(reply == nothing_known);
                passed.refused += i64::from(reply == refused);
                passed.no_reply += i64::from(reply == no_reply);
            })
        })
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
            let titled = (format!("{from}.{to}").into(), format!("{from_name} to {to_name}"));
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
