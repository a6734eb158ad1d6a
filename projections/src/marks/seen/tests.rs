//! Tests of entries as a reader is shown them: every type of entry there is.

use std::collections::BTreeSet;

use candour_domain::envelope::{Audience, Handling};
use candour_domain::event::Event;
use candour_schemas::samples;
use chrono::NaiveDate;

use super::super::marks;
use super::*;

/// One entry of each type, with texts of its own, all marked alike.
fn every_type(handling: &[Handling]) -> Vec<Entry> {
    let marked = |(number, event): (usize, Event)| {
        let mut entry = samples::recorded_entry(event, u32::try_from(number).unwrap());
        entry.id = EntryId::new(uuid::Uuid::from_u128(100 + number as u128));
        entry.envelope.handling = handling.to_vec();
        entry.envelope.audience = Audience::Involved;
        entry
    };
    let types = candour_schemas::types().filter_map(|it| samples::of(it.name));
    types.enumerate().map(marked).collect()
}

fn stranger() -> Reader {
    Reader { acts_for: BTreeMap::new(), on: NaiveDate::from_ymd_opt(2026, 6, 20).unwrap() }
}

fn shown(entries: &[Entry]) -> (Vec<Entry>, Vec<Withheld>) {
    let marks = marks(&entries.iter().collect::<Vec<_>>());
    let mut told = Vec::new();
    let seen = seen(entries.to_vec(), (&marks, &stranger()), &mut told);
    (seen, told)
}

/// The texts of an entry, as they are recorded.
fn texts(entry: &Entry) -> Vec<String> {
    let (written, texts) = text::apart(|| export::to_json(entry).map(drop));
    written.unwrap();
    texts
}

#[test]
fn an_entry_whose_text_is_withheld_keeps_its_structure_and_no_word() {
    let entries = every_type(&[Handling::Privileged]);
    let (seen, told) = shown(&entries);
    assert_eq!((seen.len(), told.len()), (entries.len(), entries.len()));
    let mut words = 0;
    for (entry, shown) in entries.iter().zip(&seen) {
        let (kind, said) = (candour_schemas::type_name(&shown.event), format!("{shown:?}"));
        assert_eq!(kind, candour_schemas::type_name(&entry.event));
        assert_eq!((shown.id, shown.position), (entry.id, entry.position));
        assert_eq!(shown.envelope.occurred, entry.envelope.occurred);
        for text in texts(entry) {
            assert!(!said.contains(&text), "{kind}: {text}");
            words += 1;
        }
    }
    assert!(words > 100, "only {words} texts are looked at");
}

#[test]
fn an_entry_that_is_not_shown_is_left_out_and_told_of() {
    let day = NaiveDate::from_ymd_opt(2026, 6, 20).unwrap();
    let mut entries = every_type(&[Handling::PoliceSensitiveUntil(day)]);
    let (seen, told) = shown(&entries);
    let ids: BTreeSet<EntryId> = told.iter().map(|it| it.entry).collect();
    assert_eq!((seen, ids.len()), (Vec::new(), entries.len()));
    let all = Tally { entries: entries.len() as u64, texts: 0 };
    let tallied = tally(&told, OnRecord::ALL);
    assert_eq!(tallied, BTreeMap::from([(WithheldReason::PoliceSensitive, all)]));
    // Of what was not on record yet nothing is told.
    let before = entries[0].recorded_at - chrono::TimeDelta::days(1);
    assert_eq!(tally(&told, OnRecord::at(RecordClock::Ledger, before)), BTreeMap::new());
    for entry in &mut entries {
        entry.envelope.handling = Vec::new();
    }
    assert_eq!(shown(&entries).1.iter().map(|it| it.reason).collect::<BTreeSet<_>>(), restricted());
}

/// What the sample of a restriction puts on others, if it stands.
fn restricted() -> BTreeSet<WithheldReason> {
    BTreeSet::from([WithheldReason::Restricted])
}
