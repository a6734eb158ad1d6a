//! An item in tables for people: what it is called, how firm it is, and how knowing it is worded. An
//! allegation is told to people; that they were told it is never worded as that they knew.

use std::collections::BTreeMap;

use candour_domain::envelope::{Evidence, FactStatus};
use candour_domain::identifier::EntryId;
use candour_domain::recorded::Recorded;
use candour_projections::knowledge::{How, ItemView, Stage};

use super::words::{spaced, stage, with};

/// What the items of an answer are called.
pub(super) struct Labels<'a>(BTreeMap<&'a str, Vec<EntryId>>);

impl<'a> Labels<'a> {
    /// Of these items.
    pub(super) fn of(items: impl Iterator<Item = &'a ItemView>) -> Self {
        let mut entries: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for item in items {
            let bearing = entries.entry(&item.cite.label).or_default();
            if !bearing.contains(&item.cite.entry) {
                bearing.push(item.cite.entry);
            }
        }
        Self(entries)
    }

    /// What an item is called: with its agency, where another has the same reference.
    pub(super) fn called(&self, item: &ItemView) -> String {
        let several = self.0.get(item.cite.label.as_str()).is_some_and(|bearing| bearing.len() > 1);
        with(&item.cite.label, if several { &item.agency.name } else { "" })
    }
}

/// What an item is, and how it stands.
pub(super) fn kind(item: &ItemView) -> String {
    let corrected = if item.corrected { "corrected" } else { "" };
    let marks: Vec<&str> =
        [status(item), corrected].into_iter().filter(|it| !it.is_empty()).collect();
    with(&spaced(item.kind), &marks.join(", "))
}

/// How firm an item is, where it is not what its author saw or found so.
fn status(item: &ItemView) -> &'static str {
    match item.status {
        Recorded::Recorded(FactStatus::Alleged) => "alleged",
        Recorded::Recorded(FactStatus::Reported) => "reported",
        Recorded::Recorded(FactStatus::Retracted) => "retracted",
        Recorded::Recorded(FactStatus::NotSupported) => "not supported",
        Recorded::Recorded(FactStatus::Observed | FactStatus::Confirmed)
        | Recorded::NotRecorded => "",
    }
}

/// Whether an item is what somebody says: others are told of it, and do not know it.
pub(super) fn is_said(item: &ItemView) -> bool {
    !status(item).is_empty()
}

/// A stage towards an item, in words.
pub(super) fn reached(item: &ItemView, (at, in_part): (Stage, bool), how: How) -> &'static str {
    match (at, how) {
        (Stage::Known, How::Originated | How::SaidIt) => stage(at, in_part),
        (Stage::Known, _) if is_said(item) && !in_part => "was told",
        (Stage::Sent | Stage::Held | Stage::Opened | Stage::Known | Stage::Considered, _) => {
            stage(at, in_part)
        }
    }
}

/// That something was only stated later, to whom and when.
pub(super) fn stated_later(evidence: &Recorded<Evidence>) -> String {
    match evidence {
        Recorded::Recorded(Evidence::StatedLater { to, when }) => {
            format!("stated later to {to}, {when}")
        }
        Recorded::Recorded(
            Evidence::AtTheTime | Evidence::InferredFromAttendance | Evidence::SystemLog,
        )
        | Recorded::NotRecorded => String::new(),
    }
}
