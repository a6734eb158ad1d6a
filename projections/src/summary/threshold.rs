//! The chapter `threshold` in words.

use candour_domain::case::threshold::{ThresholdDecision, ThresholdEvent};
use candour_domain::meeting::Dissent;
use candour_domain::recorded::Recorded;

use super::{Names, Said};

pub(super) fn said(event: &ThresholdEvent, names: &Names<'_>) -> Said {
    match event {
        ThresholdEvent::StrategyDiscussionConvened(it) => Said::of("Strategy discussion convened")
            .say_recorded(&it.trigger)
            .with_some("To be held", it.planned)
            .list("Asked", names.attendees(&it.invited)),
        ThresholdEvent::StrategyDiscussionHeld(it) => {
            let said = Said::of("Strategy discussion held").say_recorded(&it.account);
            names.meeting(said, &it.meeting).with_some(
                "Why it went ahead without the least that guidance asks for",
                it.proceeded_without_quorum.as_ref(),
            )
        }
        ThresholdEvent::ThresholdDecided(it) => Said::of("Threshold decided")
            .say_recorded(&it.account)
            .with("Decision", decision(&it.decision))
            .with_recorded("As written", &it.as_written)
            .with("At or after", names.antecedent(it.discussion))
            .grounds(&it.grounds, names)
            .with_some("Advised by", it.advised_by.map(|id| names.team(id)))
            .list("Contributed", names.attendees(&it.contributed))
            .list("Disagreed", it.dissent.iter().map(|one| dissent(one, names))),
        ThresholdEvent::PartnerDecisionRecorded(it) => Said::of("Partner's decision")
            .say_recorded(&it.account)
            .with("Decision", &it.decision)
            .grounds(&it.grounds, names),
    }
}

fn decision(decision: &Recorded<ThresholdDecision>) -> String {
    match decision {
        Recorded::NotRecorded => "not recorded".to_owned(),
        Recorded::Recorded(decision) => match decision {
            ThresholdDecision::Section47Single => {
                "section 47 enquiry by the local authority alone".to_owned()
            }
            ThresholdDecision::Section47Joint => {
                "section 47 enquiry, jointly with police".to_owned()
            }
            ThresholdDecision::ContinueSection17 => {
                "no section 47 enquiry; continue under section 17".to_owned()
            }
            ThresholdDecision::NoFurtherAction => "no further action".to_owned(),
            ThresholdDecision::ImmediateProtection => "immediate protection".to_owned(),
            ThresholdDecision::FurtherDiscussion(day) => format!("a further discussion on {day}"),
        },
    }
}

/// Somebody's disagreement, with their reason.
pub(super) fn dissent(dissent: &Dissent, names: &Names<'_>) -> String {
    let who = names.attendee(&dissent.who);
    match &dissent.reason {
        Recorded::Recorded(reason) => format!("{who}: {reason}"),
        Recorded::NotRecorded => format!("{who} (reason not recorded)"),
    }
}
