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
use crate::matter::OnMatter;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("RegisterAgency", "AgencyRegistered"),
    named("AgreeMemorandum", "MemorandumAgreed"),
    named("EndMemorandum", "MemorandumEnded"),
];

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

impl OnMatter for AgencyEvent {
    fn within(event: &Event) -> Option<&Self> {
        match event {
            Event::Agency(event) => Some(event),
            Event::Case(_)
            | Event::Identity(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => None,
        }
    }

    fn on_the_same(&self, other: &Self) -> bool {
        let about = matter(self);
        about.is_some() && about == matter(other)
    }

    fn says_no_more(&self, then: &Self) -> bool {
        match (self, then) {
            (AgencyEvent::AgencyRegistered(now), AgencyEvent::AgencyRegistered(then)) => {
                now.name == then.name
                    && (now.kind.value().is_none() || now.kind == then.kind)
                    && (now.category.value().is_none() || now.category == then.category)
            }
            (now, then) => now == then,
        }
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::agency::{AgencyRegistered, MemorandumAgreed, MemorandumEnded};
    use candour_domain::entry::StreamId;
    use candour_domain::party::AgencyKind;
    use candour_domain::recorded::{Label, Recorded};
    use candour_schemas::samples::{POLICE, TEAM};

    use super::*;
    use crate::given::{given, given_nothing};

    const THESE: StreamId = StreamId::Agency(POLICE);

    fn registered(name: &str, kind: Recorded<AgencyKind>) -> AgencyEvent {
        AgencyEvent::AgencyRegistered(AgencyRegistered {
            name: Label::parse(name).unwrap(),
            kind,
            category: Recorded::NotRecorded,
        })
    }

    fn police() -> AgencyEvent {
        registered("Police", Recorded::Recorded(AgencyKind::Police))
    }

    fn agreed() -> AgencyEvent {
        AgencyEvent::MemorandumAgreed(MemorandumAgreed {
            with: TEAM,
            terms: Recorded::NotRecorded,
            expects: vec![],
        })
    }

    fn ended() -> AgencyEvent {
        let reason = Recorded::NotRecorded;
        AgencyEvent::MemorandumEnded(MemorandumEnded { with: TEAM, reason })
    }

    #[test]
    fn an_agency_registered_under_the_same_name_is_already_so() {
        given_nothing(THESE).when(police()).then_recorded();
        given(THESE, [police()]).when(police()).then_already_so_by(0);
        given(THESE, [police()])
            .when(registered("Police", Recorded::NotRecorded))
            .then_already_so_by(0);
        given(THESE, [registered("Police", Recorded::NotRecorded)]).when(police()).then_recorded();
    }

    #[test]
    fn an_agency_registered_under_another_name_is_recorded() {
        given(THESE, [police()])
            .when(registered("Constabulary", Recorded::NotRecorded))
            .then_recorded();
    }

    #[test]
    fn a_memorandum_agreed_or_ended_as_it_stands_is_already_so() {
        given(THESE, [police(), agreed()]).when(agreed()).then_already_so_by(1);
        given(THESE, [police(), agreed(), ended()]).when(ended()).then_already_so_by(2);
        given(THESE, [police(), agreed(), ended()]).when(agreed()).then_recorded();
    }
}
