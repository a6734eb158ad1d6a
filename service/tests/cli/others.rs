//! What the program hands out, checked by a program that has nothing of ours in it: the signed notes and
//! the tree of Go's checksum database (`tests/go`). Without Go these tests fail, and say what to install;
//! a proof that only we can check is none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Ledger, Ran};

/// What has to be there to build it.
const INSTALL: &str = "this test builds tests/go: install golang-go and golang-golang-x-mod-dev";
/// Where Debian puts the packages of Go's checksum database.
const PACKAGES: &str = "/usr/share/gocode";

/// The checker that others wrote, built for this test.
struct Others {
    home: TempDir,
}

impl Others {
    fn built() -> Self {
        let home = tempfile::tempdir().unwrap();
        let note = Path::new(PACKAGES).join("src/golang.org/x/mod/sumdb/note");
        assert!(note.is_dir(), "{INSTALL}");
        let mut go = Command::new("go");
        go.args(["build", "-o"]).arg(home.path().join("proof")).arg(".");
        go.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/go"));
        go.env("GO111MODULE", "off").env("GOPATH", PACKAGES).env("GOFLAGS", "");
        go.env("GOCACHE", home.path().join("cache"));
        let built: Ran = go.output().unwrap_or_else(|error| panic!("{INSTALL}: {error}")).into();
        assert_eq!(built, Ran { code: Some(0), out: String::new(), err: String::new() });
        Self { home }
    }

    /// What it says: what was shown, or why nothing was.
    fn say(&self, what: &str, key: &str, files: &[&Path]) -> Result<String, String> {
        let mut command = Command::new(self.home.path().join("proof"));
        let ran: Ran = command.args([what, key]).args(files).output().unwrap().into();
        match ran.code {
            Some(0) => Ok(ran.out.trim_end().to_owned()),
            _ => Err(ran.err.trim_end().to_owned()),
        }
    }
}

/// A ledger that was sealed twice, and what it handed out.
struct HandedOut {
    ledger: Ledger,
    key: String,
    held: PathBuf,
    last: PathBuf,
    receipt: PathBuf,
    growth: PathBuf,
}

impl HandedOut {
    fn new() -> Self {
        let ledger = Ledger::new();
        ledger.answer(&["seal", "--anyway", "--quiet"]);
        let held = ledger.write("held", &ledger.answer(&["checkpoint", "--quiet"]));
        assert_eq!(ledger.import(&["--quiet"]).code, Some(0));
        ledger.answer(&["seal", "--quiet"]);
        let last = ledger.write("last", &ledger.answer(&["checkpoint", "--quiet"]));
        let receipt = ledger.file("c2.tlog-proof");
        let made = ["receipt", "C2", "--with-text", "--quiet", "--output"];
        let made = ledger.command().args(made).arg(&receipt).output().unwrap();
        assert_eq!(Ran::from(made).code, Some(0));
        let grown = ["checkpoint", "--quiet", "--grown-from"];
        let grown = ledger.command().args(grown).arg(&held).output().unwrap();
        let growth = ledger.write("growth", &Ran::from(grown).out);
        let key = ledger.answer(&["key", "show", "--quiet"]).trim_end().to_owned();
        Self { ledger, key, held, last, receipt, growth }
    }

    /// The second line of a checkpoint.
    fn size(checkpoint: &Path) -> u64 {
        fs::read_to_string(checkpoint).unwrap().lines().nth(1).unwrap().parse().unwrap()
    }

    /// The same file with one letter of the base 64 in a line otherwise.
    fn changed(&self, file: &Path, line: usize, letter: usize) -> PathBuf {
        let text = fs::read_to_string(file).unwrap();
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut bytes = text.into_bytes();
        let place = &mut bytes[before + letter];
        assert!(place.is_ascii_alphanumeric() || b"+/".contains(place), "{line}, {letter}");
        *place = if *place == b'A' { b'B' } else { b'A' };
        self.ledger.write("changed", &String::from_utf8(bytes).unwrap())
    }
}

/// The number of the line that begins so.
fn line(file: &Path, begins: &str) -> usize {
    let text = fs::read_to_string(file).unwrap();
    text.lines().position(|it| it.starts_with(begins)).unwrap()
}

#[test]
fn a_program_of_others_accepts_what_is_handed_out() {
    let (others, given) = (Others::built(), HandedOut::new());
    let (before, after) = (HandedOut::size(&given.held), HandedOut::size(&given.last));
    let receipt = fs::read_to_string(&given.receipt).unwrap();
    let index = receipt.lines().find_map(|it| it.strip_prefix("index ")).unwrap();
    let number = index.parse::<u64>().unwrap() + 1;
    let say = |what, files: &[&Path]| others.say(what, &given.key, files).unwrap();
    assert_eq!(say("checkpoint", &[&given.held]), format!("a checkpoint over {before} entries"));
    assert_eq!(say("checkpoint", &[&given.last]), format!("a checkpoint over {after} entries"));
    let shown = format!("entry {number} of a checkpoint over {after} entries");
    assert_eq!(say("receipt", &[&given.receipt]), shown);
    let shown = format!("from {before} to {after} entries by appending alone");
    assert_eq!(say("growth", &[&given.held, &given.growth]), shown);
    // Nothing has come since: the proof is empty.
    let grown = ["checkpoint", "--quiet", "--grown-from"];
    let grown = given.ledger.command().args(grown).arg(&given.last).output().unwrap();
    let same = given.ledger.write("same", &Ran::from(grown).out);
    let shown = format!("from {after} to {after} entries by appending alone");
    assert_eq!(say("growth", &[&given.last, &same]), shown);
}

#[test]
fn a_program_of_others_refuses_one_letter_changed() {
    let (others, given) = (Others::built(), HandedOut::new());
    let refused = |what, files: &[&Path]| others.say(what, &given.key, files);
    let not_shown = || Err("invalid transparency proof".to_owned());
    let hash = given.key.split('+').nth(1).unwrap();
    let name = given.key.split('+').next().unwrap();
    let not_signed = || Err(format!("invalid signature for key {name}+{hash}"));
    // A checkpoint: its root, and its signature.
    let signature = "\u{2014} ".len() + name.len() + 1 + 20;
    for (at, letter) in [(2, 7), (line(&given.last, "\u{2014} "), signature)] {
        let changed = given.changed(&given.last, at, letter);
        assert_eq!(refused("checkpoint", &[&changed]), not_signed(), "line {at}");
    }
    // A receipt: its leaf, its way, and the signature of its checkpoint.
    let (leaf, way) = (1, line(&given.receipt, "index ") + 1);
    for (at, letter) in [(leaf, "extra ".len() + 200), (way, 7), (way + 1, 30)] {
        let changed = given.changed(&given.receipt, at, letter);
        assert_eq!(refused("receipt", &[&changed]), not_shown(), "line {at}");
    }
    let changed = given.changed(&given.receipt, line(&given.receipt, "\u{2014} "), signature);
    assert_eq!(refused("receipt", &[&changed]), not_signed());
    // Growth: each hash of its proof, and the checkpoint that was held.
    for at in 0..line(&given.growth, "candour/ledger/") - 1 {
        let changed = given.changed(&given.growth, at, 7);
        assert_eq!(refused("growth", &[&given.held, &changed]), not_shown(), "line {at}");
    }
    let changed = given.changed(&given.held, 2, 7);
    assert_eq!(refused("growth", &[&changed, &given.growth]), not_signed());
    // And nothing is believed of the name of a key alone.
    let other = HandedOut::new();
    let said = others.say("checkpoint", &other.key, &[&given.last]);
    assert_eq!(said, Err("note has no verifiable signatures".to_owned()));
}
