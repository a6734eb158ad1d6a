//! The national rules, as data, in one place. What a rule means for a case is worked out elsewhere,
//! from these rows; the page `docs/duties.md` is written from them.

use crate::basis::LegalBasis;
use crate::calendar::CountFrom;

use super::local::Limit;
use super::local_table;
use super::rule::{Configurable, Counting, Form, Rule, RuleCode, Unmet, Weight};

/// Guidance that is due so long after an entry; a row says where it differs.
const GUIDANCE: Rule = Rule {
    code: RuleCode::C1,
    title: "",
    basis: LegalBasis::WorkingTogether,
    weight: Weight::StatutoryGuidance,
    form: Form::Deadline,
    opened_by: "",
    limit: None,
    counted_from: "the opening entry",
    counting: Counting::Forward,
    discharged_by: "",
    excused_by: "nothing",
    unmet: Unmet::NotMetInTime,
    configurable: Configurable::Nothing,
};

/// A guard of s.31ZA; a row says what it guards.
const GUARD: Rule = Rule {
    basis: LegalBasis::FamilyGroupDecisionMaking,
    weight: Weight::Statute,
    form: Form::Precondition,
    counted_from: "not counted",
    counting: Counting::Nothing,
    unmet: Unmet::Breached,
    configurable: Configurable::Commencement,
    ..GUIDANCE
};

/// A quorum that guidance asks for.
const QUORUM: Rule = Rule {
    form: Form::Standing,
    counted_from: "not counted",
    counting: Counting::Nothing,
    ..GUIDANCE
};

/// The rules that always apply, in the order of the process.
pub(super) const NATIONAL: &[Rule] = &[
    Rule {
        code: RuleCode::C1,
        title: "Decision on a contact or referral",
        opened_by: "ContactReceived; ConcernRaised recorded by children's social care",
        limit: Some(Limit::WorkingDays(1)),
        discharged_by: "ReferralDecided or ContactDecided that names it, or names nothing here and is the first after it",
        excused_by: "ended by the case closing or the child leaving it before it is due",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C2,
        title: "Assessment authorised",
        opened_by: "ReferralDecided that leads to an assessment (SINGLE_ASSESSMENT, STRATEGY_DISCUSSION)",
        limit: Some(Limit::WorkingDays(45)),
        counted_from: "the contact or concern that the referral decides",
        discharged_by: "AssessmentAuthorised of it, or the first after it",
        excused_by: "a reason for the delay recorded with it; ended as C1",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C3,
        title: "Initial child protection conference",
        opened_by: "ThresholdDecided for a section 47 enquiry; EnquiryStarted that follows no such decision",
        limit: Some(Limit::WorkingDays(15)),
        counted_from: "the strategy discussion that it follows",
        counting: Counting::ForwardReturnDiffers(CountFrom::DayOne),
        discharged_by: "ConferenceHeld, initial",
        excused_by: "ConferenceNotRequired; ended by EnquiryConcluded with no continuing risk, and as C1",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C4,
        title: "First core group",
        opened_by: "ConferenceHeld, initial, with a plan for the child",
        limit: Some(Limit::WorkingDays(10)),
        discharged_by: "CoreGroupHeld of that plan, or the first after it",
        excused_by: "ended by the plan ending, and as C1",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C5,
        title: "First review conference",
        opened_by: "ConferenceHeld, initial, with a plan for the child",
        limit: Some(Limit::Months(3)),
        discharged_by: "ConferenceHeld, review",
        excused_by: "ended by the plan ending, and as C1",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C6,
        title: "Next review conference",
        opened_by: "ConferenceHeld, review, where the plan continues",
        limit: Some(Limit::Months(6)),
        discharged_by: "ConferenceHeld, review, the next",
        excused_by: "ended by the plan ending, and as C1",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C7,
        title: "Notification of a serious incident",
        basis: LegalBasis::IncidentNotification,
        opened_by: "SeriousIncidentIdentified",
        limit: Some(Limit::WorkingDays(5)),
        counted_from: "when the local authority became aware, otherwise the opening entry",
        discharged_by: "SeriousIncidentNotified of it, or the first after it",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C8,
        title: "Rapid review",
        opened_by: "SeriousIncidentIdentified, or SeriousIncidentNotified where set so",
        limit: Some(Limit::WorkingDays(15)),
        counted_from: "when the incident became known, or its notification where set so",
        discharged_by: "RapidReviewCompleted of it, or the first after it",
        configurable: Configurable::Start,
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C9,
        title: "Local child safeguarding practice review published",
        opened_by: "RapidReviewCompleted that finds a review needed; ReviewCommissioned that follows none",
        limit: Some(Limit::Months(6)),
        discharged_by: "ReviewPublished of it, or the first after it",
        excused_by: "ReviewPublished saying that it is not published",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C10,
        title: "End of police protection",
        basis: LegalBasis::PoliceProtection,
        weight: Weight::Statute,
        opened_by: "PoliceProtectionTaken",
        limit: Some(Limit::Hours(72)),
        discharged_by: "PoliceProtectionEnded of it, or the first after it",
        unmet: Unmet::Breached,
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C11,
        title: "End of an emergency protection order",
        basis: LegalBasis::EmergencyProtectionDuration,
        weight: Weight::Statute,
        opened_by: "EmergencyProtectionOrdered (8 days or what the order says, never more; one EmergencyProtectionExtended adds up to 7)",
        limit: Some(Limit::Days(8)),
        discharged_by: "EmergencyProtectionEnded of it, or the first after it",
        unmet: Unmet::Breached,
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::C12,
        title: "Care proceedings concluded",
        basis: LegalBasis::CareTimetable,
        weight: Weight::Statute,
        opened_by: "CourtApplicationIssued under Part 4",
        limit: Some(Limit::Weeks(26)),
        discharged_by: "OrderMade, final",
        ..GUIDANCE
    },
    Rule {
        code: RuleCode::FgdmOffer,
        title: "Family group decision making offered before a Part 4 application",
        opened_by: "CourtApplicationIssued under Part 4, for each child",
        discharged_by: "FgdmOffered about the child before it, to a parent or another with parental responsibility",
        excused_by: "FgdmNotOffered about the child before it, in the child's best interests",
        ..GUARD
    },
    Rule {
        code: RuleCode::FgdmMeeting,
        title: "Family group decision making held before a Part 4 application, where accepted",
        opened_by: "CourtApplicationIssued under Part 4, for each child",
        discharged_by: "FgdmHeld about the child before it",
        excused_by: "FgdmNotHeld about the child before it, in the child's best interests",
        ..GUARD
    },
    Rule {
        code: RuleCode::FgdmLetter,
        title: "Family group decision making offered in the letter before proceedings",
        opened_by: "CourtApplicationIssued under Part 4 that LetterBeforeProceedingsSent came before, for each child of both",
        discharged_by: "the letter saying that it contains the offer",
        excused_by: "FgdmNotOffered about the child before the letter, in the child's best interests",
        ..GUARD
    },
    Rule {
        code: RuleCode::QuorumStrategy,
        title: "Strategy discussion: social care, police and health present",
        opened_by: "StrategyDiscussionHeld",
        discharged_by: "its attendance",
        excused_by: "the reason recorded for going ahead",
        ..QUORUM
    },
    Rule {
        code: RuleCode::QuorumConference,
        title: "Conference: social care and at least two other agencies present",
        opened_by: "ConferenceHeld",
        discharged_by: "its attendance",
        ..QUORUM
    },
    Rule {
        code: RuleCode::TeamMembers,
        title: "Multi-agency child protection team: a member in each seat",
        basis: LegalBasis::MultiAgencyTeam,
        weight: Weight::Statute,
        form: Form::Standing,
        opened_by: "TeamEstablished, for each of its four seats",
        counted_from: "not counted",
        counting: Counting::Nothing,
        discharged_by: "MemberNominated, until MemberStoodDown; CoverArranged",
        unmet: Unmet::Breached,
        configurable: Configurable::EarlyAdoption,
        ..GUIDANCE
    },
];

/// Every rule: the national ones, then the local ones.
pub fn table() -> impl Iterator<Item = &'static Rule> {
    NATIONAL.iter().chain(local_table::LOCAL)
}

impl RuleCode {
    /// The row of this rule.
    ///
    /// # Panics
    /// Never: a test finds a row for every code.
    #[expect(clippy::expect_used, reason = "a test finds a row for every code")]
    pub fn rule(self) -> &'static Rule {
        table().find(|rule| rule.code == self).expect("every code has its row")
    }
}
