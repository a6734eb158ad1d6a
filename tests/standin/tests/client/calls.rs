//! Each call of the protocol, as the client crate makes it, and what it comes to.

use std::time::Duration;

use candour_standin::{Commits, Login, Settings, StandIn, Transport};
use eventstore::{
    AppendToStreamOptions, BatchAppendOptions, Client, Credentials, DeleteStreamOptions, Error,
    EventData, ExpectedRevision, Position, ReadAllOptions, ReadStreamOptions, StreamPosition,
    SubscribeToAllOptions, SubscribeToStreamOptions, SubscriptionEvent, SubscriptionFilter,
    TombstoneStreamOptions,
};
use uuid::Uuid;

use crate::connected::{Seen, all_of, append, client, connected, event, position, seen, started};

const WAIT_MAX: Duration = Duration::from_secs(10);

/// How the client says that an argument is invalid.
fn invalid(why: &str) -> String {
    format!("Unmapped gRPC error: code: Client specified an invalid argument, message: {why}.")
}

fn one(stream: &str, revision: u64, id: u128) -> Seen {
    (stream.to_owned(), revision, id)
}

fn forwards(from: StreamPosition<u64>) -> ReadStreamOptions {
    ReadStreamOptions::default().forwards().position(from)
}

fn backwards(from: StreamPosition<u64>) -> ReadStreamOptions {
    ReadStreamOptions::default().backwards().position(from)
}

#[tokio::test]
async fn what_is_appended_is_read_both_ways() {
    let (_standin, client) = connected(Settings::default());
    let done = append(&client, "case-1", ExpectedRevision::NoStream, [1, 2]).await.unwrap();
    assert_eq!(done.next_expected_version, 1);
    let done = append(&client, "case-1", ExpectedRevision::Exact(1), [3]).await.unwrap();
    assert_eq!(done.next_expected_version, 2);
    let read = |options: ReadStreamOptions| {
        let client = client.clone();
        async move { all_of(client.read_stream("case-1", &options).await.unwrap()).await }
    };
    let [first, second, third] = [(0, 1), (1, 2), (2, 3)].map(|(at, id)| one("case-1", at, id));
    let all = [first.clone(), second.clone(), third.clone()];
    assert_eq!(read(forwards(StreamPosition::Start)).await, all);
    assert_eq!(read(forwards(StreamPosition::Position(1))).await, all[1..]);
    assert_eq!(read(forwards(StreamPosition::Position(3))).await, []);
    assert_eq!(read(forwards(StreamPosition::Start).max_count(2)).await, all[..2]);
    let back = [third, second, first];
    assert_eq!(read(backwards(StreamPosition::End)).await, back);
    assert_eq!(read(backwards(StreamPosition::Position(1))).await, back[1..]);
    assert_eq!(read(backwards(StreamPosition::End).max_count(1)).await, back[..1]);
}

#[tokio::test]
async fn a_record_comes_back_as_it_was_sent() {
    let (standin, client) = connected(Settings::default());
    let sent = EventData::binary("Heard", vec![0, 159, 146, 150].into())
        .id(Uuid::from_u128(7))
        .metadata(b"{\"$correlationId\":\"9\"}".to_vec().into());
    let options = AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
    let done = client.append_to_stream("case-1", &options, sent).await.unwrap();
    let mut read = client.read_stream("case-1", &ReadStreamOptions::default()).await.unwrap();
    let found = read.next().await.unwrap().unwrap().event.unwrap();
    let record = standin.stream("case-1")[0].clone();
    assert_eq!(found.id, Uuid::from_u128(7));
    assert_eq!(found.event_type, "Heard");
    assert_eq!(&found.data[..], [0, 159, 146, 150]);
    assert_eq!(&found.custom_metadata[..], b"{\"$correlationId\":\"9\"}");
    assert_eq!(found.metadata["content-type"], "application/octet-stream");
    assert_eq!(found.metadata["created"], record.created_ticks.to_string());
    assert_eq!(found.position, done.position);
    assert_eq!(found.position, position(record.place.commit, record.place.prepare));
}

#[tokio::test]
async fn a_stream_that_is_elsewhere_is_said_to_be_there() {
    let (_standin, client) = connected(Settings::default());
    let refused =
        async |expected| append(&client, "case-1", expected, [9]).await.unwrap_err().to_string();
    let told = |expected: &str, current: &str| {
        format!("Wrong expected version: expected '{expected}' but got '{current}'")
    };
    assert_eq!(refused(ExpectedRevision::Exact(4)).await, told("Exact(4)", "NoStream"));
    assert_eq!(refused(ExpectedRevision::StreamExists).await, told("StreamExists", "NoStream"));
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    assert_eq!(refused(ExpectedRevision::NoStream).await, told("NoStream", "Current(0)"));
    assert_eq!(refused(ExpectedRevision::Exact(4)).await, told("Exact(4)", "Current(0)"));
}

#[tokio::test]
async fn a_missing_stream_is_not_found() {
    let (_standin, client) = connected(Settings::default());
    let mut read = client.read_stream("case-1", &ReadStreamOptions::default()).await.unwrap();
    assert_eq!(read.next().await.unwrap_err().to_string(), Error::ResourceNotFound.to_string());
}

/// The positions of all records but those of the server itself, forwards.
async fn places(client: &Client) -> Vec<(Position, u128)> {
    let options = ReadAllOptions::default().forwards().position(StreamPosition::Start);
    let mut read = client.read_all(&options).await.unwrap();
    let mut found = Vec::new();
    while let Some(event) = read.next().await.unwrap() {
        let event = event.event.unwrap();
        if !event.stream_id.starts_with('$') {
            found.push((event.position, event.id.as_u128()));
        }
    }
    found
}

async fn everything_from(client: &Client, options: ReadAllOptions) -> Vec<u128> {
    let found = all_of(client.read_all(&options).await.unwrap()).await;
    found.into_iter().filter(|(stream, ..)| !stream.starts_with('$')).map(|it| it.2).collect()
}

async fn the_whole_log_is_read_both_ways(commits: Commits) {
    let (_standin, client) = connected(Settings { commits, ..Settings::default() });
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    append(&client, "case-2", ExpectedRevision::NoStream, [2, 3, 4]).await.unwrap();
    append(&client, "case-1", ExpectedRevision::Exact(0), [5]).await.unwrap();
    let places = places(&client).await;
    assert_eq!(places.iter().map(|it| it.1).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert!(places.is_sorted_by(|one, next| one.0 < next.0), "{places:?}");
    for (at, (place, _)) in places.iter().enumerate() {
        let from = ReadAllOptions::default().position(StreamPosition::Position(*place));
        let ids: Vec<u128> = places.iter().map(|it| it.1).collect();
        assert_eq!(everything_from(&client, from.clone().forwards()).await, ids[at..]);
        let before: Vec<u128> = ids[..at].iter().rev().copied().collect();
        assert_eq!(everything_from(&client, from.backwards()).await, before);
    }
    let last = ReadAllOptions::default().backwards().position(StreamPosition::End).max_count(1);
    assert_eq!(everything_from(&client, last).await, [5]);
}

#[tokio::test]
async fn the_whole_log_is_read_both_ways_where_each_record_is_a_commit() {
    the_whole_log_is_read_both_ways(Commits::Own).await;
}

#[tokio::test]
async fn the_whole_log_is_read_both_ways_where_records_share_a_commit() {
    the_whole_log_is_read_both_ways(Commits::Shared).await;
}

#[tokio::test]
async fn a_position_where_nothing_stands_is_refused() {
    let (_standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2]).await.unwrap();
    let (place, _) = places(&client).await[1];
    let asked = async |place| {
        let options =
            ReadAllOptions::default().forwards().position(StreamPosition::Position(place));
        client.read_all(&options).await.map(|_| ()).unwrap_err().to_string()
    };
    let off = position(place.commit + 1, place.prepare);
    assert_eq!(asked(off).await, invalid("there is no record at this position"));
}

#[tokio::test]
async fn a_batch_of_appends_is_written_and_repeated() {
    let (standin, client) = connected(Settings::default());
    let batch = client.batch_append(&BatchAppendOptions::default()).await.unwrap();
    let write = async |expected, ids: [u128; 2]| {
        let done = batch.append_to_stream("case-1", expected, ids.map(event).to_vec()).await;
        let done = done.unwrap();
        (done.stream_name().to_owned(), done.current_revision(), done.current_position())
    };
    let first = write(ExpectedRevision::NoStream, [1, 2]).await;
    let second = write(ExpectedRevision::Exact(1), [3, 4]).await;
    let records = standin.stream("case-1");
    let place = |at: usize| position(records[at].place.commit, records[at].place.prepare);
    assert_eq!(first, ("case-1".to_owned(), Some(1), Some(place(1))));
    assert_eq!(second, ("case-1".to_owned(), Some(3), Some(place(3))));
    assert_eq!(write(ExpectedRevision::NoStream, [1, 2]).await, first);
    assert_eq!(standin.stream("case-1").len(), 4);
}

/// What a subscription to a stream brings, with its other messages.
async fn next_told(subscription: &mut eventstore::Subscription) -> String {
    let next = subscription.next_subscription_event();
    match tokio::time::timeout(WAIT_MAX, next).await.unwrap().unwrap() {
        SubscriptionEvent::Confirmed(_) => "confirmed".to_owned(),
        SubscriptionEvent::EventAppeared(event) => {
            let (stream, revision, id) = seen(&event);
            format!("{stream} {revision} {id}")
        }
        SubscriptionEvent::CaughtUp => "caught up".to_owned(),
        SubscriptionEvent::Checkpoint(_) => "checkpoint".to_owned(),
        other @ (SubscriptionEvent::FirstStreamPosition(_)
        | SubscriptionEvent::LastStreamPosition(_)
        | SubscriptionEvent::LastAllPosition(_)
        | SubscriptionEvent::FellBehind) => format!("{other:?}"),
    }
}

async fn told<const N: usize>(subscription: &mut eventstore::Subscription) -> [String; N] {
    let mut all = [const { String::new() }; N];
    for one in &mut all {
        *one = next_told(subscription).await;
    }
    all
}

#[tokio::test]
async fn a_subscription_to_a_stream_goes_on_with_what_comes() {
    let (_standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2]).await.unwrap();
    let options = SubscribeToStreamOptions::default().start_from(StreamPosition::Position(0));
    let mut subscription = client.subscribe_to_stream("case-1", &options).await;
    assert_eq!(told(&mut subscription).await, ["confirmed", "case-1 1 2", "caught up"]);
    append(&client, "case-2", ExpectedRevision::NoStream, [3]).await.unwrap();
    append(&client, "case-1", ExpectedRevision::Exact(1), [4]).await.unwrap();
    assert_eq!(told(&mut subscription).await, ["case-1 2 4"]);
}

#[tokio::test]
async fn a_subscription_to_a_stream_that_is_not_there_yet_waits_for_it() {
    let (_standin, client) = connected(Settings::default());
    let options = SubscribeToStreamOptions::default().start_from(StreamPosition::Start);
    let mut subscription = client.subscribe_to_stream("case-1", &options).await;
    assert_eq!(told(&mut subscription).await, ["confirmed", "caught up"]);
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    assert_eq!(told(&mut subscription).await, ["case-1 0 1"]);
}

#[tokio::test]
async fn a_subscription_to_the_log_begins_after_its_position() {
    let (_standin, client) =
        connected(Settings { commits: Commits::Shared, ..Settings::default() });
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2, 3]).await.unwrap();
    let (first, _) = places(&client).await[0];
    let options = SubscribeToAllOptions::default().position(StreamPosition::Position(first));
    let mut subscription = client.subscribe_to_all(&options).await;
    assert_eq!(
        told(&mut subscription).await,
        ["confirmed", "case-1 1 2", "case-1 2 3", "caught up"]
    );
    append(&client, "case-2", ExpectedRevision::NoStream, [4]).await.unwrap();
    assert_eq!(told(&mut subscription).await, ["case-2 0 4"]);
}

async fn filtered(client: &Client, filter: SubscriptionFilter) -> [String; 4] {
    let options =
        SubscribeToAllOptions::default().position(StreamPosition::Start).filter(filter.max(1));
    told(&mut client.subscribe_to_all(&options).await).await
}

#[tokio::test]
async fn a_filter_passes_over_the_rest_and_says_how_far_it_is() {
    let (_standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    append(&client, "child-1", ExpectedRevision::NoStream, [2]).await.unwrap();
    let wanted = ["confirmed", "checkpoint", "case-1 0 1", "checkpoint"];
    let prefix = SubscriptionFilter::on_stream_name().add_prefix("case-");
    assert_eq!(filtered(&client, prefix).await, wanted);
    let pattern = SubscriptionFilter::on_stream_name().regex("^(?!child-|\\$)");
    assert_eq!(filtered(&client, pattern).await, wanted);
    let kinds = SubscriptionFilter::on_event_type().exclude_system_events();
    let both = ["confirmed", "checkpoint", "case-1 0 1", "child-1 0 2"];
    assert_eq!(filtered(&client, kinds).await, both);
}

#[tokio::test]
async fn a_pattern_that_goes_back_for_ever_ends_the_call() {
    let (_standin, client) = connected(Settings::default());
    let long = "a".repeat(64);
    append(&client, &long, ExpectedRevision::NoStream, [1]).await.unwrap();
    let filter = SubscriptionFilter::on_stream_name().regex("^((a|aa)+)\\1+b$");
    let options = SubscribeToAllOptions::default().position(StreamPosition::Start).filter(filter);
    let mut subscription = client.subscribe_to_all(&options).await;
    assert_eq!(told(&mut subscription).await, ["confirmed"]);
    let ended = tokio::time::timeout(WAIT_MAX, subscription.next()).await.unwrap().unwrap_err();
    assert_eq!(
        ended.to_string(),
        invalid("Error executing regex: Max limit for backtracking count exceeded")
    );
}

#[tokio::test]
async fn a_deleted_stream_is_not_found_and_a_closed_one_is_deleted() {
    let (_standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    client.delete_stream("case-1", &DeleteStreamOptions::default()).await.unwrap();
    let options = ReadStreamOptions::default();
    let mut read = client.read_stream("case-1", &options).await.unwrap();
    assert_eq!(read.next().await.unwrap_err().to_string(), Error::ResourceNotFound.to_string());
    let done = append(&client, "case-1", ExpectedRevision::NoStream, [2]).await.unwrap();
    assert_eq!(done.next_expected_version, 1);
    client.tombstone_stream("case-1", &TombstoneStreamOptions::default()).await.unwrap();
    let closed = Error::ResourceDeleted.to_string();
    let refused = append(&client, "case-1", ExpectedRevision::Any, [3]).await.unwrap_err();
    assert_eq!(refused.to_string(), closed);
    let refused = client.read_stream("case-1", &options).await.map(|_| ()).unwrap_err();
    assert_eq!(refused.to_string(), closed);
}

#[tokio::test]
async fn an_append_of_more_than_may_be_is_refused() {
    let (standin, client) = connected(Settings::default());
    let options = AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
    let large = |bytes: usize| EventData::binary("Large", vec![0; bytes].into());
    let most = 1024 * 1024 - "Large".len();
    let refused = client.append_to_stream("case-1", &options, large(most + 1)).await.unwrap_err();
    assert_eq!(refused.to_string(), invalid("an append has at most 1048576 bytes"));
    assert_eq!(standin.stream("case-1"), []);
    client.append_to_stream("case-1", &options, large(most)).await.unwrap();
}

fn secured() -> StandIn {
    let login = Login { user: "candour".to_owned(), password: "p@ss/w".to_owned() };
    started(Settings { transport: Transport::Tls, login: Some(login), ..Settings::default() })
}

fn trusting(standin: &StandIn, folder: &std::path::Path) -> Client {
    let file = folder.join("authority.pem");
    std::fs::write(&file, standin.authority().unwrap()).unwrap();
    client(&format!("{}&tlsCAFile={}", standin.connection_string(), file.display()))
}

#[tokio::test]
async fn whoever_trusts_the_authority_and_is_known_may_write_and_read() {
    let standin = secured();
    let folder = tempfile::tempdir().unwrap();
    let client = trusting(&standin, folder.path());
    let login = || Credentials::new("candour", "p@ss/w");
    let options = AppendToStreamOptions::default()
        .expected_revision(ExpectedRevision::NoStream)
        .authenticated(login());
    client.append_to_stream("case-1", &options, event(1)).await.unwrap();
    let options = ReadStreamOptions::default().authenticated(login());
    let read = client.read_stream("case-1", &options).await.unwrap();
    assert_eq!(all_of(read).await, [one("case-1", 0, 1)]);
}

#[tokio::test]
async fn whoever_is_not_known_is_refused() {
    let standin = secured();
    let folder = tempfile::tempdir().unwrap();
    let client = trusting(&standin, folder.path());
    let denied = Error::AccessDenied.to_string();
    let refused = append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap_err();
    assert_eq!(refused.to_string(), denied);
    let options = ReadStreamOptions::default().authenticated(Credentials::new("candour", "no"));
    let refused = client.read_stream("case-1", &options).await.map(|_| ()).unwrap_err();
    assert_eq!(refused.to_string(), denied);
    assert_eq!(standin.stream("case-1"), []);
}
