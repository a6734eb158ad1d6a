//! The digest by which a repeated request is known to be the same: over one canonical form of all
//! that it says, keyed with the ledger's secret. It says nothing of what the request means.
//!
//! The canonical form is JSON with sorted names and without what says nothing: "not recorded",
//! nothing, and empty lists and structures. So a request that was recorded before a type gained an
//! optional field has the same digest afterwards, and a file can be imported again.
//!
//! # Rules
//! - `the_digest_of_a_request_never_changes`: a test keeps one that was worked out once.
//! - `what_is_not_recorded_does_not_count`: left out or written out, it is the same request.
//! - `any_other_difference_is_another_request`.

use serde::Serialize;
use serde_json::Value;

use candour_ledger::LedgerSecret;
use candour_schemas::{EncodeError, payload, type_name};

use crate::request::{Action, Request};

/// What the digest is for; it goes into it.
const PURPOSE: &str = "candour request v1";

/// The digest of a request in a ledger with this secret.
///
/// # Errors
/// If an action has no written form.
pub(crate) fn digest(secret: &LedgerSecret, request: &Request) -> Result<[u8; 32], EncodeError> {
    Ok(secret.digest(PURPOSE, canonical(request)?.as_bytes()))
}

/// All that a request says but for its own identifier, which is what the digest is compared under.
#[derive(Serialize)]
struct Said {
    stream: String,
    author: String,
    agency: String,
    actions: Vec<SaidAction>,
}

#[derive(Serialize)]
struct SaidAction {
    proposes: &'static str,
    payload: Value,
    envelope: Value,
}

fn canonical(request: &Request) -> Result<String, EncodeError> {
    let Request { id: _, author, agency, stream, actions } = request;
    let said = |action: &Action| {
        let Action { envelope, proposed } = action;
        Ok(SaidAction {
            proposes: type_name(proposed),
            payload: serde_json::from_str(&payload::to_json(proposed)?)?,
            envelope: serde_json::to_value(envelope)?,
        })
    };
    let said = Said {
        stream: stream.to_string(),
        author: author.to_string(),
        agency: agency.to_string(),
        actions: actions.iter().map(said).collect::<Result<_, EncodeError>>()?,
    };
    let mut text = String::new();
    write(&serde_json::to_value(said)?, &mut text);
    Ok(text)
}

/// Whether a value says nothing, so that it is the same as if it were not there.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(words) => words == "not_recorded",
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Writes a value with sorted names, whatever order serde has them in, and without what says nothing.
/// In a list every value has its place and is written.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut said: Vec<_> =
                fields.iter().filter(|(_, value)| !says_nothing(value)).collect();
            said.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (at, (name, value)) in said.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&value.to_string());
        }
    }
}
