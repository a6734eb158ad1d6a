//! Limits that statute sets: police protection (C10), emergency protection orders (C11) and the
//! court's timetable (C12).
//!
//! # Rules
//! - `police_protection_is_counted_in_hours`: and where a time is known to the day alone, the
//!   answer may be *not certain*.
//! - `an_emergency_order_lasts_no_longer_than_the_statute_allows`: whatever the record says: 8
//!   days, and 7 with its one extension.
//! - `an_order_that_is_not_said_to_be_final_leaves_it_open`: it is not certain until a final one is
//!   recorded.

use crate::case::CaseEvent;
use crate::case::emergency::{EmergencyEvent, EmergencyProtectionOrdered};
use crate::case::proceedings::{
    ApplicationPart, CourtApplicationIssued, OrderFinality, ProceedingsEvent,
};
use crate::code::OrderKind;
use crate::recorded::{Antecedent, Recorded};
use crate::time::Certainty;

use super::deadline::{Closing, Course, Effect, Matching, Opened};
use super::instance::Subject;
use super::judged::Instance;
use super::local::Limit;
use super::rule::RuleCode;
use super::scene::{Fact, Scene};

/// The longest that an emergency protection order may last before it is extended, in days.
const ORDER_DAYS_MAX: u16 = 8;
/// The longest by which it may be extended, once, in days.
const EXTENSION_DAYS_MAX: u16 = 7;

/// C10: police protection ended within 72 hours.
pub(super) fn police_protection<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C10) else { return Vec::new() };
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Emergency(event) = fact.event else { continue };
        match event {
            EmergencyEvent::PoliceProtectionTaken(it) => {
                opened.push(Opened::of(scene, fact, Subject::Child(it.child), fact.at, limit));
            }
            EmergencyEvent::PoliceProtectionEnded(it) => closings
                .push(Closing::of(fact, it.protection, Effect::Discharges).about(vec![it.child])),
            EmergencyEvent::EmergencyProtectionOrdered(_)
            | EmergencyEvent::EmergencyProtectionExtended(_)
            | EmergencyEvent::EmergencyProtectionEnded(_) => {}
        }
    }
    settle(scene, RuleCode::C10, opened, closings)
}

/// C11: an emergency protection order ended within its time.
pub(super) fn emergency_orders<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Emergency(event) = fact.event else { continue };
        match event {
            EmergencyEvent::EmergencyProtectionOrdered(it) => {
                let (days, note) = order_days(scene, fact, it);
                let subject = Subject::Child(it.child);
                let one = Opened::of(scene, fact, subject, fact.at, Limit::Days(days));
                opened.push(Opened { note, ..one });
            }
            EmergencyEvent::EmergencyProtectionEnded(it) => {
                closings
                    .push(Closing::of(fact, it.order, Effect::Discharges).about(vec![it.child]));
            }
            EmergencyEvent::PoliceProtectionTaken(_)
            | EmergencyEvent::PoliceProtectionEnded(_)
            | EmergencyEvent::EmergencyProtectionExtended(_) => {}
        }
    }
    settle(scene, RuleCode::C11, opened, closings)
}

/// For how many days an order lasts with its one extension, and what the record says beyond what
/// the statute allows.
fn order_days(
    scene: &Scene<'_>,
    fact: &Fact<'_>,
    order: &EmergencyProtectionOrdered,
) -> (u16, Option<String>) {
    let mut beyond = Vec::new();
    let mut within = |recorded: Recorded<u16>, max: u16, what: &str| {
        let Recorded::Recorded(days) = recorded else { return max };
        if days > max {
            beyond.push(format!("{what} recorded as {days} days; the statute allows {max}"));
        }
        days.min(max)
    };
    let first = within(order.lasts_days, ORDER_DAYS_MAX, "the order is");
    let extensions: Vec<_> = scene
        .facts
        .iter()
        .filter_map(|other| {
            let CaseEvent::Emergency(EmergencyEvent::EmergencyProtectionExtended(it)) = other.event
            else {
                return None;
            };
            let of_this = match it.order {
                Antecedent::Named(named) => named == fact.id,
                Antecedent::NotInThisLedger => {
                    other.concerns(order.child)
                        && other.at.before(fact.at) != Certainty::Yes
                        && is_last_order(scene, fact, order, other)
                }
            };
            of_this.then_some(it.by_days)
        })
        .collect();
    let extended = extensions
        .first()
        .map_or(0, |by_days| within(*by_days, EXTENSION_DAYS_MAX, "the extension is"));
    if extensions.len() > 1 {
        beyond.push("more than one extension is recorded; the statute allows one".to_owned());
    }
    (first + extended, (!beyond.is_empty()).then(|| beyond.join("; ")))
}

/// Whether no other order about the child came between an order and an extension that names none.
fn is_last_order(
    scene: &Scene<'_>,
    fact: &Fact<'_>,
    order: &EmergencyProtectionOrdered,
    extension: &Fact<'_>,
) -> bool {
    let last = scene.facts.iter().rev().find(|other| {
        if let CaseEvent::Emergency(EmergencyEvent::EmergencyProtectionOrdered(it)) = other.event {
            it.child == order.child && extension.at.before(other.at) != Certainty::Yes
        } else {
            false
        }
    });
    last.is_some_and(|last| last.id == fact.id)
}

/// Under which part an application is: as recorded, or as the order that is sought says.
pub(super) fn part(application: &CourtApplicationIssued) -> Option<ApplicationPart> {
    match (application.part, application.order_sought) {
        (Recorded::Recorded(part), _) => Some(part),
        (
            Recorded::NotRecorded,
            Recorded::Recorded(
                OrderKind::InterimCareOrder | OrderKind::CareOrder | OrderKind::SupervisionOrder,
            ),
        ) => Some(ApplicationPart::Part4),
        (Recorded::NotRecorded, Recorded::Recorded(OrderKind::EmergencyProtectionOrder)) => {
            Some(ApplicationPart::Part5)
        }
        (
            Recorded::NotRecorded,
            Recorded::NotRecorded
            | Recorded::Recorded(
                OrderKind::PlacementOrder
                | OrderKind::SpecialGuardianshipOrder
                | OrderKind::ChildArrangementsOrder,
            ),
        ) => None,
    }
}

/// C12: care proceedings concluded within 26 weeks.
pub(super) fn proceedings<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let Some(limit) = scene.book.limit(RuleCode::C12) else { return Vec::new() };
    let mut opened = Vec::new();
    let mut closings = Vec::new();
    for fact in &scene.facts {
        let CaseEvent::Proceedings(event) = fact.event else { continue };
        match event {
            ProceedingsEvent::CourtApplicationIssued(it) => {
                let doubt = match part(it) {
                    Some(ApplicationPart::Part4) => None,
                    Some(ApplicationPart::Part5 | ApplicationPart::Other) => continue,
                    None => Some("under which part the application is, is not recorded"),
                };
                opened.extend(fact.subjects().into_iter().map(|subject| Opened {
                    doubt,
                    ..Opened::of(scene, fact, subject, fact.at, limit)
                }));
            }
            ProceedingsEvent::OrderMade(it) => {
                let effect = match it.final_order {
                    Recorded::Recorded(OrderFinality::Final) => Effect::Discharges,
                    Recorded::Recorded(OrderFinality::Interim) => continue,
                    Recorded::NotRecorded => {
                        Effect::Unclear("an order is recorded, not whether it ends the proceedings")
                    }
                };
                closings.push(Closing::of(fact, it.application, effect));
            }
            ProceedingsEvent::LegalGatewayHeld(_)
            | ProceedingsEvent::PreProceedingsStarted(_)
            | ProceedingsEvent::LetterBeforeProceedingsSent(_)
            | ProceedingsEvent::PreProceedingsMeetingHeld(_)
            | ProceedingsEvent::StepDecided(_) => {}
        }
    }
    // An order that is certainly final is taken before one that is not said to be.
    closings
        .sort_by_key(|closing| (matches!(closing.effect, Effect::Unclear(_)), closing.at.latest()));
    settle(scene, RuleCode::C12, opened, closings)
}

fn settle<'a>(
    scene: &Scene<'a>,
    rule: RuleCode,
    opened: Vec<Opened>,
    closings: Vec<Closing<'a>>,
) -> Vec<Instance<'a>> {
    Course { rule, matching: Matching::All, opened, closings, endings: Vec::new() }.settle(scene)
}
