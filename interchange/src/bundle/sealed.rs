//! Where a ledger last stood sealed, by its own entries: the last checkpoint that was brought back into
//! it, the heads that this covers, and the anchors that bound entries in time. It reads the ledger's own
//! stream alone and keeps a few numbers of each entry, so a long one costs little memory.

use std::collections::BTreeMap;

use candour_ledger::merkle::TreeHead;
use candour_ledger::note::{KeyChain, KeyName, Policy, SignedCheckpoint};
use candour_ledger::{EventStore, ReadError, Record, Revision, StreamName, StreamPage};
use uuid::Uuid;

use super::own_entries::{Anchor, NotUnderstood, Says, policy_at, says};
use super::witnessed::seen_by;

/// How many records are read at once.
const PAGE_RECORDS: usize = 1_000;
/// How many anchors are tried, from an entry on, for one that enough witnesses had seen.
const TRIED_MAX: usize = 64;

/// Why the ledger's own entries could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SealedError {
    /// The store could not be read.
    #[error("the ledger's own entries could not be read")]
    Read(#[from] ReadError),
    /// One of them cannot be understood.
    #[error("the ledger's own entry at position {position} cannot be understood")]
    NotUnderstood {
        /// Where it stands.
        position: u64,
        /// Why not.
        #[source]
        source: NotUnderstood,
    },
}

/// Where one of the ledger's own entries stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct At {
    revision: Revision,
    index: u64,
}

/// An anchor, by its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AnchorAt {
    at: At,
    size: u64,
}

/// The state in which a ledger was last sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSealed {
    /// The checkpoint, with its cosignatures.
    pub checkpoint: SignedCheckpoint,
    /// How many streams there were, and the root over their heads.
    pub heads: TreeHead,
    /// After how many leaves the heads were taken.
    pub heads_size: u64,
    heads_entry: At,
}

/// The ledger's own entries, by what a bundle needs of them.
#[derive(Debug)]
pub struct OwnEntries {
    ledger: Uuid,
    stream: StreamName,
    opened: Option<At>,
    keys: Vec<At>,
    chain: KeyChain,
    /// The anchors by which one key vouches for the next, or that the next is the first to have signed.
    turns: Vec<At>,
    adopted: Vec<At>,
    policies: Vec<(u64, Policy)>,
    heads: Vec<(At, TreeHead, u64)>,
    anchors: Vec<AnchorAt>,
    last: Option<SignedCheckpoint>,
}

impl OwnEntries {
    /// Reads the ledger's own stream.
    ///
    /// # Errors
    /// If it cannot be read, or one of its entries cannot be understood.
    pub async fn read(store: &dyn EventStore) -> Result<Option<Self>, SealedError> {
        let ledger = store.identity().id;
        let Ok(stream) = StreamName::new("ledger", ledger) else { return Ok(None) };
        let mut own = Self {
            ledger,
            stream: stream.clone(),
            opened: None,
            keys: Vec::new(),
            chain: KeyChain::of(KeyName::of_ledger(ledger)),
            turns: Vec::new(),
            adopted: Vec::new(),
            policies: Vec::new(),
            heads: Vec::new(),
            anchors: Vec::new(),
            last: None,
        };
        let mut from = Revision::FIRST;
        loop {
            let page = store.read_stream(&stream, from, PAGE_RECORDS).await?;
            let StreamPage::Found { records, last } = page else { return Ok(None) };
            for record in &records {
                own.take(record)?;
                from = record.revision.next();
            }
            if records.is_empty() || from > last {
                return Ok(Some(own));
            }
        }
    }

    fn take(&mut self, record: &Record) -> Result<(), SealedError> {
        let position = record.position.number();
        let at = At { revision: record.revision, index: position - 1 };
        let said = says(record, self.ledger)
            .map_err(|source| SealedError::NotUnderstood { position, source })?;
        match said {
            Says::Opened(_) => self.opened = Some(at),
            Says::Key(key) => {
                self.keys.push(at);
                self.chain.introduce(at.index, key);
            }
            Says::Policy(policy) => {
                self.adopted.push(at);
                self.policies.push((at.index, policy));
            }
            Says::Heads(heads) => self.heads.push((at, heads.heads, heads.size)),
            Says::Anchor(anchor) => {
                let Anchor { index: _, checkpoint } = *anchor;
                if self.chain.see(&checkpoint) {
                    self.turns.push(at);
                }
                self.anchors.push(AnchorAt { at, size: checkpoint.claim().head.size });
                self.last = Some(checkpoint);
            }
            Says::Nothing => {}
        }
        Ok(())
    }

    /// The state in which the ledger was last sealed by its own entries; nothing where it never was.
    pub fn last_sealed(&self) -> Option<LastSealed> {
        self.covered_by(self.last.clone()?)
    }

    /// The state that a checkpoint covers; nothing where it covers no heads.
    pub fn covered_by(&self, checkpoint: SignedCheckpoint) -> Option<LastSealed> {
        let size = checkpoint.claim().head.size;
        let covered = self.heads.iter().rfind(|(at, _, _)| at.index < size);
        covered.map(|(at, heads, heads_size)| LastSealed {
            checkpoint,
            heads: *heads,
            heads_size: *heads_size,
            heads_entry: *at,
        })
    }

    /// The ledger's own entries that a bundle shows which holds the leaves with these numbers: the
    /// opening, the keys with the anchors by which each vouches for the next, the policies, the heads, and the
    /// anchors that bound those leaves in time.
    ///
    /// # Errors
    /// If the store cannot be read, or an anchor cannot be understood.
    pub(super) async fn shown(
        &self,
        store: &dyn EventStore,
        sealed: &LastSealed,
        leaves: &[u64],
    ) -> Result<Vec<Record>, SealedError> {
        let size = sealed.checkpoint.claim().head.size;
        let mut wanted: BTreeMap<u64, Record> = BTreeMap::new();
        let fixed = self.opened.iter().chain(&self.keys).chain(&self.adopted).chain(&self.turns);
        for at in fixed.chain([&sealed.heads_entry]).filter(|at| at.index < size) {
            if let Some(record) = self.record(store, at.revision).await? {
                wanted.insert(at.index, record);
            }
        }
        let within = self.anchors.partition_point(|anchor| anchor.at.index < size);
        let anchors = self.anchors.get(..within).unwrap_or_default();
        let mut tried = Tried { own: self, store, known: BTreeMap::new() };
        for index in leaves {
            let below = anchors.partition_point(|anchor| anchor.at.index < *index);
            let (below, _) = anchors.split_at(below);
            tried.first_seen(below.iter().rev()).await?;
            let above = anchors.partition_point(|anchor| anchor.size <= *index);
            let (_, above) = anchors.split_at(above);
            tried.first_seen(above.iter()).await?;
        }
        wanted.extend(tried.known.into_iter().filter_map(|(index, record)| Some((index, record?))));
        Ok(wanted.into_values().collect())
    }

    async fn record(
        &self,
        store: &dyn EventStore,
        revision: Revision,
    ) -> Result<Option<Record>, SealedError> {
        Ok(match store.read_stream(&self.stream, revision, 1).await? {
            StreamPage::Missing => None,
            StreamPage::Found { records, last: _ } => records.into_iter().next(),
        })
    }
}

/// The anchors that were looked at: those that enough witnesses had seen, and the others.
struct Tried<'a> {
    own: &'a OwnEntries,
    store: &'a dyn EventStore,
    known: BTreeMap<u64, Option<Record>>,
}

impl Tried<'_> {
    /// Finds the first of these anchors that enough witnesses had seen, and keeps it.
    async fn first_seen(
        &mut self,
        anchors: impl Iterator<Item = &AnchorAt> + Send,
    ) -> Result<(), SealedError> {
        for anchor in anchors.take(TRIED_MAX) {
            let index = anchor.at.index;
            if let Some(known) = self.known.get(&index) {
                if known.is_some() {
                    return Ok(());
                }
                continue;
            }
            let record = self.own.record(self.store, anchor.at.revision).await?;
            let seen = record.filter(|record| self.was_seen(record));
            let found = seen.is_some();
            self.known.insert(index, seen);
            if found {
                return Ok(());
            }
        }
        Ok(())
    }

    fn was_seen(&self, record: &Record) -> bool {
        let Ok(Says::Anchor(anchor)) = says(record, self.own.ledger) else { return false };
        policy_at(&self.own.policies, anchor.index)
            .is_some_and(|policy| seen_by(policy, &anchor.checkpoint).is_some())
    }
}
