//! The ledger of accesses: a second ledger of the same kind, in the folder `access` of the ledger's
//! directory, which says to whom the record of a case was handed out. It is written to before anything is
//! handed out; no request is recorded in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::Recorder;
use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, ExportMade};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, LedgerId};
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind, LedgerOpened};
use candour_domain::recorded::Label;
use candour_ledger::{EmbeddedStore, EventStore, LEDGER_FILE};
use candour_projections::casebook::read_stream_entries;

use crate::edge::Edge;
use crate::exit::Fault;
use crate::hand_over;
use crate::open::{self, Operator};
use crate::store::Store;

/// The folder of the ledger of accesses, in the ledger's directory.
pub(crate) const FOLDER: &str = "access";

fn folder(directory: &Path) -> PathBuf {
    directory.join(FOLDER)
}

/// Opens the ledger of accesses for writing; makes it where there is none yet.
pub(crate) async fn writing(
    directory: &Path,
    of: &Store,
    operator: Operator,
    edge: &Edge,
) -> anyhow::Result<Arc<Store>> {
    hand_over::refuse_closed(directory)?;
    let folder = folder(directory);
    let store = if folder.join(LEDGER_FILE).exists() {
        open::writing(Some(&folder), edge)?
    } else {
        let identity = edge.synthetic_ledger();
        let made = EmbeddedStore::create(&folder, identity, edge.clock(), edge.entropy());
        Arc::new(Store::Directory(made.map_err(|error| {
            Fault::unreadable("the ledger of accesses was not made, so nothing is handed out")
                .because(error)
                .next("check that the ledger's directory can be written to")
        })?))
    };
    if store.head().await?.is_none() {
        let ledger = LedgerId::new(store.identity().id);
        let owner = owner(of).await?;
        let opened = LedgerOpened { ledger, kind: LedgerKind::Synthetic, owner };
        let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
        let fact = Event::Ledger(LedgerEvent::LedgerOpened(opened));
        open::record(&recorder, operator, (StreamId::Ledger(ledger), fact), edge).await?;
    }
    Ok(store)
}

/// Who keeps a ledger, by its first entry.
async fn owner(of: &Store) -> anyhow::Result<Label> {
    let opened = open::first_said(of).await?.and_then(|entry| match entry.event {
        Event::Ledger(LedgerEvent::LedgerOpened(opened)) => Some(opened.owner),
        Event::Ledger(_)
        | Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_) => None,
    });
    Ok(opened.ok_or_else(|| Fault::unreadable("the ledger does not say who keeps it"))?)
}

/// An export that was made, with its entry.
pub(crate) struct Export {
    /// The entry in the ledger of accesses.
    pub(crate) entry: Entry,
    /// What it says.
    pub(crate) made: ExportMade,
}

/// The exports of a case, in the order in which they were made.
pub(crate) async fn exports(directory: &Path, case: CaseId) -> anyhow::Result<Vec<Export>> {
    let folder = folder(directory);
    if !folder.join(LEDGER_FILE).exists() {
        return Ok(Vec::new());
    }
    let store = open::reading(Some(&folder))?;
    let entries = read_stream_entries(&*store, StreamId::Case(case)).await?.unwrap_or_default();
    let exports = entries.into_iter().filter_map(|entry| match &entry.event {
        Event::Case(CaseEvent::Access(AccessEvent::ExportMade(made))) => {
            let made = made.clone();
            Some(Export { entry, made })
        }
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    });
    Ok(exports.collect())
}
