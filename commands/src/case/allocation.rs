//! Allocation: which practitioners work the case, in which post and role, and which agencies are
//! involved.
//!
//! # Rules
//! - `a_practitioner_is_allocated_to_a_role_once`: unless the allocation says more.
//! - `an_allocation_with_another_post_is_recorded`.
//! - `standing_a_practitioner_down_in_the_same_words_is_already_so`.
//! - `a_practitioner_who_is_not_allocated_can_stand_down`: it is recorded, and flagged.
//! - `an_agency_is_involved_with_the_same_children_once`.
//! - `an_agency_becomes_involved_with_further_children`.
//! - `standing_an_agency_down_in_the_same_words_is_already_so`.

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::{AgencyInvolved, AllocationEvent, Role};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId, PractitionerId};
use candour_domain::recorded::Recorded;

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("AllocatePractitioner", "PractitionerAllocated"),
    named("StandPractitionerDown", "PractitionerStoodDown"),
    named("InvolveAgency", "AgencyInvolved"),
    named("StandAgencyDown", "AgencyStoodDown"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(deciding: &Deciding<'_>, event: &AllocationEvent) -> Verdict {
    let state = deciding.case();
    let stands = |matter| match matter {
        Matter::Practitioner(who, role) => state.allocated.contains_key(&(who, role)),
        Matter::Agency(agency) => state.involved.contains_key(&agency),
    };
    let repeats = match event {
        AllocationEvent::PractitionerAllocated(_) | AllocationEvent::AgencyInvolved(_) => {
            stands(matter(event))
        }
        AllocationEvent::PractitionerStoodDown(_) | AllocationEvent::AgencyStoodDown(_) => {
            !stands(matter(event))
        }
    };
    match latest(deciding, event) {
        Some((id, then)) if repeats && says_no_more(event, then) => Verdict::AlreadySo(id),
        Some(_) | None => Verdict::Record,
    }
}

/// Whose standing in the case an event is about.
#[derive(PartialEq, Eq)]
enum Matter {
    Practitioner(PractitionerId, Role),
    Agency(AgencyId),
}

fn matter(event: &AllocationEvent) -> Matter {
    match event {
        AllocationEvent::PractitionerAllocated(it) => {
            Matter::Practitioner(it.practitioner, it.role)
        }
        AllocationEvent::PractitionerStoodDown(it) => {
            Matter::Practitioner(it.practitioner, it.role)
        }
        AllocationEvent::AgencyInvolved(it) => Matter::Agency(it.agency),
        AllocationEvent::AgencyStoodDown(it) => Matter::Agency(it.agency),
    }
}

fn allocation(event: &Event) -> Option<&AllocationEvent> {
    match event {
        Event::Case(CaseEvent::Allocation(event)) => Some(event),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}

fn latest<'a>(
    deciding: &Deciding<'a>,
    event: &AllocationEvent,
) -> Option<(EntryId, &'a AllocationEvent)> {
    let about = |it: &Event| allocation(it).is_some_and(|it| matter(it) == matter(event));
    let stands = deciding.latest(about)?;
    allocation(stands.event).map(|event| (stands.id, event))
}

fn unsaid_or_same<T: PartialEq>(now: &Recorded<T>, then: &Recorded<T>) -> bool {
    now.value().is_none() || now == then
}

fn says_no_more(now: &AllocationEvent, then: &AllocationEvent) -> bool {
    match (now, then) {
        (
            AllocationEvent::PractitionerAllocated(now),
            AllocationEvent::PractitionerAllocated(then),
        ) => {
            now.agency == then.agency
                && unsaid_or_same(&now.post, &then.post)
                && unsaid_or_same(&now.record_access, &then.record_access)
                && now.handed_over.iter().all(|entry| then.handed_over.contains(entry))
        }
        (AllocationEvent::AgencyInvolved(now), AllocationEvent::AgencyInvolved(then)) => {
            involves_no_more(now, then)
        }
        (now, then) => now == then,
    }
}

/// No children named means all of the case.
fn involves_no_more(now: &AgencyInvolved, then: &AgencyInvolved) -> bool {
    let same_children = if now.children.is_empty() {
        then.children.is_empty()
    } else {
        then.children.is_empty() || now.children.iter().all(|child| then.children.contains(child))
    };
    same_children && unsaid_or_same(&now.purpose, &then.purpose)
}

#[cfg(test)]
mod tests {
    use candour_domain::case::allocation::{
        AgencyStoodDown, PractitionerAllocated, PractitionerStoodDown,
    };
    use candour_domain::identifier::ChildId;
    use candour_domain::recorded::{Antecedent, Label};
    use candour_schemas::samples::{
        CHILD, OTHER_CHILD, POLICE, SCHOOL, SOCIAL_CARE, SOCIAL_WORKER,
    };

    use super::*;
    use crate::given::{given_case, given_entry};

    const NOTHING: [AllocationEvent; 0] = [];

    fn allocated(post: Option<&str>) -> AllocationEvent {
        AllocationEvent::PractitionerAllocated(PractitionerAllocated {
            practitioner: SOCIAL_WORKER,
            agency: SOCIAL_CARE,
            post: post.map(|post| Label::parse(post).unwrap()).into(),
            role: Role::SocialWorker,
            record_access: Recorded::NotRecorded,
            handed_over: vec![],
        })
    }

    fn stood_down() -> AllocationEvent {
        AllocationEvent::PractitionerStoodDown(PractitionerStoodDown {
            allocation: Antecedent::NotInThisLedger,
            practitioner: SOCIAL_WORKER,
            role: Role::SocialWorker,
            reason: Recorded::NotRecorded,
        })
    }

    fn involved(children: &[ChildId]) -> AllocationEvent {
        AllocationEvent::AgencyInvolved(AgencyInvolved {
            agency: POLICE,
            children: children.to_vec(),
            purpose: Recorded::NotRecorded,
        })
    }

    fn agency_stood_down(involvement: Antecedent) -> AllocationEvent {
        let reason = Recorded::NotRecorded;
        AllocationEvent::AgencyStoodDown(AgencyStoodDown { involvement, agency: POLICE, reason })
    }

    #[test]
    fn a_practitioner_is_allocated_to_a_role_once() {
        given_case(NOTHING).when(allocated(Some("duty"))).then_recorded();
        given_case([allocated(Some("duty"))]).when(allocated(Some("duty"))).then_already_so_by(1);
        given_case([allocated(Some("duty"))]).when(allocated(None)).then_already_so_by(1);
        given_case([allocated(None), stood_down()]).when(allocated(None)).then_recorded();
    }

    #[test]
    fn an_allocation_with_another_post_is_recorded() {
        given_case([allocated(Some("duty"))]).when(allocated(Some("locality"))).then_recorded();
        given_case([allocated(None)]).when(allocated(Some("duty"))).then_recorded();
    }

    #[test]
    fn standing_a_practitioner_down_in_the_same_words_is_already_so() {
        given_case([allocated(None), stood_down()]).when(stood_down()).then_already_so_by(2);
        given_case([allocated(None), stood_down(), allocated(None)])
            .when(stood_down())
            .then_recorded();
    }

    #[test]
    fn a_practitioner_who_is_not_allocated_can_stand_down() {
        given_case(NOTHING).when(stood_down()).then_recorded();
    }

    #[test]
    fn an_agency_is_involved_with_the_same_children_once() {
        given_case(NOTHING).when(involved(&[CHILD])).then_recorded();
        given_case([involved(&[CHILD])]).when(involved(&[CHILD])).then_already_so_by(1);
        given_case([involved(&[])]).when(involved(&[CHILD])).then_already_so_by(1);
        given_case([involved(&[])]).when(involved(&[])).then_already_so_by(1);
    }

    #[test]
    fn an_agency_becomes_involved_with_further_children() {
        given_case([involved(&[CHILD])]).when(involved(&[CHILD, OTHER_CHILD])).then_recorded();
        given_case([involved(&[CHILD])]).when(involved(&[])).then_recorded();
        let school = AllocationEvent::AgencyInvolved(AgencyInvolved {
            agency: SCHOOL,
            children: vec![CHILD],
            purpose: Recorded::NotRecorded,
        });
        given_case([involved(&[CHILD])]).when(school).then_recorded();
    }

    #[test]
    fn standing_an_agency_down_in_the_same_words_is_already_so() {
        let named = Antecedent::Named(given_entry(1));
        let stood_down = || given_case([involved(&[]), agency_stood_down(named)]);
        stood_down().when(agency_stood_down(named)).then_already_so_by(2);
        stood_down().when(agency_stood_down(Antecedent::NotInThisLedger)).then_recorded();
        stood_down().and(involved(&[])).when(agency_stood_down(named)).then_recorded();
    }
}
