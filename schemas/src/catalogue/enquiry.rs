//! Stored names and versions of the chapter `enquiry`.
//! What the events mean is said in the domain.

use candour_domain::case::enquiry::EnquiryEvent;
use serde::{Deserialize, Deserializer};

use super::{Chapter, EventType, Stored, Visit};

const fn kind(name: &'static str, version: u32, about: &'static str) -> EventType {
    EventType { chapter: Chapter::Enquiry, name, version, about }
}

const ENQUIRY_STARTED: EventType = kind("EnquiryStarted", 1, "A section 47 enquiry started.");
const MEDICAL_EXAMINATION_HELD: EventType =
    kind("MedicalExaminationHeld", 1, "A child was medically examined.");
const JOINT_VISIT_MADE: EventType =
    kind("JointVisitMade", 1, "Police and social care visited together.");
const INTERVIEW_HELD: EventType = kind("InterviewHeld", 1, "A child or adult was interviewed.");
const ENQUIRY_CONCLUDED: EventType =
    kind("EnquiryConcluded", 1, "A section 47 enquiry was concluded.");
const CONFERENCE_NOT_REQUIRED: EventType =
    kind("ConferenceNotRequired", 1, "It was decided that no initial conference is required.");

/// Every type of it, in the order of the domain.
pub(super) const TYPES: &[EventType] = &[
    ENQUIRY_STARTED,
    MEDICAL_EXAMINATION_HELD,
    JOINT_VISIT_MADE,
    INTERVIEW_HELD,
    ENQUIRY_CONCLUDED,
    CONFERENCE_NOT_REQUIRED,
];

/// Hands over the type of an event and its payload.
pub(super) fn visit<V: Visit>(event: &EnquiryEvent, visitor: V) -> V::Out {
    match event {
        EnquiryEvent::EnquiryStarted(it) => visitor.visit(&ENQUIRY_STARTED, it),
        EnquiryEvent::MedicalExaminationHeld(it) => visitor.visit(&MEDICAL_EXAMINATION_HELD, it),
        EnquiryEvent::JointVisitMade(it) => visitor.visit(&JOINT_VISIT_MADE, it),
        EnquiryEvent::InterviewHeld(it) => visitor.visit(&INTERVIEW_HELD, it),
        EnquiryEvent::EnquiryConcluded(it) => visitor.visit(&ENQUIRY_CONCLUDED, it),
        EnquiryEvent::ConferenceNotRequired(it) => visitor.visit(&CONFERENCE_NOT_REQUIRED, it),
    }
}

/// Reads a payload as it was stored.
pub(super) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<EnquiryEvent, D::Error> {
    match (stored.kind.name, stored.version) {
        ("EnquiryStarted", 1) => Deserialize::deserialize(json).map(EnquiryEvent::EnquiryStarted),
        ("MedicalExaminationHeld", 1) => {
            Deserialize::deserialize(json).map(EnquiryEvent::MedicalExaminationHeld)
        }
        ("JointVisitMade", 1) => Deserialize::deserialize(json).map(EnquiryEvent::JointVisitMade),
        ("InterviewHeld", 1) => Deserialize::deserialize(json).map(EnquiryEvent::InterviewHeld),
        ("EnquiryConcluded", 1) => {
            Deserialize::deserialize(json).map(EnquiryEvent::EnquiryConcluded)
        }
        ("ConferenceNotRequired", 1) => {
            Deserialize::deserialize(json).map(EnquiryEvent::ConferenceNotRequired)
        }
        (_, _) => Err(stored.unreadable()),
    }
}
