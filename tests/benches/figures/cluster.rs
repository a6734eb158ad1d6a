//! What a ledger on a cluster costs beside one in a directory: appends one after another, many writers
//! together, and reading all of it, through the store that a node really uses. The cluster is the stand-in, in
//! this process and on this machine, which keeps everything in memory: what a real cluster's disks and network
//! take comes on top, and is not measured here.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_ledger::{
    After, ClusterStore, EmbeddedStore, EventStore, Expected, OpenCluster, Revision, replicate,
};
use candour_standin::{Settings, StandIn};

use crate::append::{EACH, WRITERS, case_stream, drafts, writing};
use crate::edge;
use crate::figure::{Figure, Reach};
use crate::history::OPENING_ENTRIES;
use crate::measure::{Done, Times, count, interleaved};

/// How many single appends are measured.
const APPENDS: usize = 1_000;
/// How often many writers are measured in turn.
const ROUNDS: usize = 7;
/// How often a whole ledger is read.
const READINGS: usize = 3;
/// How many entries are read at a time.
const PAGE: usize = 1_000;

/// Every figure of a ledger on a cluster; the last of them move a ledger there.
pub(crate) async fn figures(ledger: &Path) -> Done<Vec<Figure>> {
    let mut figures = vec![one_by_one().await?, together().await?];
    figures.extend(whole(ledger).await?);
    Ok(figures)
}

/// A cluster of one server, and where its nodes have their directories.
struct Cluster {
    standin: StandIn,
    folder: tempfile::TempDir,
}

impl Cluster {
    fn start() -> Done<Self> {
        let standin = StandIn::start(Settings::default())?;
        Ok(Self { standin, folder: edge::passing_folder()? })
    }

    fn given(&self, node: &str) -> Done<OpenCluster> {
        Ok(OpenCluster {
            address: self.standin.connection_string().parse()?,
            credentials: None,
            directory: self.folder.path().join(node),
            clock: edge::clock(),
            entropy: edge::entropy(),
        })
    }

    async fn create(&self) -> Done<ClusterStore> {
        Ok(ClusterStore::create(self.given("first")?, edge::identity()).await?)
    }

    /// A ledger in a directory beside it.
    fn beside(&self) -> Done<EmbeddedStore> {
        edge::create(&self.folder.path().join("beside"))
    }
}

/// One entry after another to one stream: each known to be in the cluster, and read from the node's copy,
/// before the next.
async fn one_by_one() -> Done<Figure> {
    let cluster = Cluster::start()?;
    let (node, beside) = (cluster.create().await?, cluster.beside()?);
    let stream = case_stream(0)?;
    let mut waiting = drafts(0, 0, OPENING_ENTRIES + u64::try_from(APPENDS)?)?.into_iter();
    let opening: Vec<_> = waiting.by_ref().take(usize::try_from(OPENING_ENTRIES)?).collect();
    node.append(&stream, Expected::NoStream, opening.clone()).await?;
    beside.append(&stream, Expected::NoStream, opening).await?;
    let lines: Vec<_> = waiting.collect();
    let append = async |store: &dyn EventStore, round: usize| -> Done<Duration> {
        let last = Revision::from_number(OPENING_ENTRIES - 1 + u64::try_from(round)?);
        let draft = vec![lines[round].clone()];
        let start = Instant::now();
        store.append(&stream, Expected::At(last), draft).await?;
        Ok(start.elapsed())
    };
    let in_directory = async |round: usize| append(&beside, round).await;
    let on_cluster = async |round: usize| append(&node, round).await;
    let (in_directory, on_cluster) = interleaved(lines.len(), in_directory, on_cluster).await?;
    let name = "cluster: one append after another, beside one in a directory";
    let reach = Reach::Under(Duration::from_millis(3));
    Ok(Figure::slower(name, &in_directory, &on_cluster, reach))
}

/// Many writers at once, each to a stream of its own, entry by entry.
async fn together() -> Done<Figure> {
    let cluster = Cluster::start()?;
    let node: Arc<dyn EventStore> = Arc::new(cluster.create().await?);
    let beside: Arc<dyn EventStore> = Arc::new(cluster.beside()?);
    let write = async |store: &Arc<dyn EventStore>, round: usize| {
        let first = u64::try_from(round)? * WRITERS;
        Ok(writing(store, first..first + WRITERS).await?.0)
    };
    let in_directory = async |round: usize| write(&beside, round).await;
    let on_cluster = async |round: usize| write(&node, round).await;
    let (in_directory, on_cluster) = interleaved(ROUNDS, in_directory, on_cluster).await?;
    let all = usize::try_from(EACH * WRITERS)?;
    Ok(Figure::faster(
        "cluster: 32 writers, appends a second, beside a directory",
        in_directory.a_second(all),
        on_cluster.a_second(all),
        Reach::EachSecond(5_000.0),
    ))
}

/// Reads a ledger to its end by pages, and does nothing with it. Says how long it took.
async fn read(store: &dyn EventStore, entries: usize) -> Done<Duration> {
    let start = Instant::now();
    let (mut after, mut read) = (After::Start, 0);
    loop {
        let page = store.read_all(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = After::Position(last.position);
        read += page.len();
    }
    if read != entries {
        return Err(format!("of {entries} entries {read} were read").into());
    }
    Ok(start.elapsed())
}

/// A whole ledger: moved to a cluster, heard by a new node, and read to its end.
async fn whole(ledger: &Path) -> Done<Vec<Figure>> {
    let cluster = Cluster::start()?;
    let beside = EmbeddedStore::open_read_only(ledger)?;
    let node = cluster.create().await?;
    let start = Instant::now();
    replicate(&beside, &node, 2 * PAGE).await?;
    let (mut moving, mut hearing) = (Times::default(), Times::default());
    moving.add(start.elapsed());
    let entries = usize::try_from(After::from(node.head().await?).number())?;
    for number in 0..READINGS {
        let given = cluster.given(&format!("new-{number}"))?;
        let start = Instant::now();
        // It is open once it has heard everything.
        drop(ClusterStore::open(given).await?);
        hearing.add(start.elapsed());
    }
    let in_directory = async |_| read(&beside, entries).await;
    let on_node = async |_| read(&node, entries).await;
    let (in_directory, on_node) = interleaved(READINGS, in_directory, on_node).await?;
    let mut itself = Times::default();
    for _ in 0..READINGS {
        itself.add(read(&node.direct(), entries).await?);
    }
    let baseline = in_directory.a_second(entries);
    let figure = |name: &str, ours: &Times, reach| {
        Figure::faster(name, baseline, count(entries) / ours.median().as_secs_f64(), reach)
    };
    Ok(vec![
        figure("cluster: catching up on a node, entries a second", &on_node, CATCHING_UP),
        figure("cluster: reading the cluster itself, entries a second", &itself, Reach::Reported),
        figure("cluster: a new node hears everything, entries a second", &hearing, Reach::Reported),
        figure("cluster: moving a ledger there, entries a second", &moving, Reach::Reported),
    ])
}

/// What reading a ledger to its end is to reach.
const CATCHING_UP: Reach = Reach::EachSecond(100_000.0);
