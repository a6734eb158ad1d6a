//! Closing: the case closes, everybody stands down, and some families come again.

use candour_domain::case::opening::{CaseClosed, OpeningEvent};
use candour_domain::code::ReasonForClosure;
use candour_domain::recorded::Recorded;

use super::super::family::Stage;
use super::super::rates;
use super::super::words;
use super::{allocation, front_door};

/// Something that happens when a case closes.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// It closes.
    Close,
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Close => close(stage),
    }
}

fn close(stage: &mut Stage<'_>) {
    let course = &stage.family.course;
    let under_way = course.assessment.is_some() || course.help_plan.is_some();
    if course.closed || under_way {
        return;
    }
    let assessed = course.worker.is_some();
    let manager = match course.worker {
        Some(it) => stage.world.staff.manager_of(it.worker).clone(),
        None => stage.world.staff.front_door_manager.clone(),
    };
    let mut sitting = stage.sitting(&manager, 25);
    let reason = match assessed {
        true => stage.chance().weighted(rates::CLOSURES),
        false => ReasonForClosure::NoLongerInNeed,
    };
    let rationale = stage.words(words::CLOSURES);
    let closed = CaseClosed {
        reason: Recorded::Recorded(reason),
        grounds: stage.grounds(sitting.recorded(), rationale),
    };
    allocation::all_stand_down(stage, &mut sitting);
    sitting.note(stage.at, OpeningEvent::CaseClosed(closed));
    stage.hand_in(sitting);
    stage.family.course.closed = true;
    let again = if assessed { rates::REFERRED_AGAIN } else { rates::IN_CONTACT_AGAIN };
    if stage.chance().happens(again) {
        let days = stage.chance().between(20..=360);
        stage.then_in_days(days, front_door::Scene::Contact);
    }
}
