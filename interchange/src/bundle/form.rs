//! The written form of a case bundle, field by field, and its one way to be written: each entry on a line
//! of its own, so that a fault can be found by eye. It reads and writes; what it reads it does not believe.
//!
//! # Rules
//! - `a_bundle_reads_back_as_it_was_written`: byte for byte.
//! - `a_bundle_is_written_in_one_way`: other spaces, another order or another spelling are refused.

use std::borrow::Cow;

use candour_domain::case::access::{ExportAudience, WithheldReason};
use candour_domain::identifier::{AgencyId, CaseId, ChildId, PractitionerId};
use candour_domain::recorded::Label;
use candour_ledger::merkle::Hash;
use candour_ledger::note::{base64_of, hash_of_base64};
use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a bundle says that it is.
pub const FORMAT: &str = "candour bundle v1";
/// The longest bundle that is made or read, in bytes.
pub const BUNDLE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// What a bundle of invented people says of itself.
pub const SYNTHETIC_NOTICE: &str =
    "SYNTHETIC: this bundle holds invented records only, none of real people.";

/// Which form it is; there is one so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// The first.
    #[serde(rename = "candour bundle v1")]
    V1,
}

/// Says loudly whether the people are real; there is one kind of ledger so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Notice {
    /// They are invented.
    #[serde(rename = "SYNTHETIC: this bundle holds invented records only, none of real people.")]
    Synthetic,
}

/// 32 bytes, written in base 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base64(pub Hash);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64_of(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        hash_of_base64(&text).map(Self).ok_or_else(|| D::Error::custom("not 32 bytes in base 64"))
    }
}

impl JsonSchema for Base64 {
    fn schema_name() -> Cow<'static, str> {
        "Base64".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9+/]{43}=$" })
    }
}

/// One self-contained bundle of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Whether its people are invented.
    pub synthetic: bool,
    /// The same, said loudly.
    pub notice: Notice,
    /// Which form it is.
    pub format: Format,
    /// The ledger.
    pub ledger: Uuid,
    /// The case.
    pub case: CaseId,
    /// For which kind of reader it was made.
    #[serde(rename = "for")]
    pub audience: ExportAudience,
    /// Whose record it is, where it was made for its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<ChildId>,
    /// For whom it was made: an office, a panel, a court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_for: Option<Label>,
    /// By whom.
    pub made_by: MadeBy,
    /// When, by the clock of whoever made it.
    pub made_at: DateTime<Utc>,
    /// The signed checkpoint to which every proof leads, with its cosignatures.
    pub checkpoint: String,
    /// The last record of each stream of the bundle, with its way to the root over all heads.
    pub heads: Vec<HeadText>,
    /// The ledger's own entries that are needed: its opening, keys, policies, heads and anchors.
    pub ledger_entries: Vec<LedgerEntryText>,
    /// The entries of the streams, in the order of the ledger.
    pub entries: Vec<EntryText>,
    /// SHA-256 over all bytes of the file before this line.
    pub digest: Base64,
}

/// Who made a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MadeBy {
    /// The practitioner.
    pub practitioner: PractitionerId,
    /// Their agency.
    pub agency: AgencyId,
}

/// The last record of a stream, and its way to the root over all heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadText {
    /// The stream.
    pub stream: String,
    /// The revision of its last record.
    pub last: u64,
    /// The leaf of that record.
    pub leaf: Base64,
    /// The stream's place among all, from 0, in the order in which they began.
    pub place: u64,
    /// The hashes beside its way to the root, from the head on.
    pub path: Vec<Base64>,
}

/// One of the ledger's own entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntryText {
    /// The entry.
    pub entry: ShownText,
    /// Of an anchor: that the tree of its checkpoint grew into that of the bundle's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grown: Option<Vec<Base64>>,
}

/// One entry of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryText {
    /// It is shown, with its parts or some of them.
    Shown(ShownText),
    /// It is withheld, and its leaf alone is shown.
    LeafAlone(LeafAloneText),
}

/// An entry that is shown: every field of its leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownText {
    /// The number of its leaf, from 0: its position less one.
    pub index: u64,
    /// The stream.
    pub stream: String,
    /// Its place in the stream, from 0.
    pub revision: u64,
    /// The entry's identifier.
    pub id: Uuid,
    /// The stored name of its type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The version of its payload.
    pub version: u32,
    /// When the ledger says that it accepted it.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub author: Uuid,
    /// For which agency.
    pub agency: Uuid,
    /// The request that led to it.
    pub request: RequestText,
    /// Its parts.
    pub parts: Vec<PartText>,
    /// The hashes beside its way to the checkpoint's root, from the leaf on.
    pub path: Vec<Base64>,
}

/// The request that led to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestText {
    /// Its identifier.
    pub id: Uuid,
    /// Which of its entries this is, from 0.
    pub index: u32,
    /// Its keyed digest.
    pub digest: Base64,
}

/// A part of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartText {
    /// Its number.
    pub number: u16,
    /// What it holds: 0 structure, 1 personal text.
    pub kind: u16,
    /// What is shown of it.
    pub content: ContentText,
}

/// What is shown of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ContentText {
    /// Salt and text: the commitment follows from them.
    Shown {
        /// The salt.
        salt: Base64,
        /// The text.
        text: String,
    },
    /// It is withheld.
    Withheld {
        /// The commitment to it.
        commit: Base64,
        /// Why.
        reason: WithheldReason,
    },
    /// Whoever made the bundle says that it was emptied in the ledger.
    Emptied {
        /// The commitment to what it was.
        commit: Base64,
    },
}

/// An entry of which the leaf alone is shown. Stream and revision are the maker's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeafAloneText {
    /// The number of the leaf, from 0.
    pub index: u64,
    /// The stream, as the maker says.
    pub stream: String,
    /// Its place in the stream, as the maker says.
    pub revision: u64,
    /// Why it is withheld.
    pub reason: WithheldReason,
    /// The hash of the leaf.
    pub leaf: Base64,
    /// The hashes beside its way to the checkpoint's root, from the leaf on.
    pub path: Vec<Base64>,
}

/// Why a file is not a bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is longer than a bundle may be.
    #[error("it has {bytes} bytes, and a bundle has {BUNDLE_BYTES_MAX} at most")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// It is not text.
    #[error("it is not text from byte {byte} on")]
    NotText {
        /// The first byte that is none, from 0.
        byte: usize,
    },
    /// It is not JSON of a bundle's shape.
    #[error("line {line} is not as a bundle has it: {problem}")]
    Shape {
        /// The line, from 1. An entry stands on a line of its own.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// It says what a bundle says, and is written otherwise.
    #[error("line {line} is written otherwise than a bundle is")]
    OtherwiseWritten {
        /// The first line that is, from 1.
        line: usize,
    },
}

/// Writes a field of the bundle and the line end behind it.
fn field<T: Serialize>(to: &mut String, name: &str, value: &T) -> serde_json::Result<()> {
    to.extend(["\"", name, "\":", &serde_json::to_string(value)?, ",\n"]);
    Ok(())
}

/// Writes a list with one item a line.
fn list<T: Serialize>(to: &mut String, name: &str, items: &[T]) -> serde_json::Result<()> {
    to.extend(["\"", name, "\":[\n"]);
    for (number, item) in (1..).zip(items) {
        to.push_str(&serde_json::to_string(item)?);
        to.push_str(if number == items.len() { "\n" } else { ",\n" });
    }
    to.push_str("],\n");
    Ok(())
}

impl Bundle {
    /// All lines before the digest.
    fn body(&self) -> serde_json::Result<String> {
        let Self { synthetic, notice, format, ledger, case, audience, .. } = self;
        let mut to = String::from("{\n");
        field(&mut to, "synthetic", synthetic)?;
        field(&mut to, "notice", notice)?;
        field(&mut to, "format", format)?;
        field(&mut to, "ledger", ledger)?;
        field(&mut to, "case", case)?;
        field(&mut to, "for", audience)?;
        if let Some(subject) = &self.subject {
            field(&mut to, "subject", subject)?;
        }
        if let Some(made_for) = &self.made_for {
            field(&mut to, "made_for", made_for)?;
        }
        field(&mut to, "made_by", &self.made_by)?;
        field(&mut to, "made_at", &self.made_at)?;
        field(&mut to, "checkpoint", &self.checkpoint)?;
        list(&mut to, "heads", &self.heads)?;
        list(&mut to, "ledger_entries", &self.ledger_entries)?;
        list(&mut to, "entries", &self.entries)?;
        Ok(to)
    }

    /// The bundle as a file, with the digest that belongs to it, whatever stood there.
    ///
    /// # Errors
    /// None that can happen to a bundle.
    pub fn write(&self) -> serde_json::Result<String> {
        let mut text = self.body()?;
        let digest = Base64(Sha256::digest(&text).into());
        text.push_str(&last_line(digest)?);
        Ok(text)
    }

    /// Reads a file as a bundle, and believes nothing of it. Answers the digest that it should say.
    ///
    /// # Errors
    /// Refuses what is not one, or is written otherwise, by its line.
    pub fn read(bytes: &[u8]) -> Result<(Self, Base64), Unreadable> {
        if bytes.len() > BUNDLE_BYTES_MAX {
            return Err(Unreadable::TooLong { bytes: bytes.len() });
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Unreadable::NotText { byte: error.valid_up_to() })?;
        let shape = |error: &serde_json::Error| Unreadable::Shape {
            line: error.line(),
            problem: error.to_string(),
        };
        let bundle: Self = serde_json::from_str(text).map_err(|error| shape(&error))?;
        let body = bundle.body().map_err(|error| shape(&error))?;
        let digest = Base64(Sha256::digest(&body).into());
        let whole = body + &last_line(bundle.digest).map_err(|error| shape(&error))?;
        if whole != text {
            let differs = whole.lines().zip(text.lines()).take_while(|(one, other)| one == other);
            return Err(Unreadable::OtherwiseWritten { line: differs.count() + 1 });
        }
        Ok((bundle, digest))
    }
}

fn last_line(digest: Base64) -> serde_json::Result<String> {
    Ok(format!("\"digest\":{}\n}}\n", serde_json::to_string(&digest)?))
}

impl EntryText {
    /// The number of its leaf, from 0.
    pub fn index(&self) -> u64 {
        match self {
            Self::Shown(it) => it.index,
            Self::LeafAlone(it) => it.index,
        }
    }
}

impl ContentText {
    /// Whether it is withheld.
    pub fn is_withheld(&self) -> bool {
        match self {
            Self::Withheld { .. } => true,
            Self::Shown { .. } | Self::Emptied { .. } => false,
        }
    }
}
