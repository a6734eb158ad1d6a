//! The stream of an agency: that it exists, what kind it is, and the memoranda it has agreed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::basis::LegalBasis;
use crate::case::record::RecordEvent;
use crate::code::AgencyCategory;
use crate::identifier::{AgencyId, TeamId};
use crate::party::AgencyKind;
use crate::recorded::{Label, Recorded};
use crate::text::Text;

/// An agency was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyRegistered {
    /// Its name.
    pub name: Label,
    /// What kind of agency it is.
    #[serde(default)]
    pub kind: Recorded<AgencyKind>,
    /// On which footing it is bound by s.16LA of the Children Act 2004, by its code.
    #[serde(default)]
    pub category: Recorded<AgencyCategory>,
}

/// An agency agreed a memorandum of co-operation with a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemorandumAgreed {
    /// The team.
    pub with: TeamId,
    /// Its terms.
    #[serde(default)]
    pub terms: Recorded<Text>,
    /// What it promises to share without being asked.
    #[serde(default)]
    pub expects: Vec<Protocol>,
}

/// A named promise to share: when one kind of thing is recorded, another agency is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Its name.
    pub name: Label,
    /// Whom it promises to tell.
    pub to: AgencyId,
    /// The legal basis.
    #[serde(default)]
    pub basis: Recorded<LegalBasis>,
}

/// A memorandum of co-operation ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemorandumEnded {
    /// The team.
    pub with: TeamId,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// An event in the stream of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AgencyEvent {
    /// [`AgencyRegistered`].
    AgencyRegistered(AgencyRegistered),
    /// [`MemorandumAgreed`].
    MemorandumAgreed(MemorandumAgreed),
    /// [`MemorandumEnded`].
    MemorandumEnded(MemorandumEnded),
    /// A correction, withdrawal or note on an entry of this stream.
    Record(RecordEvent),
}
