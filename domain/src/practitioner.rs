//! The stream of a practitioner: who they are, and the posts they take and leave. Knowledge gained
//! in a post counts for that unit and agency; it does not travel with a move.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::record::RecordEvent;
use crate::identifier::AgencyId;
use crate::recorded::{Label, Recorded};
use crate::text::Text;

/// A practitioner was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PractitionerRegistered {
    /// Their name, or the desk or post that the source names.
    pub name: Text,
    /// Their registration with a professional regulator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Label>,
}

/// A practitioner took a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostTaken {
    /// In which agency.
    pub agency: AgencyId,
    /// In which unit.
    #[serde(default)]
    pub unit: Recorded<Label>,
    /// Which post.
    #[serde(default)]
    pub post: Recorded<Label>,
}

/// A practitioner left a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostLeft {
    /// In which agency.
    pub agency: AgencyId,
    /// In which unit.
    #[serde(default)]
    pub unit: Recorded<Label>,
    /// Which post.
    #[serde(default)]
    pub post: Recorded<Label>,
}

/// An event in the stream of a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PractitionerEvent {
    /// [`PractitionerRegistered`].
    PractitionerRegistered(PractitionerRegistered),
    /// [`PostTaken`].
    PostTaken(PostTaken),
    /// [`PostLeft`].
    PostLeft(PostLeft),
    /// A correction, withdrawal or note on an entry of this stream.
    Record(RecordEvent),
}
