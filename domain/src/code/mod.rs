//! The official code sets: closed enums whose codes are written once, as `#[serde(rename)]`.
//!
//! A code leads to its meaning and a meaning to its code through serde alone, so the two cannot
//! drift apart. There is no value for "not recorded" here: that a field lacks a value is said
//! around the set, not inside it. Retired codes are refused; which code fits which case is not
//! decided here.

mod assessment;
mod family_meeting;
mod front_door;
mod person;
mod proceedings;
mod protection;
mod serializer;
mod workforce;

#[cfg(test)]
mod tests;

pub use assessment::{AssessmentFactor, AssessmentOutcome};
pub use family_meeting::{CaseStage, FgdmDeclineReason, FgdmNotHeldReason, FgdmNotOfferedReason};
pub use front_door::{
    ContactOutcome, PrimaryNeed, ReasonForClosure, ReferralOutcome, ReferralSource,
};
pub use person::{Disability, Ethnicity, Sex, UpnUnknown};
pub use proceedings::{LegalGatewayOutcome, OrderKind, PreProceedingsOutcome, ShortNoticeReason};
pub use protection::{CategoryOfAbuse, ChildParticipation, EnquiryOutcome};
pub use workforce::{AgencyCategory, WorkerChangeReason};

use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::ser::Serialize;

/// Gives the code of a value of a code set, and `None` for anything that is not a plain code.
pub fn code_of<T: Serialize>(value: &T) -> Option<&'static str> {
    value.serialize(serializer::CodeSerializer).ok()
}

/// Gives the value that has this code, and `None` for a code that the set does not know.
///
/// The comparison is exact: case and spaces count, because the returns count them.
pub fn from_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    let deserializer: StrDeserializer<'_, Error> = code.into_deserializer();
    T::deserialize(deserializer).ok()
}
