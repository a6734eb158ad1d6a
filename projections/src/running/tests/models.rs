//! The models of entries and names.

use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::entry::{Position, StreamId};
use candour_domain::envelope::Entered;
use candour_domain::event::Event;
use candour_domain::identity::{DetailsAmended, IdentityEvent};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;

use super::super::models;
use super::super::table::{Cell, Kept};
use super::fold::folded;
use crate::sample::{MIA, STRANGER, Sample, THEO, at, day, minute};

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
    let (joins, withdraws) = (Cell::Code("ChildJoinedCase"), Cell::Code("EntryWithdrawn"));
    let mut wanted = vec![
        (joins.clone(), Cell::Code("as_recorded"), joined, Some(withdrawn)),
        (joins, Cell::Code("withdrawn"), withdrawn, None),
        (withdraws, Cell::Code("as_recorded"), withdrawn, None),
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
