//! What each package says of itself: its version, its licence and the text of that, for the page that
//! passes these notices on. It reads the few fields by name; a package that has them otherwise ends the
//! build.

use std::fs;
use std::path::Path;

use crate::Failure;

/// The packages of which something is passed on.
const PACKAGES: [&str; 3] = ["govuk-frontend", "@ministryofjustice/frontend", "htmx.org"];

/// The names under which a package may hold the text of its licence.
const TEXTS: [&str; 4] = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE"];

/// What a package says of itself.
pub(crate) struct Notice {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its version.
    pub(crate) version: String,
    /// Its licence, by its short name.
    pub(crate) licence: String,
    /// Whose it is.
    pub(crate) author: String,
    /// The text of the licence; empty where the package names a licence and brings no text of it.
    pub(crate) text: String,
}

/// The notices of the packages in a folder.
pub(crate) fn of(packages: &Path) -> Result<Vec<Notice>, Failure> {
    PACKAGES.into_iter().map(|name| notice(&packages.join(name), name)).collect()
}

fn notice(folder: &Path, name: &'static str) -> Result<Notice, Failure> {
    let file = folder.join("package.json");
    let said = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let field =
        |key: &str| value(&said, key).ok_or_else(|| format!("{} has no `{key}`", file.display()));
    let author = value(&said, "author").map_or_else(|| within(&said, "author"), Some);
    let text = TEXTS.iter().find_map(|name| fs::read_to_string(folder.join(name)).ok());
    Ok(Notice {
        name,
        version: field("version")?,
        licence: field("license")?,
        author: author.unwrap_or_default(),
        text: text.unwrap_or_default(),
    })
}

/// The text of a field, where it is a text. These files are written one field a line.
fn value(said: &str, key: &str) -> Option<String> {
    let line = said.lines().map(str::trim).find(|it| it.starts_with(&format!("\"{key}\": \"")))?;
    line.split('"').nth(3).map(ToOwned::to_owned)
}

/// The name in a field that is an object.
fn within(said: &str, key: &str) -> Option<String> {
    let at = said.find(&format!("\"{key}\": {{"))?;
    value(&said[at..], "name")
}
