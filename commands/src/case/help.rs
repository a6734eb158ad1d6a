//! Help: early help, assessment, plans of help, stepping up and down.
//!
//! Every action of it is recorded as it is proposed: a second plan is recorded, and flagged.

use candour_domain::case::help::HelpEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("StartEarlyHelp", "EarlyHelpStarted"),
    named("EndEarlyHelp", "EarlyHelpEnded"),
    named("StartAssessment", "AssessmentStarted"),
    named("AuthoriseAssessment", "AssessmentAuthorised"),
    named("StartHelpPlan", "HelpPlanStarted"),
    named("ReviewHelpPlan", "HelpPlanReviewed"),
    named("EndHelpPlan", "HelpPlanEnded"),
    named("StepUp", "SteppedUp"),
    named("StepDown", "SteppedDown"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &HelpEvent) -> Verdict {
    match event {
        HelpEvent::EarlyHelpStarted(_)
        | HelpEvent::EarlyHelpEnded(_)
        | HelpEvent::AssessmentStarted(_)
        | HelpEvent::AssessmentAuthorised(_)
        | HelpEvent::HelpPlanStarted(_)
        | HelpEvent::HelpPlanReviewed(_)
        | HelpEvent::HelpPlanEnded(_)
        | HelpEvent::SteppedUp(_)
        | HelpEvent::SteppedDown(_) => Verdict::Record,
    }
}
