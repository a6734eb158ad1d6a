//! Writes `docs/openapi.json` anew: the OpenAPI document of the HTTP API. It checks nothing; a test of the
//! service compares the committed file.

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    std::fs::write(file, candour_service::open_api_document())
}
