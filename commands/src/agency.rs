//! The stream of an agency: registering it, and the memoranda that it agrees.
//!
//! # Rules
//! - `an_agency_registered_under_the_same_name_is_already_so`: unless more is said of it.
//! - `an_agency_registered_under_another_name_is_recorded`.
//! - `a_memorandum_agreed_or_ended_as_it_stands_is_already_so`.

use candour_domain::agency::AgencyEvent;
use candour_domain::event::Event;
use candour_domain::identifier::TeamId;

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("RegisterAgency", "AgencyRegistered"),
    named("AgreeMemorandum", "MemorandumAgreed"),
    named("EndMemorandum", "MemorandumEnded"),
];

/// Decides on an action in the stream of an agency that can be true.
pub(crate) fn decide(deciding: &Deciding<'_>, event: &AgencyEvent) -> Verdict {
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
    Registration,
    Memorandum(TeamId),
}

fn matter(event: &AgencyEvent) -> Option<Matter> {
    match event {
        AgencyEvent::AgencyRegistered(_) => Some(Matter::Registration),
        AgencyEvent::MemorandumAgreed(it) => Some(Matter::Memorandum(it.with)),
        AgencyEvent::MemorandumEnded(it) => Some(Matter::Memorandum(it.with)),
        AgencyEvent::Record(_) => None,
    }
}

fn says_no_more(now: &AgencyEvent, then: &AgencyEvent) -> bool {
    match (now, then) {
        (AgencyEvent::AgencyRegistered(now), AgencyEvent::AgencyRegistered(then)) => {
            now.name == then.name
                && (now.kind.value().is_none() || now.kind == then.kind)
                && (now.category.value().is_none() || now.category == then.category)
        }
        (now, then) => now == then,
    }
}

fn within(event: &Event) -> Option<&AgencyEvent> {
    match event {
        Event::Agency(event) => Some(event),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}
