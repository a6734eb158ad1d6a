//! Tests of receipts.

use proptest::prelude::*;

use super::*;
use crate::clock::{ManualClock, SeededEntropy};
use crate::contract::{draft, start_of_time, stream};
use crate::merkle::TreeHead;
use crate::note::{Checkpoint, KeyKind, KeyName, Signer};
use crate::port::{EventStore, Expected};
use crate::record::After;
use crate::secret::{LedgerIdentity, LedgerSecret};
use crate::{MemoryStore, Positions, Verdict, verify};

const LEDGER: Uuid = Uuid::from_bytes([7; 16]);

/// Five records, their leaves, and a checkpoint over them.
fn ledger() -> (Vec<Record>, Vec<Hash>, SignedCheckpoint) {
    let secret = LedgerSecret::from_bytes([1; 32]);
    let identity = LedgerIdentity { id: LEDGER, synthetic: true, secret };
    let clock = std::sync::Arc::new(ManualClock::at(start_of_time()));
    let entropy = std::sync::Arc::new(SeededEntropy::new([2; 32]));
    let store = MemoryStore::new(identity, clock, entropy).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let records = runtime.block_on(async {
        let drafts = (0..5).map(draft).collect();
        store.append(&stream(1), Expected::NoStream, drafts).await.unwrap();
        let verdict = verify(&store, Positions::Gapless, &mut |_| ()).await.unwrap();
        let records = store.read_all(After::Start, 10).await.unwrap();
        let leaves: Vec<Hash> = records.iter().map(|it| it.leaf).collect();
        let root = merkle::root(&leaves[..], 5).unwrap();
        let head = After::from_number(5);
        assert_eq!(verdict, Verdict::Whole { records: 5, head, root });
        records
    });
    let leaves: Vec<Hash> = records.iter().map(|it| it.leaf).collect();
    let head = TreeHead { size: 5, root: merkle::root(&leaves[..], 5).unwrap() };
    let signer = Signer::from_bytes(KeyName::of_ledger(LEDGER), KeyKind::Checkpoints, &[3; 32]);
    let origin = KeyName::of_ledger(LEDGER);
    (records, leaves, SignedCheckpoint::sign(Checkpoint { origin, head }, &signer))
}

fn made(texts: Texts) -> (Record, LeafProof) {
    let (records, leaves, checkpoint) = ledger();
    let made = receipt(LEDGER, (&records[3], 3), texts, (&leaves[..], &checkpoint)).unwrap();
    (records[3].clone(), made)
}

#[test]
fn a_receipt_shows_its_entry_without_the_ledger() {
    let (record, receipt) = made(Texts::LeftOut);
    let text = receipt.to_string();
    let entry = received(&LeafProof::parse(&text).unwrap()).unwrap();
    let part = |it: &crate::record::Part| CommittedPart {
        number: it.number,
        kind: it.kind,
        commit: it.commit,
        text: None,
    };
    let wanted = ReceivedEntry {
        ledger: LEDGER,
        id: record.id,
        stream: record.stream.clone(),
        revision: record.revision,
        type_name: record.type_name.clone(),
        version: record.version,
        recorded_at: record.recorded_at,
        author: record.author,
        agency: record.agency,
        request: record.request.id,
        parts: record.parts.iter().map(part).collect(),
    };
    assert_eq!(entry, wanted);
}

#[test]
fn a_receipt_holds_no_text_unless_it_was_asked_for() {
    let (record, bare) = made(Texts::LeftOut);
    let (_, full) = made(Texts::Given);
    let texts = |receipt: &LeafProof| -> Vec<Option<String>> {
        received(receipt).unwrap().parts.into_iter().map(|part| part.text).collect()
    };
    let wanted: Vec<_> =
        record.parts.iter().map(|it| it.content.as_ref().map(|it| it.text.clone())).collect();
    assert_eq!((texts(&bare), texts(&full)), (vec![None, None], wanted));
    let said = "Nº 3: said".as_bytes();
    let holds =
        |it: &LeafProof| it.extra.as_ref().unwrap().windows(said.len()).any(|it| it == said);
    assert_eq!((holds(&bare), holds(&full)), (false, true));
}

#[test]
fn a_changed_receipt_is_refused_by_its_reason() {
    let (_, whole) = made(Texts::Given);
    let refused = |change: &dyn Fn(&mut LeafProof)| {
        let mut changed = whole.clone();
        change(&mut changed);
        received(&changed).map(|it| it.id)
    };
    let extra = |change: fn(&mut Vec<u8>)| refused(&|it| change(it.extra.as_mut().unwrap()));
    let other_root = Err(NoReceipt::NotIncluded(NotIncluded::OtherRoot));
    assert_eq!(refused(&|it| it.extra = None), Err(NoReceipt::NoLeaf));
    assert_eq!(refused(&|it| it.index = 2), other_root);
    assert_eq!(refused(&|it| it.path[0][0] ^= 1), other_root);
    // A byte of the leaf: in the tag, and in the author.
    assert_eq!(extra(|it| it[9] ^= 1), Err(NoReceipt::Leaf { field: "tag" }));
    assert_eq!(extra(|it| it[165] ^= 1), other_root);
    // A byte of the last text, and one text less its end.
    let last = |it: &mut Vec<u8>| *it.last_mut().unwrap() ^= 1;
    assert_eq!(extra(last), Err(NoReceipt::OtherText { number: 1 }));
    let cut = |it: &mut Vec<u8>| it.truncate(it.len() - 1);
    assert_eq!(extra(cut), Err(NoReceipt::Leaf { field: "text" }));
    let again = |it: &mut Vec<u8>| {
        put(it, &1_u16.to_be_bytes());
        put(it, &[0; 32]);
        put(it, b"otherwise");
    };
    assert_eq!(extra(again), Err(NoReceipt::OtherText { number: 1 }));
    let elsewhere = KeyName::of_ledger(Uuid::from_bytes([8; 16]));
    let signer = Signer::from_bytes(elsewhere.clone(), KeyKind::Checkpoints, &[3; 32]);
    let head = whole.checkpoint.claim().head;
    let other = SignedCheckpoint::sign(Checkpoint { origin: elsewhere, head }, &signer);
    assert_eq!(refused(&|it| it.checkpoint = other.clone()), Err(NoReceipt::OtherLedger));
}

proptest! {
    #[test]
    fn whatever_is_given_as_a_receipt_is_answered(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        place in 0_usize..600,
        removed in 0_usize..40,
    ) {
        let (record, mut receipt) = made(Texts::Given);
        let extra = receipt.extra.as_mut().unwrap();
        let whole = extra.clone();
        let from = place.min(extra.len());
        let to = (from + removed).min(extra.len());
        extra.splice(from..to, bytes);
        let same = *extra == whole;
        if let Ok(entry) = received(&receipt) {
            // Only texts may have been left out.
            prop_assert_eq!(entry.id, record.id);
            prop_assert!(same || receipt.extra.unwrap().len() < whole.len());
        }
    }
}
