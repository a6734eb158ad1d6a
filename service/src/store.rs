//! The ledger that a command works on, wherever it lives: in a directory, or on a cluster. What only one of
//! them can do is done here in the other's way, so that no command has to ask which it has.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use candour_ledger::merkle::Hash;
use candour_ledger::{
    After, AppendError, Appended, BackupError, Began, ClusterStore, Draft, EmbeddedStore,
    EventStore, Expected, FileCheck, LedgerIdentity, Marks, NodeStatus, Order, Position, Positions,
    ReadError, Record, Replica, ReplicateError, Revision, StreamName, StreamPage, Take, Times,
    Verdict, verify_marked,
};

/// A ledger that is open.
#[derive(Debug)]
pub(crate) enum Store {
    /// In a directory.
    Directory(EmbeddedStore),
    /// On a cluster, of which this is a node.
    Cluster(ClusterStore),
}

impl Store {
    fn as_any_store(&self) -> &dyn EventStore {
        match self {
            Self::Directory(store) => store,
            Self::Cluster(store) => store,
        }
    }

    /// Checks the form of the file that the ledger, or the node's copy of it, is in.
    pub(crate) async fn check_file(&self) -> Result<FileCheck, ReadError> {
        match self {
            Self::Directory(store) => store.check_file().await,
            Self::Cluster(store) => store.check_copy().await,
        }
    }

    /// The ledger itself, for whoever checks it or copies it: never a node's copy.
    pub(crate) fn itself(self: &Arc<Self>) -> Arc<dyn EventStore> {
        match &**self {
            Self::Directory(_) => Arc::clone(self) as Arc<dyn EventStore>,
            Self::Cluster(store) => Arc::new(store.direct()),
        }
    }

    /// Whether the copy that this node reads is what the cluster holds, as far as the copy goes: the cluster
    /// was found to have this root over so many records. What is in a directory is no copy.
    pub(crate) async fn copy_agrees(&self, records: u64, root: &Hash) -> Result<bool, ReadError> {
        let Self::Cluster(copy) = self else { return Ok(true) };
        let marks = Marks { roots: [records].into_iter().collect(), ..Marks::default() };
        let checked = verify_marked(copy, Positions::Gapless, marks, &mut |_| ()).await?;
        Ok(match checked {
            (Verdict::Faulty(_), _) => false,
            (Verdict::Whole { .. }, marked) => {
                marked.roots.get(&records).is_none_or(|of_the_copy| of_the_copy == root)
            }
        })
    }

    /// How the node stands to its cluster, where there is one.
    pub(crate) async fn node(&self) -> Option<Result<NodeStatus, ReadError>> {
        match self {
            Self::Directory(_) => None,
            Self::Cluster(store) => Some(store.status().await),
        }
    }

    /// Copies a ledger that is in a directory into a file; one on a cluster has no file of its own.
    pub(crate) async fn backup(&self, file: &Path) -> Option<Result<(), BackupError>> {
        match self {
            Self::Directory(store) => Some(store.backup(file).await),
            Self::Cluster(_) => None,
        }
    }
}

#[async_trait]
impl EventStore for Store {
    fn identity(&self) -> &LedgerIdentity {
        self.as_any_store().identity()
    }

    fn times(&self) -> Times {
        self.as_any_store().times()
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        self.as_any_store().append(stream, expected, drafts).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        self.as_any_store().read_stream(stream, from, limit).await
    }

    async fn give_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
        take: Take<StreamPage>,
    ) -> Result<(), ReadError> {
        self.as_any_store().give_stream(stream, from, limit, take).await
    }

    async fn read_beginnings(
        &self,
        streams: &[StreamName],
        limit: usize,
    ) -> Result<Vec<StreamPage>, ReadError> {
        self.as_any_store().read_beginnings(streams, limit).await
    }

    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError> {
        self.as_any_store().read_all(after, limit).await
    }

    async fn give_all(
        &self,
        after: After,
        limit: usize,
        take: Take<Vec<Record>>,
    ) -> Result<(), ReadError> {
        self.as_any_store().give_all(after, limit, take).await
    }

    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError> {
        self.as_any_store().streams(after, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        self.as_any_store().head().await
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        self.as_any_store().wait_beyond(after).await
    }
}

#[async_trait]
impl Replica for Store {
    async fn take_over(&self, after: After, records: Vec<Record>) -> Result<After, ReplicateError> {
        match self {
            Self::Directory(store) => store.take_over(after, records).await,
            Self::Cluster(store) => store.take_over(after, records).await,
        }
    }

    async fn go_on_filling(&self, order: Order) -> Result<(), ReplicateError> {
        match self {
            Self::Directory(store) => store.go_on_filling(order).await,
            Self::Cluster(store) => store.go_on_filling(order).await,
        }
    }
}
