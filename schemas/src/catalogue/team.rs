//! Stored names and versions of the stream of a team.
//! What the events mean is said in the domain.

use candour_domain::team::TeamEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Team, name, version, about }
}

const TEAM_ESTABLISHED: EventType =
    kind("TeamEstablished", 1, "A multi-agency child protection team was established.");
const MEMBER_NOMINATED: EventType = kind("MemberNominated", 1, "A member was nominated.");
const MEMBER_STOOD_DOWN: EventType = kind("MemberStoodDown", 1, "A member stood down.");
const COVER_ARRANGED: EventType = kind("CoverArranged", 1, "Cover for a seat was arranged.");
const FRAMEWORK_ADOPTED: EventType =
    kind("FrameworkAdopted", 1, "The team adopted a practice framework.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] =
    &[TEAM_ESTABLISHED, MEMBER_NOMINATED, MEMBER_STOOD_DOWN, COVER_ARRANGED, FRAMEWORK_ADOPTED];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &TeamEvent, visitor: V) -> V::Out {
    match event {
        TeamEvent::TeamEstablished(it) => visitor.visit(&TEAM_ESTABLISHED, it),
        TeamEvent::MemberNominated(it) => visitor.visit(&MEMBER_NOMINATED, it),
        TeamEvent::MemberStoodDown(it) => visitor.visit(&MEMBER_STOOD_DOWN, it),
        TeamEvent::CoverArranged(it) => visitor.visit(&COVER_ARRANGED, it),
        TeamEvent::FrameworkAdopted(it) => visitor.visit(&FRAMEWORK_ADOPTED, it),
        TeamEvent::Record(event) => super::record::visit(event, visitor),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<TeamEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("TeamEstablished", 1) => Deserialize::deserialize(json).map(TeamEvent::TeamEstablished),
        ("MemberNominated", 1) => Deserialize::deserialize(json).map(TeamEvent::MemberNominated),
        ("MemberStoodDown", 1) => Deserialize::deserialize(json).map(TeamEvent::MemberStoodDown),
        ("CoverArranged", 1) => Deserialize::deserialize(json).map(TeamEvent::CoverArranged),
        ("FrameworkAdopted", 1) => Deserialize::deserialize(json).map(TeamEvent::FrameworkAdopted),
        (_, _) => Err(stored.unreadable()),
    }
}
