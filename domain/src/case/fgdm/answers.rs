//! What can be said of an offer, an answer and a meeting: the closed sets of family group decision
//! making that are ours, not official.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was concluded on offering a meeting.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FgdmView {
    /// To offer it.
    Offer,
    /// Not to offer it.
    NotOffer,
    /// To look at it again later.
    Later,
}

/// In which capacity somebody is offered a meeting.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OfferCapacity {
    /// A parent, with or without parental responsibility.
    Parent,
    /// Another person with parental responsibility.
    ParentalResponsibilityHolder,
}

/// Whether an offer was made under the statute.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Statutory {
    /// Under s.31ZA of the Children Act 1989.
    Statutory,
    /// As practice, outside it.
    Voluntary,
}

/// Whether an offer stood in the letter before proceedings.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum InLetter {
    /// It stood in the letter.
    InLetter,
    /// It was made otherwise.
    NotInLetter,
}

/// Whether an exception is the statute's. Offering and holding are judged separately.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FgdmException {
    /// It would not be in the child's best interests.
    BestInterests,
    /// Another reason, which the statute does not name.
    AnotherReason,
}

/// Why an answer is deferred.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DeferReason {
    /// They want legal advice first.
    LegalAdvice,
    /// They want more time.
    MoreTime,
    /// Other enquiries or proceedings go on.
    OtherProceedings,
    /// Another reason, given in their words.
    Other,
}

/// Whether the child was at the meeting.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ChildAttended {
    /// The child was there.
    Attended,
    /// An advocate spoke for the child.
    ThroughAdvocate,
    /// The child was not there.
    NotAttended,
}

/// Whether the family had time alone.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PrivateTime {
    /// They had time alone.
    Had,
    /// They had none.
    NotHad,
}

/// How the local authority answered a family's plan.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FamilyPlanAnswer {
    /// It agreed.
    Agreed,
    /// It agreed in part.
    AgreedInPart,
    /// It did not agree.
    NotAgreed,
}
