//! What a node can do: the calls that the stand-in answers, and a version.
//!
//! Clients go by the list more than by the version; nothing is on it that is not here.

use tonic::{Request, Response, Status};

use super::Service;
use crate::wire::event_store::client::server_features as wire;
use wire::server_features_server::ServerFeatures;

/// The version whose protocol this is.
const VERSION: &str = "24.10.0";
/// Each service with its calls, in lower case as clients compare them.
const METHODS: [(&str, &[&str]); 2] = [
    (
        "event_store.client.streams.streams",
        &["read", "append", "batchappend", "delete", "tombstone"],
    ),
    ("event_store.client.gossip.gossip", &["read"]),
];

#[tonic::async_trait]
impl ServerFeatures for Service {
    async fn get_supported_methods(
        &self,
        _: Request<()>,
    ) -> Result<Response<wire::Methods>, Status> {
        let methods = METHODS.iter().flat_map(|(service, methods)| {
            methods.iter().map(|method| wire::Method {
                method: (*method).to_owned(),
                service: (*service).to_owned(),
                features: Vec::new(),
            })
        });
        let methods = wire::Methods { methods: methods.collect(), version: VERSION.to_owned() };
        Ok(Response::new(methods))
    }
}
