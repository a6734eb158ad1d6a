//! Checks a bundle, with no ledger and no network: that it is signed and witnessed, that each entry is in
//! the tree as it is shown, and that nothing of its streams was left out. It names the first entry at
//! fault, or says exactly what is shown. Its work and memory are bounded by the length of the file.
//!
//! # Rules
//! - `a_bundle_is_found_genuine_and_complete`: as it was made, for each reader.
//! - `a_key_that_is_given_pins_the_ledger`: another ledger's bundle is refused at its key.
//! - `a_policy_that_is_given_must_be_met`.
//! - `an_entry_left_out_is_missed`: whichever it is.
//! - `entries_in_another_order_are_refused`.
//! - `an_entry_of_another_case_is_refused`.
//! - `what_was_withheld_cannot_be_made_up`.
//! - `a_text_that_was_changed_is_found`: at the entry that has it.
//! - `no_changed_byte_is_passed_over`: whichever byte of the file it is.
//! - `what_the_maker_says_and_nothing_proves_is_said_to_be_so`.
//! - `a_bundle_of_arbitrary_bytes_is_answered`: with a fault, and no panic.

use candour_ledger::leaf::{CommitContext, Leaf, commit};
use candour_ledger::merkle::{self, Hash, TreeHead};
use candour_ledger::note::{Policy, SignedCheckpoint, Verifier};
use candour_ledger::{Part, PartContent, PartKind, Position, Record, RequestRef, Revision};
use candour_projections::proof::lies_before;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::fault::{BundleFault, Place, Wrong, at};
use super::form::{Base64, Bundle, ContentText, EntryText, LeafAloneText, PartText, ShownText};
use super::streams::{Comes, Streams};
use super::trust::Own;
use super::verdict::{CheckedEntry, Verdict, WithheldCounts};
use super::witnessed::{Between, Times};

/// What whoever checks had from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pins {
    /// A key of the ledger.
    pub key: Option<Verifier>,
    /// The policy on witnesses.
    pub policy: Option<Policy>,
}

/// A record as it follows from what is shown, found in the tree.
pub(super) struct Rebuilt {
    pub(super) record: Record,
    pub(super) place: Place,
}

/// Checks a bundle.
///
/// # Errors
/// The first fault, with the entry that has it.
pub fn check(bytes: &[u8], pins: &Pins) -> Result<Verdict, BundleFault> {
    let (bundle, digest) = Bundle::read(bytes).map_err(Wrong::Unreadable)?;
    if !bundle.synthetic {
        return Err(Wrong::SyntheticOrNot.into());
    }
    let checkpoint = SignedCheckpoint::parse(&bundle.checkpoint).map_err(Wrong::Checkpoint)?;
    let head = checkpoint.claim().head;
    let own = Own::read(&bundle.ledger_entries, bundle.ledger, &head)?;
    let (seal, times) = own.trust(bundle.ledger, &checkpoint, pins)?;
    if !own.is_synthetic() {
        return Err(Wrong::NotOpened.into());
    }
    let mut streams = Streams::read(&bundle.heads, own.heads()?, bundle.ledger)?;
    let case = format!("case-{}", bundle.case);
    if !streams.has(&case) {
        return Err(Wrong::NoCase { stream: case }.into());
    }
    let mut counts = Counts::default();
    let mut entries = Vec::with_capacity(bundle.entries.len());
    for text in &bundle.entries {
        entries.push(match text {
            EntryText::Shown(text) => {
                let rebuilt = rebuilt(text, bundle.ledger, &head)?;
                streams.take(&rebuilt.place, &rebuilt.record.leaf, Comes::Shown)?;
                counts.shown(text, &rebuilt, &streams)?;
                checked(&rebuilt, times.around(text.index))
            }
            EntryText::LeafAlone(text) => alone(text, &head, &mut streams, &mut counts, &times)?,
        });
    }
    let streams = streams.finish()?;
    if digest != bundle.digest {
        return Err(Wrong::Digest.into());
    }
    let Bundle { ledger, synthetic, case, audience, subject, made_for, made_by, made_at, .. } =
        bundle;
    let Counts { shown, emptied, not_read, withheld } = counts;
    Ok(Verdict {
        ledger,
        people_invented: synthetic,
        case,
        audience,
        subject,
        made_for,
        made_by,
        made_at,
        seal,
        streams,
        shown,
        emptied,
        not_read,
        withheld: withheld.all(),
        entries,
    })
}

/// What is counted on the way.
#[derive(Debug, Default)]
struct Counts {
    shown: u64,
    emptied: u64,
    not_read: u64,
    withheld: WithheldCounts,
}

impl Counts {
    /// Counts an entry that is shown, and asks for the streams of those whom it names.
    fn shown(
        &mut self,
        text: &ShownText,
        rebuilt: &Rebuilt,
        streams: &Streams,
    ) -> Result<(), BundleFault> {
        self.shown += 1;
        for part in &text.parts {
            match &part.content {
                ContentText::Shown { .. } => {}
                ContentText::Withheld { reason, .. } => self.withheld.text(*reason),
                ContentText::Emptied { .. } => self.emptied += 1,
            }
        }
        if let Ok(entry) = candour_schemas::entry(&rebuilt.record) {
            return streams.has_those_named(&entry, &rebuilt.place);
        }
        self.not_read += 1;
        Ok(())
    }
}

/// Takes an entry of which the leaf alone is shown.
fn alone(
    text: &LeafAloneText,
    head: &TreeHead,
    streams: &mut Streams,
    counts: &mut Counts,
    times: &Times,
) -> Result<CheckedEntry, BundleFault> {
    let LeafAloneText { index, stream, revision, reason, leaf, path } = text;
    let place = place(*index, stream, *revision)?;
    included(&place, *index, &leaf.0, head, path)?;
    streams.take(&place, &leaf.0, Comes::Alone)?;
    counts.withheld.entry(*reason);
    let Place { position, stream, revision } = place;
    Ok(CheckedEntry {
        position,
        stream,
        revision,
        type_name: None,
        recorded_at: None,
        between: times.around(*index),
        claimed_outside: false,
    })
}

fn checked(rebuilt: &Rebuilt, between: Between) -> CheckedEntry {
    let Rebuilt { record, place } = rebuilt;
    let Place { position, stream, revision } = place.clone();
    CheckedEntry {
        position,
        stream,
        revision,
        type_name: Some(record.type_name.clone()),
        recorded_at: Some(record.recorded_at),
        between,
        claimed_outside: lies_outside(record.recorded_at, between),
    }
}

/// Whether a time of the ledger lies outside of witnessed ones, by more than clocks differ.
fn lies_outside(at: DateTime<Utc>, between: Between) -> bool {
    let Between { not_before, not_after } = between;
    not_before.is_some_and(|it| lies_before(at, it))
        || not_after.is_some_and(|it| lies_before(it, at))
}

/// Where an entry is said to stand.
fn place(index: u64, stream: &str, revision: u64) -> Result<Place, BundleFault> {
    let position = index.checked_add(1).ok_or(Wrong::Impossible)?;
    Ok(Place { position, stream: stream.to_owned(), revision })
}

fn included(
    place: &Place,
    index: u64,
    leaf: &Hash,
    head: &TreeHead,
    path: &[Base64],
) -> Result<(), BundleFault> {
    let path: Vec<Hash> = path.iter().map(|it| it.0).collect();
    merkle::verify_inclusion(leaf, index, head, &path)
        .map_err(|why| at(place, Wrong::NotIncluded(why)))
}

/// Makes the record that an entry shows, and finds it in the tree.
pub(super) fn rebuilt(
    text: &ShownText,
    ledger: Uuid,
    head: &TreeHead,
) -> Result<Rebuilt, BundleFault> {
    let place = place(text.index, &text.stream, text.revision)?;
    let mut record = record(text, &place, ledger).ok_or_else(|| at(&place, Wrong::Impossible))?;
    record.leaf = Leaf::of(ledger, &record).hash();
    included(&place, text.index, &record.leaf, head, &text.path)?;
    Ok(Rebuilt { record, place })
}

fn record(text: &ShownText, place: &Place, ledger: Uuid) -> Option<Record> {
    let recorded_at = DateTime::from_timestamp_micros(text.recorded_at.timestamp_micros())?;
    // The leaf has whole microseconds, so nothing would speak for what is finer.
    if recorded_at != text.recorded_at {
        return None;
    }
    Some(Record {
        id: text.id,
        stream: text.stream.parse().ok()?,
        revision: Revision::from_number(text.revision),
        position: Position::from_number(place.position)?,
        type_name: text.type_name.clone(),
        version: text.version,
        recorded_at,
        author: text.author,
        agency: text.agency,
        request: RequestRef {
            id: text.request.id,
            index: text.request.index,
            digest: text.request.digest.0,
        },
        parts: text.parts.iter().map(|it| part(it, ledger, text.id)).collect(),
        leaf: [0; 32],
    })
}

/// A part, with the commitment that follows from its salt and text where they are shown.
fn part(text: &PartText, ledger: Uuid, entry: Uuid) -> Part {
    let kind = PartKind::from_code(text.kind);
    let context = CommitContext { ledger, entry, number: text.number, kind };
    let (commit, shown) = match &text.content {
        ContentText::Shown { salt, text } => (
            commit(&context, &salt.0, text),
            Some(PartContent { salt: salt.0, text: text.clone() }),
        ),
        ContentText::Withheld { commit, .. } | ContentText::Emptied { commit } => (commit.0, None),
    };
    Part { number: text.number, kind, commit, content: shown }
}
