//! Writes what is generated and committed in this room: `request.schema.json`.
//!
//! Run it as `cargo run -p candour-commands --example request_schema`.

use std::error::Error;
use std::fs;
use std::path::Path;

use candour_commands::request_schema;

fn main() -> Result<(), Box<dyn Error>> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(room.join(request_schema::FILE), request_schema::text()?)?;
    Ok(())
}
