//! Access: to whom the record of a case was handed out, and what of it was withheld. It says nothing
//! of what they did with it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{CaseId, ChildId};
use crate::landmark::Landmark;
use crate::recorded::{Antecedent, Label};
use crate::text::Text;

/// A bundle of a case was made, to be handed to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportMade {
    /// The case.
    pub case: CaseId,
    /// For which kind of reader it was made.
    pub audience: ExportAudience,
    /// Whose record it is, where it was made for its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<ChildId>,
    /// For whom it was made: an office, a panel, a court. Never a person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_for: Option<Label>,
    /// What for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// The checkpoint that it leads to, by the digest of its text, in hexadecimal.
    pub checkpoint: Label,
    /// How many leaves that checkpoint commits to.
    pub size: u64,
    /// How many entries are shown in it, whole or in part.
    pub shown: u64,
    /// What was withheld, by reason.
    #[serde(default)]
    pub withheld: Vec<WithheldCount>,
    /// The digest of the file, in hexadecimal.
    pub file: Label,
    /// The form of the file and its version.
    pub format: Label,
}

/// For which kind of reader a bundle is made.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ExportAudience {
    /// A panel that reviews a case by statute.
    Panel,
    /// A court that has the case before it.
    Court,
    /// A child whose record it is, or who acts for them.
    Subject,
    /// Whoever checks that the record is whole, and need not know what it says.
    Auditor,
}

/// Why something is withheld.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WithheldReason {
    /// It is about a third party.
    ThirdParty,
    /// It would give away who a protected source is.
    SourceIdentity,
    /// Police ask that it be kept close.
    PoliceSensitive,
    /// It would give away a refuge or a protected address.
    RefugeOrAddress,
    /// It concerns an adoption.
    Adoption,
    /// It is legally privileged.
    Privileged,
    /// A court restricts it.
    CourtRestricted,
    /// It is about an adult's health.
    AdultHealth,
    /// It is restricted while its accuracy or lawfulness is looked into.
    Restricted,
    /// Only some agencies may read it.
    LimitedAudience,
    /// It concerns other children alone.
    OtherChild,
    /// It is the record of another person.
    OtherPerson,
    /// This reader needs no personal text.
    PersonalText,
    /// How it may be handled cannot be read any more.
    HandlingUnknown,
}

/// How much was withheld for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithheldCount {
    /// The reason.
    pub reason: WithheldReason,
    /// How many texts of entries that are shown otherwise.
    pub texts: u64,
    /// How many entries of which the leaf alone is shown.
    pub entries: u64,
}

/// An event of the chapter `access`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AccessEvent {
    /// [`ExportMade`].
    ExportMade(ExportMade),
}

impl AccessEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::ExportMade(_) => None,
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::ExportMade(_) => None,
        }
    }
}
