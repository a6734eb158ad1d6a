//! Stored names and versions of the chapter `proceedings`.
//! What the events mean is said in the domain.

use candour_domain::case::proceedings::ProceedingsEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Proceedings, name, version, about }
}

const LEGAL_GATEWAY_HELD: EventType =
    kind("LegalGatewayHeld", 1, "A legal gateway or planning meeting was held.");
const PRE_PROCEEDINGS_STARTED: EventType =
    kind("PreProceedingsStarted", 1, "Pre-proceedings started.");
const LETTER_BEFORE_PROCEEDINGS_SENT: EventType =
    kind("LetterBeforeProceedingsSent", 1, "The letter before proceedings was sent.");
const PRE_PROCEEDINGS_MEETING_HELD: EventType =
    kind("PreProceedingsMeetingHeld", 1, "A pre-proceedings meeting was held.");
const STEP_DECIDED: EventType = kind("StepDecided", 1, "It was decided how pre-proceedings end.");
const COURT_APPLICATION_ISSUED: EventType =
    kind("CourtApplicationIssued", 1, "An application was issued to the court.");
const ORDER_MADE: EventType = kind("OrderMade", 1, "A court made an order.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    LEGAL_GATEWAY_HELD,
    PRE_PROCEEDINGS_STARTED,
    LETTER_BEFORE_PROCEEDINGS_SENT,
    PRE_PROCEEDINGS_MEETING_HELD,
    STEP_DECIDED,
    COURT_APPLICATION_ISSUED,
    ORDER_MADE,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &ProceedingsEvent, visitor: V) -> V::Out {
    match event {
        ProceedingsEvent::LegalGatewayHeld(it) => visitor.visit(&LEGAL_GATEWAY_HELD, it),
        ProceedingsEvent::PreProceedingsStarted(it) => visitor.visit(&PRE_PROCEEDINGS_STARTED, it),
        ProceedingsEvent::LetterBeforeProceedingsSent(it) => {
            visitor.visit(&LETTER_BEFORE_PROCEEDINGS_SENT, it)
        }
        ProceedingsEvent::PreProceedingsMeetingHeld(it) => {
            visitor.visit(&PRE_PROCEEDINGS_MEETING_HELD, it)
        }
        ProceedingsEvent::StepDecided(it) => visitor.visit(&STEP_DECIDED, it),
        ProceedingsEvent::CourtApplicationIssued(it) => {
            visitor.visit(&COURT_APPLICATION_ISSUED, it)
        }
        ProceedingsEvent::OrderMade(it) => visitor.visit(&ORDER_MADE, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<ProceedingsEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("LegalGatewayHeld", 1) => {
            Deserialize::deserialize(json).map(ProceedingsEvent::LegalGatewayHeld)
        }
        ("PreProceedingsStarted", 1) => {
            Deserialize::deserialize(json).map(ProceedingsEvent::PreProceedingsStarted)
        }
        ("LetterBeforeProceedingsSent", 1) => {
            Deserialize::deserialize(json).map(ProceedingsEvent::LetterBeforeProceedingsSent)
        }
        ("PreProceedingsMeetingHeld", 1) => {
            Deserialize::deserialize(json).map(ProceedingsEvent::PreProceedingsMeetingHeld)
        }
        ("StepDecided", 1) => Deserialize::deserialize(json).map(ProceedingsEvent::StepDecided),
        ("CourtApplicationIssued", 1) => {
            Deserialize::deserialize(json).map(ProceedingsEvent::CourtApplicationIssued)
        }
        ("OrderMade", 1) => Deserialize::deserialize(json).map(ProceedingsEvent::OrderMade),
        (_, _) => Err(stored.unreadable()),
    }
}
