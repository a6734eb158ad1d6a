//! A step of somebody towards an item: to which stage, how, when, and by which entry.

use candour_domain::identifier::PractitionerId;
use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, Interval, When};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::knower::Knower;
use super::party::Party;
use super::places::Place;

/// A stage of knowing. They are never merged; each implies nothing of the next.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It was sent to them.
    Sent,
    /// They hold it: it arrived, was filed, was handed over, or stands in a record open to them.
    Held,
    /// They opened that entry or document.
    Opened,
    /// They know it.
    Known,
    /// They listed it as considered in a decision.
    Considered,
}

/// How somebody came to a stage.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// They saw, heard or decided it.
    Originated,
    /// They said it to whoever recorded it.
    SaidIt,
    /// They told others, so knew by then.
    ToldOthers,
    /// They were told in person.
    ToldInPerson,
    /// They read it, as they or another state.
    Read,
    /// They were where it was on the table, in the part they attended.
    Present,
    /// They listed it as author of a decision, contact or receipt.
    ReliedOn,
    /// It was sent to them.
    SentTo,
    /// It arrived with them.
    Received,
    /// It was filed.
    Filed,
    /// It was handed over to them at allocation.
    HandedOver,
    /// It stands in a record that they can open.
    SharedRecord,
    /// They opened it.
    OpenedIt,
    /// It reached them though it was not meant for them.
    ReachedUnintended,
}

impl How {
    /// As it is said in an answer for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Originated => "saw, heard or decided it",
            Self::SaidIt => "said it",
            Self::ToldOthers => "told others",
            Self::ToldInPerson => "told in person",
            Self::Read => "read it",
            Self::Present => "present when it was on the table",
            Self::ReliedOn => "relied on it",
            Self::SentTo => "sent to them",
            Self::Received => "received",
            Self::Filed => "filed",
            Self::HandedOver => "handed over",
            Self::SharedRecord => "in a shared record",
            Self::OpenedIt => "opened it",
            Self::ReachedUnintended => "reached them unintended",
        }
    }
}

/// A step of somebody towards an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    /// The item, by the place of the entry that says it.
    pub(super) item: Place,
    /// Whose step it is.
    pub(super) knower: Knower<'a>,
    /// For which agency or team, by its number among those of the case.
    pub(super) party: Option<Party>,
    /// Who took it for a team, where the step is a team's.
    pub(super) member: Option<PractitionerId>,
    /// To which stage.
    pub(super) stage: Stage,
    /// How.
    pub(super) how: How,
    /// How much of the item.
    pub(super) extent: Recorded<Extent>,
    /// When, as the entry gives it.
    pub(super) when: When,
    /// When, never later than the record that attests it.
    pub(super) time: Interval,
    /// The place of the entry that attests it.
    pub(super) via: Place,
    /// Whether it follows from the record with certainty, times apart: a part of a meeting that
    /// nobody recorded leaves it open.
    pub(super) follows: Certainty,
}

impl Step<'_> {
    /// Whether it was told in part only: less than the whole is recorded.
    pub(super) fn in_part(&self) -> bool {
        matches!(self.extent, Recorded::Recorded(Extent::Existence | Extent::Gist | Extent::Part))
    }

    /// How far it reaches, for comparing: knowing in part reaches less far than knowing whole.
    pub(super) fn reach(&self) -> Reach {
        Reach { stage: self.stage, whole: !self.in_part() }
    }

    /// Whether a practitioner took it, for an agency or for a team.
    pub(super) fn is_of_practitioner(&self, practitioner: PractitionerId) -> bool {
        self.knower.practitioner() == Some(practitioner) || self.member == Some(practitioner)
    }

    /// The order in which steps are told: when they were certainly taken, then how directly they
    /// are attested.
    pub(super) fn order(&self) -> (DateTime<Utc>, Stage, How) {
        (self.time.latest(), self.stage, self.how)
    }
}

/// A stage, and whether of the whole item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// The stage.
    pub stage: Stage,
    /// Whether of the whole.
    pub whole: bool,
}
