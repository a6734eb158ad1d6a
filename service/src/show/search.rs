//! What a search found, for people.

use std::io;

use candour_projections::search::{CaseFound, Found, SearchResults, Sought};

use super::dashboard::end;
use super::words::{code, or_dash, spaced, with};
use crate::output::Output;

/// The results of a search.
pub(crate) fn results(results: &SearchResults, output: &mut Output) -> io::Result<()> {
    let asked = results.on_record.map_or_else(
        || "On all that is recorded.".to_owned(),
        |until| format!("As it stood on the record at {}.", end(until)),
    );
    output.heading(&format!("Found by {}", results.words.join(" ")), &asked)?;
    if results.found.is_empty() {
        return output.part("Nobody and nothing of that name.");
    }
    let headings = ["Name", "What", "Also found by", "Cases", "Entries", "Identifier"];
    let mut table = output.look.table(&headings);
    for found in &results.found {
        table.add_row([
            or_dash(found.name.as_deref().unwrap_or_default()),
            code(&found.kind),
            or_dash(&matched(found)),
            or_dash(&cases(found)),
            found.entries.to_string(),
            found.id.to_string(),
        ]);
    }
    output.table_part(table)?;
    let count = results.found.len();
    output.part(&format!("{count} found."))?;
    if let Some(next) = &results.next {
        output.line(&format!("There are more: --after '{next}'"))?;
    }
    if results.too_many {
        output.line("So many have these words that not all were looked at: add a word.")?;
    }
    Ok(())
}

/// What matched beside the name that is shown.
fn matched(found: &Found) -> String {
    let name = found.name.as_deref();
    let others = found.matched.iter().filter(|it| Some(it.text.as_str()) != name);
    let others: Vec<String> = others.map(|it| with(&it.text, &spaced(&it.kind))).collect();
    others.join("; ")
}

/// The cases of somebody; those that they are part of no longer are marked.
fn cases(found: &Found) -> String {
    let called = |it: &CaseFound| {
        let id = || it.case.to_string().chars().take(8).collect();
        let name = it.reference.clone().unwrap_or_else(id);
        with(&name, if it.now || found.kind == Sought::Case { "" } else { "earlier" })
    };
    found.cases.iter().map(called).collect::<Vec<_>>().join(", ")
}
