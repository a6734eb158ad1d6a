//! Personal text: what was seen, said and argued, and names.
//!
//! Text is kept apart from structure so that it can be sealed, or emptied, without touching the
//! proofs. While an entry is being written, [`apart`] takes every text out in the order in which
//! serde meets it and leaves its number; while it is read, [`together`] puts them back. Outside
//! these two calls a text is written and read in place, as exports and requests need it.
//!
//! The scope is kept per thread and ends with the call, whatever the closure does. A serializer
//! that wrapped every other one would do the same in ten times the code
//! (`docs/decisions/0002-text-apart.md`).

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::case::access::WithheldReason;

/// Personal text in an entry, or the fact that there was some and it has been emptied, or is withheld from
/// whoever reads.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// The text as it was recorded.
    Written(String),
    /// There was text here; the part that held it has been emptied.
    Emptied,
    /// There is text here, which is withheld from this reader. It is never recorded.
    Withheld(WithheldReason),
}

impl Text {
    /// Takes text as it was given.
    pub fn new(text: impl Into<String>) -> Self {
        Self::Written(text.into())
    }

    /// The words, or `None` once they have been emptied, or where they are withheld.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Written(words) => Some(words),
            Self::Emptied | Self::Withheld(_) => None,
        }
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::new(words)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(words) => fmt::Debug::fmt(words, f),
            Self::Emptied | Self::Withheld(_) => fmt::Display::fmt(self, f),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(words) => f.write_str(words),
            Self::Emptied => f.write_str("[emptied]"),
            Self::Withheld(reason) => write!(f, "[not shown to you: {}]", reason.words()),
        }
    }
}

enum Scope {
    InPlace,
    Apart(Vec<String>),
    Together(Vec<Option<String>>),
    Withheld(WithheldReason),
}

thread_local! {
    static SCOPE: RefCell<Scope> = const { RefCell::new(Scope::InPlace) };
}

/// Puts the scope before this one back, also when the closure panics.
struct Restore(Option<Scope>);

impl Drop for Restore {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            SCOPE.with(|scope| scope.replace(before));
        }
    }
}

fn within(new: Scope) -> Restore {
    Restore(Some(SCOPE.with(|scope| scope.replace(new))))
}

/// Runs a serialization in which every text leaves its number (from 1) and is returned apart.
pub fn apart<T>(write: impl FnOnce() -> T) -> (T, Vec<String>) {
    let _restore = within(Scope::Apart(Vec::new()));
    let written = write();
    let texts = SCOPE.with(|scope| match scope.replace(Scope::InPlace) {
        Scope::Apart(texts) => texts,
        Scope::InPlace | Scope::Together(_) | Scope::Withheld(_) => Vec::new(),
    });
    (written, texts)
}

/// Runs a deserialization in which each number is read as the text of that number (from 1);
/// `None` is a text that has been emptied.
pub fn together<T>(texts: Vec<Option<String>>, read: impl FnOnce() -> T) -> T {
    let _restore = within(Scope::Together(texts));
    read()
}

/// Runs a deserialization in which every text, written in place or apart, is read as withheld; one that was
/// emptied stays so.
pub fn withheld<T>(reason: WithheldReason, read: impl FnOnce() -> T) -> T {
    let _restore = within(Scope::Withheld(reason));
    read()
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let apart = |words: &str| {
            SCOPE.with(|scope| match &mut *scope.borrow_mut() {
                Scope::Apart(texts) => {
                    texts.push(words.to_owned());
                    Some(texts.len() as u64)
                }
                Scope::InPlace | Scope::Together(_) | Scope::Withheld(_) => None,
            })
        };
        match self {
            Self::Emptied => serializer.serialize_none(),
            Self::Written(words) => match apart(words) {
                Some(number) => serializer.serialize_u64(number),
                None => serializer.serialize_str(words),
            },
            Self::Withheld(_) => match apart("") {
                Some(_) => Err(S::Error::custom("a text that is withheld cannot be recorded")),
                None => serializer.collect_str(self),
            },
        }
    }
}

/// A text that was read in place, unless it is withheld.
fn in_place(words: impl FnOnce() -> String) -> Text {
    SCOPE.with(|scope| match &*scope.borrow() {
        Scope::Withheld(reason) => Text::Withheld(*reason),
        Scope::InPlace | Scope::Apart(_) | Scope::Together(_) => Text::Written(words()),
    })
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or the number of a text kept apart")
    }

    fn visit_str<E: de::Error>(self, words: &str) -> Result<Text, E> {
        Ok(in_place(|| words.to_owned()))
    }

    fn visit_string<E: de::Error>(self, words: String) -> Result<Text, E> {
        Ok(in_place(|| words))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Text, E> {
        Ok(Text::Emptied)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Text, E> {
        SCOPE.with(|scope| match &mut *scope.borrow_mut() {
            Scope::Together(texts) => usize::try_from(number)
                .ok()
                .and_then(|number| texts.get_mut(number.checked_sub(1)?))
                .map(|text| text.take().map_or(Text::Emptied, Text::Written))
                .ok_or_else(|| E::custom(format_args!("no part holds text number {number}"))),
            Scope::Withheld(reason) => Ok(Text::Withheld(*reason)),
            Scope::InPlace | Scope::Apart(_) => Err(E::invalid_type(
                de::Unexpected::Unsigned(number),
                &"text (no texts are kept apart here)",
            )),
        })
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Personal text. In a request or an export the words themselves; in the \
                stored structure the number of the part that holds them; null once emptied.",
            "type": ["string", "integer", "null"],
            "minimum": 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_taken_apart_and_put_together_by_number() {
        let both = [Text::new("seen"), Text::new("said")];
        let (json, texts) = apart(|| serde_json::to_string(&both).unwrap());
        assert_eq!(
            (json.as_str(), texts.as_slice()),
            ("[1,2]", &["seen".to_owned(), "said".to_owned()][..])
        );
        let stored = texts.into_iter().map(Some).collect();
        let read: [Text; 2] = together(stored, || serde_json::from_str(&json).unwrap());
        assert_eq!(read, both);
        assert_eq!(serde_json::to_string(&both).unwrap(), r#"["seen","said"]"#);
    }

    #[test]
    fn an_emptied_part_reads_as_emptied_and_a_missing_one_is_an_error() {
        let read: Vec<Text> =
            together(vec![None, Some("b".into())], || serde_json::from_str("[1,2,null]").unwrap());
        assert_eq!(read, [Text::Emptied, Text::new("b"), Text::Emptied]);
        let missing =
            together(vec![], || serde_json::from_str::<Text>("1").unwrap_err().to_string());
        assert_eq!(missing, "no part holds text number 1 at line 1 column 1");
    }

    #[test]
    fn a_number_is_not_text_where_nothing_is_apart() {
        let error = serde_json::from_str::<Text>("1").unwrap_err().to_string();
        assert_eq!(
            error,
            "invalid type: integer `1`, expected text (no texts are kept apart here) at line 1 column 1"
        );
    }

    #[test]
    fn a_withheld_text_says_so_and_is_never_recorded() {
        let reason = WithheldReason::PoliceSensitive;
        let read: Vec<Text> =
            withheld(reason, || serde_json::from_str(r#"["a word", 1, null]"#).unwrap());
        assert_eq!(read, [Text::Withheld(reason), Text::Withheld(reason), Text::Emptied]);
        let said = "[not shown to you: police ask that it be kept close]";
        assert_eq!((read[0].to_string(), format!("{:?}", read[0])), (said.into(), said.into()));
        assert_eq!(serde_json::to_string(&read[0]).unwrap(), format!("\"{said}\""));
        let (refused, _) = apart(|| serde_json::to_string(&read).map_err(|it| it.to_string()));
        assert_eq!(refused, Err("a text that is withheld cannot be recorded".to_owned()));
    }
}
