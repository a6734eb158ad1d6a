//! Cases for people: the list, and one case as it stands or stood.

use std::io;

use candour_projections::case_list::CaseList;
use candour_projections::case_view::CaseStatus;

use super::text;
use super::words::or_dash;
use crate::output::Output;

fn status(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::NotOpened => "not opened",
        CaseStatus::Open => "open",
        CaseStatus::Closed => "closed",
    }
}

/// The cases of a ledger.
pub(crate) fn list(list: &CaseList, output: &mut Output) -> io::Result<()> {
    if list.cases.is_empty() {
        return output.part("There is none yet.");
    }
    let headings = ["Reference", "Children", "Held by", "Opened", "Status", "Entries", "Case"];
    let mut table = output.look.table(&headings);
    for line in &list.cases {
        let children: Vec<&str> = line.children.iter().map(|it| it.name.as_str()).collect();
        table.add_row([
            or_dash(line.reference.as_deref().unwrap_or_default()),
            or_dash(&children.join(", ")),
            or_dash(line.authority.as_ref().map(|it| it.name.as_str()).unwrap_or_default()),
            or_dash(line.opened.as_ref().map(|it| it.text.as_str()).unwrap_or_default()),
            status(line.status).to_owned(),
            line.entries.to_string(),
            line.case.to_string(),
        ]);
    }
    output.part(&text(&table))
}
