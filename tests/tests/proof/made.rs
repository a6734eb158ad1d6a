//! A small sealed ledger in a file, as the tests that attack one begin with.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use candour_commands::sealing::{Edge, Keeper, SealFiles, Sealer, Sealing, Want};
use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, RequestId};
use candour_domain::text::Text;
use candour_ledger::note::{KeyKind, KeyName, SignedCheckpoint, Signer, Witness};
use candour_ledger::witness::{AskWitness, WitnessAnswer, WitnessUnreachable};
use candour_ledger::{
    After, EmbeddedStore, EventStore, Expected, FileCheck, LEDGER_FILE, LedgerIdentity,
    LedgerSecret, ManualClock, ReadError, Record, RequestRef, Revision, SeededEntropy, StreamPage,
};
use candour_projections::proof::{AtFault, Held, check};
use candour_schemas::codec::{DraftMeta, draft};
use candour_schemas::samples::{self, LEDGER, SOCIAL_CARE, SOCIAL_WORKER};
use chrono::{DateTime, Utc};
use tempfile::TempDir;
use uuid::Uuid;

/// Where the ledger is in its home, and its log.
const LEDGER_FOLDER: &str = "ledger";
const LOG_FOLDER: &str = "log";

/// Nobody is asked: the ledger has no policy on witnesses.
struct Nobody;

#[async_trait]
impl AskWitness for Nobody {
    async fn add_checkpoint(
        &self,
        witness: &Witness,
        _body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable> {
        Err(WitnessUnreachable { because: format!("{} is not to be asked", witness.name) })
    }
}

/// A ledger with its log, in a folder of its own.
pub(crate) struct Made {
    home: TempDir,
    pub(crate) clock: Arc<ManualClock>,
}

/// What came of opening and checking a ledger.
#[derive(Debug)]
pub(crate) enum Looked {
    /// It was not opened.
    NotOpened,
    /// It could not be read.
    NotRead,
    /// Its file is not as it must be.
    File,
    /// Something is at fault.
    AtFault(AtFault),
    /// Nothing was found.
    Sound,
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-02T12:00:00Z".parse().unwrap()
}

pub(crate) fn key() -> Signer {
    Signer::from_bytes(KeyName::of_ledger(LEDGER.uuid()), KeyKind::Checkpoints, &[1; 32])
}

pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(answer)
}

impl Made {
    /// An empty ledger; its salts follow from this number.
    pub(crate) fn empty(entropy: u8) -> (Self, Arc<EmbeddedStore>) {
        let home = tempfile::tempdir().unwrap();
        let secret = LedgerSecret::from_bytes([7; 32]);
        let identity = LedgerIdentity { id: LEDGER.uuid(), synthetic: true, secret };
        let clock = Arc::new(ManualClock::at(now()));
        let made = Self { home, clock: Arc::clone(&clock) };
        let entropy = Arc::new(SeededEntropy::new([entropy; 32]));
        let store = EmbeddedStore::create(&made.directory(), identity, clock, entropy).unwrap();
        (made, Arc::new(store))
    }

    /// A ledger of 25 records in four streams, sealed twice, and closed. One of its concerns says this.
    pub(crate) fn sealed(entropy: u8, says: &str) -> Self {
        let (made, store) = Self::empty(entropy);
        wait(async {
            for name in ["LedgerOpened", "AgencyRegistered", "PractitionerRegistered"] {
                append(&store, name, "").await;
            }
            for number in 0..10 {
                let words = if number == 4 { says } else { "the same words" };
                append(&store, "ConcernRaised", words).await;
            }
            made.seal(&store, 0x5ea1_0000).await;
            for _ in 0..7 {
                append(&store, "ConcernRaised", "later words").await;
            }
            made.seal(&store, 0x5ea2_0000).await;
        });
        made
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.home.path().join(LEDGER_FOLDER)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.directory().join(LEDGER_FILE)
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.home.path().join(LOG_FOLDER)
    }

    pub(crate) async fn seal(&self, store: &Arc<EmbeddedStore>, requests: u128) {
        self.seal_before(store, requests, &Nobody).await;
    }

    /// Seals it, and shows the checkpoint to whom its policy names.
    pub(crate) async fn seal_before(
        &self,
        store: &Arc<EmbeddedStore>,
        requests: u128,
        ask: &dyn AskWitness,
    ) {
        let keeper = Keeper { practitioner: SOCIAL_WORKER, agency: SOCIAL_CARE };
        let shared = Arc::clone(store) as Arc<dyn EventStore>;
        let opened = Sealer::open(shared, &self.log(), (key(), keeper), ask, &mut |_| ()).await;
        let mut number = requests;
        let mut request = || {
            number += 1;
            RequestId::new(Uuid::from_u128(number))
        };
        let edge = Edge { now: now(), request: &mut request };
        match opened.unwrap().seal(Want::WhereWorked, edge, ask).await.unwrap() {
            Sealing::Sealed(_) => {}
            quiet @ Sealing::Quiet(_) => panic!("{quiet:?}"),
        }
    }

    /// The last checkpoint beside it.
    pub(crate) fn checkpoint(&self) -> SignedCheckpoint {
        SealFiles::of(&self.log()).checkpoint().unwrap().unwrap()
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        let store = EmbeddedStore::open_read_only(&self.directory()).unwrap();
        wait(read_back(&store)).unwrap()
    }

    /// What is found where the file is looked at beside this checkpoint and one held elsewhere.
    pub(crate) fn looked_at(
        &self,
        beside: Option<&SignedCheckpoint>,
        elsewhere: Option<&SignedCheckpoint>,
    ) -> Looked {
        let log = self.log();
        let held = Held { log: &log, beside, elsewhere };
        wait(look(&self.directory(), held)).0
    }
}

/// Looks at a ledger as `candour verify` does, and keeps it open for whoever reads on.
pub(crate) async fn look(directory: &Path, held: Held<'_>) -> (Looked, Option<EmbeddedStore>) {
    let Ok(store) = EmbeddedStore::open_read_only(directory) else {
        return (Looked::NotOpened, None);
    };
    let looked = match store.check_file().await {
        Err(_) => Looked::NotRead,
        Ok(FileCheck::Damaged { .. }) => Looked::File,
        Ok(FileCheck::Sound) => match check(&store, held, &mut |_, _| ()).await {
            Err(_) => Looked::NotRead,
            Ok(checked) => checked.found.map_or_else(Looked::AtFault, |_| Looked::Sound),
        },
    };
    (looked, Some(store))
}

/// All records in their order, and behind them all of each stream as it is read by itself.
pub(crate) async fn read_back(store: &EmbeddedStore) -> Result<Vec<Record>, ReadError> {
    let mut records = store.read_all(After::Start, 1_000).await?;
    for began in store.streams(0, 1_000).await? {
        match store.read_stream(&began.stream, Revision::FIRST, 1_000).await? {
            StreamPage::Missing => {}
            StreamPage::Found { records: of_it, .. } => records.extend(of_it),
        }
    }
    Ok(records)
}

/// Appends a sample of this type to the stream that it belongs to.
pub(crate) async fn append(store: &EmbeddedStore, name: &str, words: &str) {
    let mut event = samples::of(name).unwrap();
    if let Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(raised))) = &mut event {
        raised.account = Text::new(words);
    }
    append_event(store, event).await;
}

/// Appends this to the stream that it belongs to.
pub(crate) async fn append_event(store: &EmbeddedStore, event: Event) {
    let place = store.head().await.unwrap().map_or(0, candour_ledger::Position::number);
    let entry = samples::recorded_entry(event, 0);
    let id = Uuid::from_u128(0xe000 + u128::from(place));
    let request = RequestRef { id, index: 0, digest: [9; 32] };
    let (author, agency) = (SOCIAL_WORKER, SOCIAL_CARE);
    let meta = DraftMeta { id: EntryId::new(id), author, agency, request };
    let stream = entry.stream.to_string().parse().unwrap();
    let expected = match store.read_stream(&stream, Revision::FIRST, 1).await.unwrap() {
        StreamPage::Missing => Expected::NoStream,
        StreamPage::Found { last, .. } => Expected::At(last),
    };
    let written = draft(&entry.event, &entry.envelope, meta).unwrap();
    store.append(&stream, expected, vec![written]).await.unwrap();
}

/// Copies the closed file of a ledger to another folder.
pub(crate) fn copied(made: &Made, to: &Path) -> PathBuf {
    let file = to.join(LEDGER_FILE);
    fs::copy(made.file(), &file).unwrap();
    file
}
