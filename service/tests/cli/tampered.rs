//! Checking a ledger whose file somebody changed, who could write to it and knew how.

use candour_ledger::{EmbeddedStore, EventStore, LEDGER_FILE, LedgerIdentity};
use serde_json::Value;

use crate::program::{Ledger, Ran};

fn identity(ledger: &Ledger) -> LedgerIdentity {
    EmbeddedStore::open_read_only(&ledger.directory()).unwrap().identity().clone()
}

/// Puts bytes in the place of others, where those stand last in the ledger's file.
fn replaced(ledger: &Ledger, old: &[u8], new: &[u8]) {
    let file = ledger.directory().join(LEDGER_FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    let place = bytes.windows(old.len()).rposition(|it| it == old).unwrap();
    bytes[place..place + old.len()].copy_from_slice(new);
    std::fs::write(&file, bytes).unwrap();
}

#[test]
fn a_file_without_what_refuses_changes_is_at_fault() {
    let ledger = Ledger::new();
    replaced(&ledger, b"BEFORE UPDATE ON record", b"BEFORE INSERT ON record");
    let ran = ledger.run(&["verify", "--quiet"]);
    let wanted = format!(
        "SYNTHETIC  Ledger {} is at fault\nthe file: the trigger record_is_not_changed is not as this \
         program makes it\n",
        identity(&ledger).id
    );
    assert_eq!(ran, Ran { code: Some(1), out: wanted, err: String::new() });
}

#[test]
fn a_file_and_its_first_entry_agree_on_whom_the_ledger_is_for() {
    let ledger = Ledger::new();
    let identity = identity(&ledger);
    let real = LedgerIdentity { synthetic: false, ..identity.clone() };
    // How the database writes the row: the length of this, no key, the identifier's 16 bytes, 1 or
    // 0 as a form of its own, twice 32 bytes.
    let row = |kind: u8| [&[6, 0, 44, kind, 76, 76], identity.id.as_bytes().as_slice()].concat();
    replaced(&ledger, &row(9), &row(8));
    let ran = ledger.run(&["verify", "--quiet"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    assert_eq!(
        ledger.without_paths(&ran.err),
        "error: the ledger in HOME/ledger was not opened\n  because: the ledger's identity in \
         ledger.sqlite3 does not hold together: its identifier, its secret, or whether it is for \
         invented people alone was changed after it was made\n  next: keep the file as it is, and go \
         on from a backup of which the identity holds together\n"
    );

    replaced(&ledger, &identity.digest(), &real.digest());
    let ran = ledger.run(&["verify", "--json", "--quiet"]);
    let checked: Value = serde_json::from_str(&ran.out).unwrap();
    let what =
        "it says that the ledger is for invented people alone, and the file says that it is not";
    let wanted = serde_json::json!({
        "ledger": identity.id, "synthetic": true, "sound": false, "records": 3,
        "fault": { "position": 1, "what": what },
    });
    assert_eq!((ran.code, checked), (Some(1), wanted));
}

#[test]
fn a_damaged_file_is_to_be_kept_and_compared() {
    let damage: [fn(&mut Vec<u8>); 2] =
        [|bytes| bytes.truncate(5_000), |bytes| bytes[..16].fill(b'x')];
    let because = [
        "database disk image is malformed\n  because: Error code 11: database disk image is malformed",
        "file is not a database\n  because: Error code 26: file is not a database",
    ];
    for (damage, because) in damage.into_iter().zip(because) {
        let ledger = Ledger::new();
        let file = ledger.directory().join(LEDGER_FILE);
        let mut bytes = std::fs::read(&file).unwrap();
        damage(&mut bytes);
        std::fs::write(&file, bytes).unwrap();
        let ran = ledger.run(&["case", "list"]);
        let expected = format!(
            "error: the ledger in HOME/ledger was not opened\n  because: looking at the file\n  because: \
             {because}\n  next: keep the file as it is, and compare it with a backup\n"
        );
        assert_eq!((ran.code, ledger.without_paths(&ran.err)), (Some(3), expected));
    }
}
