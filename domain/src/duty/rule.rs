//! What a rule is: the columns of the table of duties.
//!
//! It says nothing of any case; the rules themselves stand in [`super::table`].

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::basis::LegalBasis;
use crate::calendar::CountFrom;

use super::local::{Limit, LocalClock};

/// The name of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleCode {
    /// Decision on a contact or referral.
    C1,
    /// Assessment.
    C2,
    /// Initial child protection conference.
    C3,
    /// First core group.
    C4,
    /// First review conference.
    C5,
    /// Later review conferences.
    C6,
    /// Notification of a serious incident.
    C7,
    /// Rapid review.
    C8,
    /// Publication of a local review.
    C9,
    /// Police protection.
    C10,
    /// Emergency protection order.
    C11,
    /// Care proceedings.
    C12,
    /// Family group decision making: the offer.
    FgdmOffer,
    /// Family group decision making: the meeting.
    FgdmMeeting,
    /// Family group decision making: the letter before proceedings.
    FgdmLetter,
    /// Quorum of a strategy discussion.
    QuorumStrategy,
    /// Quorum of a conference.
    QuorumConference,
    /// Members of a multi-agency child protection team.
    TeamMembers,
    /// A clock that a partnership may adopt.
    Local(LocalClock),
}

impl RuleCode {
    /// The name as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::C3 => "C3",
            Self::C4 => "C4",
            Self::C5 => "C5",
            Self::C6 => "C6",
            Self::C7 => "C7",
            Self::C8 => "C8",
            Self::C9 => "C9",
            Self::C10 => "C10",
            Self::C11 => "C11",
            Self::C12 => "C12",
            Self::FgdmOffer => "FGDM-OFFER",
            Self::FgdmMeeting => "FGDM-MEETING",
            Self::FgdmLetter => "FGDM-LETTER",
            Self::QuorumStrategy => "QUORUM-STRATEGY",
            Self::QuorumConference => "QUORUM-CONFERENCE",
            Self::TeamMembers => "TEAM-MEMBERS",
            Self::Local(LocalClock::TelephoneConfirmation) => "L1",
            Self::Local(LocalClock::StrategyRecord) => "L2",
            Self::Local(LocalClock::InitialConferenceReport) => "L3",
            Self::Local(LocalClock::ReviewConferenceReport) => "L4",
            Self::Local(LocalClock::OutcomeLetter) => "L5",
            Self::Local(LocalClock::ConferenceRecord) => "L6",
            Self::Local(LocalClock::CoreGroup) => "L7",
            Self::Local(LocalClock::StatutoryVisit) => "L8",
            Self::Local(LocalClock::Supervision) => "L9",
            Self::Local(LocalClock::InformationReply) => "L10",
            Self::Local(LocalClock::ChallengeAnswer) => "L11",
        }
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The form of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Something is due by a time.
    Deadline,
    /// Something had to be so before a guarded entry; judged when that is recorded.
    Precondition,
    /// Something is to be so, true or false over intervals or at a meeting.
    Standing,
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Statute.
    Statute,
    /// Statutory guidance.
    StatutoryGuidance,
    /// A local partnership's own practice.
    Local,
}

/// What is said once the time has passed, or a guard did not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unmet {
    /// It is breached. For statute alone.
    Breached,
    /// It is not met in time, which finds no fault.
    NotMetInTime,
}

/// What an operator may set of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Configurable {
    /// Nothing: it always applies as it stands.
    Nothing,
    /// From what it is counted.
    Start,
    /// From when it applies, once regulations are made.
    Commencement,
    /// From when it applies, once regulations are made or earlier by local adoption.
    EarlyAdoption,
    /// Whether it applies, and its limit.
    Limit,
}

/// How a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// Forward; the opening entry's day is day 0.
    Forward,
    /// Forward; the opening entry's day is day 0, where a return counts it otherwise.
    ForwardReturnDiffers(CountFrom),
    /// Back from a planned day.
    Backward,
    /// Nothing is counted.
    Nothing,
}

/// A rule of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub code: RuleCode,
    /// What is to be done or to be so.
    pub title: &'static str,
    /// What it rests on.
    pub basis: LegalBasis,
    /// Its weight.
    pub weight: Weight,
    /// Its form.
    pub form: Form,
    /// What opens it.
    pub opened_by: &'static str,
    /// Its limit, where it has one. That of a local clock is what common practice suggests.
    pub limit: Option<Limit>,
    /// From what it is counted.
    pub counted_from: &'static str,
    /// How it is counted.
    pub counting: Counting,
    /// What discharges it.
    pub discharged_by: &'static str,
    /// What excuses or ends it.
    pub excused_by: &'static str,
    /// What is said of it once it is too late.
    pub unmet: Unmet,
    /// What an operator may set.
    pub configurable: Configurable,
}
