//! Samples of the chapter `plan`.

use candour_domain::case::plan::{
    ActionCompleted, ActionNotCompleted, ActionSet, CategoryRevised, CoreGroupHeld, PlanEnd,
    PlanEnded, PlanEvent, PlanReviewed, PlanStarted,
};
use candour_domain::code::CategoryOfAbuse;
use candour_domain::text::Text;

use super::CHILD;
use super::surroundings::{day, meeting, named, recorded, said, social_worker};

pub(super) fn all() -> Vec<PlanEvent> {
    vec![
        PlanEvent::PlanStarted(PlanStarted {
            conference: named("ConferenceHeld"),
            child: CHILD,
            category: recorded(CategoryOfAbuse::PhysicalAbuse),
            previous_plans: Some(1),
            next_review: Some(day(6, 10)),
        }),
        PlanEvent::CoreGroupHeld(CoreGroupHeld {
            plan: named("PlanStarted"),
            meeting: meeting(),
            account: said("The safety plan was written with the mother"),
        }),
        PlanEvent::ActionSet(ActionSet {
            action: Text::new("Change the lock and register the new key with housing"),
            owner: recorded(social_worker()),
            due: Some(day(4, 3)),
            plan: Some(named("PlanStarted")),
        }),
        PlanEvent::ActionCompleted(ActionCompleted {
            action: named("ActionSet"),
            account: said("Done by the caretaker"),
        }),
        PlanEvent::ActionNotCompleted(ActionNotCompleted {
            action: named("ActionSet"),
            reason: said("The register was closed that week"),
        }),
        PlanEvent::PlanReviewed(PlanReviewed {
            plan: named("PlanStarted"),
            account: said("He has not been seen at the flat"),
            next_review: Some(day(12, 9)),
        }),
        PlanEvent::CategoryRevised(CategoryRevised {
            plan: named("PlanStarted"),
            child: CHILD,
            category: CategoryOfAbuse::EmotionalAbuse,
        }),
        PlanEvent::PlanEnded(PlanEnded {
            plan: named("PlanStarted"),
            child: CHILD,
            reason: recorded(PlanEnd::NoLongerAtRisk),
            account: said("The conference was of one mind"),
        }),
    ]
}
