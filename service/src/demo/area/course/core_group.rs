//! The core group: it meets while a child protection plan runs, sets actions and looks at what became
//! of those set before; and the worker who leads the plan is supervised.

use candour_domain::case::oversight::{OversightEvent, OversightRecorded};
use candour_domain::case::plan::{
    ActionCompleted, ActionNotCompleted, ActionSet, CategoryRevised, CoreGroupHeld, PlanEvent,
};
use candour_domain::identifier::EntryId;
use candour_domain::meeting::Attendee;
use candour_domain::recorded::Recorded;

use super::super::family::{Stage, attendee, follows};
use super::super::rates;
use super::super::sitting::Sitting;
use super::super::words;
use super::meetings::{self, Invited};
use super::{allocation, assessment, enquiry, information};

/// Something that happens while a plan runs.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// The core group meets.
    Meet { conference: EntryId },
    /// The lead practitioner is supervised.
    Supervision { conference: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Meet { conference } if stage.family.course.runs(conference) => {
            meet(stage, conference);
        }
        Scene::Supervision { conference } if stage.family.course.runs(conference) => {
            assessment::supervision(stage);
            may_be_overseen(stage);
            let days = stage.chance().weighted(rates::SUPERVISION_DAYS);
            stage.then_in_days(days, Scene::Supervision { conference });
        }
        Scene::Meet { .. } | Scene::Supervision { .. } => {}
    }
}

/// A plan has begun: the core group will meet, and the lead be supervised.
pub(super) fn begin(stage: &mut Stage<'_>, conference: EntryId) {
    let days = stage.chance().weighted(rates::FIRST_CORE_GROUP_DAYS);
    stage.then_after(days, Scene::Meet { conference });
    stage.then_in_days(25, Scene::Supervision { conference });
}

fn meet(stage: &mut Stage<'_>, conference: EntryId) {
    let lead = allocation::lead(stage);
    let worker = allocation::worker(stage);
    let kinds = information::likely(stage);
    let kinds = stage.family.chance.some(&kinds, 3);
    let own = vec![lead.clone(), worker];
    let invited =
        Invited { chair: lead.clone(), own, kinds, absent: rates::ABSENT_FROM_CORE_GROUP };
    let mut sitting = stage.sitting(&lead, 200);
    let facts = stage.facts(sitting.recorded());
    let mut meeting = meetings::meeting(stage, &invited, &facts);
    meetings::with_parents(stage, &mut meeting);
    let held = CoreGroupHeld {
        plan: follows(Some(conference)),
        meeting,
        account: Recorded::Recorded(stage.more_words(words::CORE_GROUPS)),
    };
    sitting.note(stage.at, PlanEvent::CoreGroupHeld(held));
    actions_looked_at(stage, &mut sitting);
    let many = stage.chance().between(2..=4);
    actions_set(stage, &mut sitting, conference, many);
    if stage.chance().happens(rates::CATEGORY_REVISED) {
        revised(stage, &mut sitting);
    }
    stage.hand_in(sitting);
    let days = stage.chance().weighted(rates::CORE_GROUP_DAYS);
    stage.then_in_days(days, Scene::Meet { conference });
}

fn revised(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let Some((child, plan)) = stage.family.course.plans.first().copied() else { return };
    let category = stage.chance().weighted(rates::CATEGORIES);
    let revised = CategoryRevised { plan: follows(Some(plan)), child, category };
    sitting.note(stage.at, PlanEvent::CategoryRevised(revised));
    sitting.of(&[child]);
}

/// So many actions are set, each with somebody who owns it.
pub(super) fn actions_set(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
    conference: EntryId,
    many: i64,
) {
    for _ in 0..many {
        let owner = owner(stage);
        let days = stage.chance().between(10..=40);
        let set = ActionSet {
            action: stage.words(words::ACTIONS),
            owner: Recorded::Recorded(owner),
            due: Some(stage.day_after(days)),
            plan: Some(follows(Some(conference))),
        };
        let action = sitting.note(stage.at, PlanEvent::ActionSet(set));
        stage.family.course.actions.push(action);
    }
}

fn owner(stage: &mut Stage<'_>) -> Attendee {
    let around = stage.family.around.clone();
    if stage.chance().happens(rates::ACTION_OF_AN_AGENCY) && !around.is_empty() {
        let desk = *stage.chance().one(&around);
        attendee(&stage.actor(desk))
    } else {
        super::protection::lead_as_owner(stage)
    }
}

/// What became of the actions that were set before; some stay open.
fn actions_looked_at(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let mut open = Vec::new();
    for action in std::mem::take(&mut stage.family.course.actions) {
        if stage.chance().happens(rates::ACTION_STAYS_OPEN) {
            open.push(action);
        } else if stage.chance().happens(rates::ACTION_DONE) {
            let account = Recorded::Recorded(stage.words(words::DONE));
            let completed = ActionCompleted { action: follows(Some(action)), account };
            sitting.note(stage.at, PlanEvent::ActionCompleted(completed));
        } else {
            let reason = Recorded::Recorded(stage.words(words::NOT_DONE));
            let not = ActionNotCompleted { action: follows(Some(action)), reason };
            sitting.note(stage.at, PlanEvent::ActionNotCompleted(not));
        }
    }
    stage.family.course.actions = open;
}

fn may_be_overseen(stage: &mut Stage<'_>) {
    if !stage.chance().happens(rates::OVERSEEN) {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 300);
    let rationale = stage.words(words::SUPERVISION_REASONS);
    let recorded = OversightRecorded {
        decision: Recorded::Recorded(stage.words(words::SUPERVISIONS)),
        grounds: stage.grounds(sitting.recorded(), rationale),
    };
    sitting.note(stage.at, OversightEvent::OversightRecorded(recorded));
    stage.hand_in_apart(sitting);
}
