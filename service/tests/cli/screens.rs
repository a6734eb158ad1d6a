//! What a screen would obey, in everything that can be said to one.

use serde_json::Value;

use crate::program::{Ledger, Ran, program, run};

/// Clears the screen, sets a title, moves to the left, turns letters round: in JSON's escapes.
const HOSTILE: &str = r"A\u001b[2J\u001b]0;t\u0007\u009b31m\rB\u0000\u202eC\u2066D\u2069\u007fE";
/// The same as it is kept, without what no command line takes.
const TYPED: &str = "A\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m\rB\u{202e}C";

fn harmless(ran: &Ran, what: &[&str]) {
    let obeyed = |letter: &char| {
        letter.is_control() && *letter != '\n'
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let reached: Vec<char> = ran.out.chars().chain(ran.err.chars()).filter(obeyed).collect();
    assert_eq!(reached, Vec::<char>::new(), "{what:?}: {}{}", ran.out, ran.err);
}

const CASE: &str = "case-6f2c1a9e-0000-4000-8000-000000000001";
const CHILD: &str = "6f2c1a9e-0000-4000-8000-000000000002";

/// A ledger in which every name and text would take a screen over.
fn hostile() -> Ledger {
    let ledger = Ledger::place();
    let owner = "Owner\u{1b}[31m\u{202e}";
    assert_eq!(ledger.run(&["init", "--quiet", "--owner", owner]).code, Some(0));
    let entries = ledger.answer(&["entries", "--quiet"]);
    let first: Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
    let (author, agency) = (first["author"].as_str().unwrap(), first["agency"].as_str().unwrap());
    let by = format!(r#""author":"{author}","agency":"{agency}""#);
    let envelope = |more: &str| {
        format!(
            r#"{{"occurred":{{"day":"2026-01-20"}},"by":{{"agency":"{agency}"}},"children":["{CHILD}"]{more}}}"#
        )
    };
    let line = |id: u32, stream: &str, command: &str, more: &str, payload: &str| {
        format!(
            r#"{{"request":"00000000-0000-4000-8000-{id:012}","stream":"{stream}",{by},"command":"{command}","envelope":{},"payload":{payload}}}"#,
            envelope(more)
        )
    };
    let named = format!(r#"{{"name":{{"recorded":"{HOSTILE}"}}}}"#);
    let told = format!(r#"{{"account":"{HOSTILE}"}}"#);
    let reference = format!(r#"{{"reference":{{"recorded":"{HOSTILE}"}}}}"#);
    let lines = [
        line(1, &format!("child-{CHILD}"), "IdentifyChild", "", &named)
            .replace(&format!(r#","children":["{CHILD}"]"#), ""),
        line(2, CASE, "OpenCase", "", &reference),
        line(3, CASE, "RaiseConcern", "", &told),
    ];
    let file = ledger.write("requests.jsonl", &lines.join("\n"));
    let ran = ledger.run(&["record", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ledger
}

#[test]
fn no_name_or_text_takes_a_screen_over() {
    let ledger = hostile();
    let asked: [&[&str]; 13] = [
        &["case", "list"],
        &["case", "show", "6f2c1a9e"],
        &["child", CHILD],
        &["chronology", "6f2c1a9e"],
        &["who-knew", "#6"],
        &["matrix", "6f2c1a9e"],
        &["gaps", "6f2c1a9e"],
        &["late", "6f2c1a9e"],
        &["duties", "6f2c1a9e"],
        &["trail", "6f2c1a9e"],
        &["entries"],
        &["export", "entries", "--output", "-"],
        &["export", "cloudevents", "--output", "-"],
    ];
    for arguments in asked {
        for more in [[].as_slice(), &["--json"]] {
            let all = [arguments, more].concat();
            let ran = ledger.run(&all);
            assert_eq!(ran.code, Some(0), "{all:?}: {}", ran.err);
            harmless(&ran, &all);
        }
        let mut narrow = ledger.command();
        harmless(&narrow.args(arguments).env("COLUMNS", "60").output().unwrap().into(), arguments);
    }
    let shown = ledger.answer(&["chronology", "6f2c1a9e"]);
    assert!(shown.contains(r"A\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m\u{d}B\u{0}\u{202e}C"), "{shown}");
}

#[test]
fn json_keeps_the_whole_text_that_it_escapes() {
    let ledger = hostile();
    let cases = ledger.json(&["case", "list"]);
    let expected: String = serde_json::from_str(&format!("\"{HOSTILE}\"")).unwrap();
    assert_eq!(cases["cases"][0]["reference"], Value::from(expected));
}

#[test]
fn what_was_typed_is_repeated_harmlessly() {
    let ledger = hostile();
    let asked: [&[&str]; 11] = [
        &["known-to", "Owner\u{1b}[31m\u{202e}", "--case", "6f2c1a9e"],
        &["case", "show", TYPED],
        &["child", TYPED],
        &["who-knew", TYPED],
        &["chronology", "6f2c1a9e", "--kind", TYPED],
        &["matrix", "6f2c1a9e", "--at", TYPED],
        &["import", TYPED],
        &["record", TYPED],
        &["backup", TYPED, "--ledger", TYPED],
        &[TYPED],
        &["matrix", "6f2c1a9e", TYPED],
    ];
    for arguments in asked {
        let ran = ledger.run(arguments);
        assert_ne!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        harmless(&ran, arguments);
    }
    let mut logged = program();
    logged.args(["case", "list", "--ledger", TYPED]).env("CANDOUR_LOG", "debug");
    harmless(&logged.output().unwrap().into(), &["debug"]);
    harmless(&run(&["rules", "adopt", TYPED]), &["rules"]);
    let mut named = program();
    named.args(["import", "there.csv", "--mapping", TYPED, "--ledger", TYPED]);
    harmless(&named.output().unwrap().into(), &["mapping"]);
}
