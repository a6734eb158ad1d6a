//! Exports of the Ashdown case.

use candour_domain::calendar::Calendar;
use candour_domain::entry::RecordClock;
use candour_domain::identifier::LedgerId;
use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use candour_projections::chronology::{Filter, chronology};
use candour_projections::knowledge::{Knowledge, Lateness, Scope};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::import::tests::bench::{Bench, How, ashdown};

const LEDGER: Ledger = Ledger { id: LedgerId::new(Uuid::from_u128(1)), people: People::Invented };

#[test]
fn a_cloud_event_carries_the_whole_entry() {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    for entry in bench.entries() {
        let event: Json = serde_json::from_str(&cloud_event(&entry, LEDGER).unwrap()).unwrap();
        let name = candour_schemas::type_name(&entry.event);
        let version = candour_schemas::version(&entry.event);
        let line: Json = serde_json::from_str(&json_line(&entry).unwrap()).unwrap();
        assert_eq!(
            event,
            json!({
                "specversion": "1.0",
                "id": entry.id.to_string(),
                "source": "urn:uuid:00000000-0000-0000-0000-000000000001",
                "type": format!("candour.{name}"),
                "time": "2026-06-30T12:00:00Z",
                "subject": entry.stream.to_string(),
                "datacontenttype": "application/json",
                "dataschema": format!("urn:candour:schema:{name}:{version}"),
                "synthetic": true,
                "data": line,
            })
        );
        let data = serde_json::to_string(&event["data"]).unwrap();
        assert_eq!(candour_schemas::export::from_json(&data).unwrap(), entry);
    }
}

fn book() -> Casebook {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    bench.book("ASH-1")
}

fn lines(table: &ExportTable) -> Vec<String> {
    let mut written = Vec::new();
    table.write_csv(&mut written).unwrap();
    String::from_utf8(written).unwrap().split("\r\n").map(str::to_owned).collect()
}

#[test]
fn the_chronology_is_a_table_with_a_row_a_fact() {
    let book = book();
    let ask = Ask::everything(RecordClock::Claims);
    let calendar = Calendar::england_and_wales().unwrap();
    let shown = chronology(&book, &ask, &Filter::default(), &calendar);
    let table = chronology_table(&shown, People::Invented);
    assert_eq!(table.rows.len(), shown.rows.len());
    let column = |name: &str| table.headings.iter().position(|it| it == name).unwrap();
    let late = table.rows.iter().find(|row| row[column("reference")] == Value::text("U2")).unwrap();
    let of = |name: &str| late[column(name)].clone();
    assert_eq!(
        ["date_from", "date_to", "recorded_on"].map(of),
        ["2026-01-03", "2026-01-17", "2026-03-10"].map(|day| Value::Day(day.parse().unwrap()))
    );
    assert_eq!(
        ["when", "agency", "author", "event", "later_notes", "file_and_row", "ledger"].map(of),
        [
            "about 10 Jan 2026",
            "Housing",
            "K. Brandt",
            "Neighbour complained of frequent shouting at night.",
            "Not logged at the time; remembered when asked (K. Brandt, 10 Mar 2026)",
            "housing.csv, row 2",
            "synthetic: invented people",
        ]
        .map(Value::text)
    );
    assert_eq!(lines(&table).len(), table.rows.len() + 2);
}

#[test]
fn the_matrix_is_a_table_with_a_column_an_agency() {
    let book = book();
    let calendar = Calendar::england_and_wales().unwrap();
    let late = Lateness { calendar, after_working_days: Lateness::AFTER_WORKING_DAYS };
    let knowledge = Knowledge::of(&book, Ask::everything(RecordClock::Claims));
    let matrix = knowledge.matrix(Scope::Facts, &late);
    let table = matrix_table(&matrix, People::Invented);
    assert_eq!(
        table.headings,
        [
            "item",
            "type",
            "when",
            "agency",
            "children",
            "Children's social care",
            "General practice",
            "Health visiting",
            "Hospital emergency department",
            "Housing",
            "Oakfield Primary School",
            "Police",
            "ledger"
        ]
    );
    let items: Vec<&Value> = table.rows.iter().map(|row| &row[0]).collect();
    assert_eq!(items.len(), 12);
    let third = matrix.rows.iter().position(|row| row.item.cite.label == "H1").unwrap();
    let cells: Vec<Value> =
        matrix.rows[third].cells.iter().map(|cell| Value::text(cell.words.as_str())).collect();
    assert_eq!(table.rows[third][5..12], cells);
}
