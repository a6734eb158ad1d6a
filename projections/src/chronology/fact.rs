//! Which entries are facts, and which only say how an item was passed on: for the filters alone.

use candour_domain::case::CaseEvent;
use candour_domain::case::child::ChildEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::event::Event;

/// Whether an entry is a fact: an observation, a concern, a child's words, a visit, an examination or
/// interview, or what was supplied. Decisions, meetings, offers and answers are none.
pub(super) fn is_fact(event: &Event) -> bool {
    let Some(event) = event.case() else { return false };
    match event {
        CaseEvent::Concern(event) => matches!(event, ConcernEvent::ConcernRaised(_)),
        CaseEvent::Information(event) => matches!(
            event,
            InformationEvent::ObservationRecorded(_) | InformationEvent::InformationSupplied(_)
        ),
        CaseEvent::Child(event) => matches!(
            event,
            ChildEvent::ChildSeen(_)
                | ChildEvent::ParentSeen(_)
                | ChildEvent::ChildVoiceRecorded(_)
        ),
        CaseEvent::Enquiry(event) => matches!(
            event,
            EnquiryEvent::MedicalExaminationHeld(_)
                | EnquiryEvent::JointVisitMade(_)
                | EnquiryEvent::InterviewHeld(_)
        ),
        CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Conference(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_) => false,
    }
}

/// Whether an entry only says how items were passed on, or were not.
pub(super) fn passes_on(event: &Event) -> bool {
    let Some(CaseEvent::Information(event)) = event.case() else { return false };
    match event {
        InformationEvent::InformationDisclosed(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_) => true,
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::InformationSupplied(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationRefused(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => false,
    }
}
