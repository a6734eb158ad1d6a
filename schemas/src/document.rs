//! The event catalogue for readers: every type by chapter with its fields, and every value that a
//! field can have, as Markdown. It is written from the catalogue and the schemas, so that it says
//! what is so; `docs/event-catalogue.md` is compared with it by a test.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use candour_domain::event::Event;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::catalogue::{Chapter, EventType, type_name};
use crate::codec::EncodeError;
use crate::json_schema::{self, EventSchema};
use crate::{payload, samples};

const OPENING: &str = "\
# Event catalogue

Generated from the code by `cargo run -p candour-schemas --example regenerate`; do not edit it.

An entry is one event with its envelope. Each event below is a type: its stored name, which never
changes, and the fields of its payload. A field marked with `*` has to be given; any other may be
left out, and then reads as not recorded, or as empty. The JSON Schema of each version is in
`schemas/json/`. Events of the chapter `record` stand in the stream of the entry that they name,
whichever kind of stream it is.
";

/// The whole page.
///
/// # Errors
/// If a sample or a schema cannot be written as JSON.
pub fn event_catalogue() -> Result<String, EncodeError> {
    let mut page = OPENING.to_owned();
    let mut defined = BTreeMap::new();
    let schemas = json_schema::events();
    let orders = orders()?;
    table_of_contents(&mut page);
    fields_of_envelope(&mut page, &mut defined)?;
    for chapter in Chapter::ALL {
        let _ = write!(page, "\n## {}\n\n{}\n", chapter.name(), chapter.about());
        for kind in chapter.types() {
            let _ = write!(page, "\n### {}\n\n{}\n", kind.name, kind.about);
            for schema in schemas.iter().filter(|schema| schema.name == kind.name) {
                event(&mut page, kind, schema, &orders)?;
                define(&mut defined, &serde_json::to_value(&schema.schema)?);
            }
        }
    }
    page.push_str("\n## Values\n\nWhat stands in the fields above.\n");
    for (name, schema) in defined {
        definition(&mut page, &name, &schema);
    }
    Ok(page)
}

fn table_of_contents(page: &mut String) {
    page.push_str("\n| chapter | what it is about | events |\n|---|---|---|\n");
    for chapter in Chapter::ALL {
        let events: Vec<&str> = chapter.types().iter().map(|kind| kind.name).collect();
        let (name, about) = (chapter.name(), chapter.about());
        let _ = writeln!(page, "| [`{name}`](#{name}) | {about} | {} |", events.join(", "));
    }
}

fn fields_of_envelope(
    page: &mut String,
    defined: &mut BTreeMap<String, Value>,
) -> Result<(), EncodeError> {
    let schema = serde_json::to_value(json_schema::envelope())?;
    let order = order_of(&serde_json::to_string(&samples::envelope())?)?;
    let _ = write!(page, "\n## Envelope\n\n{}\n", words(&schema));
    fields(page, &schema, &order);
    define(defined, &schema);
    Ok(())
}

fn event(
    page: &mut String,
    kind: &EventType,
    schema: &EventSchema,
    orders: &BTreeMap<&'static str, Vec<String>>,
) -> Result<(), EncodeError> {
    let value = serde_json::to_value(&schema.schema)?;
    if schema.version == kind.version {
        let order = orders.get(kind.name).map(Vec::as_slice).unwrap_or_default();
        let _ = write!(page, "\nVersion {}:\n", schema.version);
        fields(page, &value, order);
    } else {
        let _ = write!(page, "\nVersion {}, read and no longer written:\n", schema.version);
        fields(page, &value, &[]);
    }
    Ok(())
}

/// The order in which the fields of each type are written: every field stands in its sample.
fn orders() -> Result<BTreeMap<&'static str, Vec<String>>, EncodeError> {
    let order = |event: &Event| Ok((type_name(event), order_of(&payload::to_json(event)?)?));
    samples::all().iter().map(order).collect()
}

fn order_of(json: &str) -> serde_json::Result<Vec<String>> {
    serde_json::from_str::<Keys>(json).map(|keys| keys.0)
}

/// The keys of a JSON object in the order in which they stand.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Vec::new();
        while let Some((key, IgnoredAny)) = map.next_entry()? {
            keys.push(key);
        }
        Ok(Keys(keys))
    }
}

fn fields(page: &mut String, schema: &Value, order: &[String]) {
    let Some(properties) = schema["properties"].as_object() else { return };
    page.push_str("\n| field | value | meaning |\n|---|---|---|\n");
    let rest = properties.keys().filter(|name| !order.contains(name));
    for name in order.iter().chain(rest) {
        let property = &schema["properties"][name];
        let star = if is_required(schema, name) { "\\*" } else { "" };
        let _ = writeln!(page, "| `{name}`{star} | {} | {} |", value(property), words(property));
    }
}

fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name))
}

fn words(schema: &Value) -> String {
    let words = schema["description"].as_str().unwrap_or_default().split_whitespace();
    words.collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// What stands in a place, in words.
fn value(schema: &Value) -> String {
    if let Some(name) = referred(schema) {
        return match name.strip_prefix("Recorded") {
            Some(inner) => format!("{}, or not recorded", link(inner)),
            None => link(name),
        };
    }
    if let Some(either) = schema["anyOf"].as_array() {
        return either.iter().filter(|it| it["type"] != "null").map(value).collect();
    }
    if let Some(only) = schema["const"].as_str() {
        return format!("`{only}`");
    }
    let kinds = &schema["type"];
    let kind = kinds.as_array().map_or(Some(kinds), |kinds| kinds.first()).and_then(Value::as_str);
    match (kind, schema["format"].as_str()) {
        (Some("array"), _) => format!("list of {}", value(&schema["items"])),
        (Some("object"), _) => object(schema),
        (Some("integer"), _) => "number".to_owned(),
        (Some("boolean"), _) => "true or false".to_owned(),
        (Some("string"), Some(format)) => format.to_owned(),
        (Some("string"), None) => "text".to_owned(),
        (kind, _) => kind.unwrap_or("anything").to_owned(),
    }
}

fn object(schema: &Value) -> String {
    let Some(properties) = schema["properties"].as_object() else { return "an object".to_owned() };
    let parts: Vec<String> =
        properties.iter().map(|(name, inner)| format!("`{name}`: {}", value(inner))).collect();
    format!("{{ {} }}", parts.join(", "))
}

fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/"))
}

/// A link to a definition; an identifier or a text of the standard stands as its own name.
fn link(name: &str) -> String {
    match name {
        "uint8" | "uint16" | "uint32" | "uint64" => "number".to_owned(),
        "String" => "text".to_owned(),
        _ => match name.strip_prefix("Array_of_") {
            Some(inner) => format!("list of {}", link(inner)),
            None => format!("[{name}](#{})", name.to_lowercase()),
        },
    }
}

/// Keeps the definitions of a schema, but those that only say that a value may be missing.
fn define(defined: &mut BTreeMap<String, Value>, schema: &Value) {
    let Some(definitions) = schema["$defs"].as_object() else { return };
    for (name, definition) in definitions {
        if !name.starts_with("Recorded") {
            defined.entry(name.clone()).or_insert_with(|| definition.clone());
        }
    }
}

fn definition(page: &mut String, name: &str, schema: &Value) {
    let _ = write!(page, "\n### {name}\n\n{}\n", words(schema));
    if let Some(variants) = schema["oneOf"].as_array() {
        page.push_str("\n| value | meaning |\n|---|---|\n");
        for variant in variants {
            let _ = writeln!(page, "| {} | {} |", value(variant), words(variant));
        }
    } else if schema["properties"].is_object() {
        fields(page, schema, &[]);
    } else if name != "Text" {
        let _ = write!(page, "\nWritten as {}.\n", value(schema));
    }
}
