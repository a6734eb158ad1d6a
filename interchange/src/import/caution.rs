//! What an import could not carry over as the file has it, and recorded as not recorded rather than
//! guess. A caution refuses nothing.

use serde::{Serialize, Serializer};

use super::fault::Place;

/// What could not be carried over, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where.
    pub place: Place,
    /// What.
    pub caution: Caution,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.caution)
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::report::placed(&self.place, &self.caution, serializer)
    }
}

/// What could not be carried over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Caution {
    /// The decision is none of a code set.
    #[error("'{given}' is no {set}: the outcome is recorded as not recorded, with the words")]
    NoCode {
        /// What stands there.
        given: String,
        /// The code set.
        set: &'static str,
    },
    /// Who was told is nobody that any row names as working there.
    #[error("'{name}' is nobody whom a row names as working for {agency}: recorded as a unit")]
    Unit {
        /// The name.
        name: String,
        /// The agency.
        agency: String,
    },
    /// What the row answers, reviews or ends is not named in it.
    #[error(
        "the row does not name what it follows ({wanted}): recorded as following what this ledger does not hold"
    )]
    NoAntecedent {
        /// The kinds of entry that it may follow.
        wanted: String,
    },
    /// What the row answers, reviews or ends could be several.
    #[error(
        "the row could follow any of {found} entries ({wanted}): name one in considered; recorded as following what this ledger does not hold"
    )]
    SeveralAntecedents {
        /// The kinds of entry that it may follow.
        wanted: String,
        /// How many there are.
        found: usize,
    },
    /// The kind of an agency is not known by its name.
    #[error(
        "what kind of agency '{agency}' is, is recorded as not recorded: say it in a mapping file under `agencies`"
    )]
    AgencyKind {
        /// The agency.
        agency: String,
    },
    /// The workbook has further sheets.
    #[error("the sheet '{read}' was read; not read: {}", .others.join(", "))]
    OtherSheets {
        /// The sheet that was read.
        read: String,
        /// Those that were not.
        others: Vec<String>,
    },
    /// A day that the row gives lies before one that must have come first.
    #[error("{later} lies before {earlier}: recorded as it stands")]
    BeforeItCan {
        /// The column of the day that lies too early.
        later: &'static str,
        /// The column of the day that must have come first.
        earlier: &'static str,
    },
    /// The row has control characters, or marks that turn the direction of the text.
    #[error("the row holds characters that cannot be seen: recorded as it stands")]
    Unseen,
    /// Nothing but rows says that somebody is part of the case.
    #[error("'{name}' is named by rows alone: no list of people names them")]
    ByRowsAlone {
        /// The name.
        name: String,
    },
    /// The words of a response have no field of their own.
    #[error("the response stands with the words of the event, after \"Response:\"")]
    ResponseInWords,
}
