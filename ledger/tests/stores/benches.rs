//! Where the tests' ledgers come from.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use candour_ledger::contract::{Bench, Broken, Subject};
use candour_ledger::{Clock, EmbeddedStore, MemoryStore, Positions, Replica};

use crate::written::{clock, entropy, identity};

/// Ledgers in memory.
pub(crate) struct InMemory;

impl InMemory {
    fn store(clock: Arc<dyn Clock>) -> MemoryStore {
        MemoryStore::new(identity(), clock, entropy()).unwrap()
    }
}

#[async_trait]
impl Bench for InMemory {
    async fn fresh(&self) -> Result<Subject, Broken> {
        let clock = clock();
        Ok(Subject { store: Arc::new(Self::store(clock.clone())), clock })
    }

    async fn replica(&self) -> Result<Arc<dyn Replica>, Broken> {
        Ok(Arc::new(Self::store(clock())))
    }

    async fn reopened(&self, subject: Subject) -> Result<Subject, Broken> {
        Ok(subject)
    }

    fn positions(&self) -> Positions {
        Positions::Gapless
    }
}

/// Ledgers in directories below one that is removed at the end.
pub(crate) struct InDirectories {
    root: tempfile::TempDir,
    made: AtomicU64,
}

impl InDirectories {
    pub(crate) fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap(), made: AtomicU64::new(0) }
    }

    /// The directory of the ledger that was made last.
    pub(crate) fn last(&self) -> PathBuf {
        self.root.path().join(self.made.load(Ordering::SeqCst).to_string())
    }

    /// Makes an empty ledger.
    pub(crate) fn create(&self, clock: Arc<dyn Clock>) -> EmbeddedStore {
        self.made.fetch_add(1, Ordering::SeqCst);
        EmbeddedStore::create(&self.last(), identity(), clock, entropy()).unwrap()
    }

    /// Opens the ledger that was made last.
    pub(crate) fn open(&self, clock: Arc<dyn Clock>) -> EmbeddedStore {
        EmbeddedStore::open(&self.last(), clock, entropy()).unwrap()
    }
}

#[async_trait]
impl Bench for InDirectories {
    async fn fresh(&self) -> Result<Subject, Broken> {
        let clock = clock();
        Ok(Subject { store: Arc::new(self.create(clock.clone())), clock })
    }

    async fn replica(&self) -> Result<Arc<dyn Replica>, Broken> {
        Ok(Arc::new(self.create(clock())))
    }

    async fn reopened(&self, subject: Subject) -> Result<Subject, Broken> {
        let Subject { store, clock } = subject;
        drop(store);
        Ok(Subject { store: Arc::new(self.open(clock.clone())), clock })
    }

    fn positions(&self) -> Positions {
        Positions::Gapless
    }
}
