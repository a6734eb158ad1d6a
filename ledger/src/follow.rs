//! Following a ledger: every record once and in order, those to come included. What is read is kept
//! nowhere here.

use std::fmt;
use std::sync::Arc;

use crate::port::{EventStore, ReadError};
use crate::record::{After, Record};

/// Reads a ledger to its end and then on, as records come: every record once, in order.
pub struct Follower {
    store: Arc<dyn EventStore>,
    after: After,
    limit: usize,
}

impl Follower {
    /// Follows the store from this point, in pages of at most `limit` records.
    pub fn new(store: Arc<dyn EventStore>, after: After, limit: usize) -> Self {
        Self { store, after, limit }
    }

    /// How far everything has been handed out.
    pub fn after(&self) -> After {
        self.after
    }

    /// The next records, as soon as there are any. Dropping the answer before it is ready loses
    /// nothing.
    ///
    /// # Errors
    /// Fails where the store does; asking again goes on from the same point.
    pub async fn next(&mut self) -> Result<Vec<Record>, ReadError> {
        loop {
            let records = self.store.read_all(self.after, self.limit).await?;
            if let Some(last) = records.last() {
                self.after = After::Position(last.position);
                return Ok(records);
            }
            self.store.wait_beyond(self.after).await?;
        }
    }
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Follower({:?})", self.after)
    }
}
