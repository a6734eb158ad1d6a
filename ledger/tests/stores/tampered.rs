//! The file's own check, and opening, against somebody who first took away what would have refused them.

use std::fs;

use candour_ledger::contract::{draft, drafts, stream};
use candour_ledger::{
    EmbeddedStore, EventStore, Expected, FileCheck, FileFault, LEDGER_FILE, LedgerIdentity,
    LedgerSecret, OpenError, OpenRefusal, Piece,
};
use rusqlite::{Connection, params};

use crate::benches::InDirectories;
use crate::written::{clock, entropy, identity};

/// What the check says of a ledger of four records in two streams, after this was done to it.
async fn checked(sql: &str) -> FileCheck {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    store.append(&stream(1), Expected::NoStream, drafts(0..3)).await.unwrap();
    store.append(&stream(2), Expected::NoStream, vec![draft(3)]).await.unwrap();
    drop(store);
    let raw = Connection::open(bench.last().join(LEDGER_FILE)).unwrap();
    raw.execute_batch(sql).unwrap();
    drop(raw);
    EmbeddedStore::open_read_only(&bench.last()).unwrap().check_file().await.unwrap()
}

fn piece(kind: &str, name: &str) -> Piece {
    Piece { kind: kind.to_owned(), name: name.to_owned() }
}

fn damaged(first: FileFault) -> FileCheck {
    FileCheck::Damaged { first }
}

/// The pieces of a file that can be taken away one by one, with the statement that does.
fn pieces() -> Vec<(Piece, String)> {
    let bench = InDirectories::new();
    let raw = Connection::open(bench.create(clock()).file()).unwrap();
    let sql = "SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND type != 'table'";
    let mut select = raw.prepare(sql).unwrap();
    let named = select.query_map((), |row| {
        let piece = Piece { kind: row.get(0)?, name: row.get(1)? };
        let drop = format!("DROP {piece}");
        Ok((piece, drop))
    });
    named.unwrap().collect::<Result<_, _>>().unwrap()
}

#[tokio::test]
async fn whatever_was_dropped_from_the_file_is_named() {
    let pieces = pieces();
    assert_eq!(pieces.len(), 2 + 12 + 4);
    for (piece, drop) in pieces {
        assert_eq!(checked(&drop).await, damaged(FileFault::Missing { piece }));
    }
    let missing = FileFault::Missing { piece: piece("table", "part") };
    assert_eq!(checked("DROP TABLE part").await, damaged(missing));
}

#[tokio::test]
async fn what_was_replaced_or_added_is_named() {
    let view =
        "DROP VIEW entries; CREATE VIEW entries AS SELECT 1 AS position, 'well' AS structure";
    let different = FileFault::Different { piece: piece("view", "entries") };
    assert_eq!(different.to_string(), "the view entries is not as this program makes it");
    assert_eq!(checked(view).await, damaged(different));

    let weak = "DROP TRIGGER record_is_not_changed;
        CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record WHEN 0
        BEGIN SELECT raise(ABORT, 'a record is never changed'); END";
    let piece_of = piece("trigger", "record_is_not_changed");
    assert_eq!(checked(weak).await, damaged(FileFault::Different { piece: piece_of }));

    let not_unique =
        "DROP INDEX record_by_entry; CREATE INDEX record_by_entry ON record (stream, id)";
    let piece_of = piece("index", "record_by_entry");
    assert_eq!(checked(not_unique).await, damaged(FileFault::Different { piece: piece_of }));

    for (kind, name, sql) in [
        ("trigger", "quiet", "CREATE TRIGGER quiet AFTER INSERT ON part BEGIN SELECT 1; END"),
        ("table", "notes", "CREATE TABLE notes (text TEXT)"),
        ("view", "people", "CREATE VIEW people AS SELECT 'nobody' AS name"),
    ] {
        let extra = FileFault::Extra { piece: piece(kind, name) };
        assert_eq!(checked(sql).await, damaged(extra));
    }
}

/// Does something to the table of records as if nothing had refused it, and puts back what did.
fn behind_the_trigger(trigger: &str, sql: &str) -> String {
    let schema = include_str!("../../src/embedded/schema.sql");
    let made = schema.find(&format!("CREATE TRIGGER {trigger} ")).unwrap();
    let length = schema[made..].find("END;").unwrap() + "END;".len();
    format!("DROP TRIGGER {trigger}; {sql}; {}", &schema[made..made + length])
}

#[tokio::test]
async fn what_is_left_of_a_deleted_record_is_named() {
    let sql = behind_the_trigger("record_is_not_deleted", "DELETE FROM record WHERE position = 4");
    let alone = FileFault::PartsAlone { position: 4 };
    assert_eq!(alone.to_string(), "parts of record #4 are there, and the record is not");
    assert_eq!(checked(&sql).await, damaged(alone));

    let parts = behind_the_trigger("part_is_not_deleted", "DELETE FROM part WHERE key >> 16 = 4");
    let name = stream(2).to_string();
    let alone = FileFault::StreamAlone { name };
    assert_eq!(checked(&format!("{sql} {parts}")).await, damaged(alone));
}

#[tokio::test]
async fn what_the_store_does_itself_leaves_the_file_sound() {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    assert_eq!(store.check_file().await.unwrap(), FileCheck::Sound);
    store.append(&stream(1), Expected::NoStream, drafts(0..3)).await.unwrap();
    drop(store.append(&stream(2), Expected::NoStream, vec![draft(0), draft(0)]).await);
    store.empty_part(&stream(1), draft(1).id, 1).await.unwrap();
    assert_eq!(store.check_file().await.unwrap(), FileCheck::Sound);
    let copy = tempfile::tempdir().unwrap();
    store.backup(&copy.path().join(LEDGER_FILE)).await.unwrap();
    let copy = EmbeddedStore::open_read_only(copy.path()).unwrap();
    assert_eq!(copy.check_file().await.unwrap(), FileCheck::Sound);
}

/// How a ledger opens, for writing and for reading, after this was done to the row of its identity.
fn opened(sql: &str, with: impl rusqlite::Params) -> [Option<OpenRefusal>; 2] {
    let bench = InDirectories::new();
    let store = bench.create(clock());
    let raw = Connection::open(store.file()).unwrap();
    drop(store);
    raw.execute_batch("DROP TRIGGER identity_is_not_changed").unwrap();
    assert_eq!(raw.execute(sql, with), Ok(1));
    drop(raw);
    let refusal = |opened| match opened {
        Ok(store) => {
            let _: EmbeddedStore = store;
            None
        }
        Err(OpenError::Refused { refusal, .. }) => Some(refusal),
        Err(error @ OpenError::Failed { .. }) => panic!("{error:?}"),
    };
    let writing = refusal(EmbeddedStore::open(&bench.last(), clock(), entropy()));
    [writing, refusal(EmbeddedStore::open_read_only(&bench.last()))]
}

#[test]
fn a_ledger_whose_identity_was_changed_is_not_opened() {
    let changed = || [Some(OpenRefusal::IdentityChanged), Some(OpenRefusal::IdentityChanged)];
    assert_eq!(opened("UPDATE ledger_identity SET synthetic = 0", ()), changed());
    assert_eq!(opened("UPDATE ledger_identity SET secret = ?1", [[9_u8; 32]]), changed());
    assert_eq!(opened("UPDATE ledger_identity SET id = ?1", [[9_u8; 16]]), changed());
    assert_eq!(opened("UPDATE ledger_identity SET digest = ?1", [[9_u8; 32]]), changed());
    assert_eq!(
        OpenRefusal::IdentityChanged.to_string(),
        "the ledger's identity in ledger.sqlite3 does not hold together: its identifier, its secret, \
         or whether it is for invented people alone was changed after it was made"
    );

    // Whoever rewrites the digest too is not found out by it.
    let secret = LedgerSecret::from_bytes([9; 32]);
    let other = LedgerIdentity { secret, ..identity() };
    let anew = "UPDATE ledger_identity SET secret = ?1, digest = ?2";
    assert_eq!(opened(anew, params![[9_u8; 32], other.digest()]), [None, None]);
}

#[test]
fn a_ledger_without_its_identity_is_not_opened() {
    let bench = InDirectories::new();
    let file = bench.create(clock()).file().to_owned();
    let raw = Connection::open(&file).unwrap();
    raw.execute_batch("DROP TRIGGER identity_is_not_deleted; DELETE FROM ledger_identity").unwrap();
    drop(raw);
    let before = fs::read(&file).unwrap();
    let Err(OpenError::Failed { failure, .. }) = EmbeddedStore::open_read_only(&bench.last())
    else {
        panic!("opened");
    };
    assert_eq!(failure.to_string(), "reading the identity");
    assert_eq!(fs::read(&file).unwrap(), before);
}
