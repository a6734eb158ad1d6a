//! Threshold: the strategy discussion and the decision whether the threshold is met. The local
//! authority decides; a multi-agency child protection team advises and supports.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::TeamId;
use crate::landmark::Landmark;
use crate::meeting::{Attendee, Dissent, Grounds, Meeting};
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;
use crate::time::When;

/// A strategy discussion was convened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrategyDiscussionConvened {
    /// What led to it.
    #[serde(default)]
    pub trigger: Recorded<Text>,
    /// When it was to be held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<When>,
    /// Who was asked.
    #[serde(default)]
    pub invited: Vec<Attendee>,
}

/// A strategy discussion was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrategyDiscussionHeld {
    /// The entry that convened it, where one is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convened: Option<Antecedent>,
    /// Who was there and what was put before it.
    #[serde(default)]
    pub meeting: Meeting,
    /// What was discussed.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// Why it went ahead without the least that guidance asks for, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceeded_without_quorum: Option<Text>,
}

/// The local authority decided whether the threshold is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdDecided {
    /// The strategy discussion at which or after which it was decided.
    pub discussion: Antecedent,
    /// The decision.
    #[serde(default)]
    pub decision: Recorded<ThresholdDecision>,
    /// The decision as the source words it.
    #[serde(default)]
    pub as_written: Recorded<Text>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// What it rests on.
    #[serde(default)]
    pub grounds: Grounds,
    /// The multi-agency team that advised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised_by: Option<TeamId>,
    /// Who contributed.
    #[serde(default)]
    pub contributed: Vec<Attendee>,
    /// Who disagreed, and why.
    #[serde(default)]
    pub dissent: Vec<Dissent>,
}

/// A decision on the threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdDecision {
    /// Section 47 enquiry by the local authority alone.
    Section47Single,
    /// Section 47 enquiry jointly with police.
    Section47Joint,
    /// No section 47 enquiry; continue under section 17.
    ContinueSection17,
    /// No further action.
    NoFurtherAction,
    /// Immediate protection.
    ImmediateProtection,
    /// A further discussion on a day.
    FurtherDiscussion(NaiveDate),
}

/// A partner agency recorded its own decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerDecisionRecorded {
    /// What it decided.
    pub decision: Text,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// What it rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// An event of the chapter `threshold`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ThresholdEvent {
    /// [`StrategyDiscussionConvened`].
    StrategyDiscussionConvened(StrategyDiscussionConvened),
    /// [`StrategyDiscussionHeld`].
    StrategyDiscussionHeld(StrategyDiscussionHeld),
    /// [`ThresholdDecided`].
    ThresholdDecided(ThresholdDecided),
    /// [`PartnerDecisionRecorded`].
    PartnerDecisionRecorded(PartnerDecisionRecorded),
}

impl ThresholdEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::StrategyDiscussionConvened(_) => Some(Landmark::StrategyConvened),
            Self::StrategyDiscussionHeld(_) => Some(Landmark::StrategyDiscussion),
            Self::ThresholdDecided(_) => Some(Landmark::Threshold),
            Self::PartnerDecisionRecorded(_) => None,
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::ThresholdDecided(it) => Some((it.discussion, &[Landmark::StrategyDiscussion])),
            Self::StrategyDiscussionHeld(it) => {
                it.convened.map(|convened| (convened, &[Landmark::StrategyConvened][..]))
            }
            Self::StrategyDiscussionConvened(_) | Self::PartnerDecisionRecorded(_) => None,
        }
    }
}
