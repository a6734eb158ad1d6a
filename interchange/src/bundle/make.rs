//! Makes a bundle of a case from a ledger that was sealed: which entries, what is shown of each to this
//! reader, and the proofs. It signs nothing, enters nothing and hands nothing out.
//!
//! # Rules
//! - `an_entry_that_cannot_be_read_is_handled_with_care`: how it may be handled is not known.
//! - `what_is_withheld_from_a_reader_is_nowhere_in_the_file`.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::access::{ExportAudience, ExportMade, WithheldCount, WithheldReason};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::recorded::{Label, LabelError};
use candour_domain::text::Text;
use candour_ledger::log::{Head, HeadProof, Heads};
use candour_ledger::merkle::{Hash, Leaves, NotProved, prove_consistency, prove_inclusion};
use candour_ledger::{EventStore, Part, PartKind, ReadError, Record, StreamName, StreamNameError};
use candour_schemas::proof::hex;
use candour_schemas::{DecodeError, DecodeProblem};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::form::{
    Base64, Bundle, ContentText, EntryText, FORMAT, Format, HeadText, LeafAloneText,
    LedgerEntryText, MadeBy, Notice, PartText, RequestText, ShownText,
};
use super::marks::{Reader, Reasons, reasons};
use super::own_entries::{Says, says};
use super::reading::{stream_records, streams_of};
use super::sealed::{LastSealed, OwnEntries, SealedError};
use super::withhold::{Treatment, treatment};

/// Why a bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// A stream could not be read.
    #[error("a stream of the case could not be read")]
    Read(#[from] ReadError),
    /// The name of a stream could not be made.
    #[error("the name of a stream could not be made")]
    Name(#[from] StreamNameError),
    /// There is no such case.
    #[error("there is no such case")]
    NoCase,
    /// A record could not be understood, so how it may be handled is not known.
    #[error("an entry could not be understood, so nothing is handed out")]
    Decode(#[source] Box<DecodeError>),
    /// The ledger's own entries could not be read.
    #[error(transparent)]
    Sealed(#[from] SealedError),
    /// A proof could not be made.
    #[error("a proof could not be made")]
    NotProved(#[from] NotProved),
    /// The tree is not over the records that were read.
    #[error("the tree does not have the record at position {position} in its place")]
    OtherTree {
        /// Where the record stands.
        position: u64,
    },
    /// The heads are not those that the ledger committed to.
    #[error("the heads of streams are not those that the ledger committed to")]
    OtherHeads,
    /// A digest or a form is longer than an entry takes.
    #[error("what is to be entered of the bundle cannot be written")]
    Label(#[from] LabelError),
    /// It cannot be written as JSON.
    #[error("the bundle cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// What kind of bundle is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which case.
    pub case: CaseId,
    /// For whom, and as on which day.
    pub reader: Reader,
    /// For which office, panel or court.
    pub made_for: Option<Label>,
    /// What for. It is entered, and does not stand in the bundle.
    pub purpose: Option<Text>,
    /// Who makes it.
    pub made_by: MadeBy,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// A ledger as it was last sealed.
#[derive(Clone, Copy)]
pub struct SealedLedger<'a> {
    /// Where it is read.
    pub store: &'a dyn EventStore,
    /// Its own entries.
    pub own: &'a OwnEntries,
    /// The state in which it was sealed.
    pub sealed: &'a LastSealed,
    /// Its leaves, as many as the checkpoint says or more.
    pub leaves: &'a (dyn Leaves + Sync),
}

/// A bundle that was made, before anybody has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The bundle.
    pub bundle: Bundle,
    /// The file.
    pub text: String,
    /// What is to be entered of it before it is handed out.
    pub export: ExportMade,
}

/// Makes a bundle, given the heads of streams after as many leaves as the entry about them says.
///
/// # Errors
/// If the ledger cannot be read or an entry cannot be understood, or tree, heads and records do not
/// belong together.
pub async fn make(
    ledger: SealedLedger<'_>,
    heads: &mut Heads,
    wanted: Wanted,
) -> Result<Made, MakeError> {
    let id = ledger.store.identity().id;
    if heads.root() != ledger.sealed.heads {
        return Err(MakeError::OtherHeads);
    }
    let Some(streams) = streams_of(ledger.store, wanted.case).await? else {
        return Err(MakeError::NoCase);
    };
    let heads = proved(heads, &streams)?;
    let mut read = Vec::new();
    for name in heads.keys() {
        read.extend(stream_records(ledger.store, name).await?);
    }
    read.sort_by_key(|record| record.position);
    let handling = Handling::of(&read, wanted.reader)?;
    let mut count = Count::default();
    let mut entries = Vec::new();
    for record in &read {
        let head = heads.get(&record.stream);
        if head.is_some_and(|(head, _)| record.revision <= head.last) {
            entries.push(entry_text(ledger, record, handling.treatment(record), &mut count)?);
        }
    }
    let leaves: Vec<u64> = entries.iter().map(EntryText::index).collect();
    let own = ledger.own.shown(ledger.store, ledger.sealed, &leaves).await?;
    let ledger_entries =
        own.iter().map(|record| ledger_entry(ledger, record)).collect::<Result<_, _>>()?;
    let bundle = Bundle {
        synthetic: ledger.store.identity().synthetic,
        notice: Notice::Synthetic,
        format: Format::V1,
        ledger: id,
        case: wanted.case,
        audience: wanted.reader.audience,
        subject: wanted.reader.subject,
        made_for: wanted.made_for.clone(),
        made_by: wanted.made_by,
        made_at: wanted.made_at,
        checkpoint: ledger.sealed.checkpoint.to_string(),
        heads: head_texts(heads),
        ledger_entries,
        entries,
        digest: Base64([0; 32]),
    };
    finish(bundle, wanted, (ledger.sealed.checkpoint.claim().head.size, &count))
}

/// Writes the bundle, and what is to be entered of it.
fn finish(bundle: Bundle, wanted: Wanted, (size, count): (u64, &Count)) -> Result<Made, MakeError> {
    let text = bundle.write()?;
    let export = ExportMade {
        case: wanted.case,
        audience: wanted.reader.audience,
        subject: wanted.reader.subject,
        made_for: wanted.made_for,
        purpose: wanted.purpose,
        checkpoint: Label::parse(&hex(&Sha256::digest(&bundle.checkpoint)))?,
        size,
        shown: count.shown,
        withheld: count.withheld(),
        file: Label::parse(&hex(&Sha256::digest(&text)))?,
        format: Label::parse(FORMAT)?,
    };
    Ok(Made { bundle, text, export })
}

/// How each entry is treated.
struct Handling {
    audience: ExportAudience,
    reasons: Reasons,
}

impl Handling {
    /// Works it out over all that is recorded, also after the ledger was sealed: what was restricted
    /// since is not handed out.
    fn of(records: &[Record], reader: Reader) -> Result<Self, MakeError> {
        let mut entries: Vec<Entry> = Vec::with_capacity(records.len());
        let mut unknown = Vec::new();
        for record in records {
            match candour_schemas::entry(record) {
                Ok(entry) => entries.push(entry),
                Err(DecodeError { problem: DecodeProblem::StructureEmptied, entry, .. }) => {
                    unknown.push(entry);
                }
                Err(error) => return Err(MakeError::Decode(Box::new(error))),
            }
        }
        let mut reasons = reasons(&entries, reader);
        for entry in unknown {
            reasons.entry(entry).or_default().insert(WithheldReason::HandlingUnknown);
        }
        Ok(Self { audience: reader.audience, reasons })
    }

    fn treatment(&self, record: &Record) -> Option<(Treatment, WithheldReason)> {
        let none = BTreeSet::new();
        treatment(self.audience, self.reasons.get(&EntryId::new(record.id)).unwrap_or(&none))
    }
}

/// What was shown and what was withheld.
#[derive(Debug, Default)]
struct Count {
    shown: u64,
    withheld: BTreeMap<WithheldReason, (u64, u64)>,
}

impl Count {
    fn withheld(&self) -> Vec<WithheldCount> {
        let each = self.withheld.iter();
        each.map(|(reason, (texts, entries))| WithheldCount {
            reason: *reason,
            texts: *texts,
            entries: *entries,
        })
        .collect()
    }
}

/// The number of a record's leaf, where the tree has that leaf there.
fn index(ledger: SealedLedger<'_>, record: &Record) -> Result<u64, MakeError> {
    let position = record.position.number();
    let index = position - 1;
    if ledger.leaves.leaf(index) == Some(record.leaf) {
        Ok(index)
    } else {
        Err(MakeError::OtherTree { position })
    }
}

fn base64(hashes: Vec<Hash>) -> Vec<Base64> {
    hashes.into_iter().map(Base64).collect()
}

fn path(ledger: SealedLedger<'_>, index: u64) -> Result<Vec<Base64>, NotProved> {
    let size = ledger.sealed.checkpoint.claim().head.size;
    prove_inclusion(ledger.leaves, index, size).map(base64)
}

fn entry_text(
    ledger: SealedLedger<'_>,
    record: &Record,
    treatment: Option<(Treatment, WithheldReason)>,
    count: &mut Count,
) -> Result<EntryText, MakeError> {
    let index = index(ledger, record)?;
    let path = path(ledger, index)?;
    let withheld = match treatment {
        None | Some((Treatment::Show, _)) => None,
        Some((Treatment::TextWithheld, reason)) => Some(reason),
        Some((Treatment::LeafAlone, reason)) => {
            count.withheld.entry(reason).or_default().1 += 1;
            return Ok(EntryText::LeafAlone(LeafAloneText {
                index,
                stream: record.stream.to_string(),
                revision: record.revision.number(),
                reason,
                leaf: Base64(record.leaf),
                path,
            }));
        }
    };
    count.shown += 1;
    let shown = shown(record, (index, path), withheld);
    let texts = shown.parts.iter().filter(|part| part.content.is_withheld()).count();
    if let Some(reason) = withheld.filter(|_| texts > 0) {
        count.withheld.entry(reason).or_default().0 += texts as u64;
    }
    Ok(EntryText::Shown(shown))
}

fn shown(
    record: &Record,
    (index, path): (u64, Vec<Base64>),
    withheld: Option<WithheldReason>,
) -> ShownText {
    let part = |part: &Part| {
        let commit = Base64(part.commit);
        let content = match (&part.content, withheld) {
            (None, _) => ContentText::Emptied { commit },
            (Some(_), Some(reason)) if part.kind != PartKind::STRUCTURE => {
                ContentText::Withheld { commit, reason }
            }
            (Some(content), _) => {
                ContentText::Shown { salt: Base64(content.salt), text: content.text.clone() }
            }
        };
        PartText { number: part.number, kind: part.kind.code(), content }
    };
    ShownText {
        index,
        stream: record.stream.to_string(),
        revision: record.revision.number(),
        id: record.id,
        type_name: record.type_name.clone(),
        version: record.version,
        recorded_at: record.recorded_at,
        author: record.author,
        agency: record.agency,
        request: RequestText {
            id: record.request.id,
            index: record.request.index,
            digest: Base64(record.request.digest),
        },
        parts: record.parts.iter().map(part).collect(),
        path,
    }
}

/// One of the ledger's own entries, an anchor with the growth from its checkpoint to the bundle's.
fn ledger_entry(ledger: SealedLedger<'_>, record: &Record) -> Result<LedgerEntryText, MakeError> {
    let index = index(ledger, record)?;
    let entry = shown(record, (index, path(ledger, index)?), None);
    let position = record.position.number();
    let said = says(record, ledger.store.identity().id)
        .map_err(|source| SealedError::NotUnderstood { position, source })?;
    let grown = match said {
        Says::Anchor(anchor) => {
            let old = anchor.checkpoint.claim().head.size;
            let new = ledger.sealed.checkpoint.claim().head.size;
            Some(base64(prove_consistency(ledger.leaves, old, new)?))
        }
        Says::Opened(_) | Says::Key(_) | Says::Policy(_) | Says::Heads(_) | Says::Nothing => None,
    };
    Ok(LedgerEntryText { entry, grown })
}

/// The heads of these streams, each with its way to the root. A stream that began after the ledger was
/// sealed has none, and is not in the bundle.
fn proved(
    heads: &mut Heads,
    streams: &BTreeSet<StreamId>,
) -> Result<BTreeMap<StreamName, (Head, HeadProof)>, MakeError> {
    let mut found = BTreeMap::new();
    for stream in streams {
        let name: StreamName = stream.to_string().parse()?;
        let proof = heads.prove(&name)?;
        if let (Some(head), Some(proof)) = (heads.of(&name), proof) {
            found.insert(name, (head.clone(), proof));
        }
    }
    Ok(found)
}

/// The heads as they are written, in the order in which the streams began.
fn head_texts(heads: BTreeMap<StreamName, (Head, HeadProof)>) -> Vec<HeadText> {
    let text = |(name, (head, proof)): (StreamName, (Head, HeadProof))| HeadText {
        stream: name.to_string(),
        last: head.last.number(),
        leaf: Base64(head.leaf),
        place: proof.index,
        path: base64(proof.path),
    };
    let mut texts: Vec<HeadText> = heads.into_iter().map(text).collect();
    texts.sort_by_key(|head| head.place);
    texts
}

#[cfg(test)]
mod tests;
