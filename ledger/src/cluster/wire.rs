//! How a record is written as an event of a cluster, and read back: the skeleton and the commitments in
//! the metadata, the parts in the data, both JSON, so that the cluster's own tools show what an entry is.
//! The structure stands there as the JSON that it is. A record that is read back has the leaf of the one
//! that was written, byte for byte. Positions are not here: whoever reads the ledger in order counts them.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use eventstore::{EventData, RecordedEvent};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::embedded::replica::{Heard, LogPlace};
use crate::leaf::Leaf;
use crate::record::{
    Part, PartContent, PartKind, Position, Record, RequestRef, Revision, StreamName,
};

/// The form in which events are written. Once released its meaning never changes.
const FORM: u32 = 1;
/// Categories whose streams are the ledger's alone: an event of somebody else in one of them is a fault.
const CATEGORIES: [&str; 7] =
    ["agency", "case", "child", "ledger", "person", "practitioner", "team"];
/// What an event costs beyond data, metadata and type: its identifier, and what is put around all.
const AROUND_BYTES: usize = 256;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    parts: Vec<WrittenPart>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    number: u16,
    /// Missing, with what follows, where the part was emptied.
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    /// The structure, where its text is a JSON object as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    structure: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Meta {
    #[serde(rename = "$correlationId", skip_serializing_if = "Option::is_none")]
    correlation: Option<Uuid>,
    #[serde(rename = "$causationId", skip_serializing_if = "Option::is_none")]
    causation: Option<Uuid>,
    candour: u32,
    ledger: Uuid,
    node: Uuid,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    taken_over: bool,
    recorded_at: String,
    version: u32,
    author: Uuid,
    agency: Uuid,
    request: Request,
    parts: Vec<Commitment>,
}

#[derive(Serialize, Deserialize)]
struct Request {
    id: Uuid,
    index: u32,
    digest: String,
}

#[derive(Serialize, Deserialize)]
struct Commitment {
    number: u16,
    kind: u16,
    #[serde(rename = "commitment")]
    bytes: String,
}

/// What marks the metadata of an event as a record of ours, whatever else it holds.
#[derive(Deserialize)]
struct Mark {
    ledger: Uuid,
}

/// What a structure may say of what led to its entry. It is looked for and not relied on: what is found
/// is repeated for the cluster's tools, and never read back.
#[derive(Default, Deserialize)]
struct Context {
    causation: Option<Uuid>,
    correlation: Option<Uuid>,
}

/// How a record comes to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The ledger.
    pub(super) ledger: Uuid,
    /// The node that writes it.
    pub(super) node: Uuid,
    /// Whether it was recorded elsewhere before, so that its time is not the node's.
    pub(super) taken_over: bool,
}

/// An event to send, and what it weighs against the servers' limit.
#[derive(Clone)]
pub(super) struct Event {
    pub(super) event: EventData,
    pub(super) bytes: usize,
}

/// Writes a record as an event.
pub(super) fn write(record: &Record, origin: Origin) -> serde_json::Result<Event> {
    let (data, meta) = texts(record, origin)?;
    let bytes = data.get().len() + meta.get().len() + record.type_name.len() + AROUND_BYTES;
    let event = EventData::json(&record.type_name, &data)?.id(record.id).metadata_as_json(&meta)?;
    Ok(Event { event, bytes })
}

/// The data and the metadata of a record.
fn texts(record: &Record, origin: Origin) -> serde_json::Result<(Box<RawValue>, Box<RawValue>)> {
    let parts = record.parts.iter().map(written).collect();
    let structure = record.parts.iter().find(|part| part.kind == PartKind::STRUCTURE);
    let structure = structure.and_then(|part| part.content.as_ref());
    let context: Context =
        structure.and_then(|content| serde_json::from_str(&content.text).ok()).unwrap_or_default();
    let meta = Meta {
        correlation: Some(context.correlation.unwrap_or(record.request.id)),
        causation: context.causation,
        candour: FORM,
        ledger: origin.ledger,
        node: origin.node,
        taken_over: origin.taken_over,
        recorded_at: record.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        version: record.version,
        author: record.author,
        agency: record.agency,
        request: Request {
            id: record.request.id,
            index: record.request.index,
            digest: hex(&record.request.digest),
        },
        parts: record.parts.iter().map(commitment).collect(),
    };
    let data = serde_json::value::to_raw_value(&Data { parts })?;
    Ok((data, serde_json::value::to_raw_value(&meta)?))
}

fn commitment(part: &Part) -> Commitment {
    Commitment { number: part.number, kind: part.kind.code(), bytes: hex(&part.commit) }
}

fn written(part: &Part) -> WrittenPart {
    let number = part.number;
    let Some(PartContent { salt, text }) = &part.content else {
        return WrittenPart { number, salt: None, structure: None, text: None };
    };
    let structure = (part.kind == PartKind::STRUCTURE).then(|| object(text)).flatten();
    let text = structure.is_none().then(|| text.clone());
    WrittenPart { number, salt: Some(hex(salt)), structure, text }
}

/// The text as JSON, where it is an object that comes back as it is.
fn object(text: &str) -> Option<Box<RawValue>> {
    let raw = text.starts_with('{').then(|| RawValue::from_string(text.to_owned()).ok()).flatten();
    raw.filter(|raw| raw.get() == text)
}

/// What an event of the cluster is to a ledger.
#[derive(Debug, PartialEq)]
pub(super) enum Read {
    /// Something else: the cluster's own, another ledger's, another program's.
    Passed,
    /// A record.
    Record(Box<Heard>),
    /// It stands where a record of ours must stand, and is none.
    Wrong(Misread),
}

/// An event that should be a record and cannot be read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misread {
    pub(super) stream: String,
    pub(super) revision: u64,
    pub(super) what: &'static str,
}

/// Reads an event of the cluster as a record of this ledger.
pub(super) fn read(event: &RecordedEvent, ledger: Uuid, namespace: &str) -> Read {
    let Some(name) = event.stream_id.strip_prefix(namespace) else { return Read::Passed };
    if name.starts_with('$') {
        return Read::Passed;
    }
    let mark: Option<Mark> = serde_json::from_slice(&event.custom_metadata).ok();
    let ours = mark.is_some_and(|mark| mark.ledger == ledger);
    let stream: Option<StreamName> = name.parse().ok();
    let known = stream.as_ref().is_some_and(|it| CATEGORIES.contains(&it.category()));
    let misread = |what| {
        let stream = event.stream_id.clone();
        Read::Wrong(Misread { stream, revision: event.revision, what })
    };
    match (ours, stream, known) {
        (true, Some(stream), _) => match record(event, stream, ledger) {
            Ok(heard) => Read::Record(Box::new(heard)),
            Err(what) => misread(what),
        },
        (true, None, _) => misread("name of its stream"),
        (false, _, true) => misread("metadata, which are not this ledger's,"),
        (false, _, false) => Read::Passed,
    }
}

fn record(event: &RecordedEvent, stream: StreamName, ledger: Uuid) -> Result<Heard, &'static str> {
    let meta: Meta = serde_json::from_slice(&event.custom_metadata).map_err(|_| "metadata")?;
    if meta.candour != FORM {
        return Err("form, which this release does not know,");
    }
    let data: Data = serde_json::from_slice(&event.data).map_err(|_| "data")?;
    if data.parts.len() != meta.parts.len() {
        return Err("parts");
    }
    let parts = meta.parts.iter().zip(data.parts).map(|(committed, held)| part(committed, held));
    let recorded_at = DateTime::parse_from_rfc3339(&meta.recorded_at).map_err(|_| "time")?;
    let recorded_at = recorded_at.with_timezone(&Utc);
    let server_ahead_ms = stamped(event)
        .filter(|_| !meta.taken_over)
        .map(|stamped| (stamped - recorded_at).num_milliseconds());
    let mut record = Record {
        id: event.id,
        stream,
        revision: Revision::from_number(event.revision),
        position: Position::FIRST,
        type_name: event.event_type.clone(),
        version: meta.version,
        recorded_at,
        author: meta.author,
        agency: meta.agency,
        request: RequestRef {
            id: meta.request.id,
            index: meta.request.index,
            digest: unhex(&meta.request.digest).ok_or("request")?,
        },
        parts: parts.collect::<Result<_, _>>()?,
        leaf: [0; 32],
    };
    record.leaf = Leaf::of(ledger, &record).hash();
    let place = LogPlace { commit: event.position.commit, prepare: event.position.prepare };
    Ok(Heard { record, place, node: meta.node, server_ahead_ms })
}

fn part(committed: &Commitment, held: WrittenPart) -> Result<Part, &'static str> {
    let WrittenPart { number, salt, structure, text } = held;
    if number != committed.number {
        return Err("parts");
    }
    let text = match (structure, text) {
        (Some(structure), None) => Some(Box::<str>::from(structure).into_string()),
        (None, text) => text,
        (Some(_), Some(_)) => return Err("parts"),
    };
    let content = match (salt, text) {
        (Some(salt), Some(text)) => Some(PartContent { salt: unhex(&salt).ok_or("salts")?, text }),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err("parts"),
    };
    let kind = PartKind::from_code(committed.kind);
    let commit = unhex(&committed.bytes).ok_or("commitments")?;
    Ok(Part { number, kind, commit, content })
}

/// When the server took the event: the client cuts its own reading of it to whole seconds, and keeps
/// what it was told, in ticks of a tenth of a microsecond.
fn stamped(event: &RecordedEvent) -> Option<DateTime<Utc>> {
    let ticks: i64 = event.metadata.get("created")?.parse().ok()?;
    DateTime::from_timestamp_micros(ticks / 10)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let text = text.as_bytes();
    let digits = text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if text.len() != 64 || !digits {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
