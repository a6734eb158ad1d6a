//! Serious incidents: the notification (C7), the rapid review (C8) and the local review (C9).
//!
//! # Rules
//! - `a_rapid_review_is_counted_from_the_incident_or_its_notification_as_set`: from the incident
//!   unless set.
//! - `a_review_that_is_not_published_says_so_and_is_excused`: by the entry that says so.

use std::collections::BTreeSet;

use crate::case::CaseEvent;
use crate::case::incident::{IncidentEvent, Publication, ReviewNeeded, SeriousIncidentIdentified};
use crate::identifier::EntryId;
use crate::recorded::{Antecedent, Recorded};
use crate::time::Interval;

use super::deadline::{Closing, Course, Effect, Matching, Opened};
use super::judged::Instance;
use super::local::{Limit, RapidReviewFrom};
use super::rule::RuleCode;
use super::scene::{Fact, Scene};

fn incidents<'s, 'a>(
    scene: &'s Scene<'a>,
) -> impl Iterator<Item = (&'s Fact<'a>, &'a IncidentEvent)> + use<'s, 'a> {
    scene.facts.iter().filter_map(|fact| {
        let CaseEvent::Incident(event) = fact.event else { return None };
        Some((fact, event))
    })
}

fn each(scene: &Scene<'_>, fact: &Fact<'_>, from: Interval, limit: Limit) -> Vec<Opened> {
    fact.subjects()
        .into_iter()
        .map(|subject| Opened::of(scene, fact, subject, from, limit))
        .collect()
}

fn aware(fact: &Fact<'_>, incident: &SeriousIncidentIdentified) -> Interval {
    match incident.aware {
        Recorded::Recorded(aware) => aware.interval(),
        Recorded::NotRecorded => fact.at,
    }
}

/// The entries that follow these, and these.
fn followed_by(scene: &Scene<'_>, first: EntryId) -> BTreeSet<EntryId> {
    let mut chain = BTreeSet::from([first]);
    for (fact, event) in incidents(scene) {
        let follows = match event {
            IncidentEvent::SeriousIncidentNotified(it) => it.incident,
            IncidentEvent::RapidReviewCompleted(it) => it.incident,
            IncidentEvent::ReviewCommissioned(it) => it.incident,
            IncidentEvent::SeriousIncidentIdentified(_)
            | IncidentEvent::ParallelProcessOpened(_)
            | IncidentEvent::ReviewPublished(_) => continue,
        };
        if follows.entry().is_some_and(|entry| chain.contains(&entry)) {
            chain.insert(fact.id);
        }
    }
    chain
}

/// C7: the incident notified within 5 working days.
pub(super) fn notifications<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C7) else { return Vec::new() };
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for (fact, event) in incidents(scene) {
        match event {
            IncidentEvent::SeriousIncidentIdentified(it) => {
                opened.extend(each(scene, fact, aware(fact, it), limit));
            }
            IncidentEvent::SeriousIncidentNotified(it) => {
                closings.push(Closing::of(fact, it.incident, Effect::Discharges));
            }
            IncidentEvent::RapidReviewCompleted(_)
            | IncidentEvent::ReviewCommissioned(_)
            | IncidentEvent::ParallelProcessOpened(_)
            | IncidentEvent::ReviewPublished(_) => {}
        }
    }
    settle(scene, RuleCode::C7, opened, closings)
}

/// C8: a rapid review within 15 working days.
pub(super) fn rapid_reviews<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C8) else { return Vec::new() };
    let from = scene.book.rules().rapid_review_from;
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for (fact, event) in incidents(scene) {
        match (event, from) {
            (IncidentEvent::SeriousIncidentIdentified(it), RapidReviewFrom::IncidentKnown) => {
                let names = followed_by(scene, fact.id);
                let all = each(scene, fact, aware(fact, it), limit).into_iter();
                opened.extend(all.map(|one| one.named_by(names.iter().copied())));
            }
            (IncidentEvent::SeriousIncidentNotified(it), RapidReviewFrom::Notification) => {
                let all = each(scene, fact, fact.at, limit).into_iter();
                opened.extend(all.map(|one| one.named_by(it.incident.entry())));
            }
            (IncidentEvent::RapidReviewCompleted(it), _) => {
                closings.push(Closing::of(fact, it.incident, Effect::Discharges));
            }
            (
                IncidentEvent::SeriousIncidentIdentified(_)
                | IncidentEvent::SeriousIncidentNotified(_)
                | IncidentEvent::ReviewCommissioned(_)
                | IncidentEvent::ParallelProcessOpened(_)
                | IncidentEvent::ReviewPublished(_),
                _,
            ) => {}
        }
    }
    settle(scene, RuleCode::C8, opened, closings)
}

/// C9: a local review published within 6 months of the decision to hold one.
pub(super) fn reviews<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C9) else { return Vec::new() };
    let mut opened: Vec<Opened> = Vec::new();
    let mut closings = Vec::new();
    for (fact, event) in incidents(scene) {
        match event {
            IncidentEvent::RapidReviewCompleted(it)
                if it.review_needed == Recorded::Recorded(ReviewNeeded::Needed) =>
            {
                let names = followed_by(scene, fact.id);
                let related = it.incident.entry().map(|id| followed_by(scene, id));
                let all = each(scene, fact, fact.at, limit).into_iter();
                opened.extend(all.map(|one| {
                    one.named_by(names.iter().copied())
                        .named_by(related.clone().into_iter().flatten())
                }));
            }
            IncidentEvent::ReviewCommissioned(it) if !decided_before(&opened, it.incident) => {
                opened.extend(each(scene, fact, fact.at, limit));
            }
            IncidentEvent::ReviewPublished(it) => {
                let effect = match it.how {
                    Publication::Published => Effect::Discharges,
                    Publication::NotPublished => {
                        Effect::Excuses("it was decided not to publish it".to_owned())
                    }
                };
                closings.push(Closing::of(fact, it.review, effect));
            }
            IncidentEvent::SeriousIncidentIdentified(_)
            | IncidentEvent::SeriousIncidentNotified(_)
            | IncidentEvent::RapidReviewCompleted(_)
            | IncidentEvent::ReviewCommissioned(_)
            | IncidentEvent::ParallelProcessOpened(_) => {}
        }
    }
    settle(scene, RuleCode::C9, opened, closings)
}

/// Whether a rapid review that found a review needed is what a commission follows.
fn decided_before(opened: &[Opened], follows: Antecedent) -> bool {
    match follows {
        Antecedent::Named(entry) => opened.iter().any(|one| one.is_named(entry)),
        Antecedent::NotInThisLedger => false,
    }
}

fn settle<'a>(
    scene: &Scene<'a>,
    rule: RuleCode,
    opened: Vec<Opened>,
    closings: Vec<Closing<'a>>,
) -> Vec<Instance<'a>> {
    Course { rule, matching: Matching::Earliest, opened, closings, endings: Vec::new() }
        .settle(scene)
}
