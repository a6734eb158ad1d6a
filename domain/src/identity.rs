//! The streams of a child and of a person: who they are, where they live, who they are to each
//! other. An identifier from elsewhere is an attribute with a source and a validity, never a key.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::record::RecordEvent;
use crate::code::{Disability, Ethnicity, Sex, UpnUnknown};
use crate::identifier::{CaseId, ChildId, PersonId};
use crate::recorded::Recorded;
use crate::text::Text;
use crate::time::When;

/// A child became known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildIdentified {
    /// The name, as the source gives it.
    #[serde(default)]
    pub name: Recorded<Text>,
    /// When the child was born, or is expected.
    #[serde(default)]
    pub born: Recorded<When>,
    /// Whether the child is born.
    #[serde(default)]
    pub unborn: Recorded<Birth>,
    /// Sex, by its official code.
    #[serde(default)]
    pub sex: Recorded<Sex>,
    /// Ethnicity, by its official code.
    #[serde(default)]
    pub ethnicity: Recorded<Ethnicity>,
    /// Disabilities, by their official codes.
    #[serde(default)]
    pub disabilities: Vec<Disability>,
}

/// Whether a child is born.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    /// Born.
    Born,
    /// Not yet born.
    Unborn,
}

/// An adult or other person became known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonIdentified {
    /// The name, or how the source describes them.
    #[serde(default)]
    pub name: Recorded<Text>,
    /// When they were born.
    #[serde(default)]
    pub born: Recorded<When>,
}

/// An identifier was assigned to a child or person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentifierAssigned {
    /// Which identifier.
    pub kind: IdentifierKind,
    /// Its value.
    #[serde(default)]
    pub value: Recorded<Text>,
    /// Why a unique pupil number is not known, by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_reason: Option<UpnUnknown>,
    /// From when it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// To when it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether it was verified with its issuer.
    #[serde(default)]
    pub verified: Recorded<Verified>,
}

/// Which identifier.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// NHS number.
    NhsNumber,
    /// Unique pupil number.
    UniquePupilNumber,
    /// Former unique pupil number.
    FormerUniquePupilNumber,
    /// The local authority's identifier of the child.
    LocalAuthorityChildId,
    /// A reference of the police national or local records.
    PoliceReference,
    /// A court's reference.
    CourtReference,
    /// Another identifier.
    Other,
}

/// Whether an identifier was verified.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verified {
    /// Verified with its issuer.
    Verified,
    /// Not verified.
    NotVerified,
}

/// Details of a child or person changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetailsAmended {
    /// The name now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// When they were born.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<When>,
    /// When they died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<When>,
    /// Sex, by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Ethnicity, by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnicity: Option<Ethnicity>,
    /// Disabilities, by their official codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabilities: Option<Vec<Disability>>,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// A relationship was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationshipRecorded {
    /// With whom.
    pub with: Relative,
    /// What this one is to the other, for example mother.
    pub relationship: Text,
}

/// A child or a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relative {
    /// A child.
    Child(ChildId),
    /// A person.
    Person(PersonId),
}

/// Whether a person holds parental responsibility for a child was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParentalResponsibilityRecorded {
    /// The child.
    pub child: ChildId,
    /// Whether they hold it.
    pub holds: Responsibility,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<When>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// How it came about.
    #[serde(default)]
    pub how: Recorded<Text>,
}

/// Whether somebody holds parental responsibility.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// They hold it.
    Holds,
    /// They do not hold it.
    DoesNotHold,
    /// It is not known.
    NotKnown,
}

/// Where somebody lives, and with whom, was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdRecorded {
    /// The family whose household it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Whether they belong to it.
    pub membership: Household,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<When>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// What the source adds.
    #[serde(default)]
    pub note: Recorded<Text>,
}

/// Whether somebody belongs to a household.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Household {
    /// They live in it.
    Member,
    /// They do not live in it.
    NotMember,
    /// They stay there at times.
    Visitor,
}

/// An address was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressRecorded {
    /// The address.
    #[serde(default)]
    pub address: Recorded<Text>,
    /// Whether it is protected.
    pub protection: AddressProtection,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<When>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
}

/// Whether an address is protected.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AddressProtection {
    /// It is protected; it may be a refuge.
    Protected,
    /// It is not protected.
    NotProtected,
}

/// How somebody may be contacted safely was agreed. A letter home can itself be a danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SafeContactAgreed {
    /// How.
    pub how: Text,
    /// How never.
    #[serde(default)]
    pub never: Recorded<Text>,
}

/// Two records were found to be of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsLinked {
    /// The other record.
    pub with: Relative,
    /// On what evidence.
    pub reason: Text,
}

/// Two records were found not to be of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsUnlinked {
    /// The other record.
    pub with: Relative,
    /// On what evidence.
    pub reason: Text,
}

/// An event in the stream of a child or a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum IdentityEvent {
    /// [`ChildIdentified`].
    ChildIdentified(ChildIdentified),
    /// [`PersonIdentified`].
    PersonIdentified(PersonIdentified),
    /// [`IdentifierAssigned`].
    IdentifierAssigned(IdentifierAssigned),
    /// [`DetailsAmended`].
    DetailsAmended(DetailsAmended),
    /// [`RelationshipRecorded`].
    RelationshipRecorded(RelationshipRecorded),
    /// [`ParentalResponsibilityRecorded`].
    ParentalResponsibilityRecorded(ParentalResponsibilityRecorded),
    /// [`HouseholdRecorded`].
    HouseholdRecorded(HouseholdRecorded),
    /// [`AddressRecorded`].
    AddressRecorded(AddressRecorded),
    /// [`SafeContactAgreed`].
    SafeContactAgreed(SafeContactAgreed),
    /// [`RecordsLinked`].
    RecordsLinked(RecordsLinked),
    /// [`RecordsUnlinked`].
    RecordsUnlinked(RecordsUnlinked),
    /// A correction, withdrawal or note on an entry of this stream.
    Record(RecordEvent),
}
