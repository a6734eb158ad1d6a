//! Old shapes of the chapter `concern`.

use candour_domain::case::concern::{ConcernRaised, Wording};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use schemars::JsonSchema;
use serde::Deserialize;

/// Somebody raised a concern about a child.
///
/// Version 1 asked for the account alone, with a box to tick where it was word for word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConcernRaisedV1 {
    /// What was seen, heard or said.
    concern: Text,
    /// Whether the box was ticked that says that the account is word for word.
    #[serde(default)]
    verbatim: bool,
}

/// Version 1 did not ask who raised it, whether there was danger, or whether the family was told.
/// A box left empty does not say that the account is a summary.
impl From<ConcernRaisedV1> for ConcernRaised {
    fn from(ConcernRaisedV1 { concern, verbatim }: ConcernRaisedV1) -> Self {
        Self {
            raised_by: Recorded::NotRecorded,
            account: concern,
            wording: if verbatim {
                Recorded::Recorded(Wording::Verbatim)
            } else {
                Recorded::NotRecorded
            },
            danger: Recorded::NotRecorded,
            family_told: Recorded::NotRecorded,
        }
    }
}
