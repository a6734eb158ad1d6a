//! A node whose process is killed at any moment, again and again, and its server with it now and then: what was
//! answered is in the cluster once, each stream is one history, and the copy that the node goes on with is what the
//! cluster has. The same is asked of a ledger in a directory (`tests/stores/crash.rs`).
//!
//! Twenty times, or two hundred where the variable `CANDOUR_LONG` is set; `CANDOUR_TEST_CRASH_SEED` draws other
//! moments.

use std::io::Write;
use std::time::Duration;

use candour_ledger::contract::stream;
use candour_ledger::{ClusterStore, Positions, Verdict, verify};

use crate::apart::{self, Answered, Apart, Task};
use crate::made::{Cluster, clock};
use crate::together::check_streams;

const TEST: &str = "killed::a_node_that_is_killed_at_any_moment_loses_nothing_that_was_answered";
const SEED: &str = "CANDOUR_TEST_CRASH_SEED";
const LONG: &str = "CANDOUR_LONG";
const ROUNDS: u64 = 20;
const ROUNDS_LONG: u64 = 200;
const STREAMS: [u64; 4] = [1, 2, 3, 4];
const LIFE_MS_MAX: u64 = 1_200;
/// In every round of so many the server is killed before the node is, and comes back while it writes or after it.
const SERVER_EVERY: u64 = 3;
/// How far apart the numbers of the drafts of two processes begin.
const DRAFTS: u64 = 1_000_000;

/// Moments that are the same for a seed.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        Duration::from_micros((self.0 >> 33) % (LIFE_MS_MAX * 1_000))
    }
}

/// Lets a node write for a while and kills it; says what it was answered for.
fn killed(cluster: &Cluster, round: u64, moments: &mut Moments) -> Vec<Answered> {
    let directory = cluster.directory("killed");
    let address = cluster.standin.connection_string();
    let from = round * DRAFTS;
    let node =
        Apart::start(&Task { test: TEST, address, directory: &directory, from, streams: &STREAMS });
    std::thread::sleep(moments.next());
    let revive = || {
        cluster.standin.revive(0).unwrap();
        cluster.standin.lead(Some(0));
    };
    if !round.is_multiple_of(SERVER_EVERY) {
        return node.kill();
    }
    cluster.standin.kill(0).unwrap();
    std::thread::sleep(moments.next() / 4);
    if round.is_multiple_of(2) {
        revive();
        std::thread::sleep(moments.next());
        return node.kill();
    }
    let answered = node.kill();
    revive();
    answered
}

/// Checks that the copy which a killed node goes on with is what the cluster has; says how many records that are.
async fn is_whole(cluster: &Cluster) -> u64 {
    let node = ClusterStore::open(cluster.given("killed", clock())).await.unwrap();
    let itself = verify(&node.direct(), Positions::Gapless, &mut |_| ()).await.unwrap();
    let copy = verify(&node, Positions::Gapless, &mut |_| ()).await.unwrap();
    assert_eq!(copy, itself);
    match itself {
        Verdict::Whole { records, .. } => records,
        Verdict::Faulty(fault) => panic!("{fault:?}"),
    }
}

#[test]
fn a_node_that_is_killed_at_any_moment_loses_nothing_that_was_answered() {
    if apart::is_done() {
        return;
    }
    let seed = std::env::var(SEED).map_or(1, |seed| seed.parse().unwrap());
    let rounds = if std::env::var_os(LONG).is_some() { ROUNDS_LONG } else { ROUNDS };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::one();
    drop(runtime.block_on(cluster.create()));
    let (mut moments, mut answered) = (Moments(seed), Vec::new());
    let mut records = 0;
    for round in 0..rounds {
        answered.extend(killed(&cluster, round, &mut moments));
        check_streams(&cluster, &STREAMS, &answered);
        records = runtime.block_on(is_whole(&cluster));
        let held: usize =
            STREAMS.iter().map(|it| cluster.standin.stream(stream(*it).as_str()).len()).sum();
        assert_eq!(records, held as u64, "seed {seed}, round {round}");
    }
    let in_doubt = records - answered.len() as u64;
    let said = format!("seed {seed}: {records} records, {in_doubt} kept without an answer\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    assert!(answered.len() as u64 > rounds * 10, "{said}");
}
