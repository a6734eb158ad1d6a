//! The law as data with dates: each provision that a duty or an entry may rest on, and when it
//! applies from. Position at 21 November 2026.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A provision that an entry or a duty may rest on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum LegalBasis {
    /// Child in need: provision of services and assessment.
    #[serde(rename = "CA1989 s.17")]
    ChildInNeed,
    /// Accommodation.
    #[serde(rename = "CA1989 s.20")]
    Accommodation,
    /// Care and supervision orders.
    #[serde(rename = "CA1989 s.31")]
    CareOrder,
    /// Family group decision making before a Part 4 application (inserted by the Children's
    /// Wellbeing and Schools Act 2026 s.1).
    #[serde(rename = "CA1989 s.31ZA")]
    FamilyGroupDecisionMaking,
    /// The court's timetable for an application under Part 4.
    #[serde(rename = "CA1989 s.32")]
    CareTimetable,
    /// Child assessment order.
    #[serde(rename = "CA1989 s.43")]
    ChildAssessmentOrder,
    /// Emergency protection order.
    #[serde(rename = "CA1989 s.44")]
    EmergencyProtection,
    /// Duration of an emergency protection order.
    #[serde(rename = "CA1989 s.45")]
    EmergencyProtectionDuration,
    /// Police protection.
    #[serde(rename = "CA1989 s.46")]
    PoliceProtection,
    /// The local authority's duty to make enquiries.
    #[serde(rename = "CA1989 s.47")]
    Enquiry,
    /// Duty to safeguard and promote welfare.
    #[serde(rename = "CA2004 s.11")]
    SafeguardAndPromoteWelfare,
    /// Notification of serious incidents.
    #[serde(rename = "CA2004 s.16C")]
    IncidentNotification,
    /// Local safeguarding arrangements, and the teams inserted after it by the Children's
    /// Wellbeing and Schools Act 2026 s.3.
    #[serde(rename = "CA2004 s.16E")]
    SafeguardingArrangements,
    /// Duty to share information (inserted by the Children's Wellbeing and Schools Act 2026 s.4).
    #[serde(rename = "CA2004 s.16LA")]
    InformationSharing,
    /// Consistent identifier (inserted by the Children's Wellbeing and Schools Act 2026 s.4).
    #[serde(rename = "CA2004 s.16LC")]
    ConsistentIdentifier,
    /// Multi-agency child protection teams (Children's Wellbeing and Schools Act 2026 s.3).
    #[serde(rename = "CWSA2026 s.3")]
    MultiAgencyTeam,
    /// Consent to home education (inserted by the Children's Wellbeing and Schools Act 2026 s.37).
    #[serde(rename = "EA1996 s.434A")]
    HomeEducationConsent,
    /// Police notification of domestic abuse to schools.
    #[serde(rename = "DAA2021 s.49A")]
    DomesticAbuseNotification,
    /// Statutory guidance: Working Together to Safeguard Children.
    #[serde(rename = "WT2026")]
    WorkingTogether,
    /// A local safeguarding partnership's own practice.
    #[serde(rename = "local")]
    LocalPractice,
}

/// From when a provision applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// It has applied for longer than this ledger looks back.
    Already,
    /// It applies from a day.
    From(NaiveDate),
    /// It awaits commencement, and no day has been set.
    AwaitsCommencement,
}

impl LegalBasis {
    /// From when this provision applies, as far as is known at the head of this module.
    pub fn applies(self) -> Applies {
        match self {
            Self::FamilyGroupDecisionMaking
            | Self::InformationSharing
            | Self::ConsistentIdentifier
            | Self::MultiAgencyTeam
            | Self::HomeEducationConsent => Applies::AwaitsCommencement,
            Self::ChildInNeed
            | Self::Accommodation
            | Self::CareOrder
            | Self::CareTimetable
            | Self::ChildAssessmentOrder
            | Self::EmergencyProtection
            | Self::EmergencyProtectionDuration
            | Self::PoliceProtection
            | Self::Enquiry
            | Self::SafeguardAndPromoteWelfare
            | Self::IncidentNotification
            | Self::SafeguardingArrangements
            | Self::DomesticAbuseNotification
            | Self::WorkingTogether
            | Self::LocalPractice => Applies::Already,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_awaits_commencement_is_never_said_to_apply() {
        assert_eq!(LegalBasis::FamilyGroupDecisionMaking.applies(), Applies::AwaitsCommencement);
        assert_eq!(LegalBasis::InformationSharing.applies(), Applies::AwaitsCommencement);
        assert_eq!(LegalBasis::Enquiry.applies(), Applies::Already);
    }
}
