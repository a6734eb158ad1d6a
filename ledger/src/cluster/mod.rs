//! The ledger on a cluster of EventStoreDB or KurrentDB. A node appends to the cluster and reads its own
//! copy, which it fills by listening: `docs/decisions/0008-cluster.md` says why. The cluster is the ledger;
//! the copy can be thrown away. No other part of Candour names the client's crate.
//!
//! A position is the number of a record in the order of the cluster's log, counted from one over the records
//! of this ledger alone, so that it is the same on every node. `recorded_at` is the appending node's clock,
//! and never goes back on one node; between nodes it may, and order is the position.

mod address;
mod appending;
mod direct;
mod ear;
mod identity;
mod link;
mod node;
mod opening;
mod reader;
mod taking;
mod trouble;
mod turning;
mod wire;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::runtime::Runtime;
use uuid::Uuid;

pub use self::address::{AddressError, ClusterAddress, Credentials, Host, Tls, is_cluster_address};
pub use self::direct::DirectLedger;
use self::node::Node;
pub use self::opening::{ClusterError, ClusterRefusal, OpenCluster};
use self::writer::Writer;
use crate::embedded::FileCheck;
use crate::failure::Failure;
use crate::order::{Order, Times};
use crate::port::{
    AppendError, Appended, Began, EventStore, Expected, ReadError, Replica, ReplicateError,
    StreamPage,
};
use crate::record::{After, Draft, Position, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::taken::Take;

/// How often a process that does not fill the copy itself looks whether somebody still does.
const STEP_IN_MS: u64 = 500;

/// A ledger on a cluster, as one node has it.
pub struct ClusterStore {
    shared: Arc<Shared>,
    /// What speaks to the cluster runs here, whichever runtime asks.
    work: Option<Runtime>,
}

/// What an append needs.
struct Shared {
    node: Arc<Node>,
    writer: Writer,
    /// This node's identifier.
    id: Uuid,
    append_bytes_max: usize,
    /// The latest time that this node has stamped.
    stamped: Mutex<Option<DateTime<Utc>>>,
    /// What has been checked while the ledger is being filled from another.
    filling: tokio::sync::Mutex<Option<Order>>,
}

/// How a node stands to its cluster.
#[derive(Clone, Debug)]
pub struct NodeStatus {
    /// The node's identifier.
    pub node: Uuid,
    /// Where the node's copy ends.
    pub head: After,
    /// Whether this process fills the copy; otherwise another does, and the rest is not known here.
    pub fills: bool,
    /// Whether everything that the cluster had when it was last asked is in the copy.
    pub caught_up: bool,
    /// Why the cluster cannot be heard, where it cannot.
    pub away: Option<Failure>,
    /// What stopped the node for good.
    pub stopped: Option<Failure>,
    /// How many records had a node and a server whose clocks were more than five seconds apart.
    pub clock_alarms: u64,
    /// By how many milliseconds at most.
    pub clock_apart_max_ms: i64,
    /// How often a thread that listened to the cluster had to be given up since the store was opened.
    pub listeners_given_up: u64,
}

impl ClusterStore {
    /// How the node stands to its cluster now.
    ///
    /// # Errors
    /// Fails where the node's copy cannot be read.
    pub async fn status(&self) -> Result<NodeStatus, ReadError> {
        let node = &self.shared.node;
        let copy = node.copy();
        let state = copy.replica_state().await?;
        let head = After::from(copy.head().await?);
        let hearing = node.hearing().borrow().clone();
        let stopped = match (hearing.fault, hearing.failed) {
            (Some(fault), _) => Some(Failure::because("following the cluster", fault)),
            (None, failed) => failed,
        };
        Ok(NodeStatus {
            node: state.node,
            head,
            fills: node.fills(),
            caught_up: hearing.caught_up,
            away: hearing.away,
            stopped,
            clock_alarms: state.clock_alarms,
            clock_apart_max_ms: state.clock_apart_max_ms,
            listeners_given_up: node.given_up.load(Ordering::Relaxed),
        })
    }

    /// Why the cluster could not be heard when it was last tried, where it could not: what is read is then what
    /// the node had heard before.
    pub fn away(&self) -> Option<Failure> {
        self.shared.node.hearing().borrow().away.clone()
    }

    /// Checks the form of the file that the node's copy is in.
    ///
    /// # Errors
    /// Fails where it cannot be read at all.
    pub async fn check_copy(&self) -> Result<FileCheck, ReadError> {
        self.shared.node.copy().check_file().await
    }

    /// The node's directory.
    pub fn directory(&self) -> &Path {
        &self.shared.node.directory
    }

    /// The ledger as the cluster itself has it, and not as the node's copy does.
    pub fn direct(&self) -> DirectLedger {
        DirectLedger::of(Arc::clone(&self.shared.node))
    }

    /// Runs something that speaks to the cluster where such things run.
    async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Failure> {
        let attempted = "asking the cluster";
        let runtime = self.work.as_ref().ok_or_else(|| Failure::new(attempted))?;
        let done = runtime.spawn(work).await;
        done.map_err(|error| Failure::because(attempted, error))
    }
}

impl Drop for ClusterStore {
    /// Lets go of the node's directory before anything else may take it.
    fn drop(&mut self) {
        self.shared.node.end();
        if let Some(work) = self.work.take() {
            work.shutdown_background();
        }
    }
}

#[async_trait]
impl EventStore for ClusterStore {
    fn identity(&self) -> &LedgerIdentity {
        &self.shared.node.identity
    }

    fn times(&self) -> Times {
        Times::EachNodesOwn
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        let shared = Arc::clone(&self.shared);
        let stream = stream.clone();
        let asked = self.run(async move { shared.append(&stream, expected, drafts).await }).await;
        asked.map_err(AppendError::Unknown)?
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        self.shared.node.copy().read_stream(stream, from, limit).await
    }

    async fn give_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
        take: Take<StreamPage>,
    ) -> Result<(), ReadError> {
        self.shared.node.copy().give_stream(stream, from, limit, take).await
    }

    async fn read_beginnings(
        &self,
        streams: &[StreamName],
        limit: usize,
    ) -> Result<Vec<StreamPage>, ReadError> {
        self.shared.node.copy().read_beginnings(streams, limit).await
    }

    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError> {
        self.shared.node.copy().read_all(after, limit).await
    }

    async fn give_all(
        &self,
        after: After,
        limit: usize,
        take: Take<Vec<Record>>,
    ) -> Result<(), ReadError> {
        self.shared.node.copy().give_all(after, limit, take).await
    }

    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError> {
        self.shared.node.copy().streams(after, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        self.shared.node.copy().head().await
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        let mut hearing = self.shared.node.hearing();
        loop {
            let now = hearing.borrow_and_update().clone();
            if let Some(fault) = now.fault {
                return Err(ReadError::Damaged(fault));
            }
            if let Some(failure) = now.failed {
                return Err(ReadError::Failed(failure));
            }
            let copy = self.shared.node.copy();
            let again = tokio::time::sleep(Duration::from_millis(STEP_IN_MS));
            tokio::select! {
                beyond = copy.wait_beyond(after) => return beyond,
                // It never closes while the node is there.
                _ = hearing.changed() => {}
                () = again => {
                    let node = Arc::clone(&self.shared.node);
                    self.run(async move { node.step_in() }).await.map_err(ReadError::Failed)?;
                }
            }
        }
    }
}

#[async_trait]
impl Replica for ClusterStore {
    async fn take_over(&self, after: After, records: Vec<Record>) -> Result<After, ReplicateError> {
        let shared = Arc::clone(&self.shared);
        let taken = self.run(async move { shared.take_over(after, records).await }).await;
        taken.map_err(ReplicateError::Write)?
    }

    async fn go_on_filling(&self, order: Order) -> Result<(), ReplicateError> {
        let head = After::from(self.head().await.map_err(ReplicateError::Read)?);
        if order.after() != head {
            return Err(ReplicateError::NotEmpty { head });
        }
        *self.shared.filling.lock().await = Some(order);
        Ok(())
    }
}

impl fmt::Debug for ClusterStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let node = &self.shared.node;
        write!(f, "ClusterStore({}, {})", node.identity.id, node.directory.display())
    }
}
