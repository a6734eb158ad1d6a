//! Sealing as somebody meets it who set nothing: what is recorded is sealed, shown to witnesses, receipted
//! and verified, and an older copy is not written to.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Ledger, Ran, ashdown_files, run, sealing_program};
use crate::witness::Witness;

fn command(ledger: &Ledger, arguments: &[&str]) -> Command {
    let mut command = sealing_program();
    command.env("CANDOUR_LEDGER", ledger.directory()).args(arguments);
    command
}

fn sealing(ledger: &Ledger, arguments: &[&str]) -> Ran {
    command(ledger, arguments).output().unwrap().into()
}

fn import(ledger: &Ledger) -> Ran {
    command(ledger, &["import", "--json"]).args(ashdown_files()).output().unwrap().into()
}

fn types(ledger: &Ledger) -> Vec<String> {
    let kind = |line: &str| {
        let entry: Value = serde_json::from_str(line).unwrap();
        entry["type"].as_str().unwrap().to_owned()
    };
    ledger.answer(&["entries", "--quiet"]).lines().map(kind).collect()
}

/// What `verify --json` says of checkpoints.
fn sealed(ledger: &Ledger) -> Value {
    let verified = ledger.json(&["verify"]);
    assert_eq!(verified["sound"], json!(true), "{verified}");
    verified["sealed"].clone()
}

#[test]
fn what_is_recorded_is_sealed() {
    let ledger = Ledger::new();
    assert_eq!(
        (import(&ledger).code, ledger.directory().join("sealing.key").exists()),
        (Some(0), true)
    );
    let types = types(&ledger);
    let last = ["KeyIntroduced", "StreamHeads", "AnchorRecorded"];
    assert_eq!(types[types.len() - 3..], last);
    let covered = types.len() - 1;
    let wanted = json!({ "checkpoints": 1, "records": covered, "witnessed_at": null });
    assert_eq!(sealed(&ledger), wanted);
    // Nothing new is no reason to sign anew.
    assert_eq!(import(&ledger).code, Some(0));
    assert_eq!(ledger.entries(), types.len());
    let quiet = sealing(&ledger, &["seal"]).out;
    let first = quiet.lines().next().unwrap().to_owned();
    assert_eq!(first, format!("SYNTHETIC  Sealed before: a checkpoint over {covered} entries"));
}

#[cfg(unix)]
#[test]
fn a_ledgers_key_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let ledger = Ledger::new();
    let key = fs::metadata(ledger.directory().join("sealing.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    let shown = ledger.answer(&["key", "show"]);
    let text = fs::read_to_string(ledger.directory().join("sealing.key")).unwrap();
    assert_eq!((shown.starts_with("candour/ledger/"), text.contains(shown.trim())), (true, false));
}

#[test]
fn a_receipt_is_checked_with_no_ledger_at_hand() {
    let ledger = Ledger::new();
    assert_eq!(import(&ledger).code, Some(0));
    let key = ledger.answer(&["key", "show"]);
    let receipt = ledger.answer(&["receipt", "C2", "--quiet"]);
    let file = ledger.write("c2.tlog-proof", &receipt);
    let file = file.to_str().unwrap();
    let shown = run(&["verify-receipt", file, "--json", "--key", key.trim()]);
    assert_eq!((shown.code, shown.err.as_str()), (Some(0), ""));
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    let said = [&shown["type"], &shown["signed"], &shown["texts"]];
    assert_eq!(said, [&json!("ReferralDecided"), &json!("by_the_key_given"), &json!([])]);
    // With its texts, and with one of them changed.
    let full = ledger.answer(&["receipt", "C2", "--with-text", "--quiet"]);
    let with_text = ledger.write("full.tlog-proof", &full);
    let shown = run(&["verify-receipt", with_text.to_str().unwrap(), "--json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(shown["signed"], json!("not_checked"));
    let texts: Vec<&str> =
        shown["texts"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert!(texts.iter().any(|it| it.contains("Mother denied violence")), "{texts:?}");
    // Somebody else's key, and a changed place.
    let other = Ledger::new().answer(&["key", "show"]);
    let refused = run(&["verify-receipt", file, "--key", other.trim()]);
    let first = |ran: &Ran| ran.err.lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        (refused.code, first(&refused).as_str()),
        (Some(1), "error: the key that was given did not sign the receipt's checkpoint")
    );
    let index = receipt.lines().find(|line| line.starts_with("index ")).unwrap();
    let changed = ledger.write("changed.tlog-proof", &receipt.replace(index, "index 1"));
    let refused = run(&["verify-receipt", changed.to_str().unwrap()]);
    let words = format!("error: {} shows nothing", changed.display());
    assert_eq!((refused.code, first(&refused)), (Some(1), words));
}

#[test]
fn what_is_not_sealed_yet_has_no_receipt() {
    let ledger = Ledger::ashdown();
    let refused = ledger.run(&["receipt", "#3"]);
    let words = "error: the ledger has no checkpoint yet, and so no receipts\n  next: `candour seal` signs \
                 one\n";
    assert_eq!((refused.code, refused.err.as_str()), (Some(1), words));
    assert_eq!(sealing(&ledger, &["seal"]).code, Some(0));
    let last = format!("#{}", ledger.entries());
    let refused = ledger.run(&["receipt", &last]);
    let first = refused.err.lines().next().unwrap().to_owned();
    let size = ledger.entries() - 1;
    let words = format!("error: entry {last} is not sealed yet: the last checkpoint has {size}");
    assert_eq!((refused.code, first), (Some(1), words));
    assert_eq!(ledger.run(&["receipt", "#99999"]).code, Some(1));
}

#[test]
fn a_ledger_is_compared_with_a_checkpoint_that_is_held_elsewhere() {
    let ledger = Ledger::new();
    assert_eq!(import(&ledger).code, Some(0));
    let held = ledger.write("held.txt", &ledger.answer(&["checkpoint"]));
    let held = held.to_str().unwrap();
    assert_eq!(sealing(&ledger, &["seal", "--anyway"]).code, Some(0));
    let verified = ledger.json(&["verify", "--against", held]);
    assert_eq!(verified["sound"], json!(true));
    let growth = ledger.answer(&["checkpoint", "--grown-from", held]);
    assert!(growth.contains("\n\ncandour/ledger/"), "{growth}");
    let other = Ledger::new();
    assert_eq!(import(&other).code, Some(0));
    let refused = other.json_found(&["verify", "--against", held]);
    assert_eq!(
        (&refused["sound"], refused["fault"]["position"].clone()),
        (&json!(false), Value::Null)
    );
    let what = refused["fault"]["what"].as_str().unwrap();
    assert!(what.starts_with("the checkpoint that you gave: it is not to be believed"), "{what}");
    let nothing = ledger.write("nothing.txt", "nothing\n");
    let refused = ledger.run(&["verify", "--against", nothing.to_str().unwrap()]);
    assert_eq!(refused.code, Some(1));
}

#[test]
fn an_older_copy_of_a_ledger_is_not_written_to() {
    let ledger = Ledger::new();
    assert_eq!(import(&ledger).code, Some(0));
    let copy = ledger.file("copy.sqlite3");
    ledger.answer(&["backup", copy.to_str().unwrap()]);
    assert_eq!(sealing(&ledger, &["seal", "--anyway"]).code, Some(0));
    let directory = ledger.directory();
    for file in ["ledger.sqlite3-wal", "ledger.sqlite3-shm"] {
        drop(fs::remove_file(directory.join(file)));
    }
    fs::copy(&copy, directory.join("ledger.sqlite3")).unwrap();
    let before = ledger.entries();
    let refused = import(&ledger);
    let lines: Vec<&str> = refused.err.lines().collect();
    let seen = format!(
        "  because: this is an older copy of the ledger: it has {before} records, and the checkpoint beside \
         it has seen {}",
        before + 1
    );
    assert_eq!(
        (refused.code, lines[0], lines[1]),
        (Some(1), "error: the ledger is not written to", &*seen)
    );
    assert_eq!(ledger.entries(), before);
    // Reading goes on, and verifying says what is so.
    let verified = ledger.json_found(&["verify"]);
    let what = verified["fault"]["what"].as_str().unwrap();
    assert!(what.starts_with("the last checkpoint, beside the ledger: it covers"), "{what}");
}

#[test]
fn a_new_key_takes_the_old_ones_place() {
    let ledger = Ledger::new();
    assert_eq!(import(&ledger).code, Some(0));
    let old = ledger.answer(&["key", "show"]);
    let replaced = sealing(&ledger, &["key", "replace"]);
    assert_eq!((replaced.code, replaced.err.as_str()), (Some(0), ""));
    let new = ledger.answer(&["key", "show"]);
    assert_ne!(old, new);
    assert_eq!(sealing(&ledger, &["seal", "--anyway"]).code, Some(0));
    assert_eq!(sealed(&ledger)["checkpoints"], json!(3));
    let receipt = ledger.write("r.tlog-proof", &ledger.answer(&["receipt", "#5", "--quiet"]));
    let by =
        |key: &str| run(&["verify-receipt", receipt.to_str().unwrap(), "--key", key.trim()]).code;
    assert_eq!((by(&new), by(&old)), (Some(0), Some(1)));
}

#[test]
fn witnesses_cosign_and_one_that_is_down_is_told_of() {
    let ledger = Ledger::new();
    let (witness, key) = Witness::new();
    witness.run(&["trust", ledger.answer(&["key", "show"]).trim()]);
    let serving = witness.serve();
    let policy = format!("witness police {key} http://{}/\nquorum police\n", serving.address);
    let policy = ledger.write("partners.policy", &policy);
    let policy = policy.to_str().unwrap();
    assert_eq!(sealing(&ledger, &["witnesses", "adopt", policy, "--quiet"]).code, Some(0));
    assert_eq!(import(&ledger).code, Some(0));
    assert!(sealed(&ledger)["witnessed_at"].is_string());
    let receipt = ledger.write("r.tlog-proof", &ledger.answer(&["receipt", "C2", "--quiet"]));
    let receipt = receipt.to_str().unwrap();
    let shown = run(&["verify-receipt", receipt, "--policy", policy, "--json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(
        (&shown["policy_met"], &shown["cosigned"][0]["witness"]),
        (&json!(true), &json!("police.example/witness"))
    );
    // It is stopped: work goes on, and it is said since when.
    serving.signal("-TERM");
    let sealed_alone = sealing(&ledger, &["seal", "--anyway"]);
    let note = "note: police has not cosigned the checkpoint, and too few others have; `candour witnesses` \
                says since when\n";
    assert_eq!((sealed_alone.code, sealed_alone.err.as_str()), (Some(0), note));
    let known = ledger.json(&["witnesses", "show"]);
    let seen = &known["witnesses"][0];
    assert_eq!((seen["missing_since"].is_string(), seen["size"].is_u64()), (true, true), "{known}");
    // Whoever looks at something else is told too.
    for arguments in [["verify"], ["dashboard"]] {
        let err = sealing(&ledger, &arguments).err;
        let told = err.lines().find(|line| line.starts_with("note: witness")).unwrap_or_default();
        let opening = "note: witness police.example/witness has not cosigned since ";
        assert!(told.starts_with(opening), "{arguments:?}: {err}");
    }
    let text = ledger.write("too-few.tlog-proof", &ledger.answer(&["receipt", "C2", "--quiet"]));
    let short = run(&["verify-receipt", text.to_str().unwrap(), "--policy", policy, "--json"]);
    assert_eq!(short.code, Some(1));
}

#[test]
fn every_recording_is_answered_with_a_receipt_on_demand() {
    let ledger = Ledger::new();
    let case = "case-6f2c1a9e-0000-4000-8000-000000000001";
    let entries = ledger.answer(&["entries", "--after", "1", "--quiet"]);
    let agency: Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
    let of = |field: &str| agency[field].as_str().unwrap().to_owned();
    let (author, agency) = (of("author"), of("agency"));
    let request = json!({
        "request": "6f2c1a9e-0000-4000-8000-0000000000aa", "stream": case, "author": author,
        "agency": agency, "command": "OpenCase", "payload": {},
        "envelope": { "occurred": { "day": "2026-01-20" }, "by": { "agency": agency } },
    });
    let file = ledger.write("requests.jsonl", &request.to_string());
    let folder = ledger.file("receipts");
    let arguments = ["record", file.to_str().unwrap(), "--receipt", folder.to_str().unwrap()];
    for _ in 0..2 {
        let ran = sealing(&ledger, &arguments);
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    }
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let shown = run(&["verify-receipt", files[0].to_str().unwrap(), "--json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!((&shown["type"], &shown["stream"]), (&json!("CaseOpened"), &json!(case)));
}
