//! An entry: one event with its envelope, and its place in the ledger.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::envelope::{Entered, Envelope};
use crate::event::Event;
use crate::identifier::{
    AgencyId, CaseId, ChildId, EntryId, IdentifierError, LedgerId, PersonId, PractitionerId,
    RequestId, TeamId,
};

/// The stream that an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamId {
    /// A family's case.
    Case(CaseId),
    /// A child.
    Child(ChildId),
    /// A person.
    Person(PersonId),
    /// An agency.
    Agency(AgencyId),
    /// A practitioner.
    Practitioner(PractitionerId),
    /// A team.
    Team(TeamId),
    /// The ledger itself.
    Ledger(LedgerId),
}

/// The error of reading the name of a stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// It does not begin with a category that Candour knows.
    #[error(
        "'{0}' is not the name of a stream: it begins with case-, child-, person-, agency-, practitioner-, team- or ledger-"
    )]
    Category(String),
    /// What follows the category is not an identifier.
    #[error(transparent)]
    Identifier(#[from] IdentifierError),
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(id) => write!(f, "case-{id}"),
            Self::Child(id) => write!(f, "child-{id}"),
            Self::Person(id) => write!(f, "person-{id}"),
            Self::Agency(id) => write!(f, "agency-{id}"),
            Self::Practitioner(id) => write!(f, "practitioner-{id}"),
            Self::Team(id) => write!(f, "team-{id}"),
            Self::Ledger(id) => write!(f, "ledger-{id}"),
        }
    }
}

impl StreamId {
    /// The stream of a category that has an identifier.
    ///
    /// # Errors
    /// If Candour knows no such category.
    pub fn of(category: &str, id: Uuid) -> Result<Self, StreamError> {
        Ok(match category {
            "case" => Self::Case(CaseId::new(id)),
            "child" => Self::Child(ChildId::new(id)),
            "person" => Self::Person(PersonId::new(id)),
            "agency" => Self::Agency(AgencyId::new(id)),
            "practitioner" => Self::Practitioner(PractitionerId::new(id)),
            "team" => Self::Team(TeamId::new(id)),
            "ledger" => Self::Ledger(LedgerId::new(id)),
            _ => return Err(StreamError::Category(format!("{category}-{id}"))),
        })
    }
}

impl FromStr for StreamId {
    type Err = StreamError;

    fn from_str(name: &str) -> Result<Self, StreamError> {
        let unknown = || StreamError::Category(name.to_owned());
        let (category, id) = name.split_once('-').ok_or_else(unknown)?;
        Ok(match category {
            "case" => Self::Case(id.parse()?),
            "child" => Self::Child(id.parse()?),
            "person" => Self::Person(id.parse()?),
            "agency" => Self::Agency(id.parse()?),
            "practitioner" => Self::Practitioner(id.parse()?),
            "team" => Self::Team(id.parse()?),
            "ledger" => Self::Ledger(id.parse()?),
            _ => return Err(unknown()),
        })
    }
}

/// The place of an entry in the whole ledger. Ledger order is this, never a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// An event as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identifier.
    pub id: EntryId,
    /// The stream in which it stands.
    pub stream: StreamId,
    /// Its place in the stream, from 0.
    pub revision: u64,
    /// Its place in the ledger.
    pub position: Position,
    /// When the ledger accepted it: stamped by the store.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub author: PractitionerId,
    /// For which agency they recorded it.
    pub agency: AgencyId,
    /// The request that it was recorded by.
    pub request: RequestId,
    /// What is said of it.
    pub envelope: Envelope,
    /// What happened.
    pub event: Event,
}

/// Which record clock a question is asked on. Every answer names it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RecordClock {
    /// The ledger's own: when it accepted each entry. What a question answered on it once, it
    /// always answers.
    Ledger,
    /// For imported entries the claim of the agency's system, otherwise the ledger's.
    Claims,
}

impl Entry {
    /// When it was recorded, as an interval, on a clock.
    ///
    /// On the claims clock an imported row was recorded when its agency's system says; a step
    /// derived from a row at the later of the row's entry and its own date. A claim can be no later
    /// than the ledger's own acceptance, and one that lies before what it tells of can have happened
    /// counts as made when that happened.
    pub fn recorded(&self, clock: RecordClock) -> crate::time::Interval {
        let accepted = crate::time::Interval::new(self.recorded_at, self.recorded_at);
        let claim = match clock {
            RecordClock::Ledger => return accepted,
            RecordClock::Claims => {
                self.envelope.source.import.as_ref().map(|import| import.entered)
            }
        };
        let own = self.envelope.occurred.interval();
        match claim {
            None | Some(Entered::NotStated) => accepted,
            Some(Entered::Stated(entered)) => {
                let stated = entered.interval();
                let impossible = stated.latest() <= own.earliest();
                if impossible { own } else { stated }.no_later_than(self.recorded_at)
            }
            Some(Entered::RowStated(entered)) => {
                let row = entered.interval();
                let later = if own.latest() > row.latest() { own } else { row };
                later.no_later_than(self.recorded_at)
            }
        }
    }
}

#[cfg(test)]
mod tests;
