//! The HTTP API, tried by a program that others wrote: Schemathesis makes requests up from the document that
//! is served, right ones and wrong ones, and holds the answers against it. It is installed once for each
//! content of its lock file, under cargo's own folder. Where Python is missing, the test fails.
//!
//! Recording is left out: that program cannot make up a request for it, whose schema is one of some 150 with parts in
//! common. What is recorded, and refused, has tests of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::http::identifier;
use crate::program::Ledger;
use crate::serving::Serving;

/// How long an installation or a run may take.
const RUN_MAX: Duration = Duration::from_mins(5);
/// What is in a folder whose installation is whole: what it was made from.
const STAMP: &str = "installed";
/// What is checked of each answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,negative_data_rejection";

fn python(arguments: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command.args(arguments);
    command
}

/// Runs a program to its end, and says what it wrote. It is killed where it takes too long.
fn run(command: &mut Command) -> String {
    let written = tempfile::NamedTempFile::new().unwrap();
    let output = |file: &File| Stdio::from(file.try_clone().unwrap());
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output(written.as_file()))
        .stderr(output(written.as_file()))
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} is needed, and cannot be run: {error}"));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if begun.elapsed() > RUN_MAX {
            child.kill().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let said = std::fs::read_to_string(written.path()).unwrap();
    match status {
        Some(status) if status.success() => said,
        Some(status) => panic!("{command:?}: {status}\n{said}"),
        None => panic!("{command:?} took more than {RUN_MAX:?}\n{said}"),
    }
}

/// Installs what is locked, unless that was done; answers where it is.
fn installed() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemathesis");
    let locked =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/schemathesis/requirements.txt");
    let wanted = format!(
        "{}{}",
        run(&mut python(&["--version"])),
        std::fs::read_to_string(&locked).unwrap()
    );
    if std::fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp == wanted) {
        return folder;
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    let mut install = python(&["-m", "pip", "install", "--disable-pip-version-check", "--quiet"]);
    install.args(["--require-hashes", "--only-binary=:all:", "--requirement"]);
    run(install.arg(locked).arg("--target").arg(&folder));
    std::fs::write(folder.join(STAMP), wanted).unwrap();
    folder
}

/// What stands in an address, so that what is asked for is there: without it every answer would be that
/// there is no such case.
fn settings(ledger: &Ledger) -> String {
    let named = [
        ("path.case", "ASH-1".to_owned()),
        ("path.child", identifier(ledger, "child", "Mia")),
        ("path.person", identifier(ledger, "person", "Callan")),
        ("path.entry", "C2".to_owned()),
        ("path.whose", "Police".to_owned()),
        ("query.number", "recording/Police/entries".to_owned()),
        ("query.case", "ASH-1".to_owned()),
    ];
    let lines = named.map(|(name, value)| format!("{} = {}\n", json!(name), json!(value)));
    format!("[parameters]\n{}\n[phases.stateful]\nenabled = false\n", lines.concat())
}

#[test]
fn what_is_served_is_what_is_documented() {
    let folder = installed();
    let ledger = Ledger::ashdown();
    assert_eq!(ledger.run(&["seal", "--quiet"]).code, Some(0));
    let settings = ledger.write("schemathesis.toml", &settings(&ledger));
    let serving = Serving::of(&ledger, &["--requests-per-second", "100000"]);
    let mut tried = python(&["-m", "schemathesis.cli", "--config-file"]);
    tried.arg(settings).arg("run");
    tried.arg(format!("http://{}/api/v1/openapi.json", serving.address));
    tried.args(["--exclude-path", "/api/v1/records", "--checks", CHECKS]);
    tried.args(["--phases", "coverage,fuzzing", "--max-examples", "5", "--seed", "1"]);
    let said = run(tried.env("PYTHONPATH", folder).current_dir(ledger.home()));
    assert!(said.contains(" passed"), "{said}");
    assert_eq!(serving.get("/healthz").status, 200);
    assert_eq!(serving.stop().code, Some(0));
}
