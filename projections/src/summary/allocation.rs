//! The chapter `allocation` in words.

use candour_domain::case::allocation::AllocationEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &AllocationEvent, names: &Names<'_>) -> Said {
    match event {
        AllocationEvent::PractitionerAllocated(it) => Said::of("Practitioner allocated")
            .say(format_args!("{}, {}", names.practitioner(it.practitioner), words(&it.role)))
            .with("For", names.agency(it.agency))
            .with_recorded("Post", &it.post)
            .code_if("Access to the record", &it.record_access)
            .list("Handed over", names.entries(&it.handed_over)),
        AllocationEvent::PractitionerStoodDown(it) => Said::of("Practitioner stood down")
            .say(format_args!("{}, {}", names.practitioner(it.practitioner), words(&it.role)))
            .code("Reason", &it.reason),
        AllocationEvent::AgencyInvolved(it) => Said::of("Agency involved")
            .say(names.agency(it.agency))
            .list("With", it.children.iter().map(|id| names.child(*id)))
            .say_recorded(&it.purpose),
        AllocationEvent::AgencyStoodDown(it) => Said::of("Agency no longer involved")
            .say(names.agency(it.agency))
            .say_recorded(&it.reason),
    }
}
