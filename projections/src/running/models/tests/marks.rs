//! Tests of the marks that are kept, beside those of the entries themselves.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::CaseEvent;
use candour_domain::case::access::WithheldReason;
use candour_domain::case::record::{EntryRestricted, RecordEvent, RestrictionLifted};
use candour_domain::code::from_code;
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::envelope::{Audience, Handling};
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use proptest::prelude::*;

use super::super::super::table::{Cell, Kept};
use super::super::marks::{Marked, agencies};
use super::events::closed;
use super::{kept, line, on_record};
use crate::marks::treatment::{Reader, Side, Treatment};
use crate::marks::{Mark, marks, whose};
use crate::sample::{CARE, IntoCase, POLICE, SCHOOL, Sample, date, day};

static MARKED: Marked = Marked;

fn set(sample: &mut Sample, entry: EntryId, handling: Vec<Handling>) {
    let found = sample.entries.iter_mut().find(|it| it.id == entry).unwrap();
    found.envelope.handling = handling;
}

/// A history of marks: what is done, to which entry, with which handling.
fn written(steps: &[(u8, usize, u8)]) -> Sample {
    let mut sample = Sample::family();
    for (what, which, handling) in steps {
        let case = StreamId::Case(sample.case);
        let own: Vec<EntryId> =
            sample.entries.iter().filter(|it| it.stream == case).map(|it| it.id).collect();
        let entry = own[which % own.len()];
        let new = match what % 5 {
            0 => sample.case(day(2, 1), closed()),
            1 => {
                let of = sample.entries.iter().find(|it| it.id == entry).unwrap();
                let event = of.event.case().cloned().unwrap_or_else(|| closed().into_case());
                sample.correct(day(2, 2), entry, event)
            }
            2 => sample.withdraw(day(2, 3), entry),
            3 => {
                let audience = Audience::Only(vec![SCHOOL]);
                let reason = Text::new("disputed");
                let restricted = EntryRestricted { entries: vec![entry], audience, reason };
                sample.case(day(2, 4), CaseEvent::Record(RecordEvent::EntryRestricted(restricted)))
            }
            _ => {
                let restriction = Antecedent::Named(entry);
                let lifted = RestrictionLifted { restriction, reason: Recorded::NotRecorded };
                sample.case(day(2, 5), CaseEvent::Record(RecordEvent::RestrictionLifted(lifted)))
            }
        };
        let handling = match handling % 4 {
            0 => vec![Handling::Privileged],
            1 => vec![Handling::PoliceSensitiveUntil(date(6, 20)), Handling::AdultHealth],
            _ => Vec::new(),
        };
        set(&mut sample, new, handling);
    }
    sample
}

/// Those who read: for nobody, for whose record it is, for one whom a restriction names, for others.
fn readers() -> Vec<Reader> {
    let posts = [
        None,
        Some((CARE, Side::LocalAuthority)),
        Some((SCHOOL, Side::Other)),
        Some((POLICE, Side::Police)),
    ];
    posts.map(|post| Reader { acts_for: post.into_iter().collect(), on: date(6, 20) }).into()
}

/// How each entry of which anything is withheld is treated, for each who reads.
type Treated = BTreeMap<(usize, u64), (Treatment, WithheldReason)>;

fn treated(of: &BTreeMap<u64, (BTreeSet<AgencyId>, BTreeSet<Mark>)>) -> Treated {
    let mut all = Treated::new();
    for (number, reader) in readers().iter().enumerate() {
        for (position, (whose, marks)) in of {
            let treatment = reader.treatment(whose, marks);
            all.extend(treatment.map(|it| ((number, *position), it)));
        }
    }
    all
}

fn by_entries(entries: &[&Entry]) -> Treated {
    let marks = marks(entries);
    let of = entries.iter().filter_map(|entry| {
        Some((entry.position.0, (whose(entry), marks.get(&entry.id)?.clone())))
    });
    treated(&of.collect())
}

/// By the rows; where a row does not say whose record its entry is, the index of entries does.
fn by_rows(rows: &[&Kept], entries: &[&Entry]) -> Treated {
    let mut all: BTreeMap<u64, (BTreeSet<AgencyId>, BTreeSet<Mark>)> = BTreeMap::new();
    for kept in rows {
        let text = |at: usize| {
            let Cell::Text(text) = &kept.row.cells[at] else { return None };
            Some(agencies(text))
        };
        let (Cell::Code(reason), until) = (&kept.row.cells[0], &kept.row.cells[1]) else {
            unreachable!("a reason is a code")
        };
        let mark = Mark {
            reason: from_code(reason).unwrap(),
            until: if let Cell::Day(day) = until { Some(*day) } else { None },
            open_to: text(2).unwrap(),
        };
        let entry = entries.iter().find(|it| it.position == kept.row.entry).unwrap();
        let of = text(3).unwrap_or_else(|| BTreeSet::from([entry.envelope.by.agency]));
        all.entry(entry.position.0).or_insert((of, BTreeSet::new())).1.insert(mark);
    }
    treated(&all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_kept_marks_are_those_of_the_entries(
        steps in proptest::collection::vec((0_u8..5, 0_usize..8, 0_u8..4), 1..14),
    ) {
        let sample = written(&steps);
        let case = StreamId::Case(sample.case);
        let rows = kept(&sample, case, &MARKED);
        let own: Vec<&Entry> = sample.entries.iter().filter(|it| it.stream == case).collect();
        for end in 1..=own.len() {
            let by_then = &own[..end];
            let position = Position(by_then.last().unwrap().position.0);
            let rows = on_record(&rows, Some(position));
            prop_assert_eq!(by_rows(&rows, by_then), by_entries(by_then));
        }
    }
}

#[test]
fn an_entry_that_a_correction_marks_has_a_row_of_its_own() {
    let mut sample = Sample::family();
    let first = sample.by(POLICE, day(2, 1), closed());
    let correction = sample.correct(day(2, 2), first, closed());
    set(&mut sample, correction, vec![Handling::Privileged]);
    let position = |id| sample.entries.iter().find(|it| it.id == id).unwrap().position.0;
    let rows = kept(&sample, StreamId::Case(sample.case), &MARKED);
    let mut of: Vec<(u64, bool)> =
        rows.iter().map(|it| (it.row.entry.0, line(it).contains("whose"))).collect();
    of.sort_unstable();
    assert_eq!(of, [(position(first), false), (position(correction), true)]);
}
