//! The handle of a running stand-in: starts it, says where it is, switches faults, and stops it.
//!
//! Each method of a fault says what a client then meets. What a fault does to the record is nothing:
//! what was committed stays, and what was not never appears.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::certificate::{Secured, secured};
use crate::cluster::{Cluster, Ending, Member};
use crate::house::House;
use crate::log::Record;
use crate::mishap::Mishap;
use crate::node::Node;
use crate::settings::{Beginning, Settings, Transport};
use crate::stir::{Spoon, Upheaval};

const THREADS: usize = 2;

/// Why a stand-in could not be started, or one of its nodes not be revived.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No port was to be had, or no thread.
    #[error("cannot have a port of this machine")]
    Port(#[from] io::Error),
    /// No certificate could be made.
    #[error("cannot make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// The certificate cannot be served.
    #[error("cannot serve TLS")]
    Tls(#[from] tokio_rustls::rustls::Error),
}

/// How often a node was called, whether or not it answered well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// Appends that reached it and were not refused for want of a leader.
    pub appends: u64,
    /// Reads and subscriptions.
    pub reads: u64,
    /// Who is in the cluster.
    pub gossips: u64,
}

/// A running stand-in. It stops when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    runtime: Option<Runtime>,
    house: Arc<House>,
    spoon: Spoon,
    authority: Option<String>,
}

impl StandIn {
    /// Starts a stand-in. Its first node leads.
    ///
    /// # Errors
    ///
    /// Where this machine has no port, no thread or no certificate for it.
    pub fn start(settings: Settings) -> Result<Self, StartError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("stand-in")
            .enable_all()
            .build()?;
        let nodes: Vec<Node> =
            (0..settings.nodes).map(|_| Node::new()).collect::<Result<_, _>>()?;
        let (acceptor, authority) = match settings.transport {
            Transport::Clear => (None, None),
            Transport::Tls => {
                let Secured { acceptor, authority } = secured()?;
                (Some(acceptor), Some(authority))
            }
        };
        let beginning = settings.beginning;
        let cluster = Arc::new(Cluster::new(settings));
        let down = |node: &Node| Member { address: node.address, alive: false };
        cluster.members().all = nodes.iter().map(down).collect();
        cluster.lead(Some(0));
        let house = House { runtime: runtime.handle().clone(), cluster, nodes, acceptor };
        if beginning == Beginning::Up {
            house.mend()?;
        }
        let (house, spoon) = (Arc::new(house), Spoon::default());
        Ok(Self { runtime: Some(runtime), house, spoon, authority })
    }

    /// Where a node is, up or down. A node that there is not has no address.
    pub fn address(&self, node: usize) -> Option<SocketAddr> {
        self.house.nodes.get(node).map(|it| it.address)
    }

    /// Where all nodes are, as clients write it after `esdb://`.
    pub fn hosts(&self) -> String {
        let addresses: Vec<String> =
            self.house.nodes.iter().map(|it| it.address.to_string()).collect();
        addresses.join(",")
    }

    /// What a client is told to connect to all nodes. With TLS it still has to be told of the
    /// authority, and with a login of that.
    pub fn connection_string(&self) -> String {
        format!("esdb://{}?tls={}", self.hosts(), self.authority.is_some())
    }

    /// The certificate of the authority that clients have to trust, as PEM, if there is TLS.
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// Every record in the order of the log, those of the server itself too.
    pub fn records(&self) -> Vec<Arc<Record>> {
        self.house.cluster.log().page(0, usize::MAX)
    }

    /// Every record of a stream, whether or not it is hidden by now.
    pub fn stream(&self, name: &str) -> Vec<Arc<Record>> {
        self.records().into_iter().filter(|it| &*it.stream == name).collect()
    }

    /// How often a node was called.
    pub fn called(&self, node: usize) -> Option<Called> {
        let calls = self.house.cluster.calls.get(node)?;
        Some(Called {
            appends: calls.appends.load(Ordering::Relaxed),
            reads: calls.reads.load(Ordering::Relaxed),
            gossips: calls.gossips.load(Ordering::Relaxed),
        })
    }

    /// The next so many appends meet this. Mishaps wait in the order in which they are named.
    pub fn mishap(&self, mishap: Mishap, appends: usize) {
        self.house.cluster.mishaps().add(mishap, appends);
    }

    /// Nothing goes wrong any more: every node is up and one leads, appends meet nothing, and reads
    /// are as fast as they can be.
    ///
    /// # Errors
    ///
    /// Where a port of a node is lost.
    pub fn calm(&self) -> Result<(), StartError> {
        self.spoon.rest()?;
        self.house.cluster.mishaps().clear();
        self.house.cluster.slow_reads(Duration::ZERO);
        self.house.cluster.places_withheld.set(0);
        self.house.cluster.reads_unknown.set(0);
        self.house.mend()
    }

    /// Things go wrong by chance from now on, until it is [`Self::calm`].
    ///
    /// # Errors
    ///
    /// Where there is no thread to be had.
    pub fn stir(&self, upheaval: Upheaval) -> Result<(), StartError> {
        self.spoon.stir(&self.house, upheaval)
    }

    /// Each record that is read from now on waits so long.
    pub fn slow_reads(&self, each: Duration) {
        self.house.cluster.slow_reads(each);
    }

    /// The next so many repetitions are told no place, as by an index that lags behind.
    pub fn withhold_places(&self, answers: u64) {
        self.house.cluster.places_withheld.set(answers);
    }

    /// The next so many reads and subscriptions begin with a message of a kind that clients do not
    /// know, as a later server may send one.
    pub fn begin_with_the_unknown(&self, reads: u64) {
        self.house.cluster.reads_unknown.set(reads);
    }

    /// Ends every subscription that is open now.
    pub fn end_subscriptions(&self, how: Ending) {
        self.house.cluster.end_subscriptions(how);
    }

    /// Puts the server's clock wrong by so many seconds; none puts it right.
    pub fn put_clock_ahead(&self, seconds: i64) {
        self.house.cluster.clock.put_ahead(seconds);
    }

    /// Another node leads from now on, or nobody does.
    pub fn lead(&self, leader: Option<usize>) {
        self.house.cluster.lead(leader);
    }

    /// A node dies: its connections are reset, and it refuses new ones. Where it led, nobody leads
    /// until [`Self::lead`] says who.
    ///
    /// # Errors
    ///
    /// Where its port is lost.
    pub fn kill(&self, node: usize) -> Result<(), StartError> {
        self.house.kill(node)
    }

    /// A node that died comes back, with all that was committed meanwhile. It does not lead again by
    /// itself.
    ///
    /// # Errors
    ///
    /// Where its port is lost.
    pub fn revive(&self, node: usize) -> Result<(), StartError> {
        self.house.revive(node)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // Whatever is left goes with the runtime.
        let _ = self.spoon.rest();
        for node in &self.house.nodes {
            let _ = node.fall();
        }
        if let Some(runtime) = self.runtime.take() {
            // Without waiting, so that it can be dropped inside another runtime.
            runtime.shutdown_background();
        }
    }
}
