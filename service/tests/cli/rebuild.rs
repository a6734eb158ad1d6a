//! Making the read models anew, where they are kept, and what is answered where they cannot be.

use std::fs::File;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::program::{Ledger, Ran};

/// What was made anew, without what differs each time.
fn made(ran: &Ran) -> Vec<String> {
    let known = ran.out.lines().filter(|line| !line.starts_with("took  "));
    known.map(ToOwned::to_owned).collect()
}

#[test]
fn the_read_models_are_made_anew_where_they_are_kept() {
    let ledger = Ledger::ashdown();
    let head = ledger.entries();
    let ran = ledger.run(&["rebuild"]);
    let heading = format!("SYNTHETIC  All read models were made anew, up to entry #{head}");
    let folder = ledger.directory().join("models").display().to_string();
    assert_eq!(made(&ran), [heading, format!("in    {folder}")], "{}", ran.err);
    let elsewhere = ledger.file("elsewhere");
    let named = ["rebuild", "names", "--models", elsewhere.to_str().unwrap()];
    let json = ledger.json(&named);
    assert_eq!(json["models"], serde_json::json!(["names"]));
    assert_eq!(
        (json["folder"].as_str(), json["up_to_position"].as_u64()),
        (elsewhere.to_str(), Some(head as u64))
    );
}

#[test]
fn an_unknown_model_is_answered_with_those_that_there_are() {
    let ledger = Ledger::new();
    let ran = ledger.run(&["rebuild", "nams"]);
    let known = "error: there is no read model 'nams'\n  next: did you mean names? There are: ";
    assert_eq!((ran.code, ran.out.as_str(), &ran.err[..known.len()]), (Some(2), "", known));
}

/// What a command answers where there can be no folder: a file stands in its place, which hinders even
/// who may write everywhere.
fn without_a_folder(ledger: &Ledger, arguments: &[&str]) -> Ran {
    let file = ledger.write("no-folder", "");
    let named = file.join("models");
    let ran = ledger.run(&[arguments, &["--models", named.to_str().unwrap()]].concat());
    Ran { err: ledger.without_paths(&ran.err), ..ran }
}

#[test]
fn where_there_are_no_models_the_answer_says_what_to_do() {
    let ledger = Ledger::new();
    let ran = without_a_folder(&ledger, &["dashboard"]);
    let expected = "error: there are no read models to ask in HOME/no-folder/models\n  because: using \
                    HOME/no-folder/models, where the read models are kept\n  because: Not a directory \
                    (os error 20)\n  next: name a folder that can be written to with --models DIR or \
                    CANDOUR_MODELS; where another process is making them, wait until it has ended\n";
    assert_eq!(ran, Ran { code: Some(3), out: String::new(), err: expected.to_owned() });
}

#[test]
fn what_can_be_read_through_needs_no_read_models() {
    let ledger = Ledger::ashdown();
    let through = ledger.answer(&["case", "list"]);
    assert_eq!(without_a_folder(&ledger, &["case", "list"]).out, through);
    assert_eq!(ledger.run(&["rebuild"]).code, Some(0));
    assert_eq!(ledger.answer(&["case", "list"]), through);
    let child = ledger.answer(&["child", "Mia", "--quiet"]);
    assert_eq!(without_a_folder(&ledger, &["child", "Mia", "--quiet"]).out, child);
}

/// The part of the dashboard that these tests look at.
const ASKED: [&str; 5] = ["dashboard", "--section", "recording", "--at", "2026-06-30"];

#[test]
fn models_that_cannot_be_written_answer_as_they_are() {
    let ledger = Ledger::new();
    assert_eq!(ledger.run(&["rebuild"]).code, Some(0));
    let before = ledger.answer(&ASKED);
    assert_eq!(ledger.import(&[]).code, Some(0));
    let head = ledger.entries();
    let lock = ledger.directory().join("models/read-models.lock");
    let lock = File::options().append(true).open(lock).unwrap();
    lock.lock().unwrap();
    let ran = ledger.run(&ASKED);
    let note = format!(
        "note: the answer is up to entry #3 of {head}, {} entries behind: another process is making \
         the read models of this ledger\n",
        head - 3
    );
    assert_eq!(ran, Ran { code: Some(0), out: before.clone(), err: note });
    lock.unlock().unwrap();
    assert_ne!(ledger.answer(&ASKED), before);
}

#[test]
fn a_rebuild_that_is_interrupted_loses_nothing() {
    let ledger = Ledger::ashdown();
    let head = ledger.entries();
    assert_eq!(ledger.run(&["rebuild"]).code, Some(0));
    let answer = ledger.answer(&ASKED);
    let told = format!(
        "error: the rebuild was interrupted\n  because: nothing is lost: the earlier read models, up to \
         entry #{head}, serve\n  next: run `candour rebuild` again\n"
    );
    // How long it takes until it listens, and until it is done, differs from machine to machine.
    let interrupted = (1..200).any(|wait_ms| {
        let mut rebuilding = ledger.command();
        let rebuilding = rebuilding.arg("rebuild").stdout(Stdio::piped()).stderr(Stdio::piped());
        let rebuilding = rebuilding.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait_ms * 3));
        let number = rebuilding.id().to_string();
        Command::new("kill").args(["-INT", &number]).output().unwrap();
        let ran: Ran = rebuilding.wait_with_output().unwrap().into();
        assert_eq!(ledger.answer(&ASKED), answer);
        ran == Ran { code: Some(1), out: String::new(), err: told.clone() }
    });
    assert!(interrupted);
    assert_eq!(ledger.run(&["rebuild"]).code, Some(0));
    assert_eq!(ledger.answer(&ASKED), answer);
}
