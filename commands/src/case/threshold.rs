//! Threshold: the strategy discussion and the decision whether the threshold is met.
//!
//! Every action of it is recorded as it is proposed: a discussion without a quorum is recorded, and
//! flagged.

use candour_domain::case::threshold::ThresholdEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("ConveneStrategyDiscussion", "StrategyDiscussionConvened"),
    named("HoldStrategyDiscussion", "StrategyDiscussionHeld"),
    named("DecideThreshold", "ThresholdDecided"),
    named("RecordPartnerDecision", "PartnerDecisionRecorded"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &ThresholdEvent) -> Verdict {
    match event {
        ThresholdEvent::StrategyDiscussionConvened(_)
        | ThresholdEvent::StrategyDiscussionHeld(_)
        | ThresholdEvent::ThresholdDecided(_)
        | ThresholdEvent::PartnerDecisionRecorded(_) => Verdict::Record,
    }
}
