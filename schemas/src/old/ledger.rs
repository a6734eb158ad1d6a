//! Old shapes of the stream of the ledger.

use candour_domain::ledger_stream::{AnchorRecorded, StreamHeads, WitnessPolicyAdopted};
use candour_domain::recorded::{Label, Recorded};
use schemars::JsonSchema;
use serde::Deserialize;

/// A policy on witnesses was adopted.
///
/// Version 1 named the policy by its digest alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WitnessPolicyAdoptedV1 {
    /// The policy, by its digest.
    policy: Label,
    /// The witnesses, each by the name of its key.
    #[serde(default)]
    witnesses: Vec<Label>,
    /// How many of them must cosign.
    needed: u8,
}

/// What the policy says cannot be had from its digest.
impl From<WitnessPolicyAdoptedV1> for WitnessPolicyAdopted {
    fn from(old: WitnessPolicyAdoptedV1) -> Self {
        let WitnessPolicyAdoptedV1 { policy, witnesses, needed } = old;
        Self { policy, lines: Recorded::NotRecorded, witnesses, needed }
    }
}

/// The last revision of every stream was committed to.
///
/// Version 1 did not say after how many leaves that was so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StreamHeadsV1 {
    /// The root over the sorted heads, in hexadecimal.
    root: Label,
    /// How many streams there were.
    streams: u64,
}

/// Entries may have come between the heads that were taken and the entry that says so.
impl From<StreamHeadsV1> for StreamHeads {
    fn from(StreamHeadsV1 { root, streams }: StreamHeadsV1) -> Self {
        Self { root, streams, size: Recorded::NotRecorded }
    }
}

/// A cosigned checkpoint was brought back into the ledger.
///
/// Version 1 named the checkpoint by its digest alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnchorRecordedV1 {
    /// The digest of the checkpoint, in hexadecimal.
    checkpoint: Label,
    /// How many leaves it commits to.
    size: u64,
    /// Who cosigned it, each by the name of its key.
    #[serde(default)]
    witnessed: Vec<Label>,
}

/// Root and signatures cannot be had from the digest.
impl From<AnchorRecordedV1> for AnchorRecorded {
    fn from(AnchorRecordedV1 { checkpoint, size, witnessed }: AnchorRecordedV1) -> Self {
        let (root, signatures) = (Recorded::NotRecorded, Recorded::NotRecorded);
        Self { checkpoint, size, root, signatures, witnessed }
    }
}
