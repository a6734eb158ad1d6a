//! Between entries and records: whatever is written reads back, and whatever is damaged is an
//! error.

use candour_domain::case::CaseEvent;
use candour_domain::case::record::RecordEvent;
use candour_domain::event::Event;
use candour_domain::text::Text;
use candour_ledger::{PartKind, Record};
use candour_schemas::{DecodeError, DecodeProblem, draft, into_entry, samples};
use proptest::prelude::*;

use crate::record::{ENTRIES, chain, entry, kept, meta, record};

/// Reads a record in both ways, which answer alike.
fn read(record: &Record) -> Result<candour_domain::entry::Entry, DecodeError> {
    let entry = candour_schemas::entry(record);
    let taken = into_entry(record.clone());
    let words = |error: &DecodeError| (error.to_string(), chain(&error.problem));
    assert_eq!(taken.as_ref().map_err(words), entry.as_ref().map_err(words));
    entry
}

fn sample(name: &str) -> candour_domain::entry::Entry {
    entry(samples::of(name).unwrap(), 5)
}

fn problem(record: &Record) -> String {
    read(record).map_err(|error| chain(&error.problem)).unwrap_err()
}

fn structure(record: &mut Record) -> &mut String {
    &mut record.parts[0].content.as_mut().unwrap().text
}

/// Text of the kinds that break careless codecs.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just(String::new()),
        Just("\"}],\\ \u{0}\r\n\u{2028}".to_owned()),
        Just("👩‍👧 said “stop” — größer ﷽".to_owned()),
        (1_usize..50_000).prop_map(|length| "é".repeat(length)),
    ]
}

fn any_sample() -> impl Strategy<Value = candour_domain::entry::Entry> {
    proptest::sample::select(&**ENTRIES)
}

#[test]
fn every_sample_reads_back_as_it_was_written() {
    for entry in &*ENTRIES {
        assert_eq!(&read(&record(entry)).unwrap(), entry);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_written_reads_back(
        entry in any_sample(),
        texts in proptest::collection::vec(any_text(), 12),
    ) {
        let mut written = draft(&entry.event, &entry.envelope, meta(&entry)).unwrap();
        for (part, text) in written.parts[1..].iter_mut().zip(texts.into_iter().cycle()) {
            part.text = text;
        }
        let entry = read(&kept(written.clone(), &entry)).unwrap();
        let again = draft(&entry.event, &entry.envelope, meta(&entry)).unwrap();
        prop_assert_eq!(again, written);
    }

    #[test]
    fn a_damaged_record_is_an_error_and_never_a_panic(
        entry in any_sample(),
        garbage in any_text(),
        at in any::<prop::sample::Index>(),
    ) {
        let whole = record(&entry);
        let mut cut = whole.clone();
        let length = at.index(structure(&mut cut).len());
        structure(&mut cut).truncate(length);
        let cut_problem = problem(&cut);
        prop_assert!(
            cut_problem.starts_with("its structure is not as its type has it: EOF while parsing"),
            "{}", cut_problem
        );

        let mut spoilt = whole.clone();
        structure(&mut spoilt).replace_range(length..=length, &garbage);
        drop(read(&spoilt));

        let mut other = whole;
        *structure(&mut other) = garbage;
        let other_problem = problem(&other);
        prop_assert!(
            other_problem.starts_with("its structure is not as its type has it: "),
            "{}", other_problem
        );
    }
}

#[test]
fn an_emptied_text_reads_as_emptied() {
    let entry = sample("ObservationRecorded");
    let mut record = record(&entry);
    record.parts[3].content = None;
    let mut emptied = entry;
    let observed = samples::of("ObservationRecorded");
    let Some(Event::Case(CaseEvent::Information(
        candour_domain::case::information::InformationEvent::ObservationRecorded(mut observed),
    ))) = observed
    else {
        unreachable!("the sample of an observation is one")
    };
    observed.account = Text::Emptied;
    emptied.event = Event::Case(CaseEvent::Information(
        candour_domain::case::information::InformationEvent::ObservationRecorded(observed),
    ));
    assert_eq!(read(&record).unwrap(), emptied);
}

#[test]
fn an_entry_with_an_emptied_text_can_be_written_and_read_again() {
    let entry = sample("ObservationRecorded");
    let mut first = record(&entry);
    for part in &mut first.parts[1..] {
        part.content = None;
    }
    let emptied = read(&first).unwrap();
    assert_eq!(read(&record(&emptied)).unwrap(), emptied);
}

#[test]
fn an_emptied_structure_is_said_to_be_emptied() {
    let mut record = record(&sample("CaseOpened"));
    record.parts[0].content = None;
    let error = read(&record).unwrap_err();
    assert!(matches!(error.problem, DecodeProblem::StructureEmptied), "{}", chain(&error));
    assert_eq!((error.entry, error.position.0), (samples::entry("CaseOpened"), 6));
}

#[test]
fn a_part_that_is_missing_or_of_another_kind_is_an_error() {
    let whole = record(&sample("ObservationRecorded"));
    let mut none = whole.clone();
    none.parts.clear();
    assert_eq!(problem(&none), "it has no structure");
    let mut gap = whole.clone();
    gap.parts.remove(2);
    assert_eq!(problem(&gap), "part 3 is not the personal text that belongs there");
    let mut kind = whole.clone();
    kind.parts[1].kind = PartKind::from_code(9);
    assert_eq!(problem(&kind), "part 1 is not the personal text that belongs there");
    let mut short = whole;
    short.parts.truncate(3);
    assert_eq!(
        problem(&short),
        format!(
            "its structure is not as its type has it: no part holds text number 3 at line 1 \
             column {}",
            structure(&mut short).find("\"account\":3").unwrap() + "\"account\":3".len()
        )
    );
}

#[test]
fn a_field_that_is_unknown_missing_or_given_twice_is_an_error() {
    let spoilt = |from: &str, to: &str| {
        let mut record = record(&sample("HoldPlaced"));
        assert_eq!(structure(&mut record).matches(from).count(), 1, "{from}");
        *structure(&mut record) = structure(&mut record).replace(from, to);
        let problem = problem(&record);
        let (kind, rest) = problem.split_once(": ").unwrap();
        assert_eq!(kind, "its structure is not as its type has it");
        rest.split(" at line").next().unwrap().to_owned()
    };
    assert_eq!(
        spoilt("\"payload\"", "\"paylaod\"").split(',').next(),
        Some("unknown field `paylaod`")
    );
    assert_eq!(
        spoilt("\"authority\":", "\"autority\":"),
        "unknown field `autority`, expected `authority` or `reason`"
    );
    assert_eq!(spoilt("\"reason\":3", "\"reason\":3,\"reason\":3"), "duplicate field `reason`");
    assert_eq!(
        spoilt("\"payload\":{", "\"payload\":{\"authority\":\"x\",\"reason\":null},\"payload\":{"),
        "duplicate field `payload`"
    );
    assert_eq!(
        spoilt(",\"payload\":{\"authority\":\"The safeguarding partnership\",\"reason\":3}", ""),
        "missing field `payload`"
    );
    assert_eq!(spoilt("\"reason\":3", "\"reason\":\"in place\"}}]"), "trailing characters");
}

fn correction(of: Event) -> candour_domain::entry::Entry {
    let mut entry = sample("EntryCorrected");
    let Event::Case(CaseEvent::Record(RecordEvent::EntryCorrected(corrected))) = &mut entry.event
    else {
        unreachable!("the sample of a correction is one")
    };
    *corrected.replacement.event = of;
    entry
}

#[test]
fn a_correction_of_any_type_of_case_event_reads_back() {
    let others = samples::all()
        .into_iter()
        .filter(|event| event.case().is_some())
        .filter(|event| candour_schemas::type_name(event) != "EntryCorrected");
    for event in others {
        let entry = correction(event);
        assert_eq!(read(&record(&entry)).unwrap(), entry);
    }
}

#[test]
fn a_correction_that_could_not_be_read_back_is_not_written() {
    let refused = |event| {
        let entry = correction(event);
        draft(&entry.event, &entry.envelope, meta(&entry)).map_err(|error| chain(&error))
    };
    assert_eq!(
        refused(samples::of("EntryCorrected").unwrap()),
        Err("the correction cannot be written: the replacement is itself a correction: name the \
             original entry and give its payload"
            .to_owned())
    );
    assert_eq!(
        refused(samples::of("ChildIdentified").unwrap()),
        Err("the correction cannot be written: the replacement belongs in the stream of a child \
             or person, and the correction stands in the stream of a case"
            .to_owned())
    );
}

#[test]
fn a_correction_nested_without_end_is_an_error() {
    let mut record = record(&sample("EntryCorrected"));
    let (before, rest) = structure(&mut record).split_once("\"payload\":{\"entry\"").unwrap();
    let (before, rest) = (before.to_owned(), rest.to_owned());
    let level = format!(
        "{{\"entry\"{}",
        rest.split_once("\"payload\":").unwrap().0.replace("ConcernRaised", "EntryCorrected")
    );
    let deep =
        format!("{before}\"payload\":{}{}", level + "\"payload\":", "{\"payload\":".repeat(50_000));
    *structure(&mut record) = deep + "{}" + &"}".repeat(50_000);
    let problem = problem(&record);
    assert!(problem.starts_with("its structure is not as its type has it: "), "{problem}");
}

#[test]
fn more_texts_than_a_record_can_number_are_refused() {
    let mut entry = sample("OutcomeSent");
    let unit = candour_domain::party::Recipient::Unit {
        agency: samples::SCHOOL,
        unit: Text::new("the office"),
    };
    let Event::Case(CaseEvent::Conference(
        candour_domain::case::conference::ConferenceEvent::OutcomeSent(sent),
    )) = &mut entry.event
    else {
        unreachable!("the sample of an outcome sent is one")
    };
    sent.to = vec![unit; 70_000];
    assert_eq!(
        draft(&entry.event, &entry.envelope, meta(&entry)).map_err(|error| error.to_string()),
        Err("the entry has 70002 personal texts, more than a record can number".to_owned())
    );
}
