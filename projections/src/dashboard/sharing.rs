//! What each agency recorded and told others, and how long that took.
//!
//! Agencies stand in alphabetical order. A delay says nothing of whether it should have been shared,
//! and no line is compared with another.

use super::asking::Asking;
use super::by_number::ByNumber;
use super::grid::Titled;
use super::lined::alphabetical;
use super::spread::Spread;
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::tables::ITEM;
use crate::running::{KeepError, NONE, Rows, View};
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

/// What became of the facts of an agency that are of a kind: how many days it took to tell each that was
/// told, and how many were only sent, or neither.
#[derive(Debug, Clone, Default)]
struct Facts {
    told: Vec<i64>,
    sent: i64,
    none: i64,
}

/// Whether a fact was told at the moment, was sent and no more, or neither, as an expression.
fn state(view: &View) -> String {
    let at = view.at();
    format!(
        "CASE WHEN told_at <= {at} THEN 'told' WHEN sent_at <= {at} THEN 'sent' ELSE 'none' END"
    )
}

impl Sharing {
    /// The facts of the time counted, by agency and by the number of the kind.
    fn facts(view: &View, period: Period) -> Result<ByNumber<ByNumber<Facts>>, KeepError> {
        let (since, at) = (period.since.timestamp_micros(), view.at());
        let by_then = |moment: i64| moment != NONE && moment <= at;
        let mut facts: ByNumber<ByNumber<Facts>> = ByNumber::default();
        let known = Rows::lying(&ITEM, "true_from", since, at);
        let columns = ["agency", "kind", "sent_at", "told_at", "told_after_days"];
        view.rows(&known, columns, |[agency, kind, sent, told, days]| {
            let facts = facts.of(agency).of(kind);
            if by_then(told) {
                facts.told.push(days);
            } else if by_then(sent) {
                facts.sent += 1;
            } else {
                facts.none += 1;
            }
        })?;
        Ok(facts)
    }
}

impl Counted for Sharing {
    fn name(&self) -> &'static str {
        SHARING
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let Asking { view, period, .. } = *asking;
        let mut facts = Self::facts(view, period)?;
        let (agencies, words) = (asking.agencies()?, view.words()?);
        let spoken = words.map(spaced);
        let mut titled = Vec::new();
        for (agency, kinds) in facts.iter_mut() {
            let (id, name) = agencies.get(agency);
            for (kind, facts) in kinds.iter_mut() {
                if let (Some(code), Some(kind)) = (words.get(kind), spoken.get(&kind)) {
                    titled.push(([name, ": ", kind], (id, code, facts)));
                }
            }
        }
        let key = |(id, kind, _): &(&str, &str, &mut Facts)| format!("{id}.{kind}");
        let (lines, further_lines) = alphabetical(titled, asking.lines, key, |titled, of| {
            let (.., Facts { told, sent, none }) = of;
            let told = Spread::of(told);
            let all = told.count() + *sent + *none;
            let counts = [Some(all), Some(told.count()), Some(*sent), Some(*none)];
            let delays = [told.median(), told.longest()];
            line(SHARING, titled, &SHARING_COLUMNS, &[&counts[..], &delays].concat())
        });
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
