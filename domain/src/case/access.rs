//! Access: to whom the record of a case was shown or handed out, and what of it was withheld. It says
//! nothing of what they did with it, and is never for judging staff.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{CaseId, ChildId, EntryId, PersonId, SessionId};
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

/// A page on which entries of the case are listed was shown to somebody. The stream says of which case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordShown {
    /// Which page.
    pub page: ShownPage,
    /// In which session: the same page is on record once a session.
    pub session: SessionId,
}

/// One entry of the case, or one document, was shown to somebody alone. The stream says of which case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryOpened {
    /// The entry.
    pub entry: EntryId,
    /// In which session: the same entry is on record once a session.
    pub session: SessionId,
}

/// A page that shows several entries of a case, or rows about it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ShownPage {
    /// The case's first page.
    Overview,
    /// The chronology.
    Chronology,
    /// Who knew what, and when.
    WhoKnew,
    /// The decisions.
    Decisions,
    /// One decision in context.
    Decision {
        /// The decision.
        entry: EntryId,
    },
    /// Who knew one item.
    Item {
        /// The item.
        entry: EntryId,
    },
    /// Who was involved and not told.
    NotTold,
    /// What was recorded late.
    LateRecords,
    /// The duties.
    Duties,
    /// The audit trail.
    Trail,
    /// A child of the case, across cases.
    Child {
        /// The child.
        child: ChildId,
    },
    /// An adult or other person around a child of the case, across cases.
    Person {
        /// The person.
        person: PersonId,
    },
    /// A form by which something is recorded in the case, with what it offers to choose from.
    Form,
    /// The results of a search, with the case among them.
    Search,
    /// The worklist of duties, with some of the case among them.
    Worklist,
    /// The entries behind a number of the dashboard, with some of the case among them.
    Numbers,
    /// The list of entries, with some of the case among them.
    Entries,
}

impl ShownPage {
    /// The entry that the page is about, where it is about one.
    pub fn entry(self) -> Option<EntryId> {
        match self {
            Self::Decision { entry } | Self::Item { entry } => Some(entry),
            Self::Overview
            | Self::Chronology
            | Self::WhoKnew
            | Self::Decisions
            | Self::NotTold
            | Self::LateRecords
            | Self::Duties
            | Self::Trail
            | Self::Child { .. }
            | Self::Person { .. }
            | Self::Form
            | Self::Search
            | Self::Worklist
            | Self::Numbers
            | Self::Entries => None,
        }
    }
}

/// An event of the chapter `access`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AccessEvent {
    /// [`ExportMade`].
    ExportMade(ExportMade),
    /// [`RecordShown`].
    RecordShown(RecordShown),
    /// [`EntryOpened`].
    EntryOpened(EntryOpened),
}

impl AccessEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::ExportMade(_) | Self::RecordShown(_) | Self::EntryOpened(_) => None,
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::ExportMade(_) | Self::RecordShown(_) | Self::EntryOpened(_) => None,
        }
    }
}
