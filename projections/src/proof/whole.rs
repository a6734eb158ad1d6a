//! The whole ledger against what was signed: every record checked and understood, every checkpoint that came
//! back, the one beside the ledger and one that is held elsewhere compared, and the first thing at fault
//! named. It opens nothing, changes nothing, and does not look at the form of a file.

use std::path::Path;

use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind};
use candour_ledger::leaf::Leaf;
use candour_ledger::log::Tiles;
use candour_ledger::merkle::{self, Hash, Leaves};
use candour_ledger::note::{SignedCheckpoint, Verifier};
use candour_ledger::{
    After, EventStore, Fault, LedgerIdentity, Marked, PAGE_RECORDS_MAX, Positions, ReadError,
    Record, Resumed, SoFar, Verdict, Verified, verify_resumed,
};
use candour_schemas::DecodeError;
use chrono::{DateTime, Utc};

use super::seal::Witnessed;
use super::{ClocksApart, NotOfThisLedger, ProofBook, Untrue};
use crate::casebook::read_stream_entries;

/// What stands beside a ledger and elsewhere, to be compared with it.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The directory of the log, which may know the leaves of then.
    pub log: &'a Path,
    /// The last checkpoint, beside the ledger.
    pub beside: Option<&'a SignedCheckpoint>,
    /// A checkpoint that is held where the ledger's keeper cannot write.
    pub elsewhere: Option<&'a SignedCheckpoint>,
}

/// Where a checkpoint was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldWhere {
    /// Beside the ledger.
    Beside,
    /// Elsewhere.
    Elsewhere,
}

/// What reads the whole ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// The first: every commitment and leaf.
    Leaves,
    /// The second: what every entry says.
    Entries,
}

/// What a sound ledger was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// The root over all leaves.
    pub root: Hash,
    /// What of it is sealed, where anything is.
    pub sealed: Option<SealedUpTo>,
    /// Every key that it introduced.
    pub keys: Vec<Verifier>,
    /// Where its clock and its witnesses' contradict each other.
    pub clocks: Vec<ClocksApart>,
}

/// What of a ledger is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedUpTo {
    /// How many checkpoints came back and were compared.
    pub checkpoints: usize,
    /// How many records the last one covers.
    pub records: u64,
    /// When enough witnesses had seen it, if they had.
    pub witnessed_at: Option<DateTime<Utc>>,
}

/// The first thing that is at fault in a ledger.
#[derive(Debug)]
pub enum AtFault {
    /// A record is not as it was written, or not where it must be.
    Record(Fault),
    /// An entry cannot be understood.
    NotUnderstood(Box<DecodeError>, u64),
    /// An entry says of the ledger otherwise than what keeps it.
    Disagrees {
        /// The entry's position.
        position: u64,
        /// In what.
        what: &'static str,
    },
    /// The ledger's own stream, read as a stream, is another than in the order of the ledger.
    OwnStream,
    /// A checkpoint is not of this ledger as it is.
    Checkpoint {
        /// Which.
        held: HeldWhere,
        /// Why.
        why: NotOfThisLedger,
        /// The first record that is not as it was, where the leaves of then are still known.
        first: Option<u64>,
    },
    /// The ledger said of itself what is not so.
    Said(Untrue),
}

/// Where a ledger was checked to before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// Up to where every commitment and leaf was.
    pub leaves: Verified,
    /// Up to where what every entry says was.
    pub entries: After,
}

/// How far a check has come.
#[derive(Debug, Clone, Copy)]
pub enum Came<'a> {
    /// With the first pass.
    Leaves(&'a SoFar),
    /// With the second: after this position.
    Entries(&'a Verified, After),
}

/// What came of checking a whole ledger.
#[derive(Debug)]
pub struct Checked {
    /// How many records were found as they were written, from the first on.
    pub records: u64,
    /// How many of them were found so before, and not read again.
    pub before: u64,
    /// How far it is checked, of a ledger whose leaves are whole.
    pub verified: Option<Verified>,
    /// What it was found to be, or what is at fault.
    pub found: Result<Sound, AtFault>,
}

/// Checks a whole ledger; the first fault ends it. Tells how far each pass has come.
///
/// # Errors
/// Fails where the store cannot be read. What is wrong with the ledger is no failure.
pub async fn check(
    store: &dyn EventStore,
    held: Held<'_>,
    progress: &mut (dyn FnMut(Pass, u64) + Send),
) -> Result<Checked, ReadError> {
    let mut told = |came: Came<'_>| match came {
        Came::Leaves(so_far) => progress(Pass::Leaves, so_far.size()),
        Came::Entries(_, after) => progress(Pass::Entries, after.number()),
    };
    check_from(store, held, None, &mut told).await
}

/// Checks a ledger from where it was checked before, where that still fits what is read; otherwise from its
/// beginning. Every checkpoint is compared in either case.
///
/// # Errors
/// As [`check`].
pub async fn check_from(
    store: &dyn EventStore,
    held: Held<'_>,
    before: Option<Before>,
    told: &mut (dyn FnMut(Came<'_>) + Send),
) -> Result<Checked, ReadError> {
    let ledger = store.identity().id;
    let own = read_stream_entries(store, StreamId::Ledger(LedgerId::new(ledger))).await;
    // What cannot be read is named by the reading of all records, which comes next.
    let own = own.ok().flatten().unwrap_or_default();
    let book = ProofBook::of(ledger, &own);
    let mut marks = book.marks();
    let claims = [held.beside, held.elsewhere].into_iter().flatten();
    marks.roots.extend(claims.map(|it| it.claim().head.size));
    let before = match before {
        Some(it) if it.leaves.fits(store, &marks).await? => Some(it),
        Some(_) | None => None,
    };
    let size = before.as_ref().map_or(0, |it| it.leaves.size());
    let understood_to = before.as_ref().map_or(After::Start, |it| it.entries);
    let from = before.map(|it| it.leaves);
    let mut leaves = |so_far: &SoFar| told(Came::Leaves(so_far));
    let resumed = verify_resumed(store, Positions::Gapless, (marks, from), &mut leaves).await?;
    let Resumed { verdict, marked, verified } = resumed;
    let (records, root) = match verdict {
        Verdict::Whole { records, head: _, root } => (records, root),
        Verdict::Faulty(fault) => {
            let records = fault.position.number() - 1;
            let found = Err(AtFault::Record(fault));
            return Ok(Checked { records, before: size, verified: None, found });
        }
    };
    let found = match understood(store, (&own, understood_to), |after| {
        if let Some(verified) = &verified {
            told(Came::Entries(verified, after));
        }
    })
    .await?
    {
        Ok(said) if said != own => Err(AtFault::OwnStream),
        Ok(_) => compared(store, &book, held, (records, root), &marked).await?,
        Err(fault) => Err(fault),
    };
    Ok(Checked { records, before: size, verified, found })
}

/// Compares what was found with every checkpoint, and with what the ledger said of itself.
async fn compared(
    store: &dyn EventStore,
    book: &ProofBook,
    held: Held<'_>,
    (records, root): (u64, Hash),
    marked: &Marked,
) -> Result<Result<Sound, AtFault>, ReadError> {
    for (checkpoint, at) in
        [(held.beside, HeldWhere::Beside), (held.elsewhere, HeldWhere::Elsewhere)]
    {
        let Some(checkpoint) = checkpoint else { continue };
        let size = checkpoint.claim().head.size;
        if let Err(why) = book.compare(checkpoint, (records, marked.roots.get(&size))) {
            let first = first_changed(store, held.log, checkpoint).await?;
            return Ok(Err(AtFault::Checkpoint { held: at, why, first }));
        }
    }
    if let Some(untrue) = book.first_untrue(marked) {
        return Ok(Err(AtFault::Said(untrue)));
    }
    let size = |it: &SignedCheckpoint| it.claim().head.size;
    let last = book.anchors().iter().map(|it| size(&it.checkpoint)).max();
    let sealed = last.max(held.beside.map(size)).map(|records| SealedUpTo {
        checkpoints: book.anchors().len(),
        records,
        // Witnesses go back in no time, so the last that has enough of them has the latest.
        witnessed_at: book.anchors().iter().rev().find_map(|it| Witnessed::of(it).at()),
    });
    let keys = book.keys().cloned().collect();
    Ok(Ok(Sound { root, sealed, keys, clocks: book.clocks_apart() }))
}

/// What the ledger says of itself, in its order, where every entry can be understood and none says of the
/// ledger otherwise than what keeps it. What it said up to where that was found before is taken over.
async fn understood(
    store: &dyn EventStore,
    (before, mut after): (&[Entry], After),
    mut progress: impl FnMut(After),
) -> Result<Result<Vec<Entry>, AtFault>, ReadError> {
    let own = StreamId::Ledger(LedgerId::new(store.identity().id));
    let read_before = |it: &&Entry| it.position.0 <= after.number();
    let mut said: Vec<Entry> = before.iter().take_while(read_before).cloned().collect();
    loop {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last() else { return Ok(Ok(said)) };
        after = After::Position(last.position);
        for record in &page {
            let position = record.position.number();
            let entry = match candour_schemas::entry(record) {
                Ok(entry) => entry,
                Err(error) => {
                    return Ok(Err(AtFault::NotUnderstood(Box::new(error), position)));
                }
            };
            if let Some(what) = disagreement(store.identity(), &entry) {
                return Ok(Err(AtFault::Disagrees { position, what }));
            }
            if entry.stream == own {
                said.push(entry);
            }
        }
        progress(after);
    }
}

/// What an entry says of the ledger otherwise than what keeps it.
fn disagreement(identity: &LedgerIdentity, entry: &Entry) -> Option<&'static str> {
    let Event::Ledger(LedgerEvent::LedgerOpened(opened)) = &entry.event else { return None };
    if opened.ledger != LedgerId::new(identity.id) {
        return Some("it says that another ledger was opened than the file says this is");
    }
    match (opened.kind, identity.synthetic) {
        (LedgerKind::Synthetic, true) => None,
        (LedgerKind::Synthetic, false) => Some(
            "it says that the ledger is for invented people alone, and the file says that it is not",
        ),
    }
}

/// The first record that is not the one that a checkpoint was signed over, where the tiles of the log still
/// lead to its root and so know the leaves of then. The first that is missing, where all others are there.
async fn first_changed(
    store: &dyn EventStore,
    log: &Path,
    checkpoint: &SignedCheckpoint,
) -> Result<Option<u64>, ReadError> {
    let head = checkpoint.claim().head;
    let tiles = Tiles::new(log, head.size);
    if merkle::root(&tiles, head.size) != Ok(head.root) {
        return Ok(None);
    }
    let (mut after, ledger) = (After::Start, store.identity().id);
    let mut buffer = Vec::new();
    loop {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last().filter(|_| after.number() < head.size) else {
            let next = after.number() + 1;
            return Ok(Some(next).filter(|it| *it <= head.size));
        };
        let mut changed = |record: &&Record| {
            let index = record.position.number() - 1;
            let leaf = Leaf::of(ledger, record).hash_in(&mut buffer);
            index < head.size && tiles.leaf(index) != Some(leaf)
        };
        if let Some(record) = page.iter().find(&mut changed) {
            return Ok(Some(record.position.number()));
        }
        after = After::Position(last.position);
    }
}
