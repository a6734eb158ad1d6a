//! The children of the cases: who is in which case and whether that is open, where each child stands
//! in the process, and what is recorded of a child that an area's figures are told apart by.
//!
//! Stages are those of the case view, each with when it ended. Nobody's age is kept: the question
//! works it out from the days on which the child can have been born.
//!
//! # Rules
//! - `children_stand_where_the_case_view_says`: at every moment of the world at which it is certain.
//! - `a_child_who_never_joined_the_case_stands_where_entries_say`: the case view flags them, and no
//!   figure leaves them out.
//! - `a_stage_is_kept_with_what_ended_it`: since when, until when, by which entries.
//! - `a_plan_is_kept_under_each_category_that_it_had`: a row for each, as long as it had it.
//! - `a_case_is_open_or_closed_as_the_case_view_says`: and held by an authority.
//! - `a_child_who_left_and_came_back_was_in_the_case_twice`.
//! - `what_was_said_last_of_a_child_stands`: what nobody recorded is left out.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{Acceptance, OpeningEvent};
use candour_domain::code::{Disability, code_of};
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, ChildId};
use candour_domain::identity::{ChildIdentified, DetailsAmended, IdentityEvent};
use candour_domain::recorded::Recorded;
use candour_domain::time::When;
use chrono::{DateTime, Utc};

use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, day, latest, place, recorded};
use super::concerned::joined;
use super::stages::STAGE;
use crate::case_view::{Opened, Stages, bears_on_stages, case_event};
use crate::shape::in_order_of_latest;

/// The children of the cases.
pub(in super::super) struct Children;

static CHILD_IN_CASE: Table = Table {
    name: "child_in_case",
    view: "children_in_cases",
    about: "That a child is part of a case, from joining it until leaving it.",
    columns: &[
        column("child", Kind::Identity, "The child."),
        column("from_case", Kind::Identity, "The case that the child left for this one."),
        column("left_entry", Kind::Entry, "The entry by which the child left."),
    ],
    packed: None,
    indexes: &[&["child"]],
};

static CASE_STATUS: Table = Table {
    name: "case_status",
    view: "cases_open_and_closed",
    about: "That a case is open, or closed, and which authority holds it.",
    columns: &[
        column("status", Kind::Code, "open or closed."),
        column("authority", Kind::Identity, "The agency that holds it."),
    ],
    packed: None,
    indexes: &[],
};

pub(crate) static CHILD: Table = Table {
    name: "child",
    view: "children",
    about: "What is recorded of a child that figures are told apart by.",
    columns: &[
        column("sex", Kind::Code, "Sex, by its official code."),
        column("ethnicity", Kind::Code, "Ethnicity, by its official code."),
        column("disabilities", Kind::Text, "Disabilities, by their official codes."),
        column("disabled", Kind::Code, "yes, or no where it is recorded that there is none."),
        column("born_first", Kind::Day, "The first day on which the child can have been born."),
        column("born_last", Kind::Day, "The last day on which the child can have been born."),
        column("birth", Kind::Code, "born or unborn, where that is recorded."),
        column("died_last", Kind::Day, "The last day on which the child can have died."),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "sex",
            "ethnicity",
            "disabled",
            "born_first",
            "born_last",
            "birth",
        ],
        left_out: None,
    }),
    indexes: &[],
};

/// The group of the entries that open and close a case.
const OPENING: Group = Group::Kind(0);

impl Model for Children {
    fn name(&self) -> &'static str {
        "children"
    }

    fn version(&self) -> u32 {
        3
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 4] = [&CHILD_IN_CASE, &CASE_STATUS, &STAGE, &CHILD];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        match entry.event() {
            Event::Case(event) => {
                if bears_on_stages(event) {
                    groups.push(Group::Stream);
                }
                if let CaseEvent::Opening(event) = event {
                    groups.extend(of_opening(event));
                }
            }
            Event::Identity(event) => {
                if details(event).is_some() {
                    groups.push(Group::Stream);
                }
            }
            Event::Agency(_) | Event::Practitioner(_) | Event::Team(_) | Event::Ledger(_) => {}
        }
    }

    fn rows(
        &self,
        group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        match group {
            Group::Stream => match entries.first().map(|entry| entry.entry.stream) {
                Some(StreamId::Case(_)) => stages(entries, scene, rows),
                Some(StreamId::Child(_)) => rows.extend(child(entries)),
                Some(
                    StreamId::Person(_)
                    | StreamId::Agency(_)
                    | StreamId::Practitioner(_)
                    | StreamId::Team(_)
                    | StreamId::Ledger(_),
                )
                | None => {}
            },
            Group::Child(child) => membership(child, entries, rows),
            Group::Entry(_) | Group::Kind(_) => status(entries, rows),
        }
    }
}

fn of_opening(event: &OpeningEvent) -> Option<Group> {
    match event {
        OpeningEvent::ChildJoinedCase(it) => Some(Group::Child(it.child)),
        OpeningEvent::ChildLeftCase(it) => Some(Group::Child(it.child)),
        OpeningEvent::CaseOpened(_)
        | OpeningEvent::CaseTransferred(_)
        | OpeningEvent::CaseClosed(_)
        | OpeningEvent::CaseReopened(_) => Some(OPENING),
        OpeningEvent::PersonJoinedCase(_) => None,
    }
}

/// Entries in the order in which they happened.
fn in_order<'a>(entries: &[Effective<'a>]) -> Vec<Effective<'a>> {
    let mut ordered = entries.to_vec();
    in_order_of_latest(&mut ordered);
    ordered
}

fn membership(child: ChildId, entries: &[Effective<'_>], rows: &mut Vec<Row>) {
    let mut within = false;
    for entry in in_order(entries) {
        let Some(CaseEvent::Opening(event)) = case_event(&entry) else { continue };
        match event {
            OpeningEvent::ChildJoinedCase(it) if !within => {
                within = true;
                let from = it.from.map(StreamId::Case);
                rows.push(Row {
                    table: &CHILD_IN_CASE,
                    entry: entry.entry.position,
                    true_from: latest(&entry),
                    true_until: None,
                    cells: vec![
                        Cell::Identity(StreamId::Child(child)),
                        Cell::or_nothing(from, Cell::Identity),
                        Cell::Nothing,
                    ],
                });
            }
            OpeningEvent::ChildLeftCase(_) if within => {
                within = false;
                if let Some(row) = rows.last_mut() {
                    row.true_until = Some(latest(&entry));
                    row.cells[2] = Cell::Entry(entry.entry.position);
                }
            }
            OpeningEvent::ChildJoinedCase(_)
            | OpeningEvent::ChildLeftCase(_)
            | OpeningEvent::CaseOpened(_)
            | OpeningEvent::PersonJoinedCase(_)
            | OpeningEvent::CaseTransferred(_)
            | OpeningEvent::CaseClosed(_)
            | OpeningEvent::CaseReopened(_) => {}
        }
    }
}

fn status(entries: &[Effective<'_>], rows: &mut Vec<Row>) {
    let mut status: Option<&'static str> = None;
    let mut authority: Option<AgencyId> = None;
    for entry in in_order(entries) {
        let Some(CaseEvent::Opening(event)) = case_event(&entry) else { continue };
        let before = (status, authority);
        match event {
            OpeningEvent::CaseOpened(it) => {
                status = Some("open");
                authority = it.authority.value().copied();
            }
            OpeningEvent::CaseReopened(_) => status = Some("open"),
            OpeningEvent::CaseClosed(_) => status = Some("closed"),
            OpeningEvent::CaseTransferred(it) => {
                if it.accepted == Recorded::Recorded(Acceptance::Accepted) {
                    authority = Some(it.to);
                }
            }
            OpeningEvent::ChildJoinedCase(_)
            | OpeningEvent::ChildLeftCase(_)
            | OpeningEvent::PersonJoinedCase(_) => {}
        }
        let Some(status) = status.filter(|_| before != (status, authority)) else { continue };
        let since = latest(&entry);
        if let Some(earlier) = rows.last_mut() {
            earlier.true_until = Some(since);
        }
        let authority = authority.map(StreamId::Agency);
        rows.push(Row {
            table: &CASE_STATUS,
            entry: entry.entry.position,
            true_from: since,
            true_until: None,
            cells: vec![Cell::Code(status), Cell::or_nothing(authority, Cell::Identity)],
        });
    }
}

fn stages(entries: &[Effective<'_>], scene: &Scene<'_>, rows: &mut Vec<Row>) {
    let ordered = in_order(entries);
    let all = joined(&ordered);
    let children: Vec<ChildId> = all.iter().map(|(child, _)| *child).collect();
    for opened in &Stages::fold(&ordered, &children).opened {
        let own = ordered[opened.order].children();
        let since = all.iter().find(|(child, _)| *child == opened.child);
        // What concerns all children of the case concerns one who joined it later since then.
        let known = since.filter(|_| !own.contains(&opened.child)).map(|(_, since)| *since);
        of_stage(opened, known, scene, rows);
    }
}

/// The rows of one stage of one child: how it stood before, and how it stands.
fn of_stage(
    opened: &Opened<'_>,
    known: Option<DateTime<Utc>>,
    scene: &Scene<'_>,
    rows: &mut Vec<Row>,
) {
    let moment = |when: When| when.interval().latest();
    let ended = opened.ended.map(|ended| moment(ended.when));
    let child = Cell::Identity(StreamId::Child(opened.child));
    let mut since = known;
    for before in &opened.before {
        let until = moment(before.until);
        let from = since.max(Some(moment(before.since)));
        let until_now = ended.map_or(until, |ended| ended.min(until));
        if let Some(from) = from.filter(|from| *from < until_now) {
            let category = before.category.as_ref();
            rows.push(Row {
                table: &STAGE,
                entry: before.by.position,
                true_from: from,
                true_until: Some(until_now),
                cells: vec![
                    child.clone(),
                    code(&opened.stage),
                    Cell::or_nothing(category, |(category, ..)| recorded(category)),
                    Cell::or_nothing(category, |(_, entry, _)| place(scene, *entry)),
                    Cell::Nothing,
                ],
            });
        }
        since = since.max(Some(until));
    }
    let category = opened.category.as_ref();
    let begun = moment(opened.since);
    rows.push(Row {
        table: &STAGE,
        entry: opened.by.position,
        true_from: since.map_or(begun, |since| since.max(begun)),
        true_until: ended,
        cells: vec![
            child,
            code(&opened.stage),
            Cell::or_nothing(category, |(category, ..)| recorded(category)),
            Cell::or_nothing(category, |(_, entry, _)| place(scene, *entry)),
            Cell::or_nothing(opened.ended, |ended| Cell::Entry(ended.by.position)),
        ],
    });
}

/// What an entry says of who a child is.
enum Details<'e> {
    Identified(&'e ChildIdentified),
    Amended(&'e DetailsAmended),
}

fn details(event: &IdentityEvent) -> Option<Details<'_>> {
    match event {
        IdentityEvent::ChildIdentified(it) => Some(Details::Identified(it)),
        IdentityEvent::DetailsAmended(it) => Some(Details::Amended(it)),
        IdentityEvent::PersonIdentified(_)
        | IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => None,
    }
}

/// The row of a child, from what was said last of them.
fn child(entries: &[Effective<'_>]) -> Option<Row> {
    let first = entries.first()?;
    let (mut sex, mut ethnicity, mut birth) = (Cell::Nothing, Cell::Nothing, Cell::Nothing);
    let (mut born, mut died) = (None, None);
    let mut disabilities: &[Disability] = &[];
    for entry in entries {
        let Event::Identity(event) = entry.event() else { continue };
        match details(event)? {
            Details::Identified(it) => {
                sex = recorded(&it.sex);
                ethnicity = recorded(&it.ethnicity);
                birth = recorded(&it.unborn);
                born = it.born.value().copied();
                disabilities = &it.disabilities;
            }
            Details::Amended(it) => {
                if it.born.is_some() {
                    born = it.born;
                    birth = Cell::Nothing;
                }
                died = it.died.or(died);
                sex = it.sex.as_ref().map_or(sex, code);
                ethnicity = it.ethnicity.as_ref().map_or(ethnicity, code);
                disabilities = it.disabilities.as_deref().unwrap_or(disabilities);
            }
        }
    }
    let codes: Vec<&str> = disabilities.iter().filter_map(code_of).collect();
    let none = disabilities.iter().all(|it| *it == Disability::NoDisability);
    let listed = (!codes.is_empty()).then(|| codes.join(" "));
    Some(Row {
        table: &CHILD,
        entry: first.entry.position,
        true_from: latest(first),
        true_until: None,
        cells: vec![
            sex,
            ethnicity,
            Cell::or_nothing(listed, Cell::Text),
            Cell::or_nothing(disabilities.first(), |_| Cell::Code(if none { "no" } else { "yes" })),
            day(born.map(|born| born.interval().first_day())),
            day(born.map(|born| born.last_day())),
            birth,
            day(died.map(|died| died.last_day())),
        ],
    })
}
