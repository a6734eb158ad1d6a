//! Being a witness: made, told whom to trust, served, asked, stopped and killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use candour_ledger::merkle::{self, Hash, TreeHead};
use candour_ledger::note::{
    Checkpoint, KeyKind, KeyName, SignatureLine, SignedCheckpoint, Signer, Verifier, cosigned_at,
};
use candour_ledger::witness::AddCheckpoint;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Ledger, Ran, program, run};

fn origin() -> KeyName {
    "candour/ledger/07070707-0707-0707-0707-070707070707".parse().unwrap()
}

fn ledger_key() -> Signer {
    Signer::from_bytes(origin(), KeyKind::Checkpoints, &[1; 32])
}

fn leaves(size: u64) -> Vec<Hash> {
    let leaf = |index: u64| std::array::from_fn(|it| index.to_be_bytes()[it % 8]);
    (0..size).map(leaf).collect()
}

fn signed(size: u64) -> SignedCheckpoint {
    let root = merkle::root(leaves(size).as_slice(), size).unwrap();
    let checkpoint = Checkpoint { origin: origin(), head: TreeHead { size, root } };
    SignedCheckpoint::sign(checkpoint, &ledger_key())
}

fn request(old: u64, new: u64) -> String {
    let proof = match old {
        0 => Vec::new(),
        old => merkle::prove_consistency(leaves(new).as_slice(), old, new).unwrap(),
    };
    AddCheckpoint { old, proof, checkpoint: signed(new) }.to_string()
}

/// A witness in a directory of its own, which goes away with it.
pub(crate) struct Witness {
    home: TempDir,
}

impl Witness {
    /// A new witness, with the key that it printed.
    pub(crate) fn new() -> (Self, Verifier) {
        let witness = Self { home: tempfile::tempdir().unwrap() };
        let made = witness.run(&["init", "--name", "police.example/witness", "--json"]);
        assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
        let made: Value = serde_json::from_str(&made.out).unwrap();
        (witness, made["key"].as_str().unwrap().parse().unwrap())
    }

    /// One that trusts the ledger.
    fn trusting() -> (Self, Verifier) {
        let (witness, key) = Self::new();
        let trusted = witness.run(&["trust", &ledger_key().verifier().to_string()]);
        let says = format!("Ledger {}: this key is trusted from now on\n", origin());
        assert_eq!(trusted, Ran { code: Some(0), out: says, err: String::new() });
        (witness, key)
    }

    fn directory(&self) -> &Path {
        self.home.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.arg("witness").args(arguments).arg("--state").arg(self.home.path().join("state"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// What it says without the folder that it is in.
    fn told(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let ran = self.run(arguments);
        let home = self.directory().display().to_string();
        (ran.code, format!("{}{}", ran.out, ran.err).replace(&home, "HOME"))
    }

    fn status(&self) -> Value {
        serde_json::from_str(&self.run(&["status", "--json"]).out).unwrap()
    }

    fn size(&self) -> Option<u64> {
        self.status()["ledgers"][0]["size"].as_u64()
    }

    /// Serves it, and answers with the address that it printed.
    pub(crate) fn serve(&self) -> Serving {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let prefix = "Witness police.example/witness listens on http://";
        let address = line.trim_end().strip_prefix(prefix).unwrap().to_owned();
        Serving { child, address }
    }
}

pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
}

impl Serving {
    /// Sends it a signal, and waits for its end.
    pub(crate) fn signal(mut self, name: &str) -> Ran {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
        let mut err = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        Ran { code: self.child.wait().unwrap().code(), out: String::new(), err }
    }
}

/// Status and text of the answer to a request, if there is one.
fn asked(address: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    let head = "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\n";
    write!(stream, "{head}content-length: {length}\r\n\r\n{body}").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, text) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, text.to_owned()))
}

#[test]
fn a_witness_is_made_served_and_asked() {
    let (witness, key) = Witness::trusting();
    assert_eq!(
        (key.name().as_str(), key.kind()),
        ("police.example/witness", KeyKind::Cosignatures)
    );
    let serving = witness.serve();
    let (status, line) = asked(&serving.address, &request(0, 5)).unwrap();
    let line = SignatureLine::parse_all(&line).unwrap().remove(0);
    let last = cosigned_at(&key, &signed(5), &line).unwrap();
    assert_eq!(status, 200);
    // It is looked at while it is served.
    let stand = json!({
        "witness": key.to_string(),
        "ledgers": [{
            "ledger": origin().to_string(),
            "keys": [ledger_key().verifier().to_string()],
            "size": 5,
            "root": candour_ledger::note::base64_of(&signed(5).claim().head.root),
            "last_cosigned": last.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "evidence": 0,
        }],
    });
    assert_eq!(witness.status(), stand);
    let held = witness.run(&["trust", &ledger_key().verifier().to_string()]);
    assert_eq!(held.code, Some(3));
    assert!(held.err.contains("the witness is kept by process"), "{}", held.err);
    assert_eq!(
        serving.signal("-TERM"),
        Ran { code: Some(0), out: String::new(), err: "stopped\n".to_owned() }
    );
    assert_eq!(witness.serve().signal("-INT").code, Some(0));
}

#[test]
fn evidence_is_shown_as_the_ledger_signed_it() {
    let (witness, _) = Witness::trusting();
    let none = "Witness police.example/witness has no evidence\n".to_owned();
    assert_eq!(witness.told(&["evidence"]), (Some(0), none));
    let serving = witness.serve();
    assert_eq!(asked(&serving.address, &request(0, 5)).unwrap().0, 200);
    let head = TreeHead { size: 5, root: [7; 32] };
    let forged = SignedCheckpoint::sign(Checkpoint { origin: origin(), head }, &ledger_key());
    let fork = AddCheckpoint { old: 5, proof: Vec::new(), checkpoint: forged.clone() };
    assert_eq!(asked(&serving.address, &fork.to_string()).unwrap().0, 409);
    let shown = witness.run(&["evidence", "--json"]);
    let mut shown: Value = serde_json::from_str(&shown.out).unwrap();
    let at = shown[0]["at"].take();
    let wanted = json!([{
        "ledger": origin().to_string(),
        "kind": "other-root",
        "at": null,
        "cosigned": signed(5).to_string(),
        "refused": forged.to_string(),
    }]);
    assert_eq!(shown, wanted);
    let at = at.as_str().unwrap();
    let words = format!(
        "1. Ledger {}, refused {at}\ntwo roots of one size: no ledger that only grows has both.\n\n\
         Cosigned before:\n{}\nRefused:\n{}",
        origin(),
        signed(5),
        forged
    );
    assert_eq!(witness.told(&["evidence"]), (Some(1), words));
    serving.signal("-TERM");
}

#[test]
fn a_killed_witness_remembers_what_it_answered() {
    let (witness, _) = Witness::trusting();
    for round in 1..=4_u64 {
        let serving = witness.serve();
        let before = witness.size().unwrap_or(0);
        let answered = AtomicU64::new(before);
        let address = serving.address.clone();
        thread::scope(|scope| {
            scope.spawn(|| {
                // It asks until nobody answers any more.
                for size in before + 1..before + 10_000 {
                    match asked(&address, &request(size - 1, size)) {
                        Some((200, _)) => answered.store(size, Ordering::SeqCst),
                        Some((status, text)) => {
                            return assert_eq!((status, text.as_str()), (200, ""));
                        }
                        None => return,
                    }
                }
            });
            while answered.load(Ordering::SeqCst) < before + 5 * round {
                thread::yield_now();
            }
            assert_eq!(serving.signal("-KILL").code, None);
        });
        // What was answered is kept, and at most the one request more that was under way.
        let (answered, kept) = (answered.into_inner(), witness.size().unwrap());
        assert!((answered..=answered + 1).contains(&kept), "{answered} answered, {kept} kept");
    }
}

#[test]
fn a_witness_that_cannot_be_used_says_what_to_do() {
    let (witness, key) = Witness::new();
    let names = run(&["witness", "init", "--state", "x", "--name", "two words"]);
    let says = "error: \"two words\" cannot name a witness\n  because: the name of a key has 1 to 255 \
                bytes, without spaces and plus signs\n";
    assert_eq!(names, Ran { code: Some(2), out: String::new(), err: says.to_owned() });
    let again = "error: the witness in HOME/state was not made\n  because: there is HOME/state/witness.key \
                 already\n  next: name another directory; nothing is ever written over\n";
    let init = ["init", "--name", "police.example/witness"];
    assert_eq!(witness.told(&init), (Some(1), again.to_owned()));
    let not_a_key = "error: this is not a ledger's key\n  because: a key is written as its name, its \
                     identifier and the key itself, with plus signs between\n  next: copy the whole \
                     line, with its name and both plus signs\n";
    assert_eq!(witness.told(&["trust", "candour"]), (Some(2), not_a_key.to_owned()));
    let its_own = "error: the key is not trusted\n  because: this key cosigns, as a witness's does; a \
                   ledger's key signs checkpoints\n";
    assert_eq!(witness.told(&["trust", &key.to_string()]), (Some(1), its_own.to_owned()));
    let nothing = format!("Witness {}\n  key  {key}\nIt trusts no ledger yet.\n", key.name());
    assert_eq!(witness.told(&["status"]), (Some(0), nothing));
    let state = witness.directory().join("state/witness.state");
    let text = std::fs::read_to_string(&state).unwrap();
    std::fs::write(&state, text.replacen("v1", "v2", 1)).unwrap();
    let damaged = "error: the witness in HOME/state was not opened\n  because: HOME/state/witness.state is \
                   damaged\n  because: it is not what this witness wrote: its digest does not belong to \
                   it\n  next: keep the files as they are, and see the guide for witnesses; a witness \
                   that forgot would cosign a second history\n";
    for command in ["serve", "status", "evidence"] {
        assert_eq!(witness.told(&[command]), (Some(3), damaged.to_owned()));
    }
    std::fs::remove_dir_all(witness.directory().join("state")).unwrap();
    let nobody = "error: the witness in HOME/state was not opened\n  because: there is no witness in the \
                  directory\n  next: check --state, or make a witness there with `candour witness init`\n";
    assert_eq!(witness.told(&["serve"]), (Some(3), nobody.to_owned()));
}

#[test]
fn the_key_that_a_ledger_shows_is_one_that_a_witness_trusts() {
    let ledger = Ledger::new();
    assert_eq!(ledger.run(&["seal", "--anyway"]).code, Some(0));
    let shown = ledger.json(&["witnesses", "show"]);
    let keys: Vec<&str> =
        shown["ledger_keys"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let [key] = keys.try_into().unwrap();
    let (witness, _) = Witness::new();
    assert_eq!(witness.run(&["trust", key]).code, Some(0));
    assert_eq!(witness.status()["ledgers"][0]["keys"], json!([key]));
    let told = ledger.answer(&["witnesses", "show", "--quiet"]);
    assert_eq!(told.lines().last(), Some(format!("  {key}").as_str()));
}
