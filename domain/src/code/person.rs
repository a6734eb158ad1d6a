//! Code sets that describe a child: sex, ethnicity, disability, and why a pupil number is unknown.
//! Names and identifiers are personal data and are held apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names the sex of a child as the census asks for it since 2024-25.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Sex {
    /// Male.
    #[serde(rename = "M")]
    Male,
    /// Female.
    #[serde(rename = "F")]
    Female,
    /// Unknown; the code of an unborn child (rule 8750).
    #[serde(rename = "U")]
    Unknown,
}

impl Sex {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[Self::Male, Self::Female, Self::Unknown];
}

/// Names why a unique pupil number is not known (census `UPNunknown`).
///
/// The wording of the first five follows the standard dataset; the set is that of the census
/// schema of 2024.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum UpnUnknown {
    /// The child is not of school age and has no number yet.
    #[serde(rename = "UN1")]
    NotOfSchoolAge,
    /// The child never attended a maintained school in England.
    #[serde(rename = "UN2")]
    NeverAtMaintainedSchool,
    /// The child is educated outside England.
    #[serde(rename = "UN3")]
    EducatedOutsideEngland,
    /// The child is new to the authority and the number is not yet known.
    #[serde(rename = "UN4")]
    NotYetKnown,
    /// Sources disagree on the child, so that no number can be matched.
    #[serde(rename = "UN5")]
    SourcesDisagree,
    /// The sixth reason; its meaning is not published in our sources.
    #[serde(rename = "UN6")]
    SixthReason,
    /// The seventh reason; its meaning is not published in our sources.
    #[serde(rename = "UN7")]
    SeventhReason,
}

impl UpnUnknown {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::NotOfSchoolAge,
        Self::NeverAtMaintainedSchool,
        Self::EducatedOutsideEngland,
        Self::NotYetKnown,
        Self::SourcesDisagree,
        Self::SixthReason,
        Self::SeventhReason,
    ];
}

/// Names the ethnicity that the child, or the parent or carer, gave.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Ethnicity {
    /// White British.
    #[serde(rename = "WBRI")]
    WhiteBritish,
    /// White Irish.
    #[serde(rename = "WIRI")]
    WhiteIrish,
    /// Traveller of Irish heritage.
    #[serde(rename = "WIRT")]
    TravellerOfIrishHeritage,
    /// Any other White background.
    #[serde(rename = "WOTH")]
    OtherWhite,
    /// Gypsy or Roma.
    #[serde(rename = "WROM")]
    GypsyOrRoma,
    /// White and Black Caribbean.
    #[serde(rename = "MWBC")]
    WhiteAndBlackCaribbean,
    /// White and Black African.
    #[serde(rename = "MWBA")]
    WhiteAndBlackAfrican,
    /// White and Asian.
    #[serde(rename = "MWAS")]
    WhiteAndAsian,
    /// Any other mixed background.
    #[serde(rename = "MOTH")]
    OtherMixed,
    /// Indian.
    #[serde(rename = "AIND")]
    Indian,
    /// Pakistani.
    #[serde(rename = "APKN")]
    Pakistani,
    /// Bangladeshi.
    #[serde(rename = "ABAN")]
    Bangladeshi,
    /// Any other Asian background.
    #[serde(rename = "AOTH")]
    OtherAsian,
    /// Black Caribbean.
    #[serde(rename = "BCRB")]
    BlackCaribbean,
    /// Black African.
    #[serde(rename = "BAFR")]
    BlackAfrican,
    /// Any other Black background.
    #[serde(rename = "BOTH")]
    OtherBlack,
    /// Chinese.
    #[serde(rename = "CHNE")]
    Chinese,
    /// Any other ethnic group.
    #[serde(rename = "OOTH")]
    OtherEthnicGroup,
    /// Refused: asked, and not given.
    #[serde(rename = "REFU")]
    Refused,
    /// Information not yet obtained.
    #[serde(rename = "NOBT")]
    NotYetObtained,
}

impl Ethnicity {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::WhiteBritish,
        Self::WhiteIrish,
        Self::TravellerOfIrishHeritage,
        Self::OtherWhite,
        Self::GypsyOrRoma,
        Self::WhiteAndBlackCaribbean,
        Self::WhiteAndBlackAfrican,
        Self::WhiteAndAsian,
        Self::OtherMixed,
        Self::Indian,
        Self::Pakistani,
        Self::Bangladeshi,
        Self::OtherAsian,
        Self::BlackCaribbean,
        Self::BlackAfrican,
        Self::OtherBlack,
        Self::Chinese,
        Self::OtherEthnicGroup,
        Self::Refused,
        Self::NotYetObtained,
    ];
}

/// Names a disability that affects a child; a child may have several.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Disability {
    /// No disability.
    #[serde(rename = "NONE")]
    NoDisability,
    /// Mobility.
    #[serde(rename = "MOB")]
    Mobility,
    /// Hand function.
    #[serde(rename = "HAND")]
    HandFunction,
    /// Personal care.
    #[serde(rename = "PC")]
    PersonalCare,
    /// Incontinence.
    #[serde(rename = "INC")]
    Incontinence,
    /// Communication.
    #[serde(rename = "COMM")]
    Communication,
    /// Learning disability.
    #[serde(rename = "LD")]
    Learning,
    /// Hearing.
    #[serde(rename = "HEAR")]
    Hearing,
    /// Vision.
    #[serde(rename = "VIS")]
    Vision,
    /// Behaviour.
    #[serde(rename = "BEH")]
    Behaviour,
    /// Consciousness.
    #[serde(rename = "CON")]
    Consciousness,
    /// Autism.
    #[serde(rename = "AUT")]
    Autism,
    /// Other disability within the Disability Discrimination Act.
    #[serde(rename = "DDA")]
    OtherUnderDisabilityAct,
}

impl Disability {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::NoDisability,
        Self::Mobility,
        Self::HandFunction,
        Self::PersonalCare,
        Self::Incontinence,
        Self::Communication,
        Self::Learning,
        Self::Hearing,
        Self::Vision,
        Self::Behaviour,
        Self::Consciousness,
        Self::Autism,
        Self::OtherUnderDisabilityAct,
    ];
}
