//! Exported entries read back equal, and anything else is an error.

use candour_domain::entry::Entry;
use candour_schemas::{draft, entry as read, export, samples};
use proptest::prelude::*;

use crate::record::{ENTRIES, chain, entry, kept, meta, record};

#[test]
fn every_exported_sample_reads_back_equal() {
    for entry in &*ENTRIES {
        assert_eq!(&export::from_json(&export::to_json(entry).unwrap()).unwrap(), entry);
    }
}

fn with_texts(entry: &Entry, texts: Vec<String>) -> Entry {
    let mut written = draft(&entry.event, &entry.envelope, meta(entry)).unwrap();
    for (part, text) in written.parts[1..].iter_mut().zip(texts.into_iter().cycle()) {
        part.text = text;
    }
    read(&kept(written, entry)).unwrap()
}

proptest! {
    #[test]
    fn what_is_exported_reads_back_equal(
        index in any::<prop::sample::Index>(),
        texts in proptest::collection::vec(any::<String>(), 24),
    ) {
        let entry = with_texts(index.get(&ENTRIES), texts);
        let line = export::to_json(&entry).unwrap();
        prop_assert_eq!(export::from_json(&line).unwrap(), entry);
    }

    #[test]
    fn what_is_no_exported_entry_is_an_error_and_never_a_panic(
        index in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        garbage in any::<String>(),
    ) {
        let line = export::to_json(index.get(&ENTRIES)).unwrap();
        let places: Vec<usize> = line.char_indices().map(|(place, _)| place).collect();
        let cut = *at.get(&places);
        let error = export::from_json(&line[..cut]).map_err(|error| chain(&error));
        prop_assert!(
            error.as_ref().is_err_and(|error| error.starts_with("this is not an exported entry: EOF")),
            "{:?}", error
        );
        drop(export::from_json(&garbage));
        let mut spoilt = line[..cut].to_owned();
        spoilt.push_str(&garbage);
        spoilt.push_str(&line[cut..]);
        drop(export::from_json(&spoilt));
    }
}

#[test]
fn an_export_is_one_line() {
    let texts = vec!["one\ntwo\r\n\u{b}three\u{0}".to_owned(); 24];
    for entry in &*ENTRIES {
        let line = export::to_json(&with_texts(entry, texts.clone())).unwrap();
        assert_eq!(line.lines().count(), 1);
        assert_eq!(line.find(|c: char| c.is_ascii_control()), None, "{line}");
    }
}

#[test]
fn an_export_has_these_fields_in_this_order() {
    let line = export::to_json(&entry(samples::of("HoldLifted").unwrap(), 0)).unwrap();
    let (head, payload) = line.split_once(",\"payload\":").unwrap();
    let (head, envelope) = head.split_once(",\"envelope\":").unwrap();
    assert_eq!(
        head,
        format!(
            "{{\"position\":1,\"id\":\"{}\",\"stream\":\"{}\",\"revision\":0,\
             \"type\":\"HoldLifted\",\"version\":1,\"recorded_at\":\"2026-03-02T10:00:00Z\",\
             \"author\":\"{}\",\"agency\":\"{}\",\"request\":\"{}\"",
            samples::entry("HoldLifted"),
            candour_domain::entry::StreamId::Case(samples::CASE),
            samples::SOCIAL_WORKER,
            samples::SOCIAL_CARE,
            samples::request("HoldLifted"),
        )
    );
    assert_eq!(envelope, serde_json::to_string(&samples::envelope()).unwrap());
    assert_eq!(
        payload,
        format!(
            "{{\"hold\":{{\"named\":\"{}\"}},\"reason\":{{\"recorded\":\"The review is \
             published\"}}}}}}",
            samples::entry("HoldPlaced")
        )
    );
}

#[test]
fn an_emptied_text_is_exported_as_null_and_reads_back() {
    let mut record = record(&entry(samples::of("HoldPlaced").unwrap(), 0));
    record.parts[3].content = None;
    let emptied = read(&record).unwrap();
    let line = export::to_json(&emptied).unwrap();
    assert_eq!(line.matches("\"reason\":null").count(), 1);
    assert_eq!(export::from_json(&line).unwrap(), emptied);
}
