//! The recount of child protection plans: children with one that is open, by its category then.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::record::Entry;
use super::{Counting, Numbers, add};

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut children: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for plan in plans(counting).iter().filter(|plan| !ended(counting, plan)) {
        let category = category(counting, plan).unwrap_or("not_recorded").to_owned();
        children.entry(category).or_default().insert(plan.child.clone());
    }
    let mut numbers = Numbers::new();
    for (category, children) in children {
        add(&mut numbers, format!("plans/{category}/children"), children.len());
    }
    numbers
}

/// A plan: decided by a conference, started by an entry, or both.
struct Plan<'e> {
    entry: &'e Entry,
    /// The entries by which it may be named.
    names: Vec<&'e str>,
    child: String,
    category: Option<&'e str>,
}

/// The order in which things happened.
fn order(entry: &Entry) -> (DateTime<Utc>, DateTime<Utc>, i64) {
    (entry.latest(), entry.when.earliest(), entry.position)
}

/// What had happened by the moment.
fn by_then<'c>(counting: &'c Counting, kind: &'c str) -> Vec<&'c Entry> {
    let all = counting.entries.iter().filter(move |it| !it.withdrawn && it.kind == kind);
    all.filter(|it| it.latest() <= counting.at).collect()
}

/// The plans that had begun.
fn plans(counting: &Counting) -> Vec<Plan<'_>> {
    let started = by_then(counting, "PlanStarted");
    let mut plans: Vec<Plan<'_>> = started
        .iter()
        .map(|it| Plan {
            entry: it,
            names: std::iter::once(it.id.as_str()).chain(it.named("conference")).collect(),
            child: it.text("child").unwrap().to_owned(),
            category: it.code("category"),
        })
        .collect();
    for held in by_then(counting, "ConferenceHeld") {
        for (child, decision) in outcomes(held) {
            let has_started =
                plans.iter().any(|it| it.child == child && it.names.contains(&held.id.as_str()));
            if let Some(category) = decision.get("plan").filter(|_| !has_started) {
                let category = category["recorded"].as_str();
                let names = vec![held.id.as_str()];
                plans.push(Plan { entry: held, names, child: child.to_owned(), category });
            }
        }
    }
    plans
}

/// What a conference decided of each child.
fn outcomes(held: &Entry) -> impl Iterator<Item = (&str, &Value)> {
    let outcomes = held.payload["outcomes"].as_array().into_iter().flatten();
    outcomes.map(|it| (it["child"].as_str().unwrap(), &it["decision"]))
}

/// Whether a plan had ended: by an entry that names it, or by a later conference.
fn ended(counting: &Counting, plan: &Plan<'_>) -> bool {
    let by_entry = by_then(counting, "PlanEnded").iter().any(|it| {
        it.text("child") == Some(&plan.child)
            && it.named("plan").is_some_and(|named| plan.names.contains(&named))
    });
    let by_conference = later_conferences(counting, plan)
        .iter()
        .any(|held| outcomes(held).any(|(child, it)| child == plan.child && it == "plan_ends"));
    by_entry || by_conference
}

fn later_conferences<'c>(counting: &'c Counting, plan: &Plan<'_>) -> Vec<&'c Entry> {
    let mut held = by_then(counting, "ConferenceHeld");
    held.retain(|it| it.stream == plan.entry.stream && order(it) > order(plan.entry));
    held
}

/// The category of a plan: as last revised or confirmed by a conference, otherwise as it began.
fn category<'c>(counting: &'c Counting, plan: &Plan<'c>) -> Option<&'c str> {
    let revised = by_then(counting, "CategoryRevised").into_iter().filter(|it| {
        it.text("child") == Some(&plan.child)
            && it.named("plan").is_some_and(|named| plan.names.contains(&named))
    });
    let revised = revised.filter_map(|it| Some((order(it), it.text("category")?)));
    let confirmed = later_conferences(counting, plan).into_iter().flat_map(|held| {
        let mine = outcomes(held).filter(|(child, _)| *child == plan.child);
        let categories = mine.filter_map(|(_, it)| it["plan_continues"]["recorded"].as_str());
        categories.map(|category| (order(held), category)).collect::<Vec<_>>()
    });
    revised.chain(confirmed).max().map(|(_, category)| category).or(plan.category)
}
