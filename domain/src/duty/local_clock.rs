//! The clocks that a partnership may adopt, but for the front door's. Each is silent until a
//! `RulesAdopted` entry gives it a limit.
//!
//! # Rules
//! - `a_local_clock_is_silent_until_it_is_adopted`: no default switches it on.
//! - `a_recurring_clock_starts_again_with_each_entry_that_meets_it`: for as long as what it serves
//!   lasts.
//! - `a_day_given_in_the_request_stands_before_the_local_limit`: also for a challenge.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::case::CaseEvent;
use crate::case::allocation::{AllocationEvent, Role};
use crate::case::child::{ChildEvent, ChildSeen, Seen};
use crate::case::conference::{ConferenceEvent, ConferenceKind, OutcomeDocument};
use crate::case::information::InformationEvent;
use crate::case::oversight::OversightEvent;
use crate::case::plan::PlanEvent;
use crate::case::threshold::ThresholdEvent;
use crate::identifier::{ChildId, EntryId};
use crate::recorded::Antecedent;

use super::deadline::{Closing, Course, Effect, Link, Matching, Opened, in_order};
use super::front_door;
use super::instance::{Due, Subject};
use super::judged::Instance;
use super::local::{Limit, LocalClock};
use super::protection::{core_groups, planned};
use super::rule::RuleCode;
use super::scene::{Fact, Scene, conference};

/// An adopted clock; nothing where it is not adopted.
pub(super) fn clock<'a>(scene: &Scene<'a>, clock: LocalClock) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.rules().clocks.get(&clock).copied() else { return Vec::new() };
    match clock {
        LocalClock::TelephoneConfirmation => front_door::confirmations(scene),
        LocalClock::StrategyRecord => strategy_record(scene, limit),
        LocalClock::InitialConferenceReport => report(scene, clock, ConferenceKind::Initial, limit),
        LocalClock::ReviewConferenceReport => report(scene, clock, ConferenceKind::Review, limit),
        LocalClock::OutcomeLetter => sent(scene, clock, OutcomeDocument::DecisionLetter, limit),
        LocalClock::ConferenceRecord => sent(scene, clock, OutcomeDocument::Record, limit),
        LocalClock::CoreGroup => core_group(scene, limit),
        LocalClock::StatutoryVisit => visit(scene, limit),
        LocalClock::Supervision => supervision(scene, limit),
        LocalClock::InformationReply => reply(scene, limit),
        LocalClock::ChallengeAnswer => challenge(scene, limit),
    }
}

/// A course of a local clock, matched as is usual: each unnamed entry closes all that are open.
fn course(clock: LocalClock, opened: Vec<Opened>, closings: Vec<Closing<'_>>) -> Course<'_> {
    Course {
        rule: RuleCode::Local(clock),
        matching: Matching::All,
        opened,
        closings,
        endings: Vec::new(),
    }
}

fn each(scene: &Scene<'_>, fact: &Fact<'_>, limit: Limit) -> Vec<Opened> {
    fact.subjects()
        .into_iter()
        .map(|subject| Opened::of(scene, fact, subject, fact.at, limit))
        .collect()
}

fn strategy_record<'a>(scene: &Scene<'a>, limit: Limit) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        if let CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(_)) = fact.event {
            let decided: Vec<_> = decisions_of(scene, fact.id).collect();
            let all = each(scene, fact, limit).into_iter();
            opened.extend(all.map(|one| one.named_by(decided.iter().copied())));
        } else if let CaseEvent::Information(InformationEvent::InformationDisclosed(it)) =
            fact.event
        {
            let items: BTreeSet<_> = it.items.iter().map(|shared| shared.item).collect();
            closings.push(Closing::of(fact, Link::Names(items), Effect::Discharges));
        }
    }
    Course { endings: scene.endings(), ..course(LocalClock::StrategyRecord, opened, closings) }
        .settle(scene)
}

fn decisions_of<'s>(
    scene: &'s Scene<'_>,
    discussion: EntryId,
) -> impl Iterator<Item = EntryId> + 's {
    scene.facts.iter().filter_map(move |fact| {
        if let CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(it)) = fact.event
            && it.discussion == Antecedent::Named(discussion)
        {
            return Some(fact.id);
        }
        None
    })
}

fn report<'a>(
    scene: &Scene<'a>,
    clock: LocalClock,
    kind: ConferenceKind,
    limit: Limit,
) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Conference(event) = fact.event else { continue };
        match event {
            ConferenceEvent::ConferenceConvened(it) if it.kind == kind => {
                let due = scene.book.due_before(it.planned, limit);
                let all = each(scene, fact, limit).into_iter();
                opened.extend(
                    all.map(|one| Opened { due, ..one }.named_by(conferences_of(scene, fact.id))),
                );
            }
            ConferenceEvent::ReportProvided(it) => {
                closings.push(Closing::of(fact, it.conference, Effect::Discharges));
            }
            ConferenceEvent::ConferenceConvened(_)
            | ConferenceEvent::ConferenceHeld(_)
            | ConferenceEvent::OutcomeSent(_) => {}
        }
    }
    Course { endings: scene.endings(), ..course(clock, opened, closings) }.settle(scene)
}

fn conferences_of<'s>(
    scene: &'s Scene<'_>,
    convened: EntryId,
) -> impl Iterator<Item = EntryId> + 's {
    scene.facts.iter().filter_map(move |fact| {
        let held = conference(fact.event)?;
        (held.convened == Some(Antecedent::Named(convened))).then_some(fact.id)
    })
}

fn sent<'a>(
    scene: &Scene<'a>,
    clock: LocalClock,
    what: OutcomeDocument,
    limit: Limit,
) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Conference(event) = fact.event else { continue };
        match event {
            ConferenceEvent::ConferenceHeld(_) => opened.extend(each(scene, fact, limit)),
            ConferenceEvent::OutcomeSent(it) if it.what == what => {
                closings.push(Closing::of(fact, it.conference, Effect::Discharges));
            }
            ConferenceEvent::ConferenceConvened(_)
            | ConferenceEvent::ReportProvided(_)
            | ConferenceEvent::OutcomeSent(_) => {}
        }
    }
    Course { endings: scene.endings(), ..course(clock, opened, closings) }.settle(scene)
}

fn core_group<'a>(scene: &Scene<'a>, limit: Limit) -> Vec<Instance<'a>> {
    let opened = scene
        .facts
        .iter()
        .filter(|fact| matches!(fact.event, CaseEvent::Plan(PlanEvent::CoreGroupHeld(_))))
        .flat_map(|fact| each(scene, fact, limit))
        .collect();
    // The next one names the plan, never the one before it.
    let closings =
        core_groups(scene).map(|closing| Closing { link: Link::Unnamed, ..closing }).collect();
    Course { endings: scene.plan_endings(), ..course(LocalClock::CoreGroup, opened, closings) }
        .settle(scene)
}

fn seen(visit: &ChildSeen) -> Vec<ChildId> {
    visit
        .sights
        .iter()
        .filter(|sight| match sight.seen {
            Seen::Seen => true,
            Seen::NotSeen | Seen::Attempted => false,
        })
        .map(|sight| sight.child)
        .collect()
}

fn visit<'a>(scene: &Scene<'a>, limit: Limit) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    let mut planned_for: BTreeSet<ChildId> = BTreeSet::new();
    for fact in &scene.facts {
        let of = |child| Opened::of(scene, fact, Subject::Child(child), fact.at, limit);
        for (child, _) in planned(scene, fact) {
            planned_for.insert(child);
            opened.push(of(child));
        }
        if let CaseEvent::Child(ChildEvent::ChildSeen(visit)) = fact.event {
            let children = seen(visit);
            if !children.is_empty() {
                let closing = Closing::of(fact, Link::Unnamed, Effect::Discharges);
                closings.push(closing.about(children.clone()));
            }
            opened.extend(children.into_iter().filter(|child| planned_for.contains(child)).map(of));
        }
    }
    let endings = scene.plan_endings();
    // A visit after the plan ended starts no clock of the plan's.
    opened.retain(|one| {
        !endings.iter().any(|ending| {
            ending.at.latest() <= one.at.earliest()
                && match one.subject {
                    Subject::Child(child) => {
                        ending.children.is_empty() || ending.children.contains(&child)
                    }
                    Subject::Case
                    | Subject::Person { .. }
                    | Subject::Practitioner(_)
                    | Subject::Seat(_) => true,
                }
        })
    });
    Course { endings, ..course(LocalClock::StatutoryVisit, opened, closings) }.settle(scene)
}

fn supervision<'a>(scene: &Scene<'a>, limit: Limit) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    let mut endings = scene.endings();
    let mut allocated = BTreeSet::new();
    for fact in &scene.facts {
        if let CaseEvent::Allocation(AllocationEvent::PractitionerAllocated(it)) = fact.event
            && leads(it.role)
        {
            let subject = Subject::Practitioner(it.practitioner);
            allocated.insert(it.practitioner);
            opened.push(Opened::of(scene, fact, subject, fact.at, limit));
        } else if let CaseEvent::Allocation(AllocationEvent::PractitionerStoodDown(it)) = fact.event
            && leads(it.role)
        {
            allocated.remove(&it.practitioner);
            let effect = Effect::Ends("the allocation ended");
            let subject = Subject::Practitioner(it.practitioner);
            endings.push(Closing::of(fact, Link::Unnamed, effect).only(subject));
        } else if let CaseEvent::Oversight(OversightEvent::SupervisionHeld(it)) = fact.event {
            let subject = Subject::Practitioner(it.of);
            let closing = Closing::of(fact, Link::Unnamed, Effect::Discharges);
            closings.push(closing.only(subject));
            if allocated.contains(&it.of) {
                opened.push(Opened::of(scene, fact, subject, fact.at, limit));
            }
        }
    }
    in_order(&mut endings);
    Course { endings, ..course(LocalClock::Supervision, opened, closings) }.settle(scene)
}

/// Whether a role carries the case.
pub(super) fn leads(role: Role) -> bool {
    match role {
        Role::FamilyHelpLeadPractitioner
        | Role::LeadChildProtectionPractitioner
        | Role::SocialWorker => true,
        Role::PracticeSupervisor
        | Role::IndependentReviewingOfficer
        | Role::FamilyGroupCoordinator
        | Role::Advocate
        | Role::NamedProfessional
        | Role::Other => false,
    }
}

/// What is due by the day that the entry itself gives, or else by the limit.
fn given_or_limit(
    scene: &Scene<'_>,
    fact: &Fact<'_>,
    day: Option<NaiveDate>,
    limit: Limit,
) -> Vec<Opened> {
    let mut all = each(scene, fact, limit);
    if let Some(day) = day {
        for one in &mut all {
            one.due = Ok(Due::days(day, day));
        }
    }
    all
}

fn reply<'a>(scene: &Scene<'a>, limit: Limit) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Information(event) = fact.event else { continue };
        let request = match event {
            InformationEvent::InformationRequested(it) => {
                opened.extend(given_or_limit(scene, fact, it.due, limit));
                continue;
            }
            InformationEvent::InformationSupplied(it) => it.request,
            InformationEvent::NothingKnownReplied(it) => it.request,
            InformationEvent::InformationRefused(it) => it.request,
            InformationEvent::ObservationRecorded(_)
            | InformationEvent::AccountWeighed(_)
            | InformationEvent::InformationDisclosed(_)
            | InformationEvent::DisclosureReceived(_)
            | InformationEvent::DisclosureOpened(_)
            | InformationEvent::DisclosureRead(_)
            | InformationEvent::ReceivedByUnintended(_)
            | InformationEvent::NotSharedDecided(_)
            | InformationEvent::OnwardSharingRestricted(_)
            | InformationEvent::BeliefRecorded(_)
            | InformationEvent::AccountsDiffer(_)
            | InformationEvent::KnowledgeDisputed(_) => continue,
        };
        closings.push(Closing::of(fact, request, Effect::Discharges));
    }
    Course {
        matching: Matching::Earliest,
        endings: scene.endings(),
        ..course(LocalClock::InformationReply, opened, closings)
    }
    .settle(scene)
}

fn challenge<'a>(scene: &Scene<'a>, limit: Limit) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Oversight(event) = fact.event else { continue };
        let challenge = match event {
            OversightEvent::ChallengeRaised(it) => {
                opened.extend(given_or_limit(scene, fact, it.due, limit));
                continue;
            }
            OversightEvent::ChallengeAnswered(it) => it.challenge,
            OversightEvent::ChallengeResolved(it) => it.challenge,
            OversightEvent::SupervisionHeld(_)
            | OversightEvent::OversightRecorded(_)
            | OversightEvent::CaseConsultationGiven(_)
            | OversightEvent::ChallengeEscalated(_)
            | OversightEvent::CaseAudited(_) => continue,
        };
        closings.push(Closing::of(fact, challenge, Effect::Discharges));
    }
    Course {
        matching: Matching::Earliest,
        endings: scene.endings(),
        ..course(LocalClock::ChallengeAnswer, opened, closings)
    }
    .settle(scene)
}
