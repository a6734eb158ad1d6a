//! A node that writes and listens for a long time while much goes wrong with its cluster.
//!
//! Half a minute, or ten where the variable `CANDOUR_LONG` is set. No subscription is ended here as if all
//! were well: what that does to a node has a test of its own, and it takes a processor for good.

use std::time::{Duration, Instant};

use candour_ledger::{Positions, Verdict, verify};
use candour_standin::{Ending, Upheaval};

use crate::apart::{self, Apart, Task};
use crate::made::Cluster;
use crate::together::check_streams;

const TEST: &str = "soak::through_much_that_goes_wrong_nothing_is_lost_and_memory_stays_flat";
const LONG: &str = "CANDOUR_LONG";
const STREAMS: [u64; 4] = [1, 2, 3, 4];
/// What a node holds besides what it keeps of its file, in KiB.
const BESIDES_KIB: u64 = 16 * 1024;
/// The most that it keeps of its file, over all connections to it.
const CACHES_KIB: u64 = 128 * 1024;
/// How many clients a node may have at a time.
const CLIENTS_MAX: usize = 6;

fn lasting() -> Duration {
    if std::env::var_os(LONG).is_some() { Duration::from_mins(10) } else { Duration::from_secs(30) }
}

/// The memory that a process holds, in KiB, without what it has mapped from files.
fn held_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// How many threads of clients a process has.
fn clients(process: u32) -> usize {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let names = threads.filter_map(|thread| {
        // It may have ended since.
        std::fs::read_to_string(thread.unwrap().path().join("comm")).ok()
    });
    names.filter(|name| name.trim() == "ledger-client").count()
}

fn size_kib(directory: &std::path::Path) -> u64 {
    let files = std::fs::read_dir(directory).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len() / 1024).sum()
}

#[test]
fn through_much_that_goes_wrong_nothing_is_lost_and_memory_stays_flat() {
    if apart::is_done() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::three();
    let store = runtime.block_on(cluster.create());
    let directory = cluster.directory("soaked");
    let address = cluster.standin.connection_string();
    let task = Task { test: TEST, address, directory: &directory, from: 0, streams: &STREAMS };
    let mut node = Apart::start(&task);
    let upheaval = Upheaval {
        seed: 0xca0d,
        mishaps_per_thousand: 20,
        every: Duration::from_millis(1_500),
        ending: Ending::NotReady,
    };
    cluster.standin.stir(upheaval).unwrap();
    let (begun, lasting) = (Instant::now(), lasting());
    let mut held = Vec::new();
    while begun.elapsed() < lasting {
        std::thread::sleep(Duration::from_millis(250));
        held.push(held_kib(node.id()));
    }
    cluster.standin.calm().unwrap();
    assert_eq!(node.order("stop"), "stopped");

    let clients = clients(node.id());
    assert!(clients > 0, "threads of clients have another name");

    let answered = node.answered();
    let fewest = usize::try_from(lasting.as_secs()).unwrap() * 5;
    assert!(answered.len() > fewest, "only {} appends were answered", answered.len());
    check_streams(&cluster, &STREAMS, &answered);
    let appends: u64 = (0..3).map(|at| cluster.standin.called(at).unwrap().appends).sum();
    assert!(appends > u64::try_from(answered.len()).unwrap(), "nothing had to be asked again");

    let direct = store.direct();
    let verdict = runtime.block_on(verify(&direct, Positions::Gapless, &mut |_| ())).unwrap();
    let records = match &verdict {
        Verdict::Whole { records, .. } => *records,
        Verdict::Faulty(fault) => panic!("{fault:?}"),
    };
    assert_eq!(usize::try_from(records).unwrap(), answered.len());
    assert_eq!(node.order(&records.to_string()), format!("{verdict:?}"));

    let (most, copy) = (held.iter().copied().max().unwrap_or_default(), size_kib(&directory));
    let allowed = BESIDES_KIB + (copy * 2).min(CACHES_KIB);
    assert!(most < allowed, "of {allowed} KiB it held {most}: {held:?}");
    // Each client that was given up, and stayed, would have one.
    assert!(clients <= CLIENTS_MAX, "{clients} clients are there");
}
