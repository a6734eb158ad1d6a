//! The chapter `record` in words.

use candour_domain::case::record::RecordEvent;
use candour_domain::envelope::Audience;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &RecordEvent, names: &Names<'_>) -> Said {
    match event {
        RecordEvent::EntryCorrected(it) => Said::of("Entry corrected")
            .with("Entry", names.entry(it.entry))
            .with("Reads now", super::summary(&it.replacement.event, names).text)
            .with("When", Names::when(&it.replacement.occurred))
            .with("Reason", &it.reason),
        RecordEvent::EntryWithdrawn(it) => Said::of("Entry withdrawn")
            .with("Entry", names.entry(it.entry))
            .with("Ground", words(&it.ground))
            .with("Reason", &it.reason),
        RecordEvent::EntryDisputed(it) => Said::of("Entry disputed")
            .with("Entry", names.entry(it.entry))
            .with("By", names.speaker(&it.by))
            .say(&it.statement),
        RecordEvent::StatementAttached(it) => Said::of("Statement attached")
            .with("Entry", names.entry(it.entry))
            .with("Kind", words(&it.kind))
            .with_some("By", it.by.value().map(|who| names.speaker(who)))
            .say(&it.statement),
        RecordEvent::EntryRestricted(it) => Said::of("Entries restricted")
            .list("Entries", names.entries(&it.entries))
            .with("May be read by", audience(&it.audience, names))
            .with("Reason", &it.reason),
        RecordEvent::RestrictionLifted(it) => Said::of("Restriction lifted")
            .with("Restriction", names.antecedent(it.restriction))
            .say_recorded(&it.reason),
        RecordEvent::HoldPlaced(it) => Said::of("Hold on disposal placed")
            .with("Authority", &it.authority)
            .with("Reason", &it.reason),
        RecordEvent::HoldLifted(it) => Said::of("Hold on disposal lifted")
            .with("Hold", names.antecedent(it.hold))
            .say_recorded(&it.reason),
    }
}

/// Who may read something, in words.
pub(super) fn audience(audience: &Audience, names: &Names<'_>) -> String {
    match audience {
        Audience::Involved => "every agency that may read the case".to_owned(),
        Audience::Only(agencies) => {
            let agencies: Vec<String> = agencies.iter().map(|id| names.agency(*id)).collect();
            agencies.join(", ")
        }
    }
}
