//! What the ledger's own entries say that a bundle needs: keys, policies, heads and anchors, in the order
//! of the ledger. It is read alike where a bundle is made and where one is checked; what an entry says is
//! a claim until its signatures are checked.

use candour_domain::event::Event;
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind};
use candour_ledger::Record;
use candour_ledger::merkle::TreeHead;
use candour_ledger::note::{Policy, SignedCheckpoint, Verifier};
use candour_schemas::proof::{ProofWords, adopted, brought_back, committed, introduced};
use uuid::Uuid;

/// A checkpoint that was brought back into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Where the entry stands.
    pub(super) index: u64,
    /// The checkpoint.
    pub(super) checkpoint: SignedCheckpoint,
}

/// The heads of all streams, committed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadsEntry {
    /// Where the entry stands.
    pub(super) index: u64,
    /// How many streams there were, and the root over their heads.
    pub(super) heads: TreeHead,
    /// After how many leaves of the ledger that was so.
    pub(super) size: u64,
}

/// What one of the ledger's own entries says, of what a bundle needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Opened(LedgerKind),
    Key(Verifier),
    Policy(Policy),
    Heads(HeadsEntry),
    Anchor(Box<Anchor>),
    /// Something else, or less than could be checked.
    Nothing,
}

/// Why one of the ledger's own entries cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// It cannot be read as an entry.
    #[error("it cannot be read as an entry: {problem}")]
    Entry {
        /// Why not.
        problem: String,
    },
    /// It is no entry of the ledger's own stream.
    #[error("it is not one of the ledger's own entries")]
    NotOwn,
    /// What it says cannot be.
    #[error("what it says cannot be")]
    Words(#[from] ProofWords),
}

/// Reads one of the ledger's own entries.
pub(super) fn says(record: &Record, ledger: Uuid) -> Result<Says, NotUnderstood> {
    let index = record.position.number() - 1;
    let entry = candour_schemas::entry(record)
        .map_err(|error| NotUnderstood::Entry { problem: error.problem.to_string() })?;
    if record.stream.category() != "ledger" || record.stream.id() != ledger {
        return Err(NotUnderstood::NotOwn);
    }
    let Event::Ledger(event) = entry.event else { return Err(NotUnderstood::NotOwn) };
    let said = match &event {
        LedgerEvent::LedgerOpened(opened) => Ok(Says::Opened(opened.kind)),
        LedgerEvent::KeyIntroduced(it) => introduced(it, ledger).map(Says::Key),
        LedgerEvent::WitnessPolicyAdopted(it) => adopted(it).map(Says::Policy),
        LedgerEvent::StreamHeads(it) => {
            committed(it).map(|(heads, size)| Says::Heads(HeadsEntry { index, heads, size }))
        }
        LedgerEvent::AnchorRecorded(it) => brought_back(it, ledger)
            .map(|checkpoint| Says::Anchor(Box::new(Anchor { index, checkpoint }))),
        LedgerEvent::RulesAdopted(_) => Ok(Says::Nothing),
    };
    match said {
        Ok(said) => Ok(said),
        Err(ProofWords::NotSaid) => Ok(Says::Nothing),
        Err(words) => Err(words.into()),
    }
}

/// The policy in force where the leaf with this number stands: the last that was adopted below it.
pub(super) fn policy_at(policies: &[(u64, Policy)], index: u64) -> Option<&Policy> {
    policies.iter().rfind(|(adopted, _)| *adopted < index).map(|(_, policy)| policy)
}
