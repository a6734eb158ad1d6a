//! What is generated and committed is what the code says today, and the corpus can be read.
//!
//! Where a comparison fails because the code changed on purpose, write the files anew with
//! `cargo run -p candour-schemas --example regenerate` and read the difference before committing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use candour_ledger::RequestRef;
use candour_schemas::corpus::Specimen;
use candour_schemas::{
    DraftMeta, corpus, document, draft, entry as read, export, json_schema, payload, samples,
    type_name, types,
};
use serde_json::Value;

use crate::record::{entry, of_bytes};

fn folder(name: &str) -> BTreeMap<String, String> {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap()
        .map(|found| {
            let found = found.unwrap();
            let name = found.file_name().into_string().unwrap();
            (name, fs::read_to_string(found.path()).unwrap())
        })
        .collect()
}

fn validator(schema: &schemars::Schema) -> jsonschema::Validator {
    let schema = serde_json::to_value(schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn faults(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect()
}

#[test]
fn the_committed_schemas_are_those_of_the_code() {
    let generated: BTreeMap<String, String> =
        json_schema::files().unwrap().into_iter().map(|file| (file.name, file.text)).collect();
    let committed = folder("json");
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&generated));
    for (name, text) in generated {
        assert_eq!(committed[&name], text, "{name}");
    }
}

#[test]
fn the_committed_catalogue_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/event-catalogue.md");
    assert_eq!(fs::read_to_string(path).unwrap(), document::event_catalogue().unwrap());
}

#[test]
fn the_corpus_has_every_version_of_every_type() {
    let expected: BTreeSet<String> = types()
        .flat_map(|kind| (1..=kind.version).map(|version| format!("{}.v{version}.json", kind.name)))
        .collect();
    assert_eq!(folder("corpus").into_keys().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn every_specimen_of_the_corpus_can_be_read_and_is_as_its_schema_has_it() {
    let schemas: BTreeMap<String, jsonschema::Validator> = json_schema::events()
        .into_iter()
        .map(|it| (format!("{}.v{}.json", it.name, it.version), validator(&it.schema)))
        .collect();
    let envelope = validator(&json_schema::envelope());
    for (name, text) in folder("corpus") {
        let specimen: Specimen = serde_json::from_str(&text).unwrap();
        assert_eq!(specimen.file_name(), name);
        let (kind, bytes) = ((&*specimen.type_name, specimen.version), specimen.structure.get());
        let record = of_bytes(&specimen.stream, kind, bytes, &specimen.texts);
        let read = read(&record).unwrap();
        assert_eq!(type_name(&read.event), specimen.type_name);

        let mut structure: Value = serde_json::from_str(bytes).unwrap();
        let payload = structure.as_object_mut().unwrap().remove("payload").unwrap();
        assert_eq!(faults(&schemas[&name], &payload), [""; 0], "{name}");
        assert_eq!(faults(&envelope, &structure), [""; 0], "{name}");
    }
}

#[test]
fn what_is_written_today_has_the_bytes_of_the_corpus() {
    let current: BTreeSet<String> =
        corpus::files().unwrap().into_iter().map(|file| file.name).collect();
    for (name, text) in folder("corpus").into_iter().filter(|(name, _)| current.contains(name)) {
        let specimen: Specimen = serde_json::from_str(&text).unwrap();
        let kind = (&*specimen.type_name, specimen.version);
        let record = of_bytes(&specimen.stream, kind, specimen.structure.get(), &specimen.texts);
        let entry = read(&record).unwrap();
        let request = RequestRef { id: entry.request.uuid(), index: 0, digest: [0; 32] };
        let meta = DraftMeta { id: entry.id, author: entry.author, agency: entry.agency, request };
        let written = draft(&entry.event, &entry.envelope, meta).unwrap();
        assert_eq!((&*written.type_name, written.version), kind);
        let (structure, texts) = written.parts.split_first().unwrap();
        assert_eq!(structure.text, specimen.structure.get(), "{name}");
        let texts: Vec<&str> = texts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(texts, specimen.texts, "{name}");
    }
}

#[test]
fn every_sample_is_as_its_schema_has_it_with_its_texts_in_place() {
    let exported = validator(&json_schema::exported_entry());
    let current = json_schema::events();
    for (revision, event) in (0..).zip(samples::all()) {
        let name = type_name(&event);
        let schema = current.iter().rfind(|schema| schema.name == name).unwrap();
        let payload = serde_json::from_str(&payload::to_json(&event).unwrap()).unwrap();
        assert_eq!(faults(&validator(&schema.schema), &payload), [""; 0], "{name}");
        let line = export::to_json(&entry(event, revision)).unwrap();
        let line = serde_json::from_str(&line).unwrap();
        assert_eq!(faults(&exported, &line), [""; 0], "{name}");
    }
}

#[test]
fn a_schema_refuses_a_field_that_its_type_does_not_have() {
    let schemas = json_schema::events();
    let schema = schemas.iter().rfind(|schema| schema.name == "HoldPlaced").unwrap();
    let value = serde_json::json!({"authority": "A court", "reason": "A review", "until": "May"});
    assert_eq!(
        faults(&validator(&schema.schema), &value),
        [": Additional properties are not allowed ('until' was unexpected)"]
    );
}

#[test]
fn what_a_type_is_said_to_record_is_what_its_schema_says() {
    let schemas = json_schema::events();
    for kind in types() {
        let schema = schemas.iter().rfind(|schema| schema.name == kind.name).unwrap();
        let described = schema.schema.get("description").and_then(Value::as_str).unwrap();
        let described = described.replace('\n', " ");
        let first = &described[..kind.about.len().min(described.len())];
        assert_eq!(first, kind.about, "{}", kind.name);
    }
}

#[test]
fn a_name_of_a_value_means_the_same_in_every_schema() {
    let mut meanings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let schemas = json_schema::events().into_iter().map(|it| it.schema);
    for schema in schemas.chain([json_schema::envelope(), json_schema::exported_entry()]) {
        let Some(Value::Object(defined)) = schema.get("$defs").cloned() else { continue };
        for (name, meaning) in defined {
            meanings.entry(name).or_default().insert(meaning.to_string());
        }
    }
    meanings.retain(|_, meanings| meanings.len() > 1);
    assert_eq!(meanings, BTreeMap::new());
}
