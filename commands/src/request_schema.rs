//! JSON Schema (draft 2020-12) of a request as a line. It refers to the schemas of the envelope and of
//! the payloads in `schemas/json/` by their identifiers, so that each is written once.
//!
//! The file `request.schema.json` is committed; `cargo run -p candour-commands --example
//! regenerate` writes it anew, and a test compares it byte for byte. The schema says what is well
//! formed; whether a request can be true is decided.
//!
//! # Rules
//! - `the_committed_schema_is_the_generated_one`.
//! - `every_sample_as_a_line_is_valid`: in either form, checked by an implementation that is not ours.
//! - `what_the_schema_refuses_cannot_be_read_either`.

use candour_schemas::json_schema;
use serde_json::{Value, json};

use crate::command::commands;

/// The name of the committed file, in the folder of this room.
pub const FILE: &str = "request.schema.json";

/// The schema of a request.
pub fn request() -> Value {
    let names: Vec<&str> = commands().map(|named| named.command).collect();
    let identifier = |of: &str| json!({ "description": of, "type": "string", "format": "uuid" });
    let command = json!({ "description": "What is asked for, in the imperative.", "enum": names });
    let version = json!({
        "description": "The version of the payload; the current one where it is left out.",
        "type": "integer",
        "minimum": 1
    });
    let action = json!({
        "command": command,
        "version": version,
        "envelope": { "$ref": "urn:candour:schema:Envelope:1" },
        "payload": { "description": "As the entry that the command proposes has it." }
    });
    let mut properties = json!({
        "request": identifier("The request's own identifier. Repeating the request repeats it."),
        "stream": {
            "description": "The stream that it is about.",
            "type": "string",
            "pattern": "^(case|child|person|agency|practitioner|team|ledger)-[0-9a-fA-F-]{32,36}$"
        },
        "author": identifier("The practitioner who asks for it to be recorded."),
        "agency": identifier("The agency that they record it for."),
        "actions": {
            "description": "What is to be recorded, in order: all or nothing.",
            "type": "array",
            "items": { "$ref": "#/$defs/Action" }
        }
    });
    for (name, schema) in action.as_object().into_iter().flatten() {
        properties[name] = schema.clone();
    }
    let fields = ["command", "envelope", "payload"];
    json!({
        "$id": "urn:candour:schema:Request:1",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Request, version 1",
        "description": "One request on one stream: a list of actions, or a single one written short.",
        "type": "object",
        "properties": properties,
        "required": ["request", "stream", "author", "agency"],
        "additionalProperties": false,
        "oneOf": [
            {
                "required": ["actions"],
                "properties": {
                    "command": false, "version": false, "envelope": false, "payload": false
                }
            },
            {
                "required": fields,
                "properties": { "actions": false },
                "$ref": "#/$defs/PayloadOfCommand"
            }
        ],
        "$defs": {
            "Action": {
                "type": "object",
                "properties": action,
                "required": fields,
                "additionalProperties": false,
                "$ref": "#/$defs/PayloadOfCommand"
            },
            "PayloadOfCommand": {
                "description": "The payload is that of the entry which the command proposes.",
                "allOf": payloads()
            }
        }
    })
}

/// For each command and version, which schema its payload has.
fn payloads() -> Vec<Value> {
    let schemas = json_schema::events();
    let current = |name| schemas.iter().rev().find(|it| it.name == name).map(|it| it.version);
    let mut all = Vec::new();
    for named in commands() {
        for schema in schemas.iter().filter(|schema| schema.name == named.proposes) {
            let version = schema.version;
            // A version that is left out is the current one.
            let required: &[&str] = if current(named.proposes) == Some(version) {
                &["command"]
            } else {
                &["command", "version"]
            };
            all.push(json!({
                "if": {
                    "properties": {
                        "command": { "const": named.command },
                        "version": { "const": version }
                    },
                    "required": required
                },
                "then": {
                    "properties": {
                        "payload": { "$ref": format!("urn:candour:schema:{}:{version}", schema.name) }
                    }
                }
            }));
        }
    }
    all
}

/// The text of the committed file.
///
/// # Errors
/// If the schema cannot be written as JSON.
pub fn text() -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(&request())? + "\n")
}
