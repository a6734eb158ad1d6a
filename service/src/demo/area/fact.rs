//! An event under the one name that a sitting takes it by, whichever chapter or stream it is of.
//! Nothing is decided here.

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::AllocationEvent;
use candour_domain::case::child::ChildEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::conference::ConferenceEvent;
use candour_domain::case::education::EducationEvent;
use candour_domain::case::emergency::EmergencyEvent;
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::fgdm::FgdmEvent;
use candour_domain::case::help::HelpEvent;
use candour_domain::case::incident::IncidentEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::case::oversight::OversightEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::case::record::RecordEvent;
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::team::TeamEvent;

/// What is to be recorded as having happened.
#[derive(Debug, Clone)]
pub(super) struct Fact(pub(super) Event);

macro_rules! of_a_case {
    ($($event:ident in $chapter:ident),*) => {
        $(impl From<$event> for Fact {
            fn from(event: $event) -> Self {
                Self(Event::Case(CaseEvent::$chapter(event)))
            }
        })*
    };
}

of_a_case!(
    OpeningEvent in Opening,
    AllocationEvent in Allocation,
    ConcernEvent in Concern,
    InformationEvent in Information,
    ChildEvent in Child,
    HelpEvent in Help,
    ThresholdEvent in Threshold,
    EnquiryEvent in Enquiry,
    ConferenceEvent in Conference,
    PlanEvent in Plan,
    FgdmEvent in Fgdm,
    ProceedingsEvent in Proceedings,
    EmergencyEvent in Emergency,
    OversightEvent in Oversight,
    EducationEvent in Education,
    IncidentEvent in Incident,
    RecordEvent in Record
);

macro_rules! of_a_stream {
    ($($event:ident in $stream:ident),*) => {
        $(impl From<$event> for Fact {
            fn from(event: $event) -> Self {
                Self(Event::$stream(event))
            }
        })*
    };
}

of_a_stream!(
    IdentityEvent in Identity,
    AgencyEvent in Agency,
    PractitionerEvent in Practitioner,
    TeamEvent in Team,
    LedgerEvent in Ledger
);
