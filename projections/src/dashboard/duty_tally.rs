//! The duties of an area that stand at a moment, counted once for the sections that need them: by rule, and
//! those that wait by the case in which they stand.

use super::Period;
use super::by_number::ByNumber;
use super::duties::{COLUMNS, current_columns, fallen_column};
use super::duty_rows::{Codes, duties_that_stand};
use crate::running::{KeepError, Pack, Span, View, Words};

/// The duties of an area, counted.
pub(super) struct DutyTally {
    /// The counts of each rule, by its number, in the order of the columns.
    pub(super) by_rule: ByNumber<[i64; COLUMNS]>,
    /// What waits, each once: the case, the column and the entry that opened it.
    pub(super) waiting: Vec<(i64, usize, i64)>,
    /// What the numbers of codes mean.
    pub(super) words: Words,
}

impl DutyTally {
    /// As they stand in a view, with those that fell due in a time.
    pub(super) fn of(view: &View, period: Period) -> Result<Self, KeepError> {
        let (since, at) = (period.since.timestamp_micros(), view.at());
        let codes = Codes::of(view)?;
        let mut by_rule: ByNumber<[i64; COLUMNS]> = ByNumber::default();
        let mut apart: Vec<(i64, usize, i64)> = Vec::new();
        let mut waiting = Vec::new();
        let (fell, waits) =
            (Span::of("falls", since, at), Span::of("overdue_until", at - 1, i64::MAX));
        let wanted = |pack: &Pack| pack.may(fell) || pack.may(waits);
        duties_that_stand(view, &codes, &wanted, |duty| {
            let (waits, fell) = (duty.waits(), duty.falls > since && duty.falls <= at);
            let Some(status) = (waits || fell).then(|| duty.status()).flatten() else { return };
            let current = if waits { current_columns(status) } else { &[] };
            waiting.extend(current.iter().map(|column| (duty.scope, *column, duty.entry)));
            let fallen = fallen_column(status).filter(|_| fell);
            for column in current.iter().copied().chain(fallen) {
                if duty.is_apart() {
                    apart.push((duty.rule, column, duty.entry));
                } else {
                    by_rule.of(duty.rule)[column] += 1;
                }
            }
        })?;
        apart.sort_unstable();
        apart.dedup();
        for (rule, column, _) in apart {
            by_rule.of(rule)[column] += 1;
        }
        waiting.sort_unstable();
        waiting.dedup();
        Ok(Self { by_rule, waiting, words: codes.words })
    }
}
