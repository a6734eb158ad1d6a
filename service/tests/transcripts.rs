//! Runs the transcripts of the README and of the guides, and compares what the program says with what
//! they show, so that no page promises what is not so. It does not judge whether they are clear.
//!
//! A block marked `console` has commands after `$ ` and then their output. A page's commands run in
//! order, in a new folder that holds the invented chronologies under `ashdown/` and the files of
//! `docs/examples`. A line of three dots stands for any lines, and `[..]` for anything within a line.
//!
//! # Rules
//!
//! - `every_transcript_is_what_the_program_says`: data, notes and errors together, as on a screen.

#![expect(clippy::unwrap_used, reason = "a page or folder that cannot be read must fail the test")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// How the README runs the program, and how a page does once it is installed.
const UNBUILT: &str = "cargo run --bin candour -- ";
const INSTALLED: &str = "candour ";

/// A command of a page, and what the page shows of its output.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    line: usize,
    command: String,
    output: Vec<String>,
}

/// The commands of a page, in order.
fn shown(page: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let (mut within, mut continued) = (false, false);
    for (at, line) in page.lines().enumerate() {
        if let Some(mark) = line.strip_prefix("```") {
            within = !within && mark == "console";
        } else if !within {
        } else if let Some(command) = line.strip_prefix("$ ") {
            found.push(Shown { line: at + 1, command: command.to_owned(), output: Vec::new() });
            continued = line.ends_with('\\');
        } else if let Some(last) = found.last_mut() {
            if continued {
                last.command = format!("{}\n{line}", last.command);
                continued = line.ends_with('\\');
            } else {
                last.output.push(line.to_owned());
            }
        }
    }
    for shown in &mut found {
        while shown.output.last().is_some_and(String::is_empty) {
            shown.output.pop();
        }
    }
    found
}

/// Whether a line is the one that is shown.
fn line_agrees(shown: &str, line: &str) -> bool {
    let mut pieces = shown.split("[..]");
    let Some(mut rest) = pieces.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        (rest, last) = (after, Some(piece));
    }
    rest.is_empty() || last.is_some_and(|piece| piece.is_empty() || rest.ends_with(piece))
}

/// Whether lines are those that are shown. The last line of three dots is tried for longer, never
/// those before it, so that a long answer is compared in no time.
fn agree(shown: &[String], lines: &[&str]) -> bool {
    let (mut next, mut at) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while at < lines.len() {
        match shown.get(next) {
            Some(dots) if dots == "..." => {
                next += 1;
                again = Some((next, at));
            }
            Some(line) if line_agrees(line, lines[at].trim_end()) => {
                (next, at) = (next + 1, at + 1);
            }
            Some(_) | None => {
                let Some((after, from)) = again else { return false };
                again = Some((after, from + 1));
                (next, at) = (after, from + 1);
            }
        }
    }
    shown[next..].iter().all(|line| line == "...")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages whose transcripts are run.
fn pages() -> Vec<PathBuf> {
    let guides = std::fs::read_dir(root().join("docs/guides")).unwrap();
    let mut pages: Vec<PathBuf> = guides.map(|entry| entry.unwrap().path()).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// A new folder with the invented chronologies and the examples of the documents.
fn folder(page: &Path) -> PathBuf {
    let name = page.file_stem().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transcripts").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    let given =
        [("interchange/data/ashdown", folder.join("ashdown")), ("docs/examples", folder.clone())];
    for (from, to) in given {
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(root().join(from)).unwrap() {
            let file = entry.unwrap().path();
            if file.is_file() {
                std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

/// What a command says when it is run in a folder.
fn said(command: &str, folder: &Path) -> String {
    let programs = Path::new(env!("CARGO_BIN_EXE_candour")).parent().unwrap().to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(programs).chain(std::env::split_paths(&others));
    let command = command.replace(UNBUILT, INSTALLED);
    let ran = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env_remove("CANDOUR_LEDGER")
        .env_remove("CANDOUR_LOG")
        .env("COLUMNS", "120")
        .output()
        .unwrap();
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn every_transcript_is_what_the_program_says() {
    let mut faults = Vec::new();
    let mut commands = 0;
    for page in pages() {
        let folder = folder(&page);
        for shown in shown(&std::fs::read_to_string(&page).unwrap()) {
            commands += 1;
            let said = said(&shown.command, &folder);
            if !agree(&shown.output, &said.trim_end().lines().collect::<Vec<_>>()) {
                let place = format!("{}:{}", page.display(), shown.line);
                faults.push(format!("{place}: {}\nsays now:\n{said}", shown.command));
            }
        }
    }
    assert!(commands > 20, "only {commands} commands are seen in the pages");
    assert!(faults.is_empty(), "{} transcripts differ:\n\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_transcript_is_parted_into_commands_and_their_output() {
    let page = "text\n```console\n$ candour one \\\n    --two\nsaid\n\n$ candour three\n```\n\
                ```sh\n$ candour four\n```\n";
    let of = |line, command: &str, output: &[&str]| Shown {
        line,
        command: command.to_owned(),
        output: output.iter().map(ToString::to_string).collect(),
    };
    let expected = [of(3, "candour one \\\n    --two", &["said"]), of(7, "candour three", &[])];
    assert_eq!(shown(page), expected);
}

#[test]
fn what_is_left_out_of_a_transcript_may_be_anything() {
    let says = |shown: &str, said: &str| {
        let shown: Vec<String> = shown.lines().map(str::to_owned).collect();
        agree(&shown, &said.lines().collect::<Vec<_>>())
    };
    let cases = [
        ("one\ntwo", "one\ntwo"),
        ("one\n...\nfour", "one\ntwo\nthree\nfour"),
        ("...", ""),
        ("ledger [..] is sound", "ledger 7 is sound"),
        ("at [..]", "at 9"),
        ("one\ntwo", "one\nthree"),
        ("one", "one\ntwo"),
        ("one\n...\nfour", "one\ntwo"),
        ("ledger [..] is sound", "ledger 7 is at fault"),
    ];
    let agreed = cases.map(|(shown, said)| says(shown, said));
    assert_eq!(agreed, [true, true, true, true, true, false, false, false, false]);
}
