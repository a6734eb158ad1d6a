//! What every store of ours does to drafts before it writes them: check the limits, draw the salts,
//! commit to the texts, and decide between writing, answering with what stands, and refusing. Keeps
//! nothing, and never writes.

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

use crate::clock::Entropy;
use crate::leaf::{self, CommitContext, Leaf};
use crate::limits::Limit;
use crate::port::{AppendRefusal, Expected};
use crate::record::{
    Draft, Part, PartContent, PartDraft, Position, Record, RequestRef, Revision, StreamName,
};

/// A draft with its parts committed to: a record but for its place and time.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) id: Uuid,
    type_name: String,
    version: u32,
    author: Uuid,
    agency: Uuid,
    request: RequestRef,
    parts: Vec<Part>,
}

/// Where and when a record comes to stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) ledger: Uuid,
    pub(crate) stream: &'a StreamName,
    pub(crate) revision: Revision,
    pub(crate) position: Position,
    pub(crate) recorded_at: DateTime<Utc>,
}

impl Pending {
    /// Draws the salts of a draft's parts and commits to them.
    pub(crate) fn new(ledger: Uuid, draft: Draft, entropy: &dyn Entropy) -> Self {
        let Draft { id, type_name, version, author, agency, request, parts } = draft;
        let committed = |PartDraft { number, kind, text }| {
            let mut salt = [0; 32];
            entropy.fill(&mut salt);
            let context = CommitContext { ledger, entry: id, number, kind };
            let commit = leaf::commit(&context, &salt, &text);
            Part { number, kind, commit, content: Some(PartContent { salt, text }) }
        };
        let parts = parts.into_iter().map(committed).collect();
        Self { id, type_name, version, author, agency, request, parts }
    }

    /// Puts the record in its place and hashes its leaf.
    pub(crate) fn place(self, place: &Place<'_>, buffer: &mut Vec<u8>) -> Record {
        let Self { id, type_name, version, author, agency, request, parts } = self;
        let leaf = Leaf {
            ledger: place.ledger,
            id,
            stream: place.stream,
            revision: place.revision,
            type_name: &type_name,
            version,
            recorded_at: place.recorded_at,
            author,
            agency,
            request: &request,
            parts: &parts,
        }
        .hash_in(buffer);
        Record {
            id,
            stream: place.stream.clone(),
            revision: place.revision,
            position: place.position,
            type_name,
            version,
            recorded_at: place.recorded_at,
            author,
            agency,
            request,
            parts,
            leaf,
        }
    }

    /// Whether a record says the same. Of an emptied part only number and kind can be compared; what
    /// it said is held by the request's digest.
    fn is_said_by(&self, record: &Record) -> bool {
        let same_part = |(mine, its): (&Part, &Part)| {
            let same_text = match (&mine.content, &its.content) {
                (Some(mine), Some(its)) => mine.text == its.text,
                (None, _) | (_, None) => true,
            };
            mine.number == its.number && mine.kind == its.kind && same_text
        };
        self.type_name == record.type_name
            && self.version == record.version
            && self.author == record.author
            && self.agency == record.agency
            && self.request == record.request
            && self.parts.len() == record.parts.len()
            && self.parts.iter().zip(&record.parts).all(same_part)
    }
}

/// Refuses drafts that no store may take.
pub(crate) fn check(stream: &StreamName, drafts: &[Draft]) -> Result<(), AppendRefusal> {
    let within = |limit: Limit, actual: usize| {
        if actual <= limit.max() {
            return Ok(());
        }
        Err(AppendRefusal::TooLarge { stream: stream.clone(), limit, actual })
    };
    if drafts.is_empty() {
        return Err(AppendRefusal::Empty { stream: stream.clone() });
    }
    within(Limit::AppendEntries, drafts.len())?;
    let mut ids = BTreeSet::new();
    let mut text_bytes = 0;
    for draft in drafts {
        let entry = draft.id;
        if !ids.insert(entry) {
            return Err(AppendRefusal::GivenTwice { entry });
        }
        if draft.type_name.is_empty() {
            return Err(AppendRefusal::Nameless { entry });
        }
        within(Limit::TypeNameBytes, draft.type_name.len())?;
        within(Limit::Parts, draft.parts.len())?;
        if let Some(pair) = draft.parts.windows(2).find(|pair| pair[0].number >= pair[1].number) {
            return Err(AppendRefusal::PartsOutOfOrder { entry, number: pair[1].number });
        }
        let mut entry_bytes = 0;
        for part in &draft.parts {
            within(Limit::PartTextBytes, part.text.len())?;
            entry_bytes += part.text.len();
        }
        within(Limit::EntryTextBytes, entry_bytes)?;
        text_bytes += entry_bytes;
    }
    within(Limit::AppendTextBytes, text_bytes)
}

/// What is to be done with an append.
#[derive(Debug)]
pub(crate) enum Admission {
    /// Write it, from this revision on.
    Write(Revision),
    /// Answer with these records, which say the same.
    Already(Vec<Record>),
}

/// An append, and what stands in the stream that it is for.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) stream: &'a StreamName,
    pub(crate) expected: Expected,
    pub(crate) actual: Expected,
    pub(crate) pending: &'a [Pending],
    /// The record of the same identifier in the stream, for each of the pending ones.
    pub(crate) standing: Vec<Option<Record>>,
}

/// Decides what is to be done with an append.
pub(crate) fn admit(question: Question<'_>) -> Result<Admission, AppendRefusal> {
    let Question { stream, expected, actual, pending, standing } = question;
    let missing = pending.iter().zip(&standing).find(|(_, record)| record.is_none());
    let recorded = pending.iter().zip(&standing).find(|(_, record)| record.is_some());
    match (recorded, missing) {
        (Some((recorded, _)), Some((missing, _))) => Err(AppendRefusal::PartlyRecorded {
            stream: stream.clone(),
            recorded: recorded.id,
            missing: missing.id,
        }),
        (Some(_), None) => already(stream, pending, standing),
        (None, _) if expected == actual => Ok(Admission::Write(actual.next())),
        (None, _) => Err(AppendRefusal::Conflict { stream: stream.clone(), expected, actual }),
    }
}

/// Answers with the records where they say the same, in the same order.
fn already(
    stream: &StreamName,
    pending: &[Pending],
    standing: Vec<Option<Record>>,
) -> Result<Admission, AppendRefusal> {
    let records: Vec<Record> = standing.into_iter().flatten().collect();
    let mut before = None;
    for (mine, record) in pending.iter().zip(&records) {
        let in_order = before.is_none_or(|before: Revision| record.revision == before.next());
        if !in_order || !mine.is_said_by(record) {
            return Err(AppendRefusal::DuplicateDiffers { stream: stream.clone(), entry: mine.id });
        }
        before = Some(record.revision);
    }
    Ok(Admission::Already(records))
}

/// The time to stamp: never before the last record's, in whole microseconds.
pub(crate) fn stamp(now: DateTime<Utc>, last: Option<DateTime<Utc>>) -> DateTime<Utc> {
    let now = now.trunc_subsecs(6);
    last.map_or(now, |last| last.max(now))
}
