//! Code sets of the front door: where a referral came from, what the need is, what was decided, why
//! a case closed. It holds no rule about which of them fits when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names where a contact or a referral came from (census `ReferralSource`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum ReferralSource {
    /// Family, relative or carer.
    #[serde(rename = "1A")]
    Family,
    /// Acquaintance.
    #[serde(rename = "1B")]
    Acquaintance,
    /// The child or young person.
    #[serde(rename = "1C")]
    OwnReferral,
    /// Other individual.
    #[serde(rename = "1D")]
    OtherIndividual,
    /// School.
    #[serde(rename = "2A")]
    School,
    /// Education service.
    #[serde(rename = "2B")]
    EducationService,
    /// General practitioner.
    #[serde(rename = "3A")]
    GeneralPractitioner,
    /// Health visitor.
    #[serde(rename = "3B")]
    HealthVisitor,
    /// School nurse.
    #[serde(rename = "3C")]
    SchoolNurse,
    /// Other primary health service.
    #[serde(rename = "3D")]
    OtherPrimaryHealth,
    /// Accident and emergency department.
    #[serde(rename = "3E")]
    EmergencyDepartment,
    /// Other health service.
    #[serde(rename = "3F")]
    OtherHealth,
    /// Housing.
    #[serde(rename = "4")]
    Housing,
    /// Local authority social care, for example adult social care.
    #[serde(rename = "5A")]
    LocalAuthoritySocialCare,
    /// Other service inside the local authority.
    #[serde(rename = "5B")]
    LocalAuthorityOtherInternal,
    /// Other local authority.
    #[serde(rename = "5C")]
    LocalAuthorityExternal,
    /// Local authority early help.
    #[serde(rename = "5D")]
    LocalAuthorityEarlyHelp,
    /// Police.
    #[serde(rename = "6")]
    Police,
    /// Other legal agency: courts, probation, Cafcass, prison, immigration.
    #[serde(rename = "7")]
    OtherLegalAgency,
    /// Other: children's centre, provider, voluntary sector.
    #[serde(rename = "8")]
    Other,
    /// Anonymous.
    #[serde(rename = "9")]
    Anonymous,
    /// Unknown.
    #[serde(rename = "10")]
    Unknown,
}

impl ReferralSource {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::Family,
        Self::Acquaintance,
        Self::OwnReferral,
        Self::OtherIndividual,
        Self::School,
        Self::EducationService,
        Self::GeneralPractitioner,
        Self::HealthVisitor,
        Self::SchoolNurse,
        Self::OtherPrimaryHealth,
        Self::EmergencyDepartment,
        Self::OtherHealth,
        Self::Housing,
        Self::LocalAuthoritySocialCare,
        Self::LocalAuthorityOtherInternal,
        Self::LocalAuthorityExternal,
        Self::LocalAuthorityEarlyHelp,
        Self::Police,
        Self::OtherLegalAgency,
        Self::Other,
        Self::Anonymous,
        Self::Unknown,
    ];
}

/// Names the main reason why the child is in need (census `PrimaryNeedCode`).
///
/// When several fit, the one that comes first in the list is taken.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum PrimaryNeed {
    /// Abuse or neglect.
    #[serde(rename = "N1")]
    AbuseOrNeglect,
    /// The child's disability.
    #[serde(rename = "N2")]
    ChildDisability,
    /// A parent's disability or illness.
    #[serde(rename = "N3")]
    ParentalDisabilityOrIllness,
    /// Family in acute stress.
    #[serde(rename = "N4")]
    FamilyInAcuteStress,
    /// Family dysfunction.
    #[serde(rename = "N5")]
    FamilyDysfunction,
    /// Socially unacceptable behaviour.
    #[serde(rename = "N6")]
    SociallyUnacceptableBehaviour,
    /// Low income.
    #[serde(rename = "N7")]
    LowIncome,
    /// Absent parenting.
    #[serde(rename = "N8")]
    AbsentParenting,
    /// Case other than child in need.
    #[serde(rename = "N9")]
    NotChildInNeed,
    /// Not stated.
    #[serde(rename = "N0")]
    NotStated,
}

impl PrimaryNeed {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::AbuseOrNeglect,
        Self::ChildDisability,
        Self::ParentalDisabilityOrIllness,
        Self::FamilyInAcuteStress,
        Self::FamilyDysfunction,
        Self::SociallyUnacceptableBehaviour,
        Self::LowIncome,
        Self::AbsentParenting,
        Self::NotChildInNeed,
        Self::NotStated,
    ];
}

/// Names why an episode of need closed (census `ReasonForClosure`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum ReasonForClosure {
    /// Adopted.
    #[serde(rename = "RC1")]
    Adopted,
    /// Died.
    #[serde(rename = "RC2")]
    Died,
    /// Child arrangements order.
    #[serde(rename = "RC3")]
    ChildArrangementsOrder,
    /// Special guardianship order.
    #[serde(rename = "RC4")]
    SpecialGuardianshipOrder,
    /// Transferred to another local authority.
    #[serde(rename = "RC5")]
    TransferredToOtherLocalAuthority,
    /// Transferred to adult services.
    #[serde(rename = "RC6")]
    TransferredToAdultServices,
    /// Other, including no longer in need.
    #[serde(rename = "RC7")]
    NoLongerInNeed,
    /// Closed after assessment with no further action.
    #[serde(rename = "RC8")]
    AssessedNoFurtherAction,
    /// Closed after assessment and referred to early help.
    #[serde(rename = "RC9")]
    AssessedReferredToEarlyHelp,
}

impl ReasonForClosure {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::Adopted,
        Self::Died,
        Self::ChildArrangementsOrder,
        Self::SpecialGuardianshipOrder,
        Self::TransferredToOtherLocalAuthority,
        Self::TransferredToAdultServices,
        Self::NoLongerInNeed,
        Self::AssessedNoFurtherAction,
        Self::AssessedReferredToEarlyHelp,
    ];
}

/// Names what came of a contact (outcome flag of the standard dataset).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum ContactOutcome {
    /// Became a new referral.
    #[serde(rename = "NEW_REFERRAL")]
    NewReferral,
    /// Was joined to an existing referral.
    #[serde(rename = "EXISTING_REFERRAL")]
    ExistingReferral,
    /// Became a child protection enquiry.
    #[serde(rename = "CP_ENQUIRY")]
    ChildProtectionEnquiry,
    /// No further action.
    #[serde(rename = "NFA")]
    NoFurtherAction,
    /// Concerned a non-agency adoption.
    #[serde(rename = "NON_AGENCY_ADOPTION")]
    NonAgencyAdoption,
    /// Concerned private fostering.
    #[serde(rename = "PRIVATE_FOSTERING")]
    PrivateFostering,
    /// Advice was given.
    #[serde(rename = "ADVICE")]
    Advice,
    /// Concerned a missing child.
    #[serde(rename = "MISSING")]
    Missing,
    /// Concerned child protection by another local authority.
    #[serde(rename = "OLA_CP")]
    OtherAuthorityChildProtection,
    /// Other outcomes.
    #[serde(rename = "OTHER_OUTCOMES")]
    OtherOutcomes,
}

impl ContactOutcome {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::NewReferral,
        Self::ExistingReferral,
        Self::ChildProtectionEnquiry,
        Self::NoFurtherAction,
        Self::NonAgencyAdoption,
        Self::PrivateFostering,
        Self::Advice,
        Self::Missing,
        Self::OtherAuthorityChildProtection,
        Self::OtherOutcomes,
    ];
}

/// Names what was decided on a referral (outcome flag of the standard dataset).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum ReferralOutcome {
    /// Single assessment.
    #[serde(rename = "SINGLE_ASSESSMENT")]
    SingleAssessment,
    /// No further action.
    #[serde(rename = "NFA")]
    NoFurtherAction,
    /// Strategy discussion.
    #[serde(rename = "STRATEGY_DISCUSSION")]
    StrategyDiscussion,
    /// Request that the child be looked after.
    #[serde(rename = "CLA_REQUEST")]
    LookedAfterRequest,
    /// Non-agency adoption.
    #[serde(rename = "NON_AGENCY_ADOPTION")]
    NonAgencyAdoption,
    /// Private fostering.
    #[serde(rename = "PRIVATE_FOSTERING")]
    PrivateFostering,
    /// Child protection case transferred in.
    #[serde(rename = "CP_TRANSFER_IN")]
    ChildProtectionTransferIn,
    /// Child protection conference.
    #[serde(rename = "CP_CONFERENCE")]
    ChildProtectionConference,
    /// Care leaver.
    #[serde(rename = "CARE_LEAVER")]
    CareLeaver,
    /// Other.
    #[serde(rename = "OTHER")]
    Other,
}

impl ReferralOutcome {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::SingleAssessment,
        Self::NoFurtherAction,
        Self::StrategyDiscussion,
        Self::LookedAfterRequest,
        Self::NonAgencyAdoption,
        Self::PrivateFostering,
        Self::ChildProtectionTransferIn,
        Self::ChildProtectionConference,
        Self::CareLeaver,
        Self::Other,
    ];
}
