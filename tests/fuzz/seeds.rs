//! A ledger of a few entries in memory, sealed with the key that the entries have, and what is written of one:
//! its bundle, the state of its log, how far it was checked, and which of its own entries matter. Made once, so
//! that arbitrary bytes have something whole to begin from.

use std::fs;
use std::sync::{Arc, LazyLock};

use candour_domain::case::access::ExportAudience;
use candour_domain::entry::StreamId;
use candour_domain::envelope::Source;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, EntryId, LedgerId};
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind, LedgerOpened};
use candour_domain::recorded::Label;
use candour_interchange::bundle::{MadeBy, OwnEntries, Reader, SealedLedger, Wanted, make};
use candour_ledger::log::{Gist, Heads, Log};
use candour_ledger::merkle::{self, Hash, Leaves, TreeHead};
use candour_ledger::note::{Checkpoint, KeyName, SignedCheckpoint};
use candour_ledger::{
    After, EventStore, Expected, LedgerIdentity, LedgerSecret, ManualClock, MemoryStore, Positions,
    RequestRef, Revision, SeededEntropy, StreamPage, verify_resumed,
};
use candour_schemas::codec::{DraftMeta, draft};
use candour_schemas::{proof, samples};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{LEDGER, ledger};

/// What is written of a small ledger.
pub(super) struct Seeds {
    pub(super) bundle: String,
    pub(super) log_state: String,
    pub(super) verified: String,
    pub(super) gist: String,
}

/// Made when one of them is first wanted.
pub(super) static SEEDS: LazyLock<Seeds> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    match runtime.map(|runtime| runtime.block_on(made())) {
        Ok(Some(seeds)) => seeds,
        // What reads these says that they are not well formed, which is a fault of this file.
        Ok(None) | Err(_) => Seeds {
            bundle: String::new(),
            log_state: String::new(),
            verified: String::new(),
            gist: String::new(),
        },
    }
});

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000)
}

/// Leaves that were read.
struct InMemory<'a>(&'a [Hash]);

impl Leaves for InMemory<'_> {
    fn count(&self) -> u64 {
        self.0.count()
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.0.leaf(index)
    }

    fn kept(&self, levels: u32, number: u64) -> Option<Hash> {
        self.0.kept(levels, number)
    }
}

/// The case of the samples.
fn case() -> Option<CaseId> {
    let entry = samples::recorded_entry(samples::of("CaseOpened")?, 0);
    match entry.stream {
        StreamId::Case(case) => Some(case),
        StreamId::Child(_)
        | StreamId::Person(_)
        | StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)
        | StreamId::Ledger(_) => None,
    }
}

/// Appends an event to the stream in which the samples have it; of the ledger's own, to that of this ledger.
async fn append(store: &MemoryStore, number: u128, event: Event) -> Option<()> {
    let mut entry = samples::recorded_entry(event, 0);
    // Whom it names would have to be in the bundle.
    entry.envelope.children.clear();
    entry.envelope.about.clear();
    entry.envelope.source = Source::default();
    let stream = match entry.stream {
        StreamId::Ledger(_) => StreamId::Ledger(LedgerId::new(LEDGER)),
        other @ (StreamId::Case(_)
        | StreamId::Child(_)
        | StreamId::Person(_)
        | StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)) => other,
    };
    let stream = stream.to_string().parse().ok()?;
    let id = Uuid::from_u128(number);
    let request = RequestRef { id, index: 0, digest: [9; 32] };
    let (author, agency) = (samples::SOCIAL_WORKER, samples::SOCIAL_CARE);
    let meta = DraftMeta { id: EntryId::new(id), author, agency, request };
    let expected = match store.read_stream(&stream, Revision::FIRST, 1).await.ok()? {
        StreamPage::Missing => Expected::NoStream,
        StreamPage::Found { last, .. } => Expected::At(last),
    };
    let written = draft(&entry.event, &entry.envelope, meta).ok()?;
    store.append(&stream, expected, vec![written]).await.ok()?;
    Some(())
}

async fn records(store: &MemoryStore) -> Option<(Vec<Hash>, Heads)> {
    let mut heads = Heads::new(LEDGER);
    let records = store.read_all(After::Start, 100).await.ok()?;
    for record in &records {
        heads.take(record);
    }
    Some((records.iter().map(|record| record.leaf).collect(), heads))
}

async fn made() -> Option<Seeds> {
    let secret = LedgerSecret::from_bytes([7; 32]);
    let identity = LedgerIdentity { id: LEDGER, synthetic: true, secret };
    let (clock, entropy) = (ManualClock::at(now()), SeededEntropy::new([3; 32]));
    let store = MemoryStore::new(identity, Arc::new(clock), Arc::new(entropy)).ok()?;
    let kind = LedgerKind::Synthetic;
    let (ledger_id, owner) = (LedgerId::new(LEDGER), Label::parse("Northshire").ok()?);
    let opened = LedgerOpened { ledger: ledger_id, kind, owner };
    let introduced = proof::introduces(&ledger().verifier(), None).ok()?;
    append(&store, 1, Event::Ledger(LedgerEvent::LedgerOpened(opened))).await?;
    append(&store, 2, Event::Ledger(LedgerEvent::KeyIntroduced(introduced))).await?;
    append(&store, 3, samples::of("CaseOpened")?).await?;
    append(&store, 4, samples::of("CaseClosed")?).await?;
    let (leaves, mut heads) = records(&store).await?;
    let said = proof::commits_to(heads.root(), leaves.len() as u64).ok()?;
    append(&store, 5, Event::Ledger(LedgerEvent::StreamHeads(said))).await?;
    let (leaves, _) = records(&store).await?;
    let size = leaves.len() as u64;
    let head = TreeHead { size, root: merkle::root(&leaves[..], size).ok()? };
    let origin = KeyName::of_ledger(LEDGER);
    let checkpoint = SignedCheckpoint::sign(Checkpoint { origin, head }, &ledger());
    Some(Seeds {
        bundle: bundle(&store, (checkpoint, &leaves), &mut heads).await?,
        log_state: log_state(&store).await?,
        verified: verified(&store).await?,
        gist: Gist {
            last: Revision::from_number(2),
            leaf: *leaves.last()?,
            matter: vec![Revision::from_number(1)],
        }
        .to_text(LEDGER),
    })
}

async fn bundle(
    store: &MemoryStore,
    (checkpoint, leaves): (SignedCheckpoint, &[Hash]),
    heads: &mut Heads,
) -> Option<String> {
    let own = OwnEntries::read(store).await.ok()??;
    let sealed = own.covered_by(checkpoint)?;
    let wanted = Wanted {
        case: case()?,
        reader: Reader { audience: ExportAudience::Panel, subject: None, on: now().date_naive() },
        made_for: Label::parse("The review").ok(),
        purpose: None,
        made_by: MadeBy { practitioner: samples::SOCIAL_WORKER, agency: samples::SOCIAL_CARE },
        made_at: now(),
    };
    let ledger = SealedLedger { store, own: &own, sealed: &sealed, leaves: &InMemory(leaves) };
    Some(make(ledger, heads, wanted).await.ok()?.text)
}

async fn log_state(store: &MemoryStore) -> Option<String> {
    let place = std::env::temp_dir().join(format!("candour-seeds-{}", std::process::id()));
    let mut log = Log::open(&place, LEDGER);
    log.follow(store, &mut |_| ()).await.ok()?;
    log.save().ok()?;
    let state = fs::read_to_string(place.join("state")).ok();
    fs::remove_dir_all(place).ok()?;
    state
}

async fn verified(store: &MemoryStore) -> Option<String> {
    let none = (candour_ledger::Marks::default(), None);
    let checked = verify_resumed(store, Positions::Gapless, none, &mut |_| ()).await.ok()?;
    Some(checked.verified?.to_text("kept"))
}
