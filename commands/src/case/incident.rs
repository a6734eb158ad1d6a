//! Incident: a serious incident, its notification and the reviews that follow.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::incident::IncidentEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("IdentifySeriousIncident", "SeriousIncidentIdentified"),
    named("NotifySeriousIncident", "SeriousIncidentNotified"),
    named("CompleteRapidReview", "RapidReviewCompleted"),
    named("CommissionReview", "ReviewCommissioned"),
    named("OpenParallelProcess", "ParallelProcessOpened"),
    named("PublishReview", "ReviewPublished"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &IncidentEvent) -> Verdict {
    match event {
        IncidentEvent::SeriousIncidentIdentified(_)
        | IncidentEvent::SeriousIncidentNotified(_)
        | IncidentEvent::RapidReviewCompleted(_)
        | IncidentEvent::ReviewCommissioned(_)
        | IncidentEvent::ParallelProcessOpened(_)
        | IncidentEvent::ReviewPublished(_) => Verdict::Record,
    }
}
