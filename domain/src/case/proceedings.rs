//! Proceedings: the legal gateway, pre-proceedings, the letter, the step decision, the application
//! and the orders. Advice at a legal gateway is privileged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{LegalGatewayOutcome, OrderKind, PreProceedingsOutcome, ShortNoticeReason};
use crate::identifier::PersonId;
use crate::landmark::Landmark;
use crate::meeting::{Grounds, Meeting};
use crate::recorded::{Antecedent, Label, Recorded};
use crate::text::Text;

/// A legal gateway or planning meeting was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalGatewayHeld {
    /// The outcome, by its official code.
    #[serde(default)]
    pub outcome: Recorded<LegalGatewayOutcome>,
    /// The advice; privileged.
    #[serde(default)]
    pub advice: Recorded<Text>,
}

/// Pre-proceedings started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreProceedingsStarted {
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// The letter before proceedings was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterBeforeProceedingsSent {
    /// The decision that it follows.
    pub pre_proceedings: Antecedent,
    /// To whom.
    #[serde(default)]
    pub to: Vec<PersonId>,
    /// Whether it offers a family group decision making meeting.
    #[serde(default)]
    pub fgdm_offer: Recorded<OfferInLetter>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Whether a letter offers a meeting.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OfferInLetter {
    /// It does.
    Contained,
    /// It does not.
    NotContained,
}

/// A pre-proceedings meeting was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreProceedingsMeetingHeld {
    /// The pre-proceedings.
    pub pre_proceedings: Antecedent,
    /// Initial or review.
    #[serde(default)]
    pub kind: Recorded<PreProceedingsMeeting>,
    /// Who was there.
    #[serde(default)]
    pub meeting: Meeting,
    /// What was discussed.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Which pre-proceedings meeting.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PreProceedingsMeeting {
    /// The initial one.
    Initial,
    /// A review.
    Review,
}

/// It was decided how pre-proceedings end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepDecided {
    /// The pre-proceedings.
    pub pre_proceedings: Antecedent,
    /// The outcome, by its official code.
    #[serde(default)]
    pub outcome: Recorded<PreProceedingsOutcome>,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// An application was issued to the court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourtApplicationIssued {
    /// Under which part of the Children Act 1989.
    #[serde(default)]
    pub part: Recorded<ApplicationPart>,
    /// The order that is sought.
    #[serde(default)]
    pub order_sought: Recorded<OrderKind>,
    /// Why at short notice, where it was, by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_notice: Option<ShortNoticeReason>,
    /// The court's reference.
    #[serde(default)]
    pub court_reference: Recorded<Label>,
    /// What the application says of family group decision making.
    #[serde(default)]
    pub fgdm: Recorded<Text>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Under which part of the Children Act 1989 an application is made.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationPart {
    /// Part 4: care and supervision.
    Part4,
    /// Part 5: protection, for example an emergency protection order.
    Part5,
    /// Another part or act.
    Other,
}

/// A court made an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderMade {
    /// The application.
    pub application: Antecedent,
    /// The order.
    #[serde(default)]
    pub kind: Recorded<OrderKind>,
    /// Whether it ends the proceedings.
    #[serde(default)]
    pub final_order: Recorded<OrderFinality>,
    /// Its terms.
    #[serde(default)]
    pub terms: Recorded<Text>,
}

/// Whether an order ends the proceedings.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OrderFinality {
    /// It ends them.
    Final,
    /// It does not.
    Interim,
}

/// An event of the chapter `proceedings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ProceedingsEvent {
    /// [`LegalGatewayHeld`].
    LegalGatewayHeld(LegalGatewayHeld),
    /// [`PreProceedingsStarted`].
    PreProceedingsStarted(PreProceedingsStarted),
    /// [`LetterBeforeProceedingsSent`].
    LetterBeforeProceedingsSent(LetterBeforeProceedingsSent),
    /// [`PreProceedingsMeetingHeld`].
    PreProceedingsMeetingHeld(PreProceedingsMeetingHeld),
    /// [`StepDecided`].
    StepDecided(StepDecided),
    /// [`CourtApplicationIssued`].
    CourtApplicationIssued(CourtApplicationIssued),
    /// [`OrderMade`].
    OrderMade(OrderMade),
}

impl ProceedingsEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::LegalGatewayHeld(_)
            | Self::PreProceedingsMeetingHeld(_)
            | Self::StepDecided(_)
            | Self::OrderMade(_) => None,
            Self::PreProceedingsStarted(_) => Some(Landmark::PreProceedings),
            Self::LetterBeforeProceedingsSent(_) => Some(Landmark::Letter),
            Self::CourtApplicationIssued(_) => Some(Landmark::Application),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::LetterBeforeProceedingsSent(it) => {
                Some((it.pre_proceedings, &[Landmark::PreProceedings]))
            }
            Self::PreProceedingsMeetingHeld(it) => {
                Some((it.pre_proceedings, &[Landmark::PreProceedings]))
            }
            Self::StepDecided(it) => Some((it.pre_proceedings, &[Landmark::PreProceedings])),
            Self::OrderMade(it) => Some((it.application, &[Landmark::Application])),
            Self::LegalGatewayHeld(_)
            | Self::PreProceedingsStarted(_)
            | Self::CourtApplicationIssued(_) => None,
        }
    }
}
