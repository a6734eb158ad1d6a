//! Help: early help, assessment, family help and child in need plans, stepping up and down.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{AssessmentFactor, AssessmentOutcome};
use crate::identifier::AgencyId;
use crate::landmark::Landmark;
use crate::meeting::Grounds;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

/// Early help started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyHelpStarted {
    /// Which organisation gives it.
    #[serde(default)]
    pub organisation: Recorded<AgencyId>,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// Early help ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyHelpEnded {
    /// The early help that ended.
    pub episode: Antecedent,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<EarlyHelpEnd>,
}

/// Why early help ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EarlyHelpEnd {
    /// What it set out to do was done.
    OutcomesMet,
    /// It was stepped up.
    SteppedUp,
    /// No further action.
    NoFurtherAction,
}

/// An assessment started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentStarted {
    /// The referral that it follows.
    pub referral: Antecedent,
    /// Which kind.
    #[serde(default)]
    pub kind: Recorded<AssessmentKind>,
    /// The internal review date set at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<NaiveDate>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Which kind of assessment.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentKind {
    /// Child and family assessment under s.17 of the Children Act 1989.
    ChildAndFamily,
    /// Young carer's assessment.
    YoungCarer,
    /// Parent carer's assessment.
    ParentCarer,
}

/// A manager authorised an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentAuthorised {
    /// The assessment.
    pub assessment: Antecedent,
    /// The factors found, by their official codes.
    #[serde(default)]
    pub factors: Vec<AssessmentFactor>,
    /// The outcome, by its official code.
    #[serde(default)]
    pub outcome: Recorded<AssessmentOutcome>,
    /// Whether the child is a child in need.
    #[serde(default)]
    pub in_need: Recorded<InNeed>,
    /// Why it took longer than 45 working days, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Text>,
    /// What it rests on.
    #[serde(default)]
    pub grounds: Grounds,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Whether a child is a child in need.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum InNeed {
    /// The child is in need.
    InNeed,
    /// The child is not in need.
    NotInNeed,
}

/// A plan of help started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpPlanStarted {
    /// Which kind.
    #[serde(default)]
    pub kind: Recorded<HelpPlanKind>,
    /// What it is to achieve.
    #[serde(default)]
    pub goals: Recorded<Text>,
    /// How often the child is to be visited, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_every_days: Option<u16>,
}

/// Which kind of plan of help.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum HelpPlanKind {
    /// Early help.
    EarlyHelp,
    /// Family help.
    FamilyHelp,
    /// Child in need.
    ChildInNeed,
}

/// A plan of help was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpPlanReviewed {
    /// The plan.
    pub plan: Antecedent,
    /// What the review found.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// When it is to be reviewed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NaiveDate>,
}

/// A plan of help ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpPlanEnded {
    /// The plan.
    pub plan: Antecedent,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// Help was stepped up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SteppedUp {
    /// From which level.
    #[serde(default)]
    pub from: Recorded<Level>,
    /// To which level.
    pub to: Level,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// Help was stepped down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SteppedDown {
    /// From which level.
    #[serde(default)]
    pub from: Recorded<Level>,
    /// To which level.
    pub to: Level,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// A level of help or protection.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Universal services.
    Universal,
    /// Early help.
    EarlyHelp,
    /// Family help.
    FamilyHelp,
    /// Child in need.
    ChildInNeed,
    /// Child protection.
    ChildProtection,
    /// Looked after.
    LookedAfter,
}

/// An event of the chapter `help`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum HelpEvent {
    /// [`EarlyHelpStarted`].
    EarlyHelpStarted(EarlyHelpStarted),
    /// [`EarlyHelpEnded`].
    EarlyHelpEnded(EarlyHelpEnded),
    /// [`AssessmentStarted`].
    AssessmentStarted(AssessmentStarted),
    /// [`AssessmentAuthorised`].
    AssessmentAuthorised(AssessmentAuthorised),
    /// [`HelpPlanStarted`].
    HelpPlanStarted(HelpPlanStarted),
    /// [`HelpPlanReviewed`].
    HelpPlanReviewed(HelpPlanReviewed),
    /// [`HelpPlanEnded`].
    HelpPlanEnded(HelpPlanEnded),
    /// [`SteppedUp`].
    SteppedUp(SteppedUp),
    /// [`SteppedDown`].
    SteppedDown(SteppedDown),
}

impl HelpEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::EarlyHelpStarted(_) => Some(Landmark::EarlyHelp),
            Self::EarlyHelpEnded(_)
            | Self::AssessmentAuthorised(_)
            | Self::HelpPlanReviewed(_)
            | Self::HelpPlanEnded(_)
            | Self::SteppedUp(_)
            | Self::SteppedDown(_) => None,
            Self::AssessmentStarted(_) => Some(Landmark::Assessment),
            Self::HelpPlanStarted(_) => Some(Landmark::HelpPlan),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::EarlyHelpEnded(it) => Some((it.episode, &[Landmark::EarlyHelp])),
            Self::AssessmentStarted(it) => {
                Some((it.referral, &[Landmark::Referral, Landmark::Contact, Landmark::Concern]))
            }
            Self::AssessmentAuthorised(it) => Some((it.assessment, &[Landmark::Assessment])),
            Self::HelpPlanReviewed(it) => Some((it.plan, &[Landmark::HelpPlan])),
            Self::HelpPlanEnded(it) => Some((it.plan, &[Landmark::HelpPlan])),
            Self::EarlyHelpStarted(_)
            | Self::HelpPlanStarted(_)
            | Self::SteppedUp(_)
            | Self::SteppedDown(_) => None,
        }
    }
}
