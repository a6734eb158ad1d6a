//! The JSON Schema of a bundle, committed as `docs/bundle.schema.json`. It says the file's shape; whether
//! what it claims is so, no schema can say.
//!
//! # Rules
//! - `the_committed_schema_of_a_bundle_is_the_current_one`: `cargo run -p candour-interchange --example
//!   bundle_schema` writes it.

use schemars::Schema;

use super::form::Bundle;

/// The JSON Schema of a bundle.
pub fn bundle_schema() -> Schema {
    let mut schema = schemars::schema_for!(Bundle);
    schema.insert("title".to_owned(), "Candour bundle v1".into());
    schema
}

/// The schema as the file has it.
///
/// # Errors
/// None that can happen to a schema.
pub fn bundle_schema_text() -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(&bundle_schema())? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_of_a_bundle_is_the_current_one() {
        let committed = include_str!("../../../docs/bundle.schema.json");
        assert_eq!(committed, bundle_schema_text().unwrap());
    }
}
