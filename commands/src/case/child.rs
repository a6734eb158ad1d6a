//! Child: seeing them, their words, and what came back to them.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::child::ChildEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("SeeChild", "ChildSeen"),
    named("SeeParent", "ParentSeen"),
    named("RecordChildVoice", "ChildVoiceRecorded"),
    named("WeighViews", "ViewsWeighed"),
    named("FeedBackToChild", "FedBackToChild"),
    named("OfferAdvocate", "AdvocateOffered"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &ChildEvent) -> Verdict {
    match event {
        ChildEvent::ChildSeen(_)
        | ChildEvent::ParentSeen(_)
        | ChildEvent::ChildVoiceRecorded(_)
        | ChildEvent::ViewsWeighed(_)
        | ChildEvent::FedBackToChild(_)
        | ChildEvent::AdvocateOffered(_) => Verdict::Record,
    }
}
