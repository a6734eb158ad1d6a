//! Records without a store: a draft as it comes back, with nothing that only a store adds.

use std::sync::LazyLock;

use candour_domain::entry::Entry;
use candour_domain::event::Event;
use candour_ledger::{Draft, Part, PartContent, PartDraft, Position, Record, RequestRef, Revision};
use candour_schemas::{DraftMeta, draft, samples};
use chrono::DateTime;

pub(crate) fn meta(entry: &Entry) -> DraftMeta {
    DraftMeta {
        id: entry.id,
        author: entry.author,
        agency: entry.agency,
        request: RequestRef { id: entry.request.uuid(), index: 0, digest: [9; 32] },
    }
}

/// The record that a draft becomes, where the entry stands.
pub(crate) fn kept(draft: Draft, entry: &Entry) -> Record {
    Record {
        id: draft.id,
        stream: entry.stream.to_string().parse().unwrap(),
        revision: Revision::from_number(entry.revision),
        position: Position::from_number(entry.position.0).unwrap(),
        type_name: draft.type_name,
        version: draft.version,
        recorded_at: entry.recorded_at,
        author: draft.author,
        agency: draft.agency,
        request: draft.request,
        parts: draft.parts.into_iter().map(part).collect(),
        leaf: [0; 32],
    }
}

fn part(PartDraft { number, kind, text }: PartDraft) -> Part {
    Part { number, kind, commit: [0; 32], content: Some(PartContent { salt: [0; 32], text }) }
}

pub(crate) fn record(entry: &Entry) -> Record {
    kept(draft(&entry.event, &entry.envelope, meta(entry)).unwrap(), entry)
}

/// Every sample as an entry.
pub(crate) static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    (0..).zip(samples::all()).map(|(revision, event)| entry(event, revision)).collect()
});

pub(crate) fn entry(event: Event, revision: u32) -> Entry {
    samples::recorded_entry(event, revision)
}

/// A record of bytes from elsewhere.
pub(crate) fn of_bytes(
    stream: &str,
    (type_name, version): (&str, u32),
    structure: &str,
    texts: &[String],
) -> Record {
    let texts = texts.iter().map(String::as_str);
    let parts = (0..).zip([structure].into_iter().chain(texts)).map(|(number, text)| {
        let kind = candour_ledger::PartKind::from_code(u16::from(number > 0));
        part(PartDraft { number, kind, text: text.to_owned() })
    });
    Record {
        id: samples::entry(type_name).uuid(),
        stream: stream.parse().unwrap(),
        revision: Revision::FIRST,
        position: Position::FIRST,
        type_name: type_name.to_owned(),
        version,
        recorded_at: DateTime::UNIX_EPOCH,
        author: samples::SOCIAL_WORKER.uuid(),
        agency: samples::SOCIAL_CARE.uuid(),
        request: RequestRef { id: samples::request(type_name).uuid(), index: 0, digest: [0; 32] },
        parts: parts.collect(),
        leaf: [0; 32],
    }
}

/// An error with all that lies behind it.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}
