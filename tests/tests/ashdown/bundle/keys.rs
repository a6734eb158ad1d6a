//! Bundles of a ledger whose key was replaced: with witnesses and without, once and twice, and by somebody who
//! has no right to.

use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::LedgerEvent;
use candour_interchange::bundle::Seal;
use candour_ledger::EventStore;
use candour_ledger::log::Log;
use candour_ledger::note::{Checkpoint, KeyKind, KeyName, SignedCheckpoint, Signer};
use candour_schemas::proof;
use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::case;

fn pinned(sealed: &SealedCase) -> Pins {
    Pins { key: Some(sealed.key.clone()), policy: Some(sealed.policy.clone()) }
}

async fn checked(sealed: &SealedCase, pins: &Pins) -> Result<Seal, BundleFault> {
    let made = sealed.bundle(ExportAudience::Panel).await;
    check(made.text.as_bytes(), pins).map(|verdict| verdict.seal)
}

/// The time of witnesses who are asked so many minutes past the import.
fn witnessed(minutes: i64) -> DateTime<Utc> {
    case::imported_at() + TimeDelta::minutes(minutes) + TimeDelta::seconds(5)
}

/// When what vouches for each later key was witnessed.
fn vouched(seal: &Seal) -> Vec<Option<DateTime<Utc>>> {
    seal.replaced.iter().map(|it| it.witnessed_at).collect()
}

#[tokio::test]
async fn a_bundle_under_a_new_key_is_believed_by_the_first() {
    let mut sealed = SealedCase::made(1).await;
    sealed.replace_key(50, 2).await;
    sealed.seal(60).await;
    for pins in [none(), pinned(&sealed)] {
        let seal = checked(&sealed, &pins).await.unwrap();
        assert_eq!((seal.key, seal.witnessed_at), (sealed.key.to_string(), Some(witnessed(60))));
    }
    let once = checked(&sealed, &none()).await.unwrap();
    assert_eq!(vouched(&once), [Some(witnessed(50))]);
    assert_eq!(once.replaced[0].key, sealed.signer.verifier().to_string());
    sealed.replace_key(70, 3).await;
    sealed.seal(80).await;
    let twice = checked(&sealed, &pinned(&sealed)).await.unwrap();
    assert_eq!(vouched(&twice), [Some(witnessed(50)), Some(witnessed(70))]);
    assert_eq!(twice.replaced[0], once.replaced[0]);
    // Whoever has a later key from elsewhere needs none of those before it.
    let last = Pins { key: Some(sealed.signer.verifier()), policy: None };
    let seal = checked(&sealed, &last).await.unwrap();
    assert_eq!((seal.key, seal.replaced), (sealed.signer.verifier().to_string(), vec![]));
}

#[tokio::test]
async fn a_key_that_came_while_no_witness_answered_is_believed_and_not_witnessed() {
    let mut sealed = SealedCase::made(1).await;
    sealed.witnesses.are_down(true);
    sealed.replace_key(50, 2).await;
    sealed.seal(60).await;
    let seal = checked(&sealed, &Pins { key: Some(sealed.key.clone()), policy: None }).await;
    let seal = seal.unwrap();
    assert_eq!((vouched(&seal), seal.witnessed_at), (vec![None], None));
    assert_eq!((seal.cosigned, seal.policy_trust), (vec![], PolicyTrust::LedgersOwn));
    // A policy that is given is not met, and that is said of the checkpoint, not of the key.
    let found = checked(&sealed, &pinned(&sealed)).await.map(|_| ());
    assert_eq!(found, Err(BundleFault::from(Wrong::PolicyNotMet)));
    // A second one meanwhile, and then the witnesses are back.
    sealed.replace_key(70, 3).await;
    sealed.witnesses.are_down(false);
    sealed.seal(80).await;
    let seal = checked(&sealed, &pinned(&sealed)).await.unwrap();
    assert_eq!((vouched(&seal), seal.witnessed_at), (vec![None, None], Some(witnessed(80))));
}

#[tokio::test]
async fn a_key_that_was_introduced_by_somebody_else_is_not_believed() {
    let mut sealed = SealedCase::made(1).await;
    let id = sealed.ledger.store.identity().id;
    let name = KeyName::of_ledger(id);
    let forger = Signer::from_bytes(name.clone(), KeyKind::Checkpoints, &[8; 32]);
    let introduced = proof::introduces(&forger.verifier(), Some(&sealed.key)).unwrap();
    let own = StreamId::Ledger(LedgerId::new(id));
    sealed.put(own, Event::Ledger(LedgerEvent::KeyIntroduced(introduced)), &[]).await;
    let store = sealed.ledger.store.as_ref();
    let position = store.head().await.unwrap().unwrap().number();
    let place = tempfile::tempdir().unwrap();
    let signed = async |sealed: &SealedCase| {
        let mut log = Log::open(place.path(), id);
        log.follow(sealed.ledger.store.as_ref(), &mut |_| ()).await.unwrap();
        SignedCheckpoint::sign(Checkpoint { origin: name.clone(), head: log.head() }, &forger)
    };
    let signed_by_it = signed(&sealed).await;
    let panel = (ExportAudience::Panel, None);
    let found = |made: &Made| {
        let fault = check(made.text.as_bytes(), &none()).map(|_| ()).unwrap_err();
        (fault.place.map(|it| it.position), fault.wrong)
    };
    let made = sealed.bundle_by(signed_by_it.clone(), sealed.case, panel).await;
    assert_eq!(found(&made), (Some(position), Wrong::KeyNotVouchedFor));
    // Brought back into the ledger, what the forger signed vouches for nothing either.
    let anchor = proof::brings_back(&signed_by_it, &[]).unwrap();
    sealed.put(own, Event::Ledger(LedgerEvent::AnchorRecorded(anchor)), &[]).await;
    let again = signed(&sealed).await;
    let made = sealed.bundle_by(again, sealed.case, panel).await;
    assert_eq!(found(&made), (Some(position), Wrong::KeyNotVouchedFor));
}
