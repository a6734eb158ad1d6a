//! Writes the assets to cargo's output folder, with the table by which `src/asset.rs` compiles them in.
//! The version in their addresses is a digest of all of them, so that they can be kept for ever.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::Failure;
use crate::crates::Crate;
use crate::layout::Asset;
use crate::notices::Notice;

/// The bytes of a digest that serve as a name.
const NAMED_BY_BYTES: usize = 8;

/// A short name for what has a digest.
pub(crate) fn name_of(digest: &[u8]) -> String {
    let mut name = String::new();
    for byte in digest.iter().take(NAMED_BY_BYTES) {
        // Writing to a text does not fail.
        let _: std::fmt::Result = write!(name, "{byte:02x}");
    }
    name
}

/// Writes the assets and the table, with whose work is passed on: packages and crates.
pub(crate) fn write(
    out: &Path,
    assets: &[Asset],
    (notices, crates): (&[Notice], &[Crate]),
    dressed: bool,
) -> Result<(), Failure> {
    let folder = out.join("assets");
    let mut hash = Sha256::new();
    let mut table = String::new();
    for (index, asset) in assets.iter().enumerate() {
        hash.update(asset.name.as_bytes());
        hash.update(&asset.bytes);
        fs::create_dir_all(&folder)?;
        let file = folder.join(index.to_string());
        fs::write(&file, &asset.bytes)?;
        let (name, media_type) = (&asset.name, asset.media_type);
        let file = file.to_str().ok_or("cargo's output folder has a name that is no text")?;
        writeln!(table, "    ({name:?}, {media_type:?}, include_bytes!({file:?})),")?;
    }
    let version = name_of(&hash.finalize());
    let mut said = String::new();
    for Notice { name, version, licence, author, text } in notices {
        writeln!(said, "    ({name:?}, {version:?}, {licence:?}, {author:?}, {text:?}),")?;
    }
    let mut built_from = String::new();
    for Crate { name, version, licence } in crates {
        writeln!(built_from, "    ({name:?}, {version:?}, {licence:?}),")?;
    }
    let written = format!(
        "pub(crate) const VERSION: &str = {version:?};\n\
         pub(crate) const DRESSED: bool = {dressed};\n\
         pub(crate) const ASSETS: &[(&str, &str, &[u8])] = &[\n{table}];\n\
         pub(crate) const NOTICES: &[(&str, &str, &str, &str, &str)] = &[\n{said}];\n\
         pub(crate) const CRATES: &[(&str, &str, &str)] = &[\n{built_from}];\n"
    );
    Ok(fs::write(out.join("assets.rs"), written)?)
}
