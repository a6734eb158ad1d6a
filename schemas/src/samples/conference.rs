//! Samples of the chapter `conference`.

use candour_domain::case::conference::{
    ConferenceConvened, ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceKind,
    ConferenceOutcome, OutcomeDocument, OutcomeSent, ReportProvided,
};
use candour_domain::code::{CategoryOfAbuse, ChildParticipation};
use candour_domain::meeting::Attendee;
use candour_domain::party::Recipient;

use super::surroundings::{
    day, detective, dissent, meeting, named, on, recorded, said, social_worker,
};
use super::{CHILD, MOTHER, OTHER_CHILD, SCHOOL};

pub(super) fn all() -> Vec<ConferenceEvent> {
    vec![
        ConferenceEvent::ConferenceConvened(ConferenceConvened {
            kind: ConferenceKind::Initial,
            planned: day(3, 16),
            invited: vec![social_worker(), detective(), Attendee::Person(MOTHER)],
        }),
        ConferenceEvent::ReportProvided(ReportProvided {
            conference: named("ConferenceConvened"),
            shared_with_parents: recorded(on(3, 12)),
            account: said("Attendance, mood, and what she said in class"),
        }),
        ConferenceEvent::ConferenceHeld(ConferenceHeld {
            kind: ConferenceKind::Initial,
            convened: Some(named("ConferenceConvened")),
            meeting: meeting(),
            account: said("The mother spoke first; each report was gone through with her"),
            outcomes: vec![
                ConferenceOutcome {
                    child: CHILD,
                    decision: ConferenceDecision::Plan(recorded(CategoryOfAbuse::PhysicalAbuse)),
                    participation: recorded(ChildParticipation::AbsentAdvocateBriefed),
                },
                ConferenceOutcome {
                    child: OTHER_CHILD,
                    decision: ConferenceDecision::NoPlan,
                    participation: recorded(ChildParticipation::UnderFour),
                },
            ],
            as_written: said("Plan for the older child under physical abuse"),
            rationale: said("The harm is likely to recur while he can come back"),
            dissent: dissent(),
        }),
        ConferenceEvent::OutcomeSent(OutcomeSent {
            conference: named("ConferenceHeld"),
            what: OutcomeDocument::DecisionLetter,
            to: vec![Recipient::Agency(SCHOOL), Recipient::Person(MOTHER)],
        }),
    ]
}
