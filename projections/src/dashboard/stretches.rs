//! A time as tallies have it: whole stretches of days, and the edge before the first of them, in which
//! each row is looked at by itself. That both give the same is what the tests of the sections say.

use super::Period;
use crate::running::{DAY_MICROSECONDS, KeepError, LONG_STRETCH_DAYS, View};

/// The length of the stretches that are counted together.
const STRETCH_MICROSECONDS: i64 = LONG_STRETCH_DAYS * DAY_MICROSECONDS;

/// The whole stretches of a time that ends with all that is recorded, and its edge before them.
pub(super) struct Stretches {
    since: i64,
    /// The number of the first whole stretch.
    first: i64,
}

impl Stretches {
    /// Those of a time; none where it ends before the record does, or an earlier record is looked at:
    /// then each row is looked at by itself.
    pub(super) fn of(view: &View, period: Period) -> Result<Option<Self>, KeepError> {
        let since = period.since.timestamp_micros();
        let stretches = Self { since, first: since.div_euclid(STRETCH_MICROSECONDS) + 1 };
        Ok(view.is_of_all()?.then_some(stretches))
    }

    /// The condition that a stretch of a tally lies in the time.
    pub(super) fn whole(&self) -> String {
        format!("stretch >= {}", self.first)
    }

    /// The condition that a moment lies in the time, before the first whole stretch.
    pub(super) fn edge(&self, moment: &str) -> String {
        let whole = self.first * STRETCH_MICROSECONDS;
        format!("{moment} > {} AND {moment} < {whole}", self.since)
    }
}
