//! The page on the read models: its views are these views, and every query of it runs and finds
//! something.

use rusqlite::types::Value;

use super::super::page::tables_as_markdown;
use super::keeping::family;
use super::kept::Ledger;
use crate::sample::{MIA, STRANGER};

const PAGE: &str = include_str!("../../../../docs/read-models.md");

/// To write it again: `cargo run -p candour-projections --example read_models_page`.
#[test]
fn the_page_has_the_views_as_they_are() {
    let (_, rest) = PAGE.split_once("<!-- views -->\n").unwrap();
    let (views, _) = rest.split_once("<!-- end of views -->").unwrap();
    assert_eq!(views, tables_as_markdown());
}

#[test]
fn every_query_of_the_page_finds_something() {
    let mut sample = family();
    sample.joined(STRANGER);
    sample.about(&[MIA]);
    let mut ledger = Ledger::of(&sample.entries);
    ledger.models = super::super::models::all();
    ledger.keep_up();
    let file = ledger.open();
    let queries: Vec<&str> =
        PAGE.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(queries.len(), 9);
    for query in queries {
        let mut select = file.prepare(query).unwrap();
        let columns = select.column_count();
        let rows = select.query_map((), |row| (0..columns).map(|at| row.get(at)).collect());
        let rows: Vec<Vec<Value>> = rows.unwrap().collect::<Result<_, _>>().unwrap();
        assert_ne!((query, rows), (query, Vec::new()));
    }
}
