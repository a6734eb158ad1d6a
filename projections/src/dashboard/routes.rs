//! The routes on which information passes between agencies: what one was told of another's record,
//! how long that took, and what it asked for.
//!
//! Routes stand in alphabetical order. A delay says nothing of whether it should have been shared, and
//! no line is compared with another.

use super::asking::Asking;
use super::lined::alphabetical;
use super::sharing::{line, measured};
use super::spread::Spread;
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::tables::{INFORMATION_REQUEST, ITEM_TOLD};
use crate::running::{KeepError, NONE, Rows, Span, View};

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

/// From which agency to which, by their numbers.
type Route = (i64, i64);

/// What passed on the routes, each time, in the order of the routes.
struct Passed {
    /// What was told: after how many days, and whether it was asked for.
    told: Vec<(Route, (i64, bool))>,
    /// What was asked for, with the number of the word for the reply.
    asked: Vec<(Route, i64)>,
}

impl Passed {
    fn of(view: &View, period: Period) -> Result<Self, KeepError> {
        let (since, at) = (period.since.timestamp_micros(), view.at());
        let (mut told, mut asked) = (Vec::new(), Vec::new());
        let in_time = Rows::lying(&ITEM_TOLD, "told_at", since, at);
        let columns = ["from_agency", "to_agency", "told_after_days", "request_entry"];
        view.rows(&in_time, columns, |[from, to, days, request]| {
            told.push(((from, to), (days, request != NONE)));
        })?;
        let in_time = Span::of("asked_at", since, at);
        let stands = Rows::standing(&INFORMATION_REQUEST, at).and(in_time);
        view.rows(&stands, ["of_agency", "by_agency", "reply"], |[of, by, reply]| {
            if of != NONE {
                asked.push(((of, by), reply));
            }
        })?;
        // What passed on a route is counted, in whatever order.
        told.sort_unstable_by_key(|it| it.0);
        asked.sort_unstable_by_key(|it| it.0);
        Ok(Self { told, asked })
    }

    /// The routes on which anything passed, each with what did.
    fn routes(&self) -> Vec<(Route, OnRoute<'_>)> {
        let mut told = self.told.chunk_by(|one, other| one.0 == other.0).peekable();
        let mut asked = self.asked.chunk_by(|one, other| one.0 == other.0).peekable();
        let mut found = Vec::new();
        loop {
            let next = [told.peek().map(|it| it[0].0), asked.peek().map(|it| it[0].0)];
            let Some(route) = next.into_iter().flatten().min() else { return found };
            let told = told.next_if(|it| it[0].0 == route).unwrap_or_default();
            let asked = asked.next_if(|it| it[0].0 == route).unwrap_or_default();
            found.push((route, OnRoute { told, asked }));
        }
    }
}

/// What passed on one route.
#[derive(Clone, Copy)]
struct OnRoute<'p> {
    told: &'p [(Route, (i64, bool))],
    asked: &'p [(Route, i64)],
}

impl OnRoute<'_> {
    /// The numbers of its line, where the words for replies are known by their numbers.
    fn values(&self, [nothing_known, refused, no_reply]: [i64; 3]) -> [Option<i64>; 8] {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let replied = |with: i64| self.asked.iter().filter(|(_, reply)| *reply == with).count();
        let mut days: Vec<i64> = self.told.iter().map(|(_, (days, _))| *days).collect();
        let told = Spread::of(&mut days);
        [
            Some(told.count()),
            Some(count(self.told.iter().filter(|(_, (_, on_request))| *on_request).count())),
            told.median(),
            told.longest(),
            Some(count(self.asked.len())),
            Some(count(replied(nothing_known))),
            Some(count(replied(refused))),
            Some(count(replied(no_reply))),
        ]
    }
}

impl Counted for Routes {
    fn name(&self) -> &'static str {
        ROUTES
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let Asking { view, period, .. } = *asking;
        let passed = Passed::of(view, period)?;
        let (agencies, words) = (asking.agencies()?, view.words()?);
        let replies = ["nothing_known", "refused", "none"];
        let replies = replies.map(|word| words.number(word).unwrap_or(NONE));
        let titled = passed.routes().into_iter().map(|((from, to), on_route)| {
            let ((from, from_name), (to, to_name)) = (agencies.get(from), agencies.get(to));
            ([from_name, " to ", to_name], (from, to, on_route))
        });
        let key = |(from, to, _): &(&str, &str, OnRoute<'_>)| format!("{from}.{to}");
        let (lines, further_lines) =
            alphabetical(titled.collect(), asking.lines, key, |titled, (.., on_route)| {
                line(ROUTES, titled, &ROUTE_COLUMNS, &on_route.values(replies))
            });
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
            lines,
            further_lines,
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
