//! The last record of every stream, and one root over all of them: what a bundle shows so that nobody
//! has to take it on trust that nothing of a stream was left out. Streams stand in the order in which they
//! began, so that each keeps its place. `docs/proof.md` says how a stranger computes the same.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::leaf::{self, put};
use crate::merkle::{self, Hash, NotProved};
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    heads: Vec<Head>,
    places: BTreeMap<StreamName, usize>,
}

impl Heads {
    /// Takes the next record of the ledger.
    pub fn take(&mut self, record: &Record) {
        self.set(Head { stream: record.stream.clone(), last: record.revision, leaf: record.leaf });
    }

    /// Sets the head of a stream, which begins with it where it has none yet.
    pub(super) fn set(&mut self, head: Head) {
        let place = self.places.get(&head.stream).copied();
        if let Some(known) = place.and_then(|place| self.heads.get_mut(place)) {
            *known = head;
        } else {
            self.places.insert(head.stream.clone(), self.heads.len());
            self.heads.push(head);
        }
    }

    /// All heads, in the order in which their streams began.
    pub fn all(&self) -> &[Head] {
        &self.heads
    }

    /// The head of a stream.
    pub fn of(&self, stream: &StreamName) -> Option<&Head> {
        self.heads.get(*self.places.get(stream)?)
    }

    fn hashes(&self, ledger: Uuid) -> Vec<Hash> {
        self.heads.iter().map(|head| head.hash(ledger)).collect()
    }

    /// The root over all heads.
    pub fn root(&self, ledger: Uuid) -> Hash {
        let mut tree = merkle::Frontier::new();
        tree.extend(self.hashes(ledger));
        tree.root()
    }

    /// Proves the head of a stream; nothing where there is no such stream.
    ///
    /// # Errors
    /// None that can happen to a stream that is there.
    pub fn prove(&self, ledger: Uuid, stream: &StreamName) -> Result<Option<HeadProof>, NotProved> {
        let Some(place) = self.places.get(stream) else { return Ok(None) };
        let (index, hashes) = (*place as u64, self.hashes(ledger));
        let streams = hashes.len() as u64;
        let path = merkle::prove_inclusion(hashes.as_slice(), index, streams)?;
        Ok(Some(HeadProof { index, streams, path }))
    }
}
