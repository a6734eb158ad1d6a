//! Samples of the chapter `enquiry`.

use candour_domain::case::enquiry::{
    ConferenceNotRequired, EnquiryConcluded, EnquiryEvent, EnquiryStarted, InterviewForm,
    InterviewHeld, JointVisitMade, Jointly, Judgement, MedicalExaminationHeld,
};
use candour_domain::code::EnquiryOutcome;
use candour_domain::party::Speaker;
use candour_domain::text::Text;

use super::CHILD;
use super::surroundings::{detective, grounds, named, on, recorded, said, social_worker};

pub(super) fn all() -> Vec<EnquiryEvent> {
    vec![
        EnquiryEvent::EnquiryStarted(EnquiryStarted {
            follows: named("ThresholdDecided"),
            jointly: recorded(Jointly::WithPolice),
            account: said("Police and social care go together that afternoon"),
        }),
        EnquiryEvent::MedicalExaminationHeld(MedicalExaminationHeld {
            enquiry: named("EnquiryStarted"),
            child: CHILD,
            agreement: said("The mother agreed in writing"),
            findings: Text::new("A healing bruise; no other mark; consistent with a grip"),
        }),
        EnquiryEvent::JointVisitMade(JointVisitMade {
            enquiry: named("EnquiryStarted"),
            present: vec![social_worker(), detective()],
            account: Text::new("The flat was warm and tidy; both children were seen"),
        }),
        EnquiryEvent::InterviewHeld(InterviewHeld {
            enquiry: named("EnquiryStarted"),
            of: Speaker::Child(CHILD),
            recorded: recorded(InterviewForm::AchievingBestEvidence),
            present: vec![detective()],
            account: Text::new("She told it once, in her own words, with pauses"),
        }),
        EnquiryEvent::EnquiryConcluded(EnquiryConcluded {
            enquiry: named("EnquiryStarted"),
            judgement: recorded(Judgement::SubstantiatedLikelyToSuffer),
            account: said("What was found, and what the family said of it"),
            outcome: vec![EnquiryOutcome::ChildProtectionConference],
            grounds: grounds(&["MedicalExaminationHeld", "InterviewHeld"]),
            family_told: recorded(on(3, 2)),
        }),
        EnquiryEvent::ConferenceNotRequired(ConferenceNotRequired {
            enquiry: named("EnquiryStarted"),
            grounds: grounds(&["JointVisitMade"]),
        }),
    ]
}
