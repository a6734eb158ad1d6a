//! Plan: the child protection plan, its core groups, actions and reviews.
//!
//! Every action of it is recorded as it is proposed: a second plan is recorded, and flagged.

use candour_domain::case::plan::PlanEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("StartPlan", "PlanStarted"),
    named("HoldCoreGroup", "CoreGroupHeld"),
    named("SetAction", "ActionSet"),
    named("CompleteAction", "ActionCompleted"),
    named("RecordActionNotCompleted", "ActionNotCompleted"),
    named("ReviewPlan", "PlanReviewed"),
    named("ReviseCategory", "CategoryRevised"),
    named("EndPlan", "PlanEnded"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &PlanEvent) -> Verdict {
    match event {
        PlanEvent::PlanStarted(_)
        | PlanEvent::CoreGroupHeld(_)
        | PlanEvent::ActionSet(_)
        | PlanEvent::ActionCompleted(_)
        | PlanEvent::ActionNotCompleted(_)
        | PlanEvent::PlanReviewed(_)
        | PlanEvent::CategoryRevised(_)
        | PlanEvent::PlanEnded(_) => Verdict::Record,
    }
}
