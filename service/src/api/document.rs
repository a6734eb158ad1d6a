//! The OpenAPI document: put together from the table of operations, from the schemas of what is answered, and
//! from those of what can be recorded, each of which stands in it once. It is served, and committed as
//! `docs/openapi.json`. What an operation does is not decided here.
//!
//! # Rules
//! - `every_reference_in_the_document_leads_somewhere`.
//! - `every_payload_stands_in_the_document_once`.
//! - `every_example_of_a_request_is_one`: they are those of a first case, in order, as the guide has them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use candour_commands::request_schema;
use candour_schemas::json_schema;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::operation::{self, JSON};
use super::problem::{Kind, Problem, Told};
use super::recording::KEY;
use crate::moment::PATTERN;

/// The place of the definitions in the document.
const SCHEMAS: &str = "#/components/schemas/";
/// What our schemas are called elsewhere, before a name and a version.
const URN: &str = "urn:candour:schema:";

/// What a kind of problem is.
#[derive(Serialize, JsonSchema)]
pub(crate) struct KindDescribed {
    /// Its address.
    #[serde(rename = "type")]
    kind: String,
    /// What it is, in one line.
    title: &'static str,
    /// The status that goes with it.
    status: u16,
    /// What to do, where an answer names nothing better.
    next: &'static str,
}

/// Describes a kind of problem.
pub(crate) async fn kind(Path(name): Path<String>) -> Result<Response, Problem> {
    let kind = Kind::ALL
        .into_iter()
        .find(|it| it.name() == name)
        .ok_or_else(|| Problem::of(Kind::NotFound, "there is no such kind of problem"))?;
    let described = KindDescribed {
        kind: format!("{}{name}", super::problem::PLACE),
        title: kind.title(),
        status: kind.status().as_u16(),
        next: kind.usual_step(),
    };
    let body = serde_json::to_string(&described).map_err(anyhow::Error::from)?;
    Ok(([(CONTENT_TYPE, JSON)], body).into_response())
}

/// Answers what is not there.
pub(crate) async fn nothing() -> Problem {
    Problem::of(Kind::NotFound, "there is no such path")
}

/// Serves the document.
pub(crate) async fn served() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_string());
    ([(CONTENT_TYPE, JSON)], text.as_str()).into_response()
}

/// The document.
pub(crate) fn document() -> Value {
    let mut table = super::table();
    let problem = table.schema::<Told<'static>>();
    let (_, paths, mut schemas) = table.done();
    if let Some(schemas) = schemas.as_object_mut() {
        add_ours(schemas);
        schemas.insert("MomentAsked".to_owned(), moment());
        schemas.insert("Synthetic".to_owned(), synthetic());
    }
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Candour",
            "version": "1",
            "summary": "A ledger of safeguarding work: who knew what, and when",
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": operation::problem(&problem) },
            "parameters": headers(),
        }
    })
}

/// What the document opens with.
const ABOUT: &str = "\
Each operation is a command of `candour`, and answers with what its `--json` prints. An address names \
children and people by identifier alone; POST /api/v1/search finds it. Every failure is a problem (RFC \
9457) that says what to do next. Parameters that are not known are refused. For now every ledger holds \
invented records alone.";

/// A moment, as questions take it.
fn moment() -> Value {
    json!({
        "description": "A day (the end of it), a minute of London's time (the end of it), or an exact time. \
                        A minute over which the clocks in London went forward is refused.",
        "type": "string",
        "pattern": PATTERN,
        "examples": ["2026-01-26", "2026-01-26T16:30", "2026-01-26T16:30:00Z"]
    })
}

/// The mark of an answer from a ledger of invented records.
fn synthetic() -> Value {
    json!({
        "type": "object",
        "properties": { "synthetic": {
            "description": "The ledger holds invented records alone.",
            "const": true
        } },
        "required": ["synthetic"]
    })
}

/// The parameters that stand in headers.
fn headers() -> Value {
    let header = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "header", "description": description, "schema": schema });
    json!({
        "IfNoneMatch": header(
            "If-None-Match",
            "The ETag of an answer that is held already: nothing is sent where it would be the same.",
            json!({ "type": "string" }),
        ),
        "IfMatch": header(
            "If-Match",
            "The ETag of what was read: nothing is recorded where something came since into the stream \
             that the request is about.",
            json!({ "type": "string", "pattern": "^\"?[0-9]{1,18}(\\.[0-9a-f]*)?\"?$" }),
        ),
        "IdempotencyKey": header(
            KEY,
            "The identifier of the request, where its body has none. The same key with the same content is \
             answered as before.",
            json!({ "type": "string", "format": "uuid" }),
        ),
        "LastEventId": header(
            "Last-Event-ID",
            "The position of the last entry that a listener has, in place of `after`.",
            json!({ "type": "string", "pattern": "^[0-9]{1,18}$" }),
        ),
    })
}

/// A first case, one request a line.
const FIRST_CASE: &str = include_str!("../../../docs/examples/first-case.jsonl");

/// Examples of requests, each by its place and what it asks for. Recorded in this order, they are accepted.
pub(crate) fn examples() -> Value {
    // The last asks for something again.
    let mut asked = BTreeSet::new();
    let once = FIRST_CASE.lines().filter(|line| asked.insert(*line));
    let lines = once.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let example = |(place, request): (usize, Value)| {
        let actions = request["actions"].as_array().map_or_else(Vec::new, Clone::clone);
        let all = std::iter::once(&request).chain(&actions);
        let commands: Vec<&str> = all.filter_map(|it| it["command"].as_str()).collect();
        let name = format!("{place:02}-{}", commands.join("-"));
        (name, json!({ "summary": commands.join(", "), "value": request }))
    };
    Value::Object((1..).zip(lines).map(example).collect())
}

/// Adds the schemas of what can be recorded: the request, the envelope, and each payload.
fn add_ours(schemas: &mut Map<String, Value>) {
    add(schemas, "Envelope.v1", json_schema::envelope().to_value());
    for event in json_schema::events() {
        add(schemas, &format!("{}.v{}", event.name, event.version), event.schema.to_value());
    }
    add(schemas, "Request", request_schema::request());
    if let Some(request) = schemas.get_mut("Request").and_then(Value::as_object_mut) {
        leave_out_identifier(request);
    }
    let line = json!({
        "description": "A request in a line of its own, which has its identifier itself.",
        "allOf": [{ "$ref": format!("{SCHEMAS}Request") }],
        "required": ["request"]
    });
    schemas.insert("RequestLine".to_owned(), line);
}

/// Says of a request that its identifier may stand in a header instead.
fn leave_out_identifier(request: &mut Map<String, Value>) {
    if let Some(required) = request.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|it| it != "request");
    }
    request["properties"]["request"]["description"] = json!(
        "The request's own identifier. Repeating the request repeats it. It may be left out where \
         Idempotency-Key has it."
    );
}

/// Adds one schema; what it defines for itself is defined once for all.
fn add(schemas: &mut Map<String, Value>, name: &str, mut schema: Value) {
    let mut names = Map::new();
    let own = schema.as_object_mut().and_then(|it| it.remove("$defs"));
    let Some(Value::Object(own)) = own.or(Some(json!({}))) else { return };
    for (define, _) in &own {
        names.insert(define.clone(), json!(define));
    }
    // Where another schema has another definition of that name, it keeps its own.
    loop {
        let mut clashed = false;
        for (define, definition) in &own {
            let called = names[define].as_str().unwrap_or_default().to_owned();
            let here = referring(definition.clone(), &names);
            if called == *define && schemas.get(&called).is_some_and(|it| *it != here) {
                names.insert(define.clone(), json!(format!("{name}.{define}")));
                clashed = true;
            }
        }
        if !clashed {
            break;
        }
    }
    for (define, definition) in &own {
        let called = names[define].as_str().unwrap_or_default().to_owned();
        schemas.insert(called, referring(definition.clone(), &names));
    }
    if let Some(object) = schema.as_object_mut() {
        object.remove("$id");
        object.remove("$schema");
    }
    schemas.insert(name.to_owned(), referring(schema, &names));
}

/// A schema whose references lead into the document.
fn referring(schema: Value, names: &Map<String, Value>) -> Value {
    match schema {
        Value::Object(object) => {
            let one = |(key, value): (String, Value)| match (key.as_str(), &value) {
                ("$ref", Value::String(to)) => {
                    let to = reference(to, names);
                    (key, json!(to))
                }
                _ => (key, referring(value, names)),
            };
            Value::Object(object.into_iter().map(one).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(|it| referring(it, names)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema,
    }
}

fn reference(to: &str, names: &Map<String, Value>) -> String {
    if let Some(define) = to.strip_prefix("#/$defs/") {
        let called = names.get(define).and_then(Value::as_str).unwrap_or(define);
        return format!("{SCHEMAS}{called}");
    }
    match to.strip_prefix(URN).and_then(|it| it.rsplit_once(':')) {
        Some((name, version)) => format!("{SCHEMAS}{name}.v{version}"),
        None => to.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use candour_commands::lines;

    use super::*;

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    if let ("$ref", Value::String(to)) = (key.as_str(), value) {
                        found.insert(to.clone());
                    }
                    references(value, found);
                }
            }
            Value::Array(all) => all.iter().for_each(|it| references(it, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_reference_in_the_document_leads_somewhere() {
        let document = document();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        let lost: Vec<&String> = found
            .iter()
            .filter(|to| to.strip_prefix('#').and_then(|it| document.pointer(it)).is_none())
            .collect();
        assert_eq!(lost, Vec::<&String>::new());
    }

    #[test]
    fn every_payload_stands_in_the_document_once() {
        let document = document();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for event in json_schema::events() {
            let name = format!("{}.v{}", event.name, event.version);
            assert_eq!(schemas[&name]["title"], event.schema.as_value()["title"], "{name}");
        }
        let own: Vec<&String> =
            schemas.keys().filter(|it| it.contains('.') && !it.contains(".v")).collect();
        assert_eq!(own, Vec::<&String>::new());
    }

    #[test]
    fn every_example_of_a_request_is_one() {
        let document = document();
        let place = "/paths/~1api~1v1~1records/post/requestBody/content/application~1json/examples";
        let examples = document.pointer(place).and_then(Value::as_object).unwrap();
        let read: Vec<String> = examples
            .values()
            .map(|it| lines::read(&it["value"].to_string()).unwrap().id.to_string())
            .collect();
        let written: Vec<String> =
            (1..=11).map(|it| format!("7e9e0000-0000-4000-8000-{it:012}")).collect();
        assert_eq!(read, written);
    }

    #[test]
    fn the_committed_document_is_the_one_that_is_served() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
        let committed = std::fs::read_to_string(file).unwrap_or_default();
        let same = committed == crate::open_api_document();
        assert!(same, "`cargo run -p candour-service --example openapi` writes it anew");
    }
}
