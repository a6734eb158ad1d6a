//! Several nodes on one cluster, several processes on one node, and the way of a ledger to a cluster and back.

use std::sync::Arc;

use candour_ledger::ManualClock;
use candour_ledger::contract::{draft, start_of_time, stream};
use candour_ledger::{
    After, ClusterStore, EmbeddedStore, EventStore, Expected, Order, Positions, Replica, Times,
    Verdict, replicate, verify,
};
use chrono::TimeDelta;

use crate::made::{Cluster, append_one, at, clock, identity, until};

async fn whole(store: &dyn EventStore) -> Verdict {
    verify(store, Positions::Gapless, &mut |_| ()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_that_write_to_one_stream_make_one_history() {
    let cluster = Cluster::one();
    let nodes = [cluster.create().await, cluster.open("second").await.unwrap()].map(Arc::new);
    let writing = (0..).zip(&nodes).map(|(node, store)| {
        let store = Arc::clone(store);
        tokio::spawn(async move {
            let mut expected = Expected::NoStream;
            let (mut written, mut tried) = (Vec::new(), 0);
            while written.len() < 40 {
                tried += 1;
                let one = draft(node * 10_000 + tried);
                match store.append(&stream(1), expected, vec![one]).await {
                    Ok(appended) => {
                        expected = Expected::At(appended.records[0].revision);
                        written.extend(appended.records);
                    }
                    Err(candour_ledger::AppendError::Refused(
                        candour_ledger::AppendRefusal::Conflict { actual, .. },
                    )) => expected = actual,
                    Err(error) => panic!("{error:?}"),
                }
            }
            written
        })
    });
    let mut acknowledged = Vec::new();
    for one in writing.collect::<Vec<_>>() {
        acknowledged.extend(one.await.unwrap());
    }
    acknowledged.sort_by_key(|record| record.position);
    assert_eq!(cluster.revisions(1), (0..80).collect::<Vec<_>>());
    for store in &nodes {
        until("the node has heard all", async || {
            store.read_all(After::Start, 100).await.unwrap().len() == 80
        })
        .await;
        assert_eq!(store.read_all(After::Start, 100).await.unwrap(), acknowledged);
    }
    let verdict = whole(&nodes[0].direct()).await;
    assert_eq!((whole(&*nodes[0]).await, whole(&*nodes[1]).await), (verdict.clone(), verdict));
}

#[tokio::test]
async fn a_second_process_on_a_node_reads_and_writes_and_steps_in() {
    let cluster = Cluster::one();
    let first = cluster.create().await;
    append_one(&first, 0).await;
    let second = cluster.open("first").await.unwrap();
    let fills = async |store: &ClusterStore| store.status().await.unwrap().fills;
    assert_eq!((fills(&first).await, fills(&second).await), (true, false));
    append_one(&second, 1).await;
    append_one(&first, 2).await;
    assert_eq!(second.read_all(After::Start, 10).await.unwrap().len(), 3);
    drop(first);
    append_one(&second, 3).await;
    assert!(fills(&second).await);
    assert_eq!(cluster.revisions(1), [0, 1, 2, 3]);
}

#[tokio::test]
async fn a_process_that_waits_beside_another_steps_in_when_that_one_ends() {
    let cluster = Cluster::one();
    let first = cluster.create().await;
    let second = Arc::new(cluster.open("first").await.unwrap());
    let waiting = Arc::clone(&second);
    let waiting = tokio::spawn(async move { waiting.wait_beyond(After::Start).await });
    drop(first);
    let other = cluster.open("other").await.unwrap();
    append_one(&other, 0).await;
    waiting.await.unwrap().unwrap();
    assert!(second.status().await.unwrap().fills);
}

#[tokio::test]
async fn times_are_each_nodes_own_and_order_is_the_position() {
    let cluster = Cluster::one();
    let early = cluster.create().await;
    let late = Arc::new(ManualClock::at(start_of_time() + TimeDelta::hours(1)));
    let late = ClusterStore::open(cluster.given("late", late)).await.unwrap();
    append_one(&late, 0).await;
    append_one(&early, 1).await;
    let records = early.read_all(After::Start, 10).await.unwrap();
    let back = records[0].recorded_at - records[1].recorded_at;
    assert_eq!(back, TimeDelta::hours(1));
    assert_eq!(early.times(), Times::EachNodesOwn);
    let verdict = whole(&early).await;
    // An order that allows no going back finds it.
    let mut order = Order::new(Positions::Gapless, Times::NeverBack);
    let took: Vec<bool> = records.iter().map(|record| order.take(record).is_ok()).collect();
    assert_eq!(took, [true, false]);

    // Taken over into a directory, it is whole there too, for whoever opens it later.
    let given = cluster.given("embedded", clock());
    let embedded =
        EmbeddedStore::create(&given.directory, identity(), given.clock, given.entropy).unwrap();
    replicate(&early.direct(), &embedded, 1).await.unwrap();
    drop(embedded);
    let embedded = EmbeddedStore::open_read_only(&given.directory).unwrap();
    assert_eq!(whole(&embedded).await, verdict);
    let sound = embedded.check_file().await.unwrap();
    assert_eq!(sound, candour_ledger::FileCheck::Sound);
}

#[tokio::test]
async fn a_ledger_goes_to_a_cluster_and_back_and_has_the_same_root() {
    let cluster = Cluster::one();
    let given = cluster.given("embedded", clock());
    let entropy = given.entropy.clone();
    let origin =
        EmbeddedStore::create(&given.directory, identity(), clock(), entropy.clone()).unwrap();
    for which in 0..30_u64 {
        let first = which * 100;
        let drafts = (first..first + 3).map(draft).collect();
        origin.append(&stream(which), Expected::NoStream, drafts).await.unwrap();
        if which > 3 {
            origin.append(&stream(which - 3), at(2), vec![draft(first + 50)]).await.unwrap();
        }
    }
    let target = cluster.create().await;
    let end = replicate(&origin, &target, 17).await.unwrap();
    assert_eq!(end, After::from(origin.head().await.unwrap()));
    let verdict = whole(&origin).await;
    assert_eq!(
        (whole(&target).await, whole(&target.direct()).await),
        (verdict.clone(), verdict.clone())
    );
    assert_eq!(target.status().await.unwrap().clock_alarms, 0);
    // It goes on there.
    append_one_more(&target).await;

    let back = cluster.given("back", clock());
    let back = EmbeddedStore::create(&back.directory, identity(), back.clock, entropy).unwrap();
    replicate(&target.direct(), &back, 1_000).await.unwrap();
    assert_eq!(whole(&back).await, whole(&target.direct()).await);
}

async fn append_one_more(store: &ClusterStore) {
    let appended = store.append(&stream(0), at(2), vec![draft(7_777)]).await.unwrap();
    assert!(!appended.already);
}

#[tokio::test]
async fn a_ledger_on_a_cluster_with_records_of_its_own_takes_none_over() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let record = append_one(&store, 0).await;
    let refused = store.take_over(After::Start, vec![record]).await;
    let head = match refused {
        Err(candour_ledger::ReplicateError::NotEmpty { head }) => Some(head),
        Ok(_) | Err(_) => None,
    };
    assert_eq!(head, Some(After::from_number(1)));
}

#[tokio::test]
async fn the_copy_of_a_node_is_sound() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    append_one(&store, 0).await;
    assert_eq!(store.check_copy().await.unwrap(), candour_ledger::FileCheck::Sound);
}
