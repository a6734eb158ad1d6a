//! Bundles as their users meet them: made, entered, checked elsewhere, and refused.

use serde_json::Value;

use crate::program::Ledger;

#[test]
fn a_bundle_is_entered_before_it_is_handed_out() {
    let ledger = Ledger::ashdown();
    let file = ledger.file("ashdown.json");
    let path = file.to_str().unwrap();
    let made = ledger.answer(&[
        "bundle",
        "ASH-1",
        "--for",
        "panel",
        "--output",
        path,
        "--json",
        "--sealing",
        "at-once",
    ]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let exports = ledger.answer(&["exports", "ASH-1", "--json"]);
    let exports: Value = serde_json::from_str(&exports).unwrap();
    let entered = &exports["exports"][0];
    assert_eq!((&entered["entry"], &entered["file"]), (&made["entered"], &made["file"]));
    let found = ledger.answer(&["verify-bundle", path, "--json"]);
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!((&found["sound"], &found["verdict"]["shown"]), (&Value::Bool(true), &made["shown"]));
    // A file that is there is not written over, and nothing is entered.
    let again = ledger.run(&["bundle", "ASH-1", "--for", "panel", "--output", path]);
    assert_eq!(again.code, Some(1));
    let after = ledger.answer(&["exports", "ASH-1", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&after).unwrap(), exports);
    let changed = std::fs::read_to_string(&file).unwrap().replacen("bruise", "bruize", 1);
    std::fs::write(&file, changed).unwrap();
    let refused = ledger.run(&["verify-bundle", path]);
    assert_eq!(refused.code, Some(1));
    let first = refused.out.lines().next();
    assert_eq!(first, Some("SYNTHETIC  The bundle is at fault"));
}
