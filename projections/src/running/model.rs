//! What a running read model is: a pure function from a few entries of a stream to rows.
//!
//! A model says for each entry on which *groups* of its stream it bears, and what the rows of a
//! group are, given the entries that bear on it as they stand. It never sees two streams at once,
//! and it knows no clock. What the record said when is not its business: [`super::fold`] asks it
//! again after each entry that bears on a group, and keeps what changed.

use std::collections::BTreeMap;

use candour_domain::calendar::Calendar;
use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::identifier::{ChildId, EntryId};

use super::context::{Context, Kinds, Rules};
use super::searched::Searched;
use super::table::{Row, Table};

/// A part of a stream that a model looks at by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// The whole stream, as far as the model looks at it.
    Stream,
    /// What bears on one entry.
    Entry(EntryId),
    /// What bears on one child.
    Child(ChildId),
    /// What bears on one kind of thing, which the model numbers.
    Kind(u8),
}

/// A running read model.
pub(super) trait Model: Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Its version. A model whose rows come out otherwise than before has a higher one.
    fn version(&self) -> u32;

    /// Its tables.
    fn tables(&self) -> &'static [&'static Table];

    /// What of it is searched for words.
    fn searched(&self) -> Option<&'static Searched> {
        None
    }

    /// Adds the groups on which an entry bears. What a withdrawn entry bears on is not asked, unless
    /// the model keeps withdrawn entries.
    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>);

    /// Adds the groups on which an entry bears by way of another that it names: what a receipt does not
    /// list, the disclosure lists. It is asked of a model that looks through entries alone.
    fn groups_through(&self, _entry: &Effective<'_>, _named: &Named<'_>, _groups: &mut Vec<Group>) {
    }

    /// Whether an entry may bear on a group by way of another that it names.
    fn looks_through(&self) -> bool {
        false
    }

    /// Adds the rows of a group, given the entries that bear on it as they stand, in ledger order. The
    /// rows come in the same order each time.
    fn rows(&self, group: Group, entries: &[Effective<'_>], scene: &Scene<'_>, rows: &mut Vec<Row>);

    /// Whether withdrawn entries are given to it too.
    fn keeps_withdrawn(&self) -> bool {
        false
    }

    /// Whether its rows depend on what stands outside the stream: the rules adopted, the kinds of
    /// agencies, or the streams that it reads beside.
    fn looks_around(&self) -> bool {
        false
    }

    /// Whether it reads anything beside a stream of these entries.
    fn reads_beside(&self, _own: &[Entry]) -> bool {
        true
    }

    /// Adds the other streams that it reads beside the stream of an entry, because that entry names
    /// them. They are read from that entry on, as it was first recorded.
    fn beside(&self, _entry: &Entry, _streams: &mut Vec<StreamId>) {}
}

/// The entries of a stream, to find those that an entry names.
pub(super) struct Named<'a> {
    /// As they stand, in ledger order.
    pub(super) standing: &'a [Effective<'a>],
    /// Where they stand in the ledger.
    pub(super) places: &'a BTreeMap<EntryId, Position>,
}

impl<'a> Named<'a> {
    /// An entry of the stream, as it stands; none where it is not there, or withdrawn.
    pub(super) fn entry(&self, id: EntryId) -> Option<&'a Effective<'a>> {
        let position = *self.places.get(&id)?;
        let at = self.standing.partition_point(|entry| entry.entry.position < position);
        self.standing.get(at).filter(|entry| entry.id() == id && entry.stands())
    }
}

/// What a model may look at beside the entries of a group, as it was on record at a position.
pub(super) struct Scene<'a> {
    pub(super) position: Position,
    pub(super) context: &'a Context,
    /// The entries of the streams read beside, as they stand.
    pub(super) beside: &'a [Effective<'a>],
    /// Where the entries of the stream stand in the ledger.
    pub(super) places: &'a BTreeMap<EntryId, Position>,
}

impl Scene<'_> {
    /// The rules as they were on record, each with the time in the world for which they hold.
    pub(super) fn rules(&self) -> Vec<Rules<'_>> {
        self.context.rules(self.position)
    }

    /// The kinds of agencies as they were on record.
    pub(super) fn kinds(&self) -> &Kinds {
        self.context.kinds(self.position)
    }

    /// The calendar of working days that is built in: of what is counted alike on every date.
    pub(super) fn calendar(&self) -> &Calendar {
        self.context.national()
    }

    /// Where an entry of the stream stands in the ledger; none if it is not of this stream.
    pub(super) fn place(&self, entry: EntryId) -> Option<Position> {
        self.places.get(&entry).copied()
    }
}
