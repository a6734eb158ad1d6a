//! What each event means for knowing: whether it is an item, what its author listed, who was there,
//! and what it passes on. One function per chapter; every event is named.

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::AllocationEvent;
use candour_domain::case::child::ChildEvent;
use candour_domain::case::concern::{Channel, ConcernEvent};
use candour_domain::case::conference::ConferenceEvent;
use candour_domain::case::enquiry::EnquiryEvent;
use candour_domain::case::information::{Holding, InformationEvent, ItemShared, Reader};
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId, PractitionerId};
use candour_domain::meeting::{Attendee, Extent, Grounds, Meeting};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};

use super::reading_later::{
    education, emergency, fgdm, help, incident, oversight, plan, proceedings,
};

/// Whether an entry bears information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// It is a fact: an observation, a concern, a child's words, a visit, what was supplied.
    Fact,
    /// It is a decision, an outcome, an offer, an answer or a plan.
    Judgement,
    /// It is no item: it only passes on, receives, opens, reads, acknowledges or keeps the record.
    Nothing,
}

/// An item that was passed on, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) item: EntryId,
    pub(crate) extent: Recorded<Extent>,
}

impl Passed {
    pub(crate) fn whole(item: EntryId) -> Self {
        Self { item, extent: Recorded::NotRecorded }
    }

    fn list(items: &[ItemShared]) -> Vec<Self> {
        items.iter().map(|it| Self { item: it.item, extent: it.extent }).collect()
    }
}

/// What an entry passes on, and which step of passing it is.
#[derive(Debug)]
pub(crate) enum Passing<'a> {
    Nothing,
    Sent { items: Vec<Passed>, to: Vec<&'a Recipient>, channel: Recorded<Channel> },
    Received { of: Antecedent, items: Vec<Passed>, by: &'a Recipient, how: Recorded<Holding> },
    Opened { of: Antecedent, items: Vec<Passed>, reader: &'a Reader },
    Read { of: Antecedent, items: Vec<Passed>, reader: &'a Reader },
    Unintended { of: Antecedent, items: Vec<Passed>, who: &'a Speaker },
    HandedOver { to: PractitionerId, agency: AgencyId, items: Vec<Passed> },
    NotShared { items: &'a [EntryId], with: &'a Recipient },
    Asked { of: &'a Recipient },
    Answered { request: Antecedent },
}

/// What an event means for knowing.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) bearing: Bearing,
    /// What the author lists as considered and relied on.
    pub(crate) grounds: Option<&'a Grounds>,
    /// Entries that the author lists otherwise: received with a contact, weighed, supervised.
    pub(crate) listed: Vec<EntryId>,
    pub(crate) meeting: Option<&'a Meeting>,
    /// Who else was there and so knows this item itself.
    pub(crate) present: &'a [Attendee],
    pub(crate) passing: Passing<'a>,
}

impl<'a> Reading<'a> {
    pub(crate) fn of(bearing: Bearing) -> Self {
        Self {
            bearing,
            grounds: None,
            listed: Vec::new(),
            meeting: None,
            present: &[],
            passing: Passing::Nothing,
        }
    }

    pub(crate) fn on(self, grounds: &'a Grounds) -> Self {
        Self { grounds: Some(grounds), ..self }
    }

    pub(crate) fn listing(self, listed: Vec<EntryId>) -> Self {
        Self { listed, ..self }
    }

    pub(crate) fn at(self, meeting: &'a Meeting) -> Self {
        Self { meeting: Some(meeting), ..self }
    }

    pub(crate) fn with(self, present: &'a [Attendee]) -> Self {
        Self { present, ..self }
    }

    pub(crate) fn passing(self, passing: Passing<'a>) -> Self {
        Self { passing, ..self }
    }
}

/// Whether an event bears information of its own.
pub fn bearing(event: &Event) -> Bearing {
    read(event).bearing
}

/// What an event means for knowing. Events outside a case bear no items of the case.
pub(crate) fn read(event: &Event) -> Reading<'_> {
    let Some(event) = event.case() else { return Reading::of(Bearing::Nothing) };
    match event {
        CaseEvent::Allocation(event) => allocation(event),
        CaseEvent::Concern(event) => concern(event),
        CaseEvent::Information(event) => information(event),
        CaseEvent::Child(event) => child(event),
        CaseEvent::Help(event) => help(event),
        CaseEvent::Threshold(event) => threshold(event),
        CaseEvent::Enquiry(event) => enquiry(event),
        CaseEvent::Conference(event) => conference(event),
        CaseEvent::Plan(event) => plan(event),
        CaseEvent::Fgdm(event) => fgdm(event),
        CaseEvent::Proceedings(event) => proceedings(event),
        CaseEvent::Emergency(event) => emergency(event),
        CaseEvent::Oversight(event) => oversight(event),
        CaseEvent::Education(event) => education(event),
        CaseEvent::Incident(event) => incident(event),
        CaseEvent::Opening(_) | CaseEvent::Record(_) | CaseEvent::Access(_) => {
            Reading::of(Bearing::Nothing)
        }
    }
}

fn allocation(event: &AllocationEvent) -> Reading<'_> {
    let nothing = Reading::of(Bearing::Nothing);
    match event {
        AllocationEvent::PractitionerAllocated(it) => nothing.passing(Passing::HandedOver {
            to: it.practitioner,
            agency: it.agency,
            items: it.handed_over.iter().copied().map(Passed::whole).collect(),
        }),
        AllocationEvent::PractitionerStoodDown(_)
        | AllocationEvent::AgencyInvolved(_)
        | AllocationEvent::AgencyStoodDown(_) => nothing,
    }
}

fn concern(event: &ConcernEvent) -> Reading<'_> {
    let judgement = Reading::of(Bearing::Judgement);
    match event {
        ConcernEvent::ConcernRaised(_) => Reading::of(Bearing::Fact),
        // A contact that brought entries only receives them; one that brought none is what it says.
        ConcernEvent::ContactReceived(it) if it.received.is_empty() => Reading::of(Bearing::Fact),
        ConcernEvent::ContactReceived(it) => {
            Reading::of(Bearing::Nothing).listing(it.received.clone())
        }
        ConcernEvent::ContactDecided(it) => judgement.on(&it.grounds),
        ConcernEvent::ReferralDecided(it) => judgement.on(&it.grounds),
        ConcernEvent::ReferrerInformed(it) => {
            Reading::of(Bearing::Nothing).passing(Passing::Sent {
                items: it.decision.entry().map(Passed::whole).into_iter().collect(),
                to: vec![&it.to],
                channel: it.channel,
            })
        }
        ConcernEvent::AgreementSought(_) => judgement,
    }
}

fn information(event: &InformationEvent) -> Reading<'_> {
    let nothing = Reading::of(Bearing::Nothing);
    let judgement = Reading::of(Bearing::Judgement);
    match event {
        InformationEvent::ObservationRecorded(_) => Reading::of(Bearing::Fact),
        InformationEvent::AccountWeighed(it) => judgement.listing(vec![it.account]),
        InformationEvent::InformationRequested(it) => {
            nothing.passing(Passing::Asked { of: &it.of })
        }
        InformationEvent::InformationSupplied(it) => {
            Reading::of(Bearing::Fact).passing(Passing::Sent {
                items: Passed::list(&it.items),
                to: vec![&it.to],
                channel: it.channel,
            })
        }
        InformationEvent::NothingKnownReplied(it) => {
            judgement.passing(Passing::Answered { request: it.request })
        }
        InformationEvent::InformationRefused(it) => {
            judgement.passing(Passing::Answered { request: it.request })
        }
        InformationEvent::InformationDisclosed(it) => nothing.passing(Passing::Sent {
            items: Passed::list(&it.items),
            to: vec![&it.to],
            channel: it.channel,
        }),
        InformationEvent::DisclosureReceived(it) => nothing.passing(Passing::Received {
            of: it.disclosure,
            items: Passed::list(&it.items),
            by: &it.by,
            how: it.how,
        }),
        InformationEvent::DisclosureOpened(it) => nothing.passing(Passing::Opened {
            of: it.disclosure,
            items: Passed::list(&it.items),
            reader: &it.reader,
        }),
        InformationEvent::DisclosureRead(it) => nothing.passing(Passing::Read {
            of: it.disclosure,
            items: Passed::list(&it.items),
            reader: &it.reader,
        }),
        InformationEvent::ReceivedByUnintended(it) => nothing.passing(Passing::Unintended {
            of: it.disclosure,
            items: Passed::list(&it.items),
            who: &it.who,
        }),
        InformationEvent::NotSharedDecided(it) => {
            judgement.passing(Passing::NotShared { items: &it.items, with: &it.with })
        }
        InformationEvent::BeliefRecorded(_) => judgement,
        InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => nothing,
    }
}

fn child(event: &ChildEvent) -> Reading<'_> {
    let fact = Reading::of(Bearing::Fact);
    match event {
        ChildEvent::ChildSeen(it) => fact.with(&it.present),
        ChildEvent::ParentSeen(_) | ChildEvent::ChildVoiceRecorded(_) => fact,
        ChildEvent::ViewsWeighed(it) => Reading::of(Bearing::Judgement).listing(it.voices.clone()),
        ChildEvent::FedBackToChild(_) | ChildEvent::AdvocateOffered(_) => {
            Reading::of(Bearing::Judgement)
        }
    }
}

fn threshold(event: &ThresholdEvent) -> Reading<'_> {
    let judgement = Reading::of(Bearing::Judgement);
    match event {
        ThresholdEvent::StrategyDiscussionConvened(_) => Reading::of(Bearing::Nothing),
        ThresholdEvent::StrategyDiscussionHeld(it) => judgement.at(&it.meeting),
        ThresholdEvent::ThresholdDecided(it) => judgement.on(&it.grounds).with(&it.contributed),
        ThresholdEvent::PartnerDecisionRecorded(it) => judgement.on(&it.grounds),
    }
}

fn enquiry(event: &EnquiryEvent) -> Reading<'_> {
    let judgement = Reading::of(Bearing::Judgement);
    match event {
        EnquiryEvent::EnquiryStarted(_) => judgement,
        EnquiryEvent::MedicalExaminationHeld(_) => Reading::of(Bearing::Fact),
        EnquiryEvent::JointVisitMade(it) => Reading::of(Bearing::Fact).with(&it.present),
        EnquiryEvent::InterviewHeld(it) => Reading::of(Bearing::Fact).with(&it.present),
        EnquiryEvent::EnquiryConcluded(it) => judgement.on(&it.grounds),
        EnquiryEvent::ConferenceNotRequired(it) => judgement.on(&it.grounds),
    }
}

fn conference(event: &ConferenceEvent) -> Reading<'_> {
    let nothing = Reading::of(Bearing::Nothing);
    match event {
        ConferenceEvent::ConferenceConvened(_) => nothing,
        ConferenceEvent::ReportProvided(_) => Reading::of(Bearing::Fact),
        ConferenceEvent::ConferenceHeld(it) => Reading::of(Bearing::Judgement).at(&it.meeting),
        ConferenceEvent::OutcomeSent(it) => nothing.passing(Passing::Sent {
            items: it.conference.entry().map(Passed::whole).into_iter().collect(),
            to: it.to.iter().collect(),
            channel: Recorded::NotRecorded,
        }),
    }
}
