//! Closing: the case closes, everybody stands down, and some families come again.

use candour_domain::case::help::{HelpEvent, Level, SteppedUp};
use candour_domain::case::opening::{Acceptance, CaseClosed, CaseTransferred, OpeningEvent};
use candour_domain::code::ReasonForClosure;
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Recorded;

use super::super::family::{Offers, Stage};
use super::super::rates;
use super::super::words;
use super::{allocation, enquiry, front_door};

/// Something that happens when a case closes.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// It closes.
    Close,
    /// The child is looked after, and the case goes to another service.
    LookedAfter,
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Close => close(stage),
        Scene::LookedAfter => looked_after(stage),
    }
}

fn close(stage: &mut Stage<'_>) {
    let course = &stage.family.course;
    if course.closed || course.under_way() {
        return;
    }
    let assessed = course.worker.is_some();
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 25);
    let reason = if assessed {
        stage.chance().weighted(rates::CLOSURES)
    } else {
        ReasonForClosure::NoLongerInNeed
    };
    let rationale = stage.words(words::CLOSURES);
    let closed = CaseClosed {
        reason: Recorded::Recorded(reason),
        grounds: stage.grounds(sitting.recorded(), rationale),
    };
    allocation::all_stand_down(stage, &mut sitting);
    if reason == ReasonForClosure::TransferredToOtherLocalAuthority {
        let desk = stage.world.places.desk(AgencyKind::Other, &mut stage.family.chance);
        let transferred = CaseTransferred {
            to: stage.world.places.agency(desk).id,
            accepted: Recorded::Recorded(Acceptance::Accepted),
            reason: Recorded::Recorded(stage.words(words::TRANSFERS)),
        };
        sitting.note(stage.at, OpeningEvent::CaseTransferred(transferred));
    }
    sitting.note(stage.at, OpeningEvent::CaseClosed(closed));
    stage.hand_in(sitting);
    stage.family.course.closed = true;
    stage.family.course.offers = Offers::default();
    stage.family.course.actions.clear();
    let again = if assessed { rates::REFERRED_AGAIN } else { rates::IN_CONTACT_AGAIN };
    if stage.chance().happens(again) {
        let days = stage.chance().between(20..=360);
        stage.then_in_days(days, front_door::Scene::Contact);
    }
}

/// Another service, of which nothing is recorded here, takes the case on.
fn looked_after(stage: &mut Stage<'_>) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 30);
    let rationale = stage.words(words::ENDINGS);
    let stepped_up = SteppedUp {
        from: Recorded::Recorded(Level::ChildProtection),
        to: Level::LookedAfter,
        grounds: stage.grounds(sitting.recorded(), rationale),
    };
    sitting.note(stage.at, HelpEvent::SteppedUp(stepped_up));
    allocation::all_stand_down(stage, &mut sitting);
    stage.hand_in(sitting);
}
