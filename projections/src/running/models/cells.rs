//! What models say in their cells alike: codes as the field has them, days, moments, and entries.

use candour_domain::code::code_of;
use candour_domain::effective::Effective;
use candour_domain::entry::RecordClock;
use candour_domain::identifier::EntryId;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Interval, When};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::super::model::Scene;
use super::super::table::Cell;

/// A code, as it is written everywhere.
pub(super) fn code<T: Serialize>(value: &T) -> Cell {
    Cell::or_nothing(code_of(value), Cell::Code)
}

/// A code that may not be recorded.
pub(super) fn recorded<T: Serialize>(value: &Recorded<T>) -> Cell {
    Cell::or_nothing(value.value(), code)
}

/// A day that may not be known.
pub(super) fn day(day: Option<NaiveDate>) -> Cell {
    Cell::or_nothing(day, Cell::Day)
}

/// An entry of the stream, by its identifier.
pub(super) fn place(scene: &Scene<'_>, entry: EntryId) -> Cell {
    Cell::or_nothing(scene.place(entry), Cell::Entry)
}

/// The moment by which an entry had certainly happened.
pub(super) fn latest(entry: &Effective<'_>) -> DateTime<Utc> {
    entry.occurred().interval().latest()
}

/// When something in an entry was so: never later than the record that attests it.
pub(super) fn time(entry: &Effective<'_>, when: When) -> Interval {
    when.interval().no_later_than(entry.entry.recorded(RecordClock::Ledger).latest())
}
