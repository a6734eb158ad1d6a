//! Tests of a witness in a directory.

use std::fs;
use std::path::Path;
use std::thread;

use chrono::{DateTime, Utc};

use super::{at, grown, head, ledger_key, request, signed, witness_key};
use crate::clock::ManualClock;
use crate::embedded::Holder;
use crate::note::{KeyName, SignatureLine, SignedCheckpoint, Signer, cosign};
use crate::witness::{
    AddCheckpoint, Contradiction, Damage, EVIDENCE_MAX, Evidence, KeepError, Kept, Latest,
    NotCosigned, WitnessKeeper, look,
};

const FILES: [&str; 3] = ["witness.key", "witness.evidence", "witness.state"];

fn name() -> KeyName {
    witness_key(0).name().clone()
}

/// A witness that trusts the ledger.
fn made(directory: &Path) -> WitnessKeeper {
    let key = WitnessKeeper::init(directory, name(), &[100; 32]).unwrap();
    assert_eq!(key, witness_key(0).verifier());
    let keeper = opened(directory).unwrap();
    assert!(keeper.trust(ledger_key().verifier()).unwrap());
    keeper
}

fn opened(directory: &Path) -> Result<WitnessKeeper, KeepError> {
    WitnessKeeper::open(directory, at(1))
}

fn asked(
    keeper: &WitnessKeeper,
    request: &AddCheckpoint,
    now: DateTime<Utc>,
) -> Result<String, NotCosigned> {
    keeper.add_checkpoint(&request.to_string(), &ManualClock::at(now)).unwrap()
}

fn line(checkpoint: &SignedCheckpoint, time: DateTime<Utc>) -> String {
    cosign(&witness_key(0), checkpoint, time).unwrap().to_string()
}

/// Why a witness is not opened, in words.
fn refusal<T>(opened: Result<T, KeepError>) -> String {
    opened.err().map_or_else(|| "it was opened".to_owned(), |error| chain(&error))
}

fn chain(error: &KeepError) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

#[test]
fn what_a_witness_answered_it_remembers() {
    let root = tempfile::tempdir().unwrap();
    let directory = root.path().join("witness");
    let keeper = made(&directory);
    let first = request(1, 0, 5);
    assert_eq!(asked(&keeper, &first, at(10)), Ok(line(&first.checkpoint, at(10))));
    let fork = request(2, 5, 5);
    assert_eq!(asked(&keeper, &fork, at(11)), Err(NotCosigned::OtherRoot));
    // Nothing is written when it is let go of, so this is what a kill after the answer leaves.
    let left: Vec<_> = FILES.map(|file| fs::read(directory.join(file)).unwrap()).into();
    drop(keeper);
    assert_eq!(FILES.map(|file| fs::read(directory.join(file)).unwrap()).to_vec(), left);
    let mut memory = super::super::Memory::default();
    memory.trust(ledger_key().verifier()).unwrap();
    memory.remember(Latest { checkpoint: signed(1, 5), at: at(10) }).unwrap();
    let evidence = vec![Evidence {
        contradiction: Contradiction::OtherRoot,
        cosigned: signed(1, 5),
        refused: signed(2, 5),
        at: at(11),
    }];
    let kept = Kept { witness: witness_key(0).verifier(), memory, evidence };
    assert_eq!(look(&directory).unwrap(), kept);
    let again = opened(&directory).unwrap();
    let size = NotCosigned::OtherSize { size: 5 };
    assert_eq!(asked(&again, &request(1, 0, 9), at(12)), Err(size));
    assert_eq!(asked(&again, &fork, at(12)), Err(NotCosigned::OtherRoot));
    assert_eq!(look(&directory).unwrap(), kept);
}

#[test]
fn a_witness_keeps_nothing_but_names_sizes_and_roots() {
    let root = tempfile::tempdir().unwrap();
    let keeper = made(root.path());
    let stranger: KeyName = "Mia.Ashdown.aged.4".parse().unwrap();
    let stranger = Signer::from_bytes(stranger, crate::note::KeyKind::Cosignatures, &[5; 32]);
    let mut chatty = request(1, 0, 5);
    let words = cosign(&stranger, &chatty.checkpoint, at(3)).unwrap();
    chatty.checkpoint.add(SignatureLine { bytes: b"seen with bruises".to_vec(), ..words });
    let cosigned = asked(&keeper, &chatty, at(1_700_000_000));
    assert_eq!(cosigned, Ok(line(&signed(1, 5), at(1_700_000_000))));
    let state = fs::read_to_string(root.path().join("witness.state")).unwrap();
    let (state, digest) = state.rsplit_once("digest ").unwrap();
    assert_eq!(digest.len(), 45);
    let quoted: Vec<String> =
        signed(1, 5).to_string().lines().map(|it| format!("| {it}\n")).collect();
    let witness = witness_key(0).verifier();
    let ledger = ledger_key().verifier();
    let whole = format!(
        "candour witness state v1\nwitness {witness}\ntrusts {ledger}\ncosigned \
         2023-11-14T22:13:20Z\n{}",
        quoted.concat()
    );
    assert_eq!(state, whole);
    let mut files: Vec<_> = fs::read_dir(root.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["witness.evidence", "witness.key", "witness.lock", "witness.state"]);
}

#[cfg(unix)]
#[test]
fn the_files_of_a_witness_belong_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    let directory = root.path().join("witness");
    let keeper = made(&directory);
    asked(&keeper, &request(1, 0, 5), at(10)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(FILES.map(|file| mode(&directory.join(file))), [0o600; 3]);
}

#[test]
fn a_second_keeper_of_a_witness_is_told_who_keeps_it() {
    let root = tempfile::tempdir().unwrap();
    let keeper = made(root.path());
    let held = match opened(root.path()).err() {
        Some(KeepError::Held(Holder::Process { pid, since, .. })) => Some((pid, since)),
        _ => None,
    };
    assert_eq!(held, Some((std::process::id(), "1970-01-01T00:00:01Z".to_owned())));
    drop(keeper);
    assert_eq!(refusal(opened(root.path())), "it was opened");
    let again = WitnessKeeper::init(root.path(), name(), &[1; 32]);
    let there = format!("there is {} already", root.path().join("witness.key").display());
    assert_eq!(refusal(again), there);
}

#[test]
fn a_damaged_witness_is_refused_and_never_made_afresh() {
    let root = tempfile::tempdir().unwrap();
    let keeper = made(root.path());
    asked(&keeper, &request(1, 0, 5), at(10)).unwrap();
    assert_eq!(asked(&keeper, &request(2, 5, 9), at(11)), Err(NotCosigned::NotGrown));
    drop(keeper);
    let path = |file: &str| root.path().join(file);
    let digest = "it is not what this witness wrote: its digest does not belong to it";
    for file in ["witness.state", "witness.evidence"] {
        let whole = fs::read(path(file)).unwrap();
        let damaged = format!("{} is damaged: {digest}", path(file).display());
        for place in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << (place % 8);
            fs::write(path(file), &bytes).unwrap();
            assert_eq!(refusal(look(root.path())), damaged, "{file}, byte {place}");
        }
        for end in (0..whole.len()).step_by(7) {
            fs::write(path(file), &whole[..end]).unwrap();
            assert_eq!(refusal(look(root.path())), damaged, "{file}, cut at {end}");
        }
        assert_eq!(refusal(opened(root.path())), damaged);
        fs::remove_file(path(file)).unwrap();
        let missing = format!("{} is missing, and is not made afresh", path(file).display());
        assert_eq!(refusal(opened(root.path())), missing);
        fs::write(path(file), &whole).unwrap();
    }
    let key = fs::read(path("witness.key")).unwrap();
    fs::remove_file(path("witness.key")).unwrap();
    let missing = format!("{} is missing, and is not made afresh", path("witness.key").display());
    assert_eq!(refusal(opened(root.path())), missing);
    let other = format!("{}\n", witness_key(1).to_secret_text());
    fs::write(path("witness.key"), other).unwrap();
    let state = path("witness.state").display().to_string();
    let other = "it was written with another key than the one beside it";
    assert_eq!(refusal(opened(root.path())), format!("{state} is damaged: {other}"));
    fs::write(path("witness.key"), format!("{}\n", ledger_key().to_secret_text())).unwrap();
    let cannot = format!("the key in {} cannot be used", path("witness.key").display());
    let kind = "keys of kind 1 are not used here";
    assert_eq!(refusal(opened(root.path())), format!("{cannot}: {kind}"));
    fs::write(path("witness.key"), key).unwrap();
    assert_eq!(refusal(opened(root.path())), "it was opened");
    let nowhere = root.path().join("nowhere");
    assert_eq!(refusal(opened(&nowhere)), "there is no witness in the directory");
    assert!(!nowhere.exists());
}

#[test]
fn what_holds_together_and_cannot_be_meant_is_refused_by_its_line() {
    use crate::witness::written;
    let witness = witness_key(0).verifier();
    let ledger = ledger_key().verifier();
    let sealed = |form: &str, lines: &str| {
        use sha2::{Digest, Sha256};
        let text = format!("{form}\nwitness {witness}\n{lines}");
        format!("{text}digest {}\n", crate::note::base64_of(&Sha256::digest(&text)))
    };
    let quoted: Vec<String> =
        signed(1, 5).to_string().lines().map(|it| format!("| {it}\n")).collect();
    let quoted = quoted.concat();
    let form = "candour witness state v1";
    let at_line = |line| Damage::Line { line };
    let cases = [
        (String::new(), None),
        (format!("trusts {ledger}\ntrusts {ledger}\n"), Some(at_line(4))),
        (format!("trusts {witness}\n"), Some(at_line(3))),
        ("trusts nobody\n".to_owned(), Some(at_line(3))),
        (format!("cosigned 2026-11-22T03:00:00Z\n{quoted}"), Some(at_line(3))),
        (format!("trusts {ledger}\ncosigned yesterday\n{quoted}"), Some(at_line(4))),
        (format!("trusts {ledger}\ncosigned 2026-11-22T03:00:00Z\n"), Some(at_line(4))),
    ];
    for (lines, damage) in cases {
        let found = written::read_memory(&witness, &sealed(form, &lines)).err();
        assert_eq!(found, damage, "{lines}");
    }
    let later = written::read_memory(&witness, &sealed("candour witness state v2", ""));
    assert_eq!(later, Err(Damage::Form { wanted: form }));
    let form = "candour witness evidence v1";
    let cases = [
        (format!("other-root 2026-11-22T03:00:00Z\ncosigned\n{quoted}"), at_line(9)),
        (format!("suspicion 2026-11-22T03:00:00Z\ncosigned\n{quoted}"), at_line(3)),
        ("other-root 2026-11-22T03:00:00Z\nrefused\n".to_owned(), at_line(4)),
    ];
    for (lines, damage) in cases {
        let found = written::read_evidence(&witness, &sealed(form, &lines));
        assert_eq!(found, Err(damage), "{lines}");
    }
}

#[test]
fn a_witness_that_cannot_write_does_not_cosign() {
    let root = tempfile::tempdir().unwrap();
    let keeper = made(root.path());
    let before = look(root.path()).unwrap();
    let in_the_way = root.path().join("witness.state.new");
    fs::create_dir(&in_the_way).unwrap();
    let first = request(1, 0, 5);
    let clock = ManualClock::at(at(10));
    let failed = keeper.add_checkpoint(&first.to_string(), &clock).err();
    let failed = failed.map(|it| it.to_string());
    assert_eq!(failed.as_deref(), Some("writing what the witness remembers"));
    assert_eq!(look(root.path()).unwrap(), before);
    fs::remove_dir(&in_the_way).unwrap();
    // It may have been written after all, so it counts as seen, and is written with the next answer.
    let again = request(1, 5, 5);
    assert_eq!(asked(&keeper, &again, at(10)), Ok(line(&again.checkpoint, at(10))));
    let kept = look(root.path()).unwrap();
    let ledgers: Vec<_> = kept.memory.ledgers().values().map(|it| it.latest.clone()).collect();
    assert_eq!(ledgers, [Some(Latest { checkpoint: signed(1, 5), at: at(10) })]);
}

#[test]
fn many_requests_at_once_are_answered_in_one_order() {
    let root = tempfile::tempdir().unwrap();
    let keeper = made(root.path());
    // Each of them asks for every size in turn, as a ledger does that is told what is known.
    let each = |history: u8| {
        let mut cosigned = Vec::new();
        let mut old = 0;
        while old < 40 {
            let offered = request(history, old, old + 1);
            match asked(&keeper, &offered, at(10)) {
                Ok(_) => {
                    cosigned.push((history, old + 1));
                    old += 1;
                }
                Err(NotCosigned::OtherSize { size }) => old = size,
                Err(_) => break,
            }
        }
        cosigned
    };
    let mut cosigned: Vec<(u8, u64)> = thread::scope(|scope| {
        let started: Vec<_> = (0..24).map(|it| scope.spawn(move || each(1 + it % 2))).collect();
        started.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    cosigned.sort_by_key(|(_, size)| *size);
    // Each size once, and of one history from where the two part.
    let history = cosigned.last().unwrap().0;
    let sizes: Vec<u64> = cosigned.iter().map(|(_, size)| *size).collect();
    assert_eq!(sizes, (1..=40).collect::<Vec<u64>>());
    let after: Vec<u8> = cosigned[3..].iter().map(|(history, _)| *history).collect();
    assert_eq!(after, vec![history; 37]);
    let kept = look(root.path()).unwrap();
    let latest = kept.memory.ledgers().values().next().unwrap().latest.as_ref().unwrap().head();
    assert_eq!(latest, head(history, 40));
    assert!(kept.evidence.iter().all(|it| it.refused.claim().head != latest));
}

#[test]
fn evidence_is_kept_once_and_within_bounds() {
    let root = tempfile::tempdir().unwrap();
    let keeper = made(root.path());
    asked(&keeper, &request(1, 0, 5), at(10)).unwrap();
    let most = u64::try_from(EVIDENCE_MAX).unwrap();
    for size in 6..6 + most + 5 {
        let proof = grown(2, 5, size);
        let fork = AddCheckpoint { old: 5, proof, checkpoint: signed(2, size) };
        for _ in 0..2 {
            assert_eq!(asked(&keeper, &fork, at(11)), Err(NotCosigned::NotGrown));
        }
    }
    assert_eq!(asked(&keeper, &request(2, 5, 5), at(12)), Err(NotCosigned::OtherRoot));
    let kept = look(root.path()).unwrap().evidence;
    let kept: Vec<_> =
        kept.iter().map(|it| (it.contradiction, it.refused.claim().head.size)).collect();
    let not_grown = (6..6 + most).map(|size| (Contradiction::NotGrown, size));
    let wanted: Vec<_> = not_grown.chain([(Contradiction::OtherRoot, 5)]).collect();
    assert_eq!(kept, wanted);
}
