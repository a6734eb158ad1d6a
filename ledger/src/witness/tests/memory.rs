//! Tests of what a witness answers and remembers.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::{at, head, ledger_key, origin, request, signed, witness_key};
use crate::merkle::{Frontier, TreeHead, verify_consistency};
use crate::note::{
    Checkpoint, KeyKind, KeyName, SignatureLine, SignedCheckpoint, Signer, cosign, cosigned_at,
};
use crate::witness::{
    AddCheckpoint, Answered, Contradiction, Evidence, Memory, NotCosigned, NotTrusted, RequestError,
};

fn trusting() -> Memory {
    let mut memory = Memory::default();
    assert_eq!(memory.trust(ledger_key().verifier()), Ok(true));
    memory
}

fn asked(memory: &mut Memory, request: &AddCheckpoint, now: DateTime<Utc>) -> Answered {
    memory.add_checkpoint(&witness_key(0), &request.to_string(), now)
}

fn cosigned(checkpoint: &SignedCheckpoint, time: DateTime<Utc>) -> Answered {
    let line = cosign(&witness_key(0), checkpoint, time).unwrap();
    Answered { answer: Ok(line.to_string()), evidence: None }
}

fn refused(refusal: NotCosigned) -> Answered {
    Answered { answer: Err(refusal), evidence: None }
}

fn known(memory: &Memory) -> Option<(TreeHead, DateTime<Utc>)> {
    memory.ledgers()[&origin()].latest.as_ref().map(|latest| (latest.head(), latest.at))
}

/// Signs a checkpoint that nobody should sign.
fn claimed(size: u64, root: [u8; 32], signer: &Signer) -> SignedCheckpoint {
    let origin = signer.name().clone();
    SignedCheckpoint::sign(Checkpoint { origin, head: TreeHead { size, root } }, signer)
}

#[test]
fn a_witness_cosigns_growth_alone() {
    let mut memory = trusting();
    for (old, new, second) in [(0, 3, 1), (3, 7, 2), (7, 7, 5), (7, 8, 5), (8, 12, 9), (12, 12, 9)]
    {
        let request = request(1, old, new);
        let answered = asked(&mut memory, &request, at(second));
        assert_eq!(answered, cosigned(&request.checkpoint, at(second)));
        assert_eq!(known(&memory), Some((head(1, new), at(second))));
    }
}

#[test]
fn a_witness_refuses_with_the_status_of_the_protocol() {
    let mut memory = trusting();
    asked(&mut memory, &request(1, 0, 5), at(1));
    let before = memory.clone();
    let stranger = KeyName::of_ledger(Uuid::from_bytes([8; 16]));
    let stranger = Signer::from_bytes(stranger, KeyKind::Checkpoints, &[1; 32]);
    let thief = Signer::from_bytes(origin(), KeyKind::Checkpoints, &[2; 32]);
    let with = |checkpoint| AddCheckpoint { checkpoint, ..request(1, 5, 9) };
    let root = head(1, 9).root;
    let unproved =
        |old, new, hashes| AddCheckpoint { proof: vec![[1; 32]; hashes], ..request(1, old, new) };
    let cases = [
        (with(claimed(9, root, &stranger)), NotCosigned::UnknownLedger),
        (with(claimed(9, root, &thief)), NotCosigned::Unsigned),
        (request(1, 9, 5), NotCosigned::OldAbove),
        (request(1, 6, 5), NotCosigned::OldAbove),
        (request(1, 0, 9), NotCosigned::OtherSize { size: 5 }),
        (request(1, 4, 9), NotCosigned::OtherSize { size: 5 }),
        (request(1, 9, 9), NotCosigned::OtherSize { size: 5 }),
        (request(1, 3, 3), NotCosigned::OtherSize { size: 5 }),
        (unproved(5, 5, 1), NotCosigned::NotGrown),
    ];
    for (request, refusal) in cases {
        assert_eq!(asked(&mut memory, &request, at(2)), refused(refusal), "{request:?}");
    }
    let text = "old five\n";
    let answered = memory.add_checkpoint(&witness_key(0), text, at(2));
    assert_eq!(answered, refused(NotCosigned::Malformed(RequestError::Old)));
    assert_eq!(memory, before);
    let statuses = [
        (NotCosigned::Malformed(RequestError::Old), 400),
        (NotCosigned::OldAbove, 400),
        (NotCosigned::Unsigned, 403),
        (NotCosigned::UnknownLedger, 404),
        (NotCosigned::OtherSize { size: 5 }, 409),
        (NotCosigned::OtherRoot, 409),
        (NotCosigned::NotGrown, 422),
        (NotCosigned::ClockBehind, 503),
    ];
    for (refusal, status) in statuses {
        assert_eq!(refusal.status(), status);
        let names_a_size = refusal == NotCosigned::OtherSize { size: 5 };
        assert_eq!(refusal.content_type() == "text/x.tlog.size", names_a_size);
    }
    assert_eq!(NotCosigned::OtherSize { size: 5 }.to_string(), "5");
}

#[test]
fn a_false_signature_in_the_name_of_a_trusted_key_is_refused() {
    let mut checkpoint = signed(1, 9);
    let other = signed(1, 8).note().signatures()[0].clone();
    checkpoint.add(other);
    let request = AddCheckpoint { checkpoint, ..request(1, 0, 9) };
    assert_eq!(asked(&mut trusting(), &request, at(1)), refused(NotCosigned::Unsigned));
}

#[test]
fn a_ledger_without_leaves_has_one_root() {
    let nothing = Frontier::new().head();
    let empty = |root| AddCheckpoint {
        old: 0,
        proof: Vec::new(),
        checkpoint: claimed(0, root, &ledger_key()),
    };
    let mut memory = trusting();
    assert_eq!(asked(&mut memory, &empty([3; 32]), at(1)), refused(NotCosigned::NotGrown));
    let well = empty(nothing.root);
    assert_eq!(asked(&mut memory, &well, at(1)), cosigned(&well.checkpoint, at(1)));
    assert_eq!(asked(&mut memory, &well, at(2)), cosigned(&well.checkpoint, at(2)));
    let proved = AddCheckpoint { proof: vec![[1; 32]], ..request(1, 0, 4) };
    assert_eq!(asked(&mut memory, &proved, at(3)), refused(NotCosigned::NotGrown));
    let grown = request(1, 0, 4);
    assert_eq!(asked(&mut memory, &grown, at(3)), cosigned(&grown.checkpoint, at(3)));
    assert_eq!(asked(&mut memory, &well, at(4)), refused(NotCosigned::OtherSize { size: 4 }));
}

#[test]
fn a_fork_is_refused_and_both_checkpoints_kept() {
    let mut memory = trusting();
    asked(&mut memory, &request(1, 0, 5), at(1));
    let kept = |contradiction, refused| {
        Some(Evidence { contradiction, cosigned: signed(1, 5), refused, at: at(7) })
    };
    let same_size = request(2, 5, 5);
    let answered = asked(&mut memory, &same_size, at(7));
    let evidence = kept(Contradiction::OtherRoot, signed(2, 5));
    assert_eq!(answered, Answered { answer: Err(NotCosigned::OtherRoot), evidence });
    // Its own proof is true, of another ledger of five leaves.
    let larger = request(2, 5, 9);
    let answered = asked(&mut memory, &larger, at(7));
    let evidence = kept(Contradiction::NotGrown, signed(2, 9));
    assert_eq!(answered, Answered { answer: Err(NotCosigned::NotGrown), evidence });
    assert_eq!(known(&memory), Some((head(1, 5), at(1))));
    let goes_on = request(1, 5, 9);
    assert_eq!(asked(&mut memory, &goes_on, at(8)), cosigned(&goes_on.checkpoint, at(8)));
}

#[test]
fn no_cosignature_is_earlier_than_the_last() {
    let mut memory = trusting();
    let other = KeyName::of_ledger(Uuid::from_bytes([8; 16]));
    let other = Signer::from_bytes(other, KeyKind::Checkpoints, &[3; 32]);
    memory.trust(other.verifier()).unwrap();
    let of_other =
        AddCheckpoint { old: 0, proof: Vec::new(), checkpoint: claimed(2, [4; 32], &other) };
    let first = request(1, 0, 5);
    assert_eq!(asked(&mut memory, &first, at(1_000)), cosigned(&first.checkpoint, at(1_000)));
    // A little back, or of another ledger: the last time again, until the clock is past it.
    assert_eq!(asked(&mut memory, &of_other, at(940)), cosigned(&of_other.checkpoint, at(1_000)));
    let second = request(1, 5, 6);
    assert_eq!(asked(&mut memory, &second, at(999)), cosigned(&second.checkpoint, at(1_000)));
    let third = request(1, 6, 7);
    assert_eq!(asked(&mut memory, &third, at(939)), refused(NotCosigned::ClockBehind));
    assert_eq!(known(&memory), Some((head(1, 6), at(1_000))));
    let whole = at(1_001) + chrono::TimeDelta::milliseconds(900);
    assert_eq!(asked(&mut memory, &third, whole), cosigned(&third.checkpoint, at(1_001)));
    let before_1970 = DateTime::<Utc>::UNIX_EPOCH - chrono::TimeDelta::seconds(5);
    let answered = asked(&mut trusting(), &first, before_1970);
    assert_eq!(answered, refused(NotCosigned::ClockBehind));
}

#[test]
fn a_new_key_of_a_ledger_is_trusted_beside_the_old() {
    let new_key = Signer::from_bytes(origin(), KeyKind::Checkpoints, &[9; 32]);
    let by_new_key =
        AddCheckpoint { checkpoint: claimed(9, head(1, 9).root, &new_key), ..request(1, 5, 9) };
    let mut memory = trusting();
    asked(&mut memory, &request(1, 0, 5), at(1));
    assert_eq!(asked(&mut memory, &by_new_key, at(2)), refused(NotCosigned::Unsigned));
    assert_eq!(memory.trust(new_key.verifier()), Ok(true));
    assert_eq!(memory.trust(new_key.verifier()), Ok(false));
    assert_eq!(asked(&mut memory, &by_new_key, at(2)), cosigned(&by_new_key.checkpoint, at(2)));
    let by_old_key = request(1, 9, 11);
    assert_eq!(asked(&mut memory, &by_old_key, at(3)), cosigned(&by_old_key.checkpoint, at(3)));
    assert_eq!(memory.trust(witness_key(0).verifier()), Err(NotTrusted::Kind));
    let more = |number: u8| {
        Signer::from_bytes(origin(), KeyKind::Checkpoints, &[100 + number; 32]).verifier()
    };
    let taken: Vec<_> = (0..15).map(|number| memory.trust(more(number))).collect();
    assert_eq!(taken[..14], [Ok(true); 14]);
    assert_eq!(taken[14], Err(NotTrusted::TooMany));
}

/// Requests that are true, damaged, or of another history.
fn offers() -> impl Strategy<Value = Vec<(AddCheckpoint, i64)>> {
    let offer = (1..=2_u8, 0..12_u64, 0..12_u64, any::<bool>(), 0..200_i64);
    let offer = offer.prop_map(|(history, old, new, damaged, second)| {
        let mut offer = request(history, old, new);
        if damaged {
            offer.proof.push([7; 32]);
        }
        (offer, second)
    });
    prop::collection::vec(offer, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_offered_one_history_is_cosigned(offers in offers()) {
        let key = witness_key(0).verifier();
        let mut memory = trusting();
        let mut last: Option<(SignedCheckpoint, DateTime<Utc>)> = None;
        for (offer, second) in offers {
            let before = memory.clone();
            let Answered { answer, .. } = asked(&mut memory, &offer, at(second));
            let Ok(lines) = answer else {
                prop_assert_eq!(&memory, &before);
                continue;
            };
            let line = SignatureLine::parse_all(&lines).unwrap().remove(0);
            let time = cosigned_at(&key, &offer.checkpoint, &line).unwrap();
            let now = offer.checkpoint.claim().head;
            if let Some((earlier, earlier_time)) = &last {
                let then = earlier.claim().head;
                prop_assert!(then.size <= now.size && *earlier_time <= time);
                if then.size > 0 {
                    // That the one grew into the other can be proved, so both are of one history.
                    let proofs = [1, 2].map(|history| request(history, then.size, now.size).proof);
                    let one = proofs.iter().any(|it| verify_consistency(&then, &now, it).is_ok());
                    prop_assert!(one);
                }
            }
            prop_assert_eq!(known(&memory), Some((now, time)));
            last = Some((offer.checkpoint, time));
        }
    }
}
