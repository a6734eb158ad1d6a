//! Plans of help: child in need and family help. Visits, reviews and actions while one runs, and its
//! end.

use candour_domain::case::help::{HelpEvent, HelpPlanEnded, HelpPlanReviewed, HelpPlanStarted};
use candour_domain::identifier::EntryId;
use candour_domain::recorded::Recorded;

use super::super::family::{Stage, follows};
use super::super::rates;
use super::super::words;
use super::{allocation, assessment, closing, enquiry, fgdm, information, moves, visits};

/// Something that happens while a plan of help runs.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// It starts.
    Start,
    /// The children are visited.
    Visit { plan: EntryId },
    /// It is reviewed.
    Review { plan: EntryId, left: u8 },
    /// The worker is supervised on it.
    Supervision { plan: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    let runs = |stage: &Stage<'_>, plan| stage.family.course.help_plan == Some(plan);
    match scene {
        Scene::Start => start(stage),
        Scene::Visit { plan } if runs(stage, plan) => visit(stage, plan),
        Scene::Review { plan, left } if runs(stage, plan) => review(stage, plan, left),
        Scene::Supervision { plan } if runs(stage, plan) => {
            assessment::supervision(stage);
            stage.then_in_days(30, Scene::Supervision { plan });
        }
        Scene::Visit { .. } | Scene::Review { .. } | Scene::Supervision { .. } => {}
    }
}

fn start(stage: &mut Stage<'_>) {
    let course = &stage.family.course;
    if course.help_plan.is_some() || course.protected() || course.closed {
        return;
    }
    let worker = allocation::worker(stage);
    let mut sitting = stage.sitting(&worker, 50);
    let started = HelpPlanStarted {
        kind: Recorded::Recorded(stage.chance().weighted(rates::HELP_PLANS)),
        goals: Recorded::Recorded(stage.more_words(words::GOALS)),
        visit_every_days: Some(28),
    };
    let plan = sitting.note(stage.at, HelpEvent::HelpPlanStarted(started));
    stage.hand_in(sitting);
    stage.family.course.help_plan = Some(plan);
    let left = u8::try_from(stage.chance().between(1..=4)).unwrap_or(2);
    stage.then_in_days(14, Scene::Visit { plan });
    stage.then_in_days(42, Scene::Review { plan, left });
    stage.then_in_days(30, Scene::Supervision { plan });
    fgdm::may_consider(stage, rates::FGDM_IN_NEED);
    if stage.chance().happens(rates::CHILD_MOVES) {
        let days = stage.chance().between(20..=50);
        stage.then_in_days(days, moves::Scene::Move);
    }
    if stage.chance().happens(rates::STEPPED_UP) {
        let days = stage.chance().between(15..=70);
        stage.then_in_days(days, enquiry::Scene::Convene);
    }
}

fn visit(stage: &mut Stage<'_>, plan: EntryId) {
    let worker = allocation::worker(stage);
    visits::visit(stage, &worker);
    information::notices(stage, 25);
    let days = stage.chance().between(20..=36);
    stage.then_in_days(days, Scene::Visit { plan });
}

fn review(stage: &mut Stage<'_>, plan: EntryId, left: u8) {
    let worker = allocation::worker(stage);
    let mut sitting = stage.sitting(&worker, 120);
    let reviewed = HelpPlanReviewed {
        plan: follows(Some(plan)),
        account: Recorded::Recorded(stage.more_words(words::REVIEWS)),
        next: Some(stage.day_after(42)),
    };
    sitting.note(stage.at, HelpEvent::HelpPlanReviewed(reviewed));
    if left == 0 {
        let reason = Recorded::Recorded(stage.words(words::ENDINGS));
        let ended = HelpPlanEnded { plan: follows(Some(plan)), reason };
        sitting.note(stage.at, HelpEvent::HelpPlanEnded(ended));
        stage.family.course.help_plan = None;
        stage.then_after(5, closing::Scene::Close);
    } else {
        stage.then_in_days(60, Scene::Review { plan, left: left - 1 });
    }
    stage.hand_in(sitting);
}
