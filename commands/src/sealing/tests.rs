//! Sealing over a store in memory, beside witnesses that remember as a real one does.

mod beside;
mod keys;
mod older;

use std::path::Path;
use std::sync::Arc;

use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::RequestId;
use candour_domain::ledger_stream::LedgerEvent;
use candour_ledger::log::LogError;
use candour_ledger::merkle::{self, TreeHead};
use candour_ledger::note::{KeyKind, KeyName, SignedCheckpoint, Signer};
use candour_ledger::witness::WitnessOutcome;
use candour_ledger::{After, EventStore, MemoryStore, Record};
use candour_schemas::proof;
use candour_schemas::samples::{LEDGER, SOCIAL_CARE, SOCIAL_WORKER};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::given::{THIS, action, now, raised};
use crate::recorder::tests::{at, beginnings, request, store};
use crate::{Recorder, Request};
use beside::{Flipping, Witnesses};

const KEEPER: Keeper = Keeper { practitioner: SOCIAL_WORKER, agency: SOCIAL_CARE };

fn key(secret: u8) -> Signer {
    Signer::from_bytes(KeyName::of_ledger(LEDGER.uuid()), KeyKind::Checkpoints, &[secret; 32])
}

/// A ledger with some entries, a place for its log, and requests with identifiers of their own.
struct Case {
    store: Arc<MemoryStore>,
    place: tempfile::TempDir,
    witnesses: Witnesses,
    requests: u128,
    now: DateTime<Utc>,
}

impl Case {
    async fn begun(witnesses: &[&str]) -> Self {
        let (store, place) = (store(), tempfile::tempdir().unwrap());
        let witnesses = Witnesses::named(witnesses);
        let case = Self { store, place, witnesses, requests: 0x5ea1_0000, now: now() };
        for request in beginnings() {
            case.record(request).await;
        }
        case
    }

    async fn record(&self, request: Request) {
        let recorder = Recorder::new(Arc::clone(&self.store) as Arc<dyn EventStore>);
        recorder.record(request, at()).await.unwrap();
    }

    async fn concern(&self, number: u128) {
        let words = format!("concern {number}");
        self.record(request(number, THIS, vec![action(raised(&words))])).await;
    }

    async fn adopt(&mut self, needed: usize) {
        let event = LedgerEvent::WitnessPolicyAdopted(
            proof::adopts(&self.witnesses.policy(needed)).unwrap(),
        );
        let mut adoption = request(0xad0, StreamId::Ledger(LEDGER), Vec::new());
        let envelope = own_envelope(KEEPER, self.now);
        adoption.actions.push(crate::Action { envelope, proposed: Event::Ledger(event) });
        self.record(adoption).await;
    }

    async fn sealer_in(&self, place: &Path, signer: Signer) -> Result<Sealer, SealError> {
        let store = Arc::clone(&self.store) as Arc<dyn EventStore>;
        Sealer::open(store, place, (signer, KEEPER), &self.witnesses, &mut |_| ()).await
    }

    async fn sealer(&self) -> Sealer {
        self.sealer_in(self.place.path(), key(1)).await.unwrap()
    }

    async fn seal(&mut self, sealer: &mut Sealer, want: Want) -> Result<Sealing, SealError> {
        let (now, requests) = (self.now, &mut self.requests);
        let mut request = || {
            *requests += 1;
            RequestId::new(Uuid::from_u128(*requests))
        };
        sealer.seal(want, Edge { now, request: &mut request }, &self.witnesses).await
    }

    async fn sealed(&mut self, sealer: &mut Sealer) -> Sealed {
        match self.seal(sealer, Want::WhereWorked).await.unwrap() {
            Sealing::Sealed(made) => *made,
            quiet @ Sealing::Quiet(_) => panic!("{quiet:?}"),
        }
    }

    async fn records(&self) -> Vec<Record> {
        self.store.read_all(After::Start, 10_000).await.unwrap()
    }

    async fn types_from(&self, from: usize) -> Vec<String> {
        self.records().await.into_iter().skip(from).map(|it| it.type_name).collect()
    }

    fn checkpoint(&self) -> Option<SignedCheckpoint> {
        SealFiles::of(self.place.path()).checkpoint().unwrap()
    }
}

/// The root over the first records, by its definition.
fn root(records: &[Record], size: u64) -> [u8; 32] {
    let leaves: Vec<_> = records.iter().map(|record| record.leaf).collect();
    merkle::root(&leaves[..], size).unwrap()
}

fn wait<T>(answer: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.unwrap().block_on(answer)
}

fn seen(error: SealError) -> Further {
    let SealError::SeenFurther(further) = error else { panic!("{error:?}") };
    *further
}

/// What a sealer could not be opened for.
fn why(opened: Result<Sealer, SealError>) -> SealError {
    match opened {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

#[test]
fn a_checkpoint_covers_all_that_was_recorded() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(2).await;
        case.concern(1).await;
        let before = case.records().await.len();
        let mut sealer = case.sealer().await;
        let made = case.sealed(&mut sealer).await;
        let added = ["KeyIntroduced", "StreamHeads", "AnchorRecorded"];
        assert_eq!(case.types_from(before).await, added);
        let records = case.records().await;
        let size = before as u64 + 2;
        let head = TreeHead { size, root: root(&records, size) };
        let origin = KeyName::of_ledger(LEDGER.uuid());
        let claim = made.checkpoint.signed_by(&origin, [&key(1).verifier()]).unwrap();
        assert_eq!((claim.head, made.enough, made.cosignatures.len()), (head, true, 2));
        assert_eq!(case.checkpoint(), Some(made.checkpoint.clone()));
        // The heads are those of all streams before they were committed to.
        let heads = candour_schemas::entry(&records[before + 1]).unwrap();
        let Event::Ledger(LedgerEvent::StreamHeads(heads)) = heads.event else { panic!() };
        let mut log = candour_ledger::log::Log::open(case.place.path(), LEDGER.uuid());
        assert_eq!(proof::committed(&heads), Ok((log.heads_root(), before as u64 + 1)));
        let anchor = candour_schemas::entry(&records[before + 2]).unwrap();
        let Event::Ledger(LedgerEvent::AnchorRecorded(anchor)) = anchor.event else { panic!() };
        assert_eq!(proof::brought_back(&anchor, LEDGER.uuid()), Ok(made.checkpoint));
    });
}

#[test]
fn an_idle_ledger_is_quiet() {
    wait(async {
        let mut case = Case::begun(&[]).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let count = case.records().await.len();
        let last = case.checkpoint();
        assert_eq!(case.seal(&mut sealer, Want::WhereWorked).await.unwrap(), Sealing::Quiet(last));
        assert_eq!(case.records().await.len(), count);
        // Another process finds the same.
        let mut sealer = case.sealer().await;
        let last = case.checkpoint();
        assert_eq!(case.seal(&mut sealer, Want::WhereWorked).await.unwrap(), Sealing::Quiet(last));
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        assert_eq!(
            case.types_from(count).await,
            ["ConcernRaised", "StreamHeads", "AnchorRecorded"]
        );
        // On demand there is one in any case.
        let sealing = case.seal(&mut sealer, Want::Now).await.unwrap();
        let checkpoint = case.checkpoint().unwrap();
        let (cosignatures, reports) = (Vec::new(), Vec::new());
        let alone = Sealed { checkpoint, cosignatures, enough: true, reports };
        assert_eq!(sealing, Sealing::Sealed(Box::new(alone)));
        assert_eq!(case.types_from(count + 3).await, ["StreamHeads", "AnchorRecorded"]);
    });
}

#[test]
fn a_root_that_comes_out_differently_the_second_time_is_never_signed() {
    wait(async {
        let mut case = Case::begun(&[]).await;
        let store = Flipping::at(&case.store, 7);
        let keep = (key(1), KEEPER);
        let mut sealer =
            Sealer::open(Arc::new(store), case.place.path(), keep, &case.witnesses, &mut |_| ())
                .await
                .unwrap();
        let refused = case.seal(&mut sealer, Want::WhereWorked).await;
        let size = beginnings().len() as u64 + 2;
        let said = refused.map(|_| ()).map_err(|it| it.to_string());
        assert_eq!(said, Err(SealError::Log(LogError::TwoRoots { size }).to_string()));
        assert_eq!(case.checkpoint(), None);
        // Read once more, it is what it was, and is signed.
        case.sealed(&mut sealer).await;
        assert_eq!(case.checkpoint().map(|it| it.claim().head.size), Some(size + 1));
    });
}

#[test]
fn a_second_sealer_is_refused() {
    wait(async {
        let mut case = Case::begun(&[]).await;
        let other = tempfile::tempdir().unwrap();
        let (mut one, mut two) =
            (case.sealer().await, case.sealer_in(other.path(), key(1)).await.unwrap());
        case.sealed(&mut one).await;
        case.concern(1).await;
        // It follows the first one's entries, and is where the ledger is; so both can seal in turn.
        case.sealed(&mut two).await;
        case.concern(2).await;
        // One that appends where it does not know that another has been is refused.
        let mut edge_requests = || RequestId::new(Uuid::from_u128(0x2e0));
        let edge = &mut Edge { now: case.now, request: &mut edge_requests };
        let heads = LedgerEvent::StreamHeads(
            proof::commits_to(TreeHead { size: 1, root: [1; 32] }, 1).unwrap(),
        );
        let refused = one.append(heads, edge).await;
        let stream = format!("ledger-{}", LEDGER.uuid()).parse().unwrap();
        let wanted = SealError::AnotherSeals { stream }.to_string();
        assert_eq!(refused.map_err(|it| it.to_string()), Err(wanted));
    });
}

/// What each witness said, by its name.
fn said(made: &Sealed) -> Vec<(&str, bool)> {
    let cosigned = |it: &WitnessOutcome| {
        let down = matches!(it, WitnessOutcome::Down { .. });
        let well = matches!(it, WitnessOutcome::Cosigned { .. });
        assert_ne!(down, well, "{it:?}");
        well
    };
    made.reports.iter().map(|it| (it.name.as_str(), cosigned(&it.outcome))).collect()
}

#[test]
fn a_witness_that_is_down_stops_nothing() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(2).await;
        case.witnesses.are_down(&["police"]);
        let mut sealer = case.sealer().await;
        let began = case.now;
        for number in 0..3 {
            case.concern(number).await;
            case.now += TimeDelta::minutes(1);
            let made = case.sealed(&mut sealer).await;
            assert_eq!(said(&made), [("council", true), ("police", false)]);
            assert_eq!((made.enough, made.cosignatures.len()), (false, 1));
        }
        let seen = SealFiles::of(case.place.path()).witnesses().unwrap();
        let police = SeenBy {
            size: 0,
            at: None,
            missing_since: Some(began + TimeDelta::minutes(1)),
            because: Some("it could not be reached: nobody is there".to_owned()),
            other_history_from: None,
        };
        assert_eq!(seen["police.example/witness"], police);
        assert_eq!(seen["council.example/witness"].missing_since, None);
    });
}

#[test]
fn what_a_witness_missed_is_made_up_for_by_the_next_checkpoint() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(2).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        case.witnesses.are_down(&["council", "police"]);
        case.concern(1).await;
        let count = case.records().await.len();
        let made = case.sealed(&mut sealer).await;
        assert_eq!(said(&made), [("council", false), ("police", false)]);
        // What nobody has cosigned is not brought back.
        assert_eq!(case.types_from(count).await, ["StreamHeads"]);
        case.witnesses.are_down(&[]);
        case.concern(2).await;
        let made = case.sealed(&mut sealer).await;
        assert_eq!((said(&made), made.enough), (vec![("council", true), ("police", true)], true));
        let seen = SealFiles::of(case.place.path()).witnesses().unwrap();
        let size = made.checkpoint.claim().head.size;
        assert!(seen.values().all(|it| it.size == size && it.missing_since.is_none()), "{seen:?}");
    });
}
