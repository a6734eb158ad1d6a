//! Who sat on a multi-agency team when: what a member learns there is the team's until onward sharing
//! is recorded.

use std::collections::BTreeMap;

use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{PractitionerId, TeamId};
use candour_domain::team::TeamEvent;
use candour_domain::time::{Certainty, Interval};

use super::knower::Knower;

/// One membership: from a nomination until somebody stood down.
struct Membership {
    team: TeamId,
    from: Interval,
    until: Option<Interval>,
}

/// The memberships of every practitioner.
pub(super) struct Memberships(BTreeMap<PractitionerId, Vec<Membership>>);

impl Memberships {
    pub(super) fn fold(entries: &[Effective<'_>]) -> Self {
        let mut all: BTreeMap<PractitionerId, Vec<Membership>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.stands()) {
            let (StreamId::Team(team), Event::Team(event)) = (entry.entry.stream, entry.event())
            else {
                continue;
            };
            let time = entry.occurred().interval();
            match event {
                TeamEvent::MemberNominated(it) => {
                    let membership = Membership { team, from: time, until: None };
                    all.entry(it.practitioner).or_default().push(membership);
                }
                TeamEvent::MemberStoodDown(it) => {
                    let open = all.get_mut(&it.practitioner).into_iter().flatten();
                    for membership in open.filter(|it| it.team == team && it.until.is_none()) {
                        membership.until = Some(time);
                    }
                }
                TeamEvent::TeamEstablished(_)
                | TeamEvent::CoverArranged(_)
                | TeamEvent::FrameworkAdopted(_)
                | TeamEvent::Record(_) => {}
            }
        }
        Self(all)
    }

    /// Whose knowledge it is that somebody gains in this time: the team's, for its members.
    pub(super) fn of<'a>(&self, knower: Knower<'a>, time: Interval) -> Knower<'a> {
        if self.0.is_empty() {
            return knower;
        }
        let memberships = knower.practitioner().and_then(|it| self.0.get(&it));
        let sitting = memberships.into_iter().flatten().find(|it| {
            it.from.before(time) != Certainty::No
                && it.until.is_none_or(|until| until.before(time) != Certainty::Yes)
        });
        sitting.map_or(knower, |it| Knower::Team(it.team))
    }
}
