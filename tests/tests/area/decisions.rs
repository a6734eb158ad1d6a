//! The recount of one duty, the decision on a contact within one working day (C1): those met and met
//! late of the time counted, those that the closing of the case ended, and those still waited for.

use std::collections::BTreeSet;

use candour_domain::calendar::Calendar;
use candour_domain::time::start_of_day;
use chrono::{DateTime, Utc};

use super::record::Entry;
use super::{Counting, Numbers, add};

pub(crate) fn count(counting: &Counting) -> Numbers {
    let calendar = Calendar::england_and_wales().unwrap();
    let mut numbers = Numbers::new();
    for contact in contacts(counting).iter().filter(|it| it.latest() <= counting.at) {
        let due = due(&calendar, contact);
        let by_then = |when: Option<DateTime<Utc>>| when.filter(|when| *when <= counting.at);
        let (decided, closed) =
            (by_then(decided(counting, contact)), by_then(closed(counting, contact)));
        let ended = closed.filter(|closed| *closed < due && decided.is_none_or(|it| *closed < it));
        let column = match (ended, decided) {
            (Some(_), _) if counting.counts(due) => "ended",
            (None, Some(when)) if counting.counts(due) => {
                if when <= due {
                    "met"
                } else {
                    "met_late"
                }
            }
            (None, None) if counting.at < due => "open",
            (Some(_) | None, _) => continue,
        };
        add(&mut numbers, format!("duties/C1/{column}"), 1);
    }
    numbers
}

/// The contacts, and the concerns that children's social care received without one.
fn contacts(counting: &Counting) -> Vec<&Entry> {
    let of_social_care: BTreeSet<&str> = counting
        .of(&["AgencyRegistered"])
        .filter(|it| it.code("kind") == Some("childrens_social_care"))
        .map(|it| it.stream.strip_prefix("agency-").unwrap())
        .collect();
    let received: BTreeSet<&str> = counting
        .of(&["ContactReceived"])
        .flat_map(|it| it.payload["received"].as_array().into_iter().flatten())
        .filter_map(|id| id.as_str())
        .collect();
    let concerns = counting.of(&["ConcernRaised"]).filter(|it| {
        of_social_care.contains(it.agency.as_str()) && !received.contains(it.id.as_str())
    });
    counting.of(&["ContactReceived"]).chain(concerns).collect()
}

/// The moment from which the decision is late: the end of the next working day.
fn due(calendar: &Calendar, contact: &Entry) -> DateTime<Utc> {
    let days = contact.when.last_day().iter_days().skip(1);
    let next = { days }.find(|day| calendar.is_working_day(*day).unwrap()).unwrap();
    start_of_day(next.succ_opt().unwrap())
}

/// When the case was first closed after a contact: then nothing is waited for any more.
fn closed(counting: &Counting, contact: &Entry) -> Option<DateTime<Utc>> {
    let closed = counting.of(&["CaseClosed"]).filter(|it| it.stream == contact.stream);
    closed.map(Entry::latest).filter(|when| *when > contact.latest()).min()
}

/// When a contact was first decided.
fn decided(counting: &Counting, contact: &Entry) -> Option<DateTime<Utc>> {
    let decisions = counting.of(&["ContactDecided", "ReferralDecided"]).filter(|it| {
        let named = it.named("contact");
        let received = contact.payload["received"].as_array();
        named == Some(&contact.id)
            || received.into_iter().flatten().any(|one| one.as_str() == named && named.is_some())
    });
    decisions.map(Entry::latest).min()
}
