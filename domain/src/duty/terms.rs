//! All that the status of a duty depends on but the moment: so that what it was at any moment can be
//! worked out later, from these times alone.
//!
//! [`Terms::status_at`] is the one place where a time becomes a status. It gives no reasons: those
//! are words, and stand in the duty itself. Assessing a case uses it too, so there is one truth.

use chrono::{DateTime, Utc};

use crate::identifier::EntryId;
use crate::time::{Certainty, Interval};

use super::instance::{Due, Status, Subject};
use super::rule::{RuleCode, Unmet};

/// What the status of a duty depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The rule.
    pub rule: RuleCode,
    /// The entry that opened it; none where nothing has.
    pub opening: Option<EntryId>,
    /// Whom it is about.
    pub subject: Subject,
    /// When the opening entry happened.
    pub opened: Option<Interval>,
    /// From when it is counted.
    pub counted_from: Option<Interval>,
    /// When it is due; none where nothing is counted, or the calendar does not reach.
    pub due: Option<DueTimes>,
    /// How it stands whatever the moment, where the record settles that.
    pub settled: Option<Status>,
    /// The entry that discharges, excuses or ends it.
    pub answer: Option<Answer>,
}

/// When something is due, and from when it is called what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueTimes {
    /// When it is due.
    pub due: Due,
    /// After this moment it is due soon.
    pub soon_after: DateTime<Utc>,
    /// Until this moment it is overdue, once it is; after it, it is not met in time.
    pub overdue_until: DateTime<Utc>,
}

/// An entry that discharges, excuses or ends a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The entry.
    pub entry: EntryId,
    /// When that was, where it is known.
    pub at: Option<Interval>,
    /// What it makes of the duty; none where it makes nothing of it, having come too late to end it.
    pub outcome: Option<Status>,
}

impl Terms {
    /// How the duty stands at a moment at which it has opened, or may have.
    pub fn status_at(&self, at: DateTime<Utc>) -> Status {
        if self.opened.is_some_and(|opened| opened.by(at) != Certainty::Yes) {
            return Status::NotCertain;
        }
        if let Some(status) = self.settled {
            return status;
        }
        match self.answered_by(at) {
            Some((_, Certainty::NotCertain)) => Status::NotCertain,
            Some((Answer { outcome: Some(status), .. }, _)) => status,
            Some((Answer { outcome: None, .. }, _)) | None => self.unanswered_at(at),
        }
    }

    /// What had answered it by a moment, or may have, and whether it certainly had.
    pub(super) fn answered_by(&self, at: DateTime<Utc>) -> Option<(Answer, Certainty)> {
        let answer = self.answer?;
        match answer.at.map_or(Certainty::Yes, |answered| answered.by(at)) {
            Certainty::No => None,
            certainty @ (Certainty::Yes | Certainty::NotCertain) => Some((answer, certainty)),
        }
    }

    fn unanswered_at(&self, at: DateTime<Utc>) -> Status {
        let Some(DueTimes { due, soon_after, overdue_until }) = self.due else {
            return Status::CalendarDoesNotReach;
        };
        if at < due.earliest {
            return if at > soon_after { Status::DueSoon } else { Status::Open };
        }
        if at < due.latest {
            return Status::NotCertain;
        }
        match self.rule.rule().unmet {
            Unmet::Breached => Status::Breached,
            Unmet::NotMetInTime if at <= overdue_until => Status::Overdue,
            Unmet::NotMetInTime => Status::NotMetInTime,
        }
    }

    /// The same as it was before anything that begins at a moment or later: without an answer that
    /// had not happened.
    pub(super) fn as_before(self, moment: DateTime<Utc>) -> Self {
        let happened = |answer: &Answer| answer.at.is_none_or(|at| at.earliest() < moment);
        Self { answer: self.answer.filter(happened), ..self }
    }
}
