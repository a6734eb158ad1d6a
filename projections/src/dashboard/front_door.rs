//! The front door: contacts by what was decided of them, referrals by where they came from, and
//! children referred again within twelve months.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::code::{ContactOutcome, ReferralSource, code_of};

use super::asking::Asking;
use super::grid::{Grid, Titled, not_recorded, titled};
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number_of};
use crate::running::tables::{CONTACT, REFERRAL};
use crate::running::{KeepError, NONE, Rows, View};
use crate::shape::words;

/// Contacts by outcome.
pub(super) struct Contacts;

const CONTACTS: &str = "contacts";

fn outcomes() -> Vec<Titled> {
    let known = ContactOutcome::ALL.iter();
    let known = known.map(|it| titled(code_of(it).unwrap_or_default(), &words(it)));
    let not_yet = titled("not_decided", "No decision on record");
    known.chain([not_recorded(), not_yet]).collect()
}

fn contact_columns() -> [(Heading, String); 1] {
    [(heading("contacts", "Contacts", Unit::Count), "TRUE".to_owned())]
}

fn contacts<'g>(view: &View, period: Period, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let at = view.at();
    let rows = format!(
        "(SELECT entry, CASE WHEN decided_at IS NULL OR decided_at > {at} THEN 'not_decided' \
         ELSE coalesce(outcome, 'not_recorded') END AS line FROM contact WHERE {})",
        view.began("contact", period.since)
    );
    Grid { section: CONTACTS, rows, line: "line", columns }
}

/// The contacts of the time counted, by what was decided of each by the moment.
fn contact_lines(view: &View, period: Period, grid: &Grid<'_>) -> Result<Vec<Line>, KeepError> {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let words = view.words()?;
    let mut found: Vec<(&str, i64)> = Vec::new();
    let received = Rows::lying(&CONTACT, "true_from", since, at);
    view.rows(&received, ["entry", "outcome", "decided_at"], |[entry, outcome, decided]| {
        let is_decided = decided != NONE && decided <= at;
        let outcome = words.get(outcome).unwrap_or("not_recorded");
        found.push((if is_decided { outcome } else { "not_decided" }, entry));
    })?;
    found.sort_unstable();
    found.dedup();
    let line = |titled: &Titled| {
        let count = found.iter().filter(|(outcome, _)| **outcome == *titled.0).count();
        grid.line_of(titled, &[i64::try_from(count).unwrap_or(i64::MAX)])
    };
    Ok(outcomes().iter().map(line).collect())
}

impl Counted for Contacts {
    fn name(&self) -> &'static str {
        CONTACTS
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let Asking { view, period, .. } = *asking;
        let columns = contact_columns();
        let grid = contacts(view, period, &columns);
        Ok(Section {
            name: CONTACTS,
            title: "Contacts, by outcome",
            about: "Contacts that the front door received in the time counted, by what was decided of \
                    them. A contact on which a referral was decided counts as a new referral.",
            lines_are: "Outcome",
            columns: grid.headings(),
            lines: contact_lines(view, period, &grid)?,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        contacts(view, period, &contact_columns()).behind(view, number, (&outcomes(), None))
    }
}

/// Referrals by source, and children referred again.
pub(super) struct Referrals;

const REFERRALS: &str = "referrals";

fn sources() -> Vec<Titled> {
    let known = ReferralSource::ALL.iter();
    let known = known.map(|it| titled(code_of(it).unwrap_or_default(), &words(it)));
    known.chain([not_recorded()]).collect()
}

fn all() -> Titled {
    titled("all", "All")
}

/// A column of the section, and what of a referral counts in it, once: its entry or its child.
type Counting = (Heading, fn(&Referred) -> Option<i64>);

fn referral_columns() -> [Counting; 3] {
    [
        (heading("referrals", "Referrals", Unit::Count), |it| Some(it.entry)),
        (heading("children", "Children", Unit::Children), |it| it.child),
        (heading("again", "Children referred again within 12 months", Unit::Children), |it| {
            it.child.filter(|_| it.again)
        }),
    ]
}

/// A referral of a child, in the time counted.
struct Referred {
    entry: i64,
    child: Option<i64>,
    source: i64,
    /// Whether another of the same child came before it, in the twelve months before.
    again: bool,
}

/// No twelve months are longer than so many microseconds.
const TWELVE_MONTHS_MAX: i64 = 367 * 24 * 60 * 60 * 1_000_000;

/// The referrals of the time counted: those of each child are gone through in the order in which they
/// were made, with those of the year before.
fn referred(view: &View, period: Period) -> Result<Vec<Referred>, KeepError> {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let first = since.saturating_sub(TWELVE_MONTHS_MAX);
    let mut made = Vec::new();
    let in_time = Rows::lying(&REFERRAL, "true_from", first, at);
    let columns = ["child", "true_from", "entry", "source", "twelve_months_before"];
    view.rows(&in_time, columns, |row| made.push(row))?;
    made.sort_unstable();
    let mut found = Vec::new();
    for (index, &[child, on, entry, source, within]) in made.iter().enumerate() {
        if on > since {
            let earlier = made.get(..index).unwrap_or_default().iter().rev();
            let mut earlier = earlier.take_while(|other| other[0] == child && other[1] >= within);
            let again = child != NONE && earlier.any(|other| other[1] < on);
            let child = Some(child).filter(|child| *child != NONE);
            found.push(Referred { entry, child, source, again });
        }
    }
    Ok(found)
}

fn referral_line((key, title): Titled, of: &[&Referred]) -> Line {
    let number = |(heading, counts): &Counting| {
        let mut once: Vec<i64> = of.iter().filter_map(|it| counts(it)).collect();
        once.sort_unstable();
        once.dedup();
        let count = i64::try_from(once.len()).unwrap_or(i64::MAX);
        Some(number_of(REFERRALS, &key, heading, count))
    };
    let numbers = referral_columns().iter().map(number).collect();
    Line { key, title, numbers }
}

impl Counted for Referrals {
    fn name(&self) -> &'static str {
        REFERRALS
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let Asking { view, period, .. } = *asking;
        let found = referred(view, period)?;
        let words = view.words()?;
        let mut by_source: BTreeMap<&str, Vec<&Referred>> = BTreeMap::new();
        for one in &found {
            let source = words.get(one.source).unwrap_or("not_recorded");
            by_source.entry(source).or_default().push(one);
        }
        let of = |key: &str| by_source.get(key).map_or(&[][..], Vec::as_slice);
        let mut lines: Vec<Line> = sources()
            .into_iter()
            .map(|titled| {
                let mine = of(&titled.0);
                referral_line(titled, mine)
            })
            .collect();
        lines.push(referral_line(all(), &found.iter().collect::<Vec<_>>()));
        Ok(Section {
            name: REFERRALS,
            title: "Referrals, by source",
            about: "Referrals of the time counted, by where the contact came from, and the children \
                    whom they concern. A child was referred again where another referral of the same \
                    child, in this case or another, came before it in the twelve months before. \
                    Referrals decided to need nothing further count too.",
            lines_are: "Source",
            columns: referral_columns().map(|(heading, _)| heading).to_vec(),
            lines,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let columns = referral_columns();
        let Some((_, counts)) = columns.iter().find(|(it, _)| it.name == number.column) else {
            return Ok(None);
        };
        let everything = *number.line == *all().0;
        if !everything && !sources().iter().any(|(key, _)| **key == *number.line) {
            return Ok(None);
        }
        let (found, words) = (referred(view, period)?, view.words()?);
        let source = |it: &&Referred| words.get(it.source).unwrap_or("not_recorded") == number.line;
        let mine = found.iter().filter(|it| everything || source(it));
        let counted = mine.filter(|it| counts(it).is_some());
        let entries: BTreeSet<u64> =
            counted.filter_map(|it| u64::try_from(it.entry).ok()).collect();
        Ok(Some(entries.into_iter().collect()))
    }
}
