//! The envelope of an entry: when, who, from what source, about whom, and how it may be handled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::basis::LegalBasis;
use crate::identifier::{AgencyId, ChildId, EntryId, PersonId};
use crate::party::{Actor, Speaker};
use crate::recorded::{Label, Recorded};
use crate::text::Text;
use crate::time::When;
use chrono::NaiveDate;

/// All that is said of an entry beside its event, its place in the ledger and who recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// When it was so in the world.
    pub occurred: When,
    /// When the recording agency first knew it, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<When>,
    /// Who did, saw or decided it, in which post and for which agency.
    pub by: Actor,
    /// For whom, where `by` only typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Actor>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Source,
    /// Whether it was recorded at the time or stated later.
    #[serde(default)]
    pub evidence: Recorded<Evidence>,
    /// How firm it is as a fact.
    #[serde(default)]
    pub status: Recorded<FactStatus>,
    /// The children that it concerns.
    #[serde(default)]
    pub children: Vec<ChildId>,
    /// The adults that it concerns.
    #[serde(default)]
    pub about: Vec<PersonId>,
    /// What limits how it may be handled; set when recording.
    #[serde(default)]
    pub handling: Vec<Handling>,
    /// Which agencies may read it.
    #[serde(default)]
    pub audience: Audience,
    /// The legal basis, where one applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LegalBasis>,
    /// The entry that led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<EntryId>,
    /// The wider context of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Uuid>,
}

/// Where an entry comes from: how its author came by it, in which document, by which import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How the author came by it.
    #[serde(default)]
    pub origin: Recorded<Origin>,
    /// The document in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// The file from which it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<Import>,
}

/// How the author of an entry came by what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Origin {
    /// They saw, heard or did it.
    FirstHand,
    /// Somebody told them.
    ToldBy(Speaker),
}

/// A document, by its reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The reference that the agency keeps it under.
    pub reference: Label,
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// SHA-256 of the file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Label>,
}

/// A row of an imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The name of the file.
    pub file: Label,
    /// The row, counted as a spreadsheet counts it: the headings are row 1.
    pub row: u32,
    /// The agency's own reference of the row.
    pub reference: Label,
    /// When the agency's own system says that it was entered.
    pub entered: Entered,
}

/// When an imported row was entered, by the claim of the agency's own system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Entered {
    /// The row says so.
    Stated(When),
    /// This is a step derived from a row: its own entry date is not stated, the row's is.
    RowStated(When),
    /// The row does not say.
    NotStated,
}

/// Whether an entry was recorded at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Evidence {
    /// Recorded at the time.
    AtTheTime,
    /// Stated later, for example to a review.
    StatedLater {
        /// To whom.
        to: Text,
        /// When.
        when: When,
    },
    /// Inferred from somebody's attendance.
    InferredFromAttendance,
    /// Written by a system's log.
    SystemLog,
}

/// How firm something is as a fact. An allegation reads "was told that", never "knew".
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FactStatus {
    /// Seen or heard by the author.
    Observed,
    /// Reported to the author.
    Reported,
    /// Alleged.
    Alleged,
    /// Confirmed.
    Confirmed,
    /// Looked into and not supported.
    NotSupported,
    /// Taken back by whoever said it.
    Retracted,
}

/// What limits how an entry may be handled.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Handling {
    /// It is about a third party.
    ThirdParty,
    /// It would give away who a protected source is.
    SourceIdentity,
    /// Police ask that it be kept close until a day, that day included.
    PoliceSensitiveUntil(NaiveDate),
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
}

/// Which agencies may read an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every agency that may read the case.
    #[default]
    Involved,
    /// These alone.
    Only(Vec<AgencyId>),
}
