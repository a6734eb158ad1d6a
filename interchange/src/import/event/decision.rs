//! Rows of the front door and of decisions on the threshold.

use chrono::NaiveDate;

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{
    ConcernEvent, ConcernRaised, ContactDecided, ContactReceived, ReferralDecided,
};
use candour_domain::case::threshold::{
    PartnerDecisionRecorded, ThresholdDecided, ThresholdDecision, ThresholdEvent,
};
use candour_domain::code::{ContactOutcome, ReferralOutcome};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;

use super::Builder;
use crate::import::column::Column;
use crate::import::fault::{Fault, Problem};
use crate::import::name::fold;

/// The usual words for what came of a contact.
pub(crate) const CONTACT_OUTCOMES: &[(&str, ContactOutcome)] = &[
    ("referral", ContactOutcome::NewReferral),
    ("new referral", ContactOutcome::NewReferral),
    ("joined to an existing referral", ContactOutcome::ExistingReferral),
    ("no further action", ContactOutcome::NoFurtherAction),
    ("information and advice", ContactOutcome::Advice),
    ("advice", ContactOutcome::Advice),
];

/// The usual words for what was decided on a referral.
pub(crate) const REFERRAL_OUTCOMES: &[(&str, ReferralOutcome)] = &[
    ("single assessment", ReferralOutcome::SingleAssessment),
    ("child and family assessment", ReferralOutcome::SingleAssessment),
    ("no further action", ReferralOutcome::NoFurtherAction),
    ("strategy discussion", ReferralOutcome::StrategyDiscussion),
    ("initial conference", ReferralOutcome::ChildProtectionConference),
    ("child protection conference", ReferralOutcome::ChildProtectionConference),
    ("private fostering", ReferralOutcome::PrivateFostering),
];

impl Builder<'_> {
    pub(super) fn concern(&mut self) -> CaseEvent {
        CaseEvent::Concern(ConcernEvent::ConcernRaised(ConcernRaised {
            raised_by: self.row().said_by.as_deref().map(|name| self.speaker(name)).into(),
            account: self.words(),
            wording: Recorded::NotRecorded,
            danger: Recorded::NotRecorded,
            family_told: Recorded::NotRecorded,
        }))
    }

    pub(super) fn contact(&mut self) -> CaseEvent {
        CaseEvent::Concern(ConcernEvent::ContactReceived(ContactReceived {
            source: Recorded::NotRecorded,
            channel: Recorded::NotRecorded,
            account: self.words(),
            received: self.items(),
        }))
    }

    pub(super) fn contact_decision(&mut self) -> CaseEvent {
        CaseEvent::Concern(ConcernEvent::ContactDecided(ContactDecided {
            contact: self.antecedent(),
            outcome: self.coded("outcome of a contact", CONTACT_OUTCOMES),
            as_written: self.as_written(),
            grounds: self.grounds(),
            account: self.account(),
        }))
    }

    pub(super) fn referral_decision(&mut self) -> CaseEvent {
        CaseEvent::Concern(ConcernEvent::ReferralDecided(ReferralDecided {
            contact: self.antecedent(),
            outcome: self.coded("outcome of a referral", REFERRAL_OUTCOMES),
            as_written: self.as_written(),
            grounds: self.grounds(),
            account: self.account(),
        }))
    }

    pub(super) fn threshold_decision(&mut self) -> CaseEvent {
        CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(ThresholdDecided {
            discussion: self.antecedent(),
            decision: self.threshold(),
            as_written: self.as_written(),
            account: self.account(),
            grounds: self.grounds(),
            advised_by: None,
            contributed: self.attendees(),
            dissent: Vec::new(),
        }))
    }

    pub(super) fn partner_decision(&mut self) -> Result<CaseEvent, Problem> {
        let decision = self.row().decision.as_deref();
        let decision = decision.ok_or_else(|| self.refuse(Column::Decision, Fault::EmptyCell))?;
        Ok(CaseEvent::Threshold(ThresholdEvent::PartnerDecisionRecorded(PartnerDecisionRecorded {
            decision: Text::new(decision),
            account: self.account(),
            grounds: self.grounds(),
        })))
    }

    fn threshold(&mut self) -> Recorded<ThresholdDecision> {
        let Some(given) = self.decision_words() else { return Recorded::NotRecorded };
        let words = fold(given);
        let again = words.strip_prefix("further discussion ").map(str::trim);
        let on = again.and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
        let found = match (words.as_str(), on) {
            (_, Some(day)) => ThresholdDecision::FurtherDiscussion(day),
            ("section 47, joint", None) => ThresholdDecision::Section47Joint,
            ("section 47, single" | "section 47, single agency", None) => {
                ThresholdDecision::Section47Single
            }
            ("section 17" | "continue under section 17", None) => {
                ThresholdDecision::ContinueSection17
            }
            ("no further action", None) => ThresholdDecision::NoFurtherAction,
            ("immediate protection", None) => ThresholdDecision::ImmediateProtection,
            (_, None) => return self.no_code("decision on the threshold"),
        };
        Recorded::Recorded(found)
    }
}
