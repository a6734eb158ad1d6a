//! Four nodes that write to one cluster at once, each in a process of its own, some of which are killed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use candour_ledger::contract::{draft, stream};
use candour_ledger::{Positions, Verdict, verify};

use crate::apart::{self, Answered, Apart, Task};
use crate::made::Cluster;

const TEST: &str = "together::four_nodes_and_kills_make_one_history";
const NODES: u64 = 4;
const KILLS: u64 = 6;
/// How far apart the numbers of the drafts of two processes begin.
const DRAFTS: u64 = 1_000_000;
/// The streams that all write to.
const SHARED: [u64; 2] = [1, 2];

/// Checks the streams of a cluster: each without gaps, no entry twice, and what was answered in its place.
pub(crate) fn check_streams(cluster: &Cluster, streams: &[u64], answered: &[Answered]) {
    let mut written: BTreeMap<u64, Vec<uuid::Uuid>> = BTreeMap::new();
    for which in streams {
        let records = cluster.standin.stream(stream(*which).as_str());
        let revisions: Vec<u64> = records.iter().map(|it| it.revision).collect();
        assert_eq!(revisions, (0..).take(revisions.len()).collect::<Vec<_>>());
        let ids: Vec<uuid::Uuid> = records.iter().map(|it| it.proposal.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an entry stands twice");
        written.insert(*which, ids);
    }
    for (which, revision, number) in answered {
        let at = usize::try_from(*revision).unwrap();
        let found = written[which].get(at);
        assert_eq!(found, Some(&draft(*number).id), "stream {which}, revision {revision}");
    }
    let numbers: BTreeSet<u64> = answered.iter().map(|it| it.2).collect();
    assert_eq!(numbers.len(), answered.len(), "an entry was answered twice");
}

/// A node, whose process may be killed and started again.
struct Node {
    directory: PathBuf,
    streams: Vec<u64>,
    process: Apart,
}

struct Nodes {
    cluster: Cluster,
    started: u64,
    answered: Vec<Answered>,
}

impl Nodes {
    fn process(&mut self, directory: &std::path::Path, streams: &[u64]) -> Apart {
        self.started += 1;
        let address = self.cluster.standin.connection_string();
        let from = self.started * DRAFTS;
        Apart::start(&Task { test: TEST, address, directory, from, streams })
    }

    fn node(&mut self, number: u64) -> Node {
        let directory = self.cluster.directory(&format!("node-{number}"));
        let streams = vec![SHARED[0], SHARED[1], 10 + number];
        let process = self.process(&directory, &streams);
        Node { directory, streams, process }
    }

    fn kill_and_start(&mut self, node: Node) -> Node {
        let Node { directory, streams, process } = node;
        self.answered.extend(process.kill());
        let process = self.process(&directory, &streams);
        Node { directory, streams, process }
    }
}

#[test]
fn four_nodes_and_kills_make_one_history() {
    if apart::is_done() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::three();
    let store = runtime.block_on(cluster.create());
    let mut nodes = Nodes { cluster, started: 0, answered: Vec::new() };
    let mut running: Vec<Node> = (0..NODES).map(|number| nodes.node(number)).collect();
    for kill in 0..KILLS {
        std::thread::sleep(Duration::from_millis(1_200));
        let node = running.remove(0);
        // Each once while it writes; two of them again, soon after they began.
        running.push(nodes.kill_and_start(node));
        if kill == KILLS / 2 {
            nodes.cluster.standin.lead(Some(1));
        }
    }
    std::thread::sleep(Duration::from_secs(3));
    for node in &mut running {
        assert_eq!(node.process.order("stop"), "stopped");
        nodes.answered.extend(node.process.answered());
    }
    let streams: Vec<u64> = SHARED.into_iter().chain((0..NODES).map(|it| 10 + it)).collect();
    check_streams(&nodes.cluster, &streams, &nodes.answered);
    for which in &streams {
        let answered = nodes.answered.iter().filter(|it| it.0 == *which).count();
        assert!(answered > 10, "only {answered} appends to stream {which} were answered");
    }

    // Every node has the same ledger as the cluster.
    let direct = store.direct();
    let verdict = runtime.block_on(verify(&direct, Positions::Gapless, &mut |_| ())).unwrap();
    let records = match &verdict {
        Verdict::Whole { records, .. } => *records,
        Verdict::Faulty(fault) => panic!("{fault:?}"),
    };
    for node in &mut running {
        assert_eq!(node.process.order(&records.to_string()), format!("{verdict:?}"));
    }
}
