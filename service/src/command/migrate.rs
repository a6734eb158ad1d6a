//! `candour migrate`: a whole ledger from a directory to a cluster, or back, record by record as they stand,
//! with their times. It writes to an empty ledger alone, or goes on where it was interrupted; what is there
//! already is compared with the other ledger first.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use candour_ledger::merkle::Frontier;
use candour_ledger::note::base64_of;
use candour_ledger::{
    After, ClusterError, ClusterRefusal, ClusterStore, EmbeddedStore, EventStore, OpenError,
    OpenRefusal, Order, Positions, Replica, Times, Verdict, is_cluster_address, verify,
};
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::hand_over;
use crate::open;
use crate::output::Output;
use crate::place;
use crate::show::progress::Progress;

use crate::store::Store;

const EXAMPLES: &str = "\
Examples:
  candour migrate --from ./ashdown --to esdb://one:2113,two:2113,three:2113 --node ./node
  candour migrate --from ./ashdown --to ./node --hand-over
  candour migrate --from ./node --to ./ashdown-again

Both ledgers are the same in the end: every record with its time, in the same order, under the same root,
so that every checkpoint, receipt and bundle holds for both. Nobody may record in either meanwhile. What is
filled is a copy, until it is handed over: with --hand-over the key, the log and the record of accesses are moved
to it, and the ledger that was copied is closed: it is read as ever and never recorded in again. Read models are
made anew.

Run again after an interruption it goes on where it was.";

/// How many records are read and written at a time.
const PAGE_RECORDS: usize = 2_000;

/// The arguments of `candour migrate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Migrate {
    /// The ledger to copy: its directory, or the address of its cluster [default: --ledger]
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// The ledger to fill: a directory, or the address of a cluster
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Make the filled one the ledger: move its key, its log and the record of accesses there, and close the other
    #[arg(long)]
    hand_over: bool,
}

#[derive(Serialize)]
struct Migrated {
    ledger: uuid::Uuid,
    records: u64,
    copied_now: u64,
    records_per_second: u64,
    root_from: String,
    root_to: String,
    same: bool,
    handed_over: bool,
}

impl Migrate {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let from = self.from.as_deref().or(global.ledger.as_deref());
        let from = from.ok_or_else(|| {
            Fault::wrong_use("no ledger to copy is named").next("name it with --from")
        })?;
        if is_cluster_address(&from.to_string_lossy())
            && is_cluster_address(&self.to.to_string_lossy())
        {
            return Err(Fault::wrong_use("both ledgers are named by the address of a cluster")
                .next("name one of them by its node's directory")
                .into());
        }
        let from = place::settled(from, global.node.as_deref())?;
        let to = place::settled(&self.to, global.node.as_deref())?;
        let origin = if self.hand_over {
            hand_over::refuse_conflicts(&from, &to)?;
            // Nobody else on this machine records in it until it is closed.
            open::alone(&from, edge)?
        } else {
            open::reading(Some(&from))?
        };
        let target = filled(&to, &origin, edge).await?;
        let mut migrated = copy(&origin, &target, output).await?;
        let mut moved = Vec::new();
        if self.hand_over && migrated.same {
            nothing_further(&origin, migrated.records).await?;
            moved = hand_over::hand_over(&from, &to, edge)?;
            migrated.handed_over = true;
        }
        let exit = if migrated.same { Exit::Fine } else { Exit::Found };
        if output.json {
            output.json(&migrated)?;
            return Ok(exit);
        }
        let Migrated { records, copied_now, records_per_second, .. } = migrated;
        let title = if migrated.same {
            format!("{records} records are in both ledgers")
        } else {
            "The ledgers are not the same".to_owned()
        };
        output.heading(&title, "")?;
        output.line(&format!("copied now  {copied_now} ({records_per_second} a second)"))?;
        output.line(&format!("root from   {}", migrated.root_from))?;
        output.line(&format!("root to     {}", migrated.root_to))?;
        output.note(&match (migrated.handed_over, moved.is_empty()) {
            (false, _) => "next: the filled one is a copy. Record in one of the two alone; with --hand-over it \
                           becomes the ledger, and the other is closed"
                .to_owned(),
            (true, true) => format!("next: record in {}; the other is closed", to.display()),
            (true, false) => format!(
                "next: record in {}, where {} now are; the other is closed",
                to.display(),
                moved.join(", ")
            ),
        })?;
        Ok(exit)
    }
}

/// Refuses to hand over a ledger in which something was recorded since it was copied: on another node.
async fn nothing_further(origin: &Arc<Store>, copied: u64) -> anyhow::Result<()> {
    let further = origin.itself().read_all(After::from_number(copied), 1).await?;
    if further.is_empty() {
        return Ok(());
    }
    Err(Fault::found(
        "something was recorded while the ledger was copied, and it was not handed over",
    )
    .next("stop recording on every node, and run it again: it goes on")
    .into())
}

/// The ledger to fill, made with the identity of the other, or as it was left.
async fn filled(to: &Path, origin: &Arc<Store>, edge: &Edge) -> anyhow::Result<Arc<Store>> {
    let identity = origin.identity().clone();
    let made = match place::cluster(to, edge)? {
        Some(cluster) => match ClusterStore::create(cluster, identity.clone()).await {
            Err(ClusterError::Refused { refusal: ClusterRefusal::Exists, .. }) => None,
            made => Some(open::on_cluster(made)?),
        },
        None => match EmbeddedStore::create(to, identity.clone(), edge.clock(), edge.entropy()) {
            Err(OpenError::Refused { refusal: OpenRefusal::Exists, .. }) => None,
            made => Some(Arc::new(Store::Directory(made.map_err(open::fault)?))),
        },
    };
    let target = match made {
        Some(target) => target,
        None => open::writing(Some(to), edge)?,
    };
    if *target.identity() != identity {
        return Err(Fault::found("there is another ledger already where this one is to go")
            .next("name an empty directory, or a cluster without a ledger; nothing was changed")
            .into());
    }
    Ok(target)
}

/// Copies what is not there yet, and compares the whole.
async fn copy(
    origin: &Arc<Store>,
    target: &Arc<Store>,
    output: &Output,
) -> anyhow::Result<Migrated> {
    let total = origin.head().await?.map_or(0, candour_ledger::Position::number);
    let bar = Progress::new("Comparing", total, output.draws_progress());
    let source = origin.itself();
    let mut frontier = Frontier::new();
    let mut written = resumed(&*source, target, &mut frontier).await?;
    let there = written.number();
    bar.say("Copying");
    let began = Instant::now();
    let mut page = source.read_all(written, PAGE_RECORDS).await?;
    while let Some(last) = page.last() {
        let read = After::Position(last.position);
        for record in &page {
            frontier.append(record.leaf);
        }
        // The next page is read while this one is written.
        let (taken, next) =
            tokio::join!(target.take_over(written, page), source.read_all(read, PAGE_RECORDS));
        written = taken.map_err(|error| {
            Fault::unreadable("the copying was interrupted").because(error).next(
                "run the same command again: it goes on where it was, unless the ledgers differ by then",
            )
        })?;
        page = next?;
        bar.at(written.number());
    }
    let millis = began.elapsed().as_millis().max(1);
    bar.say("Checking the copy");
    bar.of(written.number());
    let drawn = bar.clone();
    let mut progress = move |checked| drawn.at(checked);
    let verdict = verify(&*target.itself(), Positions::Gapless, &mut progress).await?;
    bar.done();
    let (records, root_to) = match verdict {
        Verdict::Whole { records, head: _, root } => (records, base64_of(&root)),
        Verdict::Faulty(fault) => {
            return Err(Fault::found("a record of the copy is at fault").because(fault).into());
        }
    };
    let root_from = base64_of(&frontier.root());
    let copied_now = written.number() - there;
    Ok(Migrated {
        ledger: origin.identity().id,
        records,
        copied_now,
        records_per_second: u64::try_from(u128::from(copied_now) * 1_000 / millis)?,
        same: root_from == root_to && records == written.number(),
        handed_over: false,
        root_from,
        root_to,
    })
}

/// Where the copying was interrupted: what is there is compared with the other ledger, record by record.
async fn resumed(
    source: &dyn EventStore,
    target: &Arc<Store>,
    frontier: &mut Frontier,
) -> anyhow::Result<After> {
    let head = After::from(target.head().await?);
    let mut order = Order::new(Positions::Gapless, Times::EachNodesOwn);
    while order.after() < head {
        let there = target.read_all(order.after(), PAGE_RECORDS).await?;
        let here = source.read_all(order.after(), there.len()).await?;
        for (number, record) in there.iter().enumerate() {
            if here.get(number) != Some(record) {
                let what = format!(
                    "the ledger to fill has another record #{} than the one to copy",
                    record.position
                );
                let next = "fill an empty one; nothing was changed";
                return Err(Fault::found(what).next(next).into());
            }
            order.take(record)?;
            frontier.append(record.leaf);
        }
    }
    target.go_on_filling(order).await?;
    Ok(head)
}
