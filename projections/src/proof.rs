//! What a ledger has said of itself as proof: its keys, its policies on witnesses, the heads it committed
//! to and the checkpoints that came back, and whether each agrees with what is found when every record is
//! read. A pure fold over the ledger's own stream; the roots come from whoever read the ledger.
//!
//! # Rules
//! - `what_a_sound_ledger_said_of_itself_agrees`: every checkpoint, every commitment to heads.
//! - `a_checkpoint_of_another_history_is_named`: by the entry that brought it back.
//! - `heads_that_were_otherwise_are_named`.
//! - `a_checkpoint_that_no_key_in_force_signed_is_named`: a key counts once a checkpoint under the one
//!   before it covers its introduction.
//! - `cosignatures_that_are_claimed_and_not_there_are_named`.
//! - `a_checkpoint_held_elsewhere_is_compared`: of another ledger, of more than there is, of another root.

mod clocks;
mod followed;
mod seal;
mod whole;

pub use clocks::{CLOCKS_APART, ClocksApart, HowApart, lies_before};
pub use followed::FollowedBook;
pub use seal::{Between, Seal, Seals, Seen};
pub use whole::{
    AtFault, Before, Came, Checked, Held, HeldWhere, Pass, SealedUpTo, Sound, check, check_from,
};

use std::num::NonZero;

use candour_domain::entry::{Entry, Position};
use candour_domain::event::Event;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::recorded::Label;
use candour_ledger::merkle::{Hash, TreeHead};
use candour_ledger::note::{
    Cosignature, KeyChain, KeyName, Policy, SignedCheckpoint, Untrusted, Verifier,
};
use candour_ledger::{Marked, Marks};
use candour_schemas::proof::{self, ProofWords};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// So few anchors are not worth a thread.
const SHARE_ANCHORS_MIN: usize = 64;

/// A checkpoint that came back into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where it stands.
    pub position: Position,
    /// The checkpoint.
    pub checkpoint: SignedCheckpoint,
    /// Whose cosignatures it is said to have.
    pub witnessed: Vec<Label>,
    /// The policy that was in force.
    pub policy: Option<Policy>,
    /// When the ledger says that it accepted it.
    pub recorded_at: DateTime<Utc>,
    /// The last of the ledger's own entries that the checkpoint covers, and when the ledger accepted it.
    pub covered: Option<(Position, DateTime<Utc>)>,
}

impl Anchor {
    /// What the witnesses of the policy truly said of it.
    pub fn cosignatures(&self) -> Vec<Cosignature> {
        let policy = self.policy.as_ref();
        policy.map(|it| it.cosignatures(&self.checkpoint)).unwrap_or_default()
    }
}

/// A commitment to the heads of all streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct HeadsSaid {
    position: Position,
    heads: TreeHead,
    size: u64,
}

/// What a ledger has said of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofBook {
    ledger: Uuid,
    chain: KeyChain,
    policy: Option<Policy>,
    anchors: Vec<Anchor>,
    heads: Vec<HeadsSaid>,
    unreadable: Vec<(Position, ProofWords)>,
    /// Where each of its own entries stands, and when it was accepted.
    stamped: Vec<(Position, DateTime<Utc>)>,
}

/// What is wrong with what a ledger said of itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It does not say what its kind says.
    #[error("it does not say what its kind says")]
    Words(#[source] ProofWords),
    /// Something up to the checkpoint's size is not as it was when it was signed.
    #[error(
        "the checkpoint over {size} records that it brought back has another root than they have"
    )]
    OtherHistory {
        /// How many records it covers.
        size: u64,
    },
    /// It speaks of more than stood in the ledger before it.
    #[error("it speaks of {size} records, and stands behind fewer")]
    NotYet {
        /// How many.
        size: u64,
    },
    /// No key in force signed it.
    #[error("its checkpoint is not to be believed")]
    Untrusted(#[source] Untrusted),
    /// A cosignature that it says it has is not there, or not true.
    #[error("the cosignature of {name} that it says it has is not there, or false")]
    NotCosigned {
        /// By whom.
        name: Label,
    },
    /// The heads of the streams were otherwise.
    #[error(
        "the last revisions of all streams after {size} records are not those that it commits to"
    )]
    OtherHeads {
        /// After how many records.
        size: u64,
    },
}

/// An entry in which a ledger said something of itself that is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untrue {
    /// Where it stands.
    pub position: Position,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What comes of comparing a checkpoint that is held elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOfThisLedger {
    /// Its signature is not one of the ledger's.
    #[error("it is not to be believed")]
    Untrusted(#[from] Untrusted),
    /// It covers more than there is.
    #[error(
        "it covers {size} records, and this ledger has {here}: this is an older copy, or records are gone"
    )]
    Shorter {
        /// How many it covers.
        size: u64,
        /// How many there are.
        here: u64,
    },
    /// It has another root.
    #[error("it has another root over {size} records than they have: one of them is not as it was")]
    OtherHistory {
        /// How many it covers.
        size: u64,
    },
}

impl ProofBook {
    /// Reads what a ledger said of itself, from the entries of its own stream in their order.
    pub fn of(ledger: Uuid, entries: &[Entry]) -> Self {
        let mut book = Self {
            chain: KeyChain::of(KeyName::of_ledger(ledger)),
            ledger,
            policy: None,
            anchors: Vec::new(),
            heads: Vec::new(),
            unreadable: Vec::new(),
            stamped: Vec::new(),
        };
        book.go_on(entries);
        book
    }

    /// Reads on, in what came after.
    fn go_on(&mut self, entries: &[Entry]) {
        for entry in entries {
            if let Err(wrong) = self.take(entry) {
                // What an older version did not say is nothing that could be compared.
                if wrong != ProofWords::NotSaid {
                    self.unreadable.push((entry.position, wrong));
                }
            }
        }
    }

    fn take(&mut self, entry: &Entry) -> Result<(), ProofWords> {
        let (position, recorded_at) = (entry.position, entry.recorded_at);
        self.stamped.push((position, recorded_at));
        let Event::Ledger(event) = &entry.event else { return Ok(()) };
        match event {
            LedgerEvent::KeyIntroduced(it) => {
                let leaf = position.0.saturating_sub(1);
                self.chain.introduce(leaf, proof::introduced(it, self.ledger)?);
            }
            LedgerEvent::WitnessPolicyAdopted(it) => self.policy = Some(proof::adopted(it)?),
            LedgerEvent::StreamHeads(it) => {
                let (heads, size) = proof::committed(it)?;
                self.heads.push(HeadsSaid { position, heads, size });
            }
            LedgerEvent::AnchorRecorded(it) => {
                let checkpoint = proof::brought_back(it, self.ledger)?;
                self.chain.see(&checkpoint);
                let (witnessed, policy) = (it.witnessed.clone(), self.policy.clone());
                let size = checkpoint.claim().head.size;
                let below = self.stamped.partition_point(|(stands, _)| stands.0 <= size);
                let covered = below.checked_sub(1).and_then(|last| self.stamped.get(last)).copied();
                self.anchors.push(Anchor {
                    position,
                    checkpoint,
                    witnessed,
                    policy,
                    recorded_at,
                    covered,
                });
            }
            LedgerEvent::LedgerOpened(_) | LedgerEvent::RulesAdopted(_) => {}
        }
        Ok(())
    }

    /// The ledger's keys, in the order in which they were introduced.
    pub fn keys(&self) -> impl Iterator<Item = &Verifier> {
        self.chain.introduced().iter().map(|(_, key)| key)
    }

    /// The policy on witnesses that is in force.
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref()
    }

    /// The checkpoints that came back, in their order.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// The sizes at which the ledger said something, for whoever reads all records.
    pub fn marks(&self) -> Marks {
        let size = |it: &Anchor| it.checkpoint.claim().head.size;
        Marks {
            roots: self.anchors.iter().map(size).collect(),
            heads: self.heads.iter().map(|it| it.size).collect(),
        }
    }

    /// The first entry in which the ledger said of itself what is not so.
    pub fn first_untrue(&self, found: &Marked) -> Option<Untrue> {
        let unreadable = self.unreadable.iter().map(|(position, wrong)| Untrue {
            position: *position,
            wrong: Wrong::Words(wrong.clone()),
        });
        let anchors = self.first_untrue_anchor(found);
        let heads = self.heads.iter().filter_map(|said| {
            let HeadsSaid { position, heads, size } = *said;
            let wrong = match found.heads.get(&size) {
                _ if size >= position.0 => Wrong::NotYet { size },
                Some(found) if *found == heads => return None,
                Some(_) | None => Wrong::OtherHeads { size },
            };
            Some(Untrue { position, wrong })
        });
        unreadable.chain(anchors).chain(heads).min_by_key(|it| it.position)
    }

    /// The first of the checkpoints that came back of which something is not so. Checking a signature takes
    /// as long as hashing a hundred records, so all cores share them.
    fn first_untrue_anchor(&self, found: &Marked) -> Option<Untrue> {
        let force = &self.chain;
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let share = self.anchors.len().div_ceil(workers).max(SHARE_ANCHORS_MIN);
        let first = move |anchors: &[Anchor]| {
            anchors.iter().find_map(|anchor| {
                let wrong = wrong_with(anchor, force, found)?;
                Some(Untrue { position: anchor.position, wrong })
            })
        };
        std::thread::scope(|scope| {
            let shares = self.anchors.chunks(share);
            let workers: Vec<_> = shares.map(|it| scope.spawn(move || first(it))).collect();
            let mut answers = workers.into_iter().map(|worker| {
                worker.join().unwrap_or_else(|panicked| std::panic::resume_unwind(panicked))
            });
            answers.find_map(|it| it)
        })
    }

    /// Compares a checkpoint that is held elsewhere with the ledger: how many records there are, and the
    /// root over as many as the checkpoint covers.
    ///
    /// # Errors
    /// Says why it is not one of this ledger as it is.
    pub fn compare(
        &self,
        checkpoint: &SignedCheckpoint,
        (here, root): (u64, Option<&Hash>),
    ) -> Result<(), NotOfThisLedger> {
        let size = checkpoint.claim().head.size;
        self.chain.signed(checkpoint)?;
        if size > here {
            return Err(NotOfThisLedger::Shorter { size, here });
        }
        if root != Some(&checkpoint.claim().head.root) {
            return Err(NotOfThisLedger::OtherHistory { size });
        }
        Ok(())
    }
}

fn wrong_with(anchor: &Anchor, force: &KeyChain, found: &Marked) -> Option<Wrong> {
    let TreeHead { size, root } = anchor.checkpoint.claim().head;
    if size >= anchor.position.0 {
        return Some(Wrong::NotYet { size });
    }
    if found.roots.get(&size) != Some(&root) {
        return Some(Wrong::OtherHistory { size });
    }
    if let Err(untrusted) = force.signed(&anchor.checkpoint) {
        return Some(Wrong::Untrusted(untrusted));
    }
    if anchor.witnessed.is_empty() {
        return None;
    }
    let said = anchor.cosignatures();
    let is_said = |name: &&Label| said.iter().any(|it| it.witness.name().as_str() == name.as_str());
    let missing = anchor.witnessed.iter().find(|name| !is_said(name))?;
    Some(Wrong::NotCosigned { name: missing.clone() })
}

#[cfg(test)]
mod tests;
