//! Tests of the running read models: each through the fold, its rows shown in one line a row.

mod children;
mod duties;
mod events;
mod fgdm;
mod linked;
mod marks;
mod referrals;
mod sections;
mod sharing;
mod thresholds;
mod workforce;

use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::time::london_date;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::context::Context;
use super::super::fold::{Streams, fold};
use super::super::model::Model;
use super::super::table::{Cell, Kept};
use crate::sample::{CARE, DANA, MIA, POLICE, RUTH, SCHOOL, STRANGER, Sample, THEO};

/// The rows of a stream, of every time at which they were on record.
pub(super) fn kept(sample: &Sample, stream: StreamId, model: &'static dyn Model) -> Vec<Kept> {
    let of = |wanted: &dyn Fn(StreamId) -> bool| -> Vec<Entry> {
        sample.entries.iter().filter(|entry| wanted(entry.stream)).cloned().collect()
    };
    let own = of(&|it| it == stream);
    let ledger = of(&|it| matches!(it, StreamId::Ledger(_)));
    let agencies = of(&|it| matches!(it, StreamId::Agency(_)));
    let context = Context::of(&ledger, &agencies).unwrap();
    fold(Streams { own: &own, beside: &[], context: &context }, &[model])
}

/// The rows of the case that were on record at a position; none is now.
pub(super) fn on_record(rows: &[Kept], position: Option<Position>) -> Vec<&Kept> {
    let position = position.unwrap_or(Position(u64::MAX));
    let then = |kept: &&Kept| {
        kept.recorded_from <= position && kept.recorded_until.is_none_or(|it| it > position)
    };
    rows.iter().filter(then).collect()
}

/// The rows of a table that are on record of the sample's case, in lines, by the entry that each rests
/// on and since when it was so.
pub(super) fn shown(sample: &Sample, model: &'static dyn Model, table: &str) -> Vec<String> {
    shown_at(sample, model, (table, None))
}

/// The same, as on record when the entry of a position was.
pub(super) fn shown_at(
    sample: &Sample,
    model: &'static dyn Model,
    (table, position): (&str, Option<u64>),
) -> Vec<String> {
    let rows = kept(sample, StreamId::Case(sample.case), model);
    let mut rows = on_record(&rows, position.map(Position));
    rows.retain(|kept| kept.row.table.name == table);
    rows.sort_by_key(|kept| (kept.row.entry, kept.row.true_from, line(kept)));
    rows.into_iter().map(line).collect()
}

/// A row in one line: its cells by name, but those that say nothing; since when and until when; by
/// which entry.
pub(super) fn line(kept: &Kept) -> String {
    let row = &kept.row;
    let mut words: Vec<String> = Vec::new();
    for (column, cell) in row.table.columns.iter().zip(&row.cells) {
        let said = match cell {
            Cell::Nothing => continue,
            Cell::Identity(stream) => name(*stream),
            Cell::Entry(position) => format!("#{}", position.0),
            Cell::Code(code) => (*code).to_owned(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Moment(moment) => end_of(*moment),
        };
        words.push(format!("{} {said}", column.name));
    }
    let until = row.true_until.map_or(String::new(), |until| format!(" until {}", end_of(until)));
    format!("#{} from {}{until}: {}", row.entry.0, end_of(row.true_from), words.join(", "))
}

/// The day with which a moment ends, without the year.
fn end_of(moment: DateTime<Utc>) -> String {
    london_date(moment - TimeDelta::nanoseconds(1)).format("%m-%d").to_string()
}

fn name(stream: StreamId) -> String {
    let known = [
        (StreamId::Child(MIA), "Mia"),
        (StreamId::Child(THEO), "Theo"),
        (StreamId::Child(STRANGER), "Stranger"),
        (StreamId::Person(DANA), "Dana"),
        (StreamId::Person(RUTH), "Ruth"),
        (StreamId::Agency(CARE), "care"),
        (StreamId::Agency(POLICE), "police"),
        (StreamId::Agency(SCHOOL), "school"),
    ];
    let found = known.iter().find(|(known, _)| *known == stream);
    found.map_or_else(|| stream.to_string(), |(_, name)| (*name).to_owned())
}
