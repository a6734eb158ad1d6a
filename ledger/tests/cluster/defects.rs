//! The known defects of the client, each met on purpose: what the store does about it. Those of persistent
//! subscriptions and of projections are met by nobody, because neither is used.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_ledger::contract::{draft, stream};
use candour_ledger::{After, ClusterStore, EventStore, Expected, ManualClock, Position};
use candour_standin::{Beginning, Ending, Mishap, Moment, Settings};
use chrono::{DateTime, TimeDelta, Utc};

use crate::made::{Cluster, append_one, at, clock, given, identity, pause, until};

/// D1: a client that could not connect at first is dead for ever.
#[tokio::test]
async fn a_cluster_that_was_down_at_first_is_reached_once_it_is_up() {
    let down = Settings { beginning: Beginning::Down, ..Settings::default() };
    let cluster = Cluster::start(down);
    let making = tokio::spawn(ClusterStore::create(cluster.given("first", clock()), identity()));
    pause(300).await;
    cluster.standin.revive(0).unwrap();
    let store = making.await.unwrap().unwrap();
    append_one(&store, 0).await;
}

/// D2: a client whose leader has crashed asks it for ever, and its subscription hears nothing.
#[tokio::test]
async fn a_leader_that_crashes_is_followed_by_the_next_one() {
    let cluster = Cluster::three();
    let store = cluster.create().await;
    append_one(&store, 0).await;
    cluster.standin.kill(0).unwrap();
    cluster.standin.lead(Some(1));
    append_one(&store, 1).await;
    cluster.standin.kill(1).unwrap();
    cluster.standin.lead(Some(2));
    append_one(&store, 2).await;
    assert_eq!(cluster.revisions(1), [0, 1, 2]);
}

/// D2, the graceful kind: the leader changes, and those before it answer who leads.
#[tokio::test]
async fn a_leader_that_steps_down_is_followed_by_the_next_one() {
    let cluster = Cluster::three();
    let store = cluster.create().await;
    for number in 0..6 {
        cluster.standin.lead(Some(usize::try_from(number % 3).unwrap()));
        append_one(&store, number).await;
    }
    assert_eq!(cluster.revisions(1), [0, 1, 2, 3, 4, 5]);
}

/// D3: a subscription that the server ends as if all were well turns into a loop that never lets go of its
/// thread.
#[tokio::test]
async fn a_listener_that_is_caught_in_a_loop_is_replaced() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    append_one(&store, 0).await;
    cluster.standin.end_subscriptions(Ending::Ok);
    append_one(&store, 1).await;
    assert_eq!(store.status().await.unwrap().listeners_given_up, 1);
    append_one(&store, 2).await;
}

/// D4: the call for one append waits 45 ms for the network's own reasons, each time.
#[tokio::test]
async fn appends_one_after_another_do_not_wait_for_the_network_to_make_up_its_mind() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let mut took = Vec::new();
    for number in 0..41 {
        let began = Instant::now();
        append_one(&store, number).await;
        took.push(began.elapsed());
    }
    took.sort();
    assert!(took[20] < Duration::from_millis(30), "{took:?}");
}

/// D6: the client ends in a panic where the certificates that the system trusts cannot be read, even where
/// it has no use for them.
#[test]
fn a_cluster_without_tls_needs_no_certificates_of_the_system() {
    let other = "opening::a_cluster_holds_one_ledger_and_every_node_reads_which";
    let again = Command::new(std::env::current_exe().unwrap())
        .args([other, "--exact"])
        .env("SSL_CERT_FILE", "/there/is/no/such/file")
        .env("SSL_CERT_DIR", "/there/is/no/such/folder")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stdout);
    assert_eq!((again.status.code(), said.contains("1 passed")), (Some(0), true), "{said}");
}

/// D7: a subscription begins at the end unless it is told where.
#[tokio::test]
async fn a_node_that_comes_late_hears_everything() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let mut records = Vec::new();
    for number in 0..5 {
        records.push(append_one(&store, number).await);
    }
    let late = cluster.open("second").await.unwrap();
    assert_eq!(late.read_all(After::Start, 10).await.unwrap(), records);
}

/// D9: the client cuts the server's stamp to whole seconds, so that clocks apart could not be told well.
#[tokio::test]
async fn clocks_more_than_five_seconds_apart_are_told() {
    let cluster = Cluster::one();
    let node = clock();
    let store = ClusterStore::create(cluster.given("first", node.clone()), identity()).await;
    let store = store.unwrap();
    append_one(&store, 0).await;
    let alarms = async || {
        let status = store.status().await.unwrap();
        (status.clock_alarms, status.clock_apart_max_ms)
    };
    // The node's clock has stood still for long.
    let (first, apart) = alarms().await;
    assert_eq!(first, 1);
    show(&node, &cluster);
    append_one(&store, 1).await;
    cluster.standin.put_clock_ahead(4);
    append_one(&store, 2).await;
    assert_eq!(alarms().await, (1, apart));
    cluster.standin.put_clock_ahead(7);
    append_one(&store, 3).await;
    assert_eq!(alarms().await, (2, apart));
    cluster.standin.put_clock_ahead(-30);
    append_one(&store, 4).await;
    assert_eq!(alarms().await, (3, apart));
}

/// Makes the node's clock show what the server's last showed.
fn show(node: &Arc<ManualClock>, cluster: &Cluster) {
    let last = cluster.standin.records().last().unwrap().clone();
    let micros = last.created_ticks / 10;
    let shown: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::microseconds(micros);
    node.set(shown);
}

/// D10: a repetition may be answered with no place, which the client hands on as place zero.
#[tokio::test]
async fn an_answer_that_says_no_place_is_answered_with_the_right_one() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    append_one(&store, 0).await;
    cluster.standin.withhold_places(1);
    cluster.standin.mishap(Mishap::TimesOut(Moment::After), 1);
    let record = append_one(&store, 1).await;
    assert_eq!(record.position, Position::from_number(2).unwrap());
    assert_eq!(cluster.revisions(1), [0, 1]);
}

/// D11: the first append of a session that is refused ends the session for all the others in it.
#[tokio::test]
async fn an_append_that_is_refused_harms_no_other() {
    let cluster = Cluster::one();
    let store = Arc::new(cluster.create().await);
    // A second node, whose copy may lag, so that the cluster itself refuses.
    let other = Arc::new(cluster.open("second").await.unwrap());
    let mut running = Vec::new();
    for which in 0..24_u64 {
        for store in [&store, &other] {
            let store = Arc::clone(store);
            running.push(tokio::spawn(async move {
                let mut won = 0;
                for round in 0..10_u64 {
                    let expected = round.checked_sub(1).map_or(Expected::NoStream, at);
                    let number = which * 1_000 + round * 10 + u64::from(won % 2 == 0);
                    let appended =
                        store.append(&stream(which), expected, vec![draft(number)]).await;
                    won += u64::from(appended.is_ok_and(|it| !it.already));
                }
                won
            }));
        }
    }
    let mut won = 0;
    for one in running {
        won += one.await.unwrap();
    }
    assert_eq!(won, 240);
    for which in 0..24 {
        assert_eq!(cluster.revisions(which), (0..10).collect::<Vec<_>>());
    }
}

/// D13: a subscription that the client makes anew after a loss may leave a gap.
#[tokio::test]
async fn nothing_is_missed_where_subscriptions_are_dropped() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let late = cluster.open("second").await.unwrap();
    for number in 0..60 {
        if number % 7 == 3 {
            cluster.standin.end_subscriptions(Ending::NotReady);
        }
        append_one(&store, number).await;
    }
    let all = store.read_all(After::Start, 100).await.unwrap();
    assert_eq!(all.len(), 60);
    until("the other node has heard all", async || {
        late.read_all(After::Start, 100).await.unwrap().len() == 60
    })
    .await;
    assert_eq!(late.read_all(After::Start, 100).await.unwrap(), all);
}

/// Adapter rule 7: what is empty is never sent, because the servers answer it as if it had been written.
#[tokio::test]
async fn nothing_is_never_sent() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let before = cluster.standin.called(0).unwrap().appends;
    let refused = store.append(&stream(1), Expected::NoStream, given(0, 0)).await;
    let said = refused.map_err(|error| format!("{error:?}")).unwrap_err();
    assert!(said.contains("Empty"), "{said}");
    assert_eq!(cluster.standin.called(0).unwrap().appends, before);
}
