//! Stored names and versions of the chapter `information`.
//! What the events mean is said in the domain.

use candour_domain::case::information::InformationEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Information, name, version, about }
}

const OBSERVATION_RECORDED: EventType =
    kind("ObservationRecorded", 1, "A practitioner recorded what they saw, heard or found.");
const ACCOUNT_WEIGHED: EventType =
    kind("AccountWeighed", 1, "Somebody's account was credited, discounted, or left undecided.");
const INFORMATION_REQUESTED: EventType =
    kind("InformationRequested", 1, "An agency was asked for what it holds.");
const INFORMATION_SUPPLIED: EventType =
    kind("InformationSupplied", 1, "An agency answered a request with information.");
const NOTHING_KNOWN_REPLIED: EventType =
    kind("NothingKnownReplied", 1, "An agency answered that it knows nothing.");
const INFORMATION_REFUSED: EventType =
    kind("InformationRefused", 1, "An agency declined to answer a request.");
const INFORMATION_DISCLOSED: EventType =
    kind("InformationDisclosed", 1, "Somebody told or sent information to another.");
const DISCLOSURE_RECEIVED: EventType =
    kind("DisclosureReceived", 1, "What was sent arrived with an agency or team, or was filed.");
const DISCLOSURE_OPENED: EventType =
    kind("DisclosureOpened", 1, "A document or message was opened.");
const DISCLOSURE_READ: EventType = kind(
    "DisclosureRead",
    1,
    "Somebody read or took in what was sent or shared, as they or another state.",
);
const RECEIVED_BY_UNINTENDED: EventType =
    kind("ReceivedByUnintended", 1, "What was sent reached somebody it was not meant for.");
const NOT_SHARED_DECIDED: EventType =
    kind("NotSharedDecided", 1, "An agency decided not to share an item with another.");
const ONWARD_SHARING_RESTRICTED: EventType =
    kind("OnwardSharingRestricted", 1, "The recipient was asked not to pass an item on.");
const BELIEF_RECORDED: EventType =
    kind("BeliefRecorded", 1, "Somebody acted on a belief about what another knew or did.");
const ACCOUNTS_DIFFER: EventType =
    kind("AccountsDiffer", 1, "A reader noted that entries give accounts that differ.");
const KNOWLEDGE_DISPUTED: EventType =
    kind("KnowledgeDisputed", 1, "Somebody disputes that they knew, were told, or told.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    OBSERVATION_RECORDED,
    ACCOUNT_WEIGHED,
    INFORMATION_REQUESTED,
    INFORMATION_SUPPLIED,
    NOTHING_KNOWN_REPLIED,
    INFORMATION_REFUSED,
    INFORMATION_DISCLOSED,
    DISCLOSURE_RECEIVED,
    DISCLOSURE_OPENED,
    DISCLOSURE_READ,
    RECEIVED_BY_UNINTENDED,
    NOT_SHARED_DECIDED,
    ONWARD_SHARING_RESTRICTED,
    BELIEF_RECORDED,
    ACCOUNTS_DIFFER,
    KNOWLEDGE_DISPUTED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &InformationEvent, visitor: V) -> V::Out {
    match event {
        InformationEvent::ObservationRecorded(it) => visitor.visit(&OBSERVATION_RECORDED, it),
        InformationEvent::AccountWeighed(it) => visitor.visit(&ACCOUNT_WEIGHED, it),
        InformationEvent::InformationRequested(it) => visitor.visit(&INFORMATION_REQUESTED, it),
        InformationEvent::InformationSupplied(it) => visitor.visit(&INFORMATION_SUPPLIED, it),
        InformationEvent::NothingKnownReplied(it) => visitor.visit(&NOTHING_KNOWN_REPLIED, it),
        InformationEvent::InformationRefused(it) => visitor.visit(&INFORMATION_REFUSED, it),
        InformationEvent::InformationDisclosed(it) => visitor.visit(&INFORMATION_DISCLOSED, it),
        InformationEvent::DisclosureReceived(it) => visitor.visit(&DISCLOSURE_RECEIVED, it),
        InformationEvent::DisclosureOpened(it) => visitor.visit(&DISCLOSURE_OPENED, it),
        InformationEvent::DisclosureRead(it) => visitor.visit(&DISCLOSURE_READ, it),
        InformationEvent::ReceivedByUnintended(it) => visitor.visit(&RECEIVED_BY_UNINTENDED, it),
        InformationEvent::NotSharedDecided(it) => visitor.visit(&NOT_SHARED_DECIDED, it),
        InformationEvent::OnwardSharingRestricted(it) => {
            visitor.visit(&ONWARD_SHARING_RESTRICTED, it)
        }
        InformationEvent::BeliefRecorded(it) => visitor.visit(&BELIEF_RECORDED, it),
        InformationEvent::AccountsDiffer(it) => visitor.visit(&ACCOUNTS_DIFFER, it),
        InformationEvent::KnowledgeDisputed(it) => visitor.visit(&KNOWLEDGE_DISPUTED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<InformationEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ObservationRecorded", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::ObservationRecorded)
        }
        ("AccountWeighed", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::AccountWeighed)
        }
        ("InformationRequested", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::InformationRequested)
        }
        ("InformationSupplied", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::InformationSupplied)
        }
        ("NothingKnownReplied", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::NothingKnownReplied)
        }
        ("InformationRefused", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::InformationRefused)
        }
        ("InformationDisclosed", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::InformationDisclosed)
        }
        ("DisclosureReceived", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::DisclosureReceived)
        }
        ("DisclosureOpened", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::DisclosureOpened)
        }
        ("DisclosureRead", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::DisclosureRead)
        }
        ("ReceivedByUnintended", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::ReceivedByUnintended)
        }
        ("NotSharedDecided", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::NotSharedDecided)
        }
        ("OnwardSharingRestricted", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::OnwardSharingRestricted)
        }
        ("BeliefRecorded", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::BeliefRecorded)
        }
        ("AccountsDiffer", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::AccountsDiffer)
        }
        ("KnowledgeDisputed", 1) => {
            Deserialize::deserialize(json).map(InformationEvent::KnowledgeDisputed)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
