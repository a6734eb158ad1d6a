//! Using the program rightly and wrongly: help, completions, exit codes, and errors that say what to do.

use crate::program::{Ledger, Ran, run};

fn failed(code: i32, err: &str) -> Ran {
    Ran { code: Some(code), out: String::new(), err: err.to_owned() }
}

#[test]
fn without_a_ledger_a_command_says_how_to_name_one() {
    let expected = "error: no ledger is named\n  next: name its directory with --ledger DIR, or set \
                    CANDOUR_LEDGER; `candour init --ledger DIR` makes a new one\n";
    assert_eq!(run(&["case", "list"]), failed(2, expected));
}

#[test]
fn a_directory_without_a_ledger_is_told_with_what_to_do() {
    let place = Ledger::place();
    let ran = place.run(&["matrix", "ASH-1"]);
    let expected = "error: the ledger in HOME/ledger was not opened\n  because: there is no ledger in \
                    the directory\n  next: check --ledger and CANDOUR_LEDGER, or make a new ledger \
                    there with `candour init`\n";
    assert_eq!((ran.code, place.without_paths(&ran.err)), (Some(3), expected.to_owned()));
}

#[test]
fn a_slip_in_a_command_is_answered_with_what_was_meant() {
    let ran = run(&["exprot"]);
    assert_eq!(ran.code, Some(2));
    let ran = run(&["matrx", "ASH-1"]);
    let expected = "error: unrecognized subcommand 'matrx'\n\n  tip: a similar subcommand exists: \
                    'matrix'\n\nUsage: candour [OPTIONS] <COMMAND>\n\nFor more information, try \
                    '--help'.\n";
    assert_eq!(ran, failed(2, expected));
}

#[test]
fn what_is_no_moment_is_wrong_use() {
    let expected = "error: invalid value 'soon' for '--at <T>': write a day as 2026-01-26 (it means the \
                    end of that day), a minute of London's time as 2026-01-26T16:30, or an exact time \
                    as 2026-01-26T16:30:00Z\n\nFor more information, try '--help'.\n";
    assert_eq!(run(&["matrix", "ASH-1", "--at", "soon"]), failed(2, expected));
}

#[test]
fn what_is_not_there_is_answered_with_the_nearest_name() {
    let ledger = Ledger::ashdown();
    let cases = [
        (
            ["matrix", "ASH1"].as_slice(),
            "error: there is no case 'ASH1' in this ledger\n  next: did you mean ASH-1?\n",
        ),
        (
            &["who-knew", "H9"],
            "error: there is no entry 'H9' here\n  next: did you mean C9 or H1 or H2?\n",
        ),
        (
            &["known-to", "Polise", "--case", "ASH-1"],
            "error: there is no agency, practitioner or team 'Polise' in this ledger\n  next: did you mean \
             Police?\n",
        ),
        (
            &["child", "Tho"],
            "error: there is no child 'Tho' in this ledger\n  next: did you mean Theo?\n",
        ),
        (
            &["who-knew", "#999"],
            "error: there is no entry #999 in this ledger\n  next: `candour entries` lists what there \
             is\n",
        ),
        (
            &["who-knew", "C1"],
            "error: 'C1' is no item on the record that was asked about\n  next: an entry that only \
             passes on, receives or reads something is an acquisition, not an item; `candour matrix \
             CASE --all` lists the items\n",
        ),
        (
            &["entries", "--quiet", "--stream", "case-6f2c1a9e-0000-4000-8000-000000000001"],
            "error: there is no stream case-6f2c1a9e-0000-4000-8000-000000000001 in this ledger\n  \
             next: `candour case list` lists the cases, `candour entries` every stream\n",
        ),
    ];
    for (arguments, expected) in cases {
        assert_eq!(ledger.run(arguments), failed(1, expected), "{arguments:?}");
    }
    let kind = "error: 'ConcernRiased' is no type of entry and no chapter\n  next: did you mean \
                ConcernRaised?\n";
    let arguments = ["chronology", "ASH-1", "--kind", "ConcernRiased"];
    assert_eq!(ledger.run(&arguments), failed(2, kind));
}

#[test]
fn a_case_is_named_by_its_reference_identifier_prefix_or_position() {
    let ledger = Ledger::ashdown();
    let list = ledger.json(&["case", "list"]);
    let id = list["cases"][0]["case"].as_str().unwrap().to_owned();
    let entries = ledger.answer(&["entries", "--quiet", "--stream", &format!("case-{id}")]);
    let first: serde_json::Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
    let position = format!("#{}", first["position"]);
    let asked = |case: &str| ledger.answer(&["matrix", case, "--clock", "claims"]);
    let expected = asked("ASH-1");
    for case in ["ash-1", &id, &id[..8], &position] {
        assert_eq!(asked(case), expected, "{case}");
    }
}

#[test]
fn a_reference_that_stands_in_two_cases_needs_its_case() {
    let ledger = Ledger::ashdown();
    let head = "agency,case_ref,ref,date,time,date_to,precision,children,persons,kind,event,author,entered_on";
    let row = "Police,ELM-1,P1,2026-01-05,,,day,Kit,,observation,Shouting.,PC A. Marsh,2026-01-05";
    let file = ledger.write("elm.csv", &format!("{head}\n{row}\n"));
    assert_eq!(ledger.run(&["import", file.to_str().unwrap()]).code, Some(0));
    let expected = "error: 'P1' names entries in more than one case\n  next: say which with --case: \
                    ASH-1, ELM-1\n";
    assert_eq!(ledger.run(&["who-knew", "P1"]), failed(1, expected));
    let asked = ["who-knew", "P1", "--case", "ELM-1"];
    assert_eq!(ledger.json(&asked)["item"]["children"], serde_json::json!(["Kit"]));
}

#[test]
fn what_cannot_be_read_or_written_has_an_exit_code_of_its_own() {
    let ledger = Ledger::new();
    let home = ledger.home().to_str().unwrap().to_owned();
    let missing = ledger.file("missing.csv");
    let missing = missing.to_str().unwrap();
    let cases: [(&[&str], &str); 4] = [
        (
            &["import", missing],
            "error: HOME/missing.csv could not be read\n  because: No such file or directory (os error \
             2)\n  next: check the name of the file\n",
        ),
        (
            &["record", "--quiet", missing],
            "error: HOME/missing.csv could not be read\n  because: No such file or directory (os error \
             2)\n  next: check the name of the file; - reads what is piped in\n",
        ),
        (
            &["record", "--quiet", &home],
            "error: HOME could not be read from line 1 on\n  because: Is a directory (os error 21)\n  \
             next: what was answered is recorded; give the file again for the rest\n",
        ),
        (
            &["export", "entries", "--output", &format!("{home}/nowhere/entries.jsonl")],
            "error: HOME/nowhere/entries.jsonl could not be written\n  because: No such file or \
             directory (os error 2)\n  next: check that the directory exists and that there is room in \
             it\n",
        ),
    ];
    for (arguments, expected) in cases {
        let ran = ledger.run(arguments);
        let told = (ran.code, ledger.without_paths(&ran.err));
        assert_eq!(told, (Some(3), expected.to_owned()), "{arguments:?}");
    }
}

#[test]
fn the_log_of_the_program_is_off_unless_asked_for() {
    let ledger = Ledger::new();
    assert_eq!(ledger.run(&["case", "list"]).err, "");
    let mut command = ledger.command();
    command.args(["case", "list"]).env("CANDOUR_LOG", "candour_service=debug");
    let err = String::from_utf8(command.output().unwrap().stderr).unwrap();
    let said = ledger.without_paths(&err);
    let expected = "opening the ledger for reading alone directory=HOME/ledger\n";
    assert_eq!((said.lines().count(), &said[said.len() - expected.len()..]), (1, expected));
}

#[test]
fn completions_are_printed_for_every_shell() {
    for (shell, opening) in
        [("bash", "_candour() {"), ("zsh", "#compdef candour"), ("fish", "# Print an optspec")]
    {
        let ran = run(&["completions", shell]);
        let first = ran.out.lines().next().unwrap_or_default();
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{shell}");
        assert_eq!(&first[..opening.len().min(first.len())], opening, "{shell}");
    }
}

#[test]
fn help_says_how_the_program_ends() {
    let ran = run(&["--help"]);
    let codes = "Exit codes:\n  0  done, or answered\n  1  a fault was found, something was refused, or \
                 what was named is not there\n  2  the command was used in a way that it does not know\n  \
                 3  the ledger, or a file, could not be opened, read or written\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(&ran.out[ran.out.len() - codes.len()..], codes);
}

/// The fields that the page on the command line documents for a command, in order.
fn documented(command: &str) -> Vec<String> {
    let page = include_str!("../../../docs/cli.md");
    let row = page
        .lines()
        .find_map(|line| line.strip_prefix(&format!("| `{command}` | `synthetic`")))
        .unwrap_or_else(|| panic!("docs/cli.md documents {command}"));
    let fields = format!("`synthetic`{row}");
    fields.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

#[test]
fn json_documents_have_the_fields_that_are_documented() {
    let ledger = Ledger::ashdown();
    let backup = ledger.file("copy.sqlite3");
    let cases: [(&str, &[&str]); 22] = [
        ("case list", &[]),
        ("case show", &["ASH-1"]),
        ("child", &["Mia"]),
        ("person", &["Ruth Ashdown"]),
        ("chronology", &["ASH-1"]),
        ("who-knew", &["H1"]),
        ("known-to", &["Police", "--case", "ASH-1"]),
        ("matrix", &["ASH-1"]),
        ("decision", &["C2"]),
        ("gaps", &["ASH-1"]),
        ("late", &["ASH-1"]),
        ("duties", &["ASH-1"]),
        ("trail", &["ASH-1"]),
        ("access", &["--case", "ASH-1"]),
        ("dashboard", &[]),
        ("dashboard --explain", &["recording/Police/entries", "--at", "2026-06-30"]),
        ("worklist", &[]),
        ("search", &["ash"]),
        ("rebuild", &[]),
        ("rules show", &[]),
        ("backup", &[backup.to_str().unwrap()]),
        ("init", &["--ledger", "another"]),
    ];
    for (command, arguments) in cases {
        let mut all: Vec<&str> = command.split(' ').chain(arguments.iter().copied()).collect();
        all.extend(["--json", "--quiet"]);
        let mut program = ledger.command();
        let ran: Ran = program.args(&all).current_dir(ledger.home()).output().unwrap().into();
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{command}");
        // The text itself keeps the order of the fields: those at the first level are indented once.
        let fields: Vec<String> = ran
            .out
            .lines()
            .filter_map(|line| line.strip_prefix("  \""))
            .filter_map(|line| line.split_once('"'))
            .map(|(field, _)| field.to_owned())
            .collect();
        assert_eq!(fields, documented(command), "{command}");
    }
}
