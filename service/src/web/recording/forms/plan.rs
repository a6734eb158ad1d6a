//! Plan: reviewing a child protection plan.

use candour_domain::case::CaseEvent;
use candour_domain::case::plan::{PlanEvent, PlanReviewed};
use candour_domain::landmark::Landmark;
use candour_web::form::{Form, Group, Listed, Question};

use super::Recordable;
use super::shared::{CHILDREN, FURTHER, OCCURRED};
use crate::web::recording::reading::Reading;

/// The forms of the chapter.
pub(super) const FORMS: &[Recordable] = &[Recordable { form: &REVIEW, read: reviewed }];

const REVIEW: Form = Form {
    name: "review-plan",
    title: "Record the review of a child protection plan",
    lead: "Record that a plan was reviewed, what was found and what changes. A review conference is recorded \
           as a conference.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The review",
            &[
                Question::listed(
                    "plan",
                    "Which plan is reviewed, or which conference decided it?",
                    Listed::Followed(&[Landmark::Plan, Landmark::Conference]),
                )
                .required("Choose the plan"),
                Question::words("account", "What was found, and what changes?")
                    .required("Enter what was found and what changes"),
                Question::day("next_review", "When is it to be reviewed again?"),
            ],
        ),
        FURTHER,
    ],
};

fn reviewed(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let plan = read.followed("plan");
    let account = read.text("account");
    let next_review = read.day("next_review");
    let plan = plan?;
    let reviewed = PlanReviewed { plan, account, next_review };
    Some(CaseEvent::Plan(PlanEvent::PlanReviewed(reviewed)))
}
