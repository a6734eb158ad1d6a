//! How a ledger on a cluster is made and opened, and why it may not be. Whatever is wrong is said before
//! anything is written. A node that has a copy opens while the cluster is away, and says so.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eventstore::{AppendToStreamOptions, EventData, ExpectedRevision};
use tokio::time::timeout;
use uuid::Uuid;

use super::address::{AddressError, ClusterAddress, Credentials};
use super::link::Link;
use super::node::{Node, Parts};
use super::reader::{self, Found, Named};
use super::trouble::Trouble;
use super::writer::Writer;
use super::{ClusterStore, Shared, identity};
use crate::clock::{Clock, Entropy};
use crate::embedded::{EmbeddedStore, OpenError};
use crate::failure::Failure;
use crate::port::EventStore;
use crate::secret::LedgerIdentity;

/// How long a node that has a copy waits for the cluster to say which ledger it holds.
const IDENTITY_WAIT_MS: u64 = 4_000;
/// How many threads speak to the cluster.
const WORK_THREADS: usize = 2;

/// What a ledger on a cluster is opened with.
#[derive(Clone)]
pub struct OpenCluster {
    /// Where the cluster is.
    pub address: ClusterAddress,
    /// Who signs in; where it is nobody, the file that the address names is read.
    pub credentials: Option<Credentials>,
    /// The node's directory, with its copy.
    pub directory: PathBuf,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where salts come from, and the length of pauses.
    pub entropy: Arc<dyn Entropy>,
}

/// Why a ledger on a cluster may not be opened or made. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClusterRefusal {
    /// The cluster holds no ledger.
    #[error("there is no ledger on the cluster")]
    NoLedger,
    /// The cluster holds a ledger already.
    #[error("there is a ledger on the cluster already")]
    Exists,
    /// The event that says which ledger it is does not hold together.
    #[error(
        "the ledger's identity on the cluster does not hold together, or another release wrote it"
    )]
    IdentityChanged,
    /// The node's copy is of another ledger than the cluster holds.
    #[error("the node's directory has a copy of another ledger than the cluster holds")]
    OtherLedger,
    /// The ledger is for real people, whose texts could not be erased there.
    #[error(
        "a ledger of real people cannot be kept on a cluster yet: until texts are encrypted with keys \
         that can be destroyed, they could not be erased there"
    )]
    RealPeople,
}

/// Why a ledger on a cluster was not opened or made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClusterError {
    /// The address cannot be used.
    #[error("the address of the cluster cannot be used")]
    Address(#[from] AddressError),
    /// It may not be.
    #[error("the ledger on {cluster} was refused")]
    Refused {
        /// The cluster.
        cluster: String,
        /// Why.
        #[source]
        refusal: ClusterRefusal,
    },
    /// The node's copy cannot be opened.
    #[error("the node's copy of the ledger cannot be opened")]
    Copy(#[from] OpenError),
    /// The cluster could not be asked, and the node has no copy to go on with.
    #[error("{cluster} could not be asked")]
    Away {
        /// The cluster.
        cluster: String,
        /// What failed.
        #[source]
        failure: Failure,
    },
}

impl ClusterStore {
    /// Opens the ledger that a cluster holds.
    ///
    /// # Errors
    /// Refuses where there is none, or the node's copy is of another; fails where the cluster cannot be
    /// asked and the node has no copy.
    pub async fn open(given: OpenCluster) -> Result<Self, ClusterError> {
        let work = runtime(&given)?;
        let opened = work.spawn(open(given)).await;
        finish(work, opened)
    }

    /// Opens the ledger that a cluster holds, for whoever cannot wait in any other way than by waiting.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_blocking(given: OpenCluster) -> Result<Self, ClusterError> {
        let cluster = given.address.to_string();
        let work = runtime(&given)?;
        let (sign, opened) = std::sync::mpsc::channel();
        work.spawn(async move {
            // Whoever asked waits for it.
            let _ = sign.send(open(given).await);
        });
        let opened = opened.recv().unwrap_or_else(|error| {
            let failure = Failure::because("opening the ledger", error);
            Err(ClusterError::Away { cluster, failure })
        });
        finish(work, Ok(opened))
    }

    /// Makes a ledger on a cluster that holds none, and opens it.
    ///
    /// # Errors
    /// Refuses where there is one already, and a ledger of real people.
    pub async fn create(
        given: OpenCluster,
        identity: LedgerIdentity,
    ) -> Result<Self, ClusterError> {
        let work = runtime(&given)?;
        let made = work.spawn(async move {
            let made = make(&given, &identity).await;
            made?;
            open(given).await
        });
        finish(work, made.await)
    }
}

type Opened = Result<Arc<Shared>, ClusterError>;

fn finish(
    work: tokio::runtime::Runtime,
    opened: Result<Opened, tokio::task::JoinError>,
) -> Result<ClusterStore, ClusterError> {
    let opened = opened.unwrap_or_else(|error| {
        let failure = Failure::because("opening the ledger", error);
        Err(ClusterError::Away { cluster: "the cluster".to_owned(), failure })
    });
    match opened {
        Ok(shared) => Ok(ClusterStore { shared, work: Some(work) }),
        Err(error) => {
            work.shutdown_background();
            Err(error)
        }
    }
}

fn runtime(given: &OpenCluster) -> Result<tokio::runtime::Runtime, ClusterError> {
    let mut building = tokio::runtime::Builder::new_multi_thread();
    let named = building.worker_threads(WORK_THREADS).thread_name("ledger-cluster").enable_all();
    named.build().map_err(|error| ClusterError::Away {
        cluster: given.address.to_string(),
        failure: Failure::because("starting the threads that speak to the cluster", error),
    })
}

fn link(given: &OpenCluster) -> Result<Arc<Link>, AddressError> {
    let credentials = match (&given.credentials, &given.address.credentials_file) {
        (Some(credentials), _) => Some(credentials.clone()),
        (None, Some(file)) => Some(Credentials::read(file)?),
        (None, None) => None,
    };
    Ok(Arc::new(Link::new(&given.address, credentials, Arc::clone(&given.entropy))?))
}

async fn open(given: OpenCluster) -> Opened {
    let link = link(&given)?;
    let cluster = given.address.to_string();
    let refused = |refusal| ClusterError::Refused { cluster: given.address.to_string(), refusal };
    let copied = EmbeddedStore::read_replica(&given.directory)?;
    let copied = copied.map(|copy| copy.identity().clone());
    let asked = reader::found(&link, &given.address.namespace);
    let found = match &copied {
        None => asked.await,
        Some(_) => timeout(Duration::from_millis(IDENTITY_WAIT_MS), asked)
            .await
            .unwrap_or_else(|late| Err(Failure::because("asking which ledger it holds", late))),
    };
    let identity = match (found, copied) {
        (Ok(Found::Ledger(found)), Some(copied)) if found != copied => {
            return Err(refused(ClusterRefusal::OtherLedger));
        }
        (Ok(Found::Ledger(found)), _) => found,
        (Ok(Found::Nothing), _) => return Err(refused(ClusterRefusal::NoLedger)),
        (Ok(Found::Other), _) => return Err(refused(ClusterRefusal::IdentityChanged)),
        (Err(failure), Some(copied)) => {
            tracing::warn!(%cluster, why = ?failure, "the cluster is away: the node's copy is read as it is");
            copied
        }
        (Err(failure), None) => return Err(ClusterError::Away { cluster, failure }),
    };
    if !identity.synthetic {
        return Err(refused(ClusterRefusal::RealPeople));
    }
    let named = Named { ledger: identity.id, namespace: given.address.namespace.as_str().into() };
    let node = Node::open(Parts {
        directory: given.directory,
        identity,
        link: Arc::clone(&link),
        named,
        clock: given.clock,
        entropy: given.entropy,
    })?;
    node.catch_up().await;
    let failed = |error| ClusterError::Away {
        cluster,
        failure: Failure::because("reading how far the node's copy goes", error),
    };
    let state = node.copy().replica_state().await.map_err(failed)?;
    Ok(Arc::new(Shared {
        node,
        writer: Writer::new(link),
        id: state.node,
        append_bytes_max: given.address.append_bytes_max,
        stamped: Mutex::new(state.own_recorded_at),
        filling: tokio::sync::Mutex::default(),
    }))
}

impl Node {
    /// Waits until what the cluster has is in the copy, unless another process fills it, the cluster is
    /// away, or it cannot go on.
    pub(super) async fn catch_up(&self) {
        if !self.fills() {
            return;
        }
        let mut hearing = self.hearing();
        // It never closes while the node is there.
        drop(
            hearing
                .wait_for(|it| {
                    it.caught_up || it.away.is_some() || it.fault.is_some() || it.failed.is_some()
                })
                .await
                .map(|_| ()),
        );
        if let Some(failure) = &hearing.borrow().away {
            tracing::warn!(why = ?failure, "the cluster is away: the node's copy is read as it is");
        }
    }
}

/// Writes which ledger the cluster holds, where it holds none.
async fn make(given: &OpenCluster, identity: &LedgerIdentity) -> Result<(), ClusterError> {
    let cluster = given.address.to_string();
    let refused = |refusal| ClusterError::Refused { cluster: cluster.clone(), refusal };
    let away = |failure| ClusterError::Away { cluster: cluster.clone(), failure };
    if !identity.synthetic {
        return Err(refused(ClusterRefusal::RealPeople));
    }
    let link = link(given)?;
    let namespace = &given.address.namespace;
    match reader::found(&link, namespace).await.map_err(away)? {
        Found::Nothing => {}
        Found::Ledger(_) => return Err(refused(ClusterRefusal::Exists)),
        Found::Other => return Err(refused(ClusterRefusal::IdentityChanged)),
    }
    let attempted = "writing which ledger the cluster holds";
    let written = identity::write(identity, given.clock.now());
    let event = EventData::json(identity::TYPE, &written)
        .map_err(|error| away(Failure::because(attempted, error)))?
        // The ledger's own identifier, so that asking again writes nothing twice.
        .id(Uuid::from_bytes(*identity.id.as_bytes()));
    let live = link.client().await.map_err(away)?;
    let mut options =
        AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
    if let Some(credentials) = link.credentials() {
        options = options.authenticated(credentials);
    }
    let asked = live.client.append_to_stream(identity::stream(namespace), &options, event);
    let trouble = match asked.await {
        Ok(_) => return Ok(()),
        Err(error) => Trouble::of(&error, attempted),
    };
    // Whatever was said: what stands there now decides.
    match reader::found(&link, namespace).await.map_err(away)? {
        Found::Ledger(found) if found == *identity => Ok(()),
        Found::Ledger(_) => Err(refused(ClusterRefusal::Exists)),
        Found::Other => Err(refused(ClusterRefusal::IdentityChanged)),
        Found::Nothing => Err(away(trouble.failure(attempted))),
    }
}
