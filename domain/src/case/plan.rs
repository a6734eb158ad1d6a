//! Plan: the child protection plan, its core groups, actions and reviews.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::CategoryOfAbuse;
use crate::identifier::ChildId;
use crate::landmark::Landmark;
use crate::meeting::{Attendee, Meeting};
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

/// A child protection plan started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanStarted {
    /// The conference that decided it.
    pub conference: Antecedent,
    /// The child.
    pub child: ChildId,
    /// The initial category.
    #[serde(default)]
    pub category: Recorded<CategoryOfAbuse>,
    /// How many plans the child had before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_plans: Option<u16>,
    /// When it is to be reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_review: Option<NaiveDate>,
}

/// The core group met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoreGroupHeld {
    /// The plan, or the conference that decided it.
    pub plan: Antecedent,
    /// Who was there and what was put before it.
    #[serde(default)]
    pub meeting: Meeting,
    /// What was discussed.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// An action of a plan or meeting was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionSet {
    /// What is to be done.
    pub action: Text,
    /// By whom.
    #[serde(default)]
    pub owner: Recorded<Attendee>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// The plan that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Antecedent>,
}

/// An action was completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionCompleted {
    /// The action.
    pub action: Antecedent,
    /// What was done.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// An action was not completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionNotCompleted {
    /// The action.
    pub action: Antecedent,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// A child protection plan was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanReviewed {
    /// The plan, or the conference that decided it.
    pub plan: Antecedent,
    /// What was found and changed.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// When it is to be reviewed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_review: Option<NaiveDate>,
}

/// The category of a plan was revised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRevised {
    /// The plan, or the conference that decided it.
    pub plan: Antecedent,
    /// The child.
    pub child: ChildId,
    /// The category now.
    pub category: CategoryOfAbuse,
}

/// A child protection plan ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanEnded {
    /// The plan, or the conference that decided it.
    pub plan: Antecedent,
    /// The child.
    pub child: ChildId,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<PlanEnd>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Why a child protection plan ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PlanEnd {
    /// The child is no longer judged at risk of significant harm.
    NoLongerAtRisk,
    /// The child moved to another local authority.
    MovedAuthority,
    /// The child became looked after.
    LookedAfter,
    /// The child became 18.
    Adult,
    /// The child died.
    Died,
}

/// An event of the chapter `plan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PlanEvent {
    /// [`PlanStarted`].
    PlanStarted(PlanStarted),
    /// [`CoreGroupHeld`].
    CoreGroupHeld(CoreGroupHeld),
    /// [`ActionSet`].
    ActionSet(ActionSet),
    /// [`ActionCompleted`].
    ActionCompleted(ActionCompleted),
    /// [`ActionNotCompleted`].
    ActionNotCompleted(ActionNotCompleted),
    /// [`PlanReviewed`].
    PlanReviewed(PlanReviewed),
    /// [`CategoryRevised`].
    CategoryRevised(CategoryRevised),
    /// [`PlanEnded`].
    PlanEnded(PlanEnded),
}

impl PlanEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::PlanStarted(_) => Some(Landmark::Plan),
            Self::CoreGroupHeld(_)
            | Self::ActionCompleted(_)
            | Self::ActionNotCompleted(_)
            | Self::PlanReviewed(_)
            | Self::CategoryRevised(_)
            | Self::PlanEnded(_) => None,
            Self::ActionSet(_) => Some(Landmark::Action),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::PlanStarted(it) => Some((it.conference, &[Landmark::Conference])),
            Self::CoreGroupHeld(it) => Some((it.plan, &[Landmark::Plan, Landmark::Conference])),
            Self::ActionCompleted(it) => Some((it.action, &[Landmark::Action])),
            Self::ActionNotCompleted(it) => Some((it.action, &[Landmark::Action])),
            Self::PlanReviewed(it) => Some((it.plan, &[Landmark::Plan, Landmark::Conference])),
            Self::CategoryRevised(it) => Some((it.plan, &[Landmark::Plan, Landmark::Conference])),
            Self::PlanEnded(it) => Some((it.plan, &[Landmark::Plan, Landmark::Conference])),
            Self::ActionSet(it) => it.plan.map(|plan| {
                (
                    plan,
                    &[
                        Landmark::Plan,
                        Landmark::Conference,
                        Landmark::HelpPlan,
                        Landmark::FamilyPlan,
                    ][..],
                )
            }),
        }
    }
}
