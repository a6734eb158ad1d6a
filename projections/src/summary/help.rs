//! The chapter `help` in words.

use candour_domain::case::help::HelpEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &HelpEvent, names: &Names<'_>) -> Said {
    match event {
        HelpEvent::EarlyHelpStarted(it) => Said::of("Early help started")
            .with_some("By", it.organisation.value().map(|id| names.agency(*id)))
            .say_recorded(&it.reason),
        HelpEvent::EarlyHelpEnded(it) => Said::of("Early help ended")
            .with("Of", names.antecedent(it.episode))
            .code("Reason", &it.reason),
        HelpEvent::AssessmentStarted(it) => Said::of("Assessment started")
            .say_recorded(&it.account)
            .code("Kind", &it.kind)
            .with("Follows", names.antecedent(it.referral))
            .with_some("Internal review", it.review),
        HelpEvent::AssessmentAuthorised(it) => Said::of("Assessment authorised")
            .say_recorded(&it.account)
            .code("Outcome", &it.outcome)
            .code_if("Child in need", &it.in_need)
            .list("Factors", it.factors.iter().map(words))
            .with_some("Why it took longer than 45 working days", it.late.as_ref())
            .with("Of", names.antecedent(it.assessment))
            .grounds(&it.grounds, names),
        HelpEvent::HelpPlanStarted(it) => Said::of("Plan of help started")
            .code("Kind", &it.kind)
            .say_recorded(&it.goals)
            .with_some("Visits every so many days", it.visit_every_days),
        HelpEvent::HelpPlanReviewed(it) => Said::of("Plan of help reviewed")
            .say_recorded(&it.account)
            .with("Of", names.antecedent(it.plan))
            .with_some("Next", it.next),
        HelpEvent::HelpPlanEnded(it) => Said::of("Plan of help ended")
            .say_recorded(&it.reason)
            .with("Of", names.antecedent(it.plan)),
        HelpEvent::SteppedUp(it) => Said::of("Stepped up")
            .code("From", &it.from)
            .with("To", words(&it.to))
            .grounds(&it.grounds, names),
        HelpEvent::SteppedDown(it) => Said::of("Stepped down")
            .code("From", &it.from)
            .with("To", words(&it.to))
            .grounds(&it.grounds, names),
    }
}
