//! The duties of an area that stand at a moment, one after another, with what their status takes. How
//! they stand is what [`super::duty_status`] says of a row of the table, and a test of the sections holds
//! the two against each other.
//!
//! A row that differs from one of the same entry in whom it is about alone is not among them.

use std::collections::BTreeMap;

use candour_domain::code::from_code;
use candour_domain::duty::Status;

use crate::running::tables::DUTY;
use crate::running::{KeepError, NONE, Pack, Rows, View, Words};

/// The columns of a duty, in the order of [`DutyRow`].
const COLUMNS: [&str; 14] = [
    "scope",
    "entry",
    "rule",
    "due_from",
    "due_until",
    "due_soon_after",
    "overdue_until",
    "unmet",
    "settled",
    "answered_from",
    "answered_until",
    "outcome",
    "falls",
    "counted_as",
];

/// What codes mean that stand in rows.
pub(crate) struct Codes {
    statuses: BTreeMap<i64, Option<Status>>,
    breached: i64,
    apart: i64,
    pub(crate) words: Words,
}

impl Codes {
    /// Those of a file.
    pub(crate) fn of(view: &View) -> Result<Self, KeepError> {
        let words = view.words()?;
        let number = |word| words.number(word).unwrap_or(NONE);
        Ok(Self {
            statuses: words.map(from_code),
            breached: number("breached"),
            apart: number("apart"),
            words,
        })
    }
}

/// A duty that stands.
pub(crate) struct DutyRow<'c> {
    codes: &'c Codes,
    at: i64,
    /// The stream in which it stands, by its number.
    pub(crate) scope: i64,
    /// The entry that opened it.
    pub(crate) entry: i64,
    /// The number of its rule.
    pub(crate) rule: i64,
    due_from: i64,
    /// The first moment at which it certainly is too late.
    pub(crate) due_until: i64,
    due_soon_after: i64,
    overdue_until: i64,
    unmet: i64,
    settled: i64,
    answered_from: i64,
    answered_until: i64,
    outcome: i64,
    /// The moment by which it is counted in a time.
    pub(crate) falls: i64,
    counted_as: i64,
}

impl DutyRow<'_> {
    /// Whether an entry may have several such rows, which count as one where they stand alike.
    pub(crate) fn is_apart(&self) -> bool {
        self.counted_as == self.codes.apart
    }

    /// Whether it is a deadline that nothing on record had certainly answered.
    pub(crate) fn is_unanswered(&self) -> bool {
        self.settled == NONE
            && self.due_until != NONE
            && (self.answered_until == NONE
                || self.outcome == NONE
                || self.answered_until > self.at)
    }

    /// Whether it waits for somebody: it is unanswered, and was due no longer ago than is called overdue.
    pub(crate) fn waits(&self) -> bool {
        self.overdue_until != NONE && self.overdue_until >= self.at && self.is_unanswered()
    }

    /// How it stands; none where the file has a code that no status has.
    pub(crate) fn status(&self) -> Option<Status> {
        let coded = |code: i64| self.codes.statuses.get(&code).copied().flatten();
        let at = self.at;
        if self.settled != NONE {
            return coded(self.settled);
        }
        let may_be_answered = self.answered_from != NONE && self.answered_from < at;
        if may_be_answered && at < self.answered_until {
            return Some(Status::NotCertain);
        }
        if may_be_answered && self.answered_until <= at && self.outcome != NONE {
            return coded(self.outcome);
        }
        Some(if self.due_from == NONE {
            Status::CalendarDoesNotReach
        } else if at < self.due_from {
            let soon = self.due_soon_after != NONE && at > self.due_soon_after;
            if soon { Status::DueSoon } else { Status::Open }
        } else if at < self.due_until {
            Status::NotCertain
        } else if self.unmet == self.codes.breached {
            Status::Breached
        } else if at <= self.overdue_until {
            Status::Overdue
        } else {
            Status::NotMetInTime
        })
    }
}

/// Goes through the duties that stand. Packs are passed over that are not wanted by what is said of them.
pub(crate) fn duties_that_stand(
    view: &View,
    codes: &Codes,
    wanted: &dyn Fn(&Pack) -> bool,
    mut take: impl FnMut(&DutyRow<'_>),
) -> Result<(), KeepError> {
    let standing = Rows::standing(&DUTY, view.at()).in_packs(wanted);
    view.rows(&standing, COLUMNS, |row| take(&duty(codes, view.at(), row)))
}

fn duty(codes: &Codes, at: i64, row: [i64; 14]) -> DutyRow<'_> {
    let [scope, entry, rule, due_from, due_until, due_soon_after, rest @ ..] = row;
    let [overdue_until, unmet, settled, answered_from, rest @ ..] = rest;
    let [answered_until, outcome, falls, counted_as] = rest;
    DutyRow {
        codes,
        at,
        scope,
        entry,
        rule,
        due_from,
        due_until,
        due_soon_after,
        overdue_until,
        unmet,
        settled,
        answered_from,
        answered_until,
        outcome,
        falls,
        counted_as,
    }
}
