//! The recount of caseloads: the open cases to which each practitioner was allocated, by role.

use chrono::{DateTime, Utc};

use super::record::Entry;
use super::{Counting, Numbers, add};

/// The order in which things happened.
fn order(entry: &Entry) -> (DateTime<Utc>, DateTime<Utc>, i64) {
    (entry.latest(), entry.when.earliest(), entry.position)
}

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut numbers = Numbers::new();
    let allocated = counting.of(&["PractitionerAllocated"]).filter(|it| it.latest() <= counting.at);
    for entry in allocated {
        let (practitioner, role) = (entry.text("practitioner"), entry.text("role"));
        let later = counting.of(&["PractitionerAllocated", "PractitionerStoodDown"]);
        let ended = { later }.any(|it| {
            it.stream == entry.stream
                && (it.text("practitioner"), it.text("role")) == (practitioner, role)
                && order(it) > order(entry)
                && it.latest() <= counting.at
        });
        if !ended && is_open(counting, &entry.stream) {
            let (practitioner, role) = (practitioner.unwrap(), role.unwrap());
            add(&mut numbers, format!("caseload/{practitioner}/{role}"), 1);
        }
    }
    numbers
}

/// Whether a case was open: nothing that closed it came last.
fn is_open(counting: &Counting, case: &str) -> bool {
    let turns = counting.of(&["CaseOpened", "CaseClosed", "CaseReopened"]);
    let turns = turns.filter(|it| it.stream == case && it.latest() <= counting.at);
    turns.max_by_key(|it| order(it)).is_none_or(|last| last.kind != "CaseClosed")
}
