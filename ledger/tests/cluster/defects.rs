//! The known defects of the client, each met on purpose: what the store does about it. That the client has
//! them, and when a release mends one, is in the tests of the stand-in (`tests/standin/tests/client/defects.rs`).
//! Those that need a process of their own are in `whole_process.rs`.
//!
//! | | what the client does | what the store does | test |
//! |---|---|---|---|
//! | D1 | one that could not connect at first is dead for ever | throws it away and makes another | `a_cluster_that_was_down_at_first_is_reached_once_it_is_up` |
//! | D2 | asks a leader that has crashed for ever | the same | `a_leader_that_crashes_is_followed_by_the_next_one`, `a_leader_that_steps_down_is_followed_by_the_next_one` |
//! | D3 | turns for ever where a subscription ends as if all were well | ends the thread from within, or gives it up | `a_listener_that_is_caught_in_a_loop_is_ended_and_takes_no_processor_with_it`, `a_listener_that_gives_no_sign_of_life_is_given_up_and_replaced` |
//! | D4 | lets each call wait 45 ms for the network | appends in sessions, reads its own copy | `appends_one_after_another_do_not_wait_for_the_network_to_make_up_its_mind` |
//! | D5 | ends in a panic where somebody else chose the cryptography | lets the client choose first, and says where it cannot | `a_process_that_has_chosen_its_cryptography_is_told_that_the_cluster_cannot_be_asked`, `a_store_that_was_opened_first_goes_on_when_others_speak_tls_as_ours_do` |
//! | D6 | ends in a panic over certificates that it cannot read, with no use for them | names an empty file | `a_cluster_without_tls_needs_no_certificates_of_the_system` |
//! | D7 | begins a subscription at the end | always says where | `a_node_that_comes_late_hears_everything` |
//! | D8 | sends a password as it stands in an address, percent signs and all | never puts one there | `a_node_signs_in_through_tls_with_the_authority_of_the_operator` |
//! | D9 | cuts the server's time to whole seconds | reads the whole of it beside | `clocks_more_than_five_seconds_apart_are_told` |
//! | D10 | says place zero where a server says none | believes no place of an answer | `an_answer_that_says_no_place_is_answered_with_the_right_one`, `nothing_is_never_sent` |
//! | D11 | ends a session for all with the first append that is refused | has several, opens them anew, asks again | `an_append_that_is_refused_harms_no_other` |
//! | D12 | sleeps half a second at the first call | asks for a fiftieth of a second | `a_node_that_has_a_copy_is_open_before_half_a_second` |
//! | D13 | may leave a gap in a subscription that it opens again | never lets it; reads on from its own place | `nothing_is_missed_where_subscriptions_are_dropped` |
//! | D14 | ends in a panic over an answer that it does not know, and where a persistent subscription ends | outlasts the first; has none of the second | `an_answer_that_the_client_does_not_know_is_outlasted`, `nothing_uses_persistent_subscriptions_or_projections` |

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_ledger::contract::{draft, stream};
use candour_ledger::{
    After, ClusterStore, EventStore, Expected, ManualClock, Position, Positions, Verdict, verify,
};
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

/// D12: the first call of every client sleeps half a second, unless it is told otherwise.
#[tokio::test]
async fn a_node_that_has_a_copy_is_open_before_half_a_second() {
    let cluster = Cluster::one();
    drop(cluster.create().await);
    let mut took = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let store = cluster.open("first").await.unwrap();
        took.push(began.elapsed());
        drop(store);
    }
    // It makes two clients, one to ask and one to listen.
    assert!(took.iter().min() < Some(&Duration::from_millis(450)), "{took:?}");
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

/// D14: the client ends in a panic over an answer to a read that it does not know.
#[tokio::test]
async fn an_answer_that_the_client_does_not_know_is_outlasted() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    append_one(&store, 0).await;
    cluster.standin.begin_with_the_unknown(2);
    let verdict = verify(&store.direct(), Positions::Gapless, &mut |_| ()).await.unwrap();
    let records = match verdict {
        Verdict::Whole { records, .. } => Some(records),
        Verdict::Faulty(_) => None,
    };
    assert_eq!(records, Some(1));
    // Those who listen meet it in a read, and then in a subscription.
    for (number, unknown) in (1..).zip(1..4) {
        cluster.standin.end_subscriptions(Ending::NotReady);
        cluster.standin.begin_with_the_unknown(unknown);
        append_one(&store, number).await;
    }
    let opened = cluster.open("second").await.unwrap();
    assert_eq!(opened.read_all(After::Start, 10).await.unwrap().len(), 4);
    assert_eq!(store.status().await.unwrap().listeners_given_up, 0);
}

/// D14: persistent subscriptions end in a panic of the client. Nothing of ours uses them, nor projections.
#[test]
fn nothing_uses_persistent_subscriptions_or_projections() {
    let adapter = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cluster");
    let mut named = Vec::new();
    for file in fs::read_dir(adapter).unwrap() {
        let path = file.unwrap().path();
        let Ok(source) = fs::read_to_string(&path) else { continue };
        let found = ["persistent", "projection"].into_iter().filter(|it| {
            // What is written of them in words is no use.
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            code.into_iter().any(|line| line.to_lowercase().contains(it))
        });
        named.extend(found.map(|it| (path.clone(), it)));
    }
    assert_eq!(named, []);
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
