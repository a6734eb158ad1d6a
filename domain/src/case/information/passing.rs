//! How information passes: what was shared and how much of it, how it is held, who read it, and on
//! which ground it was not shared.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::AgencyId;
use crate::identifier::EntryId;
use crate::meeting::Extent;
use crate::party::Recipient;
use crate::recorded::Recorded;
use chrono::NaiveDate;

/// How an account was weighed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It was credited.
    Credited,
    /// It was discounted.
    Discounted,
    /// It was left undecided.
    Undecided,
}

/// An entry that was passed on, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemShared {
    /// The entry.
    pub item: EntryId,
    /// How much of it.
    #[serde(default)]
    pub extent: Recorded<Extent>,
}

/// How something received is held.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Holding {
    /// It arrived.
    Arrived,
    /// It was filed; nobody is recorded as having read it.
    Filed,
    /// It was handed over with a case.
    HandedOver,
    /// It stands in a record that they can open.
    SharedRecord,
}

/// Who opened or read something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// A named practitioner, a person, or a unit.
    Named(Recipient),
    /// Somebody at an agency; the record does not say who.
    NotNamed(AgencyId),
}

/// On which ground something was not shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotSharedGround {
    /// It was not thought relevant.
    NotThoughtRelevant,
    /// It would not help the recipient's function.
    WouldNotHelpFunction,
    /// Sharing would be more detrimental to the child than not sharing: s.16LA(3) of the Children
    /// Act 2004, a ground only once that section is in force.
    MoreDetrimental,
    /// The law forbids it.
    LegalBar,
    /// Police ask that it be kept until a day.
    PoliceRequestUntil(NaiveDate),
    /// It would put an adult at risk.
    RiskToAdult,
    /// Agreement was refused.
    AgreementRefused,
    /// Another ground, given as the reason.
    Other,
    /// The record gives no ground that fits one of these.
    NotRecorded,
}
