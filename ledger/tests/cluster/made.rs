//! Where the tests' clusters and nodes come from.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use candour_ledger::contract::{draft, drafts, start_of_time, stream};
use candour_ledger::{
    Clock, ClusterAddress, ClusterError, ClusterStore, Draft, EventStore, Expected, LedgerIdentity,
    LedgerSecret, ManualClock, OpenCluster, Record, Revision, SeededEntropy,
};
use candour_standin::{Settings, StandIn};
use tempfile::TempDir;
use uuid::Uuid;

/// The identity of every ledger that the tests make.
pub(crate) fn identity() -> LedgerIdentity {
    LedgerIdentity {
        id: Uuid::from_u64_pair(0x001e_d9e4, 1),
        synthetic: true,
        secret: LedgerSecret::from_bytes([3; 32]),
    }
}

/// A clock that shows the start of time.
pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(start_of_time()))
}

/// A cluster and the directories of its nodes.
pub(crate) struct Cluster {
    pub(crate) standin: StandIn,
    root: TempDir,
    seeds: Mutex<u8>,
}

impl Cluster {
    pub(crate) fn start(settings: Settings) -> Self {
        let standin = StandIn::start(settings).unwrap();
        Self { standin, root: tempfile::tempdir().unwrap(), seeds: Mutex::new(0) }
    }

    /// A cluster of one server.
    pub(crate) fn one() -> Self {
        Self::start(Settings::default())
    }

    /// A cluster of three servers, the first of which leads.
    pub(crate) fn three() -> Self {
        Self::start(Settings { nodes: 3, ..Settings::default() })
    }

    pub(crate) fn address(&self) -> ClusterAddress {
        self.standin.connection_string().parse().unwrap()
    }

    pub(crate) fn directory(&self, node: &str) -> PathBuf {
        self.root.path().join(node)
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// What a node of this name is opened with. Each time it draws other salts, as a process does.
    pub(crate) fn given(&self, node: &str, clock: Arc<dyn Clock>) -> OpenCluster {
        let mut seeds = self.seeds.lock().unwrap();
        *seeds += 1;
        OpenCluster {
            address: self.address(),
            credentials: None,
            directory: self.directory(node),
            clock,
            entropy: Arc::new(SeededEntropy::new([*seeds; 32])),
        }
    }

    /// Makes the ledger, and opens it on the node `first`.
    pub(crate) async fn create(&self) -> ClusterStore {
        ClusterStore::create(self.given("first", clock()), identity()).await.unwrap()
    }

    pub(crate) async fn open(&self, node: &str) -> Result<ClusterStore, ClusterError> {
        ClusterStore::open(self.given(node, clock())).await
    }

    /// The revisions of a stream's events as the servers have them.
    pub(crate) fn revisions(&self, which: u64) -> Vec<u64> {
        let records = self.standin.stream(stream(which).as_str());
        records.iter().map(|record| record.revision).collect()
    }
}

/// Appends a draft of this number at a revision of stream 1.
pub(crate) async fn append_one(store: &ClusterStore, number: u64) -> Record {
    let expected = number.checked_sub(1).map_or(Expected::NoStream, at);
    let appended = store.append(&stream(1), expected, vec![draft(number)]).await.unwrap();
    assert_eq!((appended.already, appended.records.len()), (false, 1));
    appended.records.into_iter().next().unwrap()
}

pub(crate) fn at(revision: u64) -> Expected {
    Expected::At(Revision::from_number(revision))
}

/// As many drafts as there are from a number on.
pub(crate) fn given(from: u64, count: u64) -> Vec<Draft> {
    drafts(from..from + count)
}

/// Lets a little time pass.
pub(crate) async fn pause(millis: u64) {
    tokio::time::sleep(Duration::from_millis(millis)).await;
}

/// Looks again and again until something is so.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut so: impl FnMut() -> F) {
    for _ in 0..400 {
        if so().await {
            return;
        }
        pause(50).await;
    }
    panic!("in twenty seconds it did not come about: {what}");
}
