//! The chapter `enquiry` in words.

use candour_domain::case::enquiry::EnquiryEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &EnquiryEvent, names: &Names<'_>) -> Said {
    match event {
        EnquiryEvent::EnquiryStarted(it) => Said::of("Section 47 enquiry started")
            .say_recorded(&it.account)
            .with("Follows", names.antecedent(it.follows))
            .code("Made", &it.jointly),
        EnquiryEvent::MedicalExaminationHeld(it) => Said::of("Medical examination")
            .with("Who", names.child(it.child))
            .say(&it.findings)
            .with_recorded("Agreement or authority", &it.agreement)
            .with("In", names.antecedent(it.enquiry)),
        EnquiryEvent::JointVisitMade(it) => Said::of("Joint visit")
            .say(&it.account)
            .list("Present", names.attendees(&it.present))
            .with("In", names.antecedent(it.enquiry)),
        EnquiryEvent::InterviewHeld(it) => Said::of("Interview")
            .with("Of", names.speaker(&it.of))
            .say(&it.account)
            .code_if("Form", &it.recorded)
            .list("Present", names.attendees(&it.present))
            .with("In", names.antecedent(it.enquiry)),
        EnquiryEvent::EnquiryConcluded(it) => Said::of("Section 47 enquiry concluded")
            .say_recorded(&it.account)
            .code("Judgement", &it.judgement)
            .list("Outcome", it.outcome.iter().map(words))
            .with("Of", names.antecedent(it.enquiry))
            .grounds(&it.grounds, names)
            .with_recorded("Family told", &it.family_told),
        EnquiryEvent::ConferenceNotRequired(it) => Said::of("No conference required")
            .with("Of", names.antecedent(it.enquiry))
            .grounds(&it.grounds, names),
    }
}
