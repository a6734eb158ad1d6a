//! How far one item came with which agencies by one entry: what the algebra of knowing derives, for
//! one item and for agencies alone, so that it can be worked out again and again.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::information::{Holding, InformationEvent, Reader};
use candour_domain::effective::Effective;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::meeting::{Attendee, Extent, Meeting, Reliance};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::{Certainty, Interval};

use crate::knowledge::{Bearing, How, Passed, Passing, Reading, Stage, attended, in_person};

/// That an item came to a stage with an agency.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    pub(super) agency: AgencyId,
    pub(super) stage: Stage,
    pub(super) how: How,
    pub(super) extent: Recorded<Extent>,
    pub(super) time: Interval,
    /// The entry that attests it.
    pub(super) via: EntryId,
    /// The disclosure by way of which it came there, where it was one.
    pub(super) by_way_of: Option<EntryId>,
}

impl Reached {
    /// What counts as the first: when it certainly was, then how directly it is attested.
    pub(super) fn order(&self) -> (chrono::DateTime<chrono::Utc>, Stage, How) {
        (self.time.latest(), self.stage, self.how)
    }
}

/// What earlier entries passed of an item, and the requests that they answered.
pub(super) struct Passes {
    item: EntryId,
    /// The disclosures that passed the item on, and how much of it.
    passed: BTreeMap<EntryId, Recorded<Extent>>,
    requests: BTreeMap<EntryId, EntryId>,
}

impl Passes {
    pub(super) fn of(item: EntryId) -> Self {
        Self { item, passed: BTreeMap::new(), requests: BTreeMap::new() }
    }

    /// The request that a disclosure answered.
    pub(super) fn request_of(&self, disclosure: Option<EntryId>) -> Option<EntryId> {
        self.requests.get(&disclosure?).copied()
    }

    /// How much of the item a list has, where it has it.
    fn listed(&self, items: &[Passed]) -> Option<Recorded<Extent>> {
        items.iter().find(|it| it.item == self.item).map(|it| it.extent)
    }
}

/// What one entry does to one item: the stages that it brings agencies to, but for whoever saw, heard
/// or said it.
pub(super) fn reached(
    entry: &Effective<'_>,
    reading: &Reading<'_>,
    time: Interval,
    passes: &mut Passes,
) -> Vec<Reached> {
    let mut all = Found { entry, time, reached: Vec::new() };
    let author = entry.entry.envelope.by.agency;
    let item = passes.item;
    if entry.id() == item {
        for attendee in reading.present {
            let to = (Stage::Known, How::Present);
            all.add(agency_of(attendee), to, Recorded::NotRecorded, None);
        }
    }
    if relies(reading, item) {
        all.add(Some(author), (Stage::Known, How::ReliedOn), Recorded::NotRecorded, None);
    }
    if let Some(meeting) = reading.meeting {
        all.met(meeting, item);
        // Whoever was at a meeting knows its outcome; that is an item only where it is a fact.
    }
    all.passed(reading, passes);
    all.reached
}

fn relies(reading: &Reading<'_>, item: EntryId) -> bool {
    let relied = |grounds: &candour_domain::meeting::Grounds| {
        grounds.considered.contains(&item)
            || grounds.relied_on.iter().any(|it| match it {
                Reliance::Entry(entry) => *entry == item,
                Reliance::Statement(_) => false,
            })
    };
    reading.listed.contains(&item) || reading.grounds.is_some_and(relied)
}

/// What is found in one entry.
struct Found<'e, 'a> {
    entry: &'e Effective<'a>,
    time: Interval,
    reached: Vec<Reached>,
}

impl Found<'_, '_> {
    fn add(
        &mut self,
        agency: Option<AgencyId>,
        (stage, how): (Stage, How),
        extent: Recorded<Extent>,
        by_way_of: Option<EntryId>,
    ) {
        let (time, via) = (self.time, self.entry.id());
        let reached = |agency| Reached { agency, stage, how, extent, time, via, by_way_of };
        self.reached.extend(agency.map(reached));
    }

    /// Whoever was there knows what was on the table in the parts that they certainly attended.
    fn met(&mut self, meeting: &Meeting, item: EntryId) {
        let author = self.entry.entry.envelope.by.agency;
        for tabled in meeting.table.iter().filter(|it| it.item == item) {
            let extent = tabled.extent;
            let chair = meeting.chair.value().and_then(agency_of);
            for agency in [Some(author), chair] {
                self.add(agency, (Stage::Known, How::ReliedOn), extent, None);
            }
            let by = tabled.by.value().and_then(agency_of);
            self.add(by, (Stage::Known, How::ToldOthers), extent, None);
            for attendance in &meeting.attendance {
                if attended(attendance, tabled) == Certainty::Yes {
                    let agency = agency_of(&attendance.who);
                    self.add(agency, (Stage::Known, How::Present), extent, None);
                }
            }
        }
    }

    fn passed(&mut self, reading: &Reading<'_>, passes: &mut Passes) {
        match &reading.passing {
            Passing::Nothing
            | Passing::NotShared { .. }
            | Passing::Asked { .. }
            | Passing::Answered { .. } => {}
            Passing::Sent { items, to, channel } => {
                let own = self.entry.id() == passes.item && reading.bearing != Bearing::Nothing;
                let listed = passes.listed(items);
                if listed.is_some() {
                    let author = Some(self.entry.entry.envelope.by.agency);
                    let to = (Stage::Known, How::ToldOthers);
                    self.add(author, to, Recorded::NotRecorded, None);
                }
                let Some(extent) = listed.or(own.then_some(Recorded::NotRecorded)) else { return };
                let id = self.entry.id();
                passes.passed.insert(id, extent);
                if let Some(request) = answered(self.entry.event()) {
                    passes.requests.insert(id, request);
                }
                for recipient in to {
                    let agency = recipient.agency();
                    self.add(agency, (Stage::Sent, How::SentTo), extent, Some(id));
                    if is_somebody(recipient) && in_person(*channel) {
                        self.add(agency, (Stage::Known, How::ToldInPerson), extent, Some(id));
                    }
                }
            }
            Passing::Received { of, items, by, how } => {
                let to = (Stage::Held, held(*how));
                self.arrived((*of, items), (by.agency(), to), passes);
            }
            Passing::Opened { of, items, reader } => {
                let to = (Stage::Opened, How::OpenedIt);
                self.arrived((*of, items), (by_reader(reader), to), passes);
            }
            Passing::Read { of, items, reader } => {
                let to = (Stage::Known, How::Read);
                self.arrived((*of, items), (by_reader(reader), to), passes);
            }
            Passing::Unintended { of, items, who } => {
                let agency = match who {
                    Speaker::Practitioner(_) => Some(self.entry.entry.envelope.by.agency),
                    Speaker::Person(_)
                    | Speaker::Child(_)
                    | Speaker::Described(_)
                    | Speaker::Protected(_)
                    | Speaker::Anonymous => None,
                };
                let to = (Stage::Held, How::ReachedUnintended);
                self.arrived((*of, items), (agency, to), passes);
            }
            Passing::HandedOver { agency, items, .. } => {
                if let Some(extent) = passes.listed(items) {
                    let to = (Stage::Held, How::HandedOver);
                    self.add(Some(*agency), to, extent, None);
                }
            }
        }
    }

    /// What arrived, was opened or read: what the entry lists, otherwise what the disclosure passed
    /// on, with the extent that either gives.
    fn arrived(
        &mut self,
        (of, items): (Antecedent, &[Passed]),
        (agency, to): (Option<AgencyId>, (Stage, How)),
        passes: &Passes,
    ) {
        let of = of.entry();
        let sent = of.and_then(|of| passes.passed.get(&of)).copied();
        let listed = if items.is_empty() { sent } else { passes.listed(items) };
        let Some(extent) = listed else { return };
        let extent = match extent {
            Recorded::NotRecorded => sent.unwrap_or(Recorded::NotRecorded),
            Recorded::Recorded(_) => extent,
        };
        self.add(agency, to, extent, of);
    }
}

fn held(how: Recorded<Holding>) -> How {
    match how {
        Recorded::Recorded(Holding::Filed) => How::Filed,
        Recorded::Recorded(Holding::HandedOver) => How::HandedOver,
        Recorded::Recorded(Holding::SharedRecord) => How::SharedRecord,
        Recorded::Recorded(Holding::Arrived) | Recorded::NotRecorded => How::Received,
    }
}

/// The request that a disclosure or supply answers.
fn answered(event: &Event) -> Option<EntryId> {
    let Some(CaseEvent::Information(event)) = event.case() else { return None };
    match event {
        InformationEvent::InformationSupplied(it) => it.request.entry(),
        InformationEvent::InformationDisclosed(it) => it.request.and_then(Antecedent::entry),
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationRefused(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => None,
    }
}

/// The agency for which somebody attends.
fn agency_of(attendee: &Attendee) -> Option<AgencyId> {
    match attendee {
        Attendee::Practitioner { agency, .. } | Attendee::Agency(agency) => Some(*agency),
        Attendee::Person(_) | Attendee::Child(_) | Attendee::Described(_) => None,
    }
}

/// The agency for which somebody reads.
fn by_reader(reader: &Reader) -> Option<AgencyId> {
    match reader {
        Reader::Named(recipient) => recipient.agency(),
        Reader::NotNamed(agency) => Some(*agency),
    }
}

/// Whether a recipient is one human being, who can be told something in person.
fn is_somebody(recipient: &Recipient) -> bool {
    match recipient {
        Recipient::Practitioner { .. } | Recipient::Person(_) | Recipient::Child(_) => true,
        Recipient::Unit { .. } | Recipient::Agency(_) | Recipient::Team(_) => false,
    }
}
