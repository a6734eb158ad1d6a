//! Family group decision making (FGDM): considered, offered, answered, held, and what the family
//! planned. The offer goes to parents, with or without parental responsibility, and to anyone else
//! who has it; others are invited as family network. Declining is never shown as non-co-operation.

mod answers;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{CaseStage, FgdmDeclineReason, FgdmNotHeldReason, FgdmNotOfferedReason};
use crate::identifier::PersonId;
use crate::landmark::Landmark;
use crate::meeting::{Grounds, Meeting};
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

pub use answers::{
    ChildAttended, DeferReason, FamilyPlanAnswer, FgdmException, FgdmView, InLetter, OfferCapacity,
    PrivateTime, Statutory,
};

/// It was considered whether to offer a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmConsidered {
    /// What was concluded.
    #[serde(default)]
    pub view: Recorded<FgdmView>,
    /// What it rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// A meeting was offered to a parent or another with parental responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmOffered {
    /// To whom.
    pub to: PersonId,
    /// In which capacity.
    #[serde(default)]
    pub capacity: Recorded<OfferCapacity>,
    /// Whether the offer was made under s.31ZA of the Children Act 1989.
    #[serde(default)]
    pub statutory: Recorded<Statutory>,
    /// At which stage of the case.
    #[serde(default)]
    pub stage: Recorded<CaseStage>,
    /// Whether it stood in the letter before proceedings.
    #[serde(default)]
    pub in_letter: Recorded<InLetter>,
    /// How it was put, and in which language.
    #[serde(default)]
    pub how: Recorded<Text>,
    /// What was said.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Somebody was invited as family network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmInvited {
    /// Who.
    pub who: PersonId,
    /// What was said.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// It was decided not to offer a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmNotOffered {
    /// The exception of s.31ZA for offering, or another reason.
    pub exception: FgdmException,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<FgdmNotOfferedReason>,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// It was decided not to hold a meeting that had been offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmNotHeld {
    /// The offer.
    pub offer: Antecedent,
    /// The exception of s.31ZA for holding, or another reason.
    pub exception: FgdmException,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<FgdmNotHeldReason>,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// Somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmAccepted {
    /// The offer or invitation.
    pub offer: Antecedent,
    /// Who accepted.
    pub by: PersonId,
    /// In their words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Somebody declined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmDeclined {
    /// The offer or invitation.
    pub offer: Antecedent,
    /// Who declined.
    pub by: PersonId,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<FgdmDeclineReason>,
    /// In their words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Somebody wants to decide later, for example after legal advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmDeferred {
    /// The offer or invitation.
    pub offer: Antecedent,
    /// Who.
    pub by: PersonId,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<DeferReason>,
    /// In their words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Somebody took their answer back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmAnswerWithdrawn {
    /// The offer or invitation that it answered.
    pub offer: Antecedent,
    /// Who.
    pub by: PersonId,
    /// In their words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// No answer came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmNoAnswer {
    /// The offer or invitation.
    pub offer: Antecedent,
    /// From whom.
    pub by: PersonId,
}

/// A meeting was prepared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmPrepared {
    /// Who of the network was contacted.
    #[serde(default)]
    pub contacted: Vec<PersonId>,
    /// Who is the child's advocate.
    #[serde(default)]
    pub advocate: Recorded<Text>,
    /// What was prepared, with how it is kept safe.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// A family group decision making meeting was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmHeld {
    /// The offer that it follows.
    pub offer: Antecedent,
    /// Who was there and what was put before it.
    #[serde(default)]
    pub meeting: Meeting,
    /// Whether the child was there.
    #[serde(default)]
    pub child_attended: Recorded<ChildAttended>,
    /// Whether the family had time alone.
    #[serde(default)]
    pub private_time: Recorded<PrivateTime>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// The family proposed a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyPlanProposed {
    /// The meeting.
    pub meeting: Antecedent,
    /// The plan.
    pub plan: Text,
}

/// The local authority answered the family's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyPlanAnswered {
    /// The plan.
    pub plan: Antecedent,
    /// The answer.
    pub answer: FamilyPlanAnswer,
    /// Why, and what is provided.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// The family's plan was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyPlanReviewed {
    /// The plan.
    pub plan: Antecedent,
    /// Whether it works.
    #[serde(default)]
    pub working: Recorded<Text>,
}

/// What became of the family after a meeting was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FgdmOutcomeRecorded {
    /// The meeting.
    pub meeting: Antecedent,
    /// How many months after it: 6 or 12.
    pub after_months: u16,
    /// Where the child lives.
    #[serde(default)]
    pub living: Recorded<Text>,
    /// The child's legal status.
    #[serde(default)]
    pub legal: Recorded<Text>,
}

/// An event of the chapter `fgdm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum FgdmEvent {
    /// [`FgdmConsidered`].
    FgdmConsidered(FgdmConsidered),
    /// [`FgdmOffered`].
    FgdmOffered(FgdmOffered),
    /// [`FgdmInvited`].
    FgdmInvited(FgdmInvited),
    /// [`FgdmNotOffered`].
    FgdmNotOffered(FgdmNotOffered),
    /// [`FgdmNotHeld`].
    FgdmNotHeld(FgdmNotHeld),
    /// [`FgdmAccepted`].
    FgdmAccepted(FgdmAccepted),
    /// [`FgdmDeclined`].
    FgdmDeclined(FgdmDeclined),
    /// [`FgdmDeferred`].
    FgdmDeferred(FgdmDeferred),
    /// [`FgdmAnswerWithdrawn`].
    FgdmAnswerWithdrawn(FgdmAnswerWithdrawn),
    /// [`FgdmNoAnswer`].
    FgdmNoAnswer(FgdmNoAnswer),
    /// [`FgdmPrepared`].
    FgdmPrepared(FgdmPrepared),
    /// [`FgdmHeld`].
    FgdmHeld(FgdmHeld),
    /// [`FamilyPlanProposed`].
    FamilyPlanProposed(FamilyPlanProposed),
    /// [`FamilyPlanAnswered`].
    FamilyPlanAnswered(FamilyPlanAnswered),
    /// [`FamilyPlanReviewed`].
    FamilyPlanReviewed(FamilyPlanReviewed),
    /// [`FgdmOutcomeRecorded`].
    FgdmOutcomeRecorded(FgdmOutcomeRecorded),
}

impl FgdmEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::FgdmConsidered(_)
            | Self::FgdmNotOffered(_)
            | Self::FgdmNotHeld(_)
            | Self::FgdmAccepted(_)
            | Self::FgdmDeclined(_)
            | Self::FgdmDeferred(_)
            | Self::FgdmAnswerWithdrawn(_)
            | Self::FgdmNoAnswer(_)
            | Self::FgdmPrepared(_)
            | Self::FamilyPlanAnswered(_)
            | Self::FamilyPlanReviewed(_)
            | Self::FgdmOutcomeRecorded(_) => None,
            Self::FgdmOffered(_) => Some(Landmark::Offer),
            Self::FgdmInvited(_) => Some(Landmark::NetworkInvitation),
            Self::FgdmHeld(_) => Some(Landmark::FgdmMeeting),
            Self::FamilyPlanProposed(_) => Some(Landmark::FamilyPlan),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::FgdmNotHeld(it) => {
                Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation]))
            }
            Self::FgdmAccepted(it) => {
                Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation]))
            }
            Self::FgdmDeclined(it) => {
                Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation]))
            }
            Self::FgdmDeferred(it) => {
                Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation]))
            }
            Self::FgdmAnswerWithdrawn(it) => {
                Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation]))
            }
            Self::FgdmNoAnswer(it) => {
                Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation]))
            }
            Self::FgdmHeld(it) => Some((it.offer, &[Landmark::Offer, Landmark::NetworkInvitation])),
            Self::FamilyPlanProposed(it) => Some((it.meeting, &[Landmark::FgdmMeeting])),
            Self::FamilyPlanAnswered(it) => Some((it.plan, &[Landmark::FamilyPlan])),
            Self::FamilyPlanReviewed(it) => Some((it.plan, &[Landmark::FamilyPlan])),
            Self::FgdmOutcomeRecorded(it) => Some((it.meeting, &[Landmark::FgdmMeeting])),
            Self::FgdmConsidered(_)
            | Self::FgdmOffered(_)
            | Self::FgdmInvited(_)
            | Self::FgdmNotOffered(_)
            | Self::FgdmPrepared(_) => None,
        }
    }
}
