//! The recount of the front door: contacts by what was decided, referrals by source, and children
//! referred again.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::time::{london_date, start_of_day};
use chrono::Months;

use super::record::Entry;
use super::{Counting, Numbers, add};

const NEW_REFERRAL: &str = "NEW_REFERRAL";

/// A referral of some children.
struct Referral<'e> {
    /// The entry that made it one.
    entry: &'e Entry,
    contact: Option<&'e Entry>,
    decided: bool,
    children: Vec<String>,
}

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut numbers = Numbers::new();
    contacts(counting, &mut numbers);
    let referrals = referrals(counting);
    let mut children: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for referral in referrals.iter().filter(|it| counting.counts(it.entry.latest())) {
        let source = referral.contact.and_then(|it| it.code("source")).unwrap_or("not_recorded");
        for line in [source, "all"] {
            add(&mut numbers, format!("referrals/{line}/referrals"), 1);
            for child in &referral.children {
                children.entry((line, "children")).or_default().insert(child);
                if again(child, referral, &referrals) {
                    children.entry((line, "again")).or_default().insert(child);
                }
            }
        }
    }
    for ((line, column), children) in children {
        add(&mut numbers, format!("referrals/{line}/{column}"), children.len());
    }
    numbers
}

fn contacts(counting: &Counting, numbers: &mut Numbers) {
    for contact in counting.of(&["ContactReceived"]).filter(|it| counting.counts(it.latest())) {
        let decisions = counting.of(&["ContactDecided", "ReferralDecided"]);
        let first = { decisions }
            .find(|it| contact_of(counting, it).is_some_and(|decided| decided.id == contact.id));
        let outcome = match first {
            Some(decision) if decision.latest() > counting.at => "not_decided",
            Some(decision) if decision.kind == "ReferralDecided" => NEW_REFERRAL,
            Some(decision) => decision.code("outcome").unwrap_or("not_recorded"),
            None => "not_decided",
        };
        add(numbers, format!("contacts/{outcome}/contacts"), 1);
    }
}

/// The contact that a decision is on: the one that it names, or that brought the concern that it names.
fn contact_of<'c>(counting: &'c Counting, decision: &Entry) -> Option<&'c Entry> {
    let named = decision.named("contact")?;
    let of_case = || counting.of(&["ContactReceived"]).filter(|it| it.stream == decision.stream);
    of_case().find(|it| it.id == named).or_else(|| {
        of_case().find(|it| {
            let received = it.payload["received"].as_array();
            received.is_some_and(|received| received.iter().any(|one| one == named))
        })
    })
}

/// The referrals: each contact that became one once, and each decision on what is no contact on record.
fn referrals(counting: &Counting) -> Vec<Referral<'_>> {
    let mut referrals: Vec<Referral<'_>> = Vec::new();
    for decision in counting.of(&["ContactDecided", "ReferralDecided"]) {
        let decides = decision.kind == "ReferralDecided";
        if !decides && decision.code("outcome") != Some(NEW_REFERRAL) {
            continue;
        }
        let contact = contact_of(counting, decision);
        let same = contact.and_then(|contact| {
            referrals.iter_mut().find(|it| it.contact.is_some_and(|it| it.id == contact.id))
        });
        match same {
            Some(_) if !decides => {}
            Some(referral) if !referral.decided => referral.decided = true,
            Some(_) | None => {
                let children = concerned(counting, decision);
                referrals.push(Referral { entry: decision, contact, decided: decides, children });
            }
        }
    }
    referrals
}

/// The children whom an entry concerns: those named, otherwise all who joined the case.
pub(crate) fn concerned(counting: &Counting, entry: &Entry) -> Vec<String> {
    if !entry.children.is_empty() {
        return entry.children.clone();
    }
    let joined = counting.of(&["ChildJoinedCase"]).filter(|it| it.stream == entry.stream);
    let joined: BTreeSet<String> =
        joined.filter_map(|it| it.text("child").map(str::to_owned)).collect();
    joined.into_iter().collect()
}

/// Whether a child was referred in the twelve months before a referral.
fn again(child: &String, referral: &Referral<'_>, referrals: &[Referral<'_>]) -> bool {
    let then = referral.entry.latest();
    let from = start_of_day(london_date(then) - Months::new(12));
    referrals.iter().any(|earlier| {
        let when = earlier.entry.latest();
        earlier.children.contains(child) && when < then && when >= from
    })
}
