//! Access: that a bundle of a case was made. The program itself enters it in the ledger of accesses
//! ([`crate::access`]); one that was made by other means can be recorded like anything else.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::access::AccessEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[named("RecordExport", "ExportMade")];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &AccessEvent) -> Verdict {
    match event {
        AccessEvent::ExportMade(_) => Verdict::Record,
    }
}
