//! Family group decision making: considering, offering, answering, holding, and what is planned.
//!
//! Every action of it is recorded as it is proposed: an answer after another answer is a change of
//! mind, and an answer without a recorded offer is recorded, and flagged.

use candour_domain::case::fgdm::FgdmEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("ConsiderFgdm", "FgdmConsidered"),
    named("OfferFgdm", "FgdmOffered"),
    named("InviteToFgdm", "FgdmInvited"),
    named("DecideNotToOfferFgdm", "FgdmNotOffered"),
    named("DecideNotToHoldFgdm", "FgdmNotHeld"),
    named("AcceptFgdm", "FgdmAccepted"),
    named("DeclineFgdm", "FgdmDeclined"),
    named("DeferFgdm", "FgdmDeferred"),
    named("WithdrawFgdmAnswer", "FgdmAnswerWithdrawn"),
    named("RecordNoFgdmAnswer", "FgdmNoAnswer"),
    named("PrepareFgdm", "FgdmPrepared"),
    named("HoldFgdm", "FgdmHeld"),
    named("ProposeFamilyPlan", "FamilyPlanProposed"),
    named("AnswerFamilyPlan", "FamilyPlanAnswered"),
    named("ReviewFamilyPlan", "FamilyPlanReviewed"),
    named("RecordFgdmOutcome", "FgdmOutcomeRecorded"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &FgdmEvent) -> Verdict {
    match event {
        FgdmEvent::FgdmConsidered(_)
        | FgdmEvent::FgdmOffered(_)
        | FgdmEvent::FgdmInvited(_)
        | FgdmEvent::FgdmNotOffered(_)
        | FgdmEvent::FgdmNotHeld(_)
        | FgdmEvent::FgdmAccepted(_)
        | FgdmEvent::FgdmDeclined(_)
        | FgdmEvent::FgdmDeferred(_)
        | FgdmEvent::FgdmAnswerWithdrawn(_)
        | FgdmEvent::FgdmNoAnswer(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FgdmHeld(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => Verdict::Record,
    }
}
