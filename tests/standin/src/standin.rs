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
use tokio_rustls::TlsAcceptor;

use crate::certificate::secured;
use crate::cluster::{Cluster, Ending, Member};
use crate::log::Record;
use crate::mishap::Mishap;
use crate::node::{Node, Nodes};
use crate::service::Service;
use crate::settings::{Beginning, Settings, Transport};

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
    cluster: Arc<Cluster>,
    nodes: Nodes,
    tls: Option<Tls>,
}

struct Tls {
    acceptor: TlsAcceptor,
    authority: String,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
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
        let tls = match settings.transport {
            Transport::Clear => None,
            Transport::Tls => {
                let secured = secured()?;
                Some(Tls { acceptor: secured.acceptor, authority: secured.authority })
            }
        };
        let beginning = settings.beginning;
        let cluster = Arc::new(Cluster::new(settings));
        let down = |node: &Node| Member { address: node.address, alive: false };
        cluster.members().all = nodes.iter().map(down).collect();
        let standin = Self { runtime: Some(runtime), cluster, nodes: Arc::new(nodes), tls };
        if beginning == Beginning::Up {
            for number in 0..standin.nodes.len() {
                standin.revive(number)?;
            }
        }
        standin.cluster.lead(Some(0));
        Ok(standin)
    }

    /// Where a node is, up or down. A node that there is not has no address.
    pub fn address(&self, node: usize) -> Option<SocketAddr> {
        self.nodes.get(node).map(|it| it.address)
    }

    /// Where all nodes are, as clients write it after `esdb://`.
    pub fn hosts(&self) -> String {
        let addresses: Vec<String> = self.nodes.iter().map(|it| it.address.to_string()).collect();
        addresses.join(",")
    }

    /// What a client is told to connect to all nodes. With TLS it still has to be told of the
    /// authority, and with a login of that.
    pub fn connection_string(&self) -> String {
        format!("esdb://{}?tls={}", self.hosts(), self.tls.is_some())
    }

    /// The certificate of the authority that clients have to trust, as PEM, if there is TLS.
    pub fn authority(&self) -> Option<&str> {
        self.tls.as_ref().map(|it| it.authority.as_str())
    }

    /// Every record in the order of the log, those of the server itself too.
    pub fn records(&self) -> Vec<Arc<Record>> {
        self.cluster.log().page(0, usize::MAX)
    }

    /// Every record of a stream, whether or not it is hidden by now.
    pub fn stream(&self, name: &str) -> Vec<Arc<Record>> {
        self.records().into_iter().filter(|it| &*it.stream == name).collect()
    }

    /// How often a node was called.
    pub fn called(&self, node: usize) -> Option<Called> {
        let calls = self.cluster.calls.get(node)?;
        Some(Called {
            appends: calls.appends.load(Ordering::Relaxed),
            reads: calls.reads.load(Ordering::Relaxed),
            gossips: calls.gossips.load(Ordering::Relaxed),
        })
    }

    /// The next so many appends meet this. Mishaps wait in the order in which they are named.
    pub fn mishap(&self, mishap: Mishap, appends: usize) {
        self.cluster.mishaps().add(mishap, appends);
    }

    /// Appends meet nothing more, and reads are as fast as they can be.
    pub fn calm(&self) {
        self.cluster.mishaps().clear();
        self.cluster.slow_reads(Duration::ZERO);
        self.cluster.withhold_places(0);
    }

    /// Each record that is read from now on waits so long.
    pub fn slow_reads(&self, each: Duration) {
        self.cluster.slow_reads(each);
    }

    /// The next so many repetitions are told no place, as by an index that lags behind.
    pub fn withhold_places(&self, answers: u64) {
        self.cluster.withhold_places(answers);
    }

    /// Ends every subscription that is open now.
    pub fn end_subscriptions(&self, how: Ending) {
        self.cluster.end_subscriptions(how);
    }

    /// Puts the server's clock wrong by so many seconds; none puts it right.
    pub fn put_clock_ahead(&self, seconds: i64) {
        self.cluster.clock.put_ahead(seconds);
    }

    /// Another node leads from now on, or nobody does.
    pub fn lead(&self, leader: Option<usize>) {
        self.cluster.lead(leader);
    }

    /// A node dies: its connections are reset, and it refuses new ones. Where it led, nobody leads
    /// until [`Self::lead`] says who.
    ///
    /// # Errors
    ///
    /// Where its port is lost.
    pub fn kill(&self, node: usize) -> Result<(), StartError> {
        {
            let mut members = self.cluster.members();
            if let Some(member) = members.all.get_mut(node) {
                member.alive = false;
            }
            if members.leader == Some(node) {
                members.leader = None;
            }
        }
        if let Some(node) = self.nodes.get(node) {
            node.fall()?;
        }
        self.cluster.announce();
        Ok(())
    }

    /// A node that died comes back, with all that was committed meanwhile. It does not lead again by
    /// itself.
    ///
    /// # Errors
    ///
    /// Where its port is lost.
    pub fn revive(&self, number: usize) -> Result<(), StartError> {
        let (Some(runtime), Some(node)) = (&self.runtime, self.nodes.get(number)) else {
            return Ok(());
        };
        let service = Service::new(Arc::clone(&self.cluster), number);
        let acceptor = self.tls.as_ref().map(|it| it.acceptor.clone());
        node.rise(runtime.handle(), service, acceptor)?;
        if let Some(member) = self.cluster.members().all.get_mut(number) {
            member.alive = true;
        }
        Ok(())
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        for node in self.nodes.iter() {
            // Whatever is left of it goes with the runtime.
            let _ = node.fall();
        }
        if let Some(runtime) = self.runtime.take() {
            // Without waiting, so that it can be dropped inside another runtime.
            runtime.shutdown_background();
        }
    }
}
