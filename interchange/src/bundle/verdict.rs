//! What was found of a bundle: exactly what is shown, and nothing more.

use std::collections::BTreeMap;

use candour_domain::case::access::{ExportAudience, WithheldReason};
use candour_domain::identifier::{CaseId, ChildId};
use candour_domain::recorded::Label;
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::form::MadeBy;
use super::witnessed::Between;

/// Whose word the first key rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyTrust {
    /// It is the one that whoever checks had from elsewhere.
    Given,
    /// It is the bundle's own, and was believed.
    BundlesOwn,
}

/// Whose word the policy on witnesses rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyTrust {
    /// It is the one that whoever checks had from elsewhere.
    Given,
    /// It is the one that the ledger adopted, as the bundle shows.
    LedgersOwn,
    /// There is none.
    None,
}

/// A key that was put in the place of the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyReplaced {
    /// The key, as it is written.
    pub key: String,
    /// The position of the entry that introduces it.
    pub introduced: u64,
    /// How many entries the checkpoint covers by which the key before it vouches for it.
    pub vouched_by: u64,
    /// By when enough witnesses had seen that checkpoint; nothing where too few had. The key follows from the
    /// one before it all the same, on that one's word alone.
    pub witnessed_at: Option<DateTime<Utc>>,
}

/// The seal to which all proofs lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seal {
    /// How many entries the ledger had.
    pub size: u64,
    /// The root over them, in base 64.
    pub root: String,
    /// The key that begins the chain, as it is written.
    pub key: String,
    /// Whose word that key rests on.
    pub key_trust: KeyTrust,
    /// The keys that came in its place, one after another.
    pub replaced: Vec<KeyReplaced>,
    /// Whose word the policy rests on.
    pub policy_trust: PolicyTrust,
    /// The witnesses of the policy that cosigned, with their times.
    pub cosigned: Vec<(String, DateTime<Utc>)>,
    /// By when enough of them had; nothing where too few have.
    pub witnessed_at: Option<DateTime<Utc>>,
    /// After how many entries the heads of streams were taken: up to there the bundle is complete.
    pub complete_to: u64,
}

/// How far a stream is shown to be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// Every entry up to the head is shown.
    Proved,
    /// Every place is taken, some by leaves alone of which the maker says that they belong there.
    AsTheMakerStates,
}

/// One stream of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedStream {
    /// The stream.
    pub stream: String,
    /// How many entries it has, up to the head.
    pub entries: u64,
    /// Of how many of them the leaf alone is shown.
    pub leaves_alone: u64,
    /// How far it is shown to be complete.
    pub complete: Completeness,
}

/// How much is withheld for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WithheldIn {
    /// The reason, as the maker says.
    pub reason: WithheldReason,
    /// How many texts.
    pub texts: u64,
    /// How many entries of which the leaf alone is shown.
    pub entries: u64,
}

/// One entry of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedEntry {
    /// Its position in the ledger.
    pub position: u64,
    /// Its stream; of a leaf alone as the maker says.
    pub stream: String,
    /// Its place in the stream; of a leaf alone as the maker says.
    pub revision: u64,
    /// What kind of entry it is; nothing of a leaf alone.
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    /// When the ledger says that it accepted it; nothing of a leaf alone.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Between which witnessed times it was put there.
    #[serde(flatten)]
    pub between: Between,
    /// Whether the ledger's time lies outside of those, by more than clocks differ.
    pub claimed_outside: bool,
}

/// What was found of a bundle without fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The ledger.
    pub ledger: Uuid,
    /// Whether its people are invented.
    pub people_invented: bool,
    /// The case.
    pub case: CaseId,
    /// For which kind of reader it was made, as the maker says.
    #[serde(rename = "for")]
    pub audience: ExportAudience,
    /// Whose record it is, as the maker says.
    pub subject: Option<ChildId>,
    /// For whom it was made, as the maker says.
    pub made_for: Option<Label>,
    /// By whom, as the maker says.
    pub made_by: MadeBy,
    /// When, as the maker says.
    pub made_at: DateTime<Utc>,
    /// The seal.
    pub seal: Seal,
    /// The streams.
    pub streams: Vec<CheckedStream>,
    /// How many entries are shown, in whole or in part.
    pub shown: u64,
    /// How many parts were emptied, as the maker says.
    pub emptied: u64,
    /// How many entries that are shown this program cannot read: they are genuine all the same.
    pub not_read: u64,
    /// What is withheld, by reason.
    pub withheld: Vec<WithheldIn>,
    /// The entries, in the order of the ledger.
    pub entries: Vec<CheckedEntry>,
}

/// What is withheld, while it is counted.
#[derive(Debug, Default)]
pub(super) struct WithheldCounts(BTreeMap<WithheldReason, (u64, u64)>);

impl WithheldCounts {
    pub(super) fn text(&mut self, reason: WithheldReason) {
        self.0.entry(reason).or_default().0 += 1;
    }

    pub(super) fn entry(&mut self, reason: WithheldReason) {
        self.0.entry(reason).or_default().1 += 1;
    }

    pub(super) fn all(self) -> Vec<WithheldIn> {
        let each = self.0.into_iter();
        each.map(|(reason, (texts, entries))| WithheldIn { reason, texts, entries }).collect()
    }
}
