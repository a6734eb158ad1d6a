//! Samples of the chapter `threshold`.

use candour_domain::case::threshold::{
    PartnerDecisionRecorded, StrategyDiscussionConvened, StrategyDiscussionHeld, ThresholdDecided,
    ThresholdDecision, ThresholdEvent,
};
use candour_domain::meeting::Attendee;
use candour_domain::text::Text;

use super::surroundings::{
    at, day, detective, dissent, grounds, meeting, named, recorded, said, social_worker,
};
use super::{SCHOOL, TEAM};

pub(super) fn all() -> Vec<ThresholdEvent> {
    vec![
        ThresholdEvent::StrategyDiscussionConvened(StrategyDiscussionConvened {
            trigger: said("The bruise and what she said, together"),
            planned: Some(at("2026-02-24T09:30")),
            invited: vec![detective(), Attendee::Agency(SCHOOL)],
        }),
        ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
            convened: Some(named("StrategyDiscussionConvened")),
            meeting: meeting(),
            account: said("Each agency gave what it holds; the school had sent its report"),
            proceeded_without_quorum: Some(Text::new("Health could not be reached that morning")),
        }),
        ThresholdEvent::ThresholdDecided(ThresholdDecided {
            discussion: named("StrategyDiscussionHeld"),
            decision: recorded(ThresholdDecision::FurtherDiscussion(day(2, 26))),
            as_written: said("Reconvene once the medical is back"),
            account: said("Reasonable cause to suspect was discussed and left open"),
            grounds: grounds(&["ObservationRecorded", "ChildVoiceRecorded"]),
            advised_by: Some(TEAM),
            contributed: vec![social_worker(), detective()],
            dissent: dissent(),
        }),
        ThresholdEvent::PartnerDecisionRecorded(PartnerDecisionRecorded {
            decision: Text::new("Police open a criminal investigation"),
            account: said("An officer is named for the family"),
            grounds: grounds(&["ObservationRecorded"]),
        }),
    ]
}
