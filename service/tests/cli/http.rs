//! The HTTP API beside the command line, on one ledger: what is asked either way has one answer.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::program::{Ledger, Ran};
use crate::serving::Serving;

/// Paths that answer a question of the command line, each with that question. What is asked as at now is
/// asked as at a moment, so that both are asked the same.
const ASKED: [(&str, &str, &[&str]); 17] = [
    ("/cases", "?on_record=2036-01-31", &["case", "list", "--on-record", "2036-01-31"]),
    (
        "/cases/{case}",
        "?at=2026-02-24&clock=claims",
        &["case", "show", "ASH-1", "--at", "2026-02-24", "--clock", "claims"],
    ),
    (
        "/cases/{case}/chronology",
        "?facts=true&from=2026-01-01&agency=Police",
        &["chronology", "ASH-1", "--facts", "--from", "2026-01-01", "--agency", "Police"],
    ),
    ("/cases/{case}/trail", "", &["trail", "ASH-1"]),
    ("/cases/{case}/accesses", "?limit=5", &["access", "--case", "ASH-1", "--limit", "5"]),
    (
        "/cases/{case}/duties",
        "?at=2026-06-30&clock=claims",
        &["duties", "ASH-1", "--at", "2026-06-30", "--clock", "claims"],
    ),
    ("/cases/{case}/exports", "", &["exports", "ASH-1"]),
    (
        "/cases/{case}/matrix",
        "?all=true&clock=claims",
        &["matrix", "ASH-1", "--all", "--clock", "claims"],
    ),
    (
        "/cases/{case}/known-to/{whose}",
        "?clock=claims&contemporaneous_only=true",
        &["known-to", "Police", "--case", "ASH-1", "--clock", "claims", "--contemporaneous-only"],
    ),
    (
        "/cases/{case}/gaps",
        "?at=2026-01-26T16:30&clock=claims",
        &["gaps", "ASH-1", "--at", "2026-01-26T16:30", "--clock", "claims"],
    ),
    (
        "/cases/{case}/late",
        "?days=10&watershed=2026-02-24T09:30&clock=claims",
        &["late", "ASH-1", "--days", "10", "--watershed", "2026-02-24T09:30", "--clock", "claims"],
    ),
    (
        "/dashboard",
        "?at=2026-06-30&compared_with=2026-03-31&section=recording&section=duties",
        &[
            "dashboard",
            "--at",
            "2026-06-30",
            "--compared-with",
            "2026-03-31",
            "--section",
            "recording",
            "--section",
            "duties",
        ],
    ),
    (
        "/dashboard/entries",
        "?number=recording%2FPolice%2Fentries&at=2026-06-30",
        &["dashboard", "--explain", "recording/Police/entries", "--at", "2026-06-30"],
    ),
    ("/worklist", "?at=2026-06-30&limit=2", &["worklist", "--at", "2026-06-30", "--limit", "2"]),
    ("/rules", "", &["rules", "show"]),
    ("/witnesses", "", &["witnesses", "show"]),
    (
        "/entries/{entry}/who-knew",
        "?case=ASH-1&clock=claims",
        &["who-knew", "H1", "--case", "ASH-1", "--clock", "claims"],
    ),
];

/// Paths that answer otherwise, which have tests of their own here or beside the API.
const OTHERWISE: [&str; 12] = [
    "/cases/{case}/chronology/file",
    "/cases/{case}/matrix/file",
    "/checkpoint",
    "/children/{child}",
    "/cloudevents",
    "/entries",
    "/entries/{entry}/decision",
    "/entries/{entry}/receipt",
    "/imports/{id}",
    "/people/{person}",
    "/problems/{kind}",
    "/verifications/{id}",
];

fn quietly(ledger: &Ledger, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--quiet");
    ledger.json(&all)
}

/// The identifier of somebody of a kind.
pub(crate) fn identifier(ledger: &Ledger, kind: &str, name: &str) -> String {
    let found = quietly(ledger, &["search", name, "--kind", kind]);
    found["found"][0]["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_owned()
}

#[test]
fn every_reading_route_answers_as_the_command_line() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let answered = |path: &str| {
        let answer = serving.get(&format!("/api/v1{path}"));
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    };
    for (path, query, arguments) in ASKED {
        let path = path.replace("{case}", "ASH-1").replace("{whose}", "Police");
        let path = path.replace("{entry}", "H1");
        assert_eq!(answered(&format!("{path}{query}")), quietly(&ledger, arguments), "{path}");
    }
    let (child, person) =
        (identifier(&ledger, "child", "Mia"), identifier(&ledger, "person", "Callan"));
    assert_eq!(answered(&format!("/children/{child}")), quietly(&ledger, &["child", &child]));
    assert_eq!(answered(&format!("/people/{person}")), quietly(&ledger, &["person", &person]));
    let decision = ["decision", "C2", "--clock", "claims"];
    assert_eq!(answered("/entries/C2/decision?clock=claims"), quietly(&ledger, &decision));
    let words = json!({ "words": ["ash"], "kind": ["case", "child"] }).to_string();
    let found = serving.post("/api/v1/search", ("application/json", &words)).json();
    let search = ["search", "ash", "--kind", "case", "--kind", "child"];
    assert_eq!(found, quietly(&ledger, &search));
    let lines: Vec<Value> = ledger
        .answer(&["entries", "--quiet"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answered("/entries?limit=1000")["entries"], json!(lines));
}

#[test]
fn every_path_is_compared_or_has_a_test_of_its_own() {
    let document = candour_service::open_api_document();
    let document: Value = serde_json::from_str(&document).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let read = paths.filter(|(_, item)| item.get("get").is_some());
    let read: BTreeSet<&str> = read.filter_map(|(path, _)| path.strip_prefix("/api/v1")).collect();
    let tested: BTreeSet<&str> = ASKED.iter().map(|(path, ..)| *path).chain(OTHERWISE).collect();
    assert_eq!(read, tested);
}

#[test]
fn proofs_are_handed_out_as_on_the_command_line() {
    let ledger = Ledger::ashdown();
    assert_eq!(ledger.run(&["seal", "--quiet"]).code, Some(0));
    let before = ledger.answer(&["checkpoint"]);
    let serving = Serving::of(&ledger, &[]);
    assert_eq!(serving.get("/api/v1/checkpoint").text, before);
    let receipt = ledger.answer(&["receipt", "C2", "--quiet"]);
    assert_eq!(serving.get("/api/v1/entries/C2/receipt").text, receipt);
    let file = ledger.write("held.txt", &before);
    let sealed = serving.post("/api/v1/seals?anyway=true", ("application/json", "")).json();
    assert_eq!((&sealed["sealed"], &sealed["enough"]), (&json!(true), &json!(true)));
    let after = serving.get("/api/v1/checkpoint").text;
    assert_eq!(sealed["checkpoint"], json!(after));
    let grown = serving.post("/api/v1/checkpoint/growth", ("text/plain", &before));
    let shown = ledger.answer(&["checkpoint", "--grown-from", file.to_str().unwrap()]);
    assert_eq!((grown.status, grown.text), (200, shown));
    let begun = serving.post("/api/v1/verifications", ("text/plain", &after));
    assert_eq!(begun.status, 202, "{}", begun.text);
    let place = format!("/api/v1/verifications/{}", begun.json()["id"].as_str().unwrap());
    let mut check = serving.get(&place).json();
    while check["state"] == json!("running") {
        std::thread::sleep(std::time::Duration::from_millis(20));
        check = serving.get(&place).json();
    }
    let mut shown = quietly(&ledger, &["verify"]);
    shown.as_object_mut().unwrap().remove("synthetic");
    assert_eq!(check["found"], shown);
}

#[test]
fn a_server_that_is_told_to_stop_ends_the_streams_that_are_open() {
    let ledger = Ledger::new();
    let serving = Serving::of(&ledger, &[]);
    let head = "GET /api/v1/entries HTTP/1.1\r\naccept: text/event-stream";
    let mut open = BufReader::new(serving.begun(head, ""));
    let mut line = String::new();
    while !line.starts_with("id: 3") {
        line.clear();
        assert_ne!(open.read_line(&mut line).unwrap(), 0);
    }
    let stopped = serving.stop();
    assert_eq!(stopped, Ran { code: Some(0), out: String::new(), err: stopped.err.clone() });
    assert_eq!(stopped.err.lines().last(), Some("stopped"));
    // The stream was ended as it should be, with its last chunk, and not broken off.
    let mut rest = Vec::new();
    std::io::Read::read_to_end(&mut open, &mut rest).unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn whoever_asks_too_often_is_told_when_to_come_back() {
    let ledger = Ledger::new();
    let serving = Serving::of(&ledger, &["--requests-per-second", "1"]);
    let mut last = serving.get("/api/v1/cases");
    for _ in 0..20 {
        if last.status == 429 {
            break;
        }
        assert_eq!(last.status, 200, "{}", last.text);
        last = serving.get("/api/v1/cases");
    }
    assert_eq!(last.json()["type"], json!("/api/v1/problems/too-many"));
    assert!(last.head.contains("\r\nretry-after: "), "{}", last.head);
}

#[test]
fn a_server_that_only_reads_records_nothing() {
    let ledger = Ledger::new();
    let serving = Serving::of(&ledger, &["--read-only"]);
    let request = json!({
        "request": "00000000-0000-4000-8000-000000000001",
        "stream": "case-6f2c1a9e-0000-4000-8000-000000000001",
        "author": "00000000-0000-4000-8000-000000000002",
        "agency": "00000000-0000-4000-8000-000000000003",
        "command": "OpenCase",
        "envelope": {
            "occurred": { "day": "2026-01-20" },
            "by": { "agency": "00000000-0000-4000-8000-000000000003" }
        },
        "payload": { "reference": { "recorded": "ELM-1" } },
    });
    let answer = serving.post("/api/v1/records", ("application/json", &request.to_string()));
    assert_eq!(
        (answer.status, &answer.json()["detail"]),
        (503, &json!("this server records nothing"))
    );
    assert_eq!(serving.post("/api/v1/seals", ("application/json", "")).status, 503);
    assert_eq!(ledger.entries(), 3);
}

/// The examples of the page: what is sent in which form, if anything, and to which path.
fn examples() -> Vec<(Vec<String>, Option<String>, String)> {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/http-api.md");
    let page = std::fs::read_to_string(page).unwrap();
    let curls = page.lines().filter_map(|line| line.strip_prefix("curl "));
    let example = |line: &str| {
        let (mut headers, mut body, mut path) = (Vec::new(), None, String::new());
        let mut quoted = line.split('\'');
        while let (Some(option), Some(value)) = (quoted.next(), quoted.next()) {
            match option.trim() {
                "-H" => headers.push(value.to_owned()),
                "-d" => body = Some(value.to_owned()),
                "" => value.strip_prefix("http://127.0.0.1:2026").unwrap().clone_into(&mut path),
                other => panic!("{other} is not known here: {line}"),
            }
        }
        (headers, body, path)
    };
    curls.map(example).collect()
}

#[test]
fn every_example_of_the_page_is_answered() {
    let ledger = Ledger::ashdown();
    let serving = Serving::of(&ledger, &[]);
    let examples = examples();
    assert_eq!(examples.len(), 15);
    for (headers, body, path) in examples {
        let method = if body.is_some() { "POST" } else { "GET" };
        let head = format!("{method} {path} HTTP/1.0\r\n{}", headers.join("\r\n"));
        let answer = serving.asked(head.trim_end(), body.as_deref().unwrap_or_default());
        assert_eq!(
            (answer.status / 100, answer.text.is_empty()),
            (2, false),
            "{path}: {}",
            answer.text
        );
    }
}
