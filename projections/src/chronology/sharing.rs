//! To whom an item was disclosed, and when: told, supplied, received, opened, read, put before a
//! meeting, or decided not to be shared. Whether anybody thereby knew it is `knowledge`'s to say.

use std::collections::BTreeMap;

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
use candour_domain::party::Recipient;
use candour_domain::recorded::Recorded;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::shape::{Dated, Pointer};
use crate::summary::Names;

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

/// The steps of disclosure by themselves, and each meeting once, with its first step and all who were there.
pub fn by_meeting(all: &[Disclosed]) -> (Vec<&Disclosed>, Vec<(&Disclosed, Vec<&str>)>) {
    let mut alone: Vec<&Disclosed> = Vec::new();
    let mut meetings: Vec<(&Disclosed, Vec<&str>)> = Vec::new();
    for it in all {
        let known = meetings.iter_mut().find(|(first, _)| first.entry.entry == it.entry.entry);
        match (it.step, known) {
            (DisclosedStep::PutBeforeMeeting, Some((_, there))) => there.push(&it.to),
            (DisclosedStep::PutBeforeMeeting, None) => meetings.push((it, vec![&it.to])),
            (
                DisclosedStep::Told
                | DisclosedStep::Supplied
                | DisclosedStep::Received
                | DisclosedStep::Opened
                | DisclosedStep::Read
                | DisclosedStep::NotShared,
                _,
            ) => alone.push(it),
        }
    }
    (alone, meetings)
}

/// Whom a step reached: their name, and their agency.
type Whom = (String, Option<AgencyId>);

/// An item, and how much of it where that is recorded.
type HowMuch = (EntryId, Option<Extent>);

/// The steps by which every item of a case was disclosed, by item, in the order in which they happened.
#[derive(Debug, Default)]
pub(crate) struct Disclosures {
    of: BTreeMap<EntryId, Vec<Disclosed>>,
}

impl Disclosures {
    /// Finds them in one pass over entries as they stand.
    pub(super) fn of(entries: &[Effective<'_>], ask: &Ask, names: &Names<'_>) -> Self {
        let mut disclosures = Self::default();
        let agencies: BTreeMap<EntryId, AgencyId> =
            entries.iter().map(|it| (it.id(), it.entry.envelope.by.agency)).collect();
        let mut standing: Vec<_> = entries.iter().filter(|it| it.stands()).collect();
        standing.sort_by_cached_key(|it| (it.occurred().interval().latest(), it.entry.position));
        for entry in standing {
            let at = |step, (to, agency): Whom, extent| Disclosed {
                step,
                to,
                agency,
                on: Dated::of(entry.occurred(), ask),
                extent,
                entry: Pointer::to(entry.entry, names.directory()),
            };
            if let Some((step, whom, items)) = passed(entry.event(), names) {
                for (item, extent) in items {
                    disclosures.add(item, at(step, whom.clone(), extent));
                }
            }
            for tabled in meeting(entry.event()).iter().flat_map(|it| &it.table) {
                let own = agencies.get(&tabled.item).copied();
                for whom in meeting(entry.event())
                    .map(|it| present(it, tabled, own, names))
                    .unwrap_or_default()
                {
                    let extent = tabled.extent.value().copied();
                    disclosures.add(tabled.item, at(DisclosedStep::PutBeforeMeeting, whom, extent));
                }
            }
        }
        disclosures
    }

    fn add(&mut self, item: EntryId, step: Disclosed) {
        self.of.entry(item).or_default().push(step);
    }

    /// The steps of one item.
    pub(super) fn on(&self, item: EntryId) -> Vec<Disclosed> {
        self.of.get(&item).cloned().unwrap_or_default()
    }
}

/// What an event passes on, or decides not to, and to whom.
fn passed(event: &Event, names: &Names<'_>) -> Option<(DisclosedStep, Whom, Vec<HowMuch>)> {
    let Event::Case(CaseEvent::Information(event)) = event else { return None };
    let shared = |items: &[ItemShared]| -> Vec<HowMuch> {
        items.iter().map(|one| (one.item, one.extent.value().copied())).collect()
    };
    let recipient = |to: &Recipient| (names.recipient(to), to.agency());
    let reader = |reader: &Reader| match reader {
        Reader::Named(to) => recipient(to),
        Reader::NotNamed(agency) => (names.reader(reader), Some(*agency)),
    };
    Some(match event {
        InformationEvent::InformationDisclosed(it) => {
            (DisclosedStep::Told, recipient(&it.to), shared(&it.items))
        }
        InformationEvent::InformationSupplied(it) => {
            (DisclosedStep::Supplied, recipient(&it.to), shared(&it.items))
        }
        InformationEvent::DisclosureReceived(it) => {
            (DisclosedStep::Received, recipient(&it.by), shared(&it.items))
        }
        InformationEvent::DisclosureOpened(it) => {
            (DisclosedStep::Opened, reader(&it.reader), shared(&it.items))
        }
        InformationEvent::DisclosureRead(it) => {
            (DisclosedStep::Read, reader(&it.reader), shared(&it.items))
        }
        InformationEvent::NotSharedDecided(it) => {
            let items = it.items.iter().map(|item| (*item, None)).collect();
            (DisclosedStep::NotShared, recipient(&it.with), items)
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

/// The agencies and others who were there when an item was on the table, its own agency left out.
fn present(
    meeting: &Meeting,
    tabled: &Tabled,
    own: Option<AgencyId>,
    names: &Names<'_>,
) -> Vec<Whom> {
    let mut present: Vec<Whom> = Vec::new();
    for there in meeting.attendance.iter().filter(|it| attended(&it.parts, tabled)) {
        let whom = match &there.who {
            Attendee::Practitioner { agency, .. } | Attendee::Agency(agency) => {
                (names.directory().agency_name(*agency), Some(*agency))
            }
            Attendee::Person(_) | Attendee::Child(_) | Attendee::Described(_) => {
                (names.attendee(&there.who), None)
            }
        };
        if (whom.1.is_none() || whom.1 != own) && !present.contains(&whom) {
            present.push(whom);
        }
    }
    present
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
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => None,
    }
}
