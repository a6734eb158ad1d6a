//! How often things happen in the invented area: every rate, in one table, each with where it comes
//! from. Nothing is drawn here.
//!
//! "England" names what is published of the country as a whole; "worked out" follows from such
//! figures by an assumption; "invented" has no source and is set so that it can be seen; "raised" is
//! rarer in the country, and is set higher so that an area of some hundred cases shows it at all.
//! None of it says anything about a real place.
//!
//! # Rules
//! - `every_rate_is_named_once_with_its_source`.

use candour_domain::case::child::{Interpreter, Seen, VoiceMethod};
use candour_domain::case::concern::Channel;
use candour_domain::case::help::HelpPlanKind;
use candour_domain::case::information::NotSharedGround;
use candour_domain::code::{
    AssessmentFactor, AssessmentOutcome, Ethnicity, ReasonForClosure, ReferralOutcome,
    ReferralSource, WorkerChangeReason,
};
use candour_domain::meeting::Extent;

/// How often something happens, in thousandths, and where that comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// What happens.
    pub(super) what: &'static str,
    /// Of a thousand, so many.
    pub(super) per_mille: u16,
    /// Where it comes from.
    pub(super) source: &'static str,
}

const fn rate(what: &'static str, per_mille: u16, source: &'static str) -> Rate {
    Rate { what, per_mille, source }
}

const INVENTED: &str = "invented";
const WORKED_OUT: &str = "worked out";

// The front door.

/// Where referrals come from. England, year to March 2025: police 28 %, schools 21 %; the others
/// share the rest, which is invented.
pub(super) const REFERRAL_SOURCES: &[(ReferralSource, u16)] = &[
    (ReferralSource::Police, 280),
    (ReferralSource::School, 210),
    (ReferralSource::HealthVisitor, 55),
    (ReferralSource::GeneralPractitioner, 35),
    (ReferralSource::EmergencyDepartment, 45),
    (ReferralSource::OtherHealth, 40),
    (ReferralSource::SchoolNurse, 15),
    (ReferralSource::EducationService, 20),
    (ReferralSource::Housing, 20),
    (ReferralSource::LocalAuthoritySocialCare, 40),
    (ReferralSource::LocalAuthorityEarlyHelp, 55),
    (ReferralSource::OtherLegalAgency, 30),
    (ReferralSource::Other, 40),
    (ReferralSource::Family, 50),
    (ReferralSource::Acquaintance, 25),
    (ReferralSource::Anonymous, 40),
];
/// How contacts come. Invented.
pub(super) const CHANNELS: &[(Channel, u16)] = &[
    (Channel::SecurePortal, 480),
    (Channel::Email, 220),
    (Channel::Telephone, 260),
    (Channel::Notification, 40),
];
/// In how many working days a contact is decided; the limit is one. Invented.
pub(super) const DECISION_DAYS: &[(i64, u16)] = &[(0, 550), (1, 370), (2, 50), (4, 30)];
/// What a referral leads to. Worked out: England had 655,540 assessments in 2022-23 to some 633,000
/// referrals, some of them after a strategy discussion.
pub(super) const REFERRAL_OUTCOMES: &[(ReferralOutcome, u16)] = &[
    (ReferralOutcome::SingleAssessment, 760),
    (ReferralOutcome::StrategyDiscussion, 170),
    (ReferralOutcome::NoFurtherAction, 70),
];
/// How agreement to checks is answered: given, refused, not sought because unsafe, no answer.
/// Invented.
pub(super) const AGREEMENTS: &[(u8, u16)] = &[(0, 640), (1, 120), (2, 160), (3, 80)];

pub(super) const CONTACT_ALONE: Rate = rate(
    "a family's first contact leads to nothing further",
    160,
    "thinned: England had 3.0 million contacts to 633,000 referrals in a year, so most lead to nothing",
);
pub(super) const LATER_CONTACT_ALONE: Rate =
    rate("a later contact leads to nothing further", 80, INVENTED);
pub(super) const REFERRED_AGAIN: Rate = rate(
    "a family comes again within twelve months of its case closing",
    246,
    "England, year to March 2025: 22.6 % were referred again; some contacts lead to nothing",
);
pub(super) const IN_CONTACT_AGAIN: Rate =
    rate("a family whose contact led to nothing comes again", 300, INVENTED);
pub(super) const AGREEMENT_SOUGHT: Rate = rate("agreement to checks is sought", 700, INVENTED);
pub(super) const FAMILY_TOLD: Rate = rate("the family is told of the concern", 620, INVENTED);
pub(super) const REFERRER_INFORMED: Rate =
    rate("an agency that referred is told the decision", 860, INVENTED);

// Families.

/// How many children a family has. Invented.
pub(super) const SIBLINGS: &[(u8, u16)] = &[(1, 420), (2, 320), (3, 160), (4, 70), (5, 30)];
/// The ethnicity of a family's children, by its official code. Invented, with every code in it.
pub(super) const ETHNICITIES: &[(Ethnicity, u16)] = &[
    (Ethnicity::WhiteBritish, 640),
    (Ethnicity::OtherWhite, 60),
    (Ethnicity::WhiteIrish, 8),
    (Ethnicity::TravellerOfIrishHeritage, 6),
    (Ethnicity::GypsyOrRoma, 12),
    (Ethnicity::WhiteAndBlackCaribbean, 36),
    (Ethnicity::WhiteAndBlackAfrican, 14),
    (Ethnicity::WhiteAndAsian, 16),
    (Ethnicity::OtherMixed, 26),
    (Ethnicity::Indian, 14),
    (Ethnicity::Pakistani, 36),
    (Ethnicity::Bangladeshi, 14),
    (Ethnicity::OtherAsian, 18),
    (Ethnicity::BlackCaribbean, 18),
    (Ethnicity::BlackAfrican, 36),
    (Ethnicity::OtherBlack, 12),
    (Ethnicity::Chinese, 4),
    (Ethnicity::OtherEthnicGroup, 20),
    (Ethnicity::Refused, 2),
    (Ethnicity::NotYetObtained, 8),
];
pub(super) const UNBORN: Rate = rate("a family expects a child", 50, INVENTED);
pub(super) const DISABLED: Rate = rate("a child is disabled", 130, INVENTED);
pub(super) const FATHER_KNOWN: Rate = rate("the father is known", 720, INVENTED);
pub(super) const FATHER_HOLDS_RESPONSIBILITY: Rate =
    rate("a known father holds parental responsibility", 780, INVENTED);
pub(super) const GRANDPARENT_AROUND: Rate =
    rate("a grandparent or an aunt is around the children", 420, INVENTED);

// Staff.

/// How many cases a social worker holds before another is taken on. England, September 2024: 15.4.
pub(super) const CASES_A_WORKER_MAX: u32 = 16;
/// How many cases a lead child protection practitioner holds before another is taken on. Invented.
pub(super) const LEADS_CASES_MAX: u32 = 12;
/// Why a case goes from one worker to another. Invented.
pub(super) const CHANGE_REASONS: &[(WorkerChangeReason, u16)] = &[
    (WorkerChangeReason::ManagingCaseloads, 300),
    (WorkerChangeReason::TransferProcess, 250),
    (WorkerChangeReason::Absence, 200),
    (WorkerChangeReason::Restructure, 100),
    (WorkerChangeReason::ParentAskedForChange, 80),
    (WorkerChangeReason::ChildAskedForChange, 70),
];
pub(super) const CASE_GOES_TO_ANOTHER: Rate =
    rate("a case goes to another worker, each time it is worked on", 12, INVENTED);

// Between agencies.

/// What becomes of a request for information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// Something is supplied.
    Supplied,
    /// Nothing is known.
    NothingKnown,
    /// It is refused.
    Refused,
    /// There is no reply.
    Never,
}

/// What becomes of a request to an agency that answers promptly. Invented, as are the next two.
pub(super) const REPLIES_OF_THE_PROMPT: &[(Reply, u16)] =
    &[(Reply::Supplied, 740), (Reply::NothingKnown, 190), (Reply::Refused, 20), (Reply::Never, 50)];
/// What becomes of a request to an agency that answers late.
pub(super) const REPLIES_OF_THE_LATE: &[(Reply, u16)] = &[
    (Reply::Supplied, 620),
    (Reply::NothingKnown, 180),
    (Reply::Refused, 40),
    (Reply::Never, 160),
];
/// What becomes of a request to an agency that seldom answers.
pub(super) const REPLIES_OF_THE_SELDOM: &[(Reply, u16)] = &[
    (Reply::Supplied, 360),
    (Reply::NothingKnown, 170),
    (Reply::Refused, 110),
    (Reply::Never, 360),
];
/// On which ground something is not shared. Invented.
pub(super) const GROUNDS_OF_NOT_SHARING: &[(NotSharedGround, u16)] = &[
    (NotSharedGround::NotThoughtRelevant, 420),
    (NotSharedGround::WouldNotHelpFunction, 180),
    (NotSharedGround::LegalBar, 70),
    (NotSharedGround::RiskToAdult, 110),
    (NotSharedGround::AgreementRefused, 130),
    (NotSharedGround::Other, 90),
];
/// How much of something is shared. Invented.
pub(super) const EXTENTS: &[(Extent, u16)] =
    &[(Extent::Whole, 620), (Extent::Gist, 200), (Extent::Part, 140), (Extent::Existence, 40)];
pub(super) const DECIDED_NOT_TO_SHARE: Rate =
    rate("an agency decides not to share what it saw", 60, INVENTED);
pub(super) const SHARED_BY_THE_PROMPT: Rate =
    rate("an agency that is prompt shares what it saw", 780, INVENTED);
pub(super) const SHARED_BY_THE_LATE: Rate =
    rate("an agency that is late shares what it saw", 560, INVENTED);
pub(super) const SHARED_BY_THE_SELDOM: Rate =
    rate("an agency that seldom shares shares what it saw", 250, INVENTED);
pub(super) const RECEIPT_RECORDED: Rate =
    rate("the receipt of what was shared is recorded", 640, INVENTED);
pub(super) const RESPONSE_RECORDED: Rate =
    rate("what was done about an observation is recorded with it", 350, INVENTED);

// Visits.

/// How long after a visit it is written up, in hours. Invented.
pub(super) const WRITTEN_UP_AFTER_HOURS: &[(i64, u16)] =
    &[(0, 420), (3, 200), (24, 220), (72, 100), (168, 40), (400, 20)];
/// Whether a child is seen on a visit on which somebody is met. Invented.
pub(super) const SEEN: &[(Seen, u16)] = &[(Seen::Seen, 930), (Seen::NotSeen, 70)];
/// Whether an interpreter takes part. Invented.
pub(super) const INTERPRETERS: &[(Interpreter, u16)] =
    &[(Interpreter::NotNeeded, 940), (Interpreter::Used, 45), (Interpreter::NeededNotUsed, 15)];
/// How children say something. Invented.
pub(super) const WAYS_OF_SAYING: &[(VoiceMethod, u16)] = &[
    (VoiceMethod::OwnWords, 760),
    (VoiceMethod::Drawing, 90),
    (VoiceMethod::ThroughAdvocate, 60),
    (VoiceMethod::ThroughAnother, 90),
];
/// How children who do not speak yet show something. Invented.
pub(super) const WAYS_OF_SHOWING: &[(VoiceMethod, u16)] =
    &[(VoiceMethod::NonVerbal, 640), (VoiceMethod::Play, 360)];
pub(super) const NOBODY_MET: Rate = rate("nobody is met on a visit", 70, INVENTED);
pub(super) const SEEN_ALONE: Rate = rate("a child who speaks is seen alone", 720, INVENTED);
pub(super) const VOICE_ON_VISIT: Rate =
    rate("a child's words are recorded on a visit", 900, WORKED_OUT);
pub(super) const PARENT_SEEN: Rate = rate("a parent is seen on a visit", 380, INVENTED);
pub(super) const OBSERVED_ON_VISIT: Rate = rate("something is observed on a visit", 300, INVENTED);
pub(super) const VIEWS_WEIGHED: Rate =
    rate("it is recorded how a child's words were weighed", 120, INVENTED);

// Assessments and help.

/// How long an assessment takes from when it starts, in working days. England, 2022-23: 33 days in
/// the mean, taken here as working days, the unit of the limit.
pub(super) const ASSESSMENT_DAYS: i64 = 33;
/// How far the length of assessments spreads, in working days. Invented.
pub(super) const ASSESSMENT_DAYS_SPREAD: i64 = 11;
/// What an assessment leads to. Invented.
pub(super) const ASSESSMENT_OUTCOMES: &[(AssessmentOutcome, u16)] = &[
    (AssessmentOutcome::NoFurtherAction, 330),
    (AssessmentOutcome::ProvisionOfServices, 360),
    (AssessmentOutcome::ReferralToOtherAgency, 210),
    (AssessmentOutcome::StrategyDiscussion, 100),
];
/// What assessments find. Each as likely as any other.
pub(super) const FACTORS: &[AssessmentFactor] = &[
    AssessmentFactor::DomesticAbuseParent,
    AssessmentFactor::MentalHealthParent,
    AssessmentFactor::AlcoholParent,
    AssessmentFactor::DrugsParent,
    AssessmentFactor::EmotionalAbuse,
    AssessmentFactor::Neglect,
    AssessmentFactor::MentalHealthChild,
    AssessmentFactor::PhysicalAbuseByAdult,
    AssessmentFactor::LearningDisabilityParent,
    AssessmentFactor::YoungCarer,
    AssessmentFactor::Missing,
    AssessmentFactor::SelfHarm,
    AssessmentFactor::ChildCriminalExploitation,
];
/// Which kind of plan of help. Invented.
pub(super) const HELP_PLANS: &[(HelpPlanKind, u16)] =
    &[(HelpPlanKind::ChildInNeed, 620), (HelpPlanKind::FamilyHelp, 380)];
/// Why a case closes, where it has been assessed. Invented.
pub(super) const CLOSURES: &[(ReasonForClosure, u16)] = &[
    (ReasonForClosure::NoLongerInNeed, 480),
    (ReasonForClosure::AssessedNoFurtherAction, 320),
    (ReasonForClosure::AssessedReferredToEarlyHelp, 170),
    (ReasonForClosure::TransferredToOtherLocalAuthority, 30),
];
pub(super) const REASON_FOR_DELAY: Rate =
    rate("a reason is recorded where an assessment takes longer than it should", 620, INVENTED);

/// Every rate.
pub(super) const RATES: &[Rate] = &[
    CONTACT_ALONE,
    LATER_CONTACT_ALONE,
    REFERRED_AGAIN,
    IN_CONTACT_AGAIN,
    AGREEMENT_SOUGHT,
    FAMILY_TOLD,
    REFERRER_INFORMED,
    UNBORN,
    DISABLED,
    FATHER_KNOWN,
    FATHER_HOLDS_RESPONSIBILITY,
    GRANDPARENT_AROUND,
    CASE_GOES_TO_ANOTHER,
    DECIDED_NOT_TO_SHARE,
    SHARED_BY_THE_PROMPT,
    SHARED_BY_THE_LATE,
    SHARED_BY_THE_SELDOM,
    RECEIPT_RECORDED,
    RESPONSE_RECORDED,
    NOBODY_MET,
    SEEN_ALONE,
    VOICE_ON_VISIT,
    PARENT_SEEN,
    OBSERVED_ON_VISIT,
    VIEWS_WEIGHED,
    REASON_FOR_DELAY,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rate_is_named_once_with_its_source() {
        let names: BTreeSet<&str> = RATES.iter().map(|it| it.what).collect();
        assert_eq!(names.len(), RATES.len());
        let unsound: Vec<&Rate> =
            RATES.iter().filter(|it| it.per_mille > 1_000 || it.source.is_empty()).collect();
        assert_eq!(unsound, Vec::<&Rate>::new());
        let shares: Vec<u32> = [
            REFERRAL_SOURCES.iter().map(|(_, share)| u32::from(*share)).sum(),
            ETHNICITIES.iter().map(|(_, share)| u32::from(*share)).sum(),
            ASSESSMENT_OUTCOMES.iter().map(|(_, share)| u32::from(*share)).sum(),
        ]
        .to_vec();
        assert_eq!(shares, [1_000; 3]);
    }
}
