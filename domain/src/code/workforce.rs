//! Code sets about those who do the work: why a worker changed, and which kind of agency one is.
//! Roles and team members belong to the chapters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names why the allocated worker changed (`invo_worker_change_reason`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum WorkerChangeReason {
    /// Managing caseloads.
    #[serde(rename = "MANAGE")]
    ManagingCaseloads,
    /// First contact or re-referral.
    #[serde(rename = "FCONTA")]
    FirstContact,
    /// The previous worker left the role.
    #[serde(rename = "LEFTRL")]
    LeftRole,
    /// The organisation was restructured.
    #[serde(rename = "ORGRST")]
    Restructure,
    /// The child was transferred by the standard process.
    #[serde(rename = "TSPROC")]
    TransferProcess,
    /// Absence, or return from absence.
    #[serde(rename = "ABSENC")]
    Absence,
    /// The child asked for a change.
    #[serde(rename = "CHCHAN")]
    ChildAskedForChange,
    /// A parent or carer asked for a change.
    #[serde(rename = "PCCHAN")]
    ParentAskedForChange,
    /// The previous worker died.
    #[serde(rename = "SWDIED")]
    WorkerDied,
    /// Other reason.
    #[serde(rename = "OTHERS")]
    Other,
}

impl WorkerChangeReason {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::ManagingCaseloads,
        Self::FirstContact,
        Self::LeftRole,
        Self::Restructure,
        Self::TransferProcess,
        Self::Absence,
        Self::ChildAskedForChange,
        Self::ParentAskedForChange,
        Self::WorkerDied,
        Self::Other,
    ];
}

/// Names by which limb of section 16LA of the Children Act 2004 an agency may share and be told.
///
/// Proposed by Candour; no official set.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum AgencyCategory {
    /// A body listed in section 11(1).
    #[serde(rename = "S11")]
    SectionEleven,
    /// A childcare or education agency designated under section 16E.
    #[serde(rename = "EDU_CHILDCARE")]
    EducationOrChildcare,
    /// A person who provides services under arrangement with either.
    #[serde(rename = "CONTRACTED")]
    Contracted,
}

impl AgencyCategory {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] =
        &[Self::SectionEleven, Self::EducationOrChildcare, Self::Contracted];
}
