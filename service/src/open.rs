//! Opening ledgers: for reading alone, for writing, and making a new one. A reading command never
//! takes the writer's lock, so that it works while another process writes.

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
use candour_ledger::{EmbeddedStore, EventStore, OpenError, OpenRefusal};
use candour_projections::casebook::read_stream_entries;

use crate::edge::Edge;
use crate::exit::{Fault, KEEP, says_damaged};
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
pub(crate) fn reading(named: Option<&Path>) -> Result<Arc<EmbeddedStore>, Fault> {
    let directory = directory(named)?;
    tracing::debug!(directory = %shown(&directory), "opening the ledger for reading alone");
    EmbeddedStore::open_read_only(&directory).map(Arc::new).map_err(fault)
}

/// Opens the ledger that was named, for writing.
pub(crate) fn writing(named: Option<&Path>, edge: &Edge) -> Result<Arc<EmbeddedStore>, Fault> {
    let directory = directory(named)?;
    tracing::debug!(directory = %shown(&directory), "opening the ledger for writing");
    EmbeddedStore::open(&directory, edge.clock(), edge.entropy()).map(Arc::new).map_err(fault)
}

/// Makes a synthetic ledger in a directory and records that it was opened, by whom, and who they
/// are. A ledger in which nothing has been recorded yet is taken for one whose making was cut short.
pub(crate) async fn create(
    directory: &Path,
    owner: &Label,
    edge: &Edge,
) -> anyhow::Result<(Arc<EmbeddedStore>, Operator)> {
    let made =
        EmbeddedStore::create(directory, edge.synthetic_ledger(), edge.clock(), edge.entropy());
    let store = match made {
        Ok(store) => Arc::new(store),
        Err(OpenError::Refused { refusal: OpenRefusal::Exists, .. }) => {
            let store = writing(Some(directory), edge)?;
            if store.head().await?.is_some() {
                let what = format!("there is a ledger in {} already", directory.display());
                let next = "use it as it is, or name another directory; nothing was changed";
                return Err(Fault::found(what).next(next).into());
            }
            store
        }
        Err(error) => return Err(fault(error).into()),
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

/// Whoever opened the ledger.
pub(crate) async fn operator(store: &EmbeddedStore) -> anyhow::Result<Operator> {
    let ledger = LedgerId::new(store.identity().id);
    let entries = read_stream_entries(store, StreamId::Ledger(ledger)).await?.unwrap_or_default();
    let first: Option<&Entry> = entries.first();
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
fn fault(error: OpenError) -> Fault {
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
