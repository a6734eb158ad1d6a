//! The recount of family group decision making: the entries of each step, and the children whom they
//! concern. Declined is an answer and nothing more.

use std::collections::{BTreeMap, BTreeSet};

use super::front_door::concerned;
use super::record::Entry;
use super::{Counting, Numbers, add};

const ANSWERS: [(&str, &str); 5] = [
    ("FgdmAccepted", "accepted"),
    ("FgdmDeclined", "declined"),
    ("FgdmDeferred", "deferred"),
    ("FgdmAnswerWithdrawn", "answer_withdrawn"),
    ("FgdmNoAnswer", "no_answer"),
];

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut entries: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    let mut children: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all = counting.entries.iter().filter(|it| !it.withdrawn);
    for entry in all.filter(|it| counting.counts(it.latest())) {
        for line in lines(counting, entry) {
            entries.entry(line.clone()).or_default().insert(entry.position);
            children.entry(line).or_default().extend(concerned(counting, entry));
        }
    }
    let mut numbers = Numbers::new();
    for (line, entries) in entries {
        add(&mut numbers, format!("fgdm/{line}/entries"), entries.len());
    }
    for (line, children) in children {
        add(&mut numbers, format!("fgdm/{line}/children"), children.len());
    }
    numbers
}

/// The lines in which an entry counts.
fn lines(counting: &Counting, entry: &Entry) -> Vec<String> {
    let one = |line: &str| vec![line.to_owned()];
    match entry.kind.as_str() {
        "FgdmConsidered" => one("considered"),
        "FgdmOffered" if answered(counting, entry, "to") => one("offered"),
        "FgdmOffered" => vec!["offered".to_owned(), "no_reply".to_owned()],
        "FgdmInvited" => one("invited"),
        "FgdmNotOffered" => with_reasons("not_offered", entry),
        "FgdmNotHeld" => with_reasons("not_held", entry),
        "FgdmHeld" => one("held"),
        "FamilyPlanProposed" => one("plan_proposed"),
        "FamilyPlanAnswered" => one(match entry.text("answer").unwrap() {
            "agreed" => "plan_agreed",
            "agreed_in_part" => "plan_agreed_in_part",
            _ => "plan_not_agreed",
        }),
        "FgdmOutcomeRecorded" => one("outcome"),
        kind => match ANSWERS.iter().find(|(answer, _)| *answer == kind) {
            Some((_, line)) => answer(counting, entry, line),
            None => Vec::new(),
        },
    }
}

fn with_reasons(step: &str, entry: &Entry) -> Vec<String> {
    let exception = entry.text("exception").unwrap();
    let reason = entry.code("reason").unwrap_or("not_recorded");
    vec![step.to_owned(), format!("{step}.{exception}"), format!("{step}.{reason}")]
}

/// The answers of somebody to an offer or invitation.
fn answers<'c>(counting: &'c Counting, asked: &str, by: &str) -> Vec<&'c Entry> {
    let kinds: Vec<&str> = ANSWERS.iter().map(|(kind, _)| *kind).collect();
    let all = counting.entries.iter().filter(|it| !it.withdrawn && kinds.contains(&&*it.kind));
    all.filter(|it| it.named("offer") == Some(asked) && it.text("by") == Some(by)).collect()
}

/// Whether whoever was asked had answered.
fn answered(counting: &Counting, asked: &Entry, whom: &str) -> bool {
    let answers = answers(counting, &asked.id, asked.text(whom).unwrap());
    answers.iter().any(|it| it.latest() <= counting.at)
}

/// An answer counts where its giver had not answered again, and by what it was asked as.
fn answer(counting: &Counting, entry: &Entry, line: &str) -> Vec<String> {
    let asked = entry
        .named("offer")
        .and_then(|id| counting.of(&["FgdmOffered", "FgdmInvited"]).find(|it| it.id == id));
    let Some(asked) = asked else { return vec!["answer_without_offer".to_owned()] };
    let order = |it: &Entry| (it.latest(), it.when.earliest(), it.position);
    let later = answers(counting, &asked.id, entry.text("by").unwrap());
    if later.iter().any(|it| order(it) > order(entry) && it.latest() <= counting.at) {
        return Vec::new();
    }
    match asked.kind.as_str() {
        "FgdmInvited" => vec![format!("network_{line}")],
        _ => vec![line.to_owned()],
    }
}
