//! Opening: a family's case, the children and people in it, its transfer, closing and reopening.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::ReasonForClosure;
use crate::identifier::{AgencyId, CaseId, ChildId, EntryId, PersonId};
use crate::landmark::Landmark;
use crate::meeting::Grounds;
use crate::recorded::{Antecedent, Label, Recorded};
use crate::text::Text;

/// A case was opened for a family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseOpened {
    /// The reference that the local authority or the review knows it by.
    #[serde(default)]
    pub reference: Recorded<Label>,
    /// The local authority that holds it.
    #[serde(default)]
    pub authority: Recorded<AgencyId>,
    /// Why it was opened.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// A child became part of this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildJoinedCase {
    /// The child.
    pub child: ChildId,
    /// The case that the child leaves for this one, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<CaseId>,
    /// What is carried from that case: an open plan, an enquiry, offers, each by its entry there.
    #[serde(default)]
    pub carried: Vec<EntryId>,
}

/// A child stopped being part of this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildLeftCase {
    /// The child.
    pub child: ChildId,
    /// The case that the child joined, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<CaseId>,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// An adult or other person became part of this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonJoinedCase {
    /// The person.
    pub person: PersonId,
    /// Their part in it, for example maternal grandmother.
    #[serde(default)]
    pub part: Recorded<Label>,
}

/// The case moved to another local authority or team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseTransferred {
    /// The agency that holds it now.
    pub to: AgencyId,
    /// Whether the receiving agency accepted it.
    #[serde(default)]
    pub accepted: Recorded<Acceptance>,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// Whether a transfer was accepted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Acceptance {
    /// It was accepted.
    Accepted,
    /// It was refused.
    Refused,
    /// An answer is awaited.
    Awaited,
}

/// The case was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseClosed {
    /// The reason, by its official code.
    #[serde(default)]
    pub reason: Recorded<ReasonForClosure>,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// The case was opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseReopened {
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// An event of the chapter `opening`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum OpeningEvent {
    /// [`CaseOpened`].
    CaseOpened(CaseOpened),
    /// [`ChildJoinedCase`].
    ChildJoinedCase(ChildJoinedCase),
    /// [`ChildLeftCase`].
    ChildLeftCase(ChildLeftCase),
    /// [`PersonJoinedCase`].
    PersonJoinedCase(PersonJoinedCase),
    /// [`CaseTransferred`].
    CaseTransferred(CaseTransferred),
    /// [`CaseClosed`].
    CaseClosed(CaseClosed),
    /// [`CaseReopened`].
    CaseReopened(CaseReopened),
}

impl OpeningEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        None
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        None
    }
}
