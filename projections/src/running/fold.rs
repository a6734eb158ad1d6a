//! The fold of one stream: what every model's rows were after each of its entries.
//!
//! It goes through the entries in ledger order. After each it asks the models again for the groups on
//! which that entry bears, closes the rows that are no longer so at its position, and opens the new
//! ones. A correction or withdrawal is the same step for all groups on which the entry that it names
//! bore before, or bears now. So the rows on record at a position are always those that the models
//! give for the entries up to it, and it does not matter in how many pages they were read.
//!
//! # Rules
//! - `rows_on_record_are_those_of_the_entries_by_then`: at every position, whatever was corrected or
//!   withdrawn later.
//! - `a_row_that_did_not_change_is_kept_as_it_was`: an entry that bears on the same group and changes
//!   nothing of a row does not record the row anew.
//! - `an_entry_bears_by_way_of_what_it_names_as_that_stands`: a correction of a disclosure moves what
//!   its receipts bear on too.
//! - `a_group_is_asked_once_at_a_position`: with all that the position changed, so no row is on record
//!   for no time at all.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::effective::{Effective, OnRecord, Standing, effective};
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::identifier::EntryId;

use super::context::Context;
use super::model::{Group, Model, Named, Scene};
use super::table::{Kept, Row};

/// A stream, and what its rows may depend on.
#[derive(Clone, Copy)]
pub(super) struct Streams<'a> {
    /// Its entries, in ledger order.
    pub(super) own: &'a [Entry],
    /// The entries of the streams that its models read beside, in ledger order.
    pub(super) beside: &'a [Entry],
    pub(super) context: &'a Context,
}

/// The rows of a stream, of every time at which they were on record. Rows that no longer stand come
/// before those that do; the order is the same each time.
pub(super) fn fold(streams: Streams<'_>, models: &[&'static dyn Model]) -> Vec<Kept> {
    let Some(first) = streams.own.first() else { return Vec::new() };
    let mut folding = Folding::new(streams, models);
    let changes = streams.context.changes();
    let beside = streams.beside.iter().map(|entry| entry.position);
    let around: BTreeSet<Position> =
        changes.into_iter().chain(beside).filter(|position| *position > first.position).collect();
    let mut around = around.into_iter().peekable();
    for index in 0..streams.own.len() {
        let position = streams.own[index].position;
        while let Some(earlier) = around.next_if(|around| *around < position) {
            folding.around(earlier);
        }
        // What is beside is looked at from the entry on that names it.
        let named = folding.named.values().any(|since| *since == position);
        let also_around = around.next_if_eq(&position).is_some() || named;
        folding.own(index, also_around);
    }
    for later in around {
        folding.around(later);
    }
    folding.finish()
}

/// What is known of a group.
#[derive(Default)]
struct Bearing<'a> {
    entries: Vec<Effective<'a>>,
    live: Vec<Live>,
}

/// A row that stands.
struct Live {
    row: Row,
    from: Position,
    number: u32,
}

struct Folding<'a, 'm> {
    streams: Streams<'a>,
    models: &'m [&'static dyn Model],
    /// The streams beside, each from the entry on that names it.
    named: BTreeMap<StreamId, Position>,
    /// The groups of each model.
    groups: Vec<BTreeMap<Group, Bearing<'a>>>,
    /// The entries so far, as they stand.
    standing: Vec<Effective<'a>>,
    /// As they stood before the last correction or withdrawal.
    former: Vec<Effective<'a>>,
    /// The entries beside, as they stand at the position that is looked at.
    beside: Vec<Effective<'a>>,
    places: BTreeMap<EntryId, Position>,
    /// The rows that stand no longer.
    closed: Vec<Kept>,
    /// How many rows the position that is looked at has brought to each table.
    brought: BTreeMap<&'static str, u32>,
    /// Room for the groups of an entry.
    touched: Vec<Group>,
}

impl<'a, 'm> Folding<'a, 'm> {
    fn new(streams: Streams<'a>, models: &'m [&'static dyn Model]) -> Self {
        let mut folding = Self {
            streams,
            models,
            named: named(streams.own, models),
            groups: models.iter().map(|_| BTreeMap::new()).collect(),
            standing: Vec::with_capacity(streams.own.len()),
            former: Vec::new(),
            beside: Vec::new(),
            places: BTreeMap::new(),
            closed: Vec::new(),
            brought: BTreeMap::new(),
            touched: Vec::new(),
        };
        if let Some(first) = streams.own.first() {
            folding.look_beside(first.position);
        }
        folding
    }

    /// Takes the entries beside that were on record at a position.
    fn look_beside(&mut self, position: Position) {
        let beside = self.streams.beside;
        let until = beside.partition_point(|entry| entry.position <= position);
        if until > 0 {
            self.beside = effective(&beside[..until], OnRecord::ALL);
            let named = &self.named;
            self.beside.retain(|entry| {
                named.get(&entry.entry.stream).is_some_and(|since| *since <= position)
            });
        }
    }

    /// Goes on to an entry of the stream itself, which may also change what other rows look around at:
    /// an adoption of rules is an entry of the ledger's own stream.
    fn own(&mut self, index: usize, also_around: bool) {
        let entry = &self.streams.own[index];
        self.brought.clear();
        self.places.insert(entry.id, entry.position);
        if also_around {
            self.look_beside(entry.position);
        }
        let restated = self.stand(index);
        let stands = self.standing[index];
        let mut touched = std::mem::take(&mut self.touched);
        for model in 0..self.models.len() {
            touched.clear();
            self.groups_of(model, (&stands, &self.standing), &mut touched);
            for group in &touched {
                self.groups[model].entry(*group).or_default().entries.push(stands);
            }
            let more = !restated.is_empty() || also_around;
            for (before, now) in restated.iter().chain(&self.moved(model, !restated.is_empty())) {
                self.restand(model, (before, now), &mut touched);
            }
            if also_around && self.models[model].looks_around() {
                touched.extend(self.groups[model].keys());
            }
            if more {
                touched.sort_unstable();
                touched.dedup();
            }
            for group in &touched {
                self.ask(model, *group, entry.position);
            }
        }
        self.touched = touched;
    }

    /// Goes on to a position at which something outside the stream changed.
    fn around(&mut self, position: Position) {
        self.brought.clear();
        self.look_beside(position);
        for model in 0..self.models.len() {
            if self.models[model].looks_around() {
                let groups: Vec<Group> = self.groups[model].keys().copied().collect();
                for group in groups {
                    self.ask(model, group, position);
                }
            }
        }
    }

    /// Adds the groups on which an entry bears for a model, once each, among entries as they stand.
    fn groups_of(
        &self,
        model: usize,
        (entry, standing): (&Effective<'_>, &[Effective<'_>]),
        groups: &mut Vec<Group>,
    ) {
        let model = self.models[model];
        if entry.stands() || model.keeps_withdrawn() {
            model.groups(entry, groups);
            if model.looks_through() {
                let named = Named { standing, places: &self.places };
                model.groups_through(entry, &named, groups);
            }
            groups.sort_unstable();
            groups.dedup();
        }
    }

    /// Takes in how an entry stands, and how those before it stand since; answers with those that
    /// stood otherwise, as they did and as they do.
    fn stand(&mut self, index: usize) -> Vec<(Effective<'a>, Effective<'a>)> {
        let entry = &self.streams.own[index];
        if entry.event.record().is_none() {
            self.standing.push(Effective { entry, standing: Standing::AsRecorded });
            return Vec::new();
        }
        let now = effective(&self.streams.own[..=index], OnRecord::ALL);
        self.former = std::mem::replace(&mut self.standing, now);
        let both = self.former.iter().zip(&self.standing);
        let changed = both.filter(|(before, now)| !alike(before, now));
        changed.map(|(before, now)| (*before, *now)).collect()
    }

    /// The entries that stand as they did and now bear on other groups, because what they name stands
    /// otherwise.
    fn moved(&self, model: usize, restated: bool) -> Vec<(Effective<'a>, Effective<'a>)> {
        if !restated || !self.models[model].looks_through() {
            return Vec::new();
        }
        let (mut then, mut now) = (Vec::new(), Vec::new());
        let both = self.former.iter().zip(&self.standing);
        let moved = both.filter(|(before, after)| {
            then.clear();
            now.clear();
            self.groups_of(model, (before, &self.former), &mut then);
            self.groups_of(model, (after, &self.standing), &mut now);
            alike(before, after) && then != now
        });
        moved.map(|(before, after)| (*before, *after)).collect()
    }

    /// Moves an entry that stands otherwise than before from the groups on which it bore to those on
    /// which it bears, and adds both to the groups that are to be asked.
    fn restand(
        &mut self,
        model: usize,
        (before, now): (&Effective<'a>, &Effective<'a>),
        touched: &mut Vec<Group>,
    ) {
        let mut groups = Vec::new();
        self.groups_of(model, (before, &self.former), &mut groups);
        for group in &groups {
            let bearing = self.groups[model].entry(*group).or_default();
            bearing.entries.retain(|entry| entry.id() != before.id());
        }
        touched.append(&mut groups);
        self.groups_of(model, (now, &self.standing), &mut groups);
        for group in &groups {
            let entries = &mut self.groups[model].entry(*group).or_default().entries;
            let earlier = |entry: &Effective<'_>| entry.entry.position < now.entry.position;
            entries.insert(entries.partition_point(earlier), *now);
        }
        touched.append(&mut groups);
    }

    /// Asks a model for the rows of a group, and keeps what changed at this position.
    fn ask(&mut self, model: usize, group: Group, position: Position) {
        let scene = Scene {
            position,
            context: self.streams.context,
            beside: &self.beside,
            places: &self.places,
        };
        let Some(bearing) = self.groups[model].get_mut(&group) else { return };
        let mut rows = Vec::new();
        self.models[model].rows(group, &bearing.entries, &scene, &mut rows);
        let before = std::mem::take(&mut bearing.live);
        let mut new: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        let mut near = 0;
        for live in before {
            let found = (near..new.len()).chain(0..near.min(new.len()));
            let found = { found }.find(|at| new[*at].as_ref() == Some(&live.row));
            if let Some(at) = found {
                new[at] = None;
                near = at + 1;
                bearing.live.push(live);
            } else {
                self.closed.push(kept(live, Some(position)));
            }
        }
        for row in new.into_iter().flatten() {
            let brought = self.brought.entry(row.table.name).or_default();
            bearing.live.push(Live { row, from: position, number: *brought });
            *brought += 1;
        }
    }

    fn finish(self) -> Vec<Kept> {
        let live = self.groups.into_iter().flat_map(BTreeMap::into_values);
        let live = live.flat_map(|bearing| bearing.live).map(|live| kept(live, None));
        let mut all = self.closed;
        all.extend(live);
        all
    }
}

fn kept(live: Live, recorded_until: Option<Position>) -> Kept {
    let Live { row, from, number } = live;
    Kept { row, recorded_from: from, number, recorded_until }
}

/// The streams that models read beside a stream, each from the first of its entries that names it.
pub(super) fn named(own: &[Entry], models: &[&'static dyn Model]) -> BTreeMap<StreamId, Position> {
    let mut named = BTreeMap::new();
    let mut found = Vec::new();
    let models: Vec<_> = models.iter().filter(|model| model.reads_beside(own)).collect();
    for entry in own {
        for model in &models {
            model.beside(entry, &mut found);
            for stream in found.drain(..) {
                named.entry(stream).or_insert(entry.position);
            }
        }
    }
    named
}

/// Whether an entry stands as it did.
fn alike(one: &Effective<'_>, other: &Effective<'_>) -> bool {
    match (one.standing, other.standing) {
        (Standing::AsRecorded, Standing::AsRecorded) => true,
        (Standing::Corrected { by: one, .. }, Standing::Corrected { by: other, .. })
        | (Standing::Withdrawn { by: one, .. }, Standing::Withdrawn { by: other, .. }) => {
            one.position == other.position
        }
        (Standing::AsRecorded, Standing::Corrected { .. } | Standing::Withdrawn { .. })
        | (Standing::Corrected { .. }, Standing::AsRecorded | Standing::Withdrawn { .. })
        | (Standing::Withdrawn { .. }, Standing::AsRecorded | Standing::Corrected { .. }) => false,
    }
}
