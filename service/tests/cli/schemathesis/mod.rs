//! The HTTP API, tried by a program that others wrote: Schemathesis makes requests up from the document that
//! is served, right ones and wrong ones, and holds the answers against it. It is installed once for each
//! content of its lock file, under cargo's own folder. Where Python is missing, the test fails.
//!
//! It cannot make up a request to record by itself, since which payload goes with which command is one of some 150
//! conditions: `hooks.py` makes some from requests of every command, right ones and spoiled ones. The examples in the
//! document are sent as they are.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::every_type;
use crate::http::identifier;
use crate::program::Ledger;
use crate::serving::Serving;

/// How long an installation or a run may take.
const RUN_MAX: Duration = Duration::from_mins(5);
/// What is in a folder whose installation is whole: what it was made from.
const STAMP: &str = "installed";
/// What is checked of each answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,negative_data_rejection,\
                      every_line_is_as_documented";

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
    format!("[parameters]\n{}\n{FURTHER_SETTINGS}", lines.concat())
}

/// How much is tried: the more of recording, since there is more to it.
const FURTHER_SETTINGS: &str = "\
[phases.stateful]
enabled = false

[generation]
max-examples = 5

[[operations]]
include-path = \"/api/v1/records\"
generation.max-examples = 150
";

/// How recording was answered: each status and media type of a request, once, by what was written down.
fn answered(statuses: &Path) -> Vec<String> {
    let said = std::fs::read_to_string(statuses).unwrap();
    let all: BTreeSet<&str> = said.lines().collect();
    all.into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn what_is_served_is_what_is_documented() {
    let folder = installed();
    let ledger = Ledger::ashdown();
    let settings = ledger.write("schemathesis.toml", &settings(&ledger));
    let requests = ledger.write("requests.jsonl", &every_type::lines_for(&ledger).join("\n"));
    let recorded = ledger.run(&["record", "--quiet", requests.to_str().unwrap()]);
    assert_eq!((recorded.code, recorded.err.as_str()), (Some(0), ""), "{}", recorded.out);
    assert_eq!(ledger.run(&["seal", "--quiet"]).code, Some(0));
    let (statuses, entries) = (ledger.file("statuses"), ledger.entries());
    let serving = Serving::of(&ledger, &["--requests-per-second", "100000"]);
    let mut tried = python(&["-m", "schemathesis.cli", "--config-file"]);
    tried.arg(settings).arg("run");
    tried.arg(format!("http://{}/api/v1/openapi.json", serving.address));
    tried.args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--seed", "1"]);
    tried.env("SCHEMATHESIS_HOOKS", "hooks").env("PYTHONDONTWRITEBYTECODE", "1");
    tried.env("CANDOUR_REQUESTS", requests).env("CANDOUR_STATUSES", &statuses);
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/schemathesis");
    let path = std::env::join_paths([folder, hooks]).unwrap();
    let said = run(tried.env("PYTHONPATH", path).current_dir(ledger.home()));
    assert!(said.contains(" passed"), "{said}");
    let answered = answered(&statuses);
    for status in ["200 application/json", "200 application/x-ndjson"] {
        assert!(answered.iter().any(|it| it == status), "{status}: {answered:?}");
    }
    for status in ["201", "400", "409", "412", "415", "422"] {
        assert!(answered.iter().any(|it| it.starts_with(status)), "{status}: {answered:?}");
    }
    assert_eq!(serving.get("/healthz").status, 200);
    assert_eq!(serving.stop().code, Some(0));
    // What was made up and accepted was recorded, and the ledger is as sound as before.
    assert!(ledger.entries() > entries);
    assert_eq!(ledger.run(&["verify"]).code, Some(0));
}
