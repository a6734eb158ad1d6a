//! What a source may lack, said as a value: recorded, or not recorded. Nothing is guessed.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::identifier::EntryId;
use crate::words;

/// A value that the source of an entry gives, or the fact that it does not.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Recorded{T}")]
pub enum Recorded<T> {
    /// The source does not say.
    NotRecorded,
    /// What the source says.
    Recorded(T),
}

impl<T> Recorded<T> {
    /// The value, where the source gives one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Recorded(value) => Some(value),
            Self::NotRecorded => None,
        }
    }
}

/// A field that nobody filled in says so; this is not a placeholder.
impl<T> Default for Recorded<T> {
    fn default() -> Self {
        Self::NotRecorded
    }
}

impl<T> From<Option<T>> for Recorded<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NotRecorded, Self::Recorded)
    }
}

/// What an answer, a review or an ending follows: an entry of this case, or something that this
/// ledger does not hold, which is recorded and flagged.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Antecedent {
    /// The entry that is answered, reviewed or ended.
    Named(EntryId),
    /// What is answered, reviewed or ended was never recorded here.
    NotInThisLedger,
}

impl Antecedent {
    /// The entry, where it is in this ledger.
    pub fn entry(self) -> Option<EntryId> {
        match self {
            Self::Named(entry) => Some(entry),
            Self::NotInThisLedger => None,
        }
    }
}

/// A short name of something that is not a person: a post, a unit, an agency, a document.
/// It stands in the structure of an entry, in clear, so a person's name never belongs in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Label(String);

/// The error of a label: it is empty, or longer than a label may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name of a post, unit, agency or document has 1 to {} characters; this has {characters}",
    Label::CHARACTERS_MAX
)]
pub struct LabelError {
    /// How many characters were given.
    pub characters: usize,
}

impl Label {
    /// The most characters that a label may have.
    pub const CHARACTERS_MAX: usize = 300;

    /// Reads a label, without the white space around it.
    ///
    /// # Errors
    /// If nothing is left, or it is longer than [`Self::CHARACTERS_MAX`].
    pub fn parse(given: &str) -> Result<Self, LabelError> {
        let trimmed = given.trim();
        // There are never more characters than bytes.
        let characters = match trimmed.len() {
            few @ 0..=Self::CHARACTERS_MAX => few,
            _ => trimmed.chars().count(),
        };
        if (1..=Self::CHARACTERS_MAX).contains(&characters) {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(LabelError { characters })
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        words::read(deserializer, Self::parse)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Label {
    fn schema_name() -> Cow<'static, str> {
        "Label".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A short name of something that is not a person: a post, a unit, an agency, a document.",
            "type": "string", "minLength": 1, "maxLength": Self::CHARACTERS_MAX
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_never_empty_and_never_an_essay() {
        assert_eq!(Label::parse("  Front door ").map(String::from), Ok("Front door".to_owned()));
        assert_eq!(Label::parse("  "), Err(LabelError { characters: 0 }));
        assert_eq!(Label::parse(&"x".repeat(301)), Err(LabelError { characters: 301 }));
    }

    #[test]
    fn what_is_not_recorded_says_so_on_disk() {
        assert_eq!(
            serde_json::to_string(&Recorded::<u8>::NotRecorded).unwrap(),
            r#""not_recorded""#
        );
        assert_eq!(serde_json::to_string(&Recorded::Recorded(3)).unwrap(), r#"{"recorded":3}"#);
    }
}
