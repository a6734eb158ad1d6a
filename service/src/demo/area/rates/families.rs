//! How families become known and who works with them: contacts, referrals, who the families are,
//! and staff. Rates alone; nothing is drawn here.

use candour_domain::case::concern::Channel;
use candour_domain::code::{Ethnicity, ReferralOutcome, ReferralSource, WorkerChangeReason};

use super::{INVENTED, RAISED, Rate, rate};

// The front door.

/// Where referrals come from. England, year to March 2025: police 28 %, schools 21 %; the others
/// share the rest, which is invented.
pub(in super::super) const REFERRAL_SOURCES: &[(ReferralSource, u16)] = &[
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
pub(in super::super) const CHANNELS: &[(Channel, u16)] = &[
    (Channel::SecurePortal, 480),
    (Channel::Email, 220),
    (Channel::Telephone, 260),
    (Channel::Notification, 40),
];
/// In how many working days a contact is decided; the limit is one. Invented.
pub(in super::super) const DECISION_DAYS: &[(i64, u16)] = &[(0, 550), (1, 370), (2, 50), (4, 30)];
/// What a referral leads to. Worked out: England had 655,540 assessments in 2022-23 to some 633,000
/// referrals, some of them after a strategy discussion.
pub(in super::super) const REFERRAL_OUTCOMES: &[(ReferralOutcome, u16)] = &[
    (ReferralOutcome::SingleAssessment, 650),
    (ReferralOutcome::StrategyDiscussion, 280),
    (ReferralOutcome::NoFurtherAction, 70),
];
/// How agreement to checks is answered: given, refused, not sought because unsafe, no answer.
/// Invented.
pub(in super::super) const AGREEMENTS: &[(u8, u16)] = &[(0, 640), (1, 120), (2, 160), (3, 80)];

pub(in super::super) const CONTACT_ALONE: Rate = rate(
    "a family's first contact leads to nothing further",
    160,
    "thinned: England had 3.0 million contacts to 633,000 referrals in a year, so most lead to nothing",
);
pub(in super::super) const LATER_CONTACT_ALONE: Rate =
    rate("a later contact leads to nothing further", 80, INVENTED);
pub(in super::super) const REFERRED_AGAIN: Rate = rate(
    "a family comes again within twelve months of its case closing",
    246,
    "England, year to March 2025: 22.6 % were referred again; some contacts lead to nothing",
);
pub(in super::super) const IN_CONTACT_AGAIN: Rate =
    rate("a family whose contact led to nothing comes again", 300, INVENTED);
pub(in super::super) const AGREEMENT_SOUGHT: Rate =
    rate("agreement to checks is sought", 700, INVENTED);
pub(in super::super) const FAMILY_TOLD: Rate =
    rate("the family is told of the concern", 620, INVENTED);
pub(in super::super) const REFERRER_INFORMED: Rate =
    rate("an agency that referred is told the decision", 860, INVENTED);

// Families.

/// How many children a family has. Invented.
pub(in super::super) const SIBLINGS: &[(u8, u16)] =
    &[(1, 420), (2, 320), (3, 160), (4, 70), (5, 30)];
/// The ethnicity of a family's children, by its official code. Invented, with every code in it.
pub(in super::super) const ETHNICITIES: &[(Ethnicity, u16)] = &[
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
pub(in super::super) const UNBORN: Rate = rate("a family expects a child", 50, INVENTED);
pub(in super::super) const DISABLED: Rate = rate("a child is disabled", 130, INVENTED);
pub(in super::super) const FATHER_KNOWN: Rate = rate("the father is known", 720, INVENTED);
pub(in super::super) const FATHER_HOLDS_RESPONSIBILITY: Rate =
    rate("a known father holds parental responsibility", 780, INVENTED);
pub(in super::super) const GRANDPARENT_AROUND: Rate =
    rate("a grandparent or an aunt is around the children", 420, INVENTED);

// Staff.

/// How many cases a social worker holds before another is taken on. England, September 2024: 15.4.
pub(in super::super) const CASES_A_WORKER_MAX: u32 = 16;
/// How many cases a lead child protection practitioner holds before another is taken on. Invented.
pub(in super::super) const LEADS_CASES_MAX: u32 = 12;
/// Why a case goes from one worker to another. Invented.
pub(in super::super) const CHANGE_REASONS: &[(WorkerChangeReason, u16)] = &[
    (WorkerChangeReason::ManagingCaseloads, 300),
    (WorkerChangeReason::TransferProcess, 250),
    (WorkerChangeReason::Absence, 200),
    (WorkerChangeReason::Restructure, 100),
    (WorkerChangeReason::ParentAskedForChange, 80),
    (WorkerChangeReason::ChildAskedForChange, 70),
];
pub(in super::super) const CASE_GOES_TO_ANOTHER: Rate =
    rate("a case goes to another worker, each time it is worked on", 12, INVENTED);

// The area itself, in a month.

pub(in super::super) const WORKER_LEAVES: Rate = rate("a worker leaves, in a month", 15, INVENTED);
pub(in super::super) const WORKER_CHANGES_TEAM: Rate =
    rate("a worker changes team, in a month", 12, INVENTED);
pub(in super::super) const POSTS_CHANGE: Rate =
    rate("somebody of an agency changes places with another, in a month", 12, INVENTED);
pub(in super::super) const MEMBER_STANDS_DOWN: Rate =
    rate("a member of a team stands down, in a month", 45, INVENTED);
pub(in super::super) const SEAT_FILLED: Rate =
    rate("an empty seat is filled, in a month", 420, INVENTED);
pub(in super::super) const SEAT_COVERED: Rate = rate("an empty seat is covered", 450, INVENTED);

pub(in super::super) const SAFE_CONTACT: Rate =
    rate("how a mother can be reached safely has to be agreed", 80, INVENTED);

pub(in super::super) const MEMORANDUM_ENDS: Rate =
    rate("an agency's memorandum with a team ends, in a month", 120, RAISED);

/// The rates of this part.
#[cfg(test)]
pub(super) const OF_FAMILIES: &[Rate] = &[
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
    WORKER_LEAVES,
    WORKER_CHANGES_TEAM,
    POSTS_CHANGE,
    MEMBER_STANDS_DOWN,
    SEAT_FILLED,
    SEAT_COVERED,
    SAFE_CONTACT,
    MEMORANDUM_ENDS,
];
