//! The order of a ledger's records: that each is the one that must come behind those before it, in the ledger
//! and in its stream, and no earlier than they. It looks at no content.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::record::{After, Record, Revision};
use crate::verified::Verified;
use crate::verify::{Fault, Wrong};

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

    /// Goes on where a ledger was checked before.
    pub(crate) fn resume(positions: Positions, times: Times, from: &Verified) -> Self {
        let mut order = Self::new(positions, times);
        (order.after, order.recorded_at) = (from.after, from.recorded_at);
        for head in from.heads.all() {
            let category = order.category(head.stream.category());
            order.next.insert((category, head.stream.id()), head.last.next());
        }
        order
    }

    /// When the last record taken was accepted.
    pub(crate) fn recorded_at(&self) -> Option<DateTime<Utc>> {
        self.recorded_at
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
