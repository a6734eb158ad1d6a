//! Proceedings: the legal gateway, pre-proceedings, the application and the orders.
//!
//! Every action of it is recorded as it is proposed: an application with no offer of a family
//! meeting is recorded, and flagged.

use candour_domain::case::proceedings::ProceedingsEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("HoldLegalGateway", "LegalGatewayHeld"),
    named("StartPreProceedings", "PreProceedingsStarted"),
    named("SendLetterBeforeProceedings", "LetterBeforeProceedingsSent"),
    named("HoldPreProceedingsMeeting", "PreProceedingsMeetingHeld"),
    named("DecideStep", "StepDecided"),
    named("IssueCourtApplication", "CourtApplicationIssued"),
    named("RecordOrder", "OrderMade"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &ProceedingsEvent) -> Verdict {
    match event {
        ProceedingsEvent::LegalGatewayHeld(_)
        | ProceedingsEvent::PreProceedingsStarted(_)
        | ProceedingsEvent::LetterBeforeProceedingsSent(_)
        | ProceedingsEvent::PreProceedingsMeetingHeld(_)
        | ProceedingsEvent::StepDecided(_)
        | ProceedingsEvent::CourtApplicationIssued(_)
        | ProceedingsEvent::OrderMade(_) => Verdict::Record,
    }
}
