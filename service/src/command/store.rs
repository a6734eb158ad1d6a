//! `candour store`: whether a cluster is fit to hold a ledger, tried on the cluster itself, and how this node
//! stands to it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use candour_ledger::contract::{Bench, Broken, Property, Subject, start_of_time};
use candour_ledger::{
    Clock, ClusterAddress, ClusterError, ClusterRefusal, ClusterStore, LedgerIdentity, ManualClock,
    NodeStatus, OpenCluster, Positions, Replica,
};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::open;
use crate::output::Output;
use crate::place;
use crate::show::progress::Progress;

const CHECK: &str = "\
Examples:
  candour store check 'esdb://one:2113,two:2113,three:2113?tlsCAFile=./ca.crt&credentials=./who'

It writes a few thousand invented records under names of their own, which begin with `check` and random
letters, and reads them back in every way that a ledger is read. They stay in the cluster, where no ledger
looks at them: try a cluster before it is in use.";

const STATUS: &str = "\
Examples:
  candour store status --ledger esdb://one:2113,two:2113,three:2113 --node ./node
  candour store status --ledger ./node --json";

/// What is left of an append for text, under the servers' limit.
const AROUND_BYTES: usize = 10_000;

/// `candour store`.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Try a cluster: whether it keeps what every ledger relies on
    #[command(after_help = CHECK)]
    Check(Check),
    /// How this node stands to its cluster
    #[command(after_help = STATUS)]
    Status,
}

/// The arguments of `candour store check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The address of the cluster
    #[arg(value_name = "URL")]
    url: String,
}

#[derive(Serialize)]
struct Tried {
    cluster: String,
    sound: bool,
    names_begin_with: String,
    properties: Vec<TriedProperty>,
}

#[derive(Serialize)]
struct TriedProperty {
    property: String,
    kept: bool,
    said: Option<String>,
}

#[derive(Serialize)]
struct Status {
    node: uuid::Uuid,
    records: u64,
    this_process_listens: bool,
    caught_up: bool,
    away: Option<String>,
    stopped: Option<String>,
    clock_alarms: u64,
    clock_apart_max_ms: i64,
    listeners_given_up: u64,
}

impl StoreCommand {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        match self {
            Self::Check(it) => it.run(edge, output).await,
            Self::Status => status(global, output).await,
        }
    }
}

impl Check {
    async fn run(self, edge: &Edge, output: &mut Output) -> Ran {
        let address = place::parsed(&self.url)?;
        let bench = Scratch::new(address, edge);
        // A cluster that is not there keeps nothing and breaks nothing.
        let given = bench.next(edge.clock())?;
        match ClusterStore::open(given).await {
            Err(ClusterError::Refused { refusal: ClusterRefusal::NoLedger, .. }) => {}
            other => drop(open::on_cluster(other)?),
        }
        let bar = Progress::new("Trying", Property::ALL.len() as u64, output.draws_progress());
        let mut properties = Vec::new();
        for (done, property) in (0..).zip(Property::ALL) {
            bar.at(done);
            let broken = property.check(&bench).await.err();
            properties.push(TriedProperty {
                property: in_words(property),
                kept: broken.is_none(),
                said: broken.map(|it| it.to_string()),
            });
        }
        bar.done();
        let sound = properties.iter().all(|it| it.kept);
        let exit = if sound { Exit::Fine } else { Exit::Found };
        let cluster = bench.address.to_string();
        let names_begin_with = bench.prefix.clone();
        let tried = Tried { cluster, sound, names_begin_with, properties };
        if output.json {
            output.json(&tried)?;
            return Ok(exit);
        }
        let verdict = if sound { "keeps" } else { "does not keep" };
        let title = format!("{} {verdict} what a ledger relies on", tried.cluster);
        output.heading(&title, "")?;
        for TriedProperty { property, kept, said } in &tried.properties {
            output.line(&format!("{}  {property}", if *kept { "kept  " } else { "BROKEN" }))?;
            if let Some(said) = said {
                output.line(&format!("        {said}"))?;
            }
        }
        output.note(&format!(
            "note: the streams that were written begin with {:?}, and stay in the cluster",
            tried.names_begin_with
        ))?;
        Ok(exit)
    }
}

/// A property by its name, as words.
fn in_words(property: Property) -> String {
    let mut words = String::new();
    for letter in format!("{property:?}").chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// Ledgers under names of their own on one cluster, and nodes in a folder that goes away.
struct Scratch {
    address: ClusterAddress,
    prefix: String,
    edge: Edge,
    identity: LedgerIdentity,
    folder: PathBuf,
    made: Mutex<Made>,
}

#[derive(Default)]
struct Made {
    ledgers: u32,
    last: Option<OpenCluster>,
}

impl Scratch {
    fn new(address: ClusterAddress, edge: &Edge) -> Self {
        let mut drawn = [0; 8];
        edge.entropy().fill(&mut drawn);
        let letters: String = drawn.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
        let prefix = format!("check{letters}");
        let folder = std::env::temp_dir().join(format!("candour-{prefix}"));
        let identity = edge.synthetic_ledger();
        Self { address, prefix, edge: edge.clone(), identity, folder, made: Mutex::default() }
    }

    /// What the next ledger is made with: each has letters of its own before its names.
    fn next(&self, clock: Arc<dyn Clock>) -> Result<OpenCluster, Broken> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.ledgers += 1;
        let number = made.ledgers;
        let (tens, ones) = (number / 26, number % 26);
        let letters: String = [tens, ones]
            .iter()
            .filter_map(|digit| char::from_u32(u32::from(b'a') + digit % 26))
            .collect();
        let names = format!("{}{letters}", self.prefix);
        let given = OpenCluster {
            address: self.address.clone().in_namespace(&names).map_err(|error| said(&error))?,
            credentials: place::credentials(),
            directory: self.folder.join(names),
            clock,
            entropy: self.edge.entropy(),
        };
        made.last = Some(given.clone());
        Ok(given)
    }

    async fn create(&self, clock: Arc<dyn Clock>) -> Result<ClusterStore, Broken> {
        let given = self.next(clock)?;
        let made = ClusterStore::create(given, self.identity.clone()).await;
        made.map_err(|error| said(&error))
    }
}

impl Drop for Scratch {
    /// Leaves no node behind.
    fn drop(&mut self) {
        let removed = std::fs::remove_dir_all(&self.folder);
        tracing::debug!(?removed, "the nodes of a check are removed");
    }
}

/// An error in words, with its causes.
fn said(error: &(dyn std::error::Error + 'static)) -> Broken {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    Broken::because(words)
}

#[async_trait]
impl Bench for Scratch {
    async fn fresh(&self) -> Result<Subject, Broken> {
        let clock = Arc::new(ManualClock::at(start_of_time()));
        let store = self.create(Arc::clone(&clock) as Arc<dyn Clock>).await?;
        Ok(Subject { store: Arc::new(store), clock })
    }

    async fn replica(&self) -> Result<Arc<dyn Replica>, Broken> {
        let clock = Arc::new(ManualClock::at(start_of_time()));
        Ok(Arc::new(self.create(clock).await?))
    }

    async fn reopened(&self, subject: Subject) -> Result<Subject, Broken> {
        let Subject { store, clock } = subject;
        drop(store);
        let last = self.made.lock().unwrap_or_else(PoisonError::into_inner).last.clone();
        let last = last.ok_or_else(|| Broken::because("no ledger was made yet"))?;
        let opened = ClusterStore::open(last).await.map_err(|error| said(&error))?;
        Ok(Subject { store: Arc::new(opened), clock })
    }

    fn positions(&self) -> Positions {
        Positions::Gapless
    }

    fn append_text_bytes_max(&self) -> usize {
        self.address.append_bytes_max.saturating_sub(AROUND_BYTES)
    }
}

/// Says how this node stands to its cluster.
async fn status(global: &Global, output: &mut Output) -> Ran {
    let store = open::reading(global.ledger.as_deref())?;
    let Some(status) = store.node().await else {
        return Err(Fault::wrong_use("the ledger is in a directory, and has no nodes")
            .next("name the address of a cluster, or the directory of a node, with --ledger")
            .into());
    };
    let NodeStatus {
        node,
        head,
        fills,
        caught_up,
        away,
        stopped,
        clock_alarms,
        clock_apart_max_ms,
        listeners_given_up,
    } = status?;
    let why = |failure: Option<candour_ledger::Failure>| failure.map(|it| said(&it).to_string());
    let status = Status {
        node,
        records: head.number(),
        this_process_listens: fills,
        caught_up,
        away: why(away),
        stopped: why(stopped),
        clock_alarms,
        clock_apart_max_ms,
        listeners_given_up,
    };
    let well = status.stopped.is_none();
    let exit = if well { Exit::Fine } else { Exit::Found };
    if output.json {
        output.json(&status)?;
        return Ok(exit);
    }
    output.heading(&format!("Node {node}"), "")?;
    let hears = match (&status.stopped, &status.away, fills, caught_up) {
        (Some(why), ..) => format!("it has stopped: {why}"),
        (None, Some(why), ..) => format!("it cannot hear the cluster now: {why}"),
        (None, None, false, _) => "another process of this node listens to the cluster".to_owned(),
        (None, None, true, true) => "it has heard all that the cluster had just now".to_owned(),
        (None, None, true, false) => "it is still hearing what the cluster has".to_owned(),
    };
    output.line(&format!("copy     {} records; {hears}", status.records))?;
    let clocks = match clock_alarms {
        0 => "no record had a node and a server more than 5 s apart".to_owned(),
        some => format!(
            "{some} records had a node and a server more than 5 s apart, by up to {} s: set the clocks",
            clock_apart_max_ms / 1_000
        ),
    };
    output.line(&format!("clocks   {clocks}"))?;
    Ok(exit)
}
