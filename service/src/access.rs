//! The ledger of accesses: a second ledger of the same kind, in the folder `access` of the ledger's
//! directory, which says to whom the record of a case was handed out. It is written to before anything is
//! handed out; no request is recorded in it. It is sealed as the ledger is: with the ledger's key under a name
//! of its own, before the witnesses of the ledger's policy, with a log and checkpoints of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use candour_commands::Recorder;
use candour_commands::sealing::{Sealing, Want};
use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, ExportMade};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, LedgerId};
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind, LedgerOpened};
use candour_domain::recorded::Label;
use candour_ledger::note::{KeyName, Policy, Signer};
use candour_ledger::{EmbeddedStore, EventStore, LEDGER_FILE, OpenError, OpenRefusal};
use candour_projections::casebook::read_stream_entries;
use candour_schemas::proof::adopts;

use crate::edge::Edge;
use crate::exit::Fault;
use crate::hand_over;
use crate::open::{self, Operator};
use crate::sealing::{self, Seals};
use crate::store::Store;

/// The folder of the ledger of accesses, in the ledger's directory.
pub(crate) const FOLDER: &str = "access";

fn folder(directory: &Path) -> PathBuf {
    directory.join(FOLDER)
}

/// How often it is tried to open it while another process writes to it, as none does for long.
const TRIED_MAX: u32 = 50;
/// How long is waited before it is tried again.
const AGAIN_MS: u64 = 100;

/// The file of the ledger of accesses, where there is one.
pub(crate) fn file(directory: &Path) -> Option<PathBuf> {
    Some(folder(directory).join(LEDGER_FILE)).filter(|file| file.exists())
}

/// Whether a checkpoint was signed over it, as far as the log says that stands beside it.
pub(crate) fn was_sealed(directory: &Path) -> bool {
    sealing::files(&folder(directory)).checkpoint().is_ok_and(|it| it.is_some())
}

/// Opens the ledger of accesses for reading alone, where there is one.
pub(crate) fn reading(directory: &Path) -> Result<Option<(PathBuf, Arc<Store>)>, Fault> {
    let there = file(directory).map(|_| folder(directory));
    there.map(|folder| Ok((folder.clone(), open::reading(Some(&folder))?))).transpose()
}

/// Opens the ledger of accesses that is there, once nobody else writes to it.
async fn opened(folder: &Path, edge: &Edge) -> anyhow::Result<Arc<Store>> {
    let mut tried = 0;
    loop {
        match EmbeddedStore::open(folder, edge.clock(), edge.entropy()) {
            Ok(store) => return Ok(Arc::new(Store::Directory(store))),
            Err(OpenError::Refused { refusal: OpenRefusal::Held { .. }, .. })
                if tried < TRIED_MAX =>
            {
                tried += 1;
                tokio::time::sleep(Duration::from_millis(AGAIN_MS)).await;
            }
            Err(error) => return Err(open::fault(error).into()),
        }
    }
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
    let store = if file(directory).is_some() {
        opened(&folder, edge).await?
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

/// The ledger of accesses while it is sealed.
pub(crate) struct AccessSeals {
    store: Arc<Store>,
    seals: Seals,
}

impl AccessSeals {
    /// Opens it to be sealed, as no older copy of itself; nothing where the ledger's key is kept elsewhere.
    pub(crate) async fn of(directory: &Path, store: &Arc<Store>) -> anyhow::Result<Option<Self>> {
        let seals = Seals::open_beside(&folder(directory), store, directory, false).await?;
        Ok(seals.map(|seals| Self { store: Arc::clone(store), seals }))
    }

    /// Opens the ledger of accesses of a directory so, where there is one.
    pub(crate) async fn open(directory: &Path, edge: &Edge) -> anyhow::Result<Option<Self>> {
        if file(directory).is_none() {
            return Ok(None);
        }
        hand_over::refuse_closed(directory)?;
        Self::of(directory, &opened(&folder(directory), edge).await?).await
    }

    /// Seals what was entered, before the witnesses of the ledger's policy. Answers with what is to be said.
    pub(crate) async fn seal(
        &mut self,
        policy: Option<&Policy>,
        edge: &Edge,
    ) -> anyhow::Result<Option<String>> {
        self.adopt(policy, edge).await?;
        Ok(match self.seals.seal(Want::WhereWorked, edge).await? {
            Sealing::Quiet(_) => None,
            Sealing::Sealed(made) => sealing::missing(&made)
                .map(|note| format!("{note} (of the ledger of accesses, under its own key)")),
        })
    }

    /// Puts the ledger's new key in place of the one before; nothing where that was done already.
    pub(crate) async fn replace_key(&mut self, new: &Signer, edge: &Edge) -> anyhow::Result<()> {
        let new = new.under(KeyName::of_ledger(self.store.identity().id));
        if self.seals.verifier() != new.verifier() {
            self.seals.replace_key(&new, edge).await?;
        }
        Ok(())
    }

    /// Adopts the ledger's policy here, where it is another.
    async fn adopt(&self, policy: Option<&Policy>, edge: &Edge) -> anyhow::Result<()> {
        let own = self.seals.sealer().policy().map(Policy::plain);
        let Some(policy) = policy.filter(|it| Some(it.plain()) != own) else { return Ok(()) };
        let operator = open::operator(&self.store).await?;
        let adopted = Event::Ledger(LedgerEvent::WitnessPolicyAdopted(adopts(policy)?));
        let stream = StreamId::Ledger(LedgerId::new(self.store.identity().id));
        let recorder = Recorder::new(Arc::clone(&self.store) as Arc<dyn EventStore>);
        open::record(&recorder, operator, (stream, adopted), edge).await?;
        Ok(())
    }
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
    let Some((_, store)) = reading(directory)? else { return Ok(Vec::new()) };
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
