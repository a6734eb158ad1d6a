//! Samples of the chapter `oversight`.

use candour_domain::case::oversight::{
    CaseAudited, CaseConsultationGiven, ChallengeAnswered, ChallengeEscalated, ChallengeGround,
    ChallengeRaised, ChallengeResolved, Identifiable, OversightEvent, OversightRecorded,
    SupervisionHeld,
};
use candour_domain::party::Recipient;
use candour_domain::text::Text;

use super::surroundings::{day, grounds, named, recorded, said, to_social_worker};
use super::{SOCIAL_CARE, SOCIAL_WORKER, entry};

pub(super) fn all() -> Vec<OversightEvent> {
    vec![
        OversightEvent::SupervisionHeld(SupervisionHeld {
            of: SOCIAL_WORKER,
            account: said("What the visit felt like, and what is not yet known"),
            grounds: grounds(&["ChildSeen"]),
            next: Some(day(3, 24)),
        }),
        OversightEvent::OversightRecorded(OversightRecorded {
            decision: said("Ask health visiting before Friday"),
            grounds: grounds(&["SupervisionHeld"]),
        }),
        OversightEvent::CaseConsultationGiven(CaseConsultationGiven {
            to: to_social_worker(),
            question: Text::new("Is this enough for a strategy discussion?"),
            advice: Text::new("Yes, and do not wait for the school"),
            identifiable: recorded(Identifiable::Anonymous),
        }),
        OversightEvent::ChallengeRaised(ChallengeRaised {
            of: Some(entry("ThresholdDecided")),
            ground: recorded(ChallengeGround::Threshold),
            account: Text::new("The school does not agree that it can wait two days"),
            to: recorded(Recipient::Agency(SOCIAL_CARE)),
            due: Some(day(2, 27)),
            child_safe: said("She is with her grandmother until then"),
        }),
        OversightEvent::ChallengeAnswered(ChallengeAnswered {
            challenge: named("ChallengeRaised"),
            account: Text::new("The discussion was brought forward to the morning"),
        }),
        OversightEvent::ChallengeEscalated(ChallengeEscalated {
            challenge: named("ChallengeRaised"),
            stage: 2,
            to: recorded(to_social_worker()),
        }),
        OversightEvent::ChallengeResolved(ChallengeResolved {
            challenge: named("ChallengeRaised"),
            account: Text::new("Both agree on the enquiry"),
        }),
        OversightEvent::CaseAudited(CaseAudited {
            account: Text::new("Visits are recorded late; her words are well kept"),
            actions: said("Record visits within two working days"),
        }),
    ]
}
