//! Writes what is generated and committed of bundles: `docs/bundle.schema.json`.
//!
//! Run it as `cargo run -p candour-interchange --example bundle_schema`.

use std::error::Error;
use std::fs;
use std::path::Path;

use candour_interchange::bundle;

fn main() -> Result<(), Box<dyn Error>> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    fs::write(docs.join("bundle.schema.json"), bundle::bundle_schema_text()?)?;
    Ok(())
}
