//! The files that the checks read: those that git tracks or would track, and none that it ignores.
//!
//! It finds and reads; what a file must be like is said in the other modules.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

/// The rooms of the house: each is a crate and a member of the workspace, named after its folder.
pub(crate) const ROOMS: [&str; 10] = [
    "domain",
    "schemas",
    "ledger",
    "commands",
    "projections",
    "interchange",
    "web",
    "service",
    "tests",
    "standin",
];

/// The folder of a room: the one of its name, but for what is in a room itself.
pub(crate) fn folder(room: &str) -> String {
    if room == "standin" { format!("tests/{room}") } else { room.to_owned() }
}

/// A file of the work tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// From the root of the work tree, with `/` between folders.
    pub(crate) path: String,
    /// Its text; what is not UTF-8 in it is replaced.
    pub(crate) text: String,
    /// Its size on disk.
    pub(crate) bytes: usize,
}

impl File {
    /// Makes a file that is on no disk, for showing that a check can fail.
    pub(crate) fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), bytes: text.len() }
    }

    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|it| it == "rs")
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads every file of the work tree.
pub(crate) fn files() -> Vec<File> {
    let mut paths = tracked().unwrap_or_else(|| walked(&root()));
    paths.sort();
    paths.dedup();
    // A file that was deleted but not yet committed is still listed by git.
    paths.into_iter().filter(|path| root().join(path).is_file()).map(|path| read(&path)).collect()
}

/// Reads the Rust source files of the work tree.
pub(crate) fn rust_files() -> Vec<File> {
    files().into_iter().filter(File::is_rust).collect()
}

/// Reads one file, named from the root of the work tree.
pub(crate) fn read(path: &str) -> File {
    let bytes = std::fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    File { path: path.to_owned(), text, bytes: bytes.len() }
}

/// Asks git; nothing, where this is not a work tree of git (a source archive, say).
fn tracked() -> Option<Vec<String>> {
    let listing = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .ok()
        .filter(|listing| listing.status.success())?;
    let names = String::from_utf8(listing.stdout).expect("file names are UTF-8");
    Some(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn walked(root: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the tree can be listed") {
            let path = entry.expect("an entry of a folder can be read").path();
            let name = path.file_name().unwrap_or_default();
            if path.is_dir() {
                if name != ".git" && name != "target" {
                    folders.push(path);
                }
            } else {
                let inside = path.strip_prefix(root).expect("what was found is inside the root");
                paths.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    paths
}

/// Asks cargo about our own packages; needs no network.
pub(crate) fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("cargo describes the workspace")
}

/// Writes a fault the way that editors and terminals follow.
pub(crate) fn fault(path: &str, line: usize, demand: &str) -> String {
    format!("{path}:{line}: {demand}")
}

/// Fails with every fault, one on a line.
#[track_caller]
pub(crate) fn demand_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} found:\n{}\n", faults.len(), faults.join("\n"));
}

#[test]
fn git_and_the_walk_both_find_this_file() {
    let this = "tests/tests/tidy/tree.rs".to_owned();
    assert!(walked(&root()).contains(&this), "the walk misses {this}");
    assert!(files().iter().any(|file| file.path == this), "the checks would not see {this}");
    assert!(rust_files().iter().any(|file| file.path == this), "{this} would not count as Rust");
}

#[test]
fn the_walk_leaves_out_what_is_built() {
    let built: Vec<String> = walked(&root())
        .into_iter()
        .filter(|path| path.starts_with("target/") || path.starts_with(".git/"))
        .collect();
    assert_eq!(built, [""; 0]);
}
