//! Code sets of pre-proceedings and of the court: legal gateway, outcome, short notice, orders.
//! Care plan lists and the codes of the looked-after return are not here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names what a legal gateway meeting decided (`prep_legal_gateway_outcome`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum LegalGatewayOutcome {
    /// Continue the plan.
    #[serde(rename = "A")]
    ContinuePlan,
    /// Start pre-proceedings.
    #[serde(rename = "B")]
    StartPreProceedings,
    /// Issue proceedings.
    #[serde(rename = "C")]
    IssueProceedings,
    /// Unknown.
    #[serde(rename = "D")]
    Unknown,
}

impl LegalGatewayOutcome {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] =
        &[Self::ContinuePlan, Self::StartPreProceedings, Self::IssueProceedings, Self::Unknown];
}

/// Names how pre-proceedings ended (census `PPOutcome`, code set CS131).
///
/// The meanings of the three letters are not published in our sources, so none is given here: a
/// form shows the letter, and nothing in this program may act on what it might stand for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum PreProceedingsOutcome {
    /// Outcome A; its meaning is not published in our sources.
    #[serde(rename = "A")]
    A,
    /// Outcome B; its meaning is not published in our sources.
    #[serde(rename = "B")]
    B,
    /// Outcome C; its meaning is not published in our sources.
    #[serde(rename = "C")]
    C,
}

impl PreProceedingsOutcome {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[Self::A, Self::B, Self::C];
}

/// Names why an application to court was made at short notice.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum ShortNoticeReason {
    /// Children Act 1989: immediate safety, or abduction.
    #[serde(rename = "A")]
    ImmediateSafetyOrAbduction,
    /// Emergency protection order.
    #[serde(rename = "B")]
    EmergencyProtectionOrder,
    /// Other.
    #[serde(rename = "C")]
    Other,
}

impl ShortNoticeReason {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] =
        &[Self::ImmediateSafetyOrAbduction, Self::EmergencyProtectionOrder, Self::Other];
}

/// Names an order that a court can make about a child.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum OrderKind {
    /// Interim care order.
    #[serde(rename = "ICO")]
    InterimCareOrder,
    /// Care order.
    #[serde(rename = "CO")]
    CareOrder,
    /// Supervision order.
    #[serde(rename = "SO")]
    SupervisionOrder,
    /// Placement order.
    #[serde(rename = "PO")]
    PlacementOrder,
    /// Special guardianship order.
    #[serde(rename = "SGO")]
    SpecialGuardianshipOrder,
    /// Child arrangements order.
    #[serde(rename = "CAO")]
    ChildArrangementsOrder,
    /// Emergency protection order.
    #[serde(rename = "EPO")]
    EmergencyProtectionOrder,
}

impl OrderKind {
    /// Every value of the set, in the order in which it is published.
    pub const ALL: &'static [Self] = &[
        Self::InterimCareOrder,
        Self::CareOrder,
        Self::SupervisionOrder,
        Self::PlacementOrder,
        Self::SpecialGuardianshipOrder,
        Self::ChildArrangementsOrder,
        Self::EmergencyProtectionOrder,
    ];
}
