//! The tree of RFC 6962 against the vectors that others publish for it: proofs that hold, and proofs that do
//! not. They are read from the published package, which cargo fetches and nothing builds (`tests/vectors`); no
//! copy of them is kept here.

#![expect(clippy::unwrap_used, reason = "what cannot be set up must fail the test")]

use std::fs;
use std::path::{Path, PathBuf};

use candour_ledger::leaf;
use candour_ledger::merkle::{Hash, TreeHead, verify_consistency, verify_inclusion};
use candour_ledger::note::hash_of_base64;
use cargo_metadata::MetadataCommand;
use serde_json::Value;

const PACKAGE: &str = "sigstore-merkle";

/// The folder of vectors, in the package as it is published.
fn folder() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/Cargo.toml");
    let locked = ["--locked".to_owned()];
    let metadata = MetadataCommand::new().manifest_path(manifest).other_options(locked).exec();
    let metadata = metadata.unwrap();
    let package = metadata.packages.iter().find(|it| it.name.as_str() == PACKAGE).unwrap();
    package.manifest_path.parent().unwrap().join("test-data/merkle/testdata").into()
}

/// All files in a folder and those below it, by their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// One vector: what is claimed, and whether it is to be refused.
struct Vector {
    name: String,
    said: Value,
}

impl Vector {
    fn all(kind: &str) -> Vec<Self> {
        let folder = folder().join(kind);
        let read = |path: PathBuf| Self {
            name: path.strip_prefix(&folder).unwrap().display().to_string(),
            said: serde_json::from_slice(&fs::read(&path).unwrap()).unwrap(),
        };
        files(&folder).into_iter().map(read).collect()
    }

    fn refused(&self) -> bool {
        self.said["wantErr"].as_bool().unwrap()
    }

    fn number(&self, field: &str) -> u64 {
        self.said[field].as_u64().unwrap()
    }

    fn included(&self) -> bool {
        let head = TreeHead { size: self.number("treeSize"), root: hash(&self.said["root"]) };
        let (leaf, index) = (hash(&self.said["leafHash"]), self.number("leafIdx"));
        verify_inclusion(&leaf, index, &head, &self.proof()).is_ok()
    }

    fn consistent(&self) -> bool {
        let head = |size, root| TreeHead { size: self.number(size), root: hash(&self.said[root]) };
        let (old, new) = (head("size1", "root1"), head("size2", "root2"));
        verify_consistency(&old, &new, &self.proof()).is_ok()
    }

    fn proof(&self) -> Vec<Hash> {
        let hashes = self.said["proof"].as_array().map(Vec::as_slice).unwrap_or_default();
        hashes.iter().map(hash).collect()
    }
}

/// A hash. Some vectors have other words in its place, which no hash of ours can say: another hash of each
/// stands for it, so that what was equal stays so, and what was not.
fn hash(said: &Value) -> Hash {
    let text = said.as_str().unwrap();
    hash_of_base64(text).unwrap_or_else(|| leaf::hash(text.as_bytes()))
}

/// How many of them hold, how many are refused, and the names of those that are answered otherwise than
/// their authors do.
fn answered(vectors: &[Vector], holds: impl Fn(&Vector) -> bool) -> (usize, usize, Vec<&str>) {
    let held = vectors.iter().filter(|it| holds(it)).count();
    let otherwise = vectors.iter().filter(|it| holds(it) == it.refused());
    (held, vectors.len() - held, otherwise.map(|it| it.name.as_str()).collect())
}

#[test]
fn inclusion_is_answered_as_others_publish_it() {
    let vectors = Vector::all("inclusion");
    // A leaf that is missing as the root is: no hash of 32 bytes can say it.
    let otherwise = vec!["single-entry/empty-root-and-leaf.json"];
    assert_eq!(answered(&vectors, Vector::included), (7, 91, otherwise));
}

#[test]
fn growth_is_answered_as_others_publish_it() {
    let vectors = Vector::all("consistency");
    // From nothing to nothing: ours says that nothing can be shown of a tree without leaves.
    let otherwise =
        vec!["additional/sizes-are-equal-and-proof-is-not-empty-where-both-sizes-are-zero.json"];
    assert_eq!(answered(&vectors, Vector::consistent), (6, 91, otherwise));
}
