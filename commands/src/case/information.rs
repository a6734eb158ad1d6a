//! Information: observing, asking, supplying, telling, receiving, reading, and deciding not to share.
//!
//! Every action of it is recorded as it is proposed: that something was told twice is itself known.

use candour_domain::case::information::InformationEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("RecordObservation", "ObservationRecorded"),
    named("WeighAccount", "AccountWeighed"),
    named("RequestInformation", "InformationRequested"),
    named("SupplyInformation", "InformationSupplied"),
    named("ReplyNothingKnown", "NothingKnownReplied"),
    named("RefuseInformation", "InformationRefused"),
    named("DiscloseInformation", "InformationDisclosed"),
    named("ReceiveDisclosure", "DisclosureReceived"),
    named("OpenDisclosure", "DisclosureOpened"),
    named("ReadDisclosure", "DisclosureRead"),
    named("ReportUnintendedRecipient", "ReceivedByUnintended"),
    named("DecideNotToShare", "NotSharedDecided"),
    named("RestrictOnwardSharing", "OnwardSharingRestricted"),
    named("RecordBelief", "BeliefRecorded"),
    named("NoteThatAccountsDiffer", "AccountsDiffer"),
    named("DisputeKnowledge", "KnowledgeDisputed"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &InformationEvent) -> Verdict {
    match event {
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::InformationSupplied(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationRefused(_)
        | InformationEvent::InformationDisclosed(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => Verdict::Record,
    }
}
