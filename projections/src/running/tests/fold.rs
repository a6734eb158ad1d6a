//! The fold of one stream, and what its rows may look at around it.

use std::collections::BTreeSet;

use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::event::Event;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::super::context::Context;
use super::super::fold::{Streams, fold, named};
use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kept, Row, Table};
use super::histories::{history, written};
use super::probe::{PROBED, Probe, with_probe};
use crate::sample::{Sample, day};

/// A row as it can be compared, without when it was on record.
type Plain = (StreamId, &'static str, Position, DateTime<Utc>, Option<DateTime<Utc>>, Vec<Cell>);

fn streams_of(entries: &[Entry]) -> BTreeSet<StreamId> {
    entries.iter().map(|entry| entry.stream).collect()
}

fn of_streams(entries: &[Entry], wanted: impl Fn(StreamId) -> bool) -> Vec<Entry> {
    entries.iter().filter(|entry| wanted(entry.stream)).cloned().collect()
}

/// The context of some entries.
pub(super) fn context(entries: &[Entry]) -> Context {
    let ledger = of_streams(entries, |it| matches!(it, StreamId::Ledger(_)));
    let agencies = of_streams(entries, |it| matches!(it, StreamId::Agency(_)));
    Context::of(&ledger, &agencies).unwrap()
}

/// The rows of every stream of some entries.
pub(super) fn folded(
    entries: &[Entry],
    models: &[&'static dyn Model],
) -> Vec<(StreamId, Vec<Kept>)> {
    let context = context(entries);
    let fold_one = |stream: StreamId| {
        let own = of_streams(entries, |it| it == stream);
        let named = named(&own, models);
        let beside = of_streams(entries, |it| named.contains_key(&it));
        (stream, fold(Streams { own: &own, beside: &beside, context: &context }, models))
    };
    streams_of(entries).into_iter().map(fold_one).collect()
}

/// The rows that were on record at a position, in an order of their own.
fn on_record(folded: &[(StreamId, Vec<Kept>)], position: u64) -> Vec<Plain> {
    let position = Position(position);
    let mut found = Vec::new();
    for (stream, rows) in folded {
        for Kept { row, recorded_from, recorded_until, .. } in rows {
            if *recorded_from <= position && recorded_until.is_none_or(|until| until > position) {
                let Row { table, entry, true_from, true_until, cells } = row.clone();
                found.push((*stream, table.name, entry, true_from, true_until, cells));
            }
        }
    }
    found.sort();
    found
}

/// The rows of a stream that the record brought and took away at one and the same position, and
/// those that have the same number as another.
fn ill_numbered(folded: &[(StreamId, Vec<Kept>)]) -> Vec<(StreamId, Position, u32)> {
    let mut found = Vec::new();
    for (stream, rows) in folded {
        let mut numbered = BTreeSet::new();
        for row in rows {
            let fresh = numbered.insert((row.row.table.name, row.recorded_from, row.number));
            if !fresh || row.recorded_until == Some(row.recorded_from) {
                found.push((*stream, row.recorded_from, row.number));
            }
        }
    }
    found
}

static KEEPING: Probe = Probe(2);
static LEAVING_OUT: Probe = Probe(1);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_on_record_are_those_of_the_entries_by_then(steps in history(24), keeping: bool) {
        let models = with_probe(if keeping { &KEEPING } else { &LEAVING_OUT });
        let entries = written(&steps).entries;
        let all = folded(&entries, models);
        for count in 1..=entries.len() {
            let position = entries[count - 1].position.0;
            let by_then = on_record(&folded(&entries[..count], models), u64::MAX);
            let kept = on_record(&all, position);
            let differs = kept.iter().zip(&by_then).find(|(kept, wanted)| kept != wanted);
            prop_assert_eq!((kept.len(), differs), (by_then.len(), None));
        }
    }

    #[test]
    fn a_group_is_asked_once_at_a_position(steps in history(40), keeping: bool) {
        let models = with_probe(if keeping { &KEEPING } else { &LEAVING_OUT });
        prop_assert_eq!(ill_numbered(&folded(&written(&steps).entries, models)), []);
    }
}

/// A model that gives one row, whatever bears on it.
struct Steady;

impl Model for Steady {
    fn name(&self) -> &'static str {
        "steady"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&PROBED];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if matches!(entry.event(), Event::Case(_)) {
            groups.push(Group::Stream);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        // The same two rows, and one that changes before them.
        let Some(first) = entries.first() else { return };
        let row = |said: i64| Row {
            table: &PROBED,
            entry: first.entry.position,
            true_from: first.occurred().interval().latest(),
            true_until: None,
            cells: vec![Cell::Number(said)],
        };
        rows.push(row(i64::try_from(entries.len()).unwrap()));
        rows.extend([row(-1), row(-1)]);
    }
}

#[test]
fn a_row_that_did_not_change_is_kept_as_it_was() {
    static STEADY: Steady = Steady;
    let mut sample = Sample::family();
    let first = sample.entries.iter().find(|it| it.stream == StreamId::Case(sample.case));
    let first = first.unwrap().position;
    sample.joined(crate::sample::STRANGER);
    let wrong = sample.last().id;
    sample.withdraw(day(2, 1), wrong);
    let rows = folded(&sample.entries, &[&STEADY]);
    let (_, rows) = rows.into_iter().find(|(_, rows)| !rows.is_empty()).unwrap();
    let mut kept: Vec<_> = rows
        .iter()
        .map(|it| (it.row.cells[0].clone(), it.recorded_from, it.recorded_until))
        .collect();
    kept.sort();
    let at = |after: u64| Position(first.0 + after);
    let wanted = [
        (Cell::Number(-1), at(0), None),
        (Cell::Number(-1), at(0), None),
        (Cell::Number(1), at(0), Some(at(1))),
        (Cell::Number(2), at(1), Some(at(2))),
        (Cell::Number(3), at(2), Some(at(3))),
        (Cell::Number(4), at(3), Some(at(4))),
        // The withdrawal bears on the group too, and what it withdraws no longer does.
        (Cell::Number(5), at(4), None),
    ];
    assert_eq!(kept, wanted);
}
