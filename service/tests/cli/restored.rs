//! Ledgers that were put back from a backup, and are recorded to where their key is not: an older copy is
//! refused there as well, and no key is made for a ledger that has one elsewhere.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::program::{Ledger, Ran, ashdown_files, sealing_program};
use crate::witness::{Serving, Witness};

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

/// Puts a backup into the place of a ledger.
fn put(backup: &Path, ledger: &Ledger) {
    let directory = ledger.directory();
    fs::create_dir_all(&directory).unwrap();
    for file in ["ledger.sqlite3-wal", "ledger.sqlite3-shm"] {
        drop(fs::remove_file(directory.join(file)));
    }
    fs::copy(backup, directory.join("ledger.sqlite3")).unwrap();
}

/// That it refuses to record, for this reason, and that nothing was recorded and no key made.
fn refused_because(ledger: &Ledger, why: &str) {
    let before = ledger.entries();
    let refused = import(ledger);
    let lines: Vec<&str> = refused.err.lines().collect();
    assert_eq!(
        (refused.code, lines[0], lines[1]),
        (Some(1), "error: the ledger is not written to", &*format!("  because: {why}"))
    );
    assert_eq!(
        (ledger.entries(), ledger.directory().join("sealing.key").exists()),
        (before, false)
    );
}

/// A ledger with a witness, its first backup, and its policy. It goes on after the backup.
struct Witnessed {
    ledger: Ledger,
    /// Its directory goes away with it.
    _witness: Witness,
    serving: Serving,
    backup: std::path::PathBuf,
    before: usize,
    seen: usize,
}

impl Witnessed {
    fn new() -> Self {
        let ledger = Ledger::new();
        let (witness, key) = Witness::new();
        witness.run(&["trust", ledger.answer(&["key", "show"]).trim()]);
        let serving = witness.serve();
        let policy = format!("witness police {key} http://{}/\nquorum police\n", serving.address);
        let policy = ledger.write("partners.policy", &policy);
        let adopt = ["witnesses", "adopt", policy.to_str().unwrap(), "--quiet"];
        assert_eq!(sealing(&ledger, &adopt).code, Some(0));
        assert_eq!(import(&ledger).code, Some(0));
        let backup = ledger.file("backup.sqlite3");
        ledger.answer(&["backup", backup.to_str().unwrap()]);
        let before = ledger.entries();
        assert_eq!(sealing(&ledger, &["seal", "--anyway"]).code, Some(0));
        let seen = ledger.entries() - 1;
        Self { ledger, _witness: witness, serving, backup, before, seen }
    }
}

#[test]
fn an_older_copy_without_its_key_is_not_written_to() {
    let ledger = Ledger::new();
    assert_eq!(import(&ledger).code, Some(0));
    let backup = ledger.file("backup.sqlite3");
    ledger.answer(&["backup", backup.to_str().unwrap()]);
    let before = ledger.entries();
    assert_eq!(sealing(&ledger, &["seal", "--anyway"]).code, Some(0));
    fs::remove_file(ledger.directory().join("sealing.key")).unwrap();
    // As it is, it is recorded to, and not sealed here.
    let ran = import(&ledger);
    let note = "note: not sealed here; the ledger's key is kept elsewhere\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), note));
    put(&backup, &ledger);
    let seen = before + 1;
    refused_because(
        &ledger,
        &format!(
            "this is an older copy of the ledger: it has {before} records, and the checkpoint beside it has \
             seen {seen}"
        ),
    );
}

#[test]
fn a_backup_in_an_empty_directory_is_asked_of_its_witnesses() {
    let case = Witnessed::new();
    let copy = Ledger::place();
    put(&case.backup, &copy);
    let older = format!(
        "this is an older copy of the ledger: it has {} records, and the witness police has seen {}",
        case.before, case.seen
    );
    refused_because(&copy, &older);
    case.serving.signal("-TERM");
    let silent = format!(
        "this copy of the ledger has {} records and nothing beside it that says how far the ledger went, and \
         only 0 of its witnesses answered",
        case.before
    );
    refused_because(&copy, &silent);
    // With the last checkpoint from elsewhere beside it, the file says how far it went.
    fs::create_dir_all(copy.directory().join("log")).unwrap();
    let last = case.ledger.answer(&["checkpoint", "--quiet"]);
    fs::write(copy.directory().join("log/checkpoint"), last).unwrap();
    let by_file = older.replace("the witness police", "the checkpoint beside it");
    refused_because(&copy, &by_file);
}

#[test]
fn going_on_in_spite_of_witnesses_is_said_and_stands_in_the_ledger() {
    let case = Witnessed::new();
    let copy = Ledger::place();
    put(&case.backup, &copy);
    let (witness, key) = Witness::new();
    witness.run(&["trust", case.ledger.answer(&["key", "show"]).trim()]);
    let serving = witness.serve();
    let policy = format!("witness icb {key} http://{}/\nquorum icb\n", serving.address);
    let other = copy.write("other.policy", &policy);
    let other = other.to_str().unwrap();
    let refused = sealing(&copy, &["witnesses", "adopt", other]);
    let first = refused.err.lines().next().unwrap().to_owned();
    assert_eq!((refused.code, first.as_str()), (Some(1), "error: the ledger is not written to"));
    assert_eq!(copy.entries(), case.before);
    let arguments = ["witnesses", "adopt", other, "--in-spite-of-witnesses", "--json", "--quiet"];
    assert_eq!(sealing(&copy, &arguments).code, Some(0));
    assert_eq!(copy.entries(), case.before + 1);
    let shown = copy.json(&["witnesses", "show"]);
    assert_eq!(shown["witnesses"][0]["name"], json!("icb"));
    // The witness of the new policy knows of nothing more.
    assert_eq!(import(&copy).code, Some(0));
    serving.signal("-TERM");
    case.serving.signal("-TERM");
}
