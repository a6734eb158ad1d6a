//! The chapter `plan` in words.

use candour_domain::case::plan::PlanEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &PlanEvent, names: &Names<'_>) -> Said {
    match event {
        PlanEvent::PlanStarted(it) => Said::of("Child protection plan started")
            .say(names.child(it.child))
            .code("Category", &it.category)
            .with("Decided at", names.antecedent(it.conference))
            .with_some("Plans before", it.previous_plans)
            .with_some("To be reviewed", it.next_review),
        PlanEvent::CoreGroupHeld(it) => {
            let said = Said::of("Core group held").say_recorded(&it.account);
            names.meeting(said, &it.meeting).with("Of", names.antecedent(it.plan))
        }
        PlanEvent::ActionSet(it) => Said::of("Action set")
            .say(&it.action)
            .with_some("By", it.owner.value().map(|who| names.attendee(who)))
            .with_some("Due", it.due)
            .with_some("Of", it.plan.map(|it| names.antecedent(it))),
        PlanEvent::ActionCompleted(it) => Said::of("Action completed")
            .say_recorded(&it.account)
            .with("Action", names.antecedent(it.action)),
        PlanEvent::ActionNotCompleted(it) => Said::of("Action not completed")
            .say_recorded(&it.reason)
            .with("Action", names.antecedent(it.action)),
        PlanEvent::PlanReviewed(it) => Said::of("Child protection plan reviewed")
            .say_recorded(&it.account)
            .with("Of", names.antecedent(it.plan))
            .with_some("To be reviewed again", it.next_review),
        PlanEvent::CategoryRevised(it) => Said::of("Category of plan revised")
            .say(names.child(it.child))
            .with("Category", words(&it.category))
            .with("Of", names.antecedent(it.plan)),
        PlanEvent::PlanEnded(it) => Said::of("Child protection plan ended")
            .say(names.child(it.child))
            .say_recorded(&it.account)
            .code("Reason", &it.reason)
            .with("Of", names.antecedent(it.plan)),
    }
}
