//! Record: corrections, withdrawals, disputes, statements, restrictions and holds. Nothing is
//! edited: a correction is an entry that names the first, and both stay readable.
//!
//! These events stand in the stream of the entry that they name, whichever kind of stream it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::envelope::{Audience, Evidence, FactStatus};
use crate::event::Event;
use crate::identifier::{ChildId, EntryId, PersonId};
use crate::landmark::Landmark;
use crate::party::Speaker;
use crate::recorded::{Antecedent, Label, Recorded};
use crate::text::Text;
use crate::time::When;

/// An entry was corrected. A correction of a correction names the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrected {
    /// The entry that was wrong.
    pub entry: EntryId,
    /// What it reads from now on.
    pub replacement: Replacement,
    /// What was wrong with it.
    pub reason: Text,
}

/// What an entry reads from now on: the whole payload of the same type, with its times, children
/// and persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The whole event, of the same type.
    pub event: Box<Event>,
    /// When it was so in the world.
    pub occurred: When,
    /// When the recording agency first knew it, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<When>,
    /// The children that it concerns.
    #[serde(default)]
    pub children: Vec<ChildId>,
    /// The adults that it concerns.
    #[serde(default)]
    pub about: Vec<PersonId>,
    /// How firm it is as a fact.
    #[serde(default)]
    pub status: Recorded<FactStatus>,
    /// Whether it was recorded at the time.
    #[serde(default)]
    pub evidence: Recorded<Evidence>,
}

/// An entry was withdrawn. It stays readable as withdrawn and counts in nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryWithdrawn {
    /// The entry.
    pub entry: EntryId,
    /// On which ground.
    pub ground: WithdrawalGround,
    /// Why.
    pub reason: Text,
}

/// Why an entry was withdrawn.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalGround {
    /// It is about another child.
    WrongChild,
    /// It is about another family.
    WrongFamily,
    /// It was recorded by mistake and never happened.
    NeverHappened,
    /// It was recorded twice.
    Duplicate,
}

/// Somebody disputes an entry. Both stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryDisputed {
    /// The entry.
    pub entry: EntryId,
    /// Who disputes it.
    pub by: Speaker,
    /// What they say.
    pub statement: Text,
}

/// A later remark, a statement or an analysis was attached to an entry. It is never part of the
/// fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementAttached {
    /// The entry.
    pub entry: EntryId,
    /// Whose it is.
    #[serde(default)]
    pub by: Recorded<Speaker>,
    /// What it is.
    pub kind: StatementKind,
    /// The words.
    pub statement: Text,
}

/// What is attached to an entry.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// A later remark by an agency.
    LaterNote,
    /// A statement by a child or adult whom the entry is about.
    SubjectStatement,
    /// A reader's analysis.
    Analysis,
}

/// Entries were restricted while their accuracy or lawfulness is looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryRestricted {
    /// The entries.
    #[serde(default)]
    pub entries: Vec<EntryId>,
    /// Who may still read them.
    pub audience: Audience,
    /// Why.
    pub reason: Text,
}

/// A restriction was lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestrictionLifted {
    /// The restriction.
    pub restriction: Antecedent,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// A hold on disposal was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldPlaced {
    /// By which inquiry, court or person.
    pub authority: Label,
    /// Why.
    pub reason: Text,
}

/// A hold on disposal was lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldLifted {
    /// The hold.
    pub hold: Antecedent,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// An event of the chapter `record`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RecordEvent {
    /// [`EntryCorrected`].
    EntryCorrected(EntryCorrected),
    /// [`EntryWithdrawn`].
    EntryWithdrawn(EntryWithdrawn),
    /// [`EntryDisputed`].
    EntryDisputed(EntryDisputed),
    /// [`StatementAttached`].
    StatementAttached(StatementAttached),
    /// [`EntryRestricted`].
    EntryRestricted(EntryRestricted),
    /// [`RestrictionLifted`].
    RestrictionLifted(RestrictionLifted),
    /// [`HoldPlaced`].
    HoldPlaced(HoldPlaced),
    /// [`HoldLifted`].
    HoldLifted(HoldLifted),
}

impl RecordEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::EntryCorrected(_)
            | Self::EntryWithdrawn(_)
            | Self::EntryDisputed(_)
            | Self::StatementAttached(_)
            | Self::RestrictionLifted(_)
            | Self::HoldLifted(_) => None,
            Self::EntryRestricted(_) => Some(Landmark::Restriction),
            Self::HoldPlaced(_) => Some(Landmark::Hold),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::RestrictionLifted(it) => Some((it.restriction, &[Landmark::Restriction])),
            Self::HoldLifted(it) => Some((it.hold, &[Landmark::Hold])),
            Self::EntryCorrected(_)
            | Self::EntryWithdrawn(_)
            | Self::EntryDisputed(_)
            | Self::StatementAttached(_)
            | Self::EntryRestricted(_)
            | Self::HoldPlaced(_) => None,
        }
    }
}
