//! The adults of the cases: who joined which, and their part in it.
//!
//! # Rules
//! - `a_person_is_part_of_each_case_that_they_joined`: from joining it on; nobody is recorded as having
//!   left.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{OpeningEvent, PersonJoinedCase};
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;

use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::latest;

/// The adults of the cases.
pub(in super::super) struct People;

static PERSON_IN_CASE: Table = Table {
    name: "person_in_case",
    view: "people_in_cases",
    about: "That an adult is part of a case, from joining it on.",
    columns: &[
        column("person", Kind::Identity, "The adult."),
        column("part", Kind::Text, "Their part in it, for example maternal grandmother."),
    ],
    packed: None,
    indexes: &[&["person"]],
};

impl Model for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&PERSON_IN_CASE];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if joins(entry).is_some() {
            groups.push(Group::Entry(entry.id()));
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        for entry in entries {
            let Some(joins) = joins(entry) else { continue };
            let part = joins.part.value().map(ToString::to_string);
            rows.push(Row {
                table: &PERSON_IN_CASE,
                entry: entry.entry.position,
                true_from: latest(entry),
                true_until: None,
                cells: vec![
                    Cell::Identity(StreamId::Person(joins.person)),
                    Cell::or_nothing(part, Cell::Text),
                ],
            });
        }
    }
}

fn joins<'e>(entry: &Effective<'e>) -> Option<&'e PersonJoinedCase> {
    if let Event::Case(CaseEvent::Opening(OpeningEvent::PersonJoinedCase(it))) = entry.event() {
        return Some(it);
    }
    None
}
