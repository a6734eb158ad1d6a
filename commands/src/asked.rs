//! A request with all that deciding it needs from elsewhere, and what it comes to over a stream as far
//! as it has been read. Nothing here waits for a store.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::reference::references;
use candour_ledger::{
    APPEND_ENTRIES_MAX, APPEND_TEXT_BYTES_MAX, Draft, ENTRY_TEXT_BYTES_MAX, Limit,
    PART_TEXT_BYTES_MAX, RequestRef, StreamName,
};
use candour_schemas::{DraftMeta, draft};

use crate::decide::{Decided, Decision, Known, decide};
use crate::kept::Kept;
use crate::refusal::Refusal;
use crate::request::{Circumstances, Outcome, RecordError, Request};
use crate::soundness::{carried, stream_of};

/// What a request names in other streams.
pub(crate) struct Named {
    /// The streams of whom and what it names.
    pub(crate) streams: BTreeSet<StreamId>,
    /// The entries that are said to be carried over, by the case that they would stand in.
    pub(crate) carried: BTreeMap<CaseId, BTreeSet<EntryId>>,
}

impl Named {
    pub(crate) fn within(request: &Request) -> Self {
        let author = StreamId::Practitioner(request.author);
        let mut streams = BTreeSet::from([author, StreamId::Agency(request.agency)]);
        let mut brought: BTreeMap<CaseId, BTreeSet<EntryId>> = BTreeMap::new();
        for action in &request.actions {
            let found = [references(&action.envelope), references(&action.proposed)].concat();
            streams.extend(found.into_iter().filter_map(stream_of));
            if let Some((case, entries)) = carried(&action.proposed) {
                brought.entry(case).or_default().extend(entries);
            }
        }
        Self { streams, carried: brought }
    }
}

/// A request, and what other streams hold of what it names.
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request,
    pub(crate) name: StreamName,
    pub(crate) digest: [u8; 32],
    pub(crate) known: Known,
    pub(crate) circumstances: Circumstances,
}

/// What a request comes to, before anything is written.
pub(crate) enum Settled {
    Answer(Outcome),
    Record(Vec<Decided>),
}

impl Asked<'_> {
    /// Looks for the request in its stream, and decides it where it is not there.
    pub(crate) fn settle(&self, kept: &Kept) -> Result<Settled, Refusal> {
        let request = self.request.id;
        if let Some(digest) = kept.digest_of(request) {
            if digest != self.digest {
                return Err(Refusal::RequestDiffers { request });
            }
            return Ok(Settled::Answer(Outcome::AlreadySo(kept.past.recorded_by(request))));
        }
        Ok(match decide(&kept.past, self.request, &self.known, self.circumstances)? {
            Decision::Record(decided) => Settled::Record(decided),
            Decision::AlreadySo(ids) => {
                let entries = ids.iter().filter_map(|id| kept.past.entry(*id)).cloned().collect();
                Settled::Answer(Outcome::AlreadySo(entries))
            }
        })
    }

    /// Writes what was decided in its stored form.
    pub(crate) fn drafts(&self, decided: &[Decided]) -> Result<Vec<Draft>, RecordError> {
        let drafts = decided
            .iter()
            .map(|Decided { id, index, action }| {
                let request =
                    RequestRef { id: self.request.id.uuid(), index: *index, digest: self.digest };
                let (author, agency) = (self.request.author, self.request.agency);
                draft(
                    &action.proposed,
                    &action.envelope,
                    DraftMeta { id: *id, author, agency, request },
                )
            })
            .collect::<Result<Vec<Draft>, _>>()
            .map_err(RecordError::Unwritable)?;
        match too_large(&drafts) {
            Some((limit, actual)) => Err(Refusal::TooLarge { limit, actual }.into()),
            None => Ok(drafts),
        }
    }

    /// The entries as they would stand after what is kept, were they recorded now.
    pub(crate) fn as_they_would_stand(
        &self,
        kept: &Kept,
        decided: Vec<Decided>,
        head: u64,
    ) -> Vec<Entry> {
        let first = kept.expected().next().number();
        decided
            .into_iter()
            .zip(0..)
            .map(|(Decided { id, index: _, action }, after)| Entry {
                id,
                stream: self.request.stream,
                revision: first + after,
                position: Position(head + 1 + after),
                recorded_at: self.circumstances.now,
                author: self.request.author,
                agency: self.request.agency,
                request: self.request.id,
                envelope: action.envelope,
                event: action.proposed,
            })
            .collect()
    }
}

/// What there is too much of for one append, so that a rehearsal finds it too.
fn too_large(drafts: &[Draft]) -> Option<(Limit, usize)> {
    let mut all = 0;
    if drafts.len() > APPEND_ENTRIES_MAX {
        return Some((Limit::AppendEntries, drafts.len()));
    }
    for draft in drafts {
        let longest = draft.parts.iter().map(|part| part.text.len()).max().unwrap_or_default();
        let entry: usize = draft.parts.iter().map(|part| part.text.len()).sum();
        all += entry;
        if longest > PART_TEXT_BYTES_MAX {
            return Some((Limit::PartTextBytes, longest));
        }
        if entry > ENTRY_TEXT_BYTES_MAX {
            return Some((Limit::EntryTextBytes, entry));
        }
    }
    (all > APPEND_TEXT_BYTES_MAX).then_some((Limit::AppendTextBytes, all))
}
