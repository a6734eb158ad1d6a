//! The exported entries as they stood on the record at a moment: corrections and withdrawals put in
//! their places by looking each entry's up, one by one.

use candour_domain::time::{Interval, When};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// An entry as it stood.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) position: i64,
    pub(crate) id: String,
    pub(crate) stream: String,
    pub(crate) kind: String,
    pub(crate) payload: Value,
    pub(crate) when: Interval,
    pub(crate) children: Vec<String>,
    pub(crate) agency: String,
    pub(crate) recorded_at: DateTime<Utc>,
    pub(crate) withdrawn: bool,
}

impl Entry {
    /// From when what it says was certainly so.
    pub(crate) fn latest(&self) -> DateTime<Utc> {
        self.when.latest()
    }

    /// A text of its payload.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.payload[field].as_str()
    }

    /// A code of its payload that may not be recorded.
    pub(crate) fn code(&self, field: &str) -> Option<&str> {
        self.payload[field]["recorded"].as_str()
    }

    /// The entry that a field of its payload names.
    pub(crate) fn named(&self, field: &str) -> Option<&str> {
        self.payload[field]["named"].as_str()
    }
}

fn when(value: &Value) -> Interval {
    serde_json::from_value::<When>(value.clone()).unwrap().interval()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// The entries that were on record at a moment, each as it stood then, in ledger order.
pub(crate) fn as_it_stood(exported: &[Value], on_record: Option<DateTime<Utc>>) -> Vec<Entry> {
    let recorded =
        |it: &Value| it["recorded_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    let held: Vec<&Value> =
        exported.iter().filter(|it| on_record.is_none_or(|until| recorded(it) <= until)).collect();
    let marks: Vec<&Value> = held
        .iter()
        .copied()
        .filter(|it| it["type"] == "EntryCorrected" || it["type"] == "EntryWithdrawn")
        .collect();
    held.iter()
        .map(|it| {
            let mut corrections = marks.iter().filter(|mark| {
                mark["type"] == "EntryCorrected"
                    && mark["payload"]["entry"] == it["id"]
                    && !withdrawn(mark, &marks)
            });
            // The latest that stands, otherwise the entry itself.
            let said = corrections.next_back().map(|mark| &mark["payload"]["replacement"]);
            let payload = said.map_or(&it["payload"], |said| &said["payload"]);
            let occurred = said.map_or(&it["envelope"]["occurred"], |said| &said["occurred"]);
            let children = said.map_or(&it["envelope"]["children"], |said| &said["children"]);
            Entry {
                position: it["position"].as_i64().unwrap(),
                id: it["id"].as_str().unwrap().to_owned(),
                stream: it["stream"].as_str().unwrap().to_owned(),
                kind: it["type"].as_str().unwrap().to_owned(),
                payload: payload.clone(),
                when: when(occurred),
                children: texts(children),
                agency: it["envelope"]["by"]["agency"].as_str().unwrap().to_owned(),
                recorded_at: recorded(it),
                withdrawn: withdrawn(it, &marks),
            }
        })
        .collect()
}

/// Whether an entry is withdrawn by a withdrawal that is not withdrawn itself.
fn withdrawn(entry: &Value, marks: &[&Value]) -> bool {
    marks.iter().any(|mark| {
        mark["type"] == "EntryWithdrawn"
            && mark["payload"]["entry"] == entry["id"]
            && !withdrawn(mark, marks)
    })
}
