//! Making the read models anew, where they are kept, and what is answered where they cannot be.

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
