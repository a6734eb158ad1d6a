//! The front door: the decision on a contact or referral (C1), the assessment (C2), and the written
//! confirmation of a telephone referral (L1).
//!
//! # Rules
//! - `a_decision_discharges_the_contact_that_it_names`: and, where it names nothing in this ledger,
//!   the earliest open one about the same child.
//! - `an_assessment_is_counted_from_the_contact_and_not_from_its_own_start`: where the contact is
//!   known.

use std::collections::BTreeSet;

use crate::case::CaseEvent;
use crate::case::concern::{Channel, ConcernEvent, ReferralDecided};
use crate::case::help::HelpEvent;
use crate::case::information::InformationEvent;
use crate::code::ReferralOutcome;
use crate::identifier::EntryId;
use crate::party::AgencyKind;
use crate::recorded::{Antecedent, Recorded};

use super::deadline::{Closing, Course, Effect, Link, Matching, Opened};
use super::instance::Subject;
use super::judged::Instance;
use super::local::LocalClock;
use super::rule::RuleCode;
use super::scene::{Fact, Scene};

/// C1: a decision within one working day of each contact.
pub(super) fn decisions<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C1) else { return Vec::new() };
    let opened = contacts(scene)
        .flat_map(|(fact, names)| {
            fact.subjects().into_iter().map(move |subject| {
                Opened::of(scene, fact, subject, fact.at, limit).named_by(names.iter().copied())
            })
        })
        .collect();
    let closings = scene
        .facts
        .iter()
        .filter_map(|fact| {
            let CaseEvent::Concern(event) = fact.event else { return None };
            let contact = match event {
                ConcernEvent::ContactDecided(it) => it.contact,
                ConcernEvent::ReferralDecided(it) => it.contact,
                ConcernEvent::ConcernRaised(_)
                | ConcernEvent::ContactReceived(_)
                | ConcernEvent::ReferrerInformed(_)
                | ConcernEvent::AgreementSought(_) => return None,
            };
            Some(Closing::of(fact, contact, Effect::Discharges))
        })
        .collect();
    Course {
        rule: RuleCode::C1,
        matching: Matching::Earliest,
        opened,
        closings,
        endings: scene.endings(),
    }
    .settle(scene)
}

/// Each contact, with the entries that it brought; and each concern received by children's social
/// care itself that no contact brought.
fn contacts<'s, 'a>(
    scene: &'s Scene<'a>,
) -> impl Iterator<Item = (&'s Fact<'a>, &'a [EntryId])> + use<'s, 'a> {
    let brought: BTreeSet<_> = scene
        .facts
        .iter()
        .filter_map(|fact| {
            if let CaseEvent::Concern(ConcernEvent::ContactReceived(it)) = fact.event {
                return Some(&it.received);
            }
            None
        })
        .flatten()
        .copied()
        .collect();
    scene.facts.iter().filter_map(move |fact| {
        let CaseEvent::Concern(event) = fact.event else { return None };
        match event {
            ConcernEvent::ContactReceived(it) => Some((fact, it.received.as_slice())),
            ConcernEvent::ConcernRaised(_) => {
                let received = scene.kind(fact.entry.entry.envelope.by.agency)
                    == Some(AgencyKind::ChildrensSocialCare);
                (received && !brought.contains(&fact.id)).then_some((fact, [].as_slice()))
            }
            ConcernEvent::ContactDecided(_)
            | ConcernEvent::ReferralDecided(_)
            | ConcernEvent::ReferrerInformed(_)
            | ConcernEvent::AgreementSought(_) => None,
        }
    })
}

/// Whether the outcome of a referral leads to an assessment.
fn leads_to_assessment(referral: &ReferralDecided) -> bool {
    let Recorded::Recorded(outcome) = referral.outcome else { return false };
    match outcome {
        ReferralOutcome::SingleAssessment | ReferralOutcome::StrategyDiscussion => true,
        ReferralOutcome::NoFurtherAction
        | ReferralOutcome::LookedAfterRequest
        | ReferralOutcome::NonAgencyAdoption
        | ReferralOutcome::PrivateFostering
        | ReferralOutcome::ChildProtectionTransferIn
        | ReferralOutcome::ChildProtectionConference
        | ReferralOutcome::CareLeaver
        | ReferralOutcome::Other => false,
    }
}

/// C2: an assessment authorised within 45 working days of the referral.
pub(super) fn assessments<'a>(scene: &Scene<'a>, decisions: &[Instance<'a>]) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C2) else { return Vec::new() };
    let mut opened = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Concern(ConcernEvent::ReferralDecided(referral)) = fact.event else {
            continue;
        };
        if !leads_to_assessment(referral) {
            continue;
        }
        for subject in fact.subjects() {
            let contact = contact_of(fact, referral, subject, decisions);
            let from = contact.and_then(|id| scene.fact(id)).map_or(fact.at, |contact| contact.at);
            opened.push(Opened::of(scene, fact, subject, from, limit).named_by(contact));
        }
    }
    Course {
        rule: RuleCode::C2,
        matching: Matching::All,
        opened,
        closings: authorised(scene),
        endings: scene.endings(),
    }
    .settle(scene)
}

/// The contact that a referral decides: the one it names, or the one that it discharges.
fn contact_of(
    fact: &Fact<'_>,
    referral: &ReferralDecided,
    subject: Subject,
    decisions: &[Instance<'_>],
) -> Option<EntryId> {
    match referral.contact {
        Antecedent::Named(contact) => Some(contact),
        Antecedent::NotInThisLedger => {
            decisions.iter().find_map(|decision| decision.opening_answered_by(fact.id, subject))
        }
    }
}

fn authorised<'a>(scene: &Scene<'a>) -> Vec<Closing<'a>> {
    scene
        .facts
        .iter()
        .filter_map(|fact| {
            let CaseEvent::Help(HelpEvent::AssessmentAuthorised(it)) = fact.event else {
                return None;
            };
            let started = it.assessment.entry().and_then(|id| scene.fact(id));
            let referral = started.and_then(|started| {
                if let CaseEvent::Help(HelpEvent::AssessmentStarted(it)) = started.event {
                    return it.referral.entry();
                }
                None
            });
            let link = referral.map_or(Link::Unnamed, Link::Name);
            let effect = it.late.as_ref().map_or(Effect::Discharges, |reason| {
                Effect::DischargesExplained(reason.to_string())
            });
            Some(Closing::of(fact, link, effect))
        })
        .collect()
}

/// L1: a telephone referral confirmed in writing.
pub(super) fn confirmations<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let rule = RuleCode::Local(LocalClock::TelephoneConfirmation);
    let Some(limit) = scene.book.limit(rule) else { return Vec::new() };
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let channel = channel(fact.event);
        if channel == Recorded::Recorded(Channel::Telephone) {
            if let CaseEvent::Concern(ConcernEvent::ContactReceived(_)) = fact.event {
                let all = fact.subjects().into_iter();
                opened.extend(all.map(|of| Opened::of(scene, fact, of, fact.at, limit)));
            }
        } else if is_written(channel) {
            closings.push(Closing::of(fact, Link::Unnamed, Effect::Discharges));
        }
    }
    let endings = scene.endings();
    Course { rule, matching: Matching::All, opened, closings, endings }.settle(scene)
}

/// Whether something came in writing.
pub(super) fn is_written(channel: Recorded<Channel>) -> bool {
    match channel {
        Recorded::Recorded(
            Channel::Letter | Channel::Email | Channel::SecurePortal | Channel::Notification,
        ) => true,
        Recorded::Recorded(
            Channel::Telephone
            | Channel::InPerson
            | Channel::Video
            | Channel::SharedRecord
            | Channel::Meeting,
        )
        | Recorded::NotRecorded => false,
    }
}

/// How something was received, supplied or disclosed.
fn channel(event: &CaseEvent) -> Recorded<Channel> {
    if let CaseEvent::Concern(ConcernEvent::ContactReceived(it)) = event {
        it.channel
    } else if let CaseEvent::Information(InformationEvent::InformationSupplied(it)) = event {
        it.channel
    } else if let CaseEvent::Information(InformationEvent::InformationDisclosed(it)) = event {
        it.channel
    } else {
        Recorded::NotRecorded
    }
}
