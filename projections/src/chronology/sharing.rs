//! To whom an item was disclosed, and when: told, supplied, received, opened, read, put before a
//! meeting, or decided not to be shared. Whether anybody thereby knew it is `knowledge`'s to say.

use candour_domain::case::CaseEvent;
use candour_domain::case::conference::ConferenceEvent;
use candour_domain::case::fgdm::FgdmEvent;
use candour_domain::case::information::{InformationEvent, ItemShared, Reader};
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::effective::Effective;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::meeting::{Attendee, Extent, Meeting, PartsAttended, Tabled};
use candour_domain::recorded::Recorded;
use schemars::JsonSchema;
use serde::Serialize;

use super::Making;
use crate::shape::{Dated, Pointer};

/// A step by which an item was disclosed, or was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Disclosed {
    /// Which step.
    pub step: DisclosedStep,
    /// To whom, by whom, or with whom not.
    pub to: String,
    /// The agency of that one.
    pub agency: Option<AgencyId>,
    /// When.
    pub on: Dated,
    /// How much of it, where recorded.
    pub extent: Option<Extent>,
    /// The entry.
    pub entry: Pointer,
}

/// A step by which an item is disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisclosedStep {
    /// It was told or sent.
    Told,
    /// It was supplied in answer to a request.
    Supplied,
    /// It arrived.
    Received,
    /// It was opened.
    Opened,
    /// It was read.
    Read,
    /// It was put before a meeting that they attended.
    PutBeforeMeeting,
    /// It was decided not to share it.
    NotShared,
}

/// Whom a step reached: their name, and their agency.
type Whom = (String, Option<AgencyId>);

impl Making<'_> {
    /// The steps by which an item was disclosed, in the order in which they happened.
    pub(super) fn disclosed(&self, item: &Effective<'_>) -> Vec<Disclosed> {
        let mut entries: Vec<_> = self.entries.iter().filter(|it| it.stands()).collect();
        entries.sort_by_key(|it| (it.occurred().interval().latest(), it.entry.position));
        let mut steps = Vec::new();
        for entry in entries {
            let at = |step, (to, agency): Whom, extent| Disclosed {
                step,
                to,
                agency,
                on: Dated::of(entry.occurred(), self.ask),
                extent,
                entry: Pointer::to(entry.entry, self.directory),
            };
            if let Some((step, whom, extent)) = self.passed(entry.event(), item.id()) {
                steps.push(at(step, whom, extent));
            }
            let meeting = meeting(entry.event());
            for (whom, extent) in meeting.map(|it| self.present(it, item)).unwrap_or_default() {
                steps.push(at(DisclosedStep::PutBeforeMeeting, whom, extent));
            }
        }
        steps
    }

    fn passed(
        &self,
        event: &Event,
        item: EntryId,
    ) -> Option<(DisclosedStep, Whom, Option<Extent>)> {
        let Event::Case(CaseEvent::Information(event)) = event else { return None };
        let extent = |items: &[ItemShared]| {
            let shared = items.iter().find(|one| one.item == item);
            shared.map(|one| one.extent.value().copied())
        };
        let recipient = |to| (self.names.recipient(to), to.agency());
        let reader = |reader: &Reader| match reader {
            Reader::Named(to) => (self.names.recipient(to), to.agency()),
            Reader::NotNamed(agency) => (self.names.reader(reader), Some(*agency)),
        };
        Some(match event {
            InformationEvent::InformationDisclosed(it) => {
                (DisclosedStep::Told, recipient(&it.to), extent(&it.items)?)
            }
            InformationEvent::InformationSupplied(it) => {
                (DisclosedStep::Supplied, recipient(&it.to), extent(&it.items)?)
            }
            InformationEvent::DisclosureReceived(it) => {
                (DisclosedStep::Received, recipient(&it.by), extent(&it.items)?)
            }
            InformationEvent::DisclosureOpened(it) => {
                (DisclosedStep::Opened, reader(&it.reader), extent(&it.items)?)
            }
            InformationEvent::DisclosureRead(it) => {
                (DisclosedStep::Read, reader(&it.reader), extent(&it.items)?)
            }
            InformationEvent::NotSharedDecided(it) => {
                let named = it.items.contains(&item);
                named.then(|| (DisclosedStep::NotShared, recipient(&it.with), None))?
            }
            InformationEvent::ObservationRecorded(_)
            | InformationEvent::AccountWeighed(_)
            | InformationEvent::InformationRequested(_)
            | InformationEvent::NothingKnownReplied(_)
            | InformationEvent::InformationRefused(_)
            | InformationEvent::ReceivedByUnintended(_)
            | InformationEvent::OnwardSharingRestricted(_)
            | InformationEvent::BeliefRecorded(_)
            | InformationEvent::AccountsDiffer(_)
            | InformationEvent::KnowledgeDisputed(_) => return None,
        })
    }

    /// The agencies and others who were there when an item was on the table, the item's own agency
    /// left out.
    fn present(&self, meeting: &Meeting, item: &Effective<'_>) -> Vec<(Whom, Option<Extent>)> {
        let Some(tabled) = meeting.table.iter().find(|one| one.item == item.id()) else {
            return Vec::new();
        };
        let own = item.entry.envelope.by.agency;
        let extent = tabled.extent.value().copied();
        let mut present: Vec<(Whom, Option<Extent>)> = Vec::new();
        for there in meeting.attendance.iter().filter(|it| attended(&it.parts, tabled)) {
            let whom = match &there.who {
                Attendee::Practitioner { agency, .. } | Attendee::Agency(agency) => {
                    (self.directory.agency_name(*agency), Some(*agency))
                }
                Attendee::Person(_) | Attendee::Child(_) | Attendee::Described(_) => {
                    (self.names.attendee(&there.who), None)
                }
            };
            if whom.1 != Some(own) && !present.iter().any(|(known, _)| *known == whom) {
                present.push((whom, extent));
            }
        }
        present
    }
}

/// Whether somebody was certainly in the part in which an item was on the table.
fn attended(parts: &PartsAttended, tabled: &Tabled) -> bool {
    match (parts, tabled.part) {
        (PartsAttended::All, _) => true,
        (PartsAttended::Only(parts), Recorded::Recorded(part)) => parts.contains(&part),
        (PartsAttended::Only(_), Recorded::NotRecorded) | (PartsAttended::NotRecorded, _) => false,
    }
}

/// The meeting that an event tells of.
pub(super) fn meeting(event: &Event) -> Option<&Meeting> {
    let event = event.case()?;
    match event {
        CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(it)) => Some(&it.meeting),
        CaseEvent::Conference(ConferenceEvent::ConferenceHeld(it)) => Some(&it.meeting),
        CaseEvent::Plan(PlanEvent::CoreGroupHeld(it)) => Some(&it.meeting),
        CaseEvent::Fgdm(FgdmEvent::FgdmHeld(it)) => Some(&it.meeting),
        CaseEvent::Proceedings(ProceedingsEvent::PreProceedingsMeetingHeld(it)) => {
            Some(&it.meeting)
        }
        CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Concern(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Conference(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_) => None,
    }
}
