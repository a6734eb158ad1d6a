//! The last record of every stream, and one root over all of them: what a bundle shows so that nobody
//! has to take it on trust that nothing of a stream was left out. Streams stand in the order in which they
//! began, so that each keeps its place. `docs/proof.md` says how a stranger computes the same.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::leaf::{self, put};
use crate::merkle::{self, Hash, Leaves, NotProved, TreeHead, node};
use crate::record::{Record, Revision, StreamName};

/// The first field of what a head is hashed from.
pub const HEAD_TAG: &str = "candour head v1";

/// The last record of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The stream.
    pub stream: StreamName,
    /// The revision of its last record.
    pub last: Revision,
    /// The leaf of that record.
    pub leaf: Hash,
}

impl Head {
    /// The hash by which the root commits to this head.
    pub fn hash(&self, ledger: Uuid) -> Hash {
        let mut bytes = Vec::with_capacity(160);
        put(&mut bytes, HEAD_TAG.as_bytes());
        put(&mut bytes, ledger.as_bytes());
        put(&mut bytes, self.stream.as_str().as_bytes());
        put(&mut bytes, &self.last.number().to_be_bytes());
        put(&mut bytes, &self.leaf);
        leaf::hash(&bytes)
    }
}

/// The way from a stream's head to the root over all heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadProof {
    /// The stream's place among all, from zero, in the order in which they began.
    pub index: u64,
    /// How many streams there were.
    pub streams: u64,
    /// The hashes beside the way, from the head on.
    pub path: Vec<Hash>,
}

/// The heads of all streams after so many leaves.
#[derive(Clone, Debug)]
pub struct Heads {
    ledger: Uuid,
    in_order: Vec<Head>,
    places: BTreeMap<StreamName, usize>,
    tree: Tree,
}

impl Heads {
    /// Those of a ledger in which nothing stands yet.
    pub fn new(ledger: Uuid) -> Self {
        Self { ledger, in_order: Vec::new(), places: BTreeMap::new(), tree: Tree::default() }
    }

    /// Takes the next record of the ledger.
    pub fn take(&mut self, record: &Record) {
        let (stream, last) = (record.stream.clone(), record.revision);
        self.set(Head { stream, last, leaf: record.leaf });
    }

    /// Sets the head of a stream, which begins with it where it has none yet.
    pub(crate) fn set(&mut self, head: Head) {
        let place = self.places.get(&head.stream).copied();
        if let Some((place, known)) = place.and_then(|it| Some((it, self.in_order.get_mut(it)?))) {
            *known = head;
            self.tree.stale.insert(place);
        } else {
            self.tree.stale.insert(self.in_order.len());
            self.places.insert(head.stream.clone(), self.in_order.len());
            self.in_order.push(head);
        }
    }

    /// All heads, in the order in which their streams began.
    pub fn all(&self) -> &[Head] {
        &self.in_order
    }

    /// The head of a stream.
    pub fn of(&self, stream: &StreamName) -> Option<&Head> {
        self.in_order.get(*self.places.get(stream)?)
    }

    /// How many streams there are, and the root over their heads. Only what has changed since it was
    /// asked last is hashed.
    pub fn root(&mut self) -> TreeHead {
        let (ledger, heads) = (self.ledger, &self.in_order);
        self.tree.freshen(|place| heads.get(place).map(|head| head.hash(ledger)));
        let size = heads.len() as u64;
        let root = merkle::root(&self.tree, size);
        TreeHead { size, root: root.unwrap_or_else(|_| merkle::Frontier::new().root()) }
    }

    /// Proves the head of a stream; nothing where there is no such stream.
    ///
    /// # Errors
    /// None that can happen to a stream that is there.
    pub fn prove(&mut self, stream: &StreamName) -> Result<Option<HeadProof>, NotProved> {
        let Some(place) = self.places.get(stream).copied() else { return Ok(None) };
        let (index, streams) = (place as u64, self.root().size);
        let path = merkle::prove_inclusion(&self.tree, index, streams)?;
        Ok(Some(HeadProof { index, streams, path }))
    }
}

/// Two ledgers' heads are the same where the same streams began in the same order and stand alike.
impl PartialEq for Heads {
    fn eq(&self, other: &Self) -> bool {
        self.ledger == other.ledger && self.in_order == other.in_order
    }
}

impl Eq for Heads {}

/// The nodes over the heads, level by level from the heads up: those over a full part alone.
#[derive(Clone, Debug, Default)]
struct Tree {
    levels: Vec<Vec<Hash>>,
    /// The places of heads that have changed since the nodes above them were worked out.
    stale: BTreeSet<usize>,
}

impl Tree {
    /// Works out again what stands above a head that has changed.
    fn freshen(&mut self, hash: impl Fn(usize) -> Option<Hash>) {
        let mut changed = std::mem::take(&mut self.stale);
        for place in &changed {
            if let Some(hash) = hash(*place) {
                self.put(0, *place, hash);
            }
        }
        let mut level = 0;
        while !changed.is_empty() {
            let mut above = BTreeSet::new();
            for place in changed.iter().map(|place| place / 2) {
                let below = self.levels.get(level);
                let pair = below.and_then(|it| Some((it.get(place * 2)?, it.get(place * 2 + 1)?)));
                if let Some((left, right)) = pair.map(|(left, right)| (*left, *right))
                    && above.insert(place)
                {
                    self.put(level + 1, place, node(&left, &right));
                }
            }
            changed = above;
            level += 1;
        }
    }

    fn put(&mut self, level: usize, place: usize, hash: Hash) {
        if self.levels.len() == level {
            self.levels.push(Vec::new());
        }
        let Some(nodes) = self.levels.get_mut(level) else { return };
        match nodes.get_mut(place) {
            Some(node) => *node = hash,
            // Places are worked out in ascending order, and those before are there.
            None => nodes.push(hash),
        }
    }
}

impl Leaves for Tree {
    fn count(&self) -> u64 {
        self.levels.first().map_or(0, |heads| heads.len() as u64)
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.kept(0, index)
    }

    fn kept(&self, levels: u32, number: u64) -> Option<Hash> {
        self.levels.get(levels as usize)?.get(usize::try_from(number).ok()?).copied()
    }
}
