//! Identifiers: one type per thing that is named, private inside, parsed once at the edge.
//!
//! They are random or keyed; nothing personal is in them. They are never made here: whoever
//! asks for something to be recorded brings them.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The error of reading an identifier: what was given is not a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{given}' is not {wanted}: write it as a UUID, for example 6f2c1a9e-0000-4000-8000-000000000001"
)]
pub struct IdentifierError {
    /// What stood where an identifier belongs.
    pub given: String,
    /// Which kind of identifier was wanted.
    pub wanted: &'static str,
}

macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident, $wanted:literal) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        pub struct $name(Uuid);

        impl $name {
            /// Names a thing by an identifier that was made at the edge.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare UUID, for stores and keys.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdentifierError;

            fn from_str(given: &str) -> Result<Self, IdentifierError> {
                Uuid::parse_str(given)
                    .map(Self)
                    .map_err(|_| IdentifierError { given: given.to_owned(), wanted: $wanted })
            }
        }
    };
}

identifier!(
    /// A family's case: one or more children.
    CaseId,
    "the identifier of a case"
);
identifier!(
    /// A child, born or unborn, whether or not known to children's social care.
    ChildId,
    "the identifier of a child"
);
identifier!(
    /// An adult or other person around a child.
    PersonId,
    "the identifier of a person"
);
identifier!(
    /// An agency that holds or shares information.
    AgencyId,
    "the identifier of an agency"
);
identifier!(
    /// A practitioner, whichever post they are in.
    PractitionerId,
    "the identifier of a practitioner"
);
identifier!(
    /// A multi-agency child protection team, or another standing team.
    TeamId,
    "the identifier of a team"
);
identifier!(
    /// A ledger.
    LedgerId,
    "the identifier of a ledger"
);
identifier!(
    /// A request to record something. Repeating the request repeats its identifier.
    RequestId,
    "the identifier of a request"
);
identifier!(
    /// One sitting of somebody at the pages, from signing in until signing out. It is never what their
    /// browser proves itself by.
    SessionId,
    "the identifier of a session"
);
identifier!(
    /// An entry, derived from its request and its place within it.
    EntryId,
    "the identifier of an entry"
);

impl EntryId {
    /// The entry at `index` of a request, the same whenever it is asked.
    pub fn of_request(request: RequestId, index: u32) -> Self {
        Self(Uuid::new_v5(&request.uuid(), &index.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_its_request_and_index_alone() {
        let request = RequestId::new(Uuid::from_u128(7));
        assert_eq!(EntryId::of_request(request, 0), EntryId::of_request(request, 0));
        assert_ne!(EntryId::of_request(request, 0), EntryId::of_request(request, 1));
    }

    #[test]
    fn what_is_not_a_uuid_is_refused_by_name() {
        assert_eq!(
            "ASH-1".parse::<CaseId>(),
            Err(IdentifierError { given: "ASH-1".to_owned(), wanted: "the identifier of a case" })
        );
    }
}
