//! Who knows: a practitioner acting for an agency, a unit, an agency, a team where nobody is named,
//! a member of the family.

use candour_domain::identifier::{AgencyId, ChildId, PersonId, PractitionerId, TeamId};
use candour_domain::meeting::Attendee;
use candour_domain::party::{Actor, Recipient, Speaker};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;

/// Somebody who may hold or know an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knower<'a> {
    /// A practitioner, acting for an agency.
    Practitioner {
        /// Who.
        practitioner: PractitionerId,
        /// For which agency.
        agency: AgencyId,
    },
    /// A unit of an agency, nobody named.
    Unit {
        /// Which agency.
        agency: AgencyId,
        /// The unit, as the record names it.
        unit: &'a str,
    },
    /// An agency, nobody named.
    Agency(AgencyId),
    /// A team, or a member of it for as long as no onward sharing is recorded.
    Team(TeamId),
    /// A member of the family or another person: only ever "was told", or said it.
    Person(PersonId),
    /// A child.
    Child(ChildId),
    /// Somebody whom the record describes and does not identify.
    Described(&'a str),
}

impl Knower<'_> {
    /// The agency for which this one holds or knows.
    pub fn agency(self) -> Option<AgencyId> {
        match self {
            Self::Practitioner { agency, .. }
            | Self::Unit { agency, .. }
            | Self::Agency(agency) => Some(agency),
            Self::Team(_) | Self::Person(_) | Self::Child(_) | Self::Described(_) => None,
        }
    }

    /// The practitioner, where one is named.
    pub fn practitioner(self) -> Option<PractitionerId> {
        match self {
            Self::Practitioner { practitioner, .. } => Some(practitioner),
            Self::Unit { .. }
            | Self::Agency(_)
            | Self::Team(_)
            | Self::Person(_)
            | Self::Child(_)
            | Self::Described(_) => None,
        }
    }

    /// Whether this is one human being, who can be told something in person.
    pub(super) fn is_somebody(self) -> bool {
        match self {
            Self::Practitioner { .. } | Self::Person(_) | Self::Child(_) | Self::Described(_) => {
                true
            }
            Self::Unit { .. } | Self::Agency(_) | Self::Team(_) => false,
        }
    }
}

impl<'a> From<&'a Actor> for Knower<'a> {
    fn from(actor: &'a Actor) -> Self {
        match actor.practitioner {
            Recorded::Recorded(practitioner) => {
                Self::Practitioner { practitioner, agency: actor.agency }
            }
            Recorded::NotRecorded => Self::Agency(actor.agency),
        }
    }
}

impl<'a> From<&'a Recipient> for Knower<'a> {
    fn from(recipient: &'a Recipient) -> Self {
        match recipient {
            Recipient::Practitioner { practitioner, agency } => {
                Self::Practitioner { practitioner: *practitioner, agency: *agency }
            }
            Recipient::Unit { agency, unit } => Self::Unit { agency: *agency, unit: said(unit) },
            Recipient::Agency(agency) => Self::Agency(*agency),
            Recipient::Team(team) => Self::Team(*team),
            Recipient::Person(person) => Self::Person(*person),
            Recipient::Child(child) => Self::Child(*child),
        }
    }
}

impl<'a> From<&'a Attendee> for Knower<'a> {
    fn from(attendee: &'a Attendee) -> Self {
        match attendee {
            Attendee::Practitioner { practitioner, agency } => {
                Self::Practitioner { practitioner: *practitioner, agency: *agency }
            }
            Attendee::Agency(agency) => Self::Agency(*agency),
            Attendee::Person(person) => Self::Person(*person),
            Attendee::Child(child) => Self::Child(*child),
            Attendee::Described(words) => Self::Described(said(words)),
        }
    }
}

/// Whoever speaks, unless nobody can be named; a practitioner speaks for `agency`.
pub(super) fn speaker(speaker: &Speaker, agency: AgencyId) -> Option<Knower<'_>> {
    match speaker {
        Speaker::Practitioner(practitioner) => {
            Some(Knower::Practitioner { practitioner: *practitioner, agency })
        }
        Speaker::Person(person) => Some(Knower::Person(*person)),
        Speaker::Child(child) => Some(Knower::Child(*child)),
        Speaker::Described(words) | Speaker::Protected(words) => {
            Some(Knower::Described(said(words)))
        }
        Speaker::Anonymous => None,
    }
}

/// The words of a text, or that there were some.
fn said(text: &Text) -> &str {
    match text {
        Text::Written(words) => words,
        Text::Emptied => "[emptied]",
        Text::Withheld(_) => "[not shown to you]",
    }
}
