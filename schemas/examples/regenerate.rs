//! Writes what is generated and committed: `schemas/json/`, what is missing of `schemas/corpus/`,
//! and `docs/event-catalogue.md`.
//!
//! Run it as `cargo run -p candour-schemas --example regenerate`. A file of the corpus that is
//! there is left as it is: the corpus grows and is never edited.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use candour_schemas::{corpus, document, json_schema};

fn main() -> Result<(), Box<dyn Error>> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));

    let json = room.join("json");
    fs::create_dir_all(&json)?;
    let mut kept = BTreeSet::new();
    for file in json_schema::files()? {
        fs::write(json.join(&file.name), file.text)?;
        kept.insert(file.name);
    }
    for found in fs::read_dir(&json)? {
        let found = found?;
        if !kept.contains(&*found.file_name().to_string_lossy()) {
            fs::remove_file(found.path())?;
        }
    }

    let kept_for_ever = room.join("corpus");
    fs::create_dir_all(&kept_for_ever)?;
    for file in corpus::files()? {
        let path = kept_for_ever.join(file.name);
        if !path.exists() {
            fs::write(path, file.text)?;
        }
    }

    fs::write(room.join("../docs/event-catalogue.md"), document::event_catalogue()?)?;
    Ok(())
}
