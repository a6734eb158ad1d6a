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
use crate::port::{EventStore, ReadError};
use crate::record::{After, Position, Record, Revision, StreamName};

/// How many records are checked at a time.
pub const VERIFY_PAGE_RECORDS: usize = 2_000;

/// What a store promises about the numbers of its positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Positions {
    /// Each is one more than the one before, from the first on.
    Gapless,
    /// Each is more than the one before.
    Ascending,
}

/// What a store promises about the times of its records, in the order of their positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// None is before that of the record before it.
    NeverBack,
    /// Several nodes have written, each by its own clock: between nodes they may go back.
    EachNodesOwn,
}

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

/// What checking the order of records has to remember. It grows with the number of streams, not of
/// records.
#[derive(Debug)]
pub struct Order {
    positions: Positions,
    times: Times,
    after: After,
    recorded_at: Option<DateTime<Utc>>,
    categories: BTreeMap<String, u32>,
    next: BTreeMap<(u32, Uuid), Revision>,
}

impl Order {
    /// Starts at the beginning of a ledger.
    pub fn new(positions: Positions, times: Times) -> Self {
        Self {
            positions,
            times,
            after: After::Start,
            recorded_at: None,
            categories: BTreeMap::new(),
            next: BTreeMap::new(),
        }
    }

    /// Where the last record taken stands.
    pub fn after(&self) -> After {
        self.after
    }

    /// Checks that a record is the one that must come, and remembers it.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn take(&mut self, record: &Record) -> Result<(), Fault> {
        let fault = |wrong| Fault { position: record.position, wrong };
        let follows = match self.positions {
            Positions::Gapless => record.position.number() == self.after.number() + 1,
            Positions::Ascending => record.position.number() > self.after.number(),
        };
        if !follows {
            return Err(fault(Wrong::OutOfOrder { before: self.after }));
        }
        let back = self.recorded_at.filter(|before| record.recorded_at < *before);
        if let (Some(before), Times::NeverBack) = (back, self.times) {
            return Err(fault(Wrong::TimeWentBack { found: record.recorded_at, before }));
        }
        let category = self.category(record.stream.category());
        let next = self.next.entry((category, record.stream.id())).or_insert(Revision::FIRST);
        if record.revision != *next {
            return Err(fault(Wrong::Revision {
                stream: record.stream.clone(),
                found: record.revision,
                expected: *next,
            }));
        }
        *next = next.next();
        self.after = After::Position(record.position);
        self.recorded_at = Some(record.recorded_at);
        Ok(())
    }

    /// A short number for a category, so that a stream costs little memory.
    fn category(&mut self, name: &str) -> u32 {
        if let Some(number) = self.categories.get(name) {
            return *number;
        }
        let number = u32::try_from(self.categories.len()).unwrap_or(u32::MAX);
        self.categories.insert(name.to_owned(), number);
        number
    }
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
    let mut done = Done { order, tree, heads, marks, marked: Marked::default() };
    done.mark();
    let mut page = store.read_all(After::Start, VERIFY_PAGE_RECORDS).await;
    loop {
        let records = match page {
            Ok(records) => records,
            Err(ReadError::Damaged(fault)) => return Ok((Verdict::Faulty(fault), done.marked)),
            Err(failed @ ReadError::Failed(_)) => return Err(failed),
        };
        let Some(last) = records.last() else {
            let Done { order, tree, marked, .. } = done;
            let (records, head, root) = (tree.size(), order.after(), tree.root());
            return Ok((Verdict::Whole { records, head, root }, marked));
        };
        // The next page is read while this one is hashed.
        let next = store.read_all(After::Position(last.position), VERIFY_PAGE_RECORDS);
        let work = tokio::task::spawn_blocking(move || check_page(ledger, &records, done));
        let (read, worked) = tokio::join!(next, work);
        done = match worked {
            Ok(Ok(done)) => done,
            Ok(Err(stopped)) => {
                let (fault, marked) = *stopped;
                return Ok((Verdict::Faulty(fault), marked));
            }
            Err(stopped) => {
                let failure = crate::Failure::because("checking a page of records", stopped);
                return Err(ReadError::Failed(failure));
            }
        };
        page = read;
        progress(done.tree.size());
    }
}

/// What has been checked so far.
struct Done {
    order: Order,
    tree: Frontier,
    /// Where anything is to be said of them.
    heads: Option<Heads>,
    marks: Marks,
    marked: Marked,
}

impl Done {
    fn take(&mut self, ledger: Uuid, record: &Record, buffer: &mut Vec<u8>) -> Result<(), Fault> {
        self.order.take(record)?;
        check_record(ledger, record, buffer)?;
        // The leaf that is kept has just been found to be the one that follows from the record.
        self.tree.append(record.leaf);
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
    mut done: Done,
) -> Result<Done, Box<(Fault, Marked)>> {
    let mut buffer = Vec::with_capacity(1024);
    for record in records {
        if let Err(fault) = done.take(ledger, record, &mut buffer) {
            return Err(Box::new((fault, done.marked)));
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
