//! Files and rules over HTTP beside the command line: what is handed out either way is the same.

use serde_json::{Value, json};

use crate::program::Ledger;
use crate::serving::Serving;

const JSON: &str = "application/json";

#[test]
fn a_table_is_the_file_that_the_command_writes() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let cases: [(&str, &[&str]); 2] = [
        (
            "chronology/file?agency=Police&clock=claims",
            &["chronology", "ASH-1", "--agency", "Police", "--clock", "claims"],
        ),
        ("matrix/file?format=csv&at=2026-02-24", &["matrix", "ASH-1", "--at", "2026-02-24"]),
    ];
    for (path, words) in cases {
        let got = serving.get(&format!("/api/v1/cases/ASH-1/{path}"));
        let command =
            [&["export"], words, &["--format", "csv", "--output", "-", "--quiet"]].concat();
        assert_eq!((got.status, got.text), (200, ledger.answer(&command)), "{path}");
        let name = path.split('/').next().unwrap();
        let kept = format!("content-disposition: attachment; filename=\"{name}.csv\"");
        assert!(got.head.contains(&kept), "{}", got.head);
    }
    let got = serving.get("/api/v1/cases/ASH-1/matrix/file?format=pdf");
    assert_eq!((got.status, &got.json()["next"]), (400, &json!("name one of: csv, xlsx")));
}

#[test]
fn cloud_events_are_those_that_the_command_writes() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let written =
        ledger.answer(&["export", "cloudevents", "--after", "100", "--output", "-", "--quiet"]);
    let got = serving.get("/api/v1/cloudevents?after=100");
    assert_eq!((got.status, got.text), (200, written));
}

#[test]
fn a_bundle_is_entered_before_it_is_sent() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let path = "/api/v1/cases/ASH-1/bundles";
    let got = serving.post(path, (JSON, r#"{"for": "panel", "to": "Northshire panel"}"#));
    assert_eq!(got.status, 201, "{}", got.text);
    let exports = serving.get("/api/v1/cases/ASH-1/exports").json();
    let export = &exports["exports"][0];
    let entered = got.head.lines().find_map(|line| line.strip_prefix("candour-entered: "));
    assert_eq!(export["entry"], json!(entered.unwrap()));
    assert_eq!(exports["exports"].as_array().unwrap().len(), 1);
    let file = ledger.write("bundle.json", &got.text);
    let verdict = ledger.json(&["verify-bundle", file.to_str().unwrap()]);
    assert_eq!(verdict["sound"], json!(true));
    let refused = |body: &str| {
        let got = serving.post(path, (JSON, body));
        (got.status, got.json()["detail"].clone())
    };
    let needed = json!("the parameter 'child' is needed");
    assert_eq!(refused(r#"{"for": "subject"}"#), (400, needed));
    let twice = json!("'case' stands in the path and cannot be in the body as well");
    assert_eq!(refused(r#"{"for": "panel", "case": "ASH-1"}"#), (400, twice));
    let exports = serving.get("/api/v1/cases/ASH-1/exports").json();
    assert_eq!(exports["exports"].as_array().unwrap().len(), 1);
}

#[test]
fn rules_that_were_read_are_adopted_as_they_were_changed() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let mut rules: Value = serving.get("/api/v1/rules").json()["rules"].clone();
    let days = json!({ "working_days": 4 });
    rules["clocks"]["supervision"] = days.clone();
    let body = json!({ "rules": rules }).to_string();
    let got = serving.post("/api/v1/rules", (JSON, &body));
    let position = ledger.entries();
    let adopted = json!({ "synthetic": true, "already_so": false, "position": position });
    assert_eq!((got.status, got.json()), (201, adopted));
    let in_force = serving.get("/api/v1/rules").json();
    assert_eq!(
        (&in_force["adopted"], &in_force["rules"]["clocks"]["supervision"]),
        (&json!(true), &days)
    );
    let again = serving.post("/api/v1/rules", (JSON, &body));
    let already = json!({ "synthetic": true, "already_so": true, "position": null });
    assert_eq!((again.status, again.json()), (200, already));
}

#[test]
fn rules_that_cannot_be_meant_are_not_adopted_over_http() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let before = ledger.entries();
    let refused = |body: &Value| {
        let got = serving.post("/api/v1/rules", (JSON, &body.to_string()));
        (got.status, got.json()["detail"].as_str().unwrap().to_owned())
    };
    let never = json!({ "rules": { "clocks": { "supervision": { "months": 0 } } } });
    let why = "the body holds rules that cannot be meant: the limit of the clock supervision is \
               nothing (0 months)";
    assert_eq!(refused(&never), (422, why.to_owned()));
    let (status, why) = refused(&json!({ "rules": {}, "calender": "" }));
    assert_eq!(status, 400, "{why}");
    assert!(why.starts_with("the body holds no rules: unknown field `calender`"), "{why}");
    let (status, why) = refused(&json!({ "rules": {}, "calendar": "25 December" }));
    assert_eq!(status, 422, "{why}");
    assert!(why.starts_with("the calendar holds no bank holidays: "), "{why}");
    assert_eq!(ledger.entries(), before);
}
