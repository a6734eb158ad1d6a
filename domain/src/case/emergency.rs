//! Emergency: police protection and emergency protection orders, which statute limits in time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::ChildId;
use crate::landmark::Landmark;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;
use crate::time::When;

/// A constable took a child into police protection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoliceProtectionTaken {
    /// The child.
    pub child: ChildId,
    /// On which ground.
    pub ground: Text,
    /// Where the child is.
    #[serde(default)]
    pub place: Recorded<Text>,
    /// When the local authority was told.
    #[serde(default)]
    pub authority_told: Recorded<When>,
    /// When the parents were told.
    #[serde(default)]
    pub parents_told: Recorded<When>,
}

/// Police protection ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoliceProtectionEnded {
    /// The police protection.
    pub protection: Antecedent,
    /// The child.
    pub child: ChildId,
    /// How.
    #[serde(default)]
    pub how: Recorded<ProtectionEnd>,
}

/// How police protection ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionEnd {
    /// The child was released.
    Released,
    /// An emergency protection order was made.
    EmergencyOrder,
    /// The child was accommodated.
    Accommodated,
    /// It lapsed.
    Lapsed,
}

/// A court made an emergency protection order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyProtectionOrdered {
    /// The child.
    pub child: ChildId,
    /// On which ground.
    #[serde(default)]
    pub ground: Recorded<Text>,
    /// For how many days it was made.
    #[serde(default)]
    pub lasts_days: Recorded<u16>,
    /// What it says of contact.
    #[serde(default)]
    pub contact: Recorded<Text>,
}

/// A court extended an emergency protection order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyProtectionExtended {
    /// The order.
    pub order: Antecedent,
    /// By how many days.
    #[serde(default)]
    pub by_days: Recorded<u16>,
}

/// An emergency protection order ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyProtectionEnded {
    /// The order.
    pub order: Antecedent,
    /// The child.
    pub child: ChildId,
    /// How.
    #[serde(default)]
    pub how: Recorded<Text>,
}

/// An event of the chapter `emergency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EmergencyEvent {
    /// [`PoliceProtectionTaken`].
    PoliceProtectionTaken(PoliceProtectionTaken),
    /// [`PoliceProtectionEnded`].
    PoliceProtectionEnded(PoliceProtectionEnded),
    /// [`EmergencyProtectionOrdered`].
    EmergencyProtectionOrdered(EmergencyProtectionOrdered),
    /// [`EmergencyProtectionExtended`].
    EmergencyProtectionExtended(EmergencyProtectionExtended),
    /// [`EmergencyProtectionEnded`].
    EmergencyProtectionEnded(EmergencyProtectionEnded),
}

impl EmergencyEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::PoliceProtectionTaken(_) => Some(Landmark::PoliceProtection),
            Self::PoliceProtectionEnded(_) | Self::EmergencyProtectionEnded(_) => None,
            Self::EmergencyProtectionOrdered(_) => Some(Landmark::EmergencyOrder),
            Self::EmergencyProtectionExtended(_) => Some(Landmark::EmergencyExtension),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::PoliceProtectionEnded(it) => Some((it.protection, &[Landmark::PoliceProtection])),
            Self::EmergencyProtectionExtended(it) => Some((it.order, &[Landmark::EmergencyOrder])),
            Self::EmergencyProtectionEnded(it) => Some((it.order, &[Landmark::EmergencyOrder])),
            Self::PoliceProtectionTaken(_) | Self::EmergencyProtectionOrdered(_) => None,
        }
    }
}
