//! The stream of a practitioner: registering them, and the posts that they take and leave.
//!
//! # Rules
//! - `a_practitioner_registered_under_the_same_name_is_already_so`: unless a registration is added.
//! - `a_practitioner_takes_a_post_that_they_hold_once`: whatever date is given for it.
//! - `a_post_that_was_left_can_be_taken_again`.

use candour_domain::event::Event;
use candour_domain::identifier::AgencyId;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::recorded::{Label, Recorded};

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("RegisterPractitioner", "PractitionerRegistered"),
    named("TakePost", "PostTaken"),
    named("LeavePost", "PostLeft"),
];

/// Decides on an action in the stream of a practitioner that can be true.
pub(crate) fn decide(deciding: &Deciding<'_>, event: &PractitionerEvent) -> Verdict {
    let about = matter(event);
    let same = |it: &Event| about.is_some() && within(it).and_then(matter) == about;
    match deciding.latest(same).map(|stands| (stands.id, within(stands.event))) {
        Some((id, Some(there))) if says_no_more(event, there) => Verdict::AlreadySo(id),
        Some(_) | None => Verdict::Record,
    }
}

/// What an event is about: of two on the same matter, the later says how it is now.
#[derive(Debug, PartialEq, Eq)]
enum Matter<'a> {
    Registration,
    Post(AgencyId, &'a Recorded<Label>, &'a Recorded<Label>),
}

fn matter(event: &PractitionerEvent) -> Option<Matter<'_>> {
    match event {
        PractitionerEvent::PractitionerRegistered(_) => Some(Matter::Registration),
        PractitionerEvent::PostTaken(it) => Some(Matter::Post(it.agency, &it.unit, &it.post)),
        PractitionerEvent::PostLeft(it) => Some(Matter::Post(it.agency, &it.unit, &it.post)),
        PractitionerEvent::Record(_) => None,
    }
}

fn says_no_more(now: &PractitionerEvent, then: &PractitionerEvent) -> bool {
    match (now, then) {
        (
            PractitionerEvent::PractitionerRegistered(now),
            PractitionerEvent::PractitionerRegistered(then),
        ) => {
            now.name == then.name
                && (now.registration.is_none() || now.registration == then.registration)
        }
        (now, then) => now == then,
    }
}

fn within(event: &Event) -> Option<&PractitionerEvent> {
    match event {
        Event::Practitioner(event) => Some(event),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}
