//! Conference: convened, reported to, held, and its outcome sent.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{CategoryOfAbuse, ChildParticipation};
use crate::identifier::ChildId;
use crate::landmark::Landmark;
use crate::meeting::{Attendee, Dissent, Meeting};
use crate::party::Recipient;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;
use crate::time::When;

/// A child protection conference was convened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceConvened {
    /// Initial or review.
    pub kind: ConferenceKind,
    /// When it is to be held.
    pub planned: NaiveDate,
    /// Who was asked.
    #[serde(default)]
    pub invited: Vec<Attendee>,
}

/// Which kind of conference.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConferenceKind {
    /// Initial child protection conference.
    Initial,
    /// Review child protection conference.
    Review,
}

/// An agency provided its report for a conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportProvided {
    /// The conference.
    pub conference: Antecedent,
    /// When it was shared with the parents.
    #[serde(default)]
    pub shared_with_parents: Recorded<When>,
    /// What it says.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// A child protection conference was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceHeld {
    /// Initial or review.
    pub kind: ConferenceKind,
    /// The entry that convened it, where one is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convened: Option<Antecedent>,
    /// Who was there and what was put before it.
    #[serde(default)]
    pub meeting: Meeting,
    /// What was discussed.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// What was decided for each child.
    #[serde(default)]
    pub outcomes: Vec<ConferenceOutcome>,
    /// The decision as the source words it.
    #[serde(default)]
    pub as_written: Recorded<Text>,
    /// Why.
    #[serde(default)]
    pub rationale: Recorded<Text>,
    /// Who disagreed, and why.
    #[serde(default)]
    pub dissent: Vec<Dissent>,
}

/// What a conference decided for one child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceOutcome {
    /// The child.
    pub child: ChildId,
    /// The decision.
    pub decision: ConferenceDecision,
    /// How the child took part, by its official code.
    #[serde(default)]
    pub participation: Recorded<ChildParticipation>,
}

/// What a conference decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConferenceDecision {
    /// A child protection plan, under a category.
    Plan(Recorded<CategoryOfAbuse>),
    /// The plan continues, under a category.
    PlanContinues(Recorded<CategoryOfAbuse>),
    /// The plan ends.
    PlanEnds,
    /// No child protection plan.
    NoPlan,
}

/// The outcome or the record of a conference was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeSent {
    /// The conference.
    pub conference: Antecedent,
    /// What was sent.
    pub what: OutcomeDocument,
    /// To whom.
    #[serde(default)]
    pub to: Vec<Recipient>,
}

/// What is sent after a conference.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeDocument {
    /// The letter with the decision.
    DecisionLetter,
    /// The record of the conference.
    Record,
}

/// An event of the chapter `conference`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ConferenceEvent {
    /// [`ConferenceConvened`].
    ConferenceConvened(ConferenceConvened),
    /// [`ReportProvided`].
    ReportProvided(ReportProvided),
    /// [`ConferenceHeld`].
    ConferenceHeld(ConferenceHeld),
    /// [`OutcomeSent`].
    OutcomeSent(OutcomeSent),
}

impl ConferenceEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::ConferenceConvened(_) => Some(Landmark::ConferenceConvened),
            Self::ReportProvided(_) | Self::OutcomeSent(_) => None,
            Self::ConferenceHeld(_) => Some(Landmark::Conference),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::ReportProvided(it) => {
                Some((it.conference, &[Landmark::ConferenceConvened, Landmark::Conference]))
            }
            Self::OutcomeSent(it) => Some((it.conference, &[Landmark::Conference])),
            Self::ConferenceHeld(it) => {
                it.convened.map(|convened| (convened, &[Landmark::ConferenceConvened][..]))
            }
            Self::ConferenceConvened(_) => None,
        }
    }
}
