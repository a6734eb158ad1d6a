//! The nodes over what they share: which of them are up, and who leads.
//!
//! It moves nodes; why, and when, is said by `standin` and `stir`.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio_rustls::TlsAcceptor;

use crate::StartError;
use crate::cluster::Cluster;
use crate::node::Node;
use crate::service::Service;

/// The nodes, and what they share.
pub(crate) struct House {
    pub(crate) runtime: Handle,
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) acceptor: Option<TlsAcceptor>,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { runtime: _, cluster: _, nodes, acceptor } = self;
        let tls = acceptor.is_some();
        f.debug_struct("House").field("nodes", nodes).field("tls", &tls).finish_non_exhaustive()
    }
}

impl House {
    /// A node dies. Where it led, nobody leads.
    pub(crate) fn kill(&self, number: usize) -> Result<(), StartError> {
        {
            let mut members = self.cluster.members();
            if let Some(member) = members.all.get_mut(number) {
                member.alive = false;
            }
            if members.leader == Some(number) {
                members.leader = None;
            }
        }
        if let Some(node) = self.nodes.get(number) {
            node.fall()?;
        }
        self.cluster.announce();
        Ok(())
    }

    /// A node that is down comes back.
    pub(crate) fn revive(&self, number: usize) -> Result<(), StartError> {
        if let Some(node) = self.nodes.get(number) {
            let service = Service::new(Arc::clone(&self.cluster), number);
            node.rise(&self.runtime, service, self.acceptor.clone())?;
        }
        if let Some(member) = self.cluster.members().all.get_mut(number) {
            member.alive = true;
        }
        Ok(())
    }

    /// Every node is up again, and one of them leads.
    pub(crate) fn mend(&self) -> Result<(), StartError> {
        for number in 0..self.nodes.len() {
            self.revive(number)?;
        }
        if self.cluster.members().leader.is_none() {
            self.cluster.lead(Some(0));
        }
        Ok(())
    }
}
