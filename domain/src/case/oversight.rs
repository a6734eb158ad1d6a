//! Oversight: supervision, managers' decisions, consultation, challenge between professionals, audit.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{EntryId, PractitionerId};
use crate::landmark::Landmark;
use crate::meeting::Grounds;
use crate::party::Recipient;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

/// A practitioner was supervised on the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupervisionHeld {
    /// Who was supervised.
    pub of: PractitionerId,
    /// What was considered.
    #[serde(default)]
    pub account: Recorded<Text>,
    /// What was before them.
    #[serde(default)]
    pub grounds: Grounds,
    /// When it is to be next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NaiveDate>,
}

/// A manager recorded oversight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OversightRecorded {
    /// What was decided.
    #[serde(default)]
    pub decision: Recorded<Text>,
    /// What was before them.
    #[serde(default)]
    pub grounds: Grounds,
}

/// A team or specialist gave advice on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseConsultationGiven {
    /// To whom.
    pub to: Recipient,
    /// What was asked.
    pub question: Text,
    /// What was advised.
    pub advice: Text,
    /// Whether the child could be identified.
    #[serde(default)]
    pub identifiable: Recorded<Identifiable>,
}

/// Whether a consultation named the child.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Identifiable {
    /// The child could be identified.
    Identifiable,
    /// The child could not be identified.
    Anonymous,
}

/// A practitioner or agency challenged a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeRaised {
    /// The entry that is challenged, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryId>,
    /// On which ground.
    #[serde(default)]
    pub ground: Recorded<ChallengeGround>,
    /// What is challenged and why.
    pub account: Text,
    /// Whom the challenge is put to.
    #[serde(default)]
    pub to: Recorded<Recipient>,
    /// By when an answer is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// How the child is safe meanwhile.
    #[serde(default)]
    pub child_safe: Recorded<Text>,
}

/// The ground of a challenge.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeGround {
    /// The threshold.
    Threshold,
    /// The need to convene a meeting.
    NeedToConvene,
    /// An agency's response.
    AgencyResponse,
    /// The sharing of information.
    InformationSharing,
    /// An assessment or plan.
    AssessmentOrPlan,
}

/// A challenge was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeAnswered {
    /// The challenge.
    pub challenge: Antecedent,
    /// The answer.
    pub account: Text,
}

/// A challenge went to the next stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeEscalated {
    /// The challenge.
    pub challenge: Antecedent,
    /// The stage.
    pub stage: u8,
    /// Whom it is put to now.
    #[serde(default)]
    pub to: Recorded<Recipient>,
}

/// A challenge was resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeResolved {
    /// The challenge.
    pub challenge: Antecedent,
    /// How.
    pub account: Text,
}

/// The case was audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseAudited {
    /// What was found.
    pub account: Text,
    /// What is to be done.
    #[serde(default)]
    pub actions: Recorded<Text>,
}

/// An event of the chapter `oversight`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum OversightEvent {
    /// [`SupervisionHeld`].
    SupervisionHeld(SupervisionHeld),
    /// [`OversightRecorded`].
    OversightRecorded(OversightRecorded),
    /// [`CaseConsultationGiven`].
    CaseConsultationGiven(CaseConsultationGiven),
    /// [`ChallengeRaised`].
    ChallengeRaised(ChallengeRaised),
    /// [`ChallengeAnswered`].
    ChallengeAnswered(ChallengeAnswered),
    /// [`ChallengeEscalated`].
    ChallengeEscalated(ChallengeEscalated),
    /// [`ChallengeResolved`].
    ChallengeResolved(ChallengeResolved),
    /// [`CaseAudited`].
    CaseAudited(CaseAudited),
}

impl OversightEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::SupervisionHeld(_)
            | Self::OversightRecorded(_)
            | Self::CaseConsultationGiven(_)
            | Self::ChallengeAnswered(_)
            | Self::ChallengeEscalated(_)
            | Self::ChallengeResolved(_)
            | Self::CaseAudited(_) => None,
            Self::ChallengeRaised(_) => Some(Landmark::Challenge),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::ChallengeAnswered(it) => Some((it.challenge, &[Landmark::Challenge])),
            Self::ChallengeEscalated(it) => Some((it.challenge, &[Landmark::Challenge])),
            Self::ChallengeResolved(it) => Some((it.challenge, &[Landmark::Challenge])),
            Self::SupervisionHeld(_)
            | Self::OversightRecorded(_)
            | Self::CaseConsultationGiven(_)
            | Self::ChallengeRaised(_)
            | Self::CaseAudited(_) => None,
        }
    }
}
