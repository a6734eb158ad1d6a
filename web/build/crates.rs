//! The crates that the program is built from, and the texts of their licences, for the page that passes these
//! notices on. Cargo says which crates they are; their texts are read from where cargo keeps what it fetched.
//! Where cargo does not say, or a crate brings no text, nothing is made up.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// How the names of files begin that hold the text of a licence, or a notice to be passed on.
const BEGINNINGS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// A crate that the program is built from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its licence, as it names it.
    pub(crate) licence: String,
}

/// The crates that the program is built from for this target, by name.
pub(crate) fn of(home: &Path, target: &str) -> Result<Vec<Crate>, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.args([
        "tree",
        "--package",
        "candour-service",
        "--edges",
        "normal",
        "--locked",
        "--offline",
    ]);
    tree.args(["--prefix", "none", "--format", "{p}|{l}", "--target", target]).current_dir(home);
    let ran = tree.output()?;
    if !ran.status.success() {
        return Err(String::from_utf8_lossy(&ran.stderr).trim().replace('\n', "; ").into());
    }
    let mut found: Vec<Crate> = String::from_utf8(ran.stdout)?.lines().filter_map(listed).collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// A crate as a line lists it; none where it is one of ours.
fn listed(line: &str) -> Option<Crate> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let licence = licence.trim_end_matches("(*)").trim().to_owned();
    let ours = name.starts_with("candour-");
    (!ours).then(|| Crate { name: name.to_owned(), version: version.to_owned(), licence })
}

/// The texts that the crates bring, each once, under the names of those that bring it.
pub(crate) fn texts(crates: &[Crate]) -> String {
    let mut bringing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    let folders = folders();
    for it in crates {
        let name = format!("{}-{}", it.name, it.version);
        let texts: Vec<String> =
            folders.iter().flat_map(|folder| own(&folder.join(&name))).collect();
        if texts.is_empty() {
            without.push(format!("{} {} ({})", it.name, it.version, it.licence));
        }
        for text in texts {
            bringing.entry(text).or_default().push(format!("{} {}", it.name, it.version));
        }
    }
    let mut by_names: Vec<(Vec<String>, String)> =
        bringing.into_iter().map(|(text, names)| (names, text)).collect();
    by_names.sort();
    let mut all = String::new();
    if !without.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(
            all,
            "These name a licence and bring no text of it: {}.\n",
            without.join(", ")
        );
    }
    for (names, text) in by_names {
        let _ = writeln!(all, "{}\n\n{}\n\n----------\n", names.join(", "), text.trim());
    }
    all
}

/// The texts in a crate's folder.
fn own(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.filter_map(|it| Some(it.ok()?.path())).collect();
    files.sort();
    let holds = |file: &&PathBuf| {
        let name = file.file_name().map(|it| it.to_string_lossy().to_uppercase());
        name.is_some_and(|name| BEGINNINGS.iter().any(|it| name.starts_with(it)))
    };
    files.iter().filter(holds).filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// The folders in which cargo keeps what it fetched.
fn folders() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = home.map(|it| it.join("registry").join("src"));
    let listed = sources.and_then(|it| fs::read_dir(it).ok());
    listed.into_iter().flatten().filter_map(|it| Some(it.ok()?.path())).collect()
}
