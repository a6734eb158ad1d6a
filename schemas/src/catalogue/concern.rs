//! Stored names and versions of the chapter `concern`.
//! What the events mean is said in the domain.

use candour_domain::case::concern::ConcernEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};
use crate::old;

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Concern, name, version, about }
}

const CONCERN_RAISED: EventType =
    kind("ConcernRaised", 2, "Somebody raised a concern about a child.");
const CONTACT_RECEIVED: EventType =
    kind("ContactReceived", 1, "The front door received a contact.");
const CONTACT_DECIDED: EventType =
    kind("ContactDecided", 1, "The front door decided what a contact leads to.");
const REFERRAL_DECIDED: EventType =
    kind("ReferralDecided", 1, "The local authority decided on a referral.");
const REFERRER_INFORMED: EventType =
    kind("ReferrerInformed", 1, "Whoever referred was told what was decided.");
const AGREEMENT_SOUGHT: EventType =
    kind("AgreementSought", 1, "The family's agreement was sought, or was not, and why.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    CONCERN_RAISED,
    CONTACT_RECEIVED,
    CONTACT_DECIDED,
    REFERRAL_DECIDED,
    REFERRER_INFORMED,
    AGREEMENT_SOUGHT,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &ConcernEvent, visitor: V) -> V::Out {
    match event {
        ConcernEvent::ConcernRaised(it) => visitor.visit(&CONCERN_RAISED, it),
        ConcernEvent::ContactReceived(it) => visitor.visit(&CONTACT_RECEIVED, it),
        ConcernEvent::ContactDecided(it) => visitor.visit(&CONTACT_DECIDED, it),
        ConcernEvent::ReferralDecided(it) => visitor.visit(&REFERRAL_DECIDED, it),
        ConcernEvent::ReferrerInformed(it) => visitor.visit(&REFERRER_INFORMED, it),
        ConcernEvent::AgreementSought(it) => visitor.visit(&AGREEMENT_SOUGHT, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<ConcernEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("ConcernRaised", 1) => old::concern::ConcernRaisedV1::deserialize(json)
            .map(|it| ConcernEvent::ConcernRaised(it.into())),
        ("ConcernRaised", 2) => Deserialize::deserialize(json).map(ConcernEvent::ConcernRaised),
        ("ContactReceived", 1) => Deserialize::deserialize(json).map(ConcernEvent::ContactReceived),
        ("ContactDecided", 1) => Deserialize::deserialize(json).map(ConcernEvent::ContactDecided),
        ("ReferralDecided", 1) => Deserialize::deserialize(json).map(ConcernEvent::ReferralDecided),
        ("ReferrerInformed", 1) => {
            Deserialize::deserialize(json).map(ConcernEvent::ReferrerInformed)
        }
        ("AgreementSought", 1) => Deserialize::deserialize(json).map(ConcernEvent::AgreementSought),
        (_, _) => Err(stored.unreadable()),
    }
}
