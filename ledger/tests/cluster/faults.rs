//! What goes wrong with clusters: after each mishap an append that was answered stands once, and one that was
//! not can be asked again.

use std::time::Duration;

use candour_ledger::contract::{draft, stream};
use candour_ledger::{
    After, AppendError, AppendRefusal, Draft, EventStore, Expected, Fault, Limit, PartDraft,
    PartKind, Position, Positions, ReadError, Verdict, Wrong, verify,
};
use candour_standin::{Mishap, Moment, Settings};
use eventstore::{AppendToStreamOptions, Client, EventData};

use crate::made::{Cluster, append_one, at, given, until};

#[tokio::test]
async fn an_append_that_meets_a_mishap_is_written_once() {
    let slow = Duration::from_secs(6);
    let mishaps = [
        Mishap::TimesOut(Moment::Before),
        Mishap::TimesOut(Moment::After),
        Mishap::Reset(Moment::Before),
        Mishap::Reset(Moment::After),
        Mishap::Slow(Moment::Before, slow),
        Mishap::Slow(Moment::After, slow),
        Mishap::NotLeader,
        Mishap::NoLeader,
        Mishap::NotReady,
    ];
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let mut records = Vec::new();
    for (number, mishap) in (0..).zip(mishaps) {
        cluster.standin.mishap(mishap, 1);
        records.push(append_one(&store, number).await);
    }
    assert_eq!(store.read_all(After::Start, 100).await.unwrap(), records);
    assert_eq!(cluster.revisions(1), (0..9).collect::<Vec<_>>());
}

#[tokio::test]
async fn several_mishaps_in_a_row_are_outlasted() {
    let cluster = Cluster::three();
    let store = cluster.create().await;
    cluster.standin.mishap(Mishap::Reset(Moment::After), 3);
    cluster.standin.mishap(Mishap::NotReady, 2);
    cluster.standin.mishap(Mishap::TimesOut(Moment::Before), 2);
    append_one(&store, 0).await;
    assert_eq!(cluster.revisions(1), [0]);
}

#[tokio::test]
async fn an_append_while_the_cluster_is_gone_is_not_lost_sight_of() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    append_one(&store, 0).await;
    cluster.standin.kill(0).unwrap();
    let gone = store.append(&stream(1), at(0), given(1, 2)).await;
    let safe = match gone {
        Err(AppendError::NotWritten(_) | AppendError::Unknown(_)) => true,
        Ok(_) | Err(AppendError::Refused(_)) => false,
    };
    assert!(safe);
    // Reading goes on.
    assert_eq!(store.read_all(After::Start, 10).await.unwrap().len(), 1);
    cluster.standin.revive(0).unwrap();
    cluster.standin.lead(Some(0));
    let again = store.append(&stream(1), at(0), given(1, 2)).await.unwrap();
    assert_eq!(again.records.len(), 2);
    assert_eq!(cluster.revisions(1), [0, 1, 2]);
}

fn large(bytes: usize) -> Draft {
    let part = PartDraft { number: 0, kind: PartKind::PERSONAL_TEXT, text: "x".repeat(bytes) };
    Draft { parts: vec![part], ..draft(1) }
}

#[tokio::test]
async fn what_the_servers_would_not_take_is_refused_before_it_is_sent() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let before = cluster.standin.called(0).unwrap().appends;
    let refused = store.append(&stream(1), Expected::NoStream, vec![large(1_000_000)]).await;
    let refusal = match refused {
        Err(AppendError::Refused(refusal)) => Some(refusal),
        Ok(_) | Err(AppendError::NotWritten(_) | AppendError::Unknown(_)) => None,
    };
    let Some(AppendRefusal::TooLarge { stream: named, limit, actual }) = refusal else {
        panic!("it is refused as too large: {refusal:?}")
    };
    assert_eq!((named, limit), (stream(1), Limit::ClusterAppendBytes { max: 1_000_000 }));
    assert!((1_000_500..1_002_000).contains(&actual), "{actual}");
    assert_eq!(cluster.standin.called(0).unwrap().appends, before);
}

#[tokio::test]
async fn servers_that_take_less_than_the_address_says_leave_nothing_in_doubt() {
    let cluster = Cluster::start(Settings { append_bytes_max: 50_000, ..Settings::default() });
    let store = cluster.create().await;
    let failed = store.append(&stream(1), Expected::NoStream, vec![large(60_000)]).await;
    let failed = match failed {
        Err(AppendError::NotWritten(failure)) => failure.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(failed, "appending to the cluster");
    append_one(&store, 0).await;
}

/// Writes an event as another program would.
async fn foreign(cluster: &Cluster, stream: &str) {
    let settings = cluster.standin.connection_string().parse().unwrap();
    let event = EventData::json("OrderPlaced", &7).unwrap();
    let client = Client::new(settings).unwrap();
    let options = AppendToStreamOptions::default();
    client.append_to_stream(stream, &options, event).await.unwrap();
}

#[tokio::test]
async fn an_event_of_others_in_a_stream_of_ours_stops_the_node_and_is_named() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    foreign(&cluster, "orders-1").await;
    append_one(&store, 0).await;
    foreign(&cluster, stream(1).as_str()).await;
    let fault = Fault {
        position: Position::from_number(2).unwrap(),
        wrong: Wrong::Misread {
            stream: stream(1).to_string(),
            revision: 1,
            what: "metadata, which are not this ledger's,",
        },
    };
    let first = After::from_number(1);
    until("the node has stopped", async || store.status().await.unwrap().stopped.is_some()).await;
    let waited = store.wait_beyond(first).await;
    let found = match waited {
        Err(ReadError::Damaged(fault)) => Some(fault),
        Ok(()) | Err(ReadError::Failed(_)) => None,
    };
    assert_eq!(found, Some(fault.clone()));
    // What stands before it is read as ever, and whoever checks is told of it.
    assert_eq!(store.read_all(After::Start, 10).await.unwrap().len(), 1);
    let verdict = verify(&store.direct(), Positions::Gapless, &mut |_| ()).await.unwrap();
    assert_eq!(verdict, Verdict::Faulty(fault));
}
