//! Code sets of the assessment: the factors it found and what came of it. Whether factor 21 stands
//! alone is a rule, and rules live in the chapters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names a factor identified at the end of an assessment (census `AssessmentFactors`).
///
/// The retired codes 18A and 19A are not in the set: they did not say who did the harm.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum AssessmentFactor {
    /// Alcohol misuse: the child.
    #[serde(rename = "1A")]
    AlcoholChild,
    /// Alcohol misuse: a parent or carer.
    #[serde(rename = "1B")]
    AlcoholParent,
    /// Alcohol misuse: another person in the household.
    #[serde(rename = "1C")]
    AlcoholHousehold,
    /// Drug misuse: the child.
    #[serde(rename = "2A")]
    DrugsChild,
    /// Drug misuse: a parent or carer.
    #[serde(rename = "2B")]
    DrugsParent,
    /// Drug misuse: another person in the household.
    #[serde(rename = "2C")]
    DrugsHousehold,
    /// Domestic abuse: the child.
    #[serde(rename = "3A")]
    DomesticAbuseChild,
    /// Domestic abuse: a parent or carer.
    #[serde(rename = "3B")]
    DomesticAbuseParent,
    /// Domestic abuse: another person in the household.
    #[serde(rename = "3C")]
    DomesticAbuseHousehold,
    /// Mental health: the child.
    #[serde(rename = "4A")]
    MentalHealthChild,
    /// Mental health: a parent or carer.
    #[serde(rename = "4B")]
    MentalHealthParent,
    /// Mental health: another person in the household.
    #[serde(rename = "4C")]
    MentalHealthHousehold,
    /// Learning disability: the child.
    #[serde(rename = "5A")]
    LearningDisabilityChild,
    /// Learning disability: a parent or carer.
    #[serde(rename = "5B")]
    LearningDisabilityParent,
    /// Learning disability: another person in the household.
    #[serde(rename = "5C")]
    LearningDisabilityHousehold,
    /// Physical disability or illness: the child.
    #[serde(rename = "6A")]
    PhysicalDisabilityOrIllnessChild,
    /// Physical disability or illness: a parent or carer.
    #[serde(rename = "6B")]
    PhysicalDisabilityOrIllnessParent,
    /// Physical disability or illness: another person in the household.
    #[serde(rename = "6C")]
    PhysicalDisabilityOrIllnessHousehold,
    /// Young carer.
    #[serde(rename = "7A")]
    YoungCarer,
    /// Privately fostered: overseas child who intends to return.
    #[serde(rename = "8B")]
    PrivatelyFosteredOverseasReturning,
    /// Privately fostered: overseas child who intends to stay.
    #[serde(rename = "8C")]
    PrivatelyFosteredOverseasStaying,
    /// Privately fostered: child of this country in an educational placement.
    #[serde(rename = "8D")]
    PrivatelyFosteredEducation,
    /// Privately fostered: child of this country in an alternative family arrangement.
    #[serde(rename = "8E")]
    PrivatelyFosteredFamilyArrangement,
    /// Privately fostered: other.
    #[serde(rename = "8F")]
    PrivatelyFosteredOther,
    /// Unaccompanied asylum-seeking child.
    #[serde(rename = "9A")]
    UnaccompaniedAsylumSeekingChild,
    /// Missing.
    #[serde(rename = "10A")]
    Missing,
    /// Child sexual exploitation.
    #[serde(rename = "11A")]
    ChildSexualExploitation,
    /// Trafficking.
    #[serde(rename = "12A")]
    Trafficking,
    /// Gangs.
    #[serde(rename = "13A")]
    Gangs,
    /// Socially unacceptable behaviour.
    #[serde(rename = "14A")]
    SociallyUnacceptableBehaviour,
    /// Self-harm.
    #[serde(rename = "15A")]
    SelfHarm,
    /// Neglect.
    #[serde(rename = "16A")]
    Neglect,
    /// Emotional abuse.
    #[serde(rename = "17A")]
    EmotionalAbuse,
    /// Physical abuse of the child by a child.
    #[serde(rename = "18B")]
    PhysicalAbuseByChild,
    /// Physical abuse of the child by an adult.
    #[serde(rename = "18C")]
    PhysicalAbuseByAdult,
    /// Sexual abuse of the child by a child.
    #[serde(rename = "19B")]
    SexualAbuseByChild,
    /// Sexual abuse of the child by an adult.
    #[serde(rename = "19C")]
    SexualAbuseByAdult,
    /// Other.
    #[serde(rename = "20")]
    Other,
    /// No factor was identified; excludes every other (rule 8869).
    #[serde(rename = "21")]
    NoFactors,
    /// Female genital mutilation.
    #[serde(rename = "22A")]
    FemaleGenitalMutilation,
    /// Abuse linked to faith or belief.
    #[serde(rename = "23A")]
    FaithOrBeliefAbuse,
    /// Child criminal exploitation.
    #[serde(rename = "24A")]
    ChildCriminalExploitation,
}

impl AssessmentFactor {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::AlcoholChild,
        Self::AlcoholParent,
        Self::AlcoholHousehold,
        Self::DrugsChild,
        Self::DrugsParent,
        Self::DrugsHousehold,
        Self::DomesticAbuseChild,
        Self::DomesticAbuseParent,
        Self::DomesticAbuseHousehold,
        Self::MentalHealthChild,
        Self::MentalHealthParent,
        Self::MentalHealthHousehold,
        Self::LearningDisabilityChild,
        Self::LearningDisabilityParent,
        Self::LearningDisabilityHousehold,
        Self::PhysicalDisabilityOrIllnessChild,
        Self::PhysicalDisabilityOrIllnessParent,
        Self::PhysicalDisabilityOrIllnessHousehold,
        Self::YoungCarer,
        Self::PrivatelyFosteredOverseasReturning,
        Self::PrivatelyFosteredOverseasStaying,
        Self::PrivatelyFosteredEducation,
        Self::PrivatelyFosteredFamilyArrangement,
        Self::PrivatelyFosteredOther,
        Self::UnaccompaniedAsylumSeekingChild,
        Self::Missing,
        Self::ChildSexualExploitation,
        Self::Trafficking,
        Self::Gangs,
        Self::SociallyUnacceptableBehaviour,
        Self::SelfHarm,
        Self::Neglect,
        Self::EmotionalAbuse,
        Self::PhysicalAbuseByChild,
        Self::PhysicalAbuseByAdult,
        Self::SexualAbuseByChild,
        Self::SexualAbuseByAdult,
        Self::Other,
        Self::NoFactors,
        Self::FemaleGenitalMutilation,
        Self::FaithOrBeliefAbuse,
        Self::ChildCriminalExploitation,
    ];
}

/// Names what came of an assessment (outcome flag of the standard dataset).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum AssessmentOutcome {
    /// No further action.
    #[serde(rename = "NFA")]
    NoFurtherAction,
    /// No further action, and the section 47 enquiry ended.
    #[serde(rename = "NFA_S47_END")]
    NoFurtherActionEnquiryEnded,
    /// Strategy discussion.
    #[serde(rename = "STRATEGY_DISCUSSION")]
    StrategyDiscussion,
    /// Request that the child be looked after.
    #[serde(rename = "CLA_REQUEST")]
    LookedAfterRequest,
    /// Private fostering.
    #[serde(rename = "PRIVATE_FOSTERING")]
    PrivateFostering,
    /// Legal action.
    #[serde(rename = "LEGAL_ACTION")]
    LegalAction,
    /// Provision of services.
    #[serde(rename = "PROV_OF_SERVICES")]
    ProvisionOfServices,
    /// Provision of short break care.
    #[serde(rename = "PROV_OF_SB_CARE")]
    ProvisionOfShortBreakCare,
    /// Specialist assessment.
    #[serde(rename = "SPECIALIST_ASSESSMENT")]
    SpecialistAssessment,
    /// Referral to another agency.
    #[serde(rename = "REFERRAL_TO_OTHER_AGENCY")]
    ReferralToOtherAgency,
    /// Other.
    #[serde(rename = "OTHER")]
    Other,
}

impl AssessmentOutcome {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::NoFurtherAction,
        Self::NoFurtherActionEnquiryEnded,
        Self::StrategyDiscussion,
        Self::LookedAfterRequest,
        Self::PrivateFostering,
        Self::LegalAction,
        Self::ProvisionOfServices,
        Self::ProvisionOfShortBreakCare,
        Self::SpecialistAssessment,
        Self::ReferralToOtherAgency,
        Self::Other,
    ];
}
