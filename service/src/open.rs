//! Opening ledgers: for reading alone, for writing, and making a new one. A reading command never
//! takes the writer's lock, so that it works while another process writes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::sealing::{Keeper, own_envelope};
use candour_commands::{Action, Circumstances, Outcome, Recorder, Request};
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, LedgerId, PractitionerId};
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind, LedgerOpened};
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_ledger::{
    ClusterError, ClusterRefusal, ClusterStore, EmbeddedStore, EventStore, OpenError, OpenRefusal,
    Revision, StreamPage,
};

use crate::edge::Edge;
use crate::exit::{Fault, KEEP, says_damaged};
use crate::hand_over;
use crate::place;
use crate::store::Store;
use crate::visible::visible;

/// The name of whoever keeps a ledger, unless one is given.
pub(crate) const OWNER: &str = "Ledger operator";

/// Whoever keeps a ledger: they record what no practitioner records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operator {
    /// The practitioner.
    pub(crate) practitioner: PractitionerId,
    /// Their agency.
    pub(crate) agency: AgencyId,
}

/// The directory of the ledger that was named.
pub(crate) fn directory(named: Option<&Path>) -> Result<PathBuf, Fault> {
    named.map(Path::to_owned).ok_or_else(|| {
        Fault::wrong_use("no ledger is named").next(
            "name its directory with --ledger DIR, or set CANDOUR_LEDGER; `candour init --ledger DIR` \
             makes a new one",
        )
    })
}

/// A directory as it may be shown.
fn shown(directory: &Path) -> String {
    visible(&directory.display().to_string()).into_owned()
}

/// Opens the ledger that was named, for reading alone.
pub(crate) fn reading(named: Option<&Path>) -> Result<Arc<Store>, Fault> {
    let directory = directory(named)?;
    tracing::debug!(directory = %shown(&directory), "opening the ledger for reading alone");
    if let Some(cluster) = place::cluster(&directory, &Edge::system())? {
        return on_cluster(ClusterStore::open_blocking(cluster));
    }
    let opened = EmbeddedStore::open_read_only(&directory).map_err(fault)?;
    Ok(Arc::new(Store::Directory(opened)))
}

/// Opens the ledger that was named, for writing.
pub(crate) fn writing(named: Option<&Path>, edge: &Edge) -> Result<Arc<Store>, Fault> {
    let directory = directory(named)?;
    hand_over::refuse_closed(&directory)?;
    alone(&directory, edge)
}

/// Opens a ledger so that nobody else on this machine writes to it, also one that was handed over.
pub(crate) fn alone(directory: &Path, edge: &Edge) -> Result<Arc<Store>, Fault> {
    tracing::debug!(directory = %shown(directory), "opening the ledger for writing");
    if let Some(cluster) = place::cluster(directory, edge)? {
        return on_cluster(ClusterStore::open_blocking(cluster));
    }
    let opened = EmbeddedStore::open(directory, edge.clock(), edge.entropy()).map_err(fault)?;
    Ok(Arc::new(Store::Directory(opened)))
}

/// Makes a synthetic ledger in a directory and records that it was opened, by whom, and who they
/// are. A ledger in which nothing has been recorded yet is taken for one whose making was cut short.
pub(crate) async fn create(
    directory: &Path,
    owner: &Label,
    edge: &Edge,
) -> anyhow::Result<(Arc<Store>, Operator)> {
    let store = if let Some(store) = made(directory, edge).await? {
        store
    } else {
        let store = writing(Some(directory), edge)?;
        if store.head().await?.is_some() {
            let what = format!("there is a ledger in {} already", directory.display());
            let next = "use it as it is, or name another directory; nothing was changed";
            return Err(Fault::found(what).next(next).into());
        }
        store
    };
    let operator =
        Operator { practitioner: PractitionerId::new(edge.id()), agency: AgencyId::new(edge.id()) };
    let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
    let ledger = LedgerId::new(store.identity().id);
    let opened = LedgerOpened { ledger, kind: LedgerKind::Synthetic, owner: owner.clone() };
    let agency = AgencyRegistered {
        name: owner.clone(),
        kind: Recorded::NotRecorded,
        category: Recorded::NotRecorded,
    };
    let practitioner =
        PractitionerRegistered { name: Text::new(owner.as_str()), registration: None };
    let facts = [
        (StreamId::Ledger(ledger), Event::Ledger(LedgerEvent::LedgerOpened(opened))),
        (StreamId::Agency(operator.agency), Event::Agency(AgencyEvent::AgencyRegistered(agency))),
        (
            StreamId::Practitioner(operator.practitioner),
            Event::Practitioner(PractitionerEvent::PractitionerRegistered(practitioner)),
        ),
    ];
    for (stream, fact) in facts {
        record(&recorder, operator, (stream, fact), edge).await?;
    }
    Ok((store, operator))
}

/// Makes an empty ledger, unless there is one.
async fn made(directory: &Path, edge: &Edge) -> Result<Option<Arc<Store>>, Fault> {
    let identity = edge.synthetic_ledger();
    if let Some(cluster) = place::cluster(directory, edge)? {
        return match ClusterStore::create(cluster, identity).await {
            Err(ClusterError::Refused { refusal: ClusterRefusal::Exists, .. }) => Ok(None),
            made => on_cluster(made).map(Some),
        };
    }
    match EmbeddedStore::create(directory, identity, edge.clock(), edge.entropy()) {
        Ok(store) => Ok(Some(Arc::new(Store::Directory(store)))),
        Err(OpenError::Refused { refusal: OpenRefusal::Exists, .. }) => Ok(None),
        Err(error) => Err(fault(error)),
    }
}

/// The ledger on a cluster that was opened or made, or what to do where it was not.
pub(crate) fn on_cluster(opened: Result<ClusterStore, ClusterError>) -> Result<Arc<Store>, Fault> {
    let error = match opened {
        Ok(store) => {
            if let Some(why) = store.away() {
                // Nothing can be done for a reader who has gone away.
                let _ = writeln!(
                    std::io::stderr(),
                    "warning: the cluster is away ({}): what is shown is what this node had heard before",
                    visible(&format!("{why:?}"))
                );
            }
            return Ok(Arc::new(Store::Cluster(store)));
        }
        Err(ClusterError::Copy(error)) => return Err(fault(error)),
        Err(error) => error,
    };
    let (next, what) = match &error {
        ClusterError::Copy(_) | ClusterError::Address(_) => (
            "mend the address that was given with --ledger",
            "the ledger on a cluster was not opened",
        ),
        ClusterError::Away { .. } => (
            "check that the cluster is up, its address, its certificates and who signs in; a node that \
             has a copy reads it meanwhile",
            "the cluster could not be asked",
        ),
        ClusterError::Refused { refusal, .. } => (
            match refusal {
                ClusterRefusal::NoLedger => "make one there with `candour init`",
                ClusterRefusal::Exists => "use it as it is; nothing was changed",
                ClusterRefusal::IdentityChanged => "use the release that wrote it, or a later one",
                ClusterRefusal::OtherLedger => "name another directory as the node's",
                ClusterRefusal::RealPeople => "keep it in a directory for now",
            },
            "the ledger on a cluster was not opened",
        ),
    };
    Err(Fault::unreadable(what).because(error).next(next))
}

/// Records a fact of the operator's own, as of now.
pub(crate) async fn record(
    recorder: &Recorder,
    operator: Operator,
    (stream, proposed): (StreamId, Event),
    edge: &Edge,
) -> anyhow::Result<Outcome> {
    let now = edge.now();
    let keeper = Keeper { practitioner: operator.practitioner, agency: operator.agency };
    let envelope = own_envelope(keeper, now);
    let request = Request {
        id: edge.request(),
        author: operator.practitioner,
        agency: operator.agency,
        stream,
        actions: vec![Action { envelope, proposed }],
    };
    Ok(recorder.record(request, Circumstances::at(now)).await?)
}

/// The first entry of the ledger's own stream, in which it says that it was opened.
pub(crate) async fn first_said(store: &Store) -> anyhow::Result<Option<Entry>> {
    let stream = StreamId::Ledger(LedgerId::new(store.identity().id)).to_string().parse()?;
    Ok(match store.read_stream(&stream, Revision::FIRST, 1).await? {
        StreamPage::Missing => None,
        StreamPage::Found { records, .. } => {
            records.first().map(candour_schemas::entry).transpose()?
        }
    })
}

/// Whoever opened the ledger.
pub(crate) async fn operator(store: &Store) -> anyhow::Result<Operator> {
    let first = first_said(store).await?;
    let opened = first
        .map(|it| Operator { practitioner: it.author, agency: it.agency })
        .ok_or_else(|| {
            Fault::unreadable("the ledger does not say who opened it").next(
                "`candour init` on the same directory finishes a ledger whose making was cut short",
            )
        })?;
    Ok(opened)
}

/// What to do where a ledger was not opened.
pub(crate) fn fault(error: OpenError) -> Fault {
    let (directory, next) = match &error {
        OpenError::Refused { directory, refusal } => (directory, next(refusal)),
        OpenError::Failed { directory, failure } if says_damaged(failure) => (directory, KEEP),
        OpenError::Failed { directory, .. } => {
            (directory, "check that the directory can be read, and written to where that is asked")
        }
    };
    let what = format!("the ledger in {} was not opened", directory.display());
    let because: Box<dyn std::error::Error + Send + Sync> = match error {
        OpenError::Refused { refusal, .. } => refusal.into(),
        OpenError::Failed { failure, .. } => failure.into(),
    };
    Fault::unreadable(what).because(because).next(next)
}

fn next(refusal: &OpenRefusal) -> &'static str {
    match refusal {
        OpenRefusal::NoLedger => {
            "check --ledger and CANDOUR_LEDGER, or make a new ledger there with `candour init`"
        }
        OpenRefusal::Exists => "use it as it is, or name another directory",
        OpenRefusal::NotALedger => "name the directory of a ledger; this file was not touched",
        OpenRefusal::Newer { .. } => "use the release that wrote it, or a later one",
        OpenRefusal::Older { .. } => "open it once for writing; make a backup first",
        OpenRefusal::Held { .. } => {
            "wait until that process has ended, or ask it to record; reading commands work meanwhile"
        }
        OpenRefusal::IdentityChanged => {
            "keep the file as it is, and go on from a backup of which the identity holds together"
        }
        OpenRefusal::Replica => {
            "name the cluster as the ledger: --ledger esdb://.., with this directory as --node"
        }
        OpenRefusal::NotAReplica | OpenRefusal::OtherLedger => {
            "name another directory as the node's; this one was not touched"
        }
        OpenRefusal::OtherReplica { .. } => {
            "remove the copy, which is made anew from the cluster; nothing is lost by it"
        }
        OpenRefusal::Simulated => "open it without a simulated clock",
    }
}
