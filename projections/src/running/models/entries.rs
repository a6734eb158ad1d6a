//! The index of entries: by kind, agency, practitioner, child and person; and how long after it
//! happened each was recorded.
//!
//! # Rules
//! - `an_entry_is_found_under_each_child_that_it_concerns`: as it stands, so a correction moves it.
//! - `a_withdrawn_entry_stays_in_the_index_and_says_so`.
//! - `an_import_is_late_by_its_own_claim`: the lateness of an imported row is also given by when its
//!   agency's system says that it was entered.

use candour_domain::calendar::Calendar;
use candour_domain::effective::{Effective, Standing};
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::time::Interval;

use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};

/// The index of entries.
pub(in super::super) struct Entries;

pub(crate) static ENTRY: Table = Table {
    name: "entry",
    view: "entries",
    about: "An entry of the ledger, as it stands.",
    columns: &[
        column("type", Kind::Code, "The stored name of what happened."),
        column("agency", Kind::Identity, "The agency whose record it is."),
        column("author", Kind::Identity, "Who recorded it."),
        column("recorded_at", Kind::Moment, "When the ledger accepted it."),
        column("standing", Kind::Code, "as_recorded, corrected or withdrawn."),
        column(
            "recorded_after_working_days",
            Kind::Number,
            "Working days from the last day on which it can have happened to the day on which the \
             ledger accepted it; none beyond the calendar.",
        ),
        column(
            "entered_after_working_days",
            Kind::Number,
            "The same to the day on which the agency's own system says that it was entered, where it \
             was imported.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "agency",
            "entered_after_working_days",
        ],
        left_out: Some(("standing", "withdrawn")),
    }),
    indexes: &[
        &["type", "recorded_until", "true_from", "entry", "agency"],
        &["agency", "entry", "recorded_until"],
        &["author", "entry", "recorded_until"],
        &["entry", "recorded_until"],
        &["recorded_at", "entry"],
        &["true_from", "entry", "recorded_until"],
    ],
};

static ENTRY_CHILD: Table = Table {
    name: "entry_child",
    view: "entries_of_children",
    about: "That an entry concerns a child.",
    columns: &[column("child", Kind::Identity, "The child.")],
    packed: None,
    indexes: &[&["child", "entry", "recorded_until"]],
};

static ENTRY_PERSON: Table = Table {
    name: "entry_person",
    view: "entries_of_people",
    about: "That an entry concerns an adult.",
    columns: &[column("person", Kind::Identity, "The adult.")],
    packed: None,
    indexes: &[&["person", "entry", "recorded_until"]],
};

impl Model for Entries {
    fn name(&self) -> &'static str {
        "entries"
    }

    fn version(&self) -> u32 {
        6
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 3] = [&ENTRY, &ENTRY_CHILD, &ENTRY_PERSON];
        &TABLES
    }

    fn keeps_withdrawn(&self) -> bool {
        true
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        groups.push(Group::Entry(entry.id()));
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        for entry in entries {
            let row = |table, cells| Row {
                table,
                entry: entry.entry.position,
                true_from: entry.occurred().interval().latest(),
                true_until: None,
                cells,
            };
            rows.push(row(&ENTRY, cells(entry, scene)));
            for child in entry.children() {
                rows.push(row(&ENTRY_CHILD, vec![Cell::Identity(StreamId::Child(*child))]));
            }
            for person in entry.about() {
                rows.push(row(&ENTRY_PERSON, vec![Cell::Identity(StreamId::Person(*person))]));
            }
        }
    }
}

fn cells(entry: &Effective<'_>, scene: &Scene<'_>) -> Vec<Cell> {
    let standing = match entry.standing {
        Standing::AsRecorded => "as_recorded",
        Standing::Corrected { .. } => "corrected",
        Standing::Withdrawn { .. } => "withdrawn",
    };
    let happened = entry.occurred().interval();
    let calendar = scene.calendar();
    let after = |clock| days_after(calendar, happened, entry.entry.recorded(clock));
    vec![
        Cell::Code(candour_schemas::type_name(entry.event())),
        Cell::Identity(StreamId::Agency(entry.entry.envelope.by.agency)),
        Cell::Identity(StreamId::Practitioner(entry.entry.author)),
        Cell::Moment(entry.entry.recorded_at),
        Cell::Code(standing),
        after(RecordClock::Ledger),
        after(RecordClock::Claims),
    ]
}

/// How many working days after something happened it was recorded.
fn days_after(calendar: &Calendar, happened: Interval, recorded: Interval) -> Cell {
    let days = calendar.working_days_between(happened.last_day(), recorded.last_day());
    days.map_or(Cell::Nothing, |days| Cell::Number(i64::from(days)))
}
