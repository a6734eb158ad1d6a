//! A duty of a case: a rule, the entry that opened it, the child or person it is owed about, and
//! how it stands at a time. It states facts and order, and finds no fault.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{ChildId, EntryId, PersonId, PractitionerId};
use crate::team::Seat;
use crate::time::{Interval, london_date, start_of_day};

use super::rule::RuleCode;

/// How a duty stands at a time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is not due yet.
    Open,
    /// It is not due yet, but within the days or hours that are called soon.
    DueSoon,
    /// The due time has passed, by no more than the days that are called overdue, and nothing on
    /// record discharges it.
    Overdue,
    /// It was met, or what is to be so is so.
    Met,
    /// It was met after the due time.
    MetLate,
    /// The due time has passed, and nothing on record discharges it.
    NotMetInTime,
    /// What guidance or local rules ask to be so is not, as the record stands.
    NotMet,
    /// It was not met, or met late, and the reason that excuses it is recorded.
    Excused,
    /// What it was for ended before it was due.
    Ended,
    /// A statute's limit was passed, or its guard did not hold, as the record stands.
    Breached,
    /// Nothing engages it; the note says why.
    NotEngaged,
    /// The times or facts on record leave it open; the note says which.
    NotCertain,
    /// The calendar of working days does not reach to the due date.
    CalendarDoesNotReach,
}

impl Status {
    /// As people say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::DueSoon => "due soon",
            Self::Overdue => "overdue",
            Self::Met => "met",
            Self::MetLate => "met late",
            Self::NotMetInTime => "not met in time",
            Self::NotMet => "not met",
            Self::Excused => "excused",
            Self::Ended => "ended before it was due",
            Self::Breached => "breached",
            Self::NotEngaged => "not engaged",
            Self::NotCertain => "not certain",
            Self::CalendarDoesNotReach => "the calendar does not reach",
        }
    }
}

/// Whom or what a duty is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The case as a whole: the opening entry names no child, or nothing is engaged for any.
    Case,
    /// A child.
    Child(ChildId),
    /// A parent or another with parental responsibility, for a child.
    Person {
        /// Who.
        person: PersonId,
        /// For which child; none where the case names no child.
        child: Option<ChildId>,
    },
    /// An allocated practitioner.
    Practitioner(PractitionerId),
    /// A seat of a team.
    Seat(Seat),
}

/// How finely a due time is known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DuePrecision {
    /// By the end of a day.
    Day,
    /// By a moment.
    Moment,
}

/// When something is due. Where the opening is not known to the day, two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// The first moment from which it can be too late.
    pub earliest: DateTime<Utc>,
    /// The first moment from which it certainly is too late.
    pub latest: DateTime<Utc>,
    /// Whether it is due by the end of a day or by a moment.
    pub precision: DuePrecision,
}

impl Due {
    /// Due by the end of a day, or of one of several.
    pub fn days(first: NaiveDate, last: NaiveDate) -> Self {
        let end = |day: NaiveDate| start_of_day(day.succ_opt().unwrap_or(day));
        Self { earliest: end(first), latest: end(last), precision: DuePrecision::Day }
    }

    /// The first day by which it can be due.
    pub fn first_day(self) -> NaiveDate {
        london_date(self.earliest - TimeDelta::nanoseconds(1))
    }

    /// The last day by which it can be due.
    pub fn last_day(self) -> NaiveDate {
        london_date(self.latest - TimeDelta::nanoseconds(1))
    }
}

/// How late something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Late {
    /// In working days, where the calendar reaches.
    pub working_days: Option<u32>,
    /// In calendar days.
    pub days: i64,
}

/// Days on which a seat of a team had no member and no cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Gap {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none while it lasts.
    pub to: Option<NaiveDate>,
}

/// A rule as it bears on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The rule.
    pub rule: RuleCode,
    /// The entry that opened it; none where nothing has.
    pub opening: Option<EntryId>,
    /// Whom it is about.
    pub subject: Subject,
    /// From when it is counted.
    pub counted_from: Option<Interval>,
    /// When it is due.
    pub due: Option<Due>,
    /// How it stands.
    pub status: Status,
    /// The entry that discharged, excused or ended it.
    pub answered_by: Option<EntryId>,
    /// When that was.
    pub answered: Option<Interval>,
    /// On which working day it was discharged, the day counted from being day 0; while it is open,
    /// which working day it is.
    pub working_day: Option<u32>,
    /// How late it was.
    pub late: Option<Late>,
    /// The days on which what is to be so was not.
    pub gaps: Vec<Gap>,
    /// Why it stands so, where that needs saying.
    pub note: Option<String>,
}

impl Duty {
    /// A duty that is not engaged or not certain, or whose standing needs no time.
    pub(super) fn untimed(rule: RuleCode, opening: Option<EntryId>, subject: Subject) -> Self {
        Self {
            rule,
            opening,
            subject,
            counted_from: None,
            due: None,
            status: Status::NotEngaged,
            answered_by: None,
            answered: None,
            working_day: None,
            late: None,
            gaps: Vec::new(),
            note: None,
        }
    }

    /// The same, standing so, with the reason.
    #[must_use]
    pub(super) fn stands(self, status: Status, note: impl Into<String>) -> Self {
        Self { status, note: Some(note.into()), ..self }
    }
}
