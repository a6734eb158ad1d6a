//! What the client crate does wrong when a server fails it, or by itself.
//!
//! Each test is named after a defect, and fails on the day when a release of the client mends it: the
//! store of `ledger` then no longer has to work around it. Those of persistent subscriptions are not
//! here, because the stand-in has none.

use std::time::{Duration, Instant};

use candour_standin::{Beginning, Ending, Login, Mishap, Moment, Settings};
use eventstore::{
    AppendToStreamOptions, BatchAppendOptions, Client, Error, EventData, ExpectedRevision,
    ReadStreamOptions, RetryOptions, StreamPosition, SubscribeToAllOptions,
    SubscribeToStreamOptions, Subscription, SubscriptionEvent, SubscriptionFilter,
};
use tokio_rustls::rustls::crypto::ring;

use crate::alone::{self, Alone};
use crate::connected::{append, client, connected, event, position, seen, started};

const WAIT_MAX: Duration = Duration::from_secs(10);

/// Appends one event to a stream that is not there; what the client says of it.
async fn first(client: &Client) -> String {
    match append(client, "case-1", ExpectedRevision::NoStream, [1]).await {
        Ok(done) => format!("written at {}", done.next_expected_version),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_client_whose_first_connection_fails_is_dead_for_ever() {
    let standin = started(Settings { beginning: Beginning::Down, ..Settings::default() });
    let stale = client(&standin.connection_string());
    assert!(first(&stale).await.starts_with("gRPC connection error: "));
    standin.revive(0).unwrap();
    for _ in 0..3 {
        assert_eq!(first(&stale).await, Error::ConnectionClosed.to_string());
    }
    assert_eq!(first(&client(&standin.connection_string())).await, "written at 0");
}

#[tokio::test]
async fn a_client_whose_leader_dies_never_asks_who_leads_now() {
    let (standin, client) = connected(Settings { nodes: 3, ..Settings::default() });
    assert_eq!(first(&client).await, "written at 0");
    let gossips = || (1..3).map(|node| standin.called(node).unwrap().gossips).sum::<u64>();
    let before = gossips();
    standin.kill(0).unwrap();
    standin.lead(Some(1));
    for _ in 0..13 {
        let lost = append(&client, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap_err();
        assert!(lost.to_string().starts_with("Server-side error: "), "{lost}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(gossips(), before);
    assert_eq!([1, 2].map(|node| standin.called(node).unwrap().appends), [0, 0]);
}

#[tokio::test]
async fn a_client_follows_a_leader_that_hands_over() {
    let (standin, client) = connected(Settings { nodes: 3, ..Settings::default() });
    assert_eq!(first(&client).await, "written at 0");
    standin.lead(Some(2));
    let told = append(&client, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap_err();
    let Error::NotLeaderException(leader) = told else { panic!("{told}") };
    assert_eq!(leader.port, u32::from(standin.address(2).unwrap().port()));
    let done = append(&client, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap();
    assert_eq!(done.next_expected_version, 1);
    assert_eq!(standin.called(2).unwrap().appends, 1);
}

/// Follows a stream, and gives up after two seconds without an event, or means to.
fn follow_and_give_up(connection: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = SubscribeToStreamOptions::default().start_from(StreamPosition::Start);
        let mut subscription = client(connection).subscribe_to_stream("case-1", &options).await;
        subscription.next_subscription_event().await.unwrap();
        subscription.next_subscription_event().await.unwrap();
        alone::tell("following");
        let next = tokio::time::timeout(Duration::from_secs(2), subscription.next()).await;
        alone::tell(&format!("{:?}", next.map(|it| it.map(|event| seen(&event)))));
    });
}

#[test]
fn a_subscription_that_ends_well_turns_for_ever_and_no_timeout_helps() {
    if let Some(connection) = alone::connection() {
        return follow_and_give_up(&connection);
    }
    let standin = started(Settings::default());
    let this = "defects::a_subscription_that_ends_well_turns_for_ever_and_no_timeout_helps";
    let mut process = Alone::start(this, &standin.connection_string(), &[]);
    assert_eq!(process.told(), Some("following".to_owned()));
    let before = process.processor_hundredths();
    standin.end_subscriptions(Ending::Ok);
    std::thread::sleep(Duration::from_secs(5));
    let taken = process.processor_hundredths() - before;
    process.kill();
    assert_eq!(process.told(), None);
    assert!(taken > 50, "it took {taken} hundredths of a second in five seconds");
}

/// The median time of some appends, made one after another.
async fn median<F: AsyncFn(u64)>(append: F) -> Duration {
    let mut times = Vec::new();
    for at in 0..15 {
        let begun = Instant::now();
        append(at).await;
        times.push(begun.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}

#[tokio::test]
async fn an_append_by_itself_waits_for_an_acknowledgement_of_packets() {
    let (_standin, client) = connected(Settings::default());
    let at =
        |at: u64| at.checked_sub(1).map_or(ExpectedRevision::NoStream, ExpectedRevision::Exact);
    let alone = median(async |revision| {
        append(&client, "case-1", at(revision), [u128::from(revision)]).await.unwrap();
    });
    let alone = alone.await;
    let batch = client.batch_append(&BatchAppendOptions::default()).await.unwrap();
    let batched = median(async |revision| {
        let events = vec![event(u128::from(revision))];
        batch.append_to_stream("case-2", at(revision), events).await.unwrap();
    });
    let batched = batched.await;
    assert!(alone > batched * 3, "alone {alone:?}, in a batch {batched:?}");
}

#[test]
fn a_process_with_a_provider_of_cryptography_cannot_connect() {
    if let Some(connection) = alone::connection() {
        ring::default_provider().install_default().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        return alone::tell(&runtime.block_on(async { first(&client(&connection)).await }));
    }
    let standin = started(Settings::default());
    let this = "defects::a_process_with_a_provider_of_cryptography_cannot_connect";
    let mut process = Alone::start(this, &standin.connection_string(), &[]);
    assert_eq!(process.told(), Some(Error::ConnectionClosed.to_string()));
}

#[test]
fn a_system_whose_certificates_cannot_be_loaded_cannot_connect_even_in_clear() {
    if let Some(connection) = alone::connection() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        return alone::tell(&runtime.block_on(async { first(&client(&connection)).await }));
    }
    let standin = started(Settings::default());
    let this = "defects::a_system_whose_certificates_cannot_be_loaded_cannot_connect_even_in_clear";
    let nowhere = [("SSL_CERT_FILE", "no-such-file"), ("SSL_CERT_DIR", "no-such-folder")];
    let mut process = Alone::start(this, &standin.connection_string(), &nowhere);
    assert_eq!(process.told(), Some(Error::ConnectionClosed.to_string()));
    let mut process = Alone::start(this, &standin.connection_string(), &[]);
    assert_eq!(process.told(), Some("written at 0".to_owned()));
}

#[tokio::test]
async fn an_authority_that_cannot_be_read_closes_the_connection() {
    let standin = started(Settings::default());
    let client = client(&format!("{}&tlsCAFile=no-such-file", standin.connection_string()));
    assert_eq!(first(&client).await, Error::ConnectionClosed.to_string());
}

async fn next(subscription: &mut Subscription) -> SubscriptionEvent {
    let next = subscription.next_subscription_event();
    tokio::time::timeout(WAIT_MAX, next).await.unwrap().unwrap()
}

/// The identifier of the event that a subscription brings next.
async fn next_id(subscription: &mut Subscription) -> u128 {
    let event = tokio::time::timeout(WAIT_MAX, subscription.next()).await.unwrap().unwrap();
    seen(&event).2
}

#[tokio::test]
async fn a_subscription_to_a_stream_begins_at_its_end_unless_told() {
    let (_standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2]).await.unwrap();
    let options = SubscribeToStreamOptions::default();
    let mut subscription = client.subscribe_to_stream("case-1", &options).await;
    let confirmed = next(&mut subscription).await;
    assert!(matches!(confirmed, SubscriptionEvent::Confirmed(_)), "{confirmed:?}");
    append(&client, "case-1", ExpectedRevision::Exact(1), [3]).await.unwrap();
    assert_eq!(next_id(&mut subscription).await, 3);
}

#[tokio::test]
async fn credentials_in_the_connection_string_are_sent_as_they_are_encoded_there() {
    let login = |password: &str| {
        let (user, password) = ("candour".to_owned(), password.to_owned());
        Settings { login: Some(Login { user, password }), ..Settings::default() }
    };
    let with_login = async |settings| {
        let standin = started(settings);
        let connection = standin.connection_string();
        first(&client(&connection.replace("esdb://", "esdb://candour:p%40ss%2Fw@"))).await
    };
    assert_eq!(with_login(login("p@ss/w")).await, Error::AccessDenied.to_string());
    assert_eq!(with_login(login("p%40ss%2Fw")).await, "written at 0");
}

#[tokio::test]
async fn the_time_of_the_server_is_cut_to_whole_seconds() {
    let (standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2, 3]).await.unwrap();
    let mut read = client.read_stream("case-1", &ReadStreamOptions::default()).await.unwrap();
    for record in standin.stream("case-1") {
        let found = read.next().await.unwrap().unwrap().event.unwrap();
        assert_eq!(found.metadata["created"], record.created_ticks.to_string());
        let whole = record.created_ticks / 10_000_000;
        assert_eq!((found.created.timestamp(), found.created.timestamp_subsec_nanos()), (whole, 0));
    }
}

#[tokio::test]
async fn an_append_without_a_place_is_said_to_be_at_the_beginning() {
    let (standin, client) = connected(Settings::default());
    let written = append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    assert!(written.position > position(0, 0), "{written:?}");
    standin.withhold_places(1);
    let repeated = append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    assert_eq!((repeated.next_expected_version, repeated.position), (0, position(0, 0)));
    let nothing = append(&client, "case-2", ExpectedRevision::NoStream, []).await.unwrap();
    assert_eq!((nothing.next_expected_version, nothing.position), (0, position(0, 0)));
    assert_eq!(standin.stream("case-2"), []);
}

#[tokio::test]
async fn a_batch_ends_with_its_first_conflict_and_does_not_say_where_the_stream_is() {
    let (standin, client) = connected(Settings::default());
    let batch = client.batch_append(&BatchAppendOptions::default()).await.unwrap();
    let write = async |stream: &str, expected, id| {
        let done = batch.append_to_stream(stream, expected, vec![event(id)]).await;
        done.map(|it| it.current_revision()).map_err(|error| error.to_string())
    };
    assert_eq!(write("case-1", ExpectedRevision::NoStream, 1).await, Ok(Some(0)));
    let conflict = "Unmapped gRPC error: code: Some entity that we attempted to create already \
                    exists, message: the append failed: WrongExpectedVersion. Stream: case-1, \
                    Expected version: 5, Actual version: 0.";
    assert_eq!(write("case-1", ExpectedRevision::Exact(5), 2).await, Err(conflict.to_owned()));
    let closed = write("case-2", ExpectedRevision::NoStream, 3).await.unwrap_err();
    assert!(closed.contains("Batch-append stream has been closed"), "{closed}");
    assert_eq!(standin.stream("case-2"), []);
}

#[tokio::test]
async fn the_first_call_of_a_client_waits_for_the_interval_of_discovery() {
    let standin = started(Settings::default());
    let client = Client::new(standin.connection_string().parse().unwrap()).unwrap();
    let begun = Instant::now();
    assert_eq!(first(&client).await, "written at 0");
    assert!(begun.elapsed() >= Duration::from_millis(500), "{:?}", begun.elapsed());
}

/// Whoever wants no stream of the log is only told how far it is.
fn sparse() -> SubscribeToAllOptions {
    SubscribeToAllOptions::default()
        .position(StreamPosition::Start)
        .filter(SubscriptionFilter::on_stream_name().add_prefix("none-").max(1))
        .retry_options(RetryOptions::default().retry_forever())
}

#[tokio::test]
async fn a_subscription_that_begins_again_forgets_how_far_it_was_told_to_be() {
    let (standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2]).await.unwrap();
    let records = standin.records().len();
    let mut subscription = client.subscribe_to_all(&sparse()).await;
    let mut checkpoints = async || {
        let mut told = Vec::new();
        loop {
            match next(&mut subscription).await {
                SubscriptionEvent::Checkpoint(place) => told.push((place.commit, place.prepare)),
                SubscriptionEvent::CaughtUp => return told,
                SubscriptionEvent::Confirmed(_)
                | SubscriptionEvent::EventAppeared(_)
                | SubscriptionEvent::FirstStreamPosition(_)
                | SubscriptionEvent::LastStreamPosition(_)
                | SubscriptionEvent::LastAllPosition(_)
                | SubscriptionEvent::FellBehind => {}
            }
        }
    };
    let told = checkpoints().await;
    assert_eq!(told.len(), records);
    standin.end_subscriptions(Ending::NotReady);
    assert_eq!(checkpoints().await, told);
}

#[tokio::test]
async fn a_subscription_from_the_end_loses_what_comes_while_it_is_down() {
    let standin = started(Settings { nodes: 2, ..Settings::default() });
    standin.lead(Some(1));
    let [follower, leader] = [0, 1].map(|node| {
        client(&format!(
            "esdb://{}?tls=false&nodePreference=follower",
            standin.address(node).unwrap()
        ))
    });
    let retry = RetryOptions::default().retry_forever().retry_delay(Duration::from_millis(20));
    let options =
        SubscribeToStreamOptions::default().start_from(StreamPosition::End).retry_options(retry);
    let mut subscription = follower.subscribe_to_stream("case-1", &options).await;
    next(&mut subscription).await;
    assert!(matches!(next(&mut subscription).await, SubscriptionEvent::CaughtUp));
    let following = tokio::spawn(async move {
        let confirmed = next(&mut subscription).await;
        assert!(matches!(confirmed, SubscriptionEvent::Confirmed(_)), "{confirmed:?}");
        subscription
    });
    standin.kill(0).unwrap();
    append(&leader, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    standin.revive(0).unwrap();
    let mut subscription = following.await.unwrap();
    append(&leader, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap();
    assert_eq!(next_id(&mut subscription).await, 2);
}

#[tokio::test]
async fn a_message_that_a_later_server_may_send_ends_the_task_that_reads() {
    let (standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    standin.begin_with_the_unknown(1);
    let mut read = client.read_stream("case-1", &ReadStreamOptions::default()).await.unwrap();
    let ended = tokio::spawn(async move { read.next().await.map(|_| ()) }).await.unwrap_err();
    let said = ended.into_panic().downcast_ref::<&str>().map(|it| (*it).to_owned());
    assert_eq!(said, Some("called `Option::unwrap()` on a `None` value".to_owned()));
}

#[tokio::test]
async fn a_client_that_is_dropped_stays_with_all_that_it_holds() {
    let standin = started(Settings::default());
    let alive = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = alive();
    for _ in 0..5 {
        first(&client(&standin.connection_string())).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(alive() >= before + 5, "{before} tasks, and then {}", alive());
}

#[tokio::test]
async fn nothing_is_asked_again_by_the_client_itself() {
    let (standin, client) = connected(Settings::default());
    standin.mishap(Mishap::TimesOut(Moment::After), 1);
    let sent = EventData::json("Seen", &1).unwrap();
    let options = AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
    client.append_to_stream("case-1", &options, sent).await.unwrap_err();
    assert_eq!(standin.called(0).unwrap().appends, 1);
}
