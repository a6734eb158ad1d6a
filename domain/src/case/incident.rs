//! Incident: a serious incident, its notification, the rapid review and the reviews that follow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::landmark::Landmark;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;
use crate::time::When;

/// A serious incident was identified: abuse or neglect is known or suspected, and a child died or
/// was seriously harmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriousIncidentIdentified {
    /// What happened.
    pub account: Text,
    /// What harm.
    #[serde(default)]
    pub harm: Recorded<IncidentHarm>,
    /// When the local authority became aware, where that differs.
    #[serde(default)]
    pub aware: Recorded<When>,
}

/// The harm of a serious incident.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum IncidentHarm {
    /// A child died.
    Died,
    /// A child was seriously harmed.
    SeriouslyHarmed,
}

/// A serious incident was notified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriousIncidentNotified {
    /// The incident.
    pub incident: Antecedent,
    /// To whom.
    #[serde(default)]
    pub to: Vec<NotifiedBody>,
}

/// Who is notified of a serious incident.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NotifiedBody {
    /// The Child Safeguarding Practice Review Panel.
    NationalPanel,
    /// Ofsted.
    Ofsted,
    /// The Secretary of State.
    SecretaryOfState,
    /// The safeguarding partners.
    Partners,
}

/// A rapid review was completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RapidReviewCompleted {
    /// The incident, or its notification.
    pub incident: Antecedent,
    /// What it found.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// Whether a local review is needed.
    #[serde(default)]
    pub review_needed: Recorded<ReviewNeeded>,
}

/// Whether a local child safeguarding practice review is needed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ReviewNeeded {
    /// One is needed.
    Needed,
    /// None is needed.
    NotNeeded,
}

/// A local child safeguarding practice review was commissioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewCommissioned {
    /// The incident or rapid review that it follows.
    pub incident: Antecedent,
    /// Who leads it.
    #[serde(default)]
    pub reviewer: Recorded<Text>,
    /// Its scope.
    #[serde(default)]
    pub scope: Recorded<Text>,
}

/// Another process opened beside the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParallelProcessOpened {
    /// The incident or review.
    pub incident: Antecedent,
    /// Which process.
    pub kind: ParallelProcess,
}

/// A process beside a review.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ParallelProcess {
    /// A criminal investigation or trial.
    Criminal,
    /// An inquest.
    Inquest,
    /// A child death review.
    ChildDeathReview,
    /// Family proceedings.
    FamilyProceedings,
    /// An employer's or regulator's process.
    Disciplinary,
}

/// A review was published, or it was decided not to publish it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewPublished {
    /// The review.
    pub review: Antecedent,
    /// How.
    pub how: Publication,
}

/// How a review was made known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// It was published.
    Published,
    /// It was not published.
    NotPublished,
}

/// An event of the chapter `incident`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum IncidentEvent {
    /// [`SeriousIncidentIdentified`].
    SeriousIncidentIdentified(SeriousIncidentIdentified),
    /// [`SeriousIncidentNotified`].
    SeriousIncidentNotified(SeriousIncidentNotified),
    /// [`RapidReviewCompleted`].
    RapidReviewCompleted(RapidReviewCompleted),
    /// [`ReviewCommissioned`].
    ReviewCommissioned(ReviewCommissioned),
    /// [`ParallelProcessOpened`].
    ParallelProcessOpened(ParallelProcessOpened),
    /// [`ReviewPublished`].
    ReviewPublished(ReviewPublished),
}

impl IncidentEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::SeriousIncidentIdentified(_) => Some(Landmark::Incident),
            Self::SeriousIncidentNotified(_) => Some(Landmark::Notification),
            Self::RapidReviewCompleted(_) => Some(Landmark::RapidReview),
            Self::ReviewCommissioned(_) => Some(Landmark::Review),
            Self::ParallelProcessOpened(_) | Self::ReviewPublished(_) => None,
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::SeriousIncidentNotified(it) => Some((it.incident, &[Landmark::Incident])),
            Self::RapidReviewCompleted(it) => {
                Some((it.incident, &[Landmark::Incident, Landmark::Notification]))
            }
            Self::ReviewCommissioned(it) => Some((
                it.incident,
                &[Landmark::Incident, Landmark::Notification, Landmark::RapidReview],
            )),
            Self::ParallelProcessOpened(it) => {
                Some((it.incident, &[Landmark::Incident, Landmark::Review]))
            }
            Self::ReviewPublished(it) => Some((it.review, &[Landmark::Review])),
            Self::SeriousIncidentIdentified(_) => None,
        }
    }
}
