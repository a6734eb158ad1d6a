//! The stream of a team: its founding, members, cover and practice framework, so that a dashboard
//! can say on which date it lacked a member.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::record::RecordEvent;
use crate::identifier::{AgencyId, PractitionerId};
use crate::recorded::{Label, Recorded};
use crate::text::Text;

/// A multi-agency child protection team was established.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamEstablished {
    /// Its name.
    pub name: Label,
    /// The local authority whose area it serves.
    pub authority: AgencyId,
}

/// A member was nominated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberNominated {
    /// Who.
    pub practitioner: PractitionerId,
    /// For which agency they work.
    pub agency: AgencyId,
    /// For which seat.
    pub seat: Seat,
    /// By whom.
    pub by: AgencyId,
    /// On what experience or qualification.
    #[serde(default)]
    pub experience: Recorded<Text>,
    /// For the police seat: whether they are a constable or a relevant police employee.
    #[serde(default)]
    pub police_status: Recorded<PoliceStatus>,
}

/// A seat that a team must fill, or another.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// A person with experience of education, nominated by the local authority.
    Education,
    /// A social worker, nominated by the local authority.
    SocialWorker,
    /// A registered health professional, nominated by the integrated care board.
    Health,
    /// A constable or relevant police employee, nominated by the chief officer.
    Police,
    /// Another member whom the local authority thinks appropriate.
    Other,
}

/// The status of a police member.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PoliceStatus {
    /// A constable.
    Constable,
    /// A relevant police employee.
    RelevantEmployee,
}

/// A member stood down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberStoodDown {
    /// Who.
    pub practitioner: PractitionerId,
    /// From which seat.
    pub seat: Seat,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// Cover for a seat was arranged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverArranged {
    /// For which seat.
    pub seat: Seat,
    /// Who covers.
    pub practitioner: PractitionerId,
    /// For which agency they work.
    pub agency: AgencyId,
    /// From when.
    pub from: NaiveDate,
    /// To when, that day included.
    pub to: NaiveDate,
}

/// The team adopted a practice framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworkAdopted {
    /// Its name.
    pub name: Label,
    /// How senior managers oversee it.
    #[serde(default)]
    pub oversight: Recorded<Text>,
}

/// An event in the stream of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TeamEvent {
    /// [`TeamEstablished`].
    TeamEstablished(TeamEstablished),
    /// [`MemberNominated`].
    MemberNominated(MemberNominated),
    /// [`MemberStoodDown`].
    MemberStoodDown(MemberStoodDown),
    /// [`CoverArranged`].
    CoverArranged(CoverArranged),
    /// [`FrameworkAdopted`].
    FrameworkAdopted(FrameworkAdopted),
    /// A correction, withdrawal or note on an entry of this stream.
    Record(RecordEvent),
}
