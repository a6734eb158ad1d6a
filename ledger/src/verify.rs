//! Checks a whole ledger from what can be read of it, page by page: that nothing is missing or out of
//! order, and that every commitment and leaf follows from what is kept. It names the first record at
//! fault and what is wrong with it, or gives the root over all leaves, and at any size that is marked; it
//! changes nothing, compares no root with another, and says nothing about what records mean.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::leaf::{self, CommitContext, Leaf};
use crate::log::Heads;
use crate::merkle::{Frontier, Hash, TreeHead};
use crate::order::{Order, Positions};
use crate::port::{EventStore, ReadError};
use crate::record::{After, Position, Record, Revision, StreamName};
use crate::verified::Verified;

/// How many records are checked at a time.
pub const VERIFY_PAGE_RECORDS: usize = 2_000;

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The record is not where the one before says that it must be.
    #[error("it does not follow {before:?} in the ledger")]
    OutOfOrder {
        /// Where the record before stands.
        before: After,
    },
    /// The record's revision does not continue its stream.
    #[error("it has revision {found} in stream {stream}, where {expected} must come")]
    Revision {
        /// The stream.
        stream: StreamName,
        /// The revision that it has.
        found: Revision,
        /// The revision that continues the stream.
        expected: Revision,
    },
    /// The record was accepted before the one before it.
    #[error("it was recorded at {found}, before the {before} of the record before it")]
    TimeWentBack {
        /// The time of the record.
        found: DateTime<Utc>,
        /// The time of the record before.
        before: DateTime<Utc>,
    },
    /// A part is not what was committed to.
    #[error("part {number} is not what was committed to")]
    Part {
        /// The part's number.
        number: u16,
    },
    /// The leaf does not follow from the record.
    #[error("its leaf does not follow from it")]
    Leaf,
    /// What a cluster holds where a record must stand cannot be read as one.
    #[error("the {what} of event {revision} in stream {stream} of the cluster cannot be read")]
    Misread {
        /// The stream, as the cluster names it.
        stream: String,
        /// The event's number in it.
        revision: u64,
        /// What of it.
        what: &'static str,
    },
    /// What is kept cannot be a record.
    #[error("its {what} cannot be read")]
    Unreadable {
        /// Which of its fields.
        what: &'static str,
    },
}

/// The first record at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record at position {position} is at fault")]
pub struct Fault {
    /// Where it stands.
    pub position: Position,
    /// What is wrong with it.
    #[source]
    pub wrong: Wrong,
}

/// What came of checking a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every record is as it was written.
    Whole {
        /// How many records there are.
        records: u64,
        /// Where the ledger ended when the last page was read.
        head: After,
        /// The root of the tree over the leaves of all of them, as they were recomputed: whoever holds
        /// the same records in the same order has the same.
        root: Hash,
    },
    /// A record is at fault. Those before it are not.
    Faulty(Fault),
}

/// Checks what a record says of itself: that its parts are those committed to, and its leaf follows.
///
/// # Errors
/// Says what is wrong.
pub fn check_record(ledger: Uuid, record: &Record, buffer: &mut Vec<u8>) -> Result<(), Fault> {
    let fault = |wrong| Fault { position: record.position, wrong };
    for part in &record.parts {
        let context =
            CommitContext { ledger, entry: record.id, number: part.number, kind: part.kind };
        let follows = part.content.as_ref().is_none_or(|content| {
            leaf::commit(&context, &content.salt, &content.text) == part.commit
        });
        if !follows {
            return Err(fault(Wrong::Part { number: part.number }));
        }
    }
    if Leaf::of(ledger, record).hash_in(buffer) == record.leaf {
        return Ok(());
    }
    Err(fault(Wrong::Leaf))
}

/// The sizes at which something was said of a ledger, to be compared with what is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// After so many leaves the root over them is wanted.
    pub roots: BTreeSet<u64>,
    /// After so many leaves the root over the heads of all streams is wanted.
    pub heads: BTreeSet<u64>,
}

/// What was found at the sizes that were marked, as far as the ledger goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The roots over the leaves.
    pub roots: BTreeMap<u64, Hash>,
    /// How many streams there were, and the roots over their heads.
    pub heads: BTreeMap<u64, TreeHead>,
}

/// Checks a ledger from its first record to its last, and tells how many records have been checked
/// after each page.
///
/// # Errors
/// Fails where the store cannot be read. A damaged record is no failure but a verdict.
pub async fn verify(
    store: &dyn EventStore,
    positions: Positions,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Verdict, ReadError> {
    let (verdict, _) = verify_marked(store, positions, Marks::default(), progress).await?;
    Ok(verdict)
}

/// Checks a ledger as [`verify`] does, and says what the roots were at the sizes that are marked. Where
/// a record is at fault, those before it are answered for.
///
/// # Errors
/// As [`verify`].
pub async fn verify_marked(
    store: &dyn EventStore,
    positions: Positions,
    marks: Marks,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(Verdict, Marked), ReadError> {
    let ledger = store.identity().id;
    let heads = (!marks.heads.is_empty()).then(|| Heads::new(ledger));
    let (order, tree) = (Order::new(positions, store.times()), Frontier::new());
    let done = SoFar { order, tree, heads, marks, marked: Marked::default(), last: None };
    let (verdict, done) = verify_on(store, done, &mut |done| progress(done.size())).await?;
    Ok((verdict, done.marked))
}

/// What came of checking a ledger from where it had been checked before.
#[derive(Debug)]
pub struct Resumed {
    /// What came of it.
    pub verdict: Verdict,
    /// What was found at the sizes that are marked, then and now.
    pub marked: Marked,
    /// How far the ledger is checked now, of one that is whole.
    pub verified: Option<Verified>,
}

/// Checks a ledger as [`verify_marked`] does, from where it was checked before or from its beginning, and
/// gives what has been checked so far to whoever keeps it, after each page. The records before are not read.
///
/// # Errors
/// As [`verify`].
pub async fn verify_resumed(
    store: &dyn EventStore,
    positions: Positions,
    (marks, from): (Marks, Option<Verified>),
    told: &mut (dyn FnMut(&SoFar) + Send),
) -> Result<Resumed, ReadError> {
    let ledger = store.identity().id;
    let from = from.unwrap_or_else(|| Verified::nothing(ledger));
    let order = Order::resume(positions, store.times(), &from);
    let Verified { tree, heads, marked, leaf, .. } = from;
    let done = SoFar { order, tree, heads: Some(heads), marks, marked, last: leaf };
    let (verdict, done) = verify_on(store, done, told).await?;
    let verified = match verdict {
        Verdict::Whole { .. } => done.verified(ledger),
        Verdict::Faulty(_) => None,
    };
    Ok(Resumed { verdict, marked: done.marked, verified })
}

/// Checks the records that come behind those that are checked.
async fn verify_on(
    store: &dyn EventStore,
    mut done: SoFar,
    told: &mut (dyn FnMut(&SoFar) + Send),
) -> Result<(Verdict, SoFar), ReadError> {
    let ledger = store.identity().id;
    done.mark();
    let mut page = store.read_all(done.order.after(), VERIFY_PAGE_RECORDS).await;
    loop {
        let records = match page {
            Ok(records) => records,
            Err(ReadError::Damaged(fault)) => return Ok((Verdict::Faulty(fault), done)),
            Err(failed @ ReadError::Failed(_)) => return Err(failed),
        };
        let Some(last) = records.last() else {
            let (records, head, root) = (done.size(), done.order.after(), done.tree.root());
            return Ok((Verdict::Whole { records, head, root }, done));
        };
        // The next page is read while this one is hashed.
        let next = store.read_all(After::Position(last.position), VERIFY_PAGE_RECORDS);
        let work = tokio::task::spawn_blocking(move || check_page(ledger, &records, done));
        let (read, worked) = tokio::join!(next, work);
        done = match worked {
            Ok(Ok(done)) => done,
            Ok(Err(stopped)) => {
                let (fault, done) = *stopped;
                return Ok((Verdict::Faulty(fault), done));
            }
            Err(stopped) => {
                let failure = crate::Failure::because("checking a page of records", stopped);
                return Err(ReadError::Failed(failure));
            }
        };
        page = read;
        told(&done);
    }
}

/// What of a ledger has been checked so far.
#[derive(Debug)]
pub struct SoFar {
    order: Order,
    tree: Frontier,
    /// Where anything is to be said of them.
    heads: Option<Heads>,
    marks: Marks,
    marked: Marked,
    /// The leaf of the last record.
    last: Option<Hash>,
}

impl SoFar {
    /// How many records.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// What is kept to go on from here; nothing where the heads of streams are not followed.
    pub fn verified(&self, ledger: Uuid) -> Option<Verified> {
        Some(Verified {
            ledger,
            after: self.order.after(),
            recorded_at: self.order.recorded_at(),
            leaf: self.last,
            tree: self.tree.clone(),
            heads: self.heads.clone()?,
            marked: self.marked.clone(),
        })
    }

    fn take(&mut self, ledger: Uuid, record: &Record, buffer: &mut Vec<u8>) -> Result<(), Fault> {
        self.order.take(record)?;
        check_record(ledger, record, buffer)?;
        // The leaf that is kept has just been found to be the one that follows from the record.
        self.tree.append(record.leaf);
        self.last = Some(record.leaf);
        if let Some(heads) = &mut self.heads {
            heads.take(record);
        }
        self.mark();
        Ok(())
    }

    /// Answers for a size that is marked.
    fn mark(&mut self) {
        let size = self.tree.size();
        if self.marks.roots.contains(&size) {
            self.marked.roots.insert(size, self.tree.root());
        }
        if let Some(heads) = self.heads.as_mut().filter(|_| self.marks.heads.contains(&size)) {
            self.marked.heads.insert(size, heads.root());
        }
    }
}

/// Checks the records of a page, each by itself and in their order.
fn check_page(
    ledger: Uuid,
    records: &[Record],
    mut done: SoFar,
) -> Result<SoFar, Box<(Fault, SoFar)>> {
    let mut buffer = Vec::with_capacity(1024);
    for record in records {
        if let Err(fault) = done.take(ledger, record, &mut buffer) {
            return Err(Box::new((fault, done)));
        }
    }
    Ok(done)
}

/// Gives records of another ledger the next positions of this one, and checks each of them.
pub(crate) fn as_next(
    ledger: Uuid,
    order: &mut Order,
    records: Vec<Record>,
) -> Result<Vec<Record>, Fault> {
    let mut buffer = Vec::with_capacity(1024);
    let mut next = Vec::with_capacity(records.len());
    for mut record in records {
        check_record(ledger, &record, &mut buffer)?;
        record.position = order.after().next();
        order.take(&record)?;
        next.push(record);
    }
    Ok(next)
}
