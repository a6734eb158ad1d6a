//! Samples of the chapter `allocation`.

use candour_domain::case::allocation::{
    AgencyInvolved, AgencyStoodDown, AllocationEvent, PractitionerAllocated, PractitionerStoodDown,
    RecordAccess, Role,
};
use candour_domain::code::WorkerChangeReason;

use super::surroundings::{label, named, recorded, said};
use super::{CHILD, SCHOOL, SOCIAL_CARE, SOCIAL_WORKER, entry};

pub(super) fn all() -> Vec<AllocationEvent> {
    vec![
        AllocationEvent::PractitionerAllocated(PractitionerAllocated {
            practitioner: SOCIAL_WORKER,
            agency: SOCIAL_CARE,
            post: recorded(label("Social worker")),
            role: Role::LeadChildProtectionPractitioner,
            record_access: recorded(RecordAccess::Whole),
            handed_over: vec![entry("CaseOpened")],
        }),
        AllocationEvent::PractitionerStoodDown(PractitionerStoodDown {
            allocation: named("PractitionerAllocated"),
            practitioner: SOCIAL_WORKER,
            role: Role::LeadChildProtectionPractitioner,
            reason: recorded(WorkerChangeReason::LeftRole),
        }),
        AllocationEvent::AgencyInvolved(AgencyInvolved {
            agency: SCHOOL,
            children: vec![CHILD],
            purpose: said("The child is a pupil there"),
        }),
        AllocationEvent::AgencyStoodDown(AgencyStoodDown {
            involvement: named("AgencyInvolved"),
            agency: SCHOOL,
            reason: said("The child changed school"),
        }),
    ]
}
