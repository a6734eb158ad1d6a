//! The stream of the ledger itself: its opening, keys, witnesses, rules, heads and anchors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::duty::LocalRules;
use crate::identifier::LedgerId;
use crate::recorded::{Label, Recorded};

/// The ledger was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerOpened {
    /// Which ledger.
    pub ledger: LedgerId,
    /// Whether it may hold records of real people.
    pub kind: LedgerKind,
    /// Who keeps it.
    pub owner: Label,
}

/// Whether a ledger may hold records of real people.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// It holds invented records alone; every screen and export says so.
    Synthetic,
}

/// A key that signs checkpoints was introduced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyIntroduced {
    /// Its name: what the ledger is called in its checkpoints, and the key's short identifier.
    pub name: Label,
    /// Its algorithm.
    pub algorithm: Label,
    /// The public key, in hexadecimal.
    pub public_key: Label,
    /// The name of the key that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Label>,
}

/// A policy on witnesses was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WitnessPolicyAdopted {
    /// The policy, by its digest.
    pub policy: Label,
    /// The policy itself, line by line.
    #[serde(default)]
    pub lines: Recorded<Vec<Label>>,
    /// The witnesses, each by the name of its key.
    #[serde(default)]
    pub witnesses: Vec<Label>,
    /// How many of them must cosign.
    pub needed: u8,
}

/// Rules and a calendar of working days were adopted. Each view as at a time uses those adopted by
/// then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesAdopted {
    /// The local rules.
    pub rules: LocalRules,
    /// The calendar of working days.
    pub calendar: Calendar,
}

/// The last revision of every stream was committed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamHeads {
    /// The root over the heads in the order in which the streams began, in hexadecimal.
    pub root: Label,
    /// How many streams there were.
    pub streams: u64,
    /// After how many leaves of the ledger that was so.
    #[serde(default)]
    pub size: Recorded<u64>,
}

/// A cosigned checkpoint was brought back into the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchorRecorded {
    /// The digest of the checkpoint, in hexadecimal.
    pub checkpoint: Label,
    /// How many leaves it commits to.
    pub size: u64,
    /// The root over them, in hexadecimal.
    #[serde(default)]
    pub root: Recorded<Label>,
    /// The signatures below it, as they stand there: the ledger's own and those of the witnesses,
    /// each with the time of its witness.
    #[serde(default)]
    pub signatures: Recorded<Vec<Label>>,
    /// Who cosigned it, each by the name of its key.
    #[serde(default)]
    pub witnessed: Vec<Label>,
}

/// An event in the stream of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LedgerEvent {
    /// [`LedgerOpened`].
    LedgerOpened(LedgerOpened),
    /// [`KeyIntroduced`].
    KeyIntroduced(KeyIntroduced),
    /// [`WitnessPolicyAdopted`].
    WitnessPolicyAdopted(WitnessPolicyAdopted),
    /// [`RulesAdopted`].
    RulesAdopted(RulesAdopted),
    /// [`StreamHeads`].
    StreamHeads(StreamHeads),
    /// [`AnchorRecorded`].
    AnchorRecorded(AnchorRecorded),
}
