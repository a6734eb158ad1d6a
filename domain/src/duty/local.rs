//! What a safeguarding partnership sets for itself: the local clocks that it adopts, from when a
//! provision applies once regulations are made, and when a deadline is called "due soon".
//!
//! It is the form in which a `RulesAdopted` entry keeps the rules, and the form of the TOML file that
//! an operator writes. What is not in it is off: no default switches a clock on. National rules are
//! not here and cannot be switched off.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::basis::LegalBasis;

/// How many calendar days before its due day a deadline is called "due soon", unless set.
pub const DUE_SOON_DAYS: u16 = 5;
/// How many hours before its due moment a deadline counted in hours is called "due soon", unless
/// set.
pub const DUE_SOON_HOURS: u16 = 24;
/// How many calendar days after its due day an unmet deadline is called "overdue" before it is said
/// to be "not met in time", unless set.
pub const OVERDUE_DAYS: u16 = 28;

/// The rules that a safeguarding partnership sets for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalRules {
    /// How many calendar days before its due day a deadline is called "due soon".
    #[serde(default = "due_soon_days")]
    pub due_soon_days: u16,
    /// How many hours before its due moment a deadline counted in hours is called "due soon".
    #[serde(default = "due_soon_hours")]
    pub due_soon_hours: u16,
    /// How many calendar days after its due day an unmet deadline is called "overdue"; after them
    /// it is said to be "not met in time".
    #[serde(default = "overdue_days")]
    pub overdue_days: u16,
    /// From what the time for a rapid review is counted.
    #[serde(default)]
    pub rapid_review_from: RapidReviewFrom,
    /// From when a provision applies that awaits commencement, once regulations are made.
    #[serde(default)]
    pub commencement: Vec<Commencement>,
    /// From when multi-agency teams are checked for their members ahead of commencement, where the
    /// partnership adopts this early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_composition_from: Option<NaiveDate>,
    /// The local clocks that are adopted, each with its limit.
    #[serde(default)]
    pub clocks: BTreeMap<LocalClock, Limit>,
}

fn due_soon_days() -> u16 {
    DUE_SOON_DAYS
}

fn due_soon_hours() -> u16 {
    DUE_SOON_HOURS
}

fn overdue_days() -> u16 {
    OVERDUE_DAYS
}

/// Nothing is adopted; this is a state that a ledger can be in, not a placeholder.
impl Default for LocalRules {
    fn default() -> Self {
        Self {
            due_soon_days: DUE_SOON_DAYS,
            due_soon_hours: DUE_SOON_HOURS,
            overdue_days: OVERDUE_DAYS,
            rapid_review_from: RapidReviewFrom::IncidentKnown,
            commencement: Vec::new(),
            team_composition_from: None,
            clocks: BTreeMap::new(),
        }
    }
}

impl LocalRules {
    /// Every local clock with the limit that is common practice; adopting it switches all of them
    /// on.
    pub fn common_practice() -> Self {
        Self {
            clocks: LocalClock::ALL.iter().map(|clock| (*clock, clock.common_limit())).collect(),
            ..Self::default()
        }
    }
}

/// A limit of time, with its unit.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// So many hours from the moment.
    Hours(u16),
    /// So many calendar days; due by the end of the last.
    Days(u16),
    /// So many working days; due by the end of the last.
    WorkingDays(u16),
    /// So many weeks; due by the end of the last day.
    Weeks(u16),
    /// So many months; due by the end of the day, or of the month's last day where it has none of
    /// that number.
    Months(u16),
}

/// As people say it: 1 working day, 48 hours.
impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (amount, unit) = match self {
            Self::Hours(amount) => (amount, "hour"),
            Self::Days(amount) => (amount, "day"),
            Self::WorkingDays(amount) => (amount, "working day"),
            Self::Weeks(amount) => (amount, "week"),
            Self::Months(amount) => (amount, "month"),
        };
        write!(f, "{amount} {unit}{}", if *amount == 1 { "" } else { "s" })
    }
}

/// From what the time for a rapid review is counted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RapidReviewFrom {
    /// From the day on which the incident became known.
    #[default]
    IncidentKnown,
    /// From its notification.
    Notification,
}

/// From when a provision applies that awaits commencement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commencement {
    /// The provision.
    pub basis: LegalBasis,
    /// The first day on which it applies.
    pub from: NaiveDate,
}

/// A clock that a partnership may adopt.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LocalClock {
    /// A telephone referral is confirmed in writing.
    TelephoneConfirmation,
    /// The record of a strategy discussion is sent round.
    StrategyRecord,
    /// Reports reach an initial conference so long before it.
    InitialConferenceReport,
    /// Reports reach a review conference so long before it.
    ReviewConferenceReport,
    /// The letter with a conference's decision is sent.
    OutcomeLetter,
    /// The record of a conference is sent.
    ConferenceRecord,
    /// The core group meets again.
    CoreGroup,
    /// A child with a plan is seen again.
    StatutoryVisit,
    /// An allocated practitioner is supervised on the case again.
    Supervision,
    /// A request for information is answered.
    InformationReply,
    /// A challenge is answered.
    ChallengeAnswer,
}

impl LocalClock {
    /// Every local clock, in the order of the process.
    pub const ALL: &'static [Self] = &[
        Self::TelephoneConfirmation,
        Self::StrategyRecord,
        Self::InitialConferenceReport,
        Self::ReviewConferenceReport,
        Self::OutcomeLetter,
        Self::ConferenceRecord,
        Self::CoreGroup,
        Self::StatutoryVisit,
        Self::Supervision,
        Self::InformationReply,
        Self::ChallengeAnswer,
    ];

    /// The limit that is common practice. It is a suggestion, and no law.
    pub fn common_limit(self) -> Limit {
        match self {
            Self::TelephoneConfirmation | Self::InitialConferenceReport => Limit::Hours(48),
            Self::StrategyRecord | Self::OutcomeLetter => Limit::WorkingDays(1),
            Self::ReviewConferenceReport => Limit::WorkingDays(3),
            Self::ConferenceRecord => Limit::WorkingDays(15),
            Self::CoreGroup => Limit::Weeks(6),
            Self::StatutoryVisit => Limit::WorkingDays(10),
            Self::Supervision => Limit::Months(1),
            Self::InformationReply | Self::ChallengeAnswer => Limit::WorkingDays(5),
        }
    }
}
