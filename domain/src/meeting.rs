//! A meeting: who was there, in which part, and what was put on the table.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{AgencyId, ChildId, EntryId, PersonId, PractitionerId};
use crate::recorded::{Label, Recorded};
use crate::text::Text;
use crate::time::When;

/// A strategy discussion, conference, core group or family group decision making meeting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// How it was held.
    #[serde(default)]
    pub format: Recorded<Format>,
    /// Who chaired it.
    #[serde(default)]
    pub chair: Recorded<Attendee>,
    /// Who was asked and how they answered.
    #[serde(default)]
    pub invited: Vec<Invitation>,
    /// Who was there.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    /// Its parts; none where it was held in one.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What was put before it.
    #[serde(default)]
    pub table: Vec<Tabled>,
}

/// How a meeting was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Everybody in one room.
    InPerson,
    /// By video or telephone together.
    Call,
    /// Some in the room and some by video.
    Hybrid,
    /// A series of conversations.
    Series,
}

/// Somebody at a meeting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Attendee {
    /// A practitioner for an agency.
    Practitioner {
        /// Who.
        practitioner: PractitionerId,
        /// For which agency.
        agency: AgencyId,
    },
    /// An agency, nobody named.
    Agency(AgencyId),
    /// A member of the family, or somebody for them.
    Person(PersonId),
    /// A child.
    Child(ChildId),
    /// Somebody whom the source describes and does not identify.
    Described(Text),
}

/// Who was asked to a meeting and how they answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Who was asked.
    pub who: Attendee,
    /// How they answered.
    #[serde(default)]
    pub answer: Recorded<InvitationAnswer>,
}

/// How somebody answered an invitation to a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationAnswer {
    /// They said that they would come.
    Accepted,
    /// They sent apologies.
    Apologies,
    /// They sent a report in place of coming.
    SentReport,
    /// No answer came.
    NoReply,
}

/// Somebody's attendance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Who was there.
    pub who: Attendee,
    /// The post they were in then.
    #[serde(default)]
    pub post: Recorded<Label>,
    /// In which capacity.
    #[serde(default)]
    pub capacity: Recorded<Capacity>,
    /// From when, where they came after it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<When>,
    /// Until when, where they left before it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// Which of its parts they were in.
    #[serde(default)]
    pub parts: PartsAttended,
}

/// In which capacity somebody attends.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// A member.
    Member,
    /// In a member's place.
    StandIn,
    /// To observe.
    Observer,
    /// As family.
    Family,
    /// As an advocate for the child or a parent.
    Advocate,
}

/// Which parts of a meeting somebody was in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartsAttended {
    /// All of it.
    #[default]
    All,
    /// The parts of these numbers.
    Only(Vec<u16>),
    /// Not all of it; the record does not say which parts.
    NotRecorded,
}

/// A part of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its number.
    pub number: u16,
    /// Open to all who attend, or confidential.
    pub kind: PartKind,
}

/// Whether a part of a meeting is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Open to all who attend.
    Open,
    /// Confidential to some.
    Confidential,
}

/// An item that was put before a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tabled {
    /// The entry that says it.
    pub item: EntryId,
    /// By whom it was put there.
    #[serde(default)]
    pub by: Recorded<Attendee>,
    /// How much of it.
    #[serde(default)]
    pub extent: Recorded<Extent>,
    /// In which part.
    #[serde(default)]
    pub part: Recorded<u16>,
}

impl Tabled {
    /// An item on the table, of which the record says no more.
    pub fn item(item: EntryId) -> Self {
        Self {
            item,
            by: Recorded::NotRecorded,
            extent: Recorded::NotRecorded,
            part: Recorded::NotRecorded,
        }
    }
}

/// How much of an item was told.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// That there is something, and no more.
    Existence,
    /// The gist.
    Gist,
    /// A part.
    Part,
    /// The whole.
    Whole,
}

/// What a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// The entries that the decider had before them.
    #[serde(default)]
    pub considered: Vec<EntryId>,
    /// What the decider relied on.
    #[serde(default)]
    pub relied_on: Vec<Reliance>,
    /// Why.
    #[serde(default)]
    pub rationale: Recorded<Text>,
}

/// Something that a decision relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reliance {
    /// An entry.
    Entry(EntryId),
    /// A statement with no entry behind it.
    Statement(Text),
}

/// Somebody's disagreement with a decision, with their reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dissent {
    /// Who disagreed.
    pub who: Attendee,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}
