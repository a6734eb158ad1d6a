//! What a node answers: one file for each kind of call.
//!
//! Here is what each call goes through first: who calls, and whether this node is the one to ask.

mod append;
mod asked;
mod batch;
mod delete;
mod features;
mod follow;
mod gossip;
mod outcome;
mod read;
mod told;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status, Streaming};

use crate::cluster::Cluster;
use crate::line::Cut;
use crate::refusal::Trouble;
use crate::wire::event_store::client::gossip::gossip_server::GossipServer;
use crate::wire::event_store::client::server_features::server_features_server::ServerFeaturesServer;
use crate::wire::event_store::client::streams as wire;
use wire::streams_server::{Streams, StreamsServer};

/// The most bytes of a message. A proposal larger than an append may be has to arrive to be refused.
const MESSAGE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What one node answers with.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    cluster: Arc<Cluster>,
    number: usize,
}

/// Who calls, as far as the answer depends on it.
#[derive(Debug, Clone)]
struct Caller {
    /// What cuts the connection that the call came by.
    cut: Option<Cut>,
    /// Whether the leader alone may answer.
    leader_only: bool,
}

impl Service {
    pub(crate) fn new(cluster: Arc<Cluster>, number: usize) -> Self {
        Self { cluster, number }
    }

    pub(crate) fn streams(&self) -> StreamsServer<Self> {
        StreamsServer::new(self.clone()).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    pub(crate) fn gossip(&self) -> GossipServer<Self> {
        GossipServer::new(self.clone())
    }

    pub(crate) fn features(&self) -> ServerFeaturesServer<Self> {
        ServerFeaturesServer::new(self.clone())
    }

    /// Says who calls, if they may.
    fn caller<T>(&self, request: &Request<T>) -> Result<Caller, Trouble> {
        self.known(request.metadata())?;
        let cut = request.extensions().get::<Cut>().cloned();
        let header = request.metadata().get("requires-leader");
        let says_true = |value: &[u8]| value.eq_ignore_ascii_case(b"true");
        let leader_only = header.is_some_and(|it| says_true(it.as_bytes()));
        Ok(Caller { cut, leader_only })
    }

    fn known(&self, metadata: &MetadataMap) -> Result<(), Trouble> {
        let Some(login) = &self.cluster.settings.login else { return Ok(()) };
        let encoded = STANDARD.encode(format!("{}:{}", login.user, login.password));
        let sent = metadata.get("authorization").and_then(|it| it.to_str().ok());
        let matches = sent == Some(&*format!("Basic {encoded}"));
        if matches { Ok(()) } else { Err(Trouble::Unknown) }
    }

    /// Says whether this node may read for a caller.
    fn may_read(&self, caller: &Caller) -> Result<(), Trouble> {
        let members = self.cluster.members();
        if !caller.leader_only || members.leader == Some(self.number) {
            Ok(())
        } else if members.leader.is_none() {
            Err(Trouble::NotReady)
        } else {
            Err(Trouble::NotLeader(members.leader_address()))
        }
    }

    /// Says whether this node may write for a caller: as the leader, or by passing it on.
    fn may_write(&self, caller: &Caller) -> Result<(), Trouble> {
        self.may_read(caller)?;
        if self.cluster.members().leader.is_none() { Err(Trouble::NotReady) } else { Ok(()) }
    }
}

#[tonic::async_trait]
impl Streams for Service {
    type ReadStream = told::Answers<wire::ReadAnswer>;
    type BatchAppendStream = told::Answers<wire::BatchAnswer>;

    async fn read(
        &self,
        request: Request<wire::ReadRequest>,
    ) -> Result<Response<Self::ReadStream>, Status> {
        self.begin_read(request).map(Response::new).map_err(Trouble::status)
    }

    async fn append(
        &self,
        request: Request<Streaming<wire::AppendRequest>>,
    ) -> Result<Response<wire::AppendAnswer>, Status> {
        self.take_append(request).await.map(Response::new)
    }

    async fn delete(
        &self,
        request: Request<wire::DeleteRequest>,
    ) -> Result<Response<wire::DeleteAnswer>, Status> {
        self.take_delete(request, delete::How::ForNow).map(Response::new).map_err(Trouble::status)
    }

    async fn tombstone(
        &self,
        request: Request<wire::DeleteRequest>,
    ) -> Result<Response<wire::DeleteAnswer>, Status> {
        self.take_delete(request, delete::How::ForEver).map(Response::new).map_err(Trouble::status)
    }

    async fn batch_append(
        &self,
        request: Request<Streaming<wire::BatchRequest>>,
    ) -> Result<Response<Self::BatchAppendStream>, Status> {
        self.take_batches(request).map(Response::new).map_err(Trouble::status)
    }
}
