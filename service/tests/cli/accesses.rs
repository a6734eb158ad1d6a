//! The ledger of accesses: sealed with the ledger's key, copied with it, checked with it, and damaged.

use std::fs;
use std::path::{Path, PathBuf};

use candour_ledger::LEDGER_FILE;
use serde_json::{Value, json};

use crate::program::{Ledger, Ran, sealing_program};

fn sealing(ledger: &Ledger, arguments: &[&str]) -> Ran {
    let mut command = sealing_program();
    command.env("CANDOUR_LEDGER", ledger.directory()).args(arguments).output().unwrap().into()
}

fn bundle(ledger: &Ledger, name: &str) {
    let file = ledger.file(name);
    let file = file.to_str().unwrap();
    let ran = sealing(ledger, &["bundle", "ASH-1", "--for", "panel", "--output", file, "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

/// A sealed ledger of which two bundles were made.
fn handed_out() -> Ledger {
    let ledger = Ledger::ashdown();
    bundle(&ledger, "one.json");
    bundle(&ledger, "two.json");
    ledger
}

fn folder(ledger: &Ledger) -> PathBuf {
    ledger.directory().join("access")
}

fn accesses(ledger: &Ledger) -> Value {
    ledger.json(&["verify"])["accesses"].clone()
}

/// What is at fault in the ledger of accesses alone.
fn fault(ledger: &Ledger) -> Value {
    let checked = ledger.json_found(&["verify"]);
    assert_eq!((&checked["sound"], &checked["fault"]), (&json!(false), &Value::Null), "{checked}");
    checked["accesses"]["fault"].clone()
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_was_handed_out_is_sealed_and_checked() {
    let ledger = handed_out();
    // Opened; a key, heads, an anchor; and so for the second bundle.
    let found = accesses(&ledger);
    assert_eq!((&found["sound"], &found["records"]), (&json!(true), &json!(8)), "{found}");
    let sealed = json!({ "checkpoints": 2, "records": 7, "witnessed_at": null });
    assert_eq!(found["sealed"], sealed);
    let (main, access) =
        (ledger.answer(&["key", "show"]), ledger.answer(&["key", "show", "--access"]));
    let public = |key: &str| key.trim().rsplit_once('+').unwrap().1.to_owned();
    assert_eq!((public(&main), main == access), (public(&access), false));
    let said = ledger.answer(&["verify", "--quiet"]);
    let last = said.lines().last().unwrap();
    let id = found["ledger"].as_str().unwrap();
    assert_eq!(
        last,
        format!(
            "The ledger of accesses {id} is sound: 8 records, 2 checkpoints agree, over 7 records."
        )
    );
    // Nothing new is no reason to sign anew.
    assert_eq!(sealing(&ledger, &["seal", "--quiet"]).code, Some(0));
    assert_eq!(accesses(&ledger)["records"], json!(8));
}

#[test]
fn a_new_key_seals_the_ledger_of_accesses_too() {
    let ledger = handed_out();
    let before = ledger.answer(&["key", "show", "--access"]);
    assert_eq!(sealing(&ledger, &["key", "replace", "--quiet"]).code, Some(0));
    assert_ne!(ledger.answer(&["key", "show", "--access"]), before);
    bundle(&ledger, "three.json");
    let found = accesses(&ledger);
    assert_eq!((&found["sound"], &found["sealed"]["checkpoints"]), (&json!(true), &json!(4)));
    // Where a replacement ended between the two, both go on: the ledger with the old key, the other with the
    // new one.
    let kept = fs::read_to_string(ledger.directory().join("sealing.key")).unwrap();
    let copy = ledger.file("before");
    copy_all(&ledger.directory(), &copy);
    assert_eq!(sealing(&ledger, &["key", "replace", "--quiet"]).code, Some(0));
    let next = fs::read_to_string(ledger.directory().join("sealing.key")).unwrap();
    let access = ledger.file("access-after");
    copy_all(&folder(&ledger), &access);
    fs::remove_dir_all(ledger.directory()).unwrap();
    copy_all(&copy, &ledger.directory());
    fs::remove_dir_all(folder(&ledger)).unwrap();
    copy_all(&access, &folder(&ledger));
    fs::write(ledger.directory().join("sealing.key.next"), &next).unwrap();
    bundle(&ledger, "four.json");
    assert_eq!(sealing(&ledger, &["key", "replace", "--quiet"]).code, Some(0));
    bundle(&ledger, "five.json");
    assert_eq!(accesses(&ledger)["sound"], json!(true));
    let ended = fs::read_to_string(ledger.directory().join("sealing.key")).unwrap();
    assert_eq!((ended == kept, ended == next), (false, true));
    assert!(!ledger.directory().join("sealing.key.next").exists());
}

#[test]
fn a_backup_has_what_was_handed_out() {
    let ledger = handed_out();
    let file = ledger.file("copy.sqlite3");
    let made = ledger.json(&["backup", file.to_str().unwrap()]);
    let beside = ledger.file("copy.access.sqlite3");
    assert_eq!(made["access_file"], json!(beside.to_str().unwrap()));
    let again = ledger.run(&["backup", ledger.file("other.sqlite3").to_str().unwrap()]);
    assert_eq!(again.code, Some(0));
    fs::remove_file(&file).unwrap();
    // The second file alone is enough to refuse: neither is ever written over.
    let refused = ledger.run(&["backup", file.to_str().unwrap()]);
    assert_eq!((refused.code, file.exists()), (Some(1), false));
    let restored = Ledger::place();
    fs::create_dir_all(folder(&restored)).unwrap();
    let copy = ledger.file("other.sqlite3");
    fs::copy(copy, restored.directory().join(LEDGER_FILE)).unwrap();
    fs::copy(&beside, folder(&restored).join(LEDGER_FILE)).unwrap();
    let (there, here) = (accesses(&ledger), accesses(&restored));
    assert_eq!(here, there);
    let exports = |ledger: &Ledger| ledger.json(&["exports", "ASH-1"])["exports"].clone();
    assert_eq!(exports(&restored), exports(&ledger));
    // A ledger of which nothing was handed out has no second file.
    let quiet = Ledger::new();
    let made = quiet.json(&["backup", quiet.file("copy.sqlite3").to_str().unwrap()]);
    assert_eq!(made["access_file"], Value::Null);
}

#[test]
fn a_flipped_byte_in_the_ledger_of_accesses_is_found() {
    let ledger = handed_out();
    let file = folder(&ledger).join(LEDGER_FILE);
    let mut bytes = fs::read(&file).unwrap();
    let word = b"candour bundle v1";
    let place = bytes.windows(word.len()).rposition(|it| it == word).unwrap();
    bytes[place] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let found = fault(&ledger);
    let what = "part 0 is not what was committed to";
    assert_eq!((&found["what"], found["position"].as_u64().is_some()), (&json!(what), true));
    let said = ledger.run(&["verify", "--quiet"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.starts_with("SYNTHETIC  Ledger "), "{}", said.out);
    bytes.truncate(5_000);
    fs::write(&file, bytes).unwrap();
    let what = fault(&ledger)["what"].as_str().unwrap().to_owned();
    assert!(what.contains("was not opened"), "{what}");
}

#[test]
fn a_ledger_of_accesses_that_is_gone_or_another_is_found() {
    let (ledger, other) = (handed_out(), handed_out());
    let kept = ledger.file("kept");
    copy_all(&folder(&ledger), &kept);
    fs::remove_file(folder(&ledger).join(LEDGER_FILE)).unwrap();
    let gone = "it is gone, and what was signed over it is there";
    assert_eq!(fault(&ledger), json!({ "position": null, "what": gone }));
    // That of another ledger, whole with its log.
    fs::remove_dir_all(folder(&ledger)).unwrap();
    copy_all(&folder(&other), &folder(&ledger));
    let what = fault(&ledger)["what"].as_str().unwrap().to_owned();
    assert!(what.starts_with("it is sealed with the key "), "{what}");
    // Nothing is handed out on it either.
    let file = ledger.file("refused.json");
    let refused = sealing(
        &ledger,
        &["bundle", "ASH-1", "--for", "panel", "--output", file.to_str().unwrap(), "--quiet"],
    );
    assert_eq!((refused.code, file.exists()), (Some(1), false));
    // An older copy beside the log of a newer one.
    fs::remove_dir_all(folder(&ledger)).unwrap();
    copy_all(&kept, &folder(&ledger));
    bundle(&ledger, "three.json");
    fs::copy(kept.join(LEDGER_FILE), folder(&ledger).join(LEDGER_FILE)).unwrap();
    let what = fault(&ledger)["what"].as_str().unwrap().to_owned();
    assert!(what.starts_with("the last checkpoint, beside the ledger: it covers 10"), "{what}");
    let refused = sealing(
        &ledger,
        &["bundle", "ASH-1", "--for", "panel", "--output", file.to_str().unwrap(), "--quiet"],
    );
    assert_eq!((refused.code, file.exists()), (Some(1), false));
}
