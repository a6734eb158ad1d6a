//! Samples of the chapter `incident`.

use candour_domain::case::incident::{
    IncidentEvent, IncidentHarm, NotifiedBody, ParallelProcess, ParallelProcessOpened, Publication,
    RapidReviewCompleted, ReviewCommissioned, ReviewNeeded, ReviewPublished,
    SeriousIncidentIdentified, SeriousIncidentNotified,
};
use candour_domain::text::Text;

use super::surroundings::{named, on, recorded, said};

pub(super) fn all() -> Vec<IncidentEvent> {
    vec![
        IncidentEvent::SeriousIncidentIdentified(SeriousIncidentIdentified {
            account: Text::new("The younger child was found with a broken arm"),
            harm: recorded(IncidentHarm::SeriouslyHarmed),
            aware: recorded(on(5, 5)),
        }),
        IncidentEvent::SeriousIncidentNotified(SeriousIncidentNotified {
            incident: named("SeriousIncidentIdentified"),
            to: vec![NotifiedBody::NationalPanel, NotifiedBody::Partners],
        }),
        IncidentEvent::RapidReviewCompleted(RapidReviewCompleted {
            incident: named("SeriousIncidentNotified"),
            account: said("What each agency held, and when it was shared"),
            review_needed: recorded(ReviewNeeded::Needed),
        }),
        IncidentEvent::ReviewCommissioned(ReviewCommissioned {
            incident: named("RapidReviewCompleted"),
            reviewer: said("An independent reviewer"),
            scope: said("From the first contact to the conference"),
        }),
        IncidentEvent::ParallelProcessOpened(ParallelProcessOpened {
            incident: named("SeriousIncidentIdentified"),
            kind: ParallelProcess::Criminal,
        }),
        IncidentEvent::ReviewPublished(ReviewPublished {
            review: named("ReviewCommissioned"),
            how: Publication::NotPublished,
        }),
    ]
}
