//! The committed schema of a request, against what is generated, written and read.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made must fail the test")]

use std::fs;
use std::path::Path;

use candour_commands::{Action, Request, lines, request_schema};
use candour_domain::identifier::RequestId;
use candour_schemas::json_schema;
use candour_schemas::samples::{self, SOCIAL_CARE, SOCIAL_WORKER};
use serde_json::{Value, json};
use uuid::Uuid;

fn committed() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(request_schema::FILE);
    fs::read_to_string(file).unwrap()
}

/// A validator of the committed schema, which knows those that it refers to.
fn validator() -> jsonschema::Validator {
    let others = json_schema::events().into_iter().map(|it| it.schema);
    let registry = others.chain([json_schema::envelope()]).fold(
        jsonschema::Registry::new(),
        |registry, schema| {
            let schema = serde_json::to_value(schema).unwrap();
            let id = schema["$id"].as_str().unwrap().to_owned();
            registry.add(id, schema).unwrap()
        },
    );
    let registry = registry.prepare().unwrap();
    let schema: Value = serde_json::from_str(&committed()).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    options.with_registry(&registry).build(&schema).unwrap()
}

fn requests() -> Vec<Request> {
    let one = |event| {
        let stream = samples::stream(&event);
        let action = Action { envelope: samples::envelope(), proposed: event };
        let asked = |actions| Request {
            id: RequestId::new(Uuid::from_u128(1)),
            author: SOCIAL_WORKER,
            agency: SOCIAL_CARE,
            stream,
            actions,
        };
        [asked(vec![action.clone()]), asked(vec![action.clone(), action])]
    };
    samples::all().into_iter().flat_map(one).collect()
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    assert_eq!(committed(), request_schema::text().unwrap());
}

#[test]
fn every_sample_as_a_line_is_valid() {
    let validator = validator();
    for request in requests() {
        let line: Value = serde_json::from_str(&lines::write(&request).unwrap()).unwrap();
        let faults: Vec<String> = validator.iter_errors(&line).map(|it| it.to_string()).collect();
        assert_eq!(faults, [""; 0], "{line}");
    }
}

#[test]
fn what_the_schema_refuses_cannot_be_read_either() {
    let validator = validator();
    let line = lines::write(&requests()[0]).unwrap();
    let good: Value = serde_json::from_str(&line).unwrap();
    let changes: [(&str, Value); 6] = [
        ("command", json!("ConcernRaised")),
        ("payload", json!({ "colour": "blue" })),
        ("envelope", json!({})),
        ("actions", json!([])),
        ("stream", json!("house-1")),
        ("colour", json!("blue")),
    ];
    assert!(validator.is_valid(&good));
    for (field, value) in changes {
        let mut bad = good.clone();
        bad[field] = value;
        let read = lines::read(&bad.to_string());
        assert_eq!((validator.is_valid(&bad), read.ok()), (false, None), "{bad}");
    }
}
