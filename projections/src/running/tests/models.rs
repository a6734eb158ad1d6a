//! The models of entries and names.

use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::entry::{Position, StreamId};
use candour_domain::envelope::{Entered, Handling};
use candour_domain::event::Event;
use candour_domain::identity::{DetailsAmended, IdentifierAssigned, IdentifierKind, IdentityEvent};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;

use super::super::models;
use super::super::table::{Cell, Kept};
use super::fold::folded;
use crate::sample::{DANA, MIA, STRANGER, Sample, THEO, at, day, minute, said};

/// The rows of a table in a sample, by stream: the cells, and when they were on record.
fn rows(sample: &Sample, table: &str, stream: StreamId) -> Vec<(Vec<Cell>, u64, Option<u64>)> {
    let folded = folded(&sample.entries, models::all());
    let (_, rows) = folded.into_iter().find(|(of, _)| *of == stream).unwrap();
    let of_table = rows.into_iter().filter(|kept| kept.row.table.name == table);
    let plain = |kept: Kept| {
        let until = kept.recorded_until.map(|position| position.0);
        (kept.row.cells, kept.recorded_from.0, until)
    };
    let mut plain: Vec<_> = of_table.map(plain).collect();
    plain.sort_by_key(|(cells, from, _)| (*from, cells.clone()));
    plain
}

fn joins(sample: &mut Sample) -> u64 {
    sample.joined(STRANGER);
    sample.about(&[MIA, THEO]);
    sample.last().position.0
}

#[test]
fn an_entry_is_found_under_each_child_that_it_concerns() {
    let mut sample = Sample::family();
    let joined = joins(&mut sample);
    let entry = sample.last().clone();
    let event = RecordEvent::EntryCorrected(EntryCorrected {
        entry: entry.id,
        replacement: Replacement {
            event: Box::new(entry.event),
            occurred: entry.envelope.occurred,
            known: None,
            children: vec![THEO, STRANGER],
            about: Vec::new(),
            status: Recorded::NotRecorded,
            evidence: Recorded::NotRecorded,
        },
        reason: Text::new("another child"),
    });
    sample.case(day(2, 1), event);
    let corrected = sample.last().position.0;
    let case = StreamId::Case(sample.case);
    let child = |child| vec![Cell::Identity(StreamId::Child(child))];
    let wanted = [
        (child(MIA), joined, Some(corrected)),
        (child(THEO), joined, None),
        (child(STRANGER), corrected, None),
    ];
    assert_eq!(rows(&sample, "entry_child", case), wanted);
}

#[test]
fn a_withdrawn_entry_stays_in_the_index_and_says_so() {
    let mut sample = Sample::family();
    let joined = joins(&mut sample);
    let entry = sample.last().id;
    sample.withdraw(day(2, 1), entry);
    let withdrawn = sample.last().position.0;
    let case = StreamId::Case(sample.case);
    let standing: Vec<_> = rows(&sample, "entry", case)
        .into_iter()
        .filter(|(_, from, _)| *from == joined || *from == withdrawn)
        .map(|(cells, from, until)| (cells[0].clone(), cells[4].clone(), from, until))
        .collect();
    let (joins, withdrawal) = (Cell::Code("ChildJoinedCase"), Cell::Code("EntryWithdrawn"));
    let mut wanted = vec![
        (joins.clone(), Cell::Code("as_recorded"), joined, Some(withdrawn)),
        (joins, Cell::Code("withdrawn"), withdrawn, None),
        (withdrawal, Cell::Code("as_recorded"), withdrawn, None),
    ];
    let key = |(code, ..): &(Cell, Cell, u64, Option<u64>)| code.clone();
    wanted[1..].sort_by_key(key);
    let mut found = standing;
    found[1..].sort_by_key(key);
    assert_eq!(found, wanted);
    // It is still found under its children.
    let children = rows(&sample, "entry_child", case);
    let of_it: Vec<_> = children.iter().filter(|(_, from, _)| *from == joined).collect();
    assert_eq!(of_it.iter().filter(|(_, _, until)| until.is_none()).count(), 2);
}

#[test]
fn an_import_is_late_by_its_own_claim() {
    let mut sample = Sample::family();
    joins(&mut sample);
    // Thursday 1 January 2026 is a bank holiday; the agency entered it on Monday the 5th.
    let entered = Entered::Stated(minute("01-05T09:00"));
    sample.row("row-1", entered);
    sample.last().recorded_at = at(1, 12);
    let joined = sample.last().position;
    let case = StreamId::Case(sample.case);
    let late: Vec<_> = rows(&sample, "entry", case)
        .into_iter()
        .filter(|(_, from, _)| Position(*from) == joined)
        .map(|(cells, ..)| (cells[5].clone(), cells[6].clone()))
        .collect();
    assert_eq!(late, [(Cell::Number(7), Cell::Number(2))]);
}

#[test]
fn a_name_amended_replaces_the_one_before() {
    let mut sample = Sample::family();
    let mia = StreamId::Child(MIA);
    let amended = |name: Option<&str>| {
        Event::Identity(IdentityEvent::DetailsAmended(DetailsAmended {
            name: name.map(Text::new),
            born: None,
            died: None,
            sex: None,
            ethnicity: None,
            disabilities: None,
            reason: Recorded::NotRecorded,
        }))
    };
    let first = sample.entries.iter().find(|it| it.stream == mia).unwrap().position.0;
    sample.put(mia, day(2, 1), amended(Some("Mia Ashdown")));
    let second = sample.last().position.0;
    // What amends something else leaves the name as it is.
    sample.put(mia, day(2, 2), amended(None));
    let text = |kind, text: &str| vec![Cell::Code(kind), Cell::Text(text.to_owned())];
    let wanted = [
        (text("name", "Mia"), first, Some(second)),
        (text("former_name", "Mia"), second, None),
        (text("name", "Mia Ashdown"), second, None),
    ];
    let mut found = rows(&sample, "name", mia);
    found.sort();
    let mut wanted = wanted.to_vec();
    wanted.sort();
    assert_eq!(found, wanted);
}

/// The names of a child, each with its kind, on record now.
fn names(sample: &Sample, stream: StreamId) -> Vec<(Cell, Cell)> {
    let standing = rows(sample, "name", stream).into_iter().filter(|(_, _, until)| until.is_none());
    standing.map(|(cells, ..)| (cells[0].clone(), cells[1].clone())).collect()
}

fn text(kind: &'static str, text: &str) -> (Cell, Cell) {
    (Cell::Code(kind), Cell::Text(text.to_owned()))
}

#[test]
fn an_identifier_is_found_by_its_value() {
    let mut sample = Sample::family();
    let mia = StreamId::Child(MIA);
    let assigned = |value| {
        Event::Identity(IdentityEvent::IdentifierAssigned(IdentifierAssigned {
            kind: IdentifierKind::NhsNumber,
            value,
            unknown_reason: None,
            valid_from: None,
            valid_to: None,
            verified: Recorded::NotRecorded,
        }))
    };
    sample.put(mia, day(2, 1), assigned(said("999 123 4567")));
    sample.put(mia, day(2, 1), assigned(Recorded::NotRecorded));
    assert_eq!(names(&sample, mia), [text("name", "Mia"), text("nhs_number", "999 123 4567")]);
    let case = StreamId::Case(sample.case);
    assert_eq!(names(&sample, case), [text("case_reference", "ASH-1")]);
}

#[test]
fn a_name_that_is_kept_close_is_left_out() {
    let mut sample = Sample::family();
    let mia = StreamId::Child(MIA);
    sample.child(MIA, "Hidden Name", None);
    sample.last().envelope.handling = vec![Handling::ThirdParty, Handling::Adoption];
    assert_eq!(names(&sample, mia), [text("former_name", "Mia")]);
    // A name that came after it, and is not protected, is the name.
    sample.child(MIA, "Mia Ashdown", None);
    sample.last().envelope.handling = vec![Handling::ThirdParty];
    assert_eq!(names(&sample, mia), [text("former_name", "Mia"), text("name", "Mia Ashdown")]);
}

#[test]
fn an_emptied_name_is_no_name() {
    let mut sample = Sample::family();
    let mia = StreamId::Child(MIA);
    sample.child(MIA, "", None);
    if let Event::Identity(IdentityEvent::ChildIdentified(it)) = &mut sample.last().event {
        it.name = Recorded::Recorded(Text::Emptied);
    }
    assert_eq!(names(&sample, mia), [text("former_name", "Mia")]);
}

#[test]
fn a_person_is_part_of_each_case_that_they_joined() {
    let mut sample = Sample::family();
    let case = StreamId::Case(sample.case);
    let joined = sample.last().clone();
    let part = |person, part: &str| {
        vec![Cell::Identity(StreamId::Person(person)), Cell::Text(part.to_owned())]
    };
    let from = joined.position.0;
    assert_eq!(rows(&sample, "person_in_case", case), [(part(DANA, "mother"), from, None)]);
    sample.withdraw(day(2, 1), joined.id);
    let withdrawn = sample.last().position.0;
    let wanted = [(part(DANA, "mother"), from, Some(withdrawn))];
    assert_eq!(rows(&sample, "person_in_case", case), wanted);
}
