//! Samples of the chapter `information`.

use candour_domain::case::concern::Channel;
use candour_domain::case::information::{
    AccountWeighed, AccountsDiffer, BeliefRecorded, DisclosureOpened, DisclosureRead,
    DisclosureReceived, Holding, InformationDisclosed, InformationEvent, InformationRefused,
    InformationRequested, InformationSupplied, ItemShared, KnowledgeDisputed, NotSharedDecided,
    NotSharedGround, NothingKnownReplied, ObservationRecorded, OnwardSharingRestricted, Reader,
    ReceivedByUnintended, Weight,
};
use candour_domain::meeting::Extent;
use candour_domain::party::{Recipient, Speaker};
use candour_domain::text::Text;

use super::surroundings::{day, named, recorded, said, to_social_worker};
use super::{GRANDMOTHER, MOTHER, POLICE, SCHOOL, SOCIAL_CARE, TEAM, entry};

fn items() -> Vec<ItemShared> {
    vec![
        ItemShared { item: entry("ObservationRecorded"), extent: recorded(Extent::Part) },
        ItemShared { item: entry("ConcernRaised"), extent: recorded(Extent::Whole) },
    ]
}

pub(super) fn all() -> Vec<InformationEvent> {
    let mut events = asked();
    events.extend(told());
    events.extend(withheld());
    events
}

fn asked() -> Vec<InformationEvent> {
    vec![
        InformationEvent::ObservationRecorded(ObservationRecorded {
            account: Text::new("A bruise on the left upper arm, about two centimetres across"),
            response: said("Asked the mother, who said that he fell from the sofa"),
        }),
        InformationEvent::AccountWeighed(AccountWeighed {
            account: entry("ObservationRecorded"),
            whose: recorded(Speaker::Person(MOTHER)),
            weight: Weight::Undecided,
            reason: said("The place of the bruise is unusual for a fall"),
        }),
        InformationEvent::InformationRequested(InformationRequested {
            of: Recipient::Agency(SCHOOL),
            question: Text::new("How has she been this term?"),
            due: Some(day(1, 27)),
            channel: recorded(Channel::Email),
        }),
        InformationEvent::InformationSupplied(InformationSupplied {
            request: named("InformationRequested"),
            to: to_social_worker(),
            account: Text::new("Absent on four mornings, and tired"),
            items: items(),
            channel: recorded(Channel::SharedRecord),
        }),
        InformationEvent::NothingKnownReplied(NothingKnownReplied {
            request: named("InformationRequested"),
            searched: said("The record of attendance and the safeguarding file"),
        }),
        InformationEvent::InformationRefused(InformationRefused {
            request: named("InformationRequested"),
            ground: NotSharedGround::LegalBar,
            reason: said("The file belongs to proceedings"),
        }),
    ]
}

fn told() -> Vec<InformationEvent> {
    vec![
        InformationEvent::InformationDisclosed(InformationDisclosed {
            items: items(),
            to: Recipient::Team(TEAM),
            channel: recorded(Channel::Notification),
            said: said("He was arrested at the flat in January"),
            purpose: said("For the strategy discussion"),
            request: Some(named("InformationRequested")),
        }),
        InformationEvent::DisclosureReceived(DisclosureReceived {
            disclosure: named("InformationDisclosed"),
            items: items(),
            by: Recipient::Agency(SOCIAL_CARE),
            how: recorded(Holding::Filed),
            account: said("Filed by the practice administrator"),
        }),
        InformationEvent::DisclosureOpened(DisclosureOpened {
            disclosure: named("InformationDisclosed"),
            items: items(),
            reader: Reader::NotNamed(SOCIAL_CARE),
        }),
        InformationEvent::DisclosureRead(DisclosureRead {
            disclosure: named("InformationDisclosed"),
            items: items(),
            reader: Reader::Named(to_social_worker()),
            account: said("Read before the visit"),
        }),
        InformationEvent::ReceivedByUnintended(ReceivedByUnintended {
            disclosure: named("InformationDisclosed"),
            items: items(),
            who: Speaker::Described(Text::new("the tenant who lives there now")),
            response: said("The letter was collected unopened"),
        }),
    ]
}

fn withheld() -> Vec<InformationEvent> {
    vec![
        InformationEvent::NotSharedDecided(NotSharedDecided {
            items: vec![entry("ObservationRecorded")],
            with: Recipient::Agency(SCHOOL),
            ground: NotSharedGround::PoliceRequestUntil(day(2, 20)),
            reason: said("The arrest is planned for that week"),
            review: Some(day(2, 20)),
        }),
        InformationEvent::OnwardSharingRestricted(OnwardSharingRestricted {
            items: vec![entry("ConcernRaised")],
            to: Recipient::Person(GRANDMOTHER),
            until: Some(day(3, 1)),
            reason: said("So that the mother is told first"),
        }),
        InformationEvent::BeliefRecorded(BeliefRecorded {
            belief: Text::new("It was assumed that the school knew"),
            of: recorded(SCHOOL),
            items: vec![entry("ObservationRecorded")],
        }),
        InformationEvent::AccountsDiffer(AccountsDiffer {
            entries: vec![entry("ConcernRaised"), entry("ObservationRecorded")],
            difference: Text::new("One has the fall in the morning, the other at night"),
        }),
        InformationEvent::KnowledgeDisputed(KnowledgeDisputed {
            entry: entry("DisclosureRead"),
            who: Recipient::Agency(POLICE),
            statement: Text::new("The message was never opened by that officer"),
        }),
    ]
}
