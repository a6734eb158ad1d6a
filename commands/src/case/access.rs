//! Access: that a bundle of a case was made, that a page of it was shown, that an entry was opened. The
//! program itself enters them in the ledger of accesses ([`crate::access`]); what was made, shown or
//! opened by other means can be recorded like anything else.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::access::AccessEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("RecordExport", "ExportMade"),
    named("RecordShowing", "RecordShown"),
    named("RecordOpening", "EntryOpened"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &AccessEvent) -> Verdict {
    match event {
        AccessEvent::ExportMade(_) | AccessEvent::RecordShown(_) | AccessEvent::EntryOpened(_) => {
            Verdict::Record
        }
    }
}
