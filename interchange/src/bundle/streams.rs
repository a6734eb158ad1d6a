//! Whether the streams of a bundle are complete: each has a head that the ledger committed to, and every
//! place up to it is taken, in order, once.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::entry::{Entry, StreamId};
use candour_domain::reference::{Reference, references};
use candour_ledger::log::Head;
use candour_ledger::merkle::{self, Hash};
use candour_ledger::{Revision, StreamName};
use uuid::Uuid;

use super::fault::{BundleFault, Place, Wrong, at};
use super::form::HeadText;
use super::own_entries::HeadsEntry;
use super::verdict::{CheckedStream, Completeness};

/// A stream while its entries come.
struct Coming {
    last: u64,
    leaf: Hash,
    next: u64,
    leaves_alone: u64,
}

/// The streams of a bundle.
pub(super) struct Streams {
    coming: BTreeMap<String, Coming>,
    below: u64,
    before: Option<u64>,
}

/// What is known of a leaf that comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comes {
    /// Its stream and place are in the leaf itself.
    Shown,
    /// They are the maker's word.
    Alone,
}

impl Streams {
    /// Reads the heads, and finds each below the root that the ledger committed to.
    pub(super) fn read(
        heads: &[HeadText],
        entry: HeadsEntry,
        ledger: Uuid,
    ) -> Result<Self, BundleFault> {
        let mut all = BTreeMap::new();
        for text in heads {
            let stream = text.stream.clone();
            let name: StreamName = text.stream.parse().map_err(|_| Wrong::Impossible)?;
            let last = Revision::from_number(text.last);
            let hash = Head { stream: name, last, leaf: text.leaf.0 }.hash(ledger);
            let path: Vec<Hash> = text.path.iter().map(|it| it.0).collect();
            merkle::verify_inclusion(&hash, text.place, &entry.heads, &path)
                .map_err(|cause| Wrong::Head { stream: stream.clone(), cause })?;
            let coming = Coming { last: text.last, leaf: text.leaf.0, next: 0, leaves_alone: 0 };
            if all.insert(stream.clone(), coming).is_some() {
                return Err(Wrong::HeadTwice { stream }.into());
            }
        }
        Ok(Self { coming: all, below: entry.size, before: None })
    }

    /// Whether a stream is one of them.
    pub(super) fn has(&self, stream: &str) -> bool {
        self.coming.contains_key(stream)
    }

    /// Takes the next entry.
    pub(super) fn take(
        &mut self,
        place: &Place,
        leaf: &Hash,
        comes: Comes,
    ) -> Result<(), BundleFault> {
        let index = place.position - 1;
        if self.before.is_some_and(|before| before >= index) || index >= self.below {
            return Err(at(place, Wrong::OutOfOrder));
        }
        self.before = Some(index);
        let Some(stream) = self.coming.get_mut(&place.stream) else {
            return Err(at(place, Wrong::OtherStream));
        };
        if place.revision > stream.next {
            return Err(at(place, Wrong::Missing { missing: stream.next }));
        }
        if place.revision < stream.next || place.revision > stream.last {
            return Err(at(place, Wrong::OutOfOrder));
        }
        if place.revision == stream.last && *leaf != stream.leaf {
            return Err(at(place, Wrong::OtherLast));
        }
        stream.next += 1;
        stream.leaves_alone += u64::from(comes == Comes::Alone);
        Ok(())
    }

    /// Checks that each stream came to its head.
    pub(super) fn finish(self) -> Result<Vec<CheckedStream>, BundleFault> {
        let mut checked = Vec::with_capacity(self.coming.len());
        for (stream, Coming { last, leaf: _, next, leaves_alone }) in self.coming {
            if next <= last {
                let stream = stream.parse().map_err(|_| Wrong::Impossible)?;
                let (missing, last) = (Revision::from_number(next), Revision::from_number(last));
                return Err(Wrong::CutShort { stream, missing, last }.into());
            }
            let complete = if leaves_alone == 0 {
                Completeness::Proved
            } else {
                Completeness::AsTheMakerStates
            };
            checked.push(CheckedStream { stream, entries: next, leaves_alone, complete });
        }
        Ok(checked)
    }

    /// Checks that whoever an entry of the case names is in the bundle with their stream.
    pub(super) fn has_those_named(&self, entry: &Entry, place: &Place) -> Result<(), BundleFault> {
        let StreamId::Case(_) = entry.stream else { return Ok(()) };
        for stream in named_by(entry).into_iter().map(|stream| stream.to_string()) {
            if !self.has(&stream) {
                return Err(at(place, Wrong::StreamLeftOut { stream }));
            }
        }
        Ok(())
    }
}

/// The streams of the children and people whom an entry names.
pub(super) fn named_by(entry: &Entry) -> BTreeSet<StreamId> {
    let named = references(&entry.envelope).into_iter().chain(references(&entry.event));
    named.filter_map(stream_of).collect()
}

/// The stream of a child or a person.
fn stream_of(reference: Reference) -> Option<StreamId> {
    match reference {
        Reference::Child(id) => Some(StreamId::Child(id)),
        Reference::Person(id) => Some(StreamId::Person(id)),
        Reference::Case(_)
        | Reference::Agency(_)
        | Reference::Practitioner(_)
        | Reference::Team(_)
        | Reference::Entry(_) => None,
    }
}
