//! Enquiry: the section 47 enquiry, what is done in it and how it concludes.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::enquiry::EnquiryEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("StartEnquiry", "EnquiryStarted"),
    named("HoldMedicalExamination", "MedicalExaminationHeld"),
    named("MakeJointVisit", "JointVisitMade"),
    named("HoldInterview", "InterviewHeld"),
    named("ConcludeEnquiry", "EnquiryConcluded"),
    named("DecideConferenceNotRequired", "ConferenceNotRequired"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &EnquiryEvent) -> Verdict {
    match event {
        EnquiryEvent::EnquiryStarted(_)
        | EnquiryEvent::MedicalExaminationHeld(_)
        | EnquiryEvent::JointVisitMade(_)
        | EnquiryEvent::InterviewHeld(_)
        | EnquiryEvent::EnquiryConcluded(_)
        | EnquiryEvent::ConferenceNotRequired(_) => Verdict::Record,
    }
}
