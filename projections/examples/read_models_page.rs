//! Writes the views of the read models into `docs/read-models.md`, between its marks; the rest is left
//! as it is.
//!
//! Run it as `cargo run -p candour-projections --example read_models_page`.

use std::error::Error;
use std::fs;
use std::path::Path;

use candour_projections::running::tables_as_markdown;

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/read-models.md");
    let page = fs::read_to_string(&path)?;
    let (before, rest) = page.split_once("<!-- views -->\n").ok_or("no mark opens the views")?;
    let (_, after) = rest.split_once("<!-- end of views -->").ok_or("no mark closes the views")?;
    let views = tables_as_markdown();
    let whole = format!("{before}<!-- views -->\n{views}<!-- end of views -->{after}");
    fs::write(path, whole)?;
    Ok(())
}
