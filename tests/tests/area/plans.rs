//! The recount of child protection plans: children with one that is open, by its category then.

use std::collections::{BTreeMap, BTreeSet};

use super::record::Entry;
use super::{Counting, Numbers, add};

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut children: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for plan in counting.of(&["PlanStarted"]).filter(|it| it.latest() <= counting.at) {
        let ended = counting
            .of(&["PlanEnded"])
            .any(|it| it.named("plan") == Some(&plan.id) && it.latest() <= counting.at);
        if !ended {
            let category = category(counting, plan).unwrap_or("not_recorded").to_owned();
            children.entry(category).or_default().insert(plan.text("child").unwrap());
        }
    }
    let mut numbers = Numbers::new();
    for (category, children) in children {
        add(&mut numbers, format!("plans/{category}/children"), children.len() as i64);
    }
    numbers
}

/// The category of a plan: as last revised, otherwise as it started.
fn category<'c>(counting: &'c Counting, plan: &'c Entry) -> Option<&'c str> {
    let revised = counting
        .of(&["CategoryRevised"])
        .filter(|it| it.named("plan") == Some(&plan.id) && it.latest() <= counting.at);
    let latest = revised.max_by_key(|it| (it.latest(), it.position));
    latest.map_or_else(|| plan.code("category"), |it| it.text("category"))
}
