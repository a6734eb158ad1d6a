//! Tests of notes and of what is written in them.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::merkle::TreeHead;

/// The example in the documentation of Go's package for notes.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER_SAID: &str = "If you think cryptography is the answer to your problem,\nthen you don't know \
    what your problem is.\n\n\u{2014} PeterNeumann \
    x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn origin() -> KeyName {
    KeyName::of_ledger(Uuid::from_bytes([7; 16]))
}

fn ledger_key() -> Signer {
    Signer::from_bytes(origin(), KeyKind::Checkpoints, &[1; 32])
}

fn witness_key(number: u8) -> Signer {
    let name = format!("witness.example/{number}").parse().unwrap();
    Signer::from_bytes(name, KeyKind::Cosignatures, &[100 + number; 32])
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn checkpoint() -> SignedCheckpoint {
    let head = TreeHead { size: 12, root: [9; 32] };
    SignedCheckpoint::sign(Checkpoint { origin: origin(), head }, &ledger_key())
}

fn cosigned(witnesses: &[u8]) -> SignedCheckpoint {
    let mut signed = checkpoint();
    for number in witnesses {
        let line = cosign(&witness_key(*number), &signed, at(1_000 + i64::from(*number)));
        signed.add(line.unwrap());
    }
    signed
}

fn said(number: u8) -> Cosignature {
    let witness = witness_key(number).verifier();
    Cosignature { witness, at: at(1_000 + i64::from(number)) }
}

#[test]
fn a_note_reads_back_as_it_was_written() {
    let note = Note::parse(PETER_SAID).unwrap();
    assert_eq!(note.to_string(), PETER_SAID);
    assert_eq!(note.signed_by(&PETER.parse().unwrap()), Some(true));
    let three = cosigned(&[1, 2]);
    assert_eq!(SignedCheckpoint::parse(&three.to_string()), Ok(three));
}

#[test]
fn what_is_not_a_note_is_refused_by_its_reason() {
    let line = PETER_SAID.lines().last().unwrap();
    let cases = [
        (PETER_SAID.replace("is the", "is\tthe"), NoteError::ControlCharacter),
        (PETER_SAID.trim_end().to_owned(), NoteError::NoEnd),
        (PETER_SAID.replace("\n\n", "\n"), NoteError::NoSignatures),
        ("words\n\n".to_owned(), NoteError::NoSignatures),
        (format!("{PETER_SAID}-- Peter abcd\n"), NoteError::Signature { number: 2 }),
        (
            format!("{PETER_SAID}\u{2014} Peter+Paul {}\n", "AAAA"),
            NoteError::Signature { number: 2 },
        ),
        (format!("{PETER_SAID}\u{2014} Peter AAAAAA==\n"), NoteError::Signature { number: 2 }),
        (format!("words\n\n{}", format!("{line}\n").repeat(65)), NoteError::TooManySignatures),
        ("a".repeat(65 * 1024), NoteError::TooLong { bytes: 65 * 1024 }),
    ];
    for (text, error) in cases {
        assert_eq!(Note::parse(&text), Err(error), "{text}");
    }
}

#[test]
fn a_signature_holds_for_its_text_and_key_alone() {
    let signed = checkpoint();
    let key = ledger_key().verifier();
    let claim = signed.claim().clone();
    assert_eq!(signed.signed_by(&origin(), [&key]), Ok(&claim));
    let written = signed.to_string();
    let encoded = written.lines().last().unwrap().rsplit(' ').next().unwrap();
    let bytes = bytes_of_base64(encoded).unwrap();
    for bit in 32..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let text = written.replace(encoded, &base64_of(&changed));
        let other = SignedCheckpoint::parse(&text).unwrap();
        assert_eq!(other.signed_by(&origin(), [&key]), Err(Untrusted::False { name: origin() }));
    }
    let grown = SignedCheckpoint::parse(&written.replacen("\n12\n", "\n13\n", 1)).unwrap();
    assert_eq!(grown.signed_by(&origin(), [&key]), Err(Untrusted::False { name: origin() }));
}

#[test]
fn signatures_of_unknown_keys_are_passed_over() {
    let same_name = Signer::from_bytes(origin(), KeyKind::Checkpoints, &[2; 32]);
    let mut signed = checkpoint();
    let both = {
        let head = signed.claim().head;
        let other = SignedCheckpoint::sign(Checkpoint { origin: origin(), head }, &same_name);
        signed.add(other.note().signatures()[0].clone());
        signed
    };
    let claim = both.claim().clone();
    let key = ledger_key().verifier();
    assert_eq!(both.signed_by(&origin(), [&key]), Ok(&claim));
    let third = Signer::from_bytes(origin(), KeyKind::Checkpoints, &[3; 32]).verifier();
    assert_eq!(both.signed_by(&origin(), [&third]), Err(Untrusted::Unsigned));
    let elsewhere: KeyName = "example.com/other".parse().unwrap();
    let refused = Untrusted::OtherLedger { found: origin(), wanted: elsewhere.clone() };
    assert_eq!(both.signed_by(&elsewhere, [&key]), Err(refused));
}

#[test]
fn a_known_key_with_a_false_signature_makes_the_whole_note_false() {
    let key = ledger_key().verifier();
    let other = SignedCheckpoint::sign(
        Checkpoint { origin: origin(), head: TreeHead { size: 13, root: [9; 32] } },
        &ledger_key(),
    );
    let mut signed = checkpoint();
    signed.add(other.note().signatures()[0].clone());
    assert_eq!(signed.signed_by(&origin(), [&key]), Err(Untrusted::False { name: origin() }));
}

#[test]
fn a_key_reads_back_as_it_was_written() {
    let peter = Signer::from_secret_text(PETER_SECRET).unwrap();
    assert_eq!(peter.verifier().to_string(), PETER);
    assert_eq!(peter.to_secret_text(), PETER_SECRET);
    assert_eq!(format!("{peter:?}"), "Signer(\"PeterNeumann\", ..)");
    let witness = witness_key(1).verifier();
    assert_eq!(witness.to_string().parse(), Ok(witness.clone()));
    let read = |text: &str| text.parse::<Verifier>();
    assert_eq!(read(&PETER.replace("c74f20a3", "c74f20a4")), Err(KeyError::Identifier));
    assert_eq!(read(&PETER.replace("+AR", "+CR")), Err(KeyError::Kind { kind: 9 }));
    assert_eq!(read("PeterNeumann"), Err(KeyError::Form));
    assert_eq!(read(&PETER.replace("Peter", "Peter ")), Err(KeyError::Name));
    assert_eq!(read(&format!("a+00000000+{}", base64_of(&[1; 32]))), Err(KeyError::Form));
    let weak = [[1].as_slice(), &[0; 32]].concat();
    assert_eq!(read(&format!("a+00000000+{}", base64_of(&weak))), Err(KeyError::Weak));
    let secret = Signer::from_secret_text(&PETER_SECRET.replace("c74f20a3", "00000000"));
    assert_eq!(secret.map(|it| it.to_secret_text()), Err(KeyError::Identifier));
}

#[test]
fn a_checkpoint_says_origin_size_and_root() {
    let signed = checkpoint();
    let root = base64_of(&[9; 32]);
    assert_eq!(
        signed.note().text(),
        format!("candour/ledger/07070707-0707-0707-0707-070707070707\n12\n{root}\n")
    );
    let refused = |from: &str, to: &str| {
        SignedCheckpoint::parse(&signed.to_string().replacen(from, to, 1)).map(|_| ())
    };
    assert_eq!(refused("candour/", "candour /"), Err(CheckpointError::Origin));
    assert_eq!(refused("\n12\n", "\n012\n"), Err(CheckpointError::Size));
    assert_eq!(refused("\n12\n", "\n+12\n"), Err(CheckpointError::Size));
    assert_eq!(refused("\n12\n", "\n18446744073709551616\n"), Err(CheckpointError::Size));
    assert_eq!(refused(&root, &base64_of(&[9; 31])), Err(CheckpointError::Root));
    assert_eq!(refused(&root, &format!("{root}\nmore")), Err(CheckpointError::More));
}

#[test]
fn a_cosignature_says_when_a_witness_saw_the_checkpoint() {
    let signed = cosigned(&[1]);
    let witness = witness_key(1).verifier();
    assert_eq!(signed.cosigned_by(&witness), Some(said(1)));
    assert_eq!(signed.cosigned_by(&witness_key(2).verifier()), None);
    // The same key in its other kind has another identifier.
    let plain = Signer::from_bytes(witness.name().clone(), KeyKind::Checkpoints, &[101; 32]);
    assert_eq!(signed.cosigned_by(&plain.verifier()), None);
    let mut later = signed.note().signatures()[1].clone();
    later.bytes[7] ^= 1;
    let mut changed = checkpoint();
    changed.add(later);
    assert_eq!(changed.cosigned_by(&witness), None);
    assert_eq!(cosign(&ledger_key(), &signed, at(5)), Err(CosignatureError::Kind));
    assert_eq!(cosign(&witness_key(1), &signed, at(-1)), Err(CosignatureError::Time));
}

/// Two of council, care board and police, and one of two neighbours.
fn policy() -> Policy {
    let key = |number| witness_key(number).verifier();
    let text = format!(
        "# who must have seen it\nlog {}\nwitness council {}\nwitness icb {}\n\
         witness police {} https://police.example/\ngroup partners 2 council icb police\n\
         witness east {}\nwitness\twest {}\ngroup neighbours any east west\n\
         group both all partners neighbours\n\nquorum both\n",
        ledger_key().verifier(),
        key(1),
        key(2),
        key(3),
        key(4),
        key(5),
    );
    Policy::parse(&text).unwrap()
}

#[test]
fn a_policy_is_met_by_its_quorum_alone() {
    let policy = policy();
    let meets = |witnesses: &[u8]| {
        let found = policy.cosignatures(&cosigned(witnesses));
        assert_eq!(found, witnesses.iter().map(|it| said(*it)).collect::<Vec<_>>());
        policy.is_met_by(&found)
    };
    let met = [&[1, 2, 4][..], &[1, 3, 5], &[1, 2, 3, 4, 5]].map(meets);
    let unmet = [&[][..], &[1, 2, 3], &[1, 4, 5], &[4, 5]].map(meets);
    assert_eq!((met, unmet), ([true; 3], [false; 4]));
    assert_eq!(
        (policy.fewest(), policy.witnesses()[2].address.as_deref()),
        (3, Some("https://police.example/"))
    );
    assert_eq!(policy.ledgers(), [ledger_key().verifier()]);
    let none = Policy::parse("quorum none\n").unwrap();
    assert_eq!((none.is_met_by(&[]), none.fewest()), (true, 0));
}

#[test]
fn a_policy_that_cannot_be_meant_is_refused_by_its_line() {
    let (one, two) = (witness_key(1).verifier(), witness_key(2).verifier());
    let ledger = ledger_key().verifier();
    let after = |line: &str| {
        let error = Policy::parse(&format!("witness a {one}\n{line}\n")).unwrap_err();
        let PolicyError::Line { line: 2, fault } = error else { panic!("{error}") };
        fault
    };
    let name = |name: &str| name.to_owned();
    assert_eq!(after("witnesses b"), PolicyFault::Word { word: name("witnesses") });
    assert_eq!(after("quorum"), PolicyFault::Words);
    assert_eq!(after("group g 1"), PolicyFault::Words);
    assert_eq!(after("witness b key"), PolicyFault::Key(KeyError::Form));
    assert_eq!(after(&format!("witness b {ledger}")), PolicyFault::KeyKind);
    assert_eq!(after(&format!("log {two}")), PolicyFault::KeyKind);
    assert_eq!(after(&format!("witness b {one}")), PolicyFault::KeyTwice);
    assert_eq!(after(&format!("witness a {two}")), PolicyFault::NameTwice { name: name("a") });
    assert_eq!(after("group none any a"), PolicyFault::NameTwice { name: name("none") });
    assert_eq!(after("group g any b"), PolicyFault::NoSuch { name: name("b") });
    assert_eq!(after("group g any a a"), PolicyFault::NoSuch { name: name("a") });
    for needed in ["0", "2", "01", "most"] {
        let refused = PolicyFault::Needed { needed: name(needed) };
        assert_eq!(after(&format!("group g {needed} a")), refused);
    }
    let twice = Policy::parse("quorum none\nquorum none\n");
    let fault = PolicyFault::QuorumTwice;
    assert_eq!(twice, Err(PolicyError::Line { line: 2, fault }));
    assert_eq!(Policy::parse(&format!("witness a {one}\n")), Err(PolicyError::NoQuorum));
    assert_eq!(Policy::parse("a\r\n"), Err(PolicyError::ControlCharacter { line: 1 }));
    assert_eq!(Policy::parse(&"#".repeat(65 * 1024)), Err(PolicyError::TooLong));
}

#[test]
fn a_proof_reads_back_as_it_was_written() {
    let proof = |extra: Option<Vec<u8>>| LeafProof {
        extra,
        index: 3,
        path: vec![[1; 32], [2; 32]],
        checkpoint: cosigned(&[1]),
    };
    for proof in [proof(None), proof(Some(b"leaf".to_vec()))] {
        let written = proof.to_string();
        assert_eq!(LeafProof::parse(&written), Ok(proof));
    }
    let refused = |from: &str, to: &str| {
        let text = proof(Some(b"leaf".to_vec())).to_string().replacen(from, to, 1);
        LeafProof::parse(&text).map(|_| ())
    };
    assert_eq!(refused("@v1", "@v2"), Err(ProofError::Header));
    assert_eq!(refused("extra bGVhZg==", "extra bGVhZg="), Err(ProofError::Extra));
    assert_eq!(refused("index 3", "index 03"), Err(ProofError::Index));
    let first = base64_of(&[1; 32]);
    assert_eq!(refused(&first, "AA=="), Err(ProofError::Path { number: 1 }));
    let endless = format!("{first}\n").repeat(65);
    assert_eq!(refused(&format!("{first}\n"), &endless), Err(ProofError::Path { number: 65 }));
    assert_eq!(refused("\n12\n", "\nx\n"), Err(ProofError::Checkpoint(CheckpointError::Size)));
}

proptest! {
    #[test]
    fn whatever_bytes_are_given_are_answered(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        place in 0..2_000_usize,
    ) {
        let proof = LeafProof {
            extra: Some(vec![5; 40]), index: 3, path: vec![[1; 32]], checkpoint: cosigned(&[1, 2]),
        };
        let policy = policy();
        // Bytes alone, and bytes in the midst of what is well formed.
        for whole in [String::new(), proof.to_string(), policy.text().to_owned(), PETER.to_owned()] {
            let mut text = whole.into_bytes();
            let from = place.min(text.len());
            let to = (from + bytes.len() / 2).min(text.len());
            text.splice(from..to, bytes.iter().copied());
            let text = String::from_utf8_lossy(&text);
            let read = LeafProof::parse(&text);
            prop_assert!(read.iter().all(|it| it.path.len() <= 64));
            drop((Policy::parse(&text), SignedCheckpoint::parse(&text), text.parse::<Verifier>()));
            drop((SignatureLine::parse_all(&text), Signer::from_secret_text(&text)));
            if let Ok(note) = Note::parse(&text) {
                prop_assert_eq!(note.to_string(), text.into_owned());
            }
        }
    }
}
