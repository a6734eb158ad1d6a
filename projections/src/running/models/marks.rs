//! The marks of entries: which entries are not for everybody, for which reason, and which agencies each is for all
//! the same. It is the same fold as [`crate::marks`]; what follows for a reader is worked out when they ask.
//!
//! It looks at marked entries, and at those that are about others, alone. Of an entry that says nothing of its
//! handling itself, and is marked by another, the index of entries says whose record it is.
//!
//! # Rules
//! - `the_kept_marks_are_those_of_the_entries`: of whole streams, whatever was corrected, withdrawn, restricted or
//!   lifted.
//! - `an_entry_that_a_correction_marks_has_a_row_of_its_own`.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::effective::Effective;
use candour_domain::entry::Entry;
use candour_domain::identifier::{AgencyId, EntryId};

use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::code;
use crate::marks::{Mark, about, marked, marks, whose};

/// The marks of entries.
pub(in super::super) struct Marked;

pub(crate) static ENTRY_MARK: Table = Table {
    name: "entry_mark",
    view: "marks_of_entries",
    about: "A reason why an entry is not for everybody.",
    columns: &[
        column("reason", Kind::Code, "The reason."),
        column(
            "until",
            Kind::Day,
            "The last day on which it counts; none where it counts for good.",
        ),
        column("open_to", Kind::Text, "The agencies for which it does not count, by identifier."),
        column(
            "whose",
            Kind::Text,
            "The agencies whose record the entry is, by identifier; none where another entry marks it, \
             and its own says nothing of it.",
        ),
    ],
    packed: None,
    indexes: &[],
};

impl Model for Marked {
    fn name(&self) -> &'static str {
        "marks"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&ENTRY_MARK];
        &TABLES
    }

    fn keeps_withdrawn(&self) -> bool {
        true
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if marked(entry.entry) || about(entry.entry).is_some() {
            groups.push(Group::Stream);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let Some(first) = entries.first() else { return };
        let own: BTreeMap<EntryId, &Entry> = entries.iter().map(|it| (it.id(), it.entry)).collect();
        let all: Vec<&Entry> = entries.iter().map(|it| it.entry).collect();
        for (id, marks) in marks(&all) {
            let Some(position) = scene.place(id) else { continue };
            let of = own.get(&id).map(|entry| whose(entry));
            let row = |mark: &Mark| Row {
                table: &ENTRY_MARK,
                entry: position,
                true_from: first.occurred().interval().latest(),
                true_until: None,
                cells: vec![
                    code(&mark.reason),
                    Cell::or_nothing(mark.until, Cell::Day),
                    Cell::Text(listed(&mark.open_to)),
                    Cell::or_nothing(of.as_ref(), |of| Cell::Text(listed(of))),
                ],
            };
            rows.extend(marks.iter().map(row));
        }
    }
}

/// Agencies, by identifier, with a space between.
fn listed(agencies: &BTreeSet<AgencyId>) -> String {
    agencies.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The agencies of a list.
pub(in super::super) fn agencies(listed: &str) -> BTreeSet<AgencyId> {
    listed.split_whitespace().filter_map(|id| id.parse().ok()).map(AgencyId::new).collect()
}
