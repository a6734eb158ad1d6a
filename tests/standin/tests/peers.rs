//! The stand-in, called by two clients that others wrote, on other implementations of the protocol.
//!
//! What they check is in their own files, under `peers`. Here they are installed, once for each lock
//! file, under cargo's own folder; and run against a cluster with TLS and a login. Where Python or
//! Node is missing, the test fails.

#![expect(clippy::expect_used, reason = "what a test cannot go on without must fail it")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use candour_standin::{Login, Settings, StandIn, Transport};

/// How long an installation or a run may take.
const RUN_MAX: Duration = Duration::from_mins(2);
/// What is in a folder whose installation is whole: what it was made from.
const STAMP: &str = "installed";

/// A client that others wrote.
struct Peer {
    name: &'static str,
    /// What says which files are installed.
    locked: &'static str,
    /// The program that is run.
    program: &'static str,
}

const PYTHON: Peer = Peer { name: "python", locked: "requirements.txt", program: "peer.py" };
const NODE: Peer = Peer { name: "node", locked: "package-lock.json", program: "peer.mjs" };

impl Peer {
    fn source(&self, file: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(self.name).join(file)
    }

    fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("peer-{}", self.name))
    }

    /// Installs what is locked, unless that was done.
    fn install(&self, version: Command, install: impl FnOnce(&Path) -> Command) {
        let folder = self.folder();
        let locked = std::fs::read_to_string(self.source(self.locked)).expect("it is locked");
        let wanted = format!("{}{locked}", run(version));
        if std::fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp == wanted) {
            return;
        }
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("what is out of date can be removed");
        }
        std::fs::create_dir_all(&folder).expect("a folder");
        run(install(&folder));
        std::fs::write(folder.join(STAMP), wanted).expect("the stamp is written");
    }

    /// Copies a file of the peer to where it was installed.
    fn copy(&self, file: &str) -> PathBuf {
        let copy = self.folder().join(file);
        std::fs::copy(self.source(file), &copy).expect("the file is copied");
        copy
    }

    /// Runs the peer against a cluster of its own.
    fn meet(&self, mut command: Command) {
        let login = Login { user: "candour".to_owned(), password: "secret".to_owned() };
        let settings = Settings {
            nodes: 3,
            transport: Transport::Tls,
            login: Some(login),
            ..Settings::default()
        };
        let standin = StandIn::start(settings).expect("a stand-in");
        let authority = self.folder().join("authority.pem");
        std::fs::write(&authority, standin.authority().expect("an authority")).expect("it is kept");
        let connection = standin.connection_string();
        let connection = connection.replace("esdb://", "esdb://candour:secret@");
        let said = run(command.arg(connection).arg(authority));
        assert_eq!(said.lines().last(), Some("all as it should be"));
    }
}

/// Runs a program to its end, and says what it wrote. It is killed where it takes too long.
fn run(mut command: impl std::borrow::BorrowMut<Command>) -> String {
    let command = command.borrow_mut();
    let written = tempfile::NamedTempFile::new().expect("a file");
    let output = |file: &File| Stdio::from(file.try_clone().expect("the file, twice"));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output(written.as_file()))
        .stderr(output(written.as_file()))
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} is needed, and cannot be run: {error}"));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the program can be asked") {
            break Some(status);
        }
        if begun.elapsed() > RUN_MAX {
            child.kill().expect("it can be killed");
            break None;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let said = std::fs::read_to_string(written.path()).expect("what it wrote is read");
    match status {
        Some(status) if status.success() => said,
        Some(status) => panic!("{command:?}: {status}\n{said}"),
        None => panic!("{command:?} took more than {RUN_MAX:?}\n{said}"),
    }
}

fn with<const N: usize>(program: &str, arguments: [&str; N]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

#[test]
fn a_client_in_python_finds_what_it_knows() {
    PYTHON.install(with("python3", ["--version"]), |folder| {
        let mut install =
            with("python3", ["-m", "pip", "install", "--disable-pip-version-check", "--quiet"]);
        install.args(["--require-hashes", "--only-binary=:all:", "--requirement"]);
        install.arg(PYTHON.source(PYTHON.locked)).arg("--target").arg(folder);
        install
    });
    let mut peer = Command::new("python3");
    peer.arg(PYTHON.copy(PYTHON.program)).env("PYTHONPATH", PYTHON.folder());
    PYTHON.meet(peer);
}

#[test]
fn a_client_in_node_finds_what_it_knows() {
    NODE.install(with("node", ["--version"]), |folder| {
        NODE.copy("package.json");
        NODE.copy(NODE.locked);
        let mut install = with("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        install.current_dir(folder);
        install
    });
    let mut peer = Command::new("node");
    peer.arg(NODE.copy(NODE.program));
    NODE.meet(peer);
}
