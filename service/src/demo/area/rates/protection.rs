//! How assessments, help, strategy discussions, enquiries, conferences and plans go. Rates alone;
//! nothing is drawn here.

use candour_domain::case::child::AdvocateAnswer;
use candour_domain::case::help::HelpPlanKind;
use candour_domain::code::{
    AssessmentFactor, AssessmentOutcome, CategoryOfAbuse, ChildParticipation, ReasonForClosure,
};
use candour_domain::meeting::{Format, InvitationAnswer};

use super::{INVENTED, Rate, WORKED_OUT, rate};

// Assessments and help.

/// How long an assessment takes from when it starts, in working days. England, 2022-23: 33 days in
/// the mean, taken here as working days, the unit of the limit.
pub(in super::super) const ASSESSMENT_DAYS: i64 = 33;
/// How far the length of assessments spreads, in working days. Invented.
pub(in super::super) const ASSESSMENT_DAYS_SPREAD: i64 = 11;
/// What an assessment leads to. Invented.
pub(in super::super) const ASSESSMENT_OUTCOMES: &[(AssessmentOutcome, u16)] = &[
    (AssessmentOutcome::NoFurtherAction, 310),
    (AssessmentOutcome::ProvisionOfServices, 360),
    (AssessmentOutcome::ReferralToOtherAgency, 210),
    (AssessmentOutcome::StrategyDiscussion, 120),
];
/// What assessments find. Each as likely as any other.
pub(in super::super) const FACTORS: &[AssessmentFactor] = &[
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
pub(in super::super) const HELP_PLANS: &[(HelpPlanKind, u16)] =
    &[(HelpPlanKind::ChildInNeed, 620), (HelpPlanKind::FamilyHelp, 380)];
/// Why a case closes, where it has been assessed. Invented.
pub(in super::super) const CLOSURES: &[(ReasonForClosure, u16)] = &[
    (ReasonForClosure::NoLongerInNeed, 480),
    (ReasonForClosure::AssessedNoFurtherAction, 320),
    (ReasonForClosure::AssessedReferredToEarlyHelp, 170),
    (ReasonForClosure::TransferredToOtherLocalAuthority, 30),
];
pub(in super::super) const REASON_FOR_DELAY: Rate =
    rate("a reason is recorded where an assessment takes longer than it should", 620, INVENTED);

// Strategy discussions and enquiries.

/// What a strategy discussion comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Decision {
    /// An enquiry with the police.
    Joint,
    /// An enquiry by social care alone.
    Single,
    /// The child is in need, and no enquiry is made.
    InNeed,
    /// Nothing further.
    Nothing,
    /// The child is protected at once.
    Protect,
    /// A further discussion.
    Further,
}

/// What an enquiry finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Found {
    /// It is not substantiated.
    Nothing,
    /// It is, and there is no continuing risk.
    NoLonger,
    /// It is, and the child is likely to suffer harm.
    Likely,
}

/// What strategy discussions come to. Worked out: England had 225,400 enquiries in the year to March
/// 2023 to some 633,000 referrals.
pub(in super::super) const THRESHOLD_DECISIONS: &[(Decision, u16)] = &[
    (Decision::Joint, 460),
    (Decision::Single, 240),
    (Decision::InNeed, 150),
    (Decision::Nothing, 40),
    (Decision::Protect, 80),
    (Decision::Further, 30),
];
/// What enquiries find. Harm is found in less than a third of them.
pub(in super::super) const FOUND: &[(Found, u16)] =
    &[(Found::Nothing, 710), (Found::NoLonger, 30), (Found::Likely, 260)];
/// In how many working days a strategy discussion is held; 0 is the same day. Invented.
pub(in super::super) const STRATEGY_WORKING_DAYS: &[(i64, u16)] =
    &[(0, 460), (1, 360), (2, 130), (4, 50)];
/// In how many working days what was said is sent round; local practice is one. Invented.
pub(in super::super) const SENT_ROUND_DAYS: &[(i64, u16)] =
    &[(0, 300), (1, 480), (3, 150), (8, 70)];
/// In which form meetings are held. Invented.
pub(in super::super) const FORMATS: &[(Format, u16)] =
    &[(Format::Call, 420), (Format::InPerson, 320), (Format::Hybrid, 260)];
/// How those answer who do not come. Invented.
pub(in super::super) const ABSENCES: &[(InvitationAnswer, u16)] = &[
    (InvitationAnswer::Apologies, 480),
    (InvitationAnswer::SentReport, 260),
    (InvitationAnswer::NoReply, 260),
];
pub(in super::super) const ABSENT_FROM_STRATEGY: Rate =
    rate("an agency does not come to a strategy discussion", 45, INVENTED);
pub(in super::super) const REASON_WITHOUT_QUORUM: Rate =
    rate("a reason is recorded where a discussion goes on without a quorum", 550, INVENTED);
pub(in super::super) const ADVISED_BY_TEAM: Rate =
    rate("the multi-agency team advises on the threshold", 600, INVENTED);
pub(in super::super) const STANDS_IN: Rate =
    rate("somebody stands in for who was asked", 90, INVENTED);
pub(in super::super) const PARENT_COMES: Rate = rate("a parent comes to a meeting", 700, INVENTED);
pub(in super::super) const DISSENT: Rate = rate("somebody dissents from a decision", 70, INVENTED);
pub(in super::super) const JOINT_VISIT: Rate =
    rate("an enquiry is made with the police", 660, INVENTED);
pub(in super::super) const MEDICAL: Rate = rate("a child is examined in an enquiry", 140, INVENTED);
pub(in super::super) const INTERVIEW: Rate =
    rate("a child is interviewed in an enquiry", 160, INVENTED);
pub(in super::super) const NOT_REQUIRED_RECORDED: Rate =
    rate("it is recorded that no conference is required", 780, INVENTED);

// Conferences and plans.

/// How many working days after the strategy discussion an initial conference is held; the limit is
/// 15. Invented.
pub(in super::super) const CONFERENCE_DAYS: i64 = 13;
/// How far that spreads, in working days. Invented.
pub(in super::super) const CONFERENCE_DAYS_SPREAD: i64 = 3;
/// The category of a plan. Invented.
pub(in super::super) const CATEGORIES: &[(CategoryOfAbuse, u16)] = &[
    (CategoryOfAbuse::Neglect, 480),
    (CategoryOfAbuse::EmotionalAbuse, 350),
    (CategoryOfAbuse::PhysicalAbuse, 90),
    (CategoryOfAbuse::SexualAbuse, 40),
    (CategoryOfAbuse::Multiple, 40),
];
/// How children take part in a conference. Invented.
pub(in super::super) const PARTICIPATION: &[(ChildParticipation, u16)] = &[
    (ChildParticipation::AttendedAndSpoke, 130),
    (ChildParticipation::AttendedAdvocateSpoke, 100),
    (ChildParticipation::AttendedNonVerbal, 20),
    (ChildParticipation::AttendedNoContribution, 30),
    (ChildParticipation::AbsentAdvocateBriefed, 260),
    (ChildParticipation::AbsentViewsByOtherMedium, 330),
    (ChildParticipation::AbsentViewsNotConveyed, 130),
];
/// How many hours before a conference a report is provided; local practice is 48. Invented.
pub(in super::super) const REPORT_HOURS_BEFORE: &[(i64, u16)] =
    &[(120, 300), (70, 420), (30, 180), (4, 100)];
/// In how many working days the letter with the decision is sent; local practice is one. Invented.
pub(in super::super) const LETTER_DAYS: &[(i64, u16)] = &[(0, 200), (1, 560), (3, 170), (9, 70)];
/// In how many working days the record is sent; local practice is 15. Invented.
pub(in super::super) const RECORD_DAYS: &[(i64, u16)] = &[(8, 350), (13, 420), (19, 160), (30, 70)];
/// In how many working days the first core group meets; the limit is ten. Invented.
pub(in super::super) const FIRST_CORE_GROUP_DAYS: &[(i64, u16)] =
    &[(7, 420), (9, 460), (12, 80), (18, 40)];
/// In how many days the core group meets again; local practice is six weeks. Worked out: some nine
/// a year.
pub(in super::super) const CORE_GROUP_DAYS: &[(i64, u16)] =
    &[(30, 300), (37, 460), (41, 150), (55, 90)];
/// In how many working days the children are visited again; local practice is ten. Worked out: 26
/// visits a year.
pub(in super::super) const VISIT_WORKING_DAYS: &[(i64, u16)] =
    &[(7, 200), (9, 500), (10, 180), (14, 80), (21, 40)];
/// In how many days a lead is supervised again; local practice is a month. Worked out: 12 a year.
pub(in super::super) const SUPERVISION_DAYS: &[(i64, u16)] =
    &[(26, 460), (29, 380), (42, 110), (70, 50)];
pub(in super::super) const ABSENT_FROM_CONFERENCE: Rate =
    rate("an agency does not come to a conference", 200, INVENTED);
pub(in super::super) const ABSENT_FROM_CORE_GROUP: Rate =
    rate("an agency does not come to a core group", 240, INVENTED);
pub(in super::super) const REPORT_PROVIDED: Rate =
    rate("an agency provides a report for a conference", 780, INVENTED);
pub(in super::super) const REPORT_SHARED_WITH_PARENTS: Rate =
    rate("a report is shared with the parents", 700, INVENTED);
pub(in super::super) const PLAN_MADE: Rate =
    rate("an initial conference makes a plan", 860, INVENTED);
pub(in super::super) const PLANNED_BEFORE: Rate = rate("a child had a plan before", 220, INVENTED);
pub(in super::super) const PLAN_ENDS_AT_FIRST_REVIEW: Rate =
    rate("a plan ends at its first review", 190, INVENTED);
pub(in super::super) const PLAN_ENDS_AT_LATER_REVIEW: Rate =
    rate("a plan ends at a later review", 540, INVENTED);
pub(in super::super) const PLAN_CHECK: Rate =
    rate("an agency is asked while a plan runs, with each visit", 260, WORKED_OUT);
pub(in super::super) const HELP_AFTER_PROTECTION: Rate =
    rate("a plan of help follows a protection plan", 720, INVENTED);
pub(in super::super) const CATEGORY_REVISED: Rate =
    rate("the category of a plan is revised, with each core group", 70, INVENTED);
pub(in super::super) const ACTION_OF_AN_AGENCY: Rate =
    rate("an action is an agency's to take", 450, INVENTED);
pub(in super::super) const ACTION_STAYS_OPEN: Rate =
    rate("an action stays open until the next core group", 260, INVENTED);
pub(in super::super) const ACTION_DONE: Rate =
    rate("an action that does not stay open was done", 800, INVENTED);
pub(in super::super) const OVERSEEN: Rate =
    rate("a manager looks at a plan, with each supervision", 250, INVENTED);

/// How children answer the offer of an advocate. Invented.
pub(in super::super) const ADVOCATE_ANSWERS: &[(AdvocateAnswer, u16)] =
    &[(AdvocateAnswer::Accepted, 520), (AdvocateAnswer::Declined, 480)];
pub(in super::super) const ADVOCATE_OFFERED: Rate =
    rate("a child who is old enough is offered an advocate", 760, INVENTED);

/// The rates of this part.
#[cfg(test)]
pub(super) const OF_PROTECTION: &[Rate] = &[
    REASON_FOR_DELAY,
    ABSENT_FROM_STRATEGY,
    REASON_WITHOUT_QUORUM,
    ADVISED_BY_TEAM,
    STANDS_IN,
    PARENT_COMES,
    DISSENT,
    JOINT_VISIT,
    MEDICAL,
    INTERVIEW,
    NOT_REQUIRED_RECORDED,
    ABSENT_FROM_CONFERENCE,
    ABSENT_FROM_CORE_GROUP,
    REPORT_PROVIDED,
    REPORT_SHARED_WITH_PARENTS,
    PLAN_MADE,
    PLANNED_BEFORE,
    PLAN_ENDS_AT_FIRST_REVIEW,
    PLAN_ENDS_AT_LATER_REVIEW,
    PLAN_CHECK,
    HELP_AFTER_PROTECTION,
    CATEGORY_REVISED,
    ACTION_OF_AN_AGENCY,
    ACTION_STAYS_OPEN,
    ACTION_DONE,
    OVERSEEN,
    ADVOCATE_OFFERED,
];
