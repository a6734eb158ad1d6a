//! Allocation: which practitioners work the case, in which post and role, and which agencies are involved.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::WorkerChangeReason;
use crate::identifier::{AgencyId, ChildId, EntryId, PractitionerId};
use crate::landmark::Landmark;
use crate::recorded::{Antecedent, Label, Recorded};
use crate::text::Text;

/// A practitioner was allocated to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PractitionerAllocated {
    /// Who.
    pub practitioner: PractitionerId,
    /// For which agency.
    pub agency: AgencyId,
    /// The post they are in.
    #[serde(default)]
    pub post: Recorded<Label>,
    /// In which role.
    pub role: Role,
    /// Whether the allocation gave them access to the record.
    #[serde(default)]
    pub record_access: Recorded<RecordAccess>,
    /// The entries that were handed over to them.
    #[serde(default)]
    pub handed_over: Vec<EntryId>,
}

/// The role of a practitioner in a case.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Family help lead practitioner, who may be outside the local authority.
    FamilyHelpLeadPractitioner,
    /// Lead child protection practitioner.
    LeadChildProtectionPractitioner,
    /// Social worker.
    SocialWorker,
    /// Practice supervisor or team manager.
    PracticeSupervisor,
    /// Independent reviewing officer or conference chair.
    IndependentReviewingOfficer,
    /// Family group decision making co-ordinator.
    FamilyGroupCoordinator,
    /// The child's advocate.
    Advocate,
    /// The named professional of another agency.
    NamedProfessional,
    /// Another role.
    Other,
}

/// Access to the record that an allocation gives.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RecordAccess {
    /// To the whole record.
    Whole,
    /// To a part of it.
    Part,
    /// None.
    None,
}

/// A practitioner's allocation ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PractitionerStoodDown {
    /// The allocation that ended.
    pub allocation: Antecedent,
    /// Who.
    pub practitioner: PractitionerId,
    /// From which role.
    pub role: Role,
    /// Why, by its official code.
    #[serde(default)]
    pub reason: Recorded<WorkerChangeReason>,
}

/// An agency became involved with children of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyInvolved {
    /// Which agency.
    pub agency: AgencyId,
    /// With which children; none means all of the case.
    #[serde(default)]
    pub children: Vec<ChildId>,
    /// What for.
    #[serde(default)]
    pub purpose: Recorded<Text>,
}

/// An agency stopped being involved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyStoodDown {
    /// The involvement that ended.
    pub involvement: Antecedent,
    /// Which agency.
    pub agency: AgencyId,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// An event of the chapter `allocation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AllocationEvent {
    /// [`PractitionerAllocated`].
    PractitionerAllocated(PractitionerAllocated),
    /// [`PractitionerStoodDown`].
    PractitionerStoodDown(PractitionerStoodDown),
    /// [`AgencyInvolved`].
    AgencyInvolved(AgencyInvolved),
    /// [`AgencyStoodDown`].
    AgencyStoodDown(AgencyStoodDown),
}

impl AllocationEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::PractitionerAllocated(_) => Some(Landmark::Allocation),
            Self::PractitionerStoodDown(_) | Self::AgencyStoodDown(_) => None,
            Self::AgencyInvolved(_) => Some(Landmark::Involvement),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::PractitionerStoodDown(it) => Some((it.allocation, &[Landmark::Allocation])),
            Self::AgencyStoodDown(it) => Some((it.involvement, &[Landmark::Involvement])),
            Self::PractitionerAllocated(_) | Self::AgencyInvolved(_) => None,
        }
    }
}
