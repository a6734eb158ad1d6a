//! A stand-in with the client crate connected to it, and short words for what is sent and found.

use candour_standin::{Settings, StandIn};
use eventstore::{
    AppendToStreamOptions, Client, EventData, ExpectedRevision, Position, ReadStream,
    ResolvedEvent, WriteResult,
};
use serde_json::json;
use uuid::Uuid;

/// Starts a stand-in.
pub(crate) fn started(settings: Settings) -> StandIn {
    StandIn::start(settings).unwrap()
}

/// Connects the client; its first call waits no longer than it must.
pub(crate) fn client(connection: &str) -> Client {
    Client::new(format!("{connection}&discoveryInterval=10").parse().unwrap()).unwrap()
}

/// Starts a stand-in and connects to it.
pub(crate) fn connected(settings: Settings) -> (StandIn, Client) {
    let standin = started(settings);
    let client = client(&standin.connection_string());
    (standin, client)
}

/// An event with an identifier and something to say.
pub(crate) fn event(id: u128) -> EventData {
    let said = json!({ "number": id.to_string() });
    EventData::json("Seen", &said).unwrap().id(Uuid::from_u128(id))
}

/// Appends events with these identifiers.
pub(crate) async fn append<const N: usize>(
    client: &Client,
    stream: &str,
    expected: ExpectedRevision,
    ids: [u128; N],
) -> eventstore::Result<WriteResult> {
    let options = AppendToStreamOptions::default().expected_revision(expected);
    client.append_to_stream(stream, &options, ids.map(event).to_vec()).await
}

/// What was found: the stream, the revision and the identifier.
pub(crate) type Seen = (String, u64, u128);

pub(crate) fn seen(event: &ResolvedEvent) -> Seen {
    let original = event.get_original_event();
    (original.stream_id.clone(), original.revision, original.id.as_u128())
}

/// Reads to the end.
pub(crate) async fn all_of(mut read: ReadStream) -> Vec<Seen> {
    let mut found = Vec::new();
    while let Some(event) = read.next().await.unwrap() {
        found.push(seen(&event));
    }
    found
}

/// Short for a position.
pub(crate) fn position(commit: u64, prepare: u64) -> Position {
    Position { commit, prepare }
}
