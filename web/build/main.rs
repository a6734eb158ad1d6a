//! Fetches what the pages are dressed with, lays it out in cargo's output folder, and writes the table
//! by which it is compiled in.
//!
//! It takes the packages from the folder that `CANDOUR_NODE_MODULES` names, where that is set; otherwise
//! it has `npm ci` fetch what `package-lock.json` names, once for each content of that file, into
//! cargo's target folder. Where neither can be had the pages are plain, and say so when they are served.
//! It asks nothing else of the network, and runs no script of a package. Which crates the program is built
//! from it asks cargo, which looks at what is fetched already.

mod crates;
mod layout;
mod notices;
mod packages;
mod strip;
mod table;

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;

use packages::Packages;

/// Anything that ends a build.
type Failure = Box<dyn Error + Send + Sync>;

/// Files of ours whose change means other assets.
const OURS: [&str; 6] =
    ["build", "package.json", "package-lock.json", ".npmrc", "styles", "scripts"];

fn main() -> Result<(), Failure> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let home = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    tell("rerun-if-env-changed", packages::VARIABLE)?;
    for file in OURS {
        tell("rerun-if-changed", file)?;
    }
    tell("rerun-if-changed", "../Cargo.lock")?;
    let packages = packages::found(&home, &out)?;
    let place = match &packages {
        Packages::At(place) => Some(place.as_path()),
        Packages::None { why } => {
            tell("warning", &format!("the pages will be plain: {why}"))?;
            // A file that is not there: cargo asks again at the next build.
            tell("rerun-if-changed", "packages-that-were-not-there")?;
            None
        }
    };
    let mut assets = layout::laid_out(&home, place)?;
    let notices = place.map(notices::of).transpose()?.unwrap_or_default();
    let crates = match crates::of(&home, &variable("TARGET")?) {
        Ok(crates) => crates,
        Err(why) => {
            tell("warning", &format!("the notices will not name the crates: {why}"))?;
            Vec::new()
        }
    };
    assets.push(layout::text_of("crates.txt", crates::texts(&crates)));
    assets.sort_by(|one, other| one.name.cmp(&other.name));
    table::write(&out, &assets, (&notices, &crates), place.is_some())?;
    let shown = place.map(|it| it.display().to_string()).unwrap_or_default();
    tell("rustc-env", &format!("CANDOUR_WEB_PACKAGES={shown}"))
}

fn variable(name: &str) -> Result<String, Failure> {
    std::env::var(name).map_err(|error| format!("cargo did not set {name}: {error}").into())
}

/// Tells cargo something.
fn tell(what: &str, said: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "cargo::{what}={said}")?)
}
