//! Payloads as people and programs write them in requests: the texts in place, the version left
//! out where it is the current one. Nothing here knows what a request may ask for.

use candour_domain::event::Event;

use crate::catalogue::{Category, Form, Payload, Stored, UnknownType, named};
use crate::codec::EncodeError;
use crate::correction;

/// Why a payload in a request cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// Its type or version is unknown, or does not stand in such a stream.
    #[error(transparent)]
    Type(#[from] UnknownType),
    /// It is not what its type says.
    #[error("the payload of {type_name} is not as its schema has it")]
    Json {
        /// The type.
        type_name: &'static str,
        /// What is wrong, and where.
        #[source]
        source: serde_json::Error,
    },
}

/// Reads a payload; `None` is the current version. An event of the chapter `record` is taken to
/// stand in the stream of a case: for another stream ask [`parse_in`].
///
/// # Errors
/// If the type or version is unknown, or the payload is not what they say.
pub fn parse(type_name: &str, version: Option<u32>, json: &str) -> Result<Event, PayloadError> {
    parse_in(named(type_name)?.chapter.category(), type_name, version, json)
}

/// Reads a payload that is to stand in a kind of stream; `None` is the current version.
///
/// # Errors
/// If the type or version is unknown or does not stand there, or the payload is not what they say.
pub fn parse_in(
    category: Category,
    type_name: &str,
    version: Option<u32>,
    json: &str,
) -> Result<Event, PayloadError> {
    let stored = Stored::find(category, Form::Requested, type_name, version)?;
    let type_name = stored.kind.name;
    stored.read(json).map_err(|source| PayloadError::Json { type_name, source })
}

/// Writes the payload of an event with its texts in place, as [`parse`] reads it.
///
/// # Errors
/// If it is a correction that could not be read back.
pub fn to_json(event: &Event) -> Result<String, EncodeError> {
    correction::check(event)?;
    Ok(serde_json::to_string(&Payload(event))?)
}
