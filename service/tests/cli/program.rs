//! Running the binary on a ledger of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a run of the program came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The program, with nothing in its environment that could change what it says, and without sealing: what
/// is sealed adds entries of the ledger's own, which few tests are about.
pub(crate) fn program() -> Command {
    let mut command = sealing_program();
    command.env("CANDOUR_SEALING", "later");
    command
}

/// The program as it is run by somebody who set nothing.
pub(crate) fn sealing_program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candour"));
    command.env_remove("CANDOUR_LEDGER").env_remove("CANDOUR_LOG").env_remove("COLUMNS");
    command
        .env_remove("CANDOUR_NODE")
        .env_remove("CANDOUR_SEALING")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    command
}

/// Runs the program without a ledger.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    program().args(arguments).output().unwrap().into()
}

/// A ledger in a directory of its own, which goes away with it.
pub(crate) struct Ledger {
    home: TempDir,
}

impl Ledger {
    /// A place in which no ledger has been made yet.
    pub(crate) fn place() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// A new ledger.
    pub(crate) fn new() -> Self {
        let ledger = Self::place();
        assert_eq!(ledger.run(&["init", "--quiet"]).code, Some(0));
        ledger
    }

    /// A new ledger with the Ashdown case.
    pub(crate) fn ashdown() -> Self {
        let ledger = Self::new();
        let ran = ledger.import(&[]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        ledger
    }

    /// Imports the files of the Ashdown case.
    pub(crate) fn import(&self, options: &[&str]) -> Ran {
        let mut command = self.command();
        command.arg("import").args(options).args(ashdown_files());
        command.output().unwrap().into()
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.home.path().join("ledger")
    }

    /// The directory that the ledger's is in.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file beside the ledger.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = program();
        command.env("CANDOUR_LEDGER", self.directory());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command().args(arguments).output().unwrap().into()
    }

    /// What a command prints that ends well and says nothing beside it.
    pub(crate) fn answer(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        ran.out
    }

    /// What a command prints as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.answer(&all)).unwrap()
    }

    /// What a command prints as JSON that found a fault.
    pub(crate) fn json_found(&self, arguments: &[&str]) -> serde_json::Value {
        let ran = self.command().args(arguments).arg("--json").output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{arguments:?}");
        serde_json::from_slice(&ran.stdout).unwrap()
    }

    /// How many entries the ledger has.
    pub(crate) fn entries(&self) -> usize {
        self.answer(&["entries", "--quiet"]).lines().count()
    }

    /// The same text, with the ledger's directory by one name whatever it is.
    pub(crate) fn without_paths(&self, text: &str) -> String {
        text.replace(&self.home.path().display().to_string(), "HOME")
    }
}

/// The files of the Ashdown case.
pub(crate) fn ashdown_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interchange/data/ashdown");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    files.sort();
    files
}
