//! The chapters of a case, in the order of the child protection process. `commands` has the same
//! chapters in the same order.

pub mod opening;
pub mod allocation;
pub mod concern;
pub mod information;
pub mod child;
pub mod help;
pub mod threshold;
pub mod enquiry;
pub mod conference;
pub mod plan;
pub mod fgdm;
pub mod proceedings;
pub mod emergency;
pub mod oversight;
pub mod education;
pub mod incident;
pub mod record;
pub mod access;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::landmark::Landmark;
use crate::recorded::Antecedent;

use access::AccessEvent;
use allocation::AllocationEvent;
use child::ChildEvent;
use concern::ConcernEvent;
use conference::ConferenceEvent;
use education::EducationEvent;
use emergency::EmergencyEvent;
use enquiry::EnquiryEvent;
use fgdm::FgdmEvent;
use help::HelpEvent;
use incident::IncidentEvent;
use information::InformationEvent;
use opening::OpeningEvent;
use oversight::OversightEvent;
use plan::PlanEvent;
use proceedings::ProceedingsEvent;
use record::RecordEvent;
use threshold::ThresholdEvent;

/// An event of a case, by chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CaseEvent {
    /// Chapter `opening`.
    Opening(OpeningEvent),
    /// Chapter `allocation`.
    Allocation(AllocationEvent),
    /// Chapter `concern`.
    Concern(ConcernEvent),
    /// Chapter `information`.
    Information(InformationEvent),
    /// Chapter `child`.
    Child(ChildEvent),
    /// Chapter `help`.
    Help(HelpEvent),
    /// Chapter `threshold`.
    Threshold(ThresholdEvent),
    /// Chapter `enquiry`.
    Enquiry(EnquiryEvent),
    /// Chapter `conference`.
    Conference(ConferenceEvent),
    /// Chapter `plan`.
    Plan(PlanEvent),
    /// Chapter `fgdm`.
    Fgdm(FgdmEvent),
    /// Chapter `proceedings`.
    Proceedings(ProceedingsEvent),
    /// Chapter `emergency`.
    Emergency(EmergencyEvent),
    /// Chapter `oversight`.
    Oversight(OversightEvent),
    /// Chapter `education`.
    Education(EducationEvent),
    /// Chapter `incident`.
    Incident(IncidentEvent),
    /// Chapter `record`.
    Record(RecordEvent),
    /// Chapter `access`.
    Access(AccessEvent),
}

impl CaseEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::Opening(event) => event.leaves(),
            Self::Allocation(event) => event.leaves(),
            Self::Concern(event) => event.leaves(),
            Self::Information(event) => event.leaves(),
            Self::Child(event) => event.leaves(),
            Self::Help(event) => event.leaves(),
            Self::Threshold(event) => event.leaves(),
            Self::Enquiry(event) => event.leaves(),
            Self::Conference(event) => event.leaves(),
            Self::Plan(event) => event.leaves(),
            Self::Fgdm(event) => event.leaves(),
            Self::Proceedings(event) => event.leaves(),
            Self::Emergency(event) => event.leaves(),
            Self::Oversight(event) => event.leaves(),
            Self::Education(event) => event.leaves(),
            Self::Incident(event) => event.leaves(),
            Self::Record(event) => event.leaves(),
            Self::Access(event) => event.leaves(),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::Opening(event) => event.follows(),
            Self::Allocation(event) => event.follows(),
            Self::Concern(event) => event.follows(),
            Self::Information(event) => event.follows(),
            Self::Child(event) => event.follows(),
            Self::Help(event) => event.follows(),
            Self::Threshold(event) => event.follows(),
            Self::Enquiry(event) => event.follows(),
            Self::Conference(event) => event.follows(),
            Self::Plan(event) => event.follows(),
            Self::Fgdm(event) => event.follows(),
            Self::Proceedings(event) => event.follows(),
            Self::Emergency(event) => event.follows(),
            Self::Oversight(event) => event.follows(),
            Self::Education(event) => event.follows(),
            Self::Incident(event) => event.follows(),
            Self::Record(event) => event.follows(),
            Self::Access(event) => event.follows(),
        }
    }
}
