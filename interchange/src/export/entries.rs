//! Entries for other programs: JSON Lines, and events as CloudEvents 1.0 has them in JSON.
//!
//! # Rules
//! - `a_cloud_event_carries_the_whole_entry`: its data is the entry as JSON Lines has it.

use candour_domain::entry::Entry;
use candour_domain::identifier::LedgerId;
use candour_schemas::codec::EncodeError;
use candour_schemas::export::to_json;
use candour_schemas::{type_name, version};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::value::RawValue;

use super::table::People;

/// The ledger that entries come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    /// Its identifier.
    pub id: LedgerId,
    /// Whether its people are invented.
    pub people: People,
}

/// An entry as one line, without the line end.
///
/// # Errors
/// If the entry cannot be written.
pub fn json_line(entry: &Entry) -> Result<String, EncodeError> {
    to_json(entry)
}

#[derive(Serialize)]
struct CloudEvent<'a> {
    specversion: &'static str,
    id: String,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    time: String,
    subject: String,
    datacontenttype: &'static str,
    dataschema: String,
    /// An extension attribute: whether the people are invented.
    synthetic: bool,
    data: &'a RawValue,
}

/// An entry as one event of CloudEvents, in JSON, on one line.
///
/// Its source is the ledger, its subject the stream, its time the ledger's acceptance.
///
/// # Errors
/// If the entry cannot be written.
pub fn cloud_event(entry: &Entry, ledger: Ledger) -> Result<String, EncodeError> {
    let line = to_json(entry)?;
    let data = RawValue::from_string(line)?;
    let (name, version) = (type_name(&entry.event), version(&entry.event));
    let event = CloudEvent {
        specversion: "1.0",
        id: entry.id.to_string(),
        source: format!("urn:uuid:{}", ledger.id),
        kind: format!("candour.{name}"),
        time: time(entry.recorded_at),
        subject: entry.stream.to_string(),
        datacontenttype: "application/json",
        dataschema: format!("urn:candour:schema:{name}:{version}"),
        synthetic: ledger.people == People::Invented,
        data: &data,
    };
    Ok(serde_json::to_string(&event)?)
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
