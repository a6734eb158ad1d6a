//! Where the packages are: a folder that was named, or one that `npm ci` fills. It checks nothing of
//! what is in them: npm compares each with the digest that the lock file has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::{Failure, table};

/// The variable that names a folder of packages that is there already.
pub(crate) const VARIABLE: &str = "CANDOUR_NODE_MODULES";

/// The files that say what is fetched, and how.
const SAID_BY: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// How npm is asked: as the lock file says, and running nothing that it fetches.
const ASKED: [&str; 5] = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];

/// How many folders up from cargo's output folder for this crate the target folder is.
const FOLDERS_TO_TARGET: usize = 4;

/// What there is to dress the pages with.
pub(crate) enum Packages {
    /// The folder `node_modules`.
    At(PathBuf),
    /// Nothing.
    None {
        /// Why not.
        why: String,
    },
}

/// Finds the packages, or has them fetched.
pub(crate) fn found(home: &Path, out: &Path) -> Result<Packages, Failure> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
        let place = PathBuf::from(named);
        if !place.join("govuk-frontend").is_dir() {
            let named = place.display();
            return Err(format!("{VARIABLE} names {named}, which has no govuk-frontend").into());
        }
        return Ok(Packages::At(place));
    }
    let target = out.ancestors().nth(FOLDERS_TO_TARGET).unwrap_or(out);
    let kept = target.join("web-packages").join(digest(home)?);
    let modules = kept.join("node_modules");
    if modules.is_dir() {
        return Ok(Packages::At(modules));
    }
    fetched(home, &kept).map(|why| why.map_or(Packages::At(modules), |why| Packages::None { why }))
}

/// A name for what the files say that say what is fetched.
fn digest(home: &Path) -> Result<String, Failure> {
    let mut hash = Sha256::new();
    for file in SAID_BY {
        let text = fs::read(home.join(file)).map_err(|error| format!("reading {file}: {error}"))?;
        hash.update(&text);
    }
    Ok(table::name_of(&hash.finalize()))
}

/// Has npm fetch the packages into a folder of its own, which takes its name when it is whole; answers
/// why it has none.
fn fetched(home: &Path, kept: &Path) -> Result<Option<String>, Failure> {
    let beside = kept.with_extension(std::process::id().to_string());
    fs::create_dir_all(&beside)?;
    for file in SAID_BY {
        fs::copy(home.join(file), beside.join(file))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let ran = Command::new(npm).args(ASKED).current_dir(&beside).output();
    let why = match ran {
        Ok(ran) if ran.status.success() => None,
        Ok(ran) => {
            let said = String::from_utf8_lossy(&ran.stderr);
            let line = said.lines().find(|line| line.contains("error")).unwrap_or("it did not say");
            Some(format!("npm did not fetch the packages: {line}"))
        }
        Err(error) => Some(format!("npm could not be run: {error}")),
    };
    // Where another build was quicker, its folder stands and this one goes.
    if why.is_some() || fs::rename(&beside, kept).is_err() {
        fs::remove_dir_all(&beside)?;
    }
    Ok(why)
}
