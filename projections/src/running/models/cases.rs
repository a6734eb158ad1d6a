//! The list of cases: what each is called, who holds it, whether it is open, and its children, as the
//! record lists them.
//!
//! It is the same fold as [`crate::case_list`], so that both list alike. When a case was open in the
//! world, and when a child was part of it, is another model's: the list follows the record's order.
//!
//! # Rules
//! - `the_kept_list_of_cases_is_the_one_read_through`: on any record.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;

use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};
use crate::case_list::Line;
use crate::case_view::CaseStatus;

/// The list of cases.
pub(in super::super) struct Cases;

static CASE_LINE: Table = Table {
    name: "case_line",
    view: "cases",
    about: "A case in the list of cases; its entry is the first that opened it or brought somebody in.",
    columns: &[
        column("reference", Kind::Text, "The reference that it is known by."),
        column("authority", Kind::Identity, "The agency that opened it."),
        column("opened", Kind::Text, "When it was opened, as exports write times."),
        column("status", Kind::Code, "open or closed."),
    ],
    packed: None,
    indexes: &[],
};

static CASE_LINE_CHILD: Table = Table {
    name: "case_line_child",
    view: "children_listed_with_cases",
    about: "A child in the list of cases: who joined the case and has not left it since, in the order \
            of the record.",
    columns: &[column("child", Kind::Identity, "The child.")],
    packed: None,
    indexes: &[],
};

impl Model for Cases {
    fn name(&self) -> &'static str {
        "cases"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 2] = [&CASE_LINE, &CASE_LINE_CHILD];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if opening(entry).is_some() {
            groups.push(Group::Stream);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let mut line = Line::default();
        for entry in entries {
            if let Some(event) = opening(entry) {
                line.take(event, entry.occurred());
            }
        }
        let status = match line.status {
            CaseStatus::NotOpened => return,
            CaseStatus::Open => "open",
            CaseStatus::Closed => "closed",
        };
        let Some(first) = entries.first() else { return };
        let row = |table, cells| Row {
            table,
            entry: first.entry.position,
            true_from: first.occurred().interval().latest(),
            true_until: None,
            cells,
        };
        let opened = line.opened.and_then(|when| serde_json::to_string(&when).ok());
        let authority = line.authority.map(StreamId::Agency);
        let cells = vec![
            Cell::or_nothing(line.reference, Cell::Text),
            Cell::or_nothing(authority, Cell::Identity),
            Cell::or_nothing(opened, Cell::Text),
            Cell::Code(status),
        ];
        rows.push(row(&CASE_LINE, cells));
        let children = line.children.into_iter().map(StreamId::Child);
        rows.extend(children.map(|child| row(&CASE_LINE_CHILD, vec![Cell::Identity(child)])));
    }
}

fn opening<'a>(entry: &Effective<'a>) -> Option<&'a OpeningEvent> {
    match entry.event() {
        Event::Case(CaseEvent::Opening(event)) => Some(event),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}
