//! Which entries only say how an item was passed on: for the filters alone.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::event::Event;

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
