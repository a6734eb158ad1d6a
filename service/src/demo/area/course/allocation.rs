//! Allocation: who works with the family, who takes over where they leave or hold too much, and which
//! agencies are involved.

use candour_domain::case::allocation::{
    AgencyInvolved, AgencyStoodDown, AllocationEvent, PractitionerAllocated, PractitionerStoodDown,
    RecordAccess, Role,
};
use candour_domain::code::WorkerChangeReason;
use candour_domain::identifier::EntryId;
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;

use super::super::family::{Allocated, Stage, follows};
use super::super::rates;
use super::super::sitting::Sitting;
use super::super::words;

/// Something that happens in allocating.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// A social worker is allocated.
    Allocate,
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Allocate => {
            worker(stage);
        }
    }
}

/// The social worker who works with the family now. Whoever has left is stood down, and another is
/// allocated; now and then a case goes to another for a reason of its own.
pub(super) fn worker(stage: &mut Stage<'_>) -> Actor {
    of_role(stage, Role::SocialWorker)
}

/// The lead child protection practitioner who works with the family now.
pub(super) fn lead(stage: &mut Stage<'_>) -> Actor {
    of_role(stage, Role::LeadChildProtectionPractitioner)
}

fn of_role(stage: &mut Stage<'_>, role: Role) -> Actor {
    let now = held(stage, role);
    let stays = now.filter(|it| stage.world.staff.workers[it.worker].in_post);
    let moved = stays.is_some() && stage.chance().happens(rates::CASE_GOES_TO_ANOTHER);
    if let Some(it) = stays.filter(|_| !moved) {
        return stage.world.staff.workers[it.worker].actor.clone();
    }
    let next = stage.world.staff.worker_for(role, stage.at);
    if let Some(it) = stays.filter(|it| it.worker == next) {
        return stage.world.staff.workers[it.worker].actor.clone();
    }
    let manager = stage.world.staff.manager_of(next).clone();
    let mut sitting = stage.sitting(&manager, 20);
    if let Some(before) = now {
        let reason = match stays {
            Some(_) => stage.chance().weighted(rates::CHANGE_REASONS),
            None => WorkerChangeReason::LeftRole,
        };
        stand_down(stage, &mut sitting, (before, role), reason);
    }
    let actor = stage.world.staff.workers[next].actor.clone();
    let entry = allocated(stage, &mut sitting, &actor, role);
    stage.hand_in(sitting);
    stage.world.staff.workers[next].cases += 1;
    hold(stage, role, entry.map(|entry| Allocated { entry, worker: next }));
    actor
}

fn held(stage: &Stage<'_>, role: Role) -> Option<Allocated> {
    if role == Role::LeadChildProtectionPractitioner {
        stage.family.course.lead
    } else {
        stage.family.course.worker
    }
}

fn hold(stage: &mut Stage<'_>, role: Role, allocated: Option<Allocated>) {
    if role == Role::LeadChildProtectionPractitioner {
        stage.family.course.lead = allocated;
    } else {
        stage.family.course.worker = allocated;
    }
}

fn allocated(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
    who: &Actor,
    role: Role,
) -> Option<EntryId> {
    let practitioner = *who.practitioner.value()?;
    let handed_over = stage.facts(sitting.recorded());
    let allocated = PractitionerAllocated {
        practitioner,
        agency: who.agency,
        post: who.post.clone(),
        role,
        record_access: Recorded::Recorded(RecordAccess::Whole),
        handed_over,
    };
    Some(sitting.note(stage.at, AllocationEvent::PractitionerAllocated(allocated)))
}

fn stand_down(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
    (before, role): (Allocated, Role),
    reason: WorkerChangeReason,
) {
    let worker = &mut stage.world.staff.workers[before.worker];
    worker.cases = worker.cases.saturating_sub(1);
    let Some(practitioner) = worker.actor.practitioner.value().copied() else { return };
    let stood_down = PractitionerStoodDown {
        allocation: follows(Some(before.entry)),
        practitioner,
        role,
        reason: Recorded::Recorded(reason),
    };
    sitting.note(stage.at, AllocationEvent::PractitionerStoodDown(stood_down));
}

/// The lead child protection practitioner stands down.
pub(super) fn lead_stands_down(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let role = Role::LeadChildProtectionPractitioner;
    if let Some(before) = held(stage, role) {
        stand_down(stage, sitting, (before, role), WorkerChangeReason::TransferProcess);
        hold(stage, role, None);
    }
}

/// Nobody works with the family any more.
pub(super) fn all_stand_down(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    for role in [Role::SocialWorker, Role::LeadChildProtectionPractitioner] {
        if let Some(before) = held(stage, role) {
            stand_down(stage, sitting, (before, role), WorkerChangeReason::TransferProcess);
            hold(stage, role, None);
        }
    }
    for (agency, involvement) in std::mem::take(&mut stage.family.course.involved) {
        let stood_down = AgencyStoodDown {
            involvement: follows(Some(involvement)),
            agency,
            reason: Recorded::NotRecorded,
        };
        sitting.note(stage.at, AllocationEvent::AgencyStoodDown(stood_down));
    }
}

/// The agencies around the children that are not involved yet become so.
pub(super) fn involve_agencies(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    for desk in stage.family.around.clone() {
        let agency = stage.world.places.agency(desk).id;
        if stage.family.course.involved.contains_key(&agency) {
            continue;
        }
        let purpose = Recorded::Recorded(stage.words(words::PURPOSES));
        let involved = AgencyInvolved { agency, children: Vec::new(), purpose };
        let entry = sitting.note(stage.at, AllocationEvent::AgencyInvolved(involved));
        stage.family.course.involved.insert(agency, entry);
    }
}
