//! An interval of the world's time, and what can be said of two of them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::civil::london_date;

/// Whether something is so.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// It is not so.
    No,
    /// The times as they are known leave it open.
    NotCertain,
    /// It is so.
    Yes,
}

/// The time in which something was: from `earliest`, included, to `latest`, not included.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Interval {
    earliest: DateTime<Utc>,
    latest: DateTime<Utc>,
}

impl Interval {
    /// An interval; one that would end before it begins is empty at its beginning.
    pub fn new(earliest: DateTime<Utc>, latest: DateTime<Utc>) -> Self {
        Self { earliest, latest: latest.max(earliest) }
    }

    /// The first moment that it can have been.
    pub fn earliest(self) -> DateTime<Utc> {
        self.earliest
    }

    /// The first moment by which it certainly was.
    pub fn latest(self) -> DateTime<Utc> {
        self.latest
    }

    /// The last day in London that it can have been.
    pub fn last_day(self) -> NaiveDate {
        london_date((self.latest - TimeDelta::nanoseconds(1)).max(self.earliest))
    }

    /// The first day in London that it can have been.
    pub fn first_day(self) -> NaiveDate {
        london_date(self.earliest)
    }

    /// Whether it was so by a moment. At its very first moment it was not yet so: as at midnight,
    /// the new day has brought nothing.
    pub fn by(self, at: DateTime<Utc>) -> Certainty {
        if at >= self.latest {
            Certainty::Yes
        } else if at <= self.earliest {
            Certainty::No
        } else {
            Certainty::NotCertain
        }
    }

    /// Whether it was before another began.
    pub fn before(self, other: Self) -> Certainty {
        if self.latest <= other.earliest {
            Certainty::Yes
        } else if self.earliest >= other.latest {
            Certainty::No
        } else {
            Certainty::NotCertain
        }
    }

    /// The same, known to have been no later than `attested`.
    pub fn no_later_than(self, attested: DateTime<Utc>) -> Self {
        Self::new(self.earliest.min(attested), self.latest.min(attested))
    }
}
