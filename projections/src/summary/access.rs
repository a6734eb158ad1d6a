//! The chapter `access` in words.

use candour_domain::case::access::AccessEvent;

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
    }
}
