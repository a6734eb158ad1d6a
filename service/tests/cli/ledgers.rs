//! Ledgers: making, recording, reading while another writes, checking, copying, and readers who leave.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Ledger, Ran};

#[test]
fn a_ledger_is_made_once_and_says_that_it_is_synthetic() {
    let ledger = Ledger::place();
    let made = ledger.run(&["init", "--owner", "Thornbridge"]);
    let lines: Vec<String> = ledger.without_paths(&made.out).lines().map(mask).collect();
    assert_eq!(
        lines,
        [
            "SYNTHETIC  A new ledger in HOME/ledger",
            "It holds invented records alone. Never put real people in it.",
            "  ledger        UUID",
            "  kept by       Thornbridge (agency UUID)",
            "  practitioner  UUID",
        ]
    );
    let again = ledger.run(&["init"]);
    let expected = "error: there is a ledger in HOME/ledger already\n  next: use it as it is, or name \
                    another directory; nothing was changed\n";
    assert_eq!((again.code, ledger.without_paths(&again.err)), (Some(1), expected.to_owned()));
    assert_eq!(ledger.entries(), 3);
}

/// A line with identifiers by one name, whichever they are.
fn mask(line: &str) -> String {
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let words = line.split(' ').map(|word| match word.trim_end_matches(')') {
        id if is_id(id) => word.replace(id, "UUID"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The root over a sound ledger's leaves, as its checkpoint has it.
fn root(ledger: &Ledger) -> String {
    let checked: Value = serde_json::from_str(&ledger.answer(&["verify", "--json"])).unwrap();
    let root = checked["root"].as_str().unwrap();
    assert_eq!((root.len(), root.ends_with('=')), (44, true), "{checked}");
    root.to_owned()
}

/// Whoever keeps a ledger: their practitioner and agency.
fn operator(ledger: &Ledger) -> (String, String) {
    let entries = ledger.answer(&["entries", "--quiet"]);
    let first: Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
    let text = |field: &str| first[field].as_str().unwrap().to_owned();
    (text("author"), text("agency"))
}

const CASE: &str = "case-6f2c1a9e-0000-4000-8000-000000000001";

fn request(ledger: &Ledger, id: u32, (command, payload): (&str, &str)) -> String {
    let (author, agency) = operator(ledger);
    format!(
        r#"{{"request":"00000000-0000-4000-8000-{id:012}","stream":"{CASE}","author":"{author}","agency":"{agency}","command":"{command}","envelope":{{"occurred":{{"day":"2026-01-20"}},"by":{{"agency":"{agency}"}}}},"payload":{payload}}}"#
    )
}

#[test]
fn each_request_is_answered_and_a_refusal_does_not_stop_the_rest() {
    let ledger = Ledger::new();
    let lines = [
        request(&ledger, 1, ("OpenCase", r#"{"reference":{"recorded":"ELM-1"}}"#)),
        "nonsense".to_owned(),
        request(&ledger, 2, ("RaiseConcern", r#"{"account":"a bruise"}"#)),
        request(&ledger, 1, ("OpenCase", r#"{"reference":{"recorded":"ELM-1"}}"#)),
        request(&ledger, 2, ("RaiseConcern", r#"{"account":"two bruises"}"#)),
    ];
    let file = ledger.write("requests.jsonl", &lines.join("\n"));
    let ran = ledger.run(&["record", file.to_str().unwrap()]);
    let expected = Ran {
        code: Some(1),
        out: "line 1: recorded #4 case opened\n\
              line 2: not a request: column 1: a request is one JSON object, in braces\n\
              line 3: recorded #5 concern raised\n\
              line 4: already so, by #4 case opened\n\
              line 5: refused: Request 00000000-0000-4000-8000-000000000002 has been recorded before with \
              other content. Repeat it unchanged, or ask for something new under an identifier of its own.\n"
            .to_owned(),
        err: "SYNTHETIC: this ledger holds invented records only, none of real people.\n\
              2 requests recorded, 1 already so, 2 refused\n"
            .to_owned(),
    };
    assert_eq!(ran, expected);
}

#[test]
fn answers_in_json_are_one_object_a_line_with_the_entries_as_exported() {
    let ledger = Ledger::new();
    let open = request(&ledger, 1, ("OpenCase", "{}"));
    let file = ledger.write("requests.jsonl", &format!("{open}\n{{}}\n"));
    let ran = ledger.run(&["record", "--json", "--quiet", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let answers: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let entries = ledger.answer(&["entries", "--quiet", "--after", "3"]);
    let entry: Value = serde_json::from_str(&entries).unwrap();
    assert_eq!(
        answers,
        [
            serde_json::json!({
                "outcome": "recorded",
                "line": 1,
                "request": "00000000-0000-4000-8000-000000000001",
                "entries": [entry],
            }),
            serde_json::json!({
                "outcome": "not_a_request",
                "line": 2,
                "message": "column 2: missing field `request`",
            }),
        ]
    );
}

/// A process that writes to a ledger until its input ends.
struct Writer(std::process::Child);

impl Writer {
    fn of(ledger: &Ledger) -> Self {
        let mut command = ledger.command();
        command.args(["record", "-"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // It says that the ledger is synthetic once it has opened it.
        let mut banner = [0; 10];
        child.stderr.as_mut().unwrap().read_exact(&mut banner).unwrap();
        assert_eq!(&banner, b"SYNTHETIC:");
        Self(child)
    }
}

#[test]
fn a_second_writer_is_told_who_holds_the_ledger_and_readers_go_on() {
    let ledger = Ledger::new();
    let mut writer = Writer::of(&ledger);
    let second = ledger.run(&["record", "-"]);
    let pid = format!("process {} on ", writer.0.id());
    let lines: Vec<&str> = second.err.lines().collect();
    assert_eq!((second.code, lines.len()), (Some(3), 3));
    let because = lines[1].split(&pid).next().unwrap();
    assert_eq!(because, "  because: the ledger is being written to by ");
    assert_eq!(
        lines[2],
        "  next: wait until that process has ended, or ask it to record; reading commands work \
         meanwhile"
    );
    assert_eq!(ledger.entries(), 3);
    let open = request(&ledger, 1, ("OpenCase", "{}"));
    writeln!(writer.0.stdin.as_mut().unwrap(), "{open}").unwrap();
    let mut answer = String::new();
    BufReader::new(writer.0.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
    assert_eq!(answer, "line 1: recorded #4 case opened\n");
    assert_eq!(ledger.entries(), 4);
    drop(writer.0.stdin.take());
    assert_eq!(writer.0.wait().unwrap().code(), Some(0));
}

#[test]
fn a_follower_gets_what_comes() {
    let ledger = Ledger::new();
    let mut command = ledger.command();
    command.args(["entries", "--after", "3", "--follow", "--quiet"]).stdout(Stdio::piped());
    let mut follower = command.spawn().unwrap();
    let file = ledger.write("one.jsonl", &request(&ledger, 1, ("OpenCase", "{}")));
    assert_eq!(ledger.run(&["record", file.to_str().unwrap()]).code, Some(0));
    let mut line = String::new();
    BufReader::new(follower.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    follower.kill().unwrap();
    follower.wait().unwrap();
    assert_eq!(line, ledger.answer(&["entries", "--quiet", "--after", "3"]));
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let ledger = Ledger::ashdown();
    let mut command = ledger.command();
    command.args(["entries", "--quiet"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::with_capacity(64, child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    drop(out);
    let ended: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ended, Ran { code: Some(0), out: String::new(), err: String::new() });
}

#[test]
fn what_is_asked_is_recorded_even_when_nobody_reads_the_answers() {
    let ledger = Ledger::new();
    let open = request(&ledger, 1, ("OpenCase", "{}"));
    let account = "long ".repeat(2_000);
    let concerns = (2..42).map(|id| {
        request(&ledger, id, ("RaiseConcern", &format!(r#"{{"account":"{account}{id}"}}"#)))
    });
    let lines: Vec<String> = std::iter::once(open).chain(concerns).collect();
    let file = ledger.write("many.jsonl", &lines.join("\n"));
    let mut command = ledger.command();
    command.args(["record", "--json", "--quiet"]).arg(file);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ended, Ran { code: Some(0), out: String::new(), err: String::new() });
    assert_eq!(ledger.entries(), 3 + 41);
}

#[test]
fn a_sound_ledger_is_said_to_be_sound_and_a_changed_one_names_the_record() {
    let ledger = Ledger::ashdown();
    let sound = ledger.answer(&["verify"]);
    let root = root(&ledger);
    let lines: Vec<String> = sound.lines().map(|line| mask(&line.replace(&root, "ROOT"))).collect();
    assert_eq!(
        lines,
        [
            "SYNTHETIC  Ledger UUID is sound",
            "106 records: none missing or out of order, all understood, every commitment and leaf \
             recomputed.",
            "root  ROOT",
            "No checkpoint has been signed yet.",
        ]
    );
    let file = ledger.directory().join("ledger.sqlite3");
    let mut bytes = std::fs::read(&file).unwrap();
    let words = b"Neighbour complained";
    let at = bytes.windows(words.len()).position(|it| it == words).unwrap();
    bytes[at..at + 9].copy_from_slice(b"Everybody");
    std::fs::write(&file, bytes).unwrap();
    let entries = ledger.answer(&["entries", "--quiet"]);
    let changed = entries.lines().find(|line| line.contains("Everybody complained")).unwrap();
    let changed: Value = serde_json::from_str(changed).unwrap();
    let ran = ledger.run(&["verify", "--quiet"]);
    let lines: Vec<String> = ran.out.lines().map(mask).collect();
    let what = format!("Record #{}: part 2 is not what was committed to", changed["position"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    assert_eq!(lines, ["SYNTHETIC  Ledger UUID is at fault", what.as_str()]);
}

#[test]
fn a_copy_is_a_ledger_and_nothing_is_written_over() {
    let ledger = Ledger::ashdown();
    let copy = Ledger::place();
    std::fs::create_dir(copy.directory()).unwrap();
    let file = copy.directory().join("ledger.sqlite3");
    let name = file.to_str().unwrap();
    assert_eq!(
        copy.without_paths(&ledger.answer(&["backup", name])),
        "SYNTHETIC  Copied to HOME/ledger/ledger.sqlite3, at least up to entry #106\n"
    );
    assert_eq!(copy.answer(&["entries", "--quiet"]), ledger.answer(&["entries", "--quiet"]));
    assert_eq!(root(&copy), root(&ledger));
    let again = ledger.run(&["backup", name]);
    let expected = "error: the ledger was not copied to HOME/ledger/ledger.sqlite3\n  because: there is \
                    a file of that name already\n  next: name another file; nothing is ever written \
                    over\n";
    assert_eq!((again.code, copy.without_paths(&again.err)), (Some(1), expected.to_owned()));
}

#[test]
fn rules_are_adopted_once_and_then_in_force() {
    let ledger = Ledger::new();
    let common = ledger.answer(&["rules", "show", "--common-practice"]);
    let file = ledger.write("rules.toml", &common);
    let name = file.to_str().unwrap();
    let adopt = || ledger.without_paths(&ledger.answer(&["rules", "adopt", name]));
    assert_eq!(adopt(), "SYNTHETIC  The rules of HOME/rules.toml are adopted (#4)\n");
    assert_eq!(adopt(), "SYNTHETIC  Already so: these rules are in force\n");
    let shown = ledger.answer(&["rules", "show", "--quiet"]);
    let rules: Vec<&str> = shown.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(rules, common.lines().collect::<Vec<_>>());
}

#[test]
fn rules_that_cannot_be_meant_are_told_and_not_recorded() {
    let ledger = Ledger::new();
    let told = |rules: &str| {
        let file = ledger.write("rules.toml", rules);
        let ran = ledger.run(&["rules", "adopt", file.to_str().unwrap()]);
        (ran.code, ran.out.clone(), ledger.without_paths(&ran.err))
    };
    let refused = |cause: &str| {
        let error = "error: HOME/rules.toml holds rules that cannot be meant";
        let next = "correct them and adopt them again; nothing was recorded";
        (Some(1), String::new(), format!("{error}\n  because: {cause}\n  next: {next}\n"))
    };
    let commences =
        |basis: &str| format!("[[commencement]]\nbasis = \"{basis}\"\nfrom = \"2027-10-01\"\n");
    assert_eq!(
        told("[clocks]\nsupervision = { months = 0 }\n"),
        refused("the limit of the clock supervision is nothing (0 months)")
    );
    assert_eq!(
        told(&commences("CA1989 s.47")),
        refused("CA1989 s.47 does not await commencement: it applies already")
    );
    assert_eq!(
        told(&commences("CA1989 s.31ZA").repeat(2)),
        refused("the commencement of CA1989 s.31ZA is given twice")
    );
    assert_eq!(ledger.entries(), 3);
}
