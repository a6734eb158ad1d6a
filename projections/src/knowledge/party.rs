//! The agencies and teams for which anybody takes a step, numbered as they are met, so that a step is
//! told apart by a number. The numbers mean nothing outside one reading of a case.

use std::collections::BTreeMap;

use candour_domain::identifier::{AgencyId, TeamId};

use super::knower::Knower;

/// An agency or a team, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Party(u32);

impl Party {
    /// Its place in a list of all of them.
    pub(super) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Body {
    Agency(AgencyId),
    Team(TeamId),
}

/// The agencies and teams of a case.
#[derive(Debug, Default)]
pub(super) struct Parties {
    numbers: BTreeMap<Body, Party>,
    bodies: Vec<Body>,
    last: Option<(Body, Party)>,
}

impl Parties {
    /// The number of an agency or a team, a new one where it has none.
    pub(super) fn number(&mut self, body: Body) -> Party {
        if let Some((last, number)) = self.last
            && last == body
        {
            return number;
        }
        let next = Party(u32::try_from(self.bodies.len()).unwrap_or(u32::MAX));
        let number = *self.numbers.entry(body).or_insert(next);
        if number == next {
            self.bodies.push(body);
        }
        self.last = Some((body, number));
        number
    }

    /// The number of whomever somebody knows for.
    pub(super) fn of(&mut self, knower: Knower<'_>) -> Option<Party> {
        match knower {
            Knower::Practitioner { agency, .. }
            | Knower::Unit { agency, .. }
            | Knower::Agency(agency) => Some(self.number(Body::Agency(agency))),
            Knower::Team(team) => Some(self.number(Body::Team(team))),
            Knower::Person(_) | Knower::Child(_) | Knower::Described(_) => None,
        }
    }

    /// The number that an agency or a team has.
    pub(super) fn find(&self, body: Body) -> Option<Party> {
        self.numbers.get(&body).copied()
    }

    /// All of them, in the order of their numbers.
    pub(super) fn bodies(&self) -> &[Body] {
        &self.bodies
    }
}
