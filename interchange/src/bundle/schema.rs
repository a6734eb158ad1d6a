//! The JSON Schema of a bundle. It says the file's shape; whether what it claims is so, no schema can say.

use schemars::Schema;

use super::form::Bundle;

/// The JSON Schema of a bundle.
pub fn bundle_schema() -> Schema {
    let mut schema = schemars::schema_for!(Bundle);
    schema.insert("title".to_owned(), "Candour bundle v1".into());
    schema
}
