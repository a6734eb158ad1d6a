//! What each switch of the stand-in does to a client that meets it.

use std::time::{Duration, Instant};

use candour_standin::{Beginning, Ending, Mishap, Moment, Settings, StandIn, Upheaval};
use eventstore::{
    AppendToStreamOptions, BatchAppendOptions, Client, Error, ExpectedRevision, ReadStreamOptions,
    StreamPosition, SubscribeToStreamOptions,
};

use crate::connected::{all_of, append, client, connected, event, started};

/// Appends the first event of a stream; what it came to, and what is then written.
async fn first(standin: &StandIn, client: &Client) -> (Result<u64, String>, Vec<u128>) {
    let done = append(client, "case-1", ExpectedRevision::NoStream, [1]).await;
    let done = done.map(|it| it.next_expected_version).map_err(|error| error.to_string());
    (done, written(standin))
}

fn written(standin: &StandIn) -> Vec<u128> {
    standin.stream("case-1").iter().map(|it| it.proposal.id.as_u128()).collect()
}

async fn met(mishap: Mishap) -> (Result<u64, String>, Vec<u128>) {
    let (standin, client) = connected(Settings::default());
    standin.mishap(mishap, 1);
    let met = first(&standin, &client).await;
    let (again, after) = first(&standin, &client).await;
    // Asked again, each comes to the same: it is there, once.
    assert_eq!((again, after), (Ok(0), vec![1]), "{mishap:?}");
    met
}

const TIMED_OUT: &str =
    "Unmapped gRPC error: code: The operation was aborted, message: the operation timed out.";

const RESET: &str = "Server-side error: status: Unknown, message: \"client error (SendRequest)\", \
                     details: [], metadata: MetadataMap { headers: {} }";

#[tokio::test]
async fn an_append_that_times_out_may_be_written_or_not() {
    assert_eq!(met(Mishap::TimesOut(Moment::Before)).await, (Err(TIMED_OUT.to_owned()), vec![]));
    assert_eq!(met(Mishap::TimesOut(Moment::After)).await, (Err(TIMED_OUT.to_owned()), vec![1]));
}

#[tokio::test]
async fn an_append_whose_connection_is_reset_may_be_written_or_not() {
    for (moment, wanted) in [(Moment::Before, vec![]), (Moment::After, vec![1])] {
        let (outcome, written) = met(Mishap::Reset(moment)).await;
        assert_eq!((outcome, written), (Err(RESET.to_owned()), wanted));
    }
}

#[tokio::test]
async fn a_node_that_is_not_ready_says_so_and_writes_nothing() {
    let (outcome, written) = met(Mishap::NotReady).await;
    let error = outcome.unwrap_err();
    assert!(error.contains("the server is not ready"), "{error}");
    assert_eq!(written, []);
}

#[tokio::test]
async fn a_node_that_knows_no_leader_names_none() {
    // The client takes the code for a stream that is not there.
    let not_found = Error::ResourceNotFound.to_string();
    assert_eq!(met(Mishap::NoLeader).await, (Err(not_found), vec![]));
}

#[tokio::test]
async fn a_node_that_does_not_lead_names_the_leader() {
    let (standin, client) = connected(Settings { nodes: 3, ..Settings::default() });
    standin.mishap(Mishap::NotLeader, 1);
    let refused = append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap_err();
    let Error::NotLeaderException(leader) = refused else { panic!("{refused}") };
    let leader = (leader.host, leader.port);
    let address = standin.address(0).unwrap();
    assert_eq!(leader, (address.ip().to_string(), u32::from(address.port())));
    assert_eq!(written(&standin), []);
}

#[tokio::test]
async fn a_slow_append_is_written_although_nobody_waits_any_more() {
    let (standin, client) = connected(Settings::default());
    let options = AppendToStreamOptions::default()
        .expected_revision(ExpectedRevision::NoStream)
        .deadline(Duration::from_millis(100));
    standin.mishap(Mishap::Slow(Moment::Before, Duration::from_secs(2)), 1);
    let late = client.append_to_stream("case-1", &options, event(1)).await.unwrap_err();
    assert_eq!(late.to_string(), Error::DeadlineExceeded.to_string());
    assert_eq!(written(&standin), []);
    let begun = Instant::now();
    while written(&standin).is_empty() && begun.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(written(&standin), [1]);
}

#[tokio::test]
async fn a_slow_answer_is_late_and_right() {
    let (standin, client) = connected(Settings::default());
    let delay = Duration::from_millis(300);
    standin.mishap(Mishap::Slow(Moment::After, delay), 1);
    let begun = Instant::now();
    assert_eq!(first(&standin, &client).await, (Ok(0), vec![1]));
    assert!(begun.elapsed() >= delay);
}

#[tokio::test]
async fn slow_reads_take_so_long_for_each_record() {
    let (standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1, 2, 3]).await.unwrap();
    standin.slow_reads(Duration::from_millis(50));
    let begun = Instant::now();
    let options = ReadStreamOptions::default();
    let read = client.read_stream("case-1", &options).await.unwrap();
    assert_eq!(all_of(read).await.len(), 3);
    assert!(begun.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn mishaps_are_met_in_their_order_and_also_in_batches() {
    let (standin, client) = connected(Settings::default());
    standin.mishap(Mishap::TimesOut(Moment::After), 1);
    standin.mishap(Mishap::NotReady, 1);
    let write = async || {
        let batch = client.batch_append(&BatchAppendOptions::default()).await.unwrap();
        let done = batch.append_to_stream("case-1", ExpectedRevision::NoStream, vec![event(1)]);
        done.await.map(|it| it.current_revision()).map_err(|error| error.to_string())
    };
    assert_eq!(write().await, Err(TIMED_OUT.to_owned()));
    let not_ready = write().await.unwrap_err();
    assert!(not_ready.contains("the server is not ready"), "{not_ready}");
    assert_eq!(write().await, Ok(Some(0)));
    assert_eq!(written(&standin), [1]);
}

#[tokio::test]
async fn a_node_that_is_down_refuses_and_comes_back_with_what_was_written() {
    let (standin, client) = connected(Settings::default());
    assert_eq!(first(&standin, &client).await, (Ok(0), vec![1]));
    standin.kill(0).unwrap();
    let refused = append(&client, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap_err();
    let refused = refused.to_string();
    assert!(refused.contains("Connect"), "{refused}");
    standin.revive(0).unwrap();
    standin.lead(Some(0));
    let done = append(&client, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap();
    assert_eq!(done.next_expected_version, 1);
    assert_eq!(written(&standin), [1, 2]);
}

#[tokio::test]
async fn a_node_can_refuse_from_the_start() {
    let standin = started(Settings { beginning: Beginning::Down, ..Settings::default() });
    let connection = standin.connection_string();
    let refused = append(&client(&connection), "case-1", ExpectedRevision::NoStream, [1]).await;
    let Error::GrpcConnectionError(refused) = refused.unwrap_err() else { panic!("no refusal") };
    let refused = refused.to_string();
    assert!(refused.contains("Connect"), "{refused}");
    standin.revive(0).unwrap();
    assert_eq!(first(&standin, &client(&connection)).await, (Ok(0), vec![1]));
}

#[tokio::test]
async fn a_subscription_is_ended_as_the_switch_says() {
    let (standin, client) = connected(Settings::default());
    let options = SubscribeToStreamOptions::default().start_from(StreamPosition::Start);
    let mut subscription = client.subscribe_to_stream("case-1", &options).await;
    subscription.next_subscription_event().await.unwrap();
    standin.end_subscriptions(Ending::NotReady);
    let ended = subscription.next().await.unwrap_err().to_string();
    assert!(ended.contains("the server is not ready"), "{ended}");
}

#[tokio::test]
async fn a_subscription_that_asked_for_the_leader_ends_when_another_leads() {
    let (standin, client) = connected(Settings { nodes: 3, ..Settings::default() });
    let options = SubscribeToStreamOptions::default().start_from(StreamPosition::Start);
    let mut subscription = client.subscribe_to_stream("case-1", &options).await;
    subscription.next_subscription_event().await.unwrap();
    standin.lead(Some(2));
    let ended = subscription.next().await.unwrap_err();
    let Error::NotLeaderException(leader) = ended else { panic!("{ended}") };
    assert_eq!(leader.port, u32::from(standin.address(2).unwrap().port()));
}

#[tokio::test]
async fn a_clock_that_is_wrong_stamps_what_is_written() {
    let (standin, client) = connected(Settings::default());
    append(&client, "case-1", ExpectedRevision::NoStream, [1]).await.unwrap();
    standin.put_clock_ahead(3_600);
    append(&client, "case-1", ExpectedRevision::Exact(0), [2]).await.unwrap();
    standin.put_clock_ahead(0);
    append(&client, "case-1", ExpectedRevision::Exact(1), [3]).await.unwrap();
    let stamps: Vec<i64> = standin.stream("case-1").iter().map(|it| it.created_ticks).collect();
    let hours = [stamps[1] - stamps[0], stamps[1] - stamps[2], stamps[2] - stamps[0]];
    assert_eq!(hours.map(|ticks| (ticks + 18_000_000_000) / 36_000_000_000), [1, 1, 0]);
}

/// Appends until it is written, whatever goes wrong, as a writer has to: with a new client after
/// each failure.
async fn append_until_written(connection: &str, writing: &mut Client, at: u64) {
    let expected = at.checked_sub(1).map_or(ExpectedRevision::NoStream, ExpectedRevision::Exact);
    for _ in 0..200 {
        if append(writing, "case-1", expected, [u128::from(at)]).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        *writing = client(connection);
    }
    panic!("the append of {at} was never written");
}

const APPENDS: u64 = 60;

#[tokio::test]
async fn by_chance_much_goes_wrong_and_nothing_is_lost_or_written_twice() {
    let standin = started(Settings { nodes: 3, ..Settings::default() });
    let upheaval = Upheaval {
        seed: 7,
        mishaps_per_thousand: 200,
        every: Duration::from_millis(150),
        ending: Ending::NotReady,
    };
    standin.stir(upheaval).unwrap();
    let connection = standin.connection_string();
    let mut writing = client(&connection);
    for at in 0..APPENDS {
        append_until_written(&connection, &mut writing, at).await;
    }
    standin.calm().unwrap();
    assert_eq!(written(&standin), (0..u128::from(APPENDS)).collect::<Vec<u128>>());
    let appends: u64 = (0..3).map(|node| standin.called(node).unwrap().appends).sum();
    assert!(appends > APPENDS, "no append had to be asked again");
}
