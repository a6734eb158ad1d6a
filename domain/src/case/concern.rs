//! Concern: what is raised and by whom, the contact at the front door, what is decided of it, and
//! what the family's agreement was. Agreement is recorded; it is not the lawful basis.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{ContactOutcome, ReferralOutcome, ReferralSource};
use crate::identifier::{EntryId, PersonId};
use crate::landmark::Landmark;
use crate::meeting::Grounds;
use crate::party::{Recipient, Speaker};
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

/// Somebody raised a concern about a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernRaised {
    /// Who raised it.
    #[serde(default)]
    pub raised_by: Recorded<Speaker>,
    /// What was seen, heard or said.
    pub account: Text,
    /// Whether the account is in the raiser's own words.
    #[serde(default)]
    pub wording: Recorded<Wording>,
    /// Whether the child was in danger at that moment.
    #[serde(default)]
    pub danger: Recorded<Danger>,
    /// Whether the family was told that it was raised.
    #[serde(default)]
    pub family_told: Recorded<FamilyTold>,
}

/// Whether an account is word for word.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// In the words that were used.
    Verbatim,
    /// A summary.
    Summary,
}

/// Whether there was danger at that moment.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// The child was in immediate danger.
    Immediate,
    /// The child was not in immediate danger.
    NotImmediate,
    /// The raiser could not say.
    NotKnown,
}

/// Whether the family was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FamilyTold {
    /// They were told.
    Told,
    /// They were not told, and why.
    NotTold(Text),
}

/// The front door received a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactReceived {
    /// Where it came from, by its official code.
    #[serde(default)]
    pub source: Recorded<ReferralSource>,
    /// How it came.
    #[serde(default)]
    pub channel: Recorded<Channel>,
    /// What was received.
    pub account: Text,
    /// The entries that it brought.
    #[serde(default)]
    pub received: Vec<EntryId>,
}

/// How something was told or sent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Face to face.
    InPerson,
    /// By telephone.
    Telephone,
    /// By video.
    Video,
    /// By letter.
    Letter,
    /// By e-mail.
    Email,
    /// Through a secure portal or form.
    SecurePortal,
    /// Through a record that both can read.
    SharedRecord,
    /// By an automatic notification.
    Notification,
    /// At a meeting.
    Meeting,
}

/// The front door decided what a contact leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDecided {
    /// The contact.
    pub contact: Antecedent,
    /// The outcome, by its official code.
    #[serde(default)]
    pub outcome: Recorded<ContactOutcome>,
    /// The outcome as the source words it.
    #[serde(default)]
    pub as_written: Recorded<Text>,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// The local authority decided on a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralDecided {
    /// The contact or concern that it decides.
    pub contact: Antecedent,
    /// The outcome, by its official code.
    #[serde(default)]
    pub outcome: Recorded<ReferralOutcome>,
    /// The outcome as the source words it.
    #[serde(default)]
    pub as_written: Recorded<Text>,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Whoever referred was told what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferrerInformed {
    /// The decision or contact that they were told of.
    pub decision: Antecedent,
    /// Who was told.
    pub to: Recipient,
    /// How.
    #[serde(default)]
    pub channel: Recorded<Channel>,
}

/// The family's agreement was sought, or was not, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementSought {
    /// From whom.
    #[serde(default)]
    pub from: Vec<PersonId>,
    /// What they were asked to agree to.
    pub to: Text,
    /// The answer.
    pub answer: AgreementAnswer,
}

/// What came of seeking agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementAnswer {
    /// It was given.
    Given,
    /// It was refused, with their reason.
    Refused(Recorded<Text>),
    /// It was not sought, because asking was not safe.
    NotSoughtUnsafe(Text),
    /// It was not sought, because it was not needed.
    NotSoughtUnnecessary(Text),
    /// No answer came.
    NoAnswer,
}

/// An event of the chapter `concern`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ConcernEvent {
    /// [`ConcernRaised`].
    ConcernRaised(ConcernRaised),
    /// [`ContactReceived`].
    ContactReceived(ContactReceived),
    /// [`ContactDecided`].
    ContactDecided(ContactDecided),
    /// [`ReferralDecided`].
    ReferralDecided(ReferralDecided),
    /// [`ReferrerInformed`].
    ReferrerInformed(ReferrerInformed),
    /// [`AgreementSought`].
    AgreementSought(AgreementSought),
}

impl ConcernEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::ConcernRaised(_) => Some(Landmark::Concern),
            Self::ContactReceived(_) => Some(Landmark::Contact),
            Self::ContactDecided(_) | Self::ReferrerInformed(_) | Self::AgreementSought(_) => None,
            Self::ReferralDecided(_) => Some(Landmark::Referral),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::ContactDecided(it) => Some((it.contact, &[Landmark::Contact, Landmark::Concern])),
            Self::ReferralDecided(it) => {
                Some((it.contact, &[Landmark::Contact, Landmark::Concern]))
            }
            Self::ReferrerInformed(it) => {
                Some((it.decision, &[Landmark::Referral, Landmark::Contact, Landmark::Concern]))
            }
            Self::ConcernRaised(_) | Self::ContactReceived(_) | Self::AgreementSought(_) => None,
        }
    }
}
