//! The chapter `incident` in words.

use candour_domain::case::incident::IncidentEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &IncidentEvent, names: &Names<'_>) -> Said {
    match event {
        IncidentEvent::SeriousIncidentIdentified(it) => Said::of("Serious incident identified")
            .say(&it.account)
            .code("Harm", &it.harm)
            .with_recorded("Local authority aware", &it.aware),
        IncidentEvent::SeriousIncidentNotified(it) => Said::of("Serious incident notified")
            .list("To", it.to.iter().map(words))
            .with("Incident", names.antecedent(it.incident)),
        IncidentEvent::RapidReviewCompleted(it) => Said::of("Rapid review completed")
            .say_recorded(&it.account)
            .code("Local review", &it.review_needed)
            .with("Incident", names.antecedent(it.incident)),
        IncidentEvent::ReviewCommissioned(it) => Said::of("Review commissioned")
            .with_recorded("Reviewer", &it.reviewer)
            .with_recorded("Scope", &it.scope)
            .with("Follows", names.antecedent(it.incident)),
        IncidentEvent::ParallelProcessOpened(it) => Said::of("Parallel process opened")
            .say(words(&it.kind))
            .with("Beside", names.antecedent(it.incident)),
        IncidentEvent::ReviewPublished(it) => {
            Said::of("Review").say(words(&it.how)).with("Review", names.antecedent(it.review))
        }
    }
}
