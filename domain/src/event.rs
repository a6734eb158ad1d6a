//! Every event, by the kind of stream that it stands in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agency::AgencyEvent;
use crate::case::CaseEvent;
use crate::case::record::RecordEvent;
use crate::identity::IdentityEvent;
use crate::ledger_stream::LedgerEvent;
use crate::practitioner::PractitionerEvent;
use crate::team::TeamEvent;

/// An event of any stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Event {
    /// In the stream of a case.
    Case(CaseEvent),
    /// In the stream of a child or a person.
    Identity(IdentityEvent),
    /// In the stream of an agency.
    Agency(AgencyEvent),
    /// In the stream of a practitioner.
    Practitioner(PractitionerEvent),
    /// In the stream of a team.
    Team(TeamEvent),
    /// In the stream of the ledger.
    Ledger(LedgerEvent),
}

impl Event {
    /// The event of the chapter `record`, whichever stream it stands in.
    pub fn record(&self) -> Option<&RecordEvent> {
        match self {
            Self::Case(CaseEvent::Record(event))
            | Self::Identity(IdentityEvent::Record(event))
            | Self::Agency(AgencyEvent::Record(event))
            | Self::Practitioner(PractitionerEvent::Record(event))
            | Self::Team(TeamEvent::Record(event)) => Some(event),
            Self::Case(_)
            | Self::Identity(_)
            | Self::Agency(_)
            | Self::Practitioner(_)
            | Self::Team(_)
            | Self::Ledger(_) => None,
        }
    }

    /// The same, to take something out of it for a reader.
    pub(crate) fn record_mut(&mut self) -> Option<&mut RecordEvent> {
        match self {
            Self::Case(CaseEvent::Record(event))
            | Self::Identity(IdentityEvent::Record(event))
            | Self::Agency(AgencyEvent::Record(event))
            | Self::Practitioner(PractitionerEvent::Record(event))
            | Self::Team(TeamEvent::Record(event)) => Some(event),
            Self::Case(_)
            | Self::Identity(_)
            | Self::Agency(_)
            | Self::Practitioner(_)
            | Self::Team(_)
            | Self::Ledger(_) => None,
        }
    }

    /// The event of a case.
    pub fn case(&self) -> Option<&CaseEvent> {
        match self {
            Self::Case(event) => Some(event),
            Self::Identity(_)
            | Self::Agency(_)
            | Self::Practitioner(_)
            | Self::Team(_)
            | Self::Ledger(_) => None,
        }
    }
}

impl From<CaseEvent> for Event {
    fn from(event: CaseEvent) -> Self {
        Self::Case(event)
    }
}
