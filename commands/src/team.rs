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
use crate::matter::OnMatter;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("EstablishTeam", "TeamEstablished"),
    named("NominateMember", "MemberNominated"),
    named("StandMemberDown", "MemberStoodDown"),
    named("ArrangeCover", "CoverArranged"),
    named("AdoptFramework", "FrameworkAdopted"),
];

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

impl OnMatter for TeamEvent {
    fn within(event: &Event) -> Option<&Self> {
        match event {
            Event::Team(event) => Some(event),
            Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Ledger(_) => None,
        }
    }

    fn on_the_same(&self, other: &Self) -> bool {
        let about = matter(self);
        about.is_some() && about == matter(other)
    }

    fn says_no_more(&self, then: &Self) -> bool {
        self == then
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::entry::StreamId;
    use candour_domain::recorded::{Label, Recorded};
    use candour_domain::team::{
        CoverArranged, FrameworkAdopted, MemberNominated, MemberStoodDown, TeamEstablished,
    };
    use candour_schemas::samples::{DETECTIVE, POLICE, SCHOOL, SOCIAL_CARE, TEAM};

    use super::*;
    use crate::given::{given, given_nothing};

    const THIS: StreamId = StreamId::Team(TEAM);

    fn established() -> TeamEvent {
        let name = Label::parse("North").unwrap();
        TeamEvent::TeamEstablished(TeamEstablished { name, authority: SOCIAL_CARE })
    }

    fn nominated(by: candour_domain::identifier::AgencyId) -> TeamEvent {
        TeamEvent::MemberNominated(MemberNominated {
            practitioner: DETECTIVE,
            agency: POLICE,
            seat: Seat::Police,
            by,
            experience: Recorded::NotRecorded,
            police_status: Recorded::NotRecorded,
        })
    }

    fn stood_down() -> TeamEvent {
        TeamEvent::MemberStoodDown(MemberStoodDown {
            practitioner: DETECTIVE,
            seat: Seat::Police,
            reason: Recorded::NotRecorded,
        })
    }

    fn covered(to: &str) -> TeamEvent {
        TeamEvent::CoverArranged(CoverArranged {
            seat: Seat::Police,
            practitioner: DETECTIVE,
            agency: POLICE,
            from: "2026-03-01".parse().unwrap(),
            to: to.parse().unwrap(),
        })
    }

    fn adopted(name: &str) -> TeamEvent {
        let name = Label::parse(name).unwrap();
        TeamEvent::FrameworkAdopted(FrameworkAdopted { name, oversight: Recorded::NotRecorded })
    }

    #[test]
    fn a_team_established_with_the_same_content_is_already_so() {
        given_nothing(THIS).when(established()).then_recorded();
        given(THIS, [established()]).when(established()).then_already_so_by(0);
    }

    #[test]
    fn a_member_is_nominated_to_a_seat_once() {
        given(THIS, [established(), nominated(POLICE)])
            .when(nominated(POLICE))
            .then_already_so_by(1);
        given(THIS, [established(), nominated(SCHOOL)]).when(nominated(POLICE)).then_recorded();
    }

    #[test]
    fn a_member_who_stood_down_can_be_nominated_again() {
        let gone = || given(THIS, [established(), nominated(POLICE), stood_down()]);
        gone().when(nominated(POLICE)).then_recorded();
        gone().when(stood_down()).then_already_so_by(2);
    }

    #[test]
    fn cover_arranged_for_the_same_days_is_already_so() {
        let arranged =
            || given(THIS, [established(), covered("2026-03-05"), covered("2026-03-09")]);
        arranged().when(covered("2026-03-05")).then_already_so_by(1);
        arranged().when(covered("2026-03-06")).then_recorded();
    }

    #[test]
    fn a_framework_that_is_in_use_is_adopted_once() {
        given(THIS, [established(), adopted("A")]).when(adopted("A")).then_already_so_by(1);
        given(THIS, [established(), adopted("A"), adopted("B")]).when(adopted("A")).then_recorded();
    }
}
