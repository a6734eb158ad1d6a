//! Child: seen, alone, where; their words and views, and what came back to them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{ChildId, EntryId, PersonId};
use crate::landmark::Landmark;
use crate::meeting::Attendee;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

/// A practitioner visited or tried to, and saw the child or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildSeen {
    /// Each child, and how they were seen.
    #[serde(default)]
    pub sights: Vec<Sight>,
    /// What was seen and said.
    pub account: Text,
    /// Whether the visit was announced.
    #[serde(default)]
    pub visit: Recorded<Visit>,
    /// Who else was present.
    #[serde(default)]
    pub present: Vec<Attendee>,
    /// Whether an interpreter took part.
    #[serde(default)]
    pub interpreter: Recorded<Interpreter>,
}

/// How one child was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sight {
    /// The child.
    pub child: ChildId,
    /// Whether they were seen.
    pub seen: Seen,
    /// Whether they were seen alone.
    #[serde(default)]
    pub alone: Recorded<Alone>,
    /// Whether they were seen undressed.
    #[serde(default)]
    pub body: Recorded<Body>,
    /// Which area of the body was seen, where only one was.
    #[serde(default)]
    pub area: Recorded<Text>,
    /// Whether their bedroom was seen.
    #[serde(default)]
    pub bedroom: Recorded<Bedroom>,
}

/// Whether a child was seen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// They were seen.
    Seen,
    /// They were not seen.
    NotSeen,
    /// It was attempted; nobody was met.
    Attempted,
}

/// Whether a child was seen alone.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Alone {
    /// They were seen alone.
    Alone,
    /// They were not seen alone.
    NotAlone,
}

/// Whether a child was seen undressed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// They were seen undressed.
    Undressed,
    /// They were seen clothed.
    NotUndressed,
    /// A named area was seen.
    AreaSeen,
}

/// Whether a child's bedroom was seen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Bedroom {
    /// It was seen.
    Seen,
    /// It was not seen.
    NotSeen,
}

/// Whether a visit was announced.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Visit {
    /// It was announced.
    Announced,
    /// It was not announced.
    Unannounced,
}

/// Whether an interpreter took part.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Interpreter {
    /// One took part.
    Used,
    /// None was needed.
    NotNeeded,
    /// One was needed and none took part.
    NeededNotUsed,
}

/// A parent or carer was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParentSeen {
    /// Who.
    pub parent: PersonId,
    /// What was seen and said.
    pub account: Text,
    /// Whether they were seen alone.
    #[serde(default)]
    pub alone: Recorded<Alone>,
}

/// A child's words, or what they showed, were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildVoiceRecorded {
    /// The child.
    pub child: ChildId,
    /// Their own words, or what they showed.
    pub words: Text,
    /// How they said it.
    #[serde(default)]
    pub how: Recorded<VoiceMethod>,
}

/// How a child made something known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum VoiceMethod {
    /// In their own words.
    OwnWords,
    /// By drawing.
    Drawing,
    /// In play.
    Play,
    /// Without words.
    NonVerbal,
    /// Through an advocate.
    ThroughAdvocate,
    /// As another person reports them.
    ThroughAnother,
}

/// A practitioner recorded how a child's wishes and feelings were taken into account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewsWeighed {
    /// The entries that give them.
    #[serde(default)]
    pub voices: Vec<EntryId>,
    /// How they were weighed.
    pub account: Text,
}

/// A child was told what became of what they said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FedBackToChild {
    /// The child.
    pub child: ChildId,
    /// What they were told.
    pub account: Text,
}

/// A child was offered an advocate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvocateOffered {
    /// The child.
    pub child: ChildId,
    /// The answer.
    #[serde(default)]
    pub answer: Recorded<AdvocateAnswer>,
}

/// How an offer of an advocate was answered.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AdvocateAnswer {
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// The child was thought too young to be asked.
    TooYoung,
}

/// An event of the chapter `child`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ChildEvent {
    /// [`ChildSeen`].
    ChildSeen(ChildSeen),
    /// [`ParentSeen`].
    ParentSeen(ParentSeen),
    /// [`ChildVoiceRecorded`].
    ChildVoiceRecorded(ChildVoiceRecorded),
    /// [`ViewsWeighed`].
    ViewsWeighed(ViewsWeighed),
    /// [`FedBackToChild`].
    FedBackToChild(FedBackToChild),
    /// [`AdvocateOffered`].
    AdvocateOffered(AdvocateOffered),
}

impl ChildEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        None
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        None
    }
}
