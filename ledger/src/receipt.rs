//! A receipt: that an entry stood in the ledger, unaltered, by the time of a checkpoint, in one text that
//! anybody can keep and check without the ledger. It is a tlog-proof of C2SP whose `extra` has the leaf's
//! bytes, and the texts of parts only where somebody asked for them. `docs/proof.md` has the form.
//!
//! # Rules
//! - `a_receipt_shows_its_entry_without_the_ledger`: by its leaf, its way and the checkpoint's root.
//! - `a_receipt_holds_no_text_unless_it_was_asked_for`: and a text in it is what was committed to.
//! - `a_changed_receipt_is_refused_by_its_reason`: leaf, text, place, way or checkpoint.
//! - `whatever_is_given_as_a_receipt_is_answered`: no bytes make it panic or grow beyond its input.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::leaf::{self, CommitContext, LEAF_BYTES_MAX, LEAF_TAG, Leaf, put};
use crate::merkle::{self, Hash, Leaves, NotIncluded, NotProved};
use crate::note::{LeafProof, SignedCheckpoint};
use crate::record::{PartKind, Record, Revision, StreamName};

/// A part as a leaf commits to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommittedPart {
    /// The part's number.
    pub number: u16,
    /// What it holds, or held.
    pub kind: PartKind,
    /// The commitment.
    pub commit: Hash,
    /// The text, where the receipt has it and it is what was committed to.
    pub text: Option<String>,
}

/// What a receipt shows of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedEntry {
    /// The ledger.
    pub ledger: Uuid,
    /// The entry's identifier.
    pub id: Uuid,
    /// The stream it stands in.
    pub stream: StreamName,
    /// Its place in the stream.
    pub revision: Revision,
    /// The stored name of its type.
    pub type_name: String,
    /// The version of its payload.
    pub version: u32,
    /// When the ledger accepted it, by its own clock.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub author: Uuid,
    /// For which agency.
    pub agency: Uuid,
    /// The request that led to it.
    pub request: Uuid,
    /// Its parts.
    pub parts: Vec<CommittedPart>,
}

/// Why a receipt shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReceipt {
    /// It has no leaf.
    #[error("it has no leaf of an entry")]
    NoLeaf,
    /// Its leaf cannot be read.
    #[error("the {field} of its leaf cannot be read")]
    Leaf {
        /// Which of its fields.
        field: &'static str,
    },
    /// A text in it is not what the leaf commits to.
    #[error("the text of part {number} is not what the entry committed to")]
    OtherText {
        /// The part's number.
        number: u16,
    },
    /// The leaf does not lead to the checkpoint's root.
    #[error("its entry is not in the tree of its checkpoint")]
    NotIncluded(#[from] NotIncluded),
    /// Its checkpoint is of another ledger than its leaf.
    #[error("its checkpoint is of another ledger than its entry")]
    OtherLedger,
}

/// What a receipt is to hold of an entry's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// None.
    LeftOut,
    /// All that have not been emptied.
    Given,
}

/// Makes a receipt of a record with this number in the tree of a checkpoint.
///
/// # Errors
/// Where the tree does not have it.
pub fn receipt<L: Leaves + ?Sized>(
    ledger: Uuid,
    (record, index): (&Record, u64),
    texts: Texts,
    (leaves, checkpoint): (&L, &SignedCheckpoint),
) -> Result<LeafProof, NotProved> {
    let path = merkle::prove_inclusion(leaves, index, checkpoint.claim().head.size)?;
    let mut bytes = Vec::with_capacity(512);
    Leaf::of(ledger, record).write(&mut bytes);
    let mut extra = Vec::with_capacity(bytes.len() + 4);
    put(&mut extra, &bytes);
    let given = record.parts.iter().filter(|_| texts == Texts::Given);
    for (part, content) in given.filter_map(|it| Some((it, it.content.as_ref()?))) {
        put(&mut extra, &part.number.to_be_bytes());
        put(&mut extra, &content.salt);
        put(&mut extra, content.text.as_bytes());
    }
    Ok(LeafProof { extra: Some(extra), index, path, checkpoint: checkpoint.clone() })
}

/// What a receipt shows, where its entry leads to the root that its checkpoint names. Whether the
/// checkpoint is to be believed is another question.
///
/// # Errors
/// Says why it shows nothing.
pub fn received(receipt: &LeafProof) -> Result<ReceivedEntry, NoReceipt> {
    let mut extra = Fields(receipt.extra.as_deref().ok_or(NoReceipt::NoLeaf)?);
    let leaf = extra.next().filter(|it| it.len() < LEAF_BYTES_MAX).ok_or(NoReceipt::NoLeaf)?;
    let mut entry = read(leaf)?;
    receipt.leads_from(&leaf::hash(leaf))?;
    let origin = crate::note::KeyName::of_ledger(entry.ledger);
    if receipt.checkpoint.claim().origin != origin {
        return Err(NoReceipt::OtherLedger);
    }
    while !extra.0.is_empty() {
        let wrong = |field| NoReceipt::Leaf { field };
        let number = extra.number().ok_or_else(|| wrong("number of a text"))?;
        let salt = extra.array::<32>().ok_or_else(|| wrong("salt of a text"))?;
        let text = extra.text().ok_or_else(|| wrong("text"))?;
        let other = NoReceipt::OtherText { number };
        let (ledger, id) = (entry.ledger, entry.id);
        let part = entry.parts.iter_mut().find(|part| part.number == number);
        let part = part.filter(|part| part.text.is_none()).ok_or_else(|| other.clone())?;
        let context = CommitContext { ledger, entry: id, number, kind: part.kind };
        if leaf::commit(&context, &salt, text) != part.commit {
            return Err(other);
        }
        part.text = Some(text.to_owned());
    }
    Ok(entry)
}

/// Fields behind their lengths.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (field, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.next()?.try_into().ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.next()?).ok()
    }

    fn uuid(&mut self) -> Option<Uuid> {
        Some(Uuid::from_bytes(self.array()?))
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.array()?))
    }
}

/// Reads the bytes of a leaf, whole.
fn read(leaf: &[u8]) -> Result<ReceivedEntry, NoReceipt> {
    let mut fields = Fields(leaf);
    let of = |field| move || NoReceipt::Leaf { field };
    if fields.next() != Some(LEAF_TAG.as_bytes()) {
        return Err(NoReceipt::Leaf { field: "tag" });
    }
    let ledger = fields.uuid().ok_or_else(of("ledger"))?;
    let id = fields.uuid().ok_or_else(of("entry"))?;
    let stream = fields.text().and_then(|it| it.parse().ok()).ok_or_else(of("stream"))?;
    let revision = fields.array().map(u64::from_be_bytes).ok_or_else(of("revision"))?;
    let type_name = fields.text().ok_or_else(of("type"))?.to_owned();
    let version = fields.array().map(u32::from_be_bytes).ok_or_else(of("version"))?;
    let micros = fields.array().map(i64::from_be_bytes);
    let recorded_at = micros.and_then(DateTime::from_timestamp_micros).ok_or_else(of("time"))?;
    let author = fields.uuid().ok_or_else(of("author"))?;
    let agency = fields.uuid().ok_or_else(of("agency"))?;
    let request = fields.uuid().ok_or_else(of("request"))?;
    fields.array::<4>().ok_or_else(of("request's index"))?;
    fields.array::<32>().ok_or_else(of("request's digest"))?;
    let count = fields.array().map(u32::from_be_bytes).ok_or_else(of("number of parts"))?;
    let mut parts = Vec::new();
    for _ in 0..count {
        let number = fields.number().ok_or_else(of("part"))?;
        let kind = PartKind::from_code(fields.number().ok_or_else(of("part"))?);
        let commit = fields.array().ok_or_else(of("part"))?;
        parts.push(CommittedPart { number, kind, commit, text: None });
    }
    if !fields.0.is_empty() {
        return Err(NoReceipt::Leaf { field: "end" });
    }
    let revision = Revision::from_number(revision);
    Ok(ReceivedEntry {
        ledger,
        id,
        stream,
        revision,
        type_name,
        version,
        recorded_at,
        author,
        agency,
        request,
        parts,
    })
}

#[cfg(test)]
mod tests;
