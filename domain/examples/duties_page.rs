//! Writes the table of rules into `docs/duties.md`, between its marks; the rest is left as it is.
//!
//! Run it as `cargo run -p candour-domain --example duties_page`.

use std::error::Error;
use std::fs;
use std::path::Path;

use candour_domain::duty::rules_as_markdown;

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/duties.md");
    let page = fs::read_to_string(&path)?;
    let (before, rest) = page.split_once("<!-- rules -->\n").ok_or("no mark opens the table")?;
    let (_, after) = rest.split_once("<!-- end of rules -->").ok_or("no mark closes the table")?;
    let table = rules_as_markdown();
    let whole = format!("{before}<!-- rules -->\n{table}<!-- end of rules -->{after}");
    fs::write(path, whole)?;
    Ok(())
}
