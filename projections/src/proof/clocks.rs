//! Where the ledger's clock and its witnesses' contradict each other. It says which entries' times are not to be
//! relied on; it is no fault of the ledger, whose order and content stand whatever its clock said.
//!
//! # Rules
//! - `an_entry_cannot_be_recorded_after_a_witness_saw_it`: by more than clocks differ.
//! - `an_entry_cannot_be_recorded_before_what_stands_below_it_was_seen`: a checkpoint that came back.
//! - `a_time_that_nobody_signed_contradicts_nothing`.

use candour_domain::entry::Position;
use candour_ledger::note::{KeyName, Policy};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Anchor, ProofBook};

/// By how much a witness's clock and the ledger's may differ before it is worth a remark.
pub const CLOCKS_APART: TimeDelta = TimeDelta::minutes(5);

/// An entry of which the ledger's clock says what a witness's says cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClocksApart {
    /// The entry.
    pub entry: Position,
    /// When the ledger says that it accepted it.
    pub recorded_at: DateTime<Utc>,
    /// The entry that brought the witness's word back.
    pub anchor: Position,
    /// The witness.
    pub witness: KeyName,
    /// Its time.
    pub seen_at: DateTime<Utc>,
    /// How the two contradict each other.
    pub how: HowApart,
}

/// How two clocks contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowApart {
    /// The entry is recorded after the witness had seen a checkpoint that covers it.
    SeenBeforeRecorded,
    /// The entry is recorded before the time of a checkpoint that stands below it in the ledger.
    RecordedBeforeBelow,
}

/// Whether a time lies before another by more than clocks differ.
pub fn lies_before(earlier: DateTime<Utc>, later: DateTime<Utc>) -> bool {
    later.signed_duration_since(earlier) > CLOCKS_APART
}

impl ProofBook {
    /// The entries of the ledger's own, in their order, by which its clock and that of a witness of the policy
    /// contradict each other. Each checkpoint covers one of them as the last, and is brought back by another, so
    /// they tell of all that stands around them.
    pub fn clocks_apart(&self) -> Vec<ClocksApart> {
        self.anchors.iter().flat_map(apart).collect()
    }
}

fn apart(anchor: &Anchor) -> Vec<ClocksApart> {
    let mut found = Vec::new();
    for witness in anchor.policy.iter().flat_map(Policy::witnesses) {
        let mut claimed = anchor.checkpoint.claimed_by(&witness.key);
        let contradiction = |at: DateTime<Utc>| {
            let covered = anchor.covered.filter(|(_, recorded)| lies_before(at, *recorded));
            let covered = covered.map(|it| (it, HowApart::SeenBeforeRecorded));
            let behind = (anchor.position, anchor.recorded_at);
            let behind =
                lies_before(behind.1, at).then_some((behind, HowApart::RecordedBeforeBelow));
            covered.or(behind)
        };
        // A signature takes long to check, and almost no time is far from its ledger's.
        if !claimed.any(|at| contradiction(at).is_some()) {
            continue;
        }
        let Some(said) = anchor.checkpoint.cosigned_by(&witness.key) else { continue };
        if let Some(((entry, recorded_at), how)) = contradiction(said.at) {
            found.push(ClocksApart {
                entry,
                recorded_at,
                anchor: anchor.position,
                witness: witness.key.name().clone(),
                seen_at: said.at,
                how,
            });
        }
    }
    found
}
