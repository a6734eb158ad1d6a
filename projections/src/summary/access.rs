//! The chapter `access` in words.

use candour_domain::case::access::{AccessEvent, ShownPage};

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &AccessEvent, names: &Names<'_>) -> Said {
    match event {
        AccessEvent::ExportMade(it) => Said::of("Bundle made")
            .with("For", words(&it.audience))
            .with_some("Whose record", it.subject.map(|child| names.child(child)))
            .with_some("Handed to", it.made_for.as_ref().map(ToString::to_string))
            .with_some("What for", it.purpose.as_ref().map(ToString::to_string))
            .with("Entries shown", it.shown.to_string()),
        AccessEvent::RecordShown(it) => Said::of("Record shown").with("Page", page(it.page, names)),
        AccessEvent::EntryOpened(it) => {
            Said::of("Entry opened").with("Entry", names.entry(it.entry))
        }
    }
}

/// A page that was shown, in words.
pub(crate) fn page(page: ShownPage, names: &Names<'_>) -> String {
    let words = match page {
        ShownPage::Overview => "the case's first page",
        ShownPage::Chronology => "the chronology",
        ShownPage::WhoKnew => "who knew what, and when",
        ShownPage::Decisions => "the decisions",
        ShownPage::Decision { entry } => {
            return format!("decision {} in context", names.entry(entry));
        }
        ShownPage::Item { entry } => return format!("who knew {}", names.entry(entry)),
        ShownPage::NotTold => "involved and not told",
        ShownPage::LateRecords => "late records",
        ShownPage::Duties => "the duties",
        ShownPage::Trail => "the audit trail",
        ShownPage::Child { child } => return format!("{}, across cases", names.child(child)),
        ShownPage::Person { person } => return format!("{}, across cases", names.person(person)),
        ShownPage::Form => "a form to record in the case",
        ShownPage::Search => "results of a search",
        ShownPage::Worklist => "the worklist",
        ShownPage::Numbers => "entries behind a number of the dashboard",
        ShownPage::Entries => "the list of entries",
    };
    words.to_owned()
}
