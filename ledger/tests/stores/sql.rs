//! The views of the file, and the guide that explains them: every query in it runs and finds something.

use candour_ledger::contract::{drafts, stream};
use candour_ledger::{EventStore, Expected};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::benches::InDirectories;
use crate::written::clock;

const GUIDE: &str = include_str!("../../../docs/auditor-sql.md");

async fn ledger(bench: &InDirectories) -> Connection {
    let store = bench.create(clock());
    store.append(&stream(1), Expected::NoStream, drafts(0..3)).await.unwrap();
    store.append(&stream(2), Expected::NoStream, drafts(3..4)).await.unwrap();
    store.empty_part(&stream(1), drafts(1..2)[0].id, 1).await.unwrap();
    Connection::open(store.file()).unwrap()
}

fn rows(connection: &Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query(()).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let shown = |column| match row.get(column).unwrap() {
            Value::Null => "(null)".to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text,
            Value::Blob(_) => "(bytes)".to_owned(),
        };
        found.push((0..columns).map(shown).collect());
    }
    found
}

#[tokio::test]
async fn every_query_of_the_guide_finds_something() {
    let bench = InDirectories::new();
    let connection = ledger(&bench).await;
    let queries: Vec<_> =
        GUIDE.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(queries.len(), 9);
    for query in queries {
        assert_ne!((query, rows(&connection, query)), (query, Vec::new()));
    }
}

#[tokio::test]
async fn an_entry_can_be_read_by_people() {
    let bench = InDirectories::new();
    let connection = ledger(&bench).await;
    let shown = rows(&connection, "SELECT * FROM entries WHERE position = 2");
    let leaf: String = connection
        .query_row("SELECT lower(hex(leaf)) FROM record WHERE position = 2", (), |row| row.get(0))
        .unwrap();
    let wanted = [
        "2",
        "00000000-0000-e117-0000-000000000001",
        "case-00000000-0000-cafe-0000-000000000001",
        "1",
        "ConcernRaised",
        "1",
        "2026-09-04T00:00:00.000000Z",
        "00000000-0000-000a-0000-000000000001",
        "00000000-0000-000b-0000-000000000002",
        "00000000-0000-000c-0000-000000000001",
        "0",
        "{\"number\":1,\"text\":1}",
        &leaf,
    ];
    assert_eq!(shown, [wanted]);
    let texts = rows(&connection, "SELECT position, part, kind, text, emptied FROM texts");
    assert_eq!(texts[1][..4], ["1", "1", "personal text", "Nº 0: said “no” ☂\0\n"]);
    assert_eq!(texts[3], ["2", "1", "personal text", "(null)", "yes"]);
    let about = rows(&connection, "SELECT * FROM about");
    assert_eq!(about, [["00000000-001e-d9e4-0000-000000000001", "invented people only", "2", "4"]]);
}
