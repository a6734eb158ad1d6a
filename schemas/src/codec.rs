//! Between entries and ledger records. Part 0 of a record is the structure, the parts from 1 are
//! the personal texts in the order in which the structure refers to them.
//!
//! A record is decoded once, into typed values: nothing here patches JSON. Nothing is skipped or
//! guessed: what cannot be read is an error that names the record.
//!
//! # Rules
//! - `what_is_written_reads_back`: any event and envelope, with any text.
//! - `an_emptied_text_reads_as_emptied`: the entry and all that is not personal stay readable.
//! - `an_emptied_structure_is_said_to_be_emptied`: the skeleton can still be shown.
//! - `a_damaged_record_is_an_error_and_never_a_panic`: whatever stands in its parts.

use candour_domain::entry::{Entry, Position, StreamError, StreamId};
use candour_domain::envelope::Envelope;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId, PractitionerId, RequestId};
use candour_domain::text::{apart, together};
use candour_ledger::{Draft, Part, PartDraft, PartKind, Record, RequestRef};

use crate::catalogue::{Category, Form, Stored, UnknownType, event_type};
use crate::correction::{self, Unfit};
use crate::structure;

/// What the skeleton of a draft says beside its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftMeta {
    /// The entry's identifier.
    pub id: EntryId,
    /// Who records it.
    pub author: PractitionerId,
    /// For which agency they record it.
    pub agency: AgencyId,
    /// The request that it is recorded by.
    pub request: RequestRef,
}

/// Why an entry cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// A correction that could not be read back.
    #[error("the correction cannot be written")]
    Correction(#[from] Unfit),
    /// It has more texts than a record has parts.
    #[error("the entry has {texts} personal texts, more than a record can number")]
    TooManyTexts {
        /// How many.
        texts: usize,
    },
    /// A value cannot be written as JSON.
    #[error("the entry cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// Why a record cannot be read as an entry.
#[derive(Debug, thiserror::Error)]
#[error("entry {entry} of {stream}, {type_name} version {version}, cannot be read")]
pub struct DecodeError {
    /// The entry's identifier.
    pub entry: EntryId,
    /// Its stream.
    pub stream: String,
    /// Its place in the ledger.
    pub position: Position,
    /// The stored name of its type.
    pub type_name: String,
    /// The version of its payload.
    pub version: u32,
    /// What is wrong.
    #[source]
    pub problem: DecodeProblem,
}

/// What is wrong with a record.
#[derive(Debug, thiserror::Error)]
pub enum DecodeProblem {
    /// Its stream is of no kind that this program knows.
    #[error("its stream is not one of ours")]
    Stream(#[from] StreamError),
    /// Its type or version is unknown, or does not stand in such a stream.
    #[error(transparent)]
    Type(#[from] UnknownType),
    /// Its structure has been emptied. What remains is the skeleton.
    #[error("its structure has been emptied; the skeleton alone remains")]
    StructureEmptied,
    /// It has no structure.
    #[error("it has no structure")]
    StructureMissing,
    /// A part is not where a personal text is expected.
    #[error("part {number} is not the personal text that belongs there")]
    Part {
        /// Its number.
        number: u16,
    },
    /// The structure is not what its type and version say.
    #[error("its structure is not as its type has it")]
    Structure(#[source] serde_json::Error),
}

/// Writes an event and its envelope as a draft for the ledger.
///
/// # Errors
/// If it is a correction that could not be read back, or has more texts than a record has parts.
pub fn draft(event: &Event, envelope: &Envelope, meta: DraftMeta) -> Result<Draft, EncodeError> {
    let (structure, texts) = parts(event, envelope)?;
    let count = texts.len();
    let mut parts = Vec::with_capacity(count + 1);
    parts.push(PartDraft { number: 0, kind: PartKind::STRUCTURE, text: structure });
    for (number, text) in (1..=u16::MAX).zip(texts) {
        parts.push(PartDraft { number, kind: PartKind::PERSONAL_TEXT, text });
    }
    if parts.len() != count + 1 {
        return Err(EncodeError::TooManyTexts { texts: count });
    }
    let kind = event_type(event);
    let DraftMeta { id, author, agency, request } = meta;
    Ok(Draft {
        id: id.uuid(),
        type_name: kind.name.to_owned(),
        version: kind.version,
        author: author.uuid(),
        agency: agency.uuid(),
        request,
        parts,
    })
}

/// The structure of an entry, and its texts by their numbers from 1.
pub(crate) fn parts(
    event: &Event,
    envelope: &Envelope,
) -> Result<(String, Vec<String>), EncodeError> {
    correction::check(event)?;
    let (structure, texts) = apart(|| structure::write(envelope, event));
    Ok((structure?, texts))
}

/// Reads a record as an entry.
///
/// # Errors
/// If its type or version is unknown, its structure has been emptied, or it is damaged.
pub fn entry(record: &Record) -> Result<Entry, DecodeError> {
    let texts = |part: &Part| part.content.as_ref().map(|content| content.text.clone());
    let read = apart_again(record).and_then(|(structure, rest)| {
        let texts = rest.iter().map(texts).collect();
        read(record, structure, texts)
    });
    read.map_err(|problem| unread(record, problem))
}

/// Reads a record as an entry, which takes over its texts.
///
/// # Errors
/// As [`entry`].
pub fn into_entry(mut record: Record) -> Result<Entry, DecodeError> {
    let mut texts = Vec::with_capacity(record.parts.len());
    if let Err(problem) = apart_again(&record) {
        return Err(unread(&record, problem));
    }
    for part in record.parts.iter_mut().skip(1) {
        texts.push(part.content.take().map(|content| content.text));
    }
    let read = apart_again(&record).and_then(|(structure, _)| read(&record, structure, texts));
    read.map_err(|problem| unread(&record, problem))
}

#[cold]
fn unread(record: &Record, problem: DecodeProblem) -> DecodeError {
    DecodeError {
        entry: EntryId::new(record.id),
        stream: record.stream.to_string(),
        position: Position(record.position.number()),
        type_name: record.type_name.clone(),
        version: record.version,
        problem,
    }
}

fn read(
    record: &Record,
    structure: &str,
    texts: Vec<Option<String>>,
) -> Result<Entry, DecodeProblem> {
    let stream = StreamId::of(record.stream.category(), record.stream.id())?;
    let category = Category::of(stream);
    let stored = Stored::find(category, Form::Kept, &record.type_name, Some(record.version))?;
    let (envelope, event) =
        together(texts, || structure::read(structure, stored)).map_err(DecodeProblem::Structure)?;
    Ok(Entry {
        id: EntryId::new(record.id),
        stream,
        revision: record.revision.number(),
        position: Position(record.position.number()),
        recorded_at: record.recorded_at,
        author: PractitionerId::new(record.author),
        agency: AgencyId::new(record.agency),
        request: RequestId::new(record.request.id),
        envelope,
        event,
    })
}

/// The structure, and the parts that hold the texts by their numbers from 1.
fn apart_again(record: &Record) -> Result<(&str, &[Part]), DecodeProblem> {
    let (first, rest) = record.parts.split_first().ok_or(DecodeProblem::StructureMissing)?;
    if first.number != 0 || first.kind != PartKind::STRUCTURE {
        return Err(DecodeProblem::StructureMissing);
    }
    let structure = first.content.as_ref().ok_or(DecodeProblem::StructureEmptied)?;
    for (number, part) in (1..).zip(rest) {
        if part.number != number || part.kind != PartKind::PERSONAL_TEXT {
            return Err(DecodeProblem::Part { number: part.number });
        }
    }
    Ok((&structure.text, rest))
}
