//! What is wrong with a bundle, and with which of its entries.

use std::fmt;

use candour_ledger::merkle::{NotConsistent, NotIncluded};
use candour_ledger::note::{CheckpointError, Untrusted};
use candour_ledger::{Revision, StreamName};
use serde::Serialize;

use super::form::Unreadable;
use super::own_entries::NotUnderstood;

/// Where an entry of a bundle stands, as the bundle says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its position in the ledger, from 1.
    pub position: u64,
    /// Its stream.
    pub stream: String,
    /// Its place in the stream.
    pub revision: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, stream, revision } = self;
        write!(f, "entry #{position}, revision {revision} of {stream}")
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The file is not a bundle.
    #[error("it is not a bundle: {0}")]
    Unreadable(Unreadable),
    /// It says both that its people are invented and that they are not.
    #[error("it says both that its people are invented and that they are not")]
    SyntheticOrNot,
    /// It does not show that the ledger is for invented people alone.
    #[error("no entry shows that the ledger was opened for invented people alone")]
    NotOpened,
    /// Its checkpoint cannot be read.
    #[error("its checkpoint cannot be read: {0}")]
    Checkpoint(CheckpointError),
    /// Its checkpoint is not to be believed.
    #[error("its checkpoint is not to be believed: {0}")]
    Untrusted(Untrusted),
    /// It has no key of the ledger.
    #[error("it has no entry that introduces a key of the ledger")]
    NoKey,
    /// The key that it begins with is another than the one that is trusted.
    #[error("the key that it introduces is not the one that is trusted")]
    OtherKey,
    /// A key signed that no earlier key introduced.
    #[error(
        "it introduces a key that signed the checkpoint, and the key before it never vouched for it"
    )]
    KeyNotVouchedFor,
    /// The policy that is trusted is not met.
    #[error("fewer witnesses cosigned its checkpoint than the policy that is trusted needs")]
    PolicyNotMet,
    /// One of the ledger's own entries cannot be understood.
    #[error("it cannot be understood as one of the ledger's own entries: {0}")]
    NotUnderstood(NotUnderstood),
    /// An entry is not in the tree that the checkpoint commits to, as it is shown.
    #[error("it is not what the checkpoint commits to: {0}")]
    NotIncluded(NotIncluded),
    /// An anchor's checkpoint did not grow into the bundle's.
    #[error("its checkpoint did not grow into the bundle's: {0}")]
    NotGrown(NotConsistent),
    /// An anchor comes without its growth, or something else with one.
    #[error("an anchor shows how its checkpoint grew into the bundle's, and nothing else does")]
    Grown,
    /// The entry cannot have its place.
    #[error("its place, its stream or a part of it cannot be")]
    Impossible,
    /// It stands before or beside an entry that it must follow.
    #[error("it does not follow the entry before it")]
    OutOfOrder,
    /// There is not exactly one entry that commits to the heads.
    #[error("there must be one entry that commits to the heads of streams, and there are {found}")]
    HeadsEntries {
        /// How many there are.
        found: usize,
    },
    /// The heads are said to be of more leaves than stand below the entry.
    #[error("it speaks of heads after more leaves than stand below it")]
    HeadsAhead,
    /// A stream's head does not lead to the root over all heads.
    #[error("the head of {stream} does not lead to the root over all heads: {cause}")]
    Head {
        /// The stream.
        stream: String,
        /// Why not.
        cause: NotIncluded,
    },
    /// A stream has two heads.
    #[error("{stream} has two heads")]
    HeadTwice {
        /// The stream.
        stream: String,
    },
    /// The bundle has no head of the case that it is said to be of.
    #[error("it has no head of {stream}, the case that it is said to be of")]
    NoCase {
        /// The stream.
        stream: String,
    },
    /// An entry stands in a stream of which the bundle has no head.
    #[error("it stands in a stream that is not one of the bundle's")]
    OtherStream,
    /// An entry that must come before is missing.
    #[error("revision {missing} must come before it in its stream, and is not in the bundle")]
    Missing {
        /// The revision that is missing.
        missing: u64,
    },
    /// The stream's last entries are missing.
    #[error(
        "{stream} goes on to revision {last}, and from revision {missing} on nothing is in the bundle"
    )]
    CutShort {
        /// The stream.
        stream: StreamName,
        /// The first revision that is missing.
        missing: Revision,
        /// The last one.
        last: Revision,
    },
    /// The stream's last entry is not the one that the ledger committed to.
    #[error("it is not the last entry of its stream that the ledger committed to")]
    OtherLast,
    /// An entry names a child or a person whose stream is not in the bundle.
    #[error("it names {stream}, of which nothing is in the bundle")]
    StreamLeftOut {
        /// The stream.
        stream: String,
    },
    /// The digest is of another file.
    #[error("its digest is of another file: what stands beside the proofs was changed")]
    Digest,
}

/// The first fault of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BundleFault {
    /// The entry at fault, where it is one.
    pub place: Option<Place>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl fmt::Display for BundleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: {}", self.wrong),
            None => write!(f, "the bundle: {}", self.wrong),
        }
    }
}

impl From<Wrong> for BundleFault {
    fn from(wrong: Wrong) -> Self {
        Self { place: None, wrong }
    }
}

/// A fault of an entry.
pub(super) fn at(place: &Place, wrong: Wrong) -> BundleFault {
    BundleFault { place: Some(place.clone()), wrong }
}
