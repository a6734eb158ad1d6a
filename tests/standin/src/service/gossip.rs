//! Who is in the cluster. All nodes believe the same.
//!
//! Anybody may ask, as with the real server.

use std::sync::atomic::Ordering;

use tonic::{Request, Response, Status};

use super::Service;
use crate::wire::event_store::client::gossip as wire;
use crate::wire::event_store::client::{Uuid as Spelt, uuid as spelt};
use wire::gossip_server::Gossip;

#[tonic::async_trait]
impl Gossip for Service {
    async fn read(&self, _: Request<()>) -> Result<Response<wire::Members>, Status> {
        if let Some(calls) = self.cluster.calls.get(self.number) {
            calls.gossips.fetch_add(1, Ordering::Relaxed);
        }
        let seen = self.cluster.clock.now_ticks();
        let members = self.cluster.members();
        let told = members.all.iter().enumerate().map(|(number, member)| {
            let state = if !member.alive {
                wire::State::Shutdown
            } else if members.leader == Some(number) {
                wire::State::Leader
            } else {
                wire::State::Follower
            };
            let endpoint = wire::Endpoint {
                host: member.address.ip().to_string(),
                port: u32::from(member.address.port()),
            };
            let instance = uuid::Uuid::from_u128(u128::from(member.address.port()));
            let spelling = spelt::Spelling::Text(instance.to_string());
            wire::Member {
                instance: Some(Spelt { spelling: Some(spelling) }),
                seen,
                state: i32::from(state),
                alive: member.alive,
                endpoint: Some(endpoint),
            }
        });
        Ok(Response::new(wire::Members { members: told.collect() }))
    }
}
