//! A child who moves to relatives has a second case: they join the new one, which names the case that
//! they come from and what is carried over, and then leave the old.

use candour_domain::case::opening::{
    CaseOpened, ChildJoinedCase, ChildLeftCase, OpeningEvent, PersonJoinedCase,
};
use candour_domain::identifier::CaseId;
use candour_domain::recorded::{Label, Recorded};
use chrono::TimeDelta;

use super::super::agenda::Turn;
use super::super::chance::Chance;
use super::super::family::{Family, Stage};
use super::super::words;
use super::{allocation, enquiry, help};

/// What sets the draws of a second case apart from those of the first.
const SECOND: u64 = 1 << 40;

/// Something that happens when a child moves.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// A child moves to relatives.
    Move,
    /// Work goes on in the new case.
    GoesOn,
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Move => moves(stage),
        Scene::GoesOn => {
            allocation::worker(stage);
            stage.then_after(2, help::Scene::Start);
        }
    }
}

/// A child of several moves to a relative, while a plan of help runs.
fn moves(stage: &mut Stage<'_>) {
    let relative = stage.family.adults.iter().find(|it| !it.responsible).cloned();
    let today = stage.today();
    let Some(place) = stage.family.children.iter().position(|it| it.born <= today) else { return };
    let (Some(relative), Some(plan)) = (relative, stage.family.course.help_plan) else { return };
    let course = &stage.family.course;
    if stage.family.children.len() < 2 || course.moved || course.protected() {
        return;
    }
    stage.family.course.moved = true;
    let manager = enquiry::manager(stage);
    let child = stage.family.children[place].clone();
    let mut chance = Chance::of(stage.world.seed, stage.family.number | SECOND);
    let case = CaseId::new(chance.id());
    let Ok(reference) = Label::parse(&format!("{}-B", stage.family.reference)) else { return };
    let people = (vec![child.clone()], vec![relative.clone()]);
    let number = stage.family.number | SECOND;
    let from = stage.family.case;
    let mut second = Family::new(chance, number, (case, reference.clone()), people, stage.at);
    second.around.clone_from(&stage.family.around);
    // Everybody in it is known already: a later contact is not the first.
    second.course.contacts = 1;
    second.course.moved = true;

    let mut joins = Stage { world: &mut *stage.world, family: &mut second, at: stage.at };
    let mut sitting = joins.sitting(&manager, 20);
    let opened = CaseOpened {
        reference: Recorded::Recorded(reference),
        authority: Recorded::Recorded(joins.world.staff.agency),
        reason: Recorded::Recorded(joins.words(words::MOVES)),
    };
    sitting.note(joins.at, OpeningEvent::CaseOpened(opened));
    let joined = ChildJoinedCase { child: child.id, from: Some(from), carried: vec![plan] };
    sitting.note(joins.at, OpeningEvent::ChildJoinedCase(joined));
    let part = Label::parse(relative.part).map_or(Recorded::NotRecorded, Recorded::Recorded);
    let person = PersonJoinedCase { person: relative.id, part };
    sitting.note(joins.at, OpeningEvent::PersonJoinedCase(person));
    joins.hand_in(sitting);
    second.agenda.put(stage.at + TimeDelta::hours(30), Turn::Play(Scene::GoesOn.into()));
    stage.world.moved.push_back(second);

    let mut leaves = stage.sitting(&manager, 45);
    let reason = Recorded::Recorded(stage.words(words::MOVES));
    let left = ChildLeftCase { child: child.id, to: Some(case), reason };
    leaves.note(stage.at, OpeningEvent::ChildLeftCase(left));
    leaves.of(&[child.id]);
    stage.hand_in(leaves);
    stage.family.children.remove(place);
}
