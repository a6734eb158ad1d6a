//! What each agency recorded and told others, and how long that took.
//!
//! Agencies stand in alphabetical order. A delay says nothing of whether it should have been shared,
//! and no line is compared with another.

use std::collections::BTreeMap;

use super::by_number::ByNumber;
use super::grid::Titled;
use super::spread::Spread;
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::tables::ITEM;
use crate::running::{KeepError, NONE, Pack, View};
use crate::shape::spaced;

/// Facts by the agency whose record they are, and by kind.
pub(super) struct Sharing;

const SHARING: &str = "sharing";
const SHARING_COLUMNS: [Heading; 6] = [
    heading("items", "Facts", Unit::Count),
    heading("told", "Told to another agency", Unit::Count),
    heading("sent", "Sent, no receipt on record", Unit::Count),
    heading("none", "Told to none on record", Unit::Count),
    heading("median", "Median delay", Unit::Days),
    heading("longest", "Longest delay", Unit::Days),
];

/// What became of facts: how long it took to tell them, and how many were only sent, or neither.
#[derive(Debug, Clone, Default)]
struct Facts {
    told: Spread,
    sent: i64,
    none: i64,
}

/// The facts of an agency and a kind.
type OfKind = ((i64, String), Facts);

/// Whether a fact was told at the moment, was sent and no more, or neither, as an expression.
fn state(view: &View) -> String {
    let at = view.at();
    format!(
        "CASE WHEN told_at <= {at} THEN 'told' WHEN sent_at <= {at} THEN 'sent' ELSE 'none' END"
    )
}

impl Sharing {
    /// The facts of the time counted, by agency and kind.
    fn facts(view: &View, period: Period) -> Result<Vec<OfKind>, KeepError> {
        let (since, at) = (period.since.timestamp_micros(), view.at());
        let by_then = |moment: i64| moment != NONE && moment <= at;
        let mut facts: ByNumber<ByNumber<Facts>> = ByNumber::default();
        let wanted = |pack: &Pack<'_>| pack.may_lie("true_from", since, at);
        view.packs(&ITEM, wanted, |pack| {
            let columns = [
                "recorded_from",
                "recorded_until",
                "true_from",
                "agency",
                "kind",
                "sent_at",
                "told_at",
                "told_after_days",
            ];
            pack.rows(columns, |[from, until, known, agency, kind, sent, told, days]| {
                if known <= since || known > at || !view.was_on_record(from, until) {
                    return;
                }
                let facts = facts.of(agency).of(kind);
                if by_then(told) {
                    facts.told.add(days, 1);
                } else if by_then(sent) {
                    facts.sent += 1;
                } else {
                    facts.none += 1;
                }
            })
        })?;
        let words = view.words()?;
        let named = facts.iter().flat_map(|(agency, kinds)| {
            let of_kind = kinds.iter().map(move |(kind, facts)| ((agency, kind), facts.clone()));
            of_kind.collect::<Vec<_>>()
        });
        let named = named.filter_map(|((agency, kind), facts)| {
            Some(((agency, words.get(kind)?.to_owned()), facts))
        });
        Ok(named.collect())
    }
}

impl Facts {
    fn all(&self) -> i64 {
        self.told.count() + self.sent + self.none
    }
}

impl Counted for Sharing {
    fn name(&self) -> &'static str {
        SHARING
    }

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let facts = Self::facts(view, period)?;
        let agencies = Agencies::of(view, facts.iter().map(|((agency, _), _)| *agency))?;
        let mut lines = Vec::new();
        for ((agency, kind), facts) in &facts {
            let (id, name) = agencies.get(*agency);
            let values = [
                Some(facts.all()),
                Some(facts.told.count()),
                Some(facts.sent),
                Some(facts.none),
                facts.told.median(),
                facts.told.longest(),
            ];
            let title = format!("{name}: {}", spaced(kind));
            let key = format!("{id}.{kind}").into();
            lines.push(line(SHARING, (key, title), &SHARING_COLUMNS, &values));
        }
        Ok(Section {
            name: SHARING,
            title: "Facts, and whether another agency was told",
            about: "Facts that an agency first knew in the time counted, by the agency whose record \
                    they are: observations, concerns, a child's words, visits, what was supplied. A \
                    delay is calendar days from when the agency first knew to when another agency \
                    first certainly held it or knew it, and says nothing of whether it should have \
                    been shared. Half took no longer than the median. What is not certain does not \
                    count as told.",
            lines_are: "Agency and kind",
            columns: SHARING_COLUMNS.to_vec(),
            lines: alphabetical(lines),
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let Some((agency, kind)) = number.line.split_once('.') else { return Ok(None) };
        let Some(agency) = view.numbered(&format!("agency-{agency}"))? else { return Ok(None) };
        let state = state(view);
        let of = match number.column {
            "items" => "TRUE".to_owned(),
            "told" | "median" | "longest" => format!("{state} = 'told'"),
            "sent" => format!("{state} = 'sent'"),
            "none" => format!("{state} = 'none'"),
            _ => return Ok(None),
        };
        if !kind.chars().all(char::is_alphanumeric) {
            return Ok(None);
        }
        let counted = view.began("item", period.since);
        let all = format!(
            "SELECT entry FROM item WHERE agency = {agency} AND kind = '{kind}' AND {counted}"
        );
        if view.positions(&all)?.is_empty() {
            return Ok(None);
        }
        Ok(measured(number, view.positions(&format!("{all} AND {of}"))?))
    }
}

/// What is behind a number; of nothing there is no median and no longest.
pub(super) fn measured(number: NumberName<'_>, behind: Vec<u64>) -> Option<Vec<u64>> {
    let measures = number.column == "median" || number.column == "longest";
    Some(behind).filter(|behind| !(measures && behind.is_empty()))
}

/// Agencies by their numbers in the file: their identifiers and names.
pub(super) struct Agencies(BTreeMap<i64, (String, String)>);

impl Agencies {
    pub(super) fn of(view: &View, numbers: impl Iterator<Item = i64>) -> Result<Self, KeepError> {
        let mut found = BTreeMap::new();
        let sql = format!(
            "SELECT {}, {} FROM (SELECT ?1 AS agency)",
            View::id_of("agency"),
            view.name_of("agency")
        );
        for agency in numbers {
            if !found.contains_key(&agency) {
                let names = view.ask(&sql, [agency], |row| Ok((row.get(0)?, row.get(1)?)))?;
                found.extend(names.into_iter().next().map(|names| (agency, names)));
            }
        }
        Ok(Self(found))
    }

    /// The identifier and the name of one.
    pub(super) fn get(&self, agency: i64) -> (&str, &str) {
        self.0.get(&agency).map_or(("", ""), |(id, name)| (id, name))
    }
}

/// A line, by its key and title.
pub(super) fn line(
    section: &'static str,
    (key, title): Titled,
    columns: &[Heading],
    values: &[Option<i64>],
) -> Line {
    let numbers = columns.iter().zip(values);
    let numbers =
        numbers.map(|(it, value)| value.map(|value| number(section, &key, it.name, value)));
    Line { numbers: numbers.collect(), key, title }
}

/// Lines by their titles.
pub(super) fn alphabetical(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|one, other| (&one.title, &one.key).cmp(&(&other.title, &other.key)));
    lines
}
