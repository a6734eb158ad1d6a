//! How family group decision making, pre-proceedings and emergencies go, and what happens beside
//! them. Rates alone; nothing is drawn here.

use candour_domain::case::emergency::ProtectionEnd;
use candour_domain::case::fgdm::FamilyPlanAnswer;
use candour_domain::code::{
    FgdmDeclineReason, FgdmNotHeldReason, FgdmNotOfferedReason, LegalGatewayOutcome, OrderKind,
};

use super::{INVENTED, RAISED, Rate, rate};

// Family group decision making.

/// What comes of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Answer {
    /// It is accepted.
    Accepted,
    /// It is declined.
    Declined,
    /// It is put off.
    Deferred,
    /// There is no answer.
    None,
}

/// What comes of offers. Invented, as are all shares and rates of this part.
pub(in super::super) const FGDM_ANSWERS: &[(Answer, u16)] = &[
    (Answer::Accepted, 470),
    (Answer::Declined, 280),
    (Answer::Deferred, 120),
    (Answer::None, 130),
];
/// Why it is not offered. Invented.
pub(in super::super) const FGDM_NOT_OFFERED_REASONS: &[(FgdmNotOfferedReason, u16)] = &[
    (FgdmNotOfferedReason::DomesticAbuse, 300),
    (FgdmNotOfferedReason::RiskToChild, 200),
    (FgdmNotOfferedReason::WhereaboutsUnknown, 110),
    (FgdmNotOfferedReason::NoOneTraceable, 80),
    (FgdmNotOfferedReason::UrgentApplication, 130),
    (FgdmNotOfferedReason::AlreadyHeld, 120),
    (FgdmNotOfferedReason::Other, 60),
];
/// Why it is declined. Invented.
pub(in super::super) const FGDM_DECLINE_REASONS: &[(FgdmDeclineReason, u16)] = &[
    (FgdmDeclineReason::FamilyNotWanted, 250),
    (FgdmDeclineReason::NoNetwork, 180),
    (FgdmDeclineReason::DistrustOfAuthority, 150),
    (FgdmDeclineReason::ConflictOrAbuse, 150),
    (FgdmDeclineReason::Timing, 110),
    (FgdmDeclineReason::CultureOrLanguage, 30),
    (FgdmDeclineReason::OtherProcessPreferred, 60),
    (FgdmDeclineReason::DeclinedToSay, 70),
];
/// Why it is not held. Invented.
pub(in super::super) const FGDM_NOT_HELD_REASONS: &[(FgdmNotHeldReason, u16)] = &[
    (FgdmNotHeldReason::Withdrawn, 300),
    (FgdmNotHeldReason::NotInBestInterests, 200),
    (FgdmNotHeldReason::NoQuorumOfFamily, 220),
    (FgdmNotHeldReason::ChildMoved, 100),
    (FgdmNotHeldReason::AuthorityDecision, 100),
    (FgdmNotHeldReason::IssuedUrgently, 80),
];
/// How a family's plan is answered. Invented.
pub(in super::super) const FAMILY_PLAN_ANSWERS: &[(FamilyPlanAnswer, u16)] = &[
    (FamilyPlanAnswer::Agreed, 640),
    (FamilyPlanAnswer::AgreedInPart, 270),
    (FamilyPlanAnswer::NotAgreed, 90),
];
pub(in super::super) const FGDM_IN_NEED: Rate =
    rate("family group decision making is considered for a child in need", 190, INVENTED);
pub(in super::super) const FGDM_AT_PROTECTION: Rate =
    rate("family group decision making is considered with a protection plan", 520, INVENTED);
pub(in super::super) const FGDM_BEFORE_COURT: Rate =
    rate("family group decision making is considered before court", 920, INVENTED);
pub(in super::super) const FGDM_NOT_OFFERED: Rate =
    rate("family group decision making is considered and not offered", 220, INVENTED);
pub(in super::super) const BEST_INTERESTS: Rate =
    rate("the exception is the child's best interests", 560, INVENTED);
pub(in super::super) const FGDM_WITHDRAWN: Rate = rate("an acceptance is withdrawn", 130, INVENTED);
pub(in super::super) const FGDM_NOT_HELD: Rate =
    rate("a meeting that was prepared is not held", 190, INVENTED);
pub(in super::super) const PRIVATE_TIME: Rate = rate("the family has time alone", 840, INVENTED);
pub(in super::super) const FAMILY_PLAN: Rate =
    rate("a meeting leads to a family's plan", 880, INVENTED);
pub(in super::super) const FGDM_OUTCOME_RECORDED: Rate =
    rate("the outcome is recorded months after a meeting", 620, INVENTED);

// Before court, and emergencies.

/// What the legal gateway comes to. Invented.
pub(in super::super) const GATEWAY_OUTCOMES: &[(LegalGatewayOutcome, u16)] = &[
    (LegalGatewayOutcome::StartPreProceedings, 640),
    (LegalGatewayOutcome::ContinuePlan, 200),
    (LegalGatewayOutcome::IssueProceedings, 160),
];
/// The final orders of the court. Invented.
pub(in super::super) const FINAL_ORDERS: &[(OrderKind, u16)] = &[
    (OrderKind::CareOrder, 420),
    (OrderKind::SpecialGuardianshipOrder, 220),
    (OrderKind::SupervisionOrder, 220),
    (OrderKind::ChildArrangementsOrder, 80),
    (OrderKind::PlacementOrder, 60),
];
/// How police protection ends. Invented.
pub(in super::super) const PROTECTION_ENDS: &[(ProtectionEnd, u16)] = &[
    (ProtectionEnd::Released, 420),
    (ProtectionEnd::EmergencyOrder, 320),
    (ProtectionEnd::Accommodated, 200),
    (ProtectionEnd::Lapsed, 60),
];
pub(in super::super) const TO_LEGAL_GATEWAY: Rate =
    rate("a plan that continues at a review goes to the legal gateway", 450, RAISED);
pub(in super::super) const OFFER_IN_LETTER: Rate =
    rate("the letter contains the offer that was made", 850, INVENTED);
pub(in super::super) const TO_COURT: Rate =
    rate("pre-proceedings lead to an application", 600, INVENTED);
pub(in super::super) const PROTECTION_BEYOND_ITS_LIMIT: Rate =
    rate("police protection or an emergency order ends beyond its limit", 120, RAISED);
pub(in super::super) const ORDER_EXTENDED: Rate =
    rate("an emergency order is extended", 350, INVENTED);

// What happens beside the course.

/// In how many working days a challenge is answered; local practice is five. Invented.
pub(in super::super) const CHALLENGE_DAYS: &[(i64, u16)] =
    &[(2, 300), (4, 420), (7, 180), (14, 100)];
/// In how many working days a serious incident is notified; the limit is five. Invented.
pub(in super::super) const NOTIFIED_DAYS: &[(i64, u16)] = &[(2, 400), (4, 450), (7, 150)];
pub(in super::super) const CHALLENGED: Rate =
    rate("an agency challenges a decision not to go on", 200, INVENTED);
pub(in super::super) const CHALLENGE_ANSWERED: Rate =
    rate("a challenge is answered", 880, INVENTED);
pub(in super::super) const CHALLENGE_ESCALATED: Rate =
    rate("an answered challenge goes up", 240, INVENTED);
pub(in super::super) const CONSULTED: Rate =
    rate("the team is consulted on a referral", 90, INVENTED);
pub(in super::super) const AUDITED: Rate = rate("a case is audited", 70, INVENTED);
pub(in super::super) const INCIDENT: Rate = rate("a serious incident is identified", 20, RAISED);
pub(in super::super) const HOME_EDUCATION: Rate =
    rate("a parent asks to educate a child at home", 40, INVENTED);
pub(in super::super) const CONTACT_WHILE_OPEN: Rate =
    rate("a contact comes while a family is worked with", 340, INVENTED);
pub(in super::super) const REVIEW_NEEDED: Rate =
    rate("a rapid review finds that a review is needed", 600, INVENTED);
pub(in super::super) const CHILD_MOVES: Rate =
    rate("a child of several moves to relatives while a plan of help runs", 200, RAISED);
pub(in super::super) const STEPPED_UP: Rate =
    rate("a plan of help leads to a strategy discussion", 110, INVENTED);

/// The rates of this part.
#[cfg(test)]
pub(super) const OF_COURT: &[Rate] = &[
    FGDM_IN_NEED,
    FGDM_AT_PROTECTION,
    FGDM_BEFORE_COURT,
    FGDM_NOT_OFFERED,
    BEST_INTERESTS,
    FGDM_WITHDRAWN,
    FGDM_NOT_HELD,
    PRIVATE_TIME,
    FAMILY_PLAN,
    FGDM_OUTCOME_RECORDED,
    TO_LEGAL_GATEWAY,
    OFFER_IN_LETTER,
    TO_COURT,
    PROTECTION_BEYOND_ITS_LIMIT,
    ORDER_EXTENDED,
    CHALLENGED,
    CHALLENGE_ANSWERED,
    CHALLENGE_ESCALATED,
    CONSULTED,
    AUDITED,
    INCIDENT,
    HOME_EDUCATION,
    CONTACT_WHILE_OPEN,
    REVIEW_NEEDED,
    CHILD_MOVES,
    STEPPED_UP,
];
