//! What the ledger moves: drafts on their way in, records on their way out, and the names by which
//! they are found. Nothing here knows what a type name or a text means.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The longest category that a stream name may have, in bytes.
pub const CATEGORY_BYTES_MAX: usize = 32;

/// The name of a stream: `<category>-<uuid>`, the category in lower-case letters, the identifier in its
/// one canonical form, so that no two names mean the same stream.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamName {
    text: Arc<str>,
    id: Uuid,
}

impl StreamName {
    /// Names the stream of one subject.
    ///
    /// # Errors
    /// Refuses a category that is empty, too long, or not lower-case letters.
    pub fn new(category: &str, id: Uuid) -> Result<Self, StreamNameError> {
        check_category(category)?;
        Ok(Self { text: format!("{category}-{}", id.hyphenated()).into(), id })
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The letters before the first hyphen.
    pub fn category(&self) -> &str {
        self.text.split_once('-').map_or(&*self.text, |(category, _)| category)
    }

    /// The identifier of the stream's subject.
    pub fn id(&self) -> Uuid {
        self.id
    }
}

impl FromStr for StreamName {
    type Err = StreamNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || StreamNameError::Form { given: text.to_owned() };
        let (category, rest) = text.split_once('-').ok_or_else(form)?;
        let id = Uuid::try_parse(rest).map_err(|_| form())?;
        check_category(category)?;
        if id.hyphenated().encode_lower(&mut Uuid::encode_buffer()) != rest {
            return Err(form());
        }
        Ok(Self { text: text.into(), id })
    }
}

fn check_category(category: &str) -> Result<(), StreamNameError> {
    let letters = category.bytes().all(|byte| byte.is_ascii_lowercase());
    if category.is_empty() || category.len() > CATEGORY_BYTES_MAX || !letters {
        return Err(StreamNameError::Category { given: category.to_owned() });
    }
    Ok(())
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a text is not the name of a stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamNameError {
    /// The category is empty, too long, or not lower-case letters.
    #[error("{given:?} is not a category: 1 to {CATEGORY_BYTES_MAX} lower-case letters")]
    Category {
        /// What was given.
        given: String,
    },
    /// The text is not a category, a hyphen and a lower-case hyphenated identifier.
    #[error("{given:?} is not a stream name: <category>-<uuid> in lower case")]
    Form {
        /// What was given.
        given: String,
    },
}

/// The place of a record in the whole ledger: ordered, assigned by the store, otherwise opaque.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u64);

impl Position {
    /// The place of the first record.
    pub const FIRST: Self = Self(1);

    /// The position with this number, or nothing for zero, which is no position.
    pub fn from_number(number: u64) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// The number to keep where a position has to be written down.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The place after this one, in a store whose positions have no gaps.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position({})", self.0)
    }
}

/// Where a reader has got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum After {
    /// Nothing has been read yet.
    Start,
    /// Everything up to and including this position has been read.
    Position(Position),
}

impl After {
    /// The number of the last position read: zero at the start.
    pub fn number(self) -> u64 {
        match self {
            Self::Start => 0,
            Self::Position(position) => position.number(),
        }
    }

    /// The next position, in a store whose positions have no gaps.
    pub(crate) fn next(self) -> Position {
        Position(self.number() + 1)
    }

    /// The point after the position with this number; zero is the start.
    pub fn from_number(number: u64) -> Self {
        Position::from_number(number).map_or(Self::Start, Self::Position)
    }
}

impl From<Position> for After {
    fn from(position: Position) -> Self {
        Self::Position(position)
    }
}

impl From<Option<Position>> for After {
    fn from(position: Option<Position>) -> Self {
        position.map_or(Self::Start, Self::Position)
    }
}

/// The place of a record in its stream, counted from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u64);

impl Revision {
    /// The place of a stream's first record.
    pub const FIRST: Self = Self(0);

    /// The revision with this number.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The number of records of the stream that stand before this one.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The place after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Revision({})", self.0)
    }
}

/// The request that led to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestRef {
    /// The request's own identifier.
    pub id: Uuid,
    /// Which of the request's entries this is, from zero.
    pub index: u32,
    /// A digest of the command, keyed with the ledger's secret.
    pub digest: [u8; 32],
}

/// What a part holds. The codes are the ledger's, and there may be more of them one day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartKind(u16);

impl PartKind {
    /// The structure of an entry: identifiers, codes and times, as JSON.
    pub const STRUCTURE: Self = Self(0);
    /// What was seen, said or argued about people, and their names.
    pub const PERSONAL_TEXT: Self = Self(1);

    /// The kind with this code.
    pub fn from_code(code: u16) -> Self {
        Self(code)
    }

    /// The code that is kept and hashed.
    pub fn code(self) -> u16 {
        self.0
    }
}

impl fmt::Debug for PartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartKind({})", self.0)
    }
}

/// A part as a caller hands it in.
#[derive(Clone, PartialEq, Eq)]
pub struct PartDraft {
    /// The part's number, ascending within its record.
    pub number: u16,
    /// What the part holds.
    pub kind: PartKind,
    /// The text itself.
    pub text: String,
}

impl fmt::Debug for PartDraft {
    /// Leaves the text out: it may be about a child, and this may end in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartDraft({} {:?}, {} bytes)", self.number, self.kind, self.text.len())
    }
}

/// A record as a caller hands it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The entry's identifier. With the stream it makes an append repeatable.
    pub id: Uuid,
    /// The stored name of the entry's type.
    pub type_name: String,
    /// The version of the entry's payload.
    pub version: u32,
    /// Who recorded it.
    pub author: Uuid,
    /// For which agency.
    pub agency: Uuid,
    /// The request that led to it.
    pub request: RequestRef,
    /// The parts, in ascending order of their numbers.
    pub parts: Vec<PartDraft>,
}

/// What a part held, as long as it has not been emptied.
#[derive(Clone, PartialEq, Eq)]
pub struct PartContent {
    /// The random salt that keys the part's commitment.
    pub salt: [u8; 32],
    /// The text itself.
    pub text: String,
}

impl fmt::Debug for PartContent {
    /// Leaves the text out: it may be about a child, and this may end in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartContent({} bytes)", self.text.len())
    }
}

/// A part as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part's number.
    pub number: u16,
    /// What the part holds, or held.
    pub kind: PartKind,
    /// The commitment to salt and text that stands in the leaf.
    pub commit: [u8; 32],
    /// Salt and text, or nothing once the part was emptied.
    pub content: Option<PartContent>,
}

/// A record as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The entry's identifier.
    pub id: Uuid,
    /// The stream it stands in.
    pub stream: StreamName,
    /// Its place in the stream.
    pub revision: Revision,
    /// Its place in the whole ledger.
    pub position: Position,
    /// The stored name of the entry's type.
    pub type_name: String,
    /// The version of the entry's payload.
    pub version: u32,
    /// When the ledger accepted it, in whole microseconds.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub author: Uuid,
    /// For which agency.
    pub agency: Uuid,
    /// The request that led to it.
    pub request: RequestRef,
    /// The parts, in ascending order of their numbers.
    pub parts: Vec<Part>,
    /// The hash of the record's leaf.
    pub leaf: [u8; 32],
}

impl Record {
    /// The text of a part, unless there is no such part or it was emptied.
    pub fn text(&self, number: u16) -> Option<&str> {
        let part = self.parts.iter().find(|part| part.number == number)?;
        part.content.as_ref().map(|content| content.text.as_str())
    }

    /// How much text its parts hold, in bytes.
    pub fn text_bytes(&self) -> usize {
        let contents = self.parts.iter().filter_map(|part| part.content.as_ref());
        contents.map(|content| content.text.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "case-6f1c0e5a-54a3-4b2e-9a0e-2f4a6d1b7c11";

    #[test]
    fn a_stream_name_reads_back_as_it_was_written() {
        let name: StreamName = NAME.parse().unwrap();
        assert_eq!(name, StreamName::new("case", name.id()).unwrap());
        assert_eq!(name.to_string(), NAME);
        assert_eq!(name.category(), "case");
    }

    #[test]
    fn a_stream_has_one_name_only() {
        for other in [NAME.to_uppercase(), NAME.replace("6f1c0e5a-", "6f1c0e5a"), "case".to_owned()]
        {
            let refused = match other.split_once('-') {
                Some((category, _)) if category != "case" => {
                    StreamNameError::Category { given: category.to_owned() }
                }
                _ => StreamNameError::Form { given: other.clone() },
            };
            assert_eq!(other.parse::<StreamName>(), Err(refused));
        }
    }

    #[test]
    fn a_debug_print_shows_no_personal_text() {
        let part =
            PartDraft { number: 1, kind: PartKind::PERSONAL_TEXT, text: "a bruise".to_owned() };
        assert_eq!(format!("{part:?}"), "PartDraft(1 PartKind(1), 8 bytes)");
    }
}
