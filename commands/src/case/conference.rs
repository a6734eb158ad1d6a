//! Conference: convening, reporting, holding, sending the outcome.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::conference::ConferenceEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("ConveneConference", "ConferenceConvened"),
    named("ProvideReport", "ReportProvided"),
    named("HoldConference", "ConferenceHeld"),
    named("SendOutcome", "OutcomeSent"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &ConferenceEvent) -> Verdict {
    match event {
        ConferenceEvent::ConferenceConvened(_)
        | ConferenceEvent::ReportProvided(_)
        | ConferenceEvent::ConferenceHeld(_)
        | ConferenceEvent::OutcomeSent(_) => Verdict::Record,
    }
}
