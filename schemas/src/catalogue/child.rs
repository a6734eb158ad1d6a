//! Stored names and versions of the chapter `child`.
//! What the events mean is said in the domain.

use candour_domain::case::child::ChildEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Child, name, version, about }
}

const CHILD_SEEN: EventType =
    kind("ChildSeen", 1, "A practitioner visited or tried to, and saw the child or did not.");
const PARENT_SEEN: EventType = kind("ParentSeen", 1, "A parent or carer was seen.");
const CHILD_VOICE_RECORDED: EventType =
    kind("ChildVoiceRecorded", 1, "A child's words, or what they showed, were recorded.");
const VIEWS_WEIGHED: EventType = kind(
    "ViewsWeighed",
    1,
    "A practitioner recorded how a child's wishes and feelings were taken into account.",
);
const FED_BACK_TO_CHILD: EventType =
    kind("FedBackToChild", 1, "A child was told what became of what they said.");
const ADVOCATE_OFFERED: EventType = kind("AdvocateOffered", 1, "A child was offered an advocate.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    CHILD_SEEN,
    PARENT_SEEN,
    CHILD_VOICE_RECORDED,
    VIEWS_WEIGHED,
    FED_BACK_TO_CHILD,
    ADVOCATE_OFFERED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &ChildEvent, visitor: V) -> V::Out {
    match event {
        ChildEvent::ChildSeen(it) => visitor.visit(&CHILD_SEEN, it),
        ChildEvent::ParentSeen(it) => visitor.visit(&PARENT_SEEN, it),
        ChildEvent::ChildVoiceRecorded(it) => visitor.visit(&CHILD_VOICE_RECORDED, it),
        ChildEvent::ViewsWeighed(it) => visitor.visit(&VIEWS_WEIGHED, it),
        ChildEvent::FedBackToChild(it) => visitor.visit(&FED_BACK_TO_CHILD, it),
        ChildEvent::AdvocateOffered(it) => visitor.visit(&ADVOCATE_OFFERED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<ChildEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ChildSeen", 1) => Deserialize::deserialize(json).map(ChildEvent::ChildSeen),
        ("ParentSeen", 1) => Deserialize::deserialize(json).map(ChildEvent::ParentSeen),
        ("ChildVoiceRecorded", 1) => {
            Deserialize::deserialize(json).map(ChildEvent::ChildVoiceRecorded)
        }
        ("ViewsWeighed", 1) => Deserialize::deserialize(json).map(ChildEvent::ViewsWeighed),
        ("FedBackToChild", 1) => Deserialize::deserialize(json).map(ChildEvent::FedBackToChild),
        ("AdvocateOffered", 1) => Deserialize::deserialize(json).map(ChildEvent::AdvocateOffered),
        (_, _) => Err(stored.unreadable()),
    }
}
