//! The views of the read models as the page `docs/read-models.md` has them, between two marks; a test
//! compares them. What is written there once by hand is what every view has in common.

use super::model::Model;
use super::models;
use super::table::{Column, Kind, Table};

/// Every view of every read model, with its columns, as Markdown.
pub fn tables_as_markdown() -> String {
    let of_model = |model: &&'static dyn Model| -> String {
        let tables = model.tables().iter().map(|table| section(model.name(), table));
        tables.collect()
    };
    models::all().iter().map(of_model).collect()
}

fn section(model: &str, table: &Table) -> String {
    let rows: String = table.columns.iter().map(row).collect();
    format!(
        "### `{}`\n\n{} Kept by the model `{model}`.\n\n| column | holds | meaning |\n|---|---|---|\n\
         {rows}\n",
        table.view, table.about,
    )
}

fn row(Column { name, kind, about }: &Column) -> String {
    format!("| `{name}` | {} | {about} |\n", holds(*kind))
}

fn holds(kind: Kind) -> &'static str {
    match kind {
        Kind::Identity => "an identifier",
        Kind::Entry => "a position",
        Kind::Code => "a code",
        Kind::Text => "text",
        Kind::Number => "a number",
        Kind::Day => "a date",
        Kind::Moment => "a moment",
    }
}
