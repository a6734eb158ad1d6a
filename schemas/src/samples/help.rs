//! Samples of the chapter `help`.

use candour_domain::case::help::{
    AssessmentAuthorised, AssessmentKind, AssessmentStarted, EarlyHelpEnd, EarlyHelpEnded,
    EarlyHelpStarted, HelpEvent, HelpPlanEnded, HelpPlanKind, HelpPlanReviewed, HelpPlanStarted,
    InNeed, Level, SteppedDown, SteppedUp,
};
use candour_domain::code::{AssessmentFactor, AssessmentOutcome};
use candour_domain::text::Text;

use super::SCHOOL;
use super::surroundings::{day, grounds, named, recorded, said};

pub(super) fn all() -> Vec<HelpEvent> {
    vec![
        HelpEvent::EarlyHelpStarted(EarlyHelpStarted {
            organisation: recorded(SCHOOL),
            reason: said("Mornings are hard, and the family asked"),
        }),
        HelpEvent::EarlyHelpEnded(EarlyHelpEnded {
            episode: named("EarlyHelpStarted"),
            reason: recorded(EarlyHelpEnd::SteppedUp),
        }),
        HelpEvent::AssessmentStarted(AssessmentStarted {
            referral: named("ReferralDecided"),
            kind: recorded(AssessmentKind::ChildAndFamily),
            account: said("Explained to the mother at home"),
            review: Some(day(2, 17)),
        }),
        HelpEvent::AssessmentAuthorised(AssessmentAuthorised {
            assessment: named("AssessmentStarted"),
            account: said("What is strong, what worries, what has to change"),
            factors: vec![
                AssessmentFactor::DomesticAbuseParent,
                AssessmentFactor::PhysicalAbuseByAdult,
            ],
            outcome: recorded(AssessmentOutcome::StrategyDiscussion),
            in_need: recorded(InNeed::InNeed),
            late: Some(Text::new("The family was away for two weeks")),
            grounds: grounds(&["ObservationRecorded", "ChildSeen"]),
        }),
        HelpEvent::HelpPlanStarted(HelpPlanStarted {
            kind: recorded(HelpPlanKind::ChildInNeed),
            goals: said("She is in school each morning and feels safe at night"),
            visit_every_days: Some(28),
        }),
        HelpEvent::HelpPlanReviewed(HelpPlanReviewed {
            plan: named("HelpPlanStarted"),
            account: said("Attendance is better; nights are not"),
            next: Some(day(5, 12)),
        }),
        HelpEvent::HelpPlanEnded(HelpPlanEnded {
            plan: named("HelpPlanStarted"),
            reason: said("A child protection plan took its place"),
        }),
        HelpEvent::SteppedUp(SteppedUp {
            from: recorded(Level::EarlyHelp),
            to: Level::ChildInNeed,
            grounds: grounds(&["ChildVoiceRecorded"]),
        }),
        HelpEvent::SteppedDown(SteppedDown {
            from: recorded(Level::ChildProtection),
            to: Level::FamilyHelp,
            grounds: grounds(&["HelpPlanReviewed"]),
        }),
    ]
}
