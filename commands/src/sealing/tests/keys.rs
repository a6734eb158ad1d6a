//! Keys: replaced, introduced by somebody else, vouched for while no witness is there; and what is read of them.

use candour_ledger::note::KeyChain;
use candour_ledger::{Expected, Revision, StreamPage};

use super::*;
use crate::recorder::tests::request;
use beside::Flipping;

impl Case {
    async fn replace(&mut self, sealer: &mut Sealer, new: Signer) -> Result<Sealed, SealError> {
        let (now, requests) = (self.now, &mut self.requests);
        let mut request = || {
            *requests += 1;
            RequestId::new(Uuid::from_u128(*requests))
        };
        sealer.replace_key(new, Edge { now, request: &mut request }, &self.witnesses).await
    }

    /// What anybody can read of the keys in the ledger.
    async fn chain(&self) -> KeyChain {
        let mut chain = KeyChain::of(KeyName::of_ledger(LEDGER.uuid()));
        for record in self.records().await {
            let entry = candour_schemas::entry(&record).unwrap();
            let Event::Ledger(event) = entry.event else { continue };
            match event {
                LedgerEvent::KeyIntroduced(it) => {
                    let key = proof::introduced(&it, LEDGER.uuid()).unwrap();
                    chain.introduce(record.position.number() - 1, key);
                }
                LedgerEvent::AnchorRecorded(it) => {
                    chain.see(&proof::brought_back(&it, LEDGER.uuid()).unwrap());
                }
                LedgerEvent::LedgerOpened(_)
                | LedgerEvent::WitnessPolicyAdopted(_)
                | LedgerEvent::RulesAdopted(_)
                | LedgerEvent::StreamHeads(_) => {}
            }
        }
        chain
    }

    /// Introduces a key as whoever can write to the ledger could.
    async fn introduce(&self, new: &Signer) {
        let introduced = proof::introduces(&new.verifier(), Some(&key(1).verifier())).unwrap();
        let mut forged = request(0xf0, StreamId::Ledger(LEDGER), Vec::new());
        let envelope = own_envelope(KEEPER, self.now);
        let proposed = Event::Ledger(LedgerEvent::KeyIntroduced(introduced));
        forged.actions.push(crate::Action { envelope, proposed });
        self.record(forged).await;
    }
}

#[test]
fn a_new_key_signs_only_after_a_checkpoint_under_the_old_one() {
    wait(async {
        let mut case = Case::begun(&["council"]).await;
        case.adopt(1).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let count = case.records().await.len() as u64;
        let under_old = case.replace(&mut sealer, key(2)).await.unwrap();
        let origin = KeyName::of_ledger(LEDGER.uuid());
        let claim = under_old.checkpoint.signed_by(&origin, [&key(1).verifier()]).unwrap();
        assert!(claim.head.size > count, "{claim:?}");
        case.concern(1).await;
        let next = case.sealed(&mut sealer).await;
        assert_eq!(next.checkpoint.signed_by(&origin, [&key(2).verifier()]).map(|_| ()), Ok(()));
        assert!(next.enough);
        // The new key goes on; the old one does not.
        case.sealer_in(case.place.path(), key(2)).await.unwrap();
        let found = why(case.sealer_in(case.place.path(), key(1)).await);
        let (given, introduced) = (key(1).verifier().id(), key(2).verifier().id());
        let wanted = SealError::OtherKey { given, introduced };
        assert_eq!(found.to_string(), wanted.to_string());
    });
}

#[test]
fn a_key_that_was_never_introduced_under_the_one_before_is_refused() {
    wait(async {
        let mut case = Case::begun(&[]).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let found = why(case.sealer_in(case.place.path(), key(2)).await);
        let (given, introduced) = (key(2).verifier().id(), key(1).verifier().id());
        let wanted = SealError::OtherKey { given, introduced };
        assert_eq!(found.to_string(), wanted.to_string());
        // Where its introduction was cut short, the old one signs on, and it is introduced once.
        case.introduce(&key(2)).await;
        let mut sealer = case.sealer().await;
        sealer.expect_key(key(2).verifier());
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        let mut sealer = case.sealer().await;
        case.replace(&mut sealer, key(2)).await.unwrap();
        let keys = case.types_from(0).await.iter().filter(|it| *it == "KeyIntroduced").count();
        assert_eq!(keys, 2);
    });
}

#[test]
fn a_key_that_nobody_here_asked_for_is_not_signed_over() {
    wait(async {
        let mut case = Case::begun(&[]).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let before = case.checkpoint();
        case.introduce(&key(8)).await;
        case.concern(1).await;
        let strange = SealError::StrangeKey { introduced: key(8).verifier().id() }.to_string();
        let said = |sealing: Result<Sealing, SealError>| sealing.map_err(|it| it.to_string());
        // By the sealer that was open then, by another, and where a different one was to come.
        let found = case.seal(&mut sealer, Want::WhereWorked).await;
        assert_eq!(said(found), Err(strange.clone()));
        let mut sealer = case.sealer().await;
        sealer.expect_key(key(2).verifier());
        assert_eq!(said(case.seal(&mut sealer, Want::WhereWorked).await), Err(strange));
        assert_eq!(case.checkpoint(), before);
        let found = why(case.sealer_in(case.place.path(), key(8)).await);
        let (given, introduced) = (key(8).verifier().id(), key(1).verifier().id());
        assert_eq!(found.to_string(), SealError::OtherKey { given, introduced }.to_string());
        // One of one's own puts it out of the way: it never counts.
        case.replace(&mut sealer, key(2)).await.unwrap();
        let counting: Vec<_> = case.chain().await.links().map(|it| it.key.clone()).collect();
        assert_eq!(counting, [key(1).verifier(), key(2).verifier()]);
    });
}

#[test]
fn a_new_key_is_vouched_for_while_every_witness_is_down() {
    wait(async {
        let mut case = Case::begun(&["council", "police"]).await;
        case.adopt(2).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        case.witnesses.are_down(&["council", "police"]);
        let count = case.records().await.len();
        let under_old = case.replace(&mut sealer, key(2)).await.unwrap();
        assert_eq!((under_old.enough, under_old.cosignatures.len()), (false, 0));
        let added = ["KeyIntroduced", "StreamHeads", "AnchorRecorded"];
        assert_eq!(case.types_from(count).await, added);
        // What nobody saw comes back no other time.
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        assert_eq!(case.types_from(count + 3).await, ["ConcernRaised", "StreamHeads"]);
        let vouched = Some(under_old.checkpoint.claim().head.size);
        let counts: Vec<_> = case.chain().await.links().map(|it| it.vouched).collect();
        assert_eq!(counts, [None, vouched]);
        // The witnesses see it afterwards, and the chain goes on.
        case.witnesses.are_down(&[]);
        case.concern(2).await;
        let made = case.sealed(&mut sealer).await;
        assert_eq!((made.enough, made.cosignatures.len()), (true, 2));
        case.sealer_in(case.place.path(), key(2)).await.unwrap();
    });
}

/// What is read to take sealing up again: pages and records.
async fn read_to_open(case: &Case) -> (usize, usize) {
    let store = Arc::new(Flipping::at(&case.store, 0));
    let shared = Arc::clone(&store) as Arc<dyn EventStore>;
    let keep = (key(1), KEEPER);
    Sealer::open(shared, case.place.path(), keep, &case.witnesses, &mut |_| ()).await.unwrap();
    store.given()
}

#[test]
fn what_is_read_to_seal_does_not_grow_with_what_was_sealed() {
    wait(async {
        let mut case = Case::begun(&["council"]).await;
        case.adopt(1).await;
        let mut sealer = case.sealer().await;
        case.sealed(&mut sealer).await;
        let few = read_to_open(&case).await;
        // As much as comes in years, in a few appends.
        let stream = format!("ledger-{}", LEDGER.uuid()).parse().unwrap();
        let sample = case.records().await.into_iter().rfind(|it| it.type_name == "StreamHeads");
        let entry = candour_schemas::entry(&sample.unwrap()).unwrap();
        for many in 0..5_u128 {
            let page = case.store.read_stream(&stream, Revision::FIRST, 1).await.unwrap();
            let StreamPage::Found { last, .. } = page else { panic!("{page:?}") };
            let draft = |number: u128| {
                let id = Uuid::from_u128(0xa_0000 + many * 1_000 + number);
                let request = candour_ledger::RequestRef { id, index: 0, digest: [9; 32] };
                let id = EntryId::new(id);
                let (author, agency) = (SOCIAL_WORKER, SOCIAL_CARE);
                let meta = candour_schemas::codec::DraftMeta { id, author, agency, request };
                candour_schemas::codec::draft(&entry.event, &entry.envelope, meta).unwrap()
            };
            let drafts = (0..1_000).map(draft).collect();
            case.store.append(&stream, Expected::At(last), drafts).await.unwrap();
        }
        case.concern(1).await;
        case.sealed(&mut sealer).await;
        let many = read_to_open(&case).await;
        assert_eq!(many, few);
        assert!(many.1 < 10, "{many:?}");
        // Where nothing was kept of it, it is read whole, and says the same.
        std::fs::write(case.place.path().join("gist"), "nothing").unwrap();
        let (pages, records) = read_to_open(&case).await;
        assert!(pages > 5 && records > 5_000, "{pages} {records}");
        case.concern(2).await;
        case.sealed(&mut sealer).await;
        // What was kept of another history does not fit, and counts as nothing.
        let gist = std::fs::read_to_string(case.place.path().join("gist")).unwrap();
        let mut gist = candour_ledger::log::Gist::parse(&gist, LEDGER.uuid()).unwrap();
        gist.leaf[0] ^= 1;
        std::fs::write(case.place.path().join("gist"), gist.to_text(LEDGER.uuid())).unwrap();
        assert!(read_to_open(&case).await.1 > 5_000);
    });
}
