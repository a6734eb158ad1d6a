//! Entries as other programs get them: one JSON object each, the texts in place.
//!
//! ```json
//! {"position":1,"id":"..","stream":"case-..","revision":0,"type":"CaseOpened","version":1,
//!  "recorded_at":"2026-01-05T21:40:00Z","author":"..","agency":"..","request":"..",
//!  "envelope":{..},"payload":{..}}
//! ```
//!
//! The fields and their order are stable. A text that has been emptied is `null`. An export is
//! written in the current version of each type and read in any. What may be exported to whom, and
//! the proof that nothing was left out, are not decided here.
//!
//! # Rules
//! - `what_is_exported_reads_back_equal`: every field of every entry.
//! - `an_export_is_one_line`: whatever stands in the texts.

use std::borrow::Cow;

use candour_domain::entry::{Entry, Position, StreamError};
use candour_domain::envelope::Envelope;
use candour_domain::identifier::{AgencyId, EntryId, PractitionerId, RequestId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::catalogue::{Category, Form, Payload, Stored, UnknownType, event_type};
use crate::codec::EncodeError;
use crate::correction;

/// Why an exported entry cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It is not an exported entry.
    #[error("this is not an exported entry")]
    Json(#[source] serde_json::Error),
    /// Its stream is of no kind that this program knows.
    #[error("its stream is not one of ours")]
    Stream(#[from] StreamError),
    /// Its type or version is unknown, or does not stand in such a stream.
    #[error(transparent)]
    Type(#[from] UnknownType),
    /// Its payload is not what its type and version say.
    #[error("the payload of {type_name} is not as its schema has it")]
    Payload {
        /// The type.
        type_name: &'static str,
        /// What is wrong, and where.
        #[source]
        source: serde_json::Error,
    },
}

#[derive(Serialize)]
struct ExportedOut<'a> {
    position: u64,
    id: EntryId,
    stream: String,
    revision: u64,
    #[serde(rename = "type")]
    type_name: &'static str,
    version: u32,
    recorded_at: DateTime<Utc>,
    author: PractitionerId,
    agency: AgencyId,
    request: RequestId,
    envelope: &'a Envelope,
    payload: Payload<'a>,
}

/// An entry as it is exported: its place in the ledger, who recorded it and when, what is said of
/// it, and what happened.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ExportedEntry")]
pub struct ExportedIn<'a> {
    /// Its place in the whole ledger.
    position: u64,
    /// Its identifier.
    id: EntryId,
    /// The stream in which it stands: a kind and an identifier.
    #[serde(borrow)]
    #[schemars(with = "String")]
    stream: Cow<'a, str>,
    /// Its place in the stream, from 0.
    revision: u64,
    /// The stored name of its type.
    #[serde(rename = "type")]
    #[serde(borrow)]
    #[schemars(with = "String")]
    type_name: Cow<'a, str>,
    /// The version of its payload.
    version: u32,
    /// When the ledger accepted it.
    recorded_at: DateTime<Utc>,
    /// Who recorded it.
    author: PractitionerId,
    /// For which agency they recorded it.
    agency: AgencyId,
    /// The request that it was recorded by.
    request: RequestId,
    /// What is said of it.
    envelope: Envelope,
    /// What happened, as the schema of its type and version has it.
    #[serde(borrow)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    payload: &'a RawValue,
}

/// Writes an entry as one line of JSON, without the line break.
///
/// # Errors
/// If it is a correction that could not be read back.
pub fn to_json(entry: &Entry) -> Result<String, EncodeError> {
    let Entry {
        id,
        stream,
        revision,
        position,
        recorded_at,
        author,
        agency,
        request,
        envelope,
        event,
    } = entry;
    correction::check(event)?;
    let kind = event_type(event);
    Ok(serde_json::to_string(&ExportedOut {
        position: position.0,
        id: *id,
        stream: stream.to_string(),
        revision: *revision,
        type_name: kind.name,
        version: kind.version,
        recorded_at: *recorded_at,
        author: *author,
        agency: *agency,
        request: *request,
        envelope,
        payload: Payload(event),
    })?)
}

/// Reads an entry as [`to_json`] wrote it, in this version of its type or an earlier one.
///
/// # Errors
/// If it is not an exported entry, or of an unknown type or version.
pub fn from_json(json: &str) -> Result<Entry, ExportError> {
    let ExportedIn {
        position,
        id,
        stream,
        revision,
        type_name,
        version,
        recorded_at,
        author,
        agency,
        request,
        envelope,
        payload,
    } = serde_json::from_str(json).map_err(ExportError::Json)?;
    let stream = stream.parse()?;
    let category = Category::of(stream);
    let stored = Stored::find(category, Form::Kept, &type_name, Some(version))?;
    let type_name = stored.kind.name;
    let event =
        stored.read(payload.get()).map_err(|source| ExportError::Payload { type_name, source })?;
    Ok(Entry {
        id,
        stream,
        revision,
        position: Position(position),
        recorded_at,
        author,
        agency,
        request,
        envelope,
        event,
    })
}
