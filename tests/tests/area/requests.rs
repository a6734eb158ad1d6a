//! The recount of what agencies asked of each other: requests made, and those without a reply.

use serde_json::Value;

use super::record::Entry;
use super::{Counting, Numbers, add};

const REPLIES: [&str; 3] = ["InformationSupplied", "NothingKnownReplied", "InformationRefused"];

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut numbers = Numbers::new();
    for asked in counting.of(&["InformationRequested"]).filter(|it| counting.counts(it.latest())) {
        let Some(of) = agency(&asked.payload["of"]) else { continue };
        let route = format!("routes/{of}.{}", asked.agency);
        add(&mut numbers, format!("{route}/requests"), 1);
        if !replied(counting, asked) {
            add(&mut numbers, format!("{route}/no_reply"), 1);
        }
    }
    numbers
}

/// The agency of whoever was asked.
fn agency(of: &Value) -> Option<&str> {
    let whose = [&of["agency"], &of["practitioner"]["agency"], &of["unit"]["agency"]];
    whose.into_iter().find_map(Value::as_str)
}

fn replied(counting: &Counting, asked: &Entry) -> bool {
    counting
        .of(&REPLIES)
        .any(|it| it.named("request") == Some(&asked.id) && it.latest() <= counting.at)
}
