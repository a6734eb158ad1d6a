//! Protection: the initial conference (C3), the first core group (C4) and the review conferences
//! (C5, C6).
//!
//! # Rules
//! - `a_conference_is_counted_from_the_strategy_discussion`: the one that the decision names, else
//!   the last about the same children on or before it, else the decision's own day.
//! - `an_enquiry_that_follows_a_decision_opens_no_second_clock`: one that follows none opens its
//!   own.
//! - `a_plan_that_ends_ends_what_is_not_yet_due`: what was already due stays so.

use std::collections::BTreeSet;

use crate::case::CaseEvent;
use crate::case::conference::{
    ConferenceDecision, ConferenceHeld, ConferenceKind, ConferenceOutcome,
};
use crate::case::enquiry::{EnquiryEvent, Judgement};
use crate::case::plan::PlanEvent;
use crate::case::threshold::{ThresholdDecided, ThresholdDecision, ThresholdEvent};
use crate::identifier::{ChildId, EntryId};
use crate::recorded::{Antecedent, Recorded};
use crate::time::{Certainty, Interval};

use super::deadline::{Closing, Course, Effect, Link, Matching, Opened};
use super::instance::Subject;
use super::judged::Instance;
use super::rule::RuleCode;
use super::scene::{Fact, Scene, conference};

/// C3: an initial conference within 15 working days of the strategy discussion.
pub(super) fn initial_conferences<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C3) else { return Vec::new() };
    let mut opened: Vec<Opened> = Vec::new();
    for fact in &scene.facts {
        let Some(discussion) = starts_the_clock(scene, fact) else { continue };
        let (from, held) = strategy_discussion(scene, fact, discussion);
        let names: BTreeSet<_> = enquiries_after(scene, fact.id, held).chain(held).collect();
        for subject in fact.subjects() {
            let mut one =
                Opened::of(scene, fact, subject, from, limit).named_by(names.iter().copied());
            // The conference may come between the discussion and the decision that records it.
            one.at = if from.latest() < one.at.latest() { from } else { one.at };
            opened.push(one);
        }
    }
    let closings = scene.facts.iter().filter_map(conference_or_none).collect();
    let endings = scene.endings();
    Course { rule: RuleCode::C3, matching: Matching::All, opened, closings, endings }.settle(scene)
}

/// What a decision or enquiry that starts the clock names as its strategy discussion.
fn starts_the_clock(scene: &Scene<'_>, fact: &Fact<'_>) -> Option<Antecedent> {
    if let CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(it)) = fact.event {
        return section_47(it).then_some(it.discussion);
    }
    if let CaseEvent::Enquiry(EnquiryEvent::EnquiryStarted(it)) = fact.event {
        return (!follows_a_decision(scene, fact, it.follows)).then_some(it.follows);
    }
    None
}

/// The enquiries that follow a decision or the discussion at which it was made.
fn enquiries_after<'s>(
    scene: &'s Scene<'_>,
    decision: EntryId,
    discussion: Option<EntryId>,
) -> impl Iterator<Item = EntryId> + 's {
    scene.facts.iter().filter_map(move |fact| {
        let CaseEvent::Enquiry(EnquiryEvent::EnquiryStarted(it)) = fact.event else { return None };
        let follows = it.follows.entry()?;
        (follows == decision || Some(follows) == discussion).then_some(fact.id)
    })
}

fn section_47(decided: &ThresholdDecided) -> bool {
    match &decided.decision {
        Recorded::Recorded(
            ThresholdDecision::Section47Single | ThresholdDecision::Section47Joint,
        ) => true,
        Recorded::Recorded(
            ThresholdDecision::ContinueSection17
            | ThresholdDecision::NoFurtherAction
            | ThresholdDecision::ImmediateProtection
            | ThresholdDecision::FurtherDiscussion(_),
        )
        | Recorded::NotRecorded => false,
    }
}

/// Whether an enquiry follows a decision that has opened the clock: it names it, or the discussion
/// at which it was made; or names nothing here, and such a decision about the same children came
/// before it.
fn follows_a_decision(scene: &Scene<'_>, enquiry: &Fact<'_>, follows: Antecedent) -> bool {
    scene.facts.iter().any(|fact| {
        let CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(decided)) = fact.event else {
            return false;
        };
        section_47(decided)
            && match follows {
                Antecedent::Named(named) => {
                    named == fact.id || decided.discussion.entry() == Some(named)
                }
                Antecedent::NotInThisLedger => {
                    fact.overlaps(enquiry) && enquiry.at.before(fact.at) != Certainty::Yes
                }
            }
    })
}

/// The strategy discussion that a decision or enquiry is counted from, and when it was.
fn strategy_discussion(
    scene: &Scene<'_>,
    fact: &Fact<'_>,
    named: Antecedent,
) -> (Interval, Option<EntryId>) {
    let held = |other: &&Fact<'_>| {
        matches!(other.event, CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(_)))
    };
    let named = named.entry().and_then(|id| scene.fact(id)).filter(held);
    let last = || {
        scene
            .facts
            .iter()
            .rev()
            .filter(held)
            .find(|other| other.overlaps(fact) && fact.at.before(other.at) != Certainty::Yes)
    };
    named.or_else(last).map_or((fact.at, None), |found| (found.at, Some(found.id)))
}

fn conference_or_none<'a>(fact: &Fact<'a>) -> Option<Closing<'a>> {
    if let Some(held) = conference(fact.event) {
        return (held.kind == ConferenceKind::Initial)
            .then(|| of_conference(fact, held, Effect::Discharges));
    }
    let CaseEvent::Enquiry(event) = fact.event else { return None };
    match event {
        EnquiryEvent::ConferenceNotRequired(it) => {
            let reason = it.grounds.rationale.value().map(ToString::to_string);
            let reason = reason.unwrap_or_else(|| "no reason recorded".to_owned());
            let effect = Effect::Excuses(format!("conference not required: {reason}"));
            Some(Closing::of(fact, it.enquiry, effect))
        }
        EnquiryEvent::EnquiryConcluded(it) => {
            let why = match it.judgement {
                Recorded::Recorded(Judgement::NotSubstantiated) => {
                    "the enquiry was concluded: not substantiated"
                }
                Recorded::Recorded(Judgement::SubstantiatedNoContinuingRisk) => {
                    "the enquiry was concluded: no continuing risk of significant harm"
                }
                Recorded::Recorded(Judgement::SubstantiatedLikelyToSuffer)
                | Recorded::NotRecorded => return None,
            };
            let effect = Effect::Ends(why);
            Some(Closing::of(fact, it.enquiry, effect))
        }
        EnquiryEvent::EnquiryStarted(_)
        | EnquiryEvent::MedicalExaminationHeld(_)
        | EnquiryEvent::JointVisitMade(_)
        | EnquiryEvent::InterviewHeld(_) => None,
    }
}

/// A conference closes for the children it concerns, and for those it decided on.
fn of_conference<'a>(fact: &Fact<'a>, held: &ConferenceHeld, effect: Effect) -> Closing<'a> {
    let children: BTreeSet<_> =
        fact.children.iter().copied().chain(held.outcomes.iter().map(|it| it.child)).collect();
    Closing::of(fact, Link::Unnamed, effect).about(children.into_iter().collect())
}

fn plans(outcome: &ConferenceOutcome) -> bool {
    match outcome.decision {
        ConferenceDecision::Plan(_) | ConferenceDecision::PlanContinues(_) => true,
        ConferenceDecision::PlanEnds | ConferenceDecision::NoPlan => false,
    }
}

/// Whether a conference decided a plan for a child.
pub(super) fn decides_a_plan(held: &ConferenceHeld, child: ChildId) -> bool {
    held.outcomes.iter().any(|outcome| outcome.child == child && plans(outcome))
}

/// The children for whom an initial conference decided a plan, each with the entry of the plan
/// where there is one.
pub(super) fn planned(scene: &Scene<'_>, fact: &Fact<'_>) -> Vec<(ChildId, Option<EntryId>)> {
    let Some(held) = conference(fact.event) else { return Vec::new() };
    if held.kind != ConferenceKind::Initial {
        return Vec::new();
    }
    let started: Vec<_> = scene
        .facts
        .iter()
        .filter_map(|other| {
            if let CaseEvent::Plan(PlanEvent::PlanStarted(plan)) = other.event
                && plan.conference == Antecedent::Named(fact.id)
            {
                return Some((plan.child, other.id));
            }
            None
        })
        .collect();
    let decided =
        held.outcomes.iter().filter(|outcome| plans(outcome)).map(|outcome| outcome.child);
    let children: BTreeSet<_> = decided.chain(started.iter().map(|(child, _)| *child)).collect();
    children
        .into_iter()
        .map(|child| {
            (child, started.iter().find(|(other, _)| *other == child).map(|(_, plan)| *plan))
        })
        .collect()
}

/// Core groups, by the plan or conference that they name.
pub(super) fn core_groups<'s, 'a>(
    scene: &'s Scene<'a>,
) -> impl Iterator<Item = Closing<'a>> + use<'s, 'a> {
    scene.facts.iter().filter_map(|fact| {
        let CaseEvent::Plan(PlanEvent::CoreGroupHeld(it)) = fact.event else { return None };
        Some(Closing::of(fact, it.plan, Effect::Discharges))
    })
}

/// C4 and C5: the first core group, and the first review conference.
pub(super) fn after_initial<'a>(scene: &Scene<'a>, rule: RuleCode) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(rule) else { return Vec::new() };
    let opened = scene
        .facts
        .iter()
        .flat_map(|fact| {
            planned(scene, fact).into_iter().map(move |(child, plan)| {
                Opened::of(scene, fact, Subject::Child(child), fact.at, limit).named_by(plan)
            })
        })
        .collect();
    let closings =
        if rule == RuleCode::C4 { core_groups(scene).collect() } else { reviews(scene).collect() };
    let endings = scene.plan_endings();
    Course { rule, matching: Matching::All, opened, closings, endings }.settle(scene)
}

fn reviews<'s, 'a>(scene: &'s Scene<'a>) -> impl Iterator<Item = Closing<'a>> + use<'s, 'a> {
    scene.facts.iter().filter_map(|fact| {
        let held = conference(fact.event)?;
        (held.kind == ConferenceKind::Review).then(|| of_conference(fact, held, Effect::Discharges))
    })
}

/// C6: the next review conference, within 6 months of each review at which the plan continues.
pub(super) fn next_reviews<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C6) else { return Vec::new() };
    let mut opened = Vec::new();
    for fact in &scene.facts {
        let Some(held) = conference(fact.event) else { continue };
        if held.kind != ConferenceKind::Review {
            continue;
        }
        let of = |subject| Opened::of(scene, fact, subject, fact.at, limit);
        let continues: BTreeSet<_> = held
            .outcomes
            .iter()
            .filter(|outcome| plans(outcome))
            .map(|outcome| outcome.child)
            .collect();
        opened.extend(continues.into_iter().map(Subject::Child).map(of));
        let decided: BTreeSet<_> =
            held.outcomes.iter().map(|outcome| Subject::Child(outcome.child)).collect();
        for subject in fact.subjects() {
            let undecided = match subject {
                Subject::Child(_) => !decided.contains(&subject),
                Subject::Case
                | Subject::Person { .. }
                | Subject::Practitioner(_)
                | Subject::Seat(_) => decided.is_empty(),
            };
            if undecided {
                let doubt = Some("whether the plan continues is not recorded");
                opened.push(Opened { doubt, ..of(subject) });
            }
        }
    }
    let closings = reviews(scene).collect();
    let endings = scene.plan_endings();
    Course { rule: RuleCode::C6, matching: Matching::All, opened, closings, endings }.settle(scene)
}
