//! Importing over HTTP beside the command line: the same files come to the same.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Ledger, ashdown_files};
use crate::serving::{Answer, Serving};

const PATH: &str = "/api/v1/imports";

/// A form with parts: the name of each, the name of its file if any, and what is in it.
fn form(parts: &[(&str, Option<&str>, &str)]) -> String {
    let part = |(name, file, content): &(&str, Option<&str>, &str)| {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        format!(
            "--beech\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        )
    };
    parts.iter().map(part).collect::<String>() + "--beech--\r\n"
}

fn sent(serving: &Serving, query: &str, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let kind = "multipart/form-data; boundary=beech";
    serving.post(&format!("{PATH}{query}"), (kind, &form(parts)))
}

/// What came of an import, once it is done.
fn done(serving: &Serving, begun: &Answer) -> Value {
    assert_eq!(begun.status, 202, "{}", begun.text);
    let place = begun.head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
    let mut task = serving.get(place).json();
    while task["state"] == json!("running") {
        std::thread::sleep(std::time::Duration::from_millis(20));
        task = serving.get(place).json();
    }
    assert_eq!(task["state"], json!("done"), "{task}");
    task["found"].clone()
}

/// The files of the Ashdown case, by name.
fn ashdown() -> Vec<(String, String)> {
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let read = |path: &Path| (name(path), std::fs::read_to_string(path).unwrap());
    ashdown_files().iter().map(|path| read(path)).collect()
}

#[test]
fn files_are_imported_as_the_command_imports_them() {
    let (ledger, files) = (Ledger::new(), ashdown());
    let serving = Serving::of(&ledger, &[]);
    let parts: Vec<_> =
        files.iter().map(|(name, text)| ("file", Some(name.as_str()), text.as_str())).collect();
    let rehearsed = done(&serving, &sent(&serving, "?dry_run=true", &parts));
    let ran = ledger.import(&["--dry-run", "--json", "--quiet"]);
    let mut told: Value = serde_json::from_str(&ran.out).unwrap();
    told.as_object_mut().unwrap().remove("synthetic");
    assert_eq!((rehearsed, ledger.entries()), (told, 3));
    let recorded = done(&serving, &sent(&serving, "", &parts));
    assert_eq!(recorded["result"], json!("recorded"));
    let other = Ledger::ashdown();
    assert_eq!(ledger.entries(), other.entries());
    let again = done(&serving, &sent(&serving, "", &parts));
    let counts = |report: &Value, count: &str| -> u64 {
        let files = report["files"].as_array().unwrap().iter();
        files.map(|file| file["entries"][count].as_u64().unwrap()).sum()
    };
    assert_eq!(counts(&again, "recorded"), 0);
    assert_eq!(counts(&again, "already"), counts(&recorded, "recorded"));
    assert_eq!(ledger.entries(), other.entries());
}

#[test]
fn a_form_that_cannot_be_read_imports_nothing() {
    let ledger = Ledger::new();
    let serving = Serving::of(&ledger, &[]);
    let refused = |parts: &[(&str, Option<&str>, &str)]| {
        let got = sent(&serving, "", parts);
        (got.status, got.json()["detail"].as_str().unwrap().to_owned())
    };
    let told = |status: u16, detail: &str| (status, detail.to_owned());
    assert_eq!(refused(&[]), told(400, "the form has no part 'file'"));
    let nameless = told(400, "a part 'file' has no name");
    assert_eq!(refused(&[("file", None, "reference\r\n")]), nameless);
    let other = told(400, "there is no part 'files' in this form");
    assert_eq!(refused(&[("files", Some("police.csv"), "")]), other);
    let mapping = ("mapping", Some("housing.toml"), "");
    let twice = told(400, "there is more than one part 'mapping'");
    assert_eq!(refused(&[mapping, mapping]), twice);
    let (status, detail) = refused(&[("mapping", Some("housing.toml"), "columns = 7")]);
    assert_eq!(status, 422, "{detail}");
    assert!(detail.starts_with("the mapping cannot be used: "), "{detail}");
    let found = done(&serving, &sent(&serving, "", &[("file", Some("../../police.pdf"), "%PDF")]));
    let file = &found["files"][0];
    let told = (&found["result"], &file["file"], file["problems"].as_array().map(Vec::len));
    assert_eq!(told, (&json!("nothing_recorded"), &json!("police.pdf"), Some(1)), "{found}");
    let no_form = serving.post(PATH, ("text/csv", "reference"));
    assert_eq!((no_form.status, no_form.json()["title"].is_string()), (400, true));
    let cut =
        "--beech\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nwho";
    let broken = serving.post(PATH, ("multipart/form-data; boundary=beech", cut));
    assert_eq!(broken.status, 400, "{}", broken.text);
    assert_eq!(ledger.entries(), 3);
}

#[test]
fn a_server_that_only_reads_imports_nothing() {
    let ledger = Ledger::new();
    let serving = Serving::of(&ledger, &["--read-only"]);
    let (name, text) = &ashdown()[0];
    let parts = [("file", Some(name.as_str()), text.as_str())];
    let got = sent(&serving, "", &parts);
    assert_eq!((got.status, &got.json()["detail"]), (503, &json!("this server records nothing")));
    assert_eq!(
        done(&serving, &sent(&serving, "?dry_run=true", &parts))["result"],
        json!("dry_run")
    );
    assert_eq!(ledger.entries(), 3);
}
