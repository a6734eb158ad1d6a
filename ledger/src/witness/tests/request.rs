//! Tests of the text that a witness is sent.

use proptest::prelude::*;

use super::{grown, signed};
use crate::note::{CheckpointError, NoteError};
use crate::witness::{AddCheckpoint, REQUEST_BYTES_MAX, RequestError, WitnessAnswer};

#[test]
fn a_request_reads_back_as_it_was_written() {
    let hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let checkpoint = signed(1, 9);
    let text = format!("old 5\n{hash}\n{hash}\n\n{checkpoint}");
    let bytes: [u8; 32] = std::array::from_fn(|index| u8::try_from(index).unwrap());
    let request = AddCheckpoint { old: 5, proof: vec![bytes; 2], checkpoint };
    assert_eq!(AddCheckpoint::parse(&text), Ok(request.clone()));
    assert_eq!(request.to_string(), text);
}

#[test]
fn what_is_not_a_request_is_refused_by_its_reason() {
    let checkpoint = signed(1, 9);
    let hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";
    let long = "a".repeat(REQUEST_BYTES_MAX + 1);
    let cases = [
        (String::new(), RequestError::Old),
        ("old 5".to_owned(), RequestError::Old),
        (format!("old 05\n\n{checkpoint}"), RequestError::Old),
        (format!("old +5\n\n{checkpoint}"), RequestError::Old),
        (format!("old \n\n{checkpoint}"), RequestError::Old),
        (format!("Old 5\n\n{checkpoint}"), RequestError::Old),
        (format!("old 18446744073709551616\n\n{checkpoint}"), RequestError::Old),
        (format!("old 5\n{hash}AAEC\n\n{checkpoint}"), RequestError::Proof { number: 2 }),
        (format!("old 5\n\r\n{checkpoint}"), RequestError::Proof { number: 1 }),
        (format!("old 5\n{}\n{checkpoint}", hash.repeat(64)), RequestError::TooManyHashes),
        (format!("old 5\n{hash}"), RequestError::NoCheckpoint),
        ("old 5\n\n".to_owned(), RequestError::Checkpoint(CheckpointError::Note(NoteError::NoEnd))),
        (long, RequestError::TooLong { bytes: REQUEST_BYTES_MAX + 1 }),
    ];
    for (text, error) in cases {
        assert_eq!(AddCheckpoint::parse(&text), Err(error), "{text}");
    }
    let most = AddCheckpoint { old: 5, proof: vec![[1; 32]; 63], checkpoint };
    assert_eq!(AddCheckpoint::parse(&most.to_string()), Ok(most));
}

#[test]
fn an_answer_is_what_its_status_says() {
    let refused = |status, words: &str| WitnessAnswer::Refused { status, words: words.to_owned() };
    let size = Some("text/x.tlog.size");
    let cases = [
        ((200, None, "lines\n"), WitnessAnswer::Cosigned("lines\n".to_owned())),
        ((409, size, "12\n"), WitnessAnswer::KnownSize(12)),
        ((409, size, "0\n"), WitnessAnswer::KnownSize(0)),
        ((409, size, "012\n"), refused(409, "012")),
        ((409, size, "12"), refused(409, "12")),
        ((409, Some("text/plain"), "12\n"), refused(409, "12")),
        ((409, None, "another root\n"), refused(409, "another root")),
        ((301, size, "12\n"), refused(301, "12")),
        ((204, None, ""), refused(204, "")),
    ];
    for ((status, kind, text), answer) in cases {
        assert_eq!(WitnessAnswer::read(status, kind, text), answer, "{status} {text:?}");
    }
    let long = "é".repeat(10_000);
    assert_eq!(WitnessAnswer::read(500, None, &long), refused(500, &"é".repeat(200)));
}

fn requests() -> impl Strategy<Value = Vec<u8>> {
    let sizes = (0_u64..12).prop_flat_map(|new| (0..=new, Just(new)));
    let true_ones = sizes.prop_map(|(old, new)| {
        let proof = if old == 0 { Vec::new() } else { grown(1, old, new) };
        AddCheckpoint { old, proof, checkpoint: signed(1, new) }.to_string().into_bytes()
    });
    let damaged = (true_ones, any::<prop::sample::Index>(), any::<u8>(), 0..3_u8);
    let damaged = damaged.prop_map(|(mut bytes, place, byte, how)| {
        let place = place.index(bytes.len());
        match how {
            0 => bytes[place] = byte,
            1 => bytes.truncate(place),
            _ => bytes.insert(place, byte),
        }
        bytes
    });
    prop_oneof![damaged, prop::collection::vec(any::<u8>(), 0..400)]
}

proptest! {
    #[test]
    fn whatever_a_witness_is_sent_is_answered(bytes in requests(), status in any::<u16>()) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(request) = AddCheckpoint::parse(&text) {
            // What is read is written in one way alone.
            prop_assert_eq!(request.to_string(), text.clone());
        }
        match WitnessAnswer::read(status, Some("text/x.tlog.size"), &text) {
            WitnessAnswer::Cosigned(lines) => prop_assert_eq!(lines, text),
            WitnessAnswer::KnownSize(size) => prop_assert_eq!(format!("{size}\n"), text),
            WitnessAnswer::Refused { words, .. } => prop_assert!(words.len() <= text.len()),
        }
    }
}
