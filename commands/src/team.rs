//! The stream of a team: establishing it, its members, cover and practice framework.
//!
//! # Rules
//! - `a_team_established_with_the_same_content_is_already_so`.
//! - `a_member_is_nominated_to_a_seat_once`: unless something else is said of the nomination.
//! - `a_member_who_stood_down_can_be_nominated_again`.
//! - `cover_arranged_for_the_same_days_is_already_so`.
//! - `a_framework_that_is_in_use_is_adopted_once`.

use chrono::NaiveDate;

use candour_domain::event::Event;
use candour_domain::identifier::PractitionerId;
use candour_domain::team::{Seat, TeamEvent};

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("EstablishTeam", "TeamEstablished"),
    named("NominateMember", "MemberNominated"),
    named("StandMemberDown", "MemberStoodDown"),
    named("ArrangeCover", "CoverArranged"),
    named("AdoptFramework", "FrameworkAdopted"),
];

/// Decides on an action in the stream of a team that can be true.
pub(crate) fn decide(deciding: &Deciding<'_>, event: &TeamEvent) -> Verdict {
    let about = matter(event);
    let same = |it: &Event| about.is_some() && within(it).and_then(matter) == about;
    match deciding.latest(same).map(|stands| (stands.id, within(stands.event))) {
        Some((id, Some(there))) if says_no_more(event, there) => Verdict::AlreadySo(id),
        Some(_) | None => Verdict::Record,
    }
}

/// What an event is about: of two on the same matter, the later says how it is now.
#[derive(Debug, PartialEq, Eq)]
enum Matter {
    Founding,
    Member(PractitionerId, Seat),
    Cover(PractitionerId, Seat, NaiveDate, NaiveDate),
    Framework,
}

fn matter(event: &TeamEvent) -> Option<Matter> {
    match event {
        TeamEvent::TeamEstablished(_) => Some(Matter::Founding),
        TeamEvent::MemberNominated(it) => Some(Matter::Member(it.practitioner, it.seat)),
        TeamEvent::MemberStoodDown(it) => Some(Matter::Member(it.practitioner, it.seat)),
        TeamEvent::CoverArranged(it) => {
            Some(Matter::Cover(it.practitioner, it.seat, it.from, it.to))
        }
        TeamEvent::FrameworkAdopted(_) => Some(Matter::Framework),
        TeamEvent::Record(_) => None,
    }
}

fn says_no_more(now: &TeamEvent, then: &TeamEvent) -> bool {
    now == then
}

fn within(event: &Event) -> Option<&TeamEvent> {
    match event {
        Event::Team(event) => Some(event),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Ledger(_) => None,
    }
}
