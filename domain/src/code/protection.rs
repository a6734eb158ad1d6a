//! Code sets of the enquiry, the conference and the plan. The judgement on harm is not here: it has
//! no official code, and belongs to the chapter that makes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names what came of a section 47 enquiry (outcome flag of the standard dataset).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum EnquiryOutcome {
    /// No further action.
    #[serde(rename = "NFA")]
    NoFurtherAction,
    /// Legal action.
    #[serde(rename = "LEGAL_ACTION")]
    LegalAction,
    /// Provision of services.
    #[serde(rename = "PROV_OF_SERVICES")]
    ProvisionOfServices,
    /// Provision of short break care.
    #[serde(rename = "PROV_OF_SB_CARE")]
    ProvisionOfShortBreakCare,
    /// Child protection conference.
    #[serde(rename = "CP_CONFERENCE")]
    ChildProtectionConference,
    /// No further action under section 47; the single assessment continues.
    #[serde(rename = "NFA_CONTINUE_SINGLE")]
    ContinueSingleAssessment,
    /// Monitor.
    #[serde(rename = "MONITOR")]
    Monitor,
    /// Other.
    #[serde(rename = "OTHER")]
    Other,
}

impl EnquiryOutcome {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::NoFurtherAction,
        Self::LegalAction,
        Self::ProvisionOfServices,
        Self::ProvisionOfShortBreakCare,
        Self::ChildProtectionConference,
        Self::ContinueSingleAssessment,
        Self::Monitor,
        Self::Other,
    ];
}

/// Names the category under which a child has a child protection plan.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum CategoryOfAbuse {
    /// Neglect.
    #[serde(rename = "NEG")]
    Neglect,
    /// Physical abuse.
    #[serde(rename = "PHY")]
    PhysicalAbuse,
    /// Sexual abuse.
    #[serde(rename = "SAB")]
    SexualAbuse,
    /// Emotional abuse.
    #[serde(rename = "EMO")]
    EmotionalAbuse,
    /// Multiple: more than one category.
    #[serde(rename = "MUL")]
    Multiple,
}

impl CategoryOfAbuse {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::Neglect,
        Self::PhysicalAbuse,
        Self::SexualAbuse,
        Self::EmotionalAbuse,
        Self::Multiple,
    ];
}

/// Names how the child took part in a review (`cppr_cp_review_participation`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum ChildParticipation {
    /// The child was under four.
    #[serde(rename = "PN0")]
    UnderFour,
    /// The child attended and spoke.
    #[serde(rename = "PN1")]
    AttendedAndSpoke,
    /// The child attended and an advocate spoke.
    #[serde(rename = "PN2")]
    AttendedAdvocateSpoke,
    /// The child attended and conveyed views without speech.
    #[serde(rename = "PN3")]
    AttendedNonVerbal,
    /// The child attended and did not contribute.
    #[serde(rename = "PN4")]
    AttendedNoContribution,
    /// The child was absent and had briefed an advocate.
    #[serde(rename = "PN5")]
    AbsentAdvocateBriefed,
    /// The child was absent and conveyed views by another medium.
    #[serde(rename = "PN6")]
    AbsentViewsByOtherMedium,
    /// The child was absent and conveyed no views.
    #[serde(rename = "PN7")]
    AbsentViewsNotConveyed,
}

impl ChildParticipation {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::UnderFour,
        Self::AttendedAndSpoke,
        Self::AttendedAdvocateSpoke,
        Self::AttendedNonVerbal,
        Self::AttendedNoContribution,
        Self::AbsentAdvocateBriefed,
        Self::AbsentViewsByOtherMedium,
        Self::AbsentViewsNotConveyed,
    ];
}
