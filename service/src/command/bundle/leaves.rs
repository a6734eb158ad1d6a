//! The tree and the heads that a bundle's proofs are made from: from the files of the log where they hold,
//! otherwise by reading the ledger through. What they lead to is compared with what was signed.

use std::path::Path;

use candour_interchange::bundle::{LastSealed, OwnEntries};
use candour_ledger::log::{Heads, Log, Tiles};
use candour_ledger::merkle::{self, Hash, Leaves};
use candour_ledger::{After, EventStore, PAGE_RECORDS_MAX, Position, check_record};

use crate::exit::Fault;
use crate::sealing;
use crate::store::Store;

/// The state in which a ledger was last sealed: by the checkpoint beside it where this is one over its
/// entries, otherwise by its own entries.
pub(super) async fn last_sealed(
    directory: &Path,
    store: &Store,
    own: &OwnEntries,
) -> anyhow::Result<Option<LastSealed>> {
    let files = sealing::files(directory);
    let beside = files.checkpoint().map_err(sealing::fault)?;
    let head = store.head().await?.map_or(0, Position::number);
    let covers = beside.filter(|it| {
        let claim = it.claim().head;
        let tiles = Tiles::new(files.directory(), claim.size);
        claim.size <= head && merkle::root(&tiles, claim.size) == Ok(claim.root)
    });
    Ok(covers.and_then(|it| own.covered_by(it)).or_else(|| own.last_sealed()))
}

/// The leaves up to a checkpoint.
pub(super) enum LeavesUpTo {
    /// In the files of the log.
    Kept(Tiles),
    /// In memory, as they were read.
    Read(Vec<Hash>),
}

impl Leaves for LeavesUpTo {
    fn count(&self) -> u64 {
        match self {
            Self::Kept(tiles) => tiles.count(),
            Self::Read(leaves) => leaves.as_slice().count(),
        }
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        match self {
            Self::Kept(tiles) => tiles.leaf(index),
            Self::Read(leaves) => leaves.as_slice().leaf(index),
        }
    }

    fn kept(&self, levels: u32, number: u64) -> Option<Hash> {
        match self {
            Self::Kept(tiles) => tiles.kept(levels, number),
            Self::Read(leaves) => leaves.as_slice().kept(levels, number),
        }
    }
}

/// The heads and the leaves of a ledger as it was sealed.
pub(super) async fn up_to(
    directory: &Path,
    store: &Store,
    sealed: &LastSealed,
) -> anyhow::Result<(Heads, LeavesUpTo)> {
    let place = sealing::files(directory);
    let head = sealed.checkpoint.claim().head;
    let log = Log::open(place.directory(), store.identity().id);
    let tiles = Tiles::new(place.directory(), head.size);
    if log.head().size == sealed.heads_size && merkle::root(&tiles, head.size) == Ok(head.root) {
        return Ok((log.heads().clone(), LeavesUpTo::Kept(tiles)));
    }
    let (heads, leaves) = read(store, sealed).await?;
    if merkle::root(leaves.as_slice(), head.size) == Ok(head.root) {
        return Ok((heads, LeavesUpTo::Read(leaves)));
    }
    Err(Fault::found("the ledger does not hold what its last checkpoint commits to")
        .next("`candour verify` says which entry is at fault")
        .into())
}

/// Reads a ledger through, up to the checkpoint.
async fn read(store: &Store, sealed: &LastSealed) -> anyhow::Result<(Heads, Vec<Hash>)> {
    let ledger = store.identity().id;
    let size = sealed.checkpoint.claim().head.size;
    let mut heads = Heads::new(ledger);
    let mut leaves: Vec<Hash> = Vec::new();
    let (mut after, mut buffer) = (After::Start, Vec::new());
    while (leaves.len() as u64) < size {
        let records = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = records.last() else { break };
        after = After::Position(last.position);
        for record in &records {
            check_record(ledger, record, &mut buffer)?;
            if (leaves.len() as u64) < sealed.heads_size {
                heads.take(record);
            }
            leaves.push(record.leaf);
        }
    }
    Ok((heads, leaves))
}
