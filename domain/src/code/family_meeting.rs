//! Code sets of family group decision making. The statute gives one exception, the best interests
//! of the child; the reasons beneath it are proposed, so that take-up can be understood. Whether an
//! exception is made out is for the chapter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names why family group decision making was found not to be in the best interests of the child.
///
/// Proposed by Candour; no official set.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum FgdmNotOfferedReason {
    /// Risk of domestic abuse or of coercive control.
    #[serde(rename = "DOMESTIC_ABUSE")]
    DomesticAbuse,
    /// Risk to the child.
    #[serde(rename = "RISK_TO_CHILD")]
    RiskToChild,
    /// The whereabouts are unknown.
    #[serde(rename = "WHEREABOUTS_UNKNOWN")]
    WhereaboutsUnknown,
    /// No parent and no other holder of parental responsibility can be traced.
    #[serde(rename = "NO_ONE_TRACEABLE")]
    NoOneTraceable,
    /// The application is urgent.
    #[serde(rename = "URGENT_APPLICATION")]
    UrgentApplication,
    /// The family already held a conference on the same concerns.
    #[serde(rename = "ALREADY_HELD")]
    AlreadyHeld,
    /// Other.
    #[serde(rename = "OTHER")]
    Other,
}

impl FgdmNotOfferedReason {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::DomesticAbuse,
        Self::RiskToChild,
        Self::WhereaboutsUnknown,
        Self::NoOneTraceable,
        Self::UrgentApplication,
        Self::AlreadyHeld,
        Self::Other,
    ];
}

/// Names why a person declined the offer. Someone who first wants legal advice has not declined.
///
/// Proposed by Candour; no official set.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum FgdmDeclineReason {
    /// Does not want the family involved.
    #[serde(rename = "FAMILY_NOT_WANTED")]
    FamilyNotWanted,
    /// Has no network.
    #[serde(rename = "NO_NETWORK")]
    NoNetwork,
    /// Does not trust the local authority.
    #[serde(rename = "DISTRUST_OF_AUTHORITY")]
    DistrustOfAuthority,
    /// Conflict or domestic abuse.
    #[serde(rename = "CONFLICT_OR_ABUSE")]
    ConflictOrAbuse,
    /// Timing.
    #[serde(rename = "TIMING")]
    Timing,
    /// Culture or language.
    #[serde(rename = "CULTURE_OR_LANGUAGE")]
    CultureOrLanguage,
    /// Prefers another process.
    #[serde(rename = "OTHER_PROCESS_PREFERRED")]
    OtherProcessPreferred,
    /// Was asked, and declined to say.
    #[serde(rename = "DECLINED_TO_SAY")]
    DeclinedToSay,
}

impl FgdmDeclineReason {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::FamilyNotWanted,
        Self::NoNetwork,
        Self::DistrustOfAuthority,
        Self::ConflictOrAbuse,
        Self::Timing,
        Self::CultureOrLanguage,
        Self::OtherProcessPreferred,
        Self::DeclinedToSay,
    ];
}

/// Names why a meeting was not held after an offer.
///
/// Proposed by Candour; no official set.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum FgdmNotHeldReason {
    /// The acceptance was withdrawn.
    #[serde(rename = "WITHDRAWN")]
    Withdrawn,
    /// Holding it was not in the best interests of the child.
    #[serde(rename = "NOT_IN_BEST_INTERESTS")]
    NotInBestInterests,
    /// Too few of the family could take part.
    #[serde(rename = "NO_QUORUM_OF_FAMILY")]
    NoQuorumOfFamily,
    /// The child moved.
    #[serde(rename = "CHILD_MOVED")]
    ChildMoved,
    /// The local authority decided so.
    #[serde(rename = "AUTHORITY_DECISION")]
    AuthorityDecision,
    /// Proceedings were issued urgently.
    #[serde(rename = "ISSUED_URGENTLY")]
    IssuedUrgently,
}

impl FgdmNotHeldReason {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::Withdrawn,
        Self::NotInBestInterests,
        Self::NoQuorumOfFamily,
        Self::ChildMoved,
        Self::AuthorityDecision,
        Self::IssuedUrgently,
    ];
}

/// Names the stage of a case at which a family group conference was asked for.
///
/// Proposed by Candour; no official set.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum CaseStage {
    /// Early help.
    #[serde(rename = "EH")]
    EarlyHelp,
    /// Child in need.
    #[serde(rename = "CIN")]
    ChildInNeed,
    /// Child protection.
    #[serde(rename = "CP")]
    ChildProtection,
    /// Pre-proceedings.
    #[serde(rename = "PP")]
    PreProceedings,
    /// Child looked after.
    #[serde(rename = "CLA")]
    LookedAfter,
}

impl CaseStage {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::EarlyHelp,
        Self::ChildInNeed,
        Self::ChildProtection,
        Self::PreProceedings,
        Self::LookedAfter,
    ];
}
