//! JSON Schema (draft 2020-12) of every payload, old versions too, of the envelope and of an
//! exported entry, generated from the types that are written and read.
//!
//! The files in `schemas/json/` are committed. `cargo run -p candour-schemas --example regenerate`
//! writes them anew; a test compares them byte for byte. A schema says what is well formed, not
//! what is allowed: references, spans and the future are for those who decide.

use candour_domain::envelope::Envelope;
use candour_domain::event::Event;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::catalogue::{EventType, Visit, visit};
use crate::export::ExportedIn;
use crate::{old, samples};

/// The schema of one version of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSchema {
    /// The stored name.
    pub name: &'static str,
    /// The version.
    pub version: u32,
    /// The schema of the payload.
    pub schema: Schema,
}

/// A file that is generated and committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The schema of every type, in the order of the catalogue; old versions stand before newer ones.
pub fn events() -> Vec<EventSchema> {
    samples::all().iter().flat_map(versions).collect()
}

fn versions(event: &Event) -> Vec<EventSchema> {
    let (kind, now) = visit(event, Describe);
    let (name, version) = (kind.name, kind.version);
    let before = old::ALL.iter().filter(|old| old.name == name);
    before
        .map(|old| (old.version, (old.schema)()))
        .chain([(version, now)])
        .map(|(version, schema)| EventSchema {
            name,
            version,
            schema: named(schema, name, version),
        })
        .collect()
}

/// The schema of the envelope.
pub fn envelope() -> Schema {
    named(root::<Envelope>(), "Envelope", 1)
}

/// The schema of an exported entry.
pub fn exported_entry() -> Schema {
    named(root::<ExportedIn<'static>>(), "ExportedEntry", 1)
}

/// Every file of `schemas/json/`.
///
/// # Errors
/// If a schema cannot be written as JSON.
pub fn files() -> serde_json::Result<Vec<File>> {
    let others = [("envelope.json", envelope()), ("exported-entry.json", exported_entry())];
    let others = others.map(|(name, schema)| (name.to_owned(), schema));
    events()
        .into_iter()
        .map(|it| (format!("{}.v{}.json", it.name, it.version), it.schema))
        .chain(others)
        .map(|(name, schema)| {
            let text = serde_json::to_string_pretty(&schema)? + "\n";
            Ok(File { name, text })
        })
        .collect()
}

/// The schema of a type, standing alone.
pub(crate) fn root<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

fn named(mut schema: Schema, name: &str, version: u32) -> Schema {
    schema.insert("$id".to_owned(), format!("urn:candour:schema:{name}:{version}").into());
    schema.insert("title".to_owned(), format!("{name}, version {version}").into());
    schema
}

struct Describe;

impl Visit for Describe {
    type Out = (&'static EventType, Schema);

    fn visit<T: Serialize + JsonSchema>(self, kind: &'static EventType, _: &T) -> Self::Out {
        (kind, root::<T>())
    }
}
