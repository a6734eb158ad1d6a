//! That a record comes back from its event as it was written, and what is said of events that are none.

use eventstore::Position as ClientPosition;
use proptest::prelude::*;

use super::*;
use crate::contract::{draft, stream};
use crate::leaf::{CommitContext, commit};

const LEDGER: Uuid = Uuid::from_u128(0x1ed9);

fn origin() -> Origin {
    Origin { ledger: LEDGER, node: Uuid::from_u128(0x0de), taken_over: false }
}

/// A record of these texts, the first of which is the structure.
fn record(texts: &[String], micros: i64) -> Record {
    let given = draft(4);
    let part = |(number, text): (u16, &String)| {
        let kind = PartKind::from_code(number.min(1));
        let salt = [u8::try_from(number % 251).unwrap(); 32];
        let context = CommitContext { ledger: LEDGER, entry: given.id, number, kind };
        let commit = commit(&context, &salt, text);
        Part { number, kind, commit, content: Some(PartContent { salt, text: text.clone() }) }
    };
    let mut record = Record {
        id: given.id,
        stream: stream(3),
        revision: Revision::from_number(9),
        position: Position::FIRST,
        type_name: given.type_name,
        version: 2,
        recorded_at: DateTime::from_timestamp_micros(micros).unwrap(),
        author: given.author,
        agency: given.agency,
        request: RequestRef { index: u32::MAX, digest: [0xfe; 32], ..given.request },
        parts: (0..).zip(texts).map(part).collect(),
        leaf: [0; 32],
    };
    record.leaf = Leaf::of(LEDGER, &record).hash();
    record
}

/// The event as a server hands it out.
fn event(record: &Record, data: String, metadata: String) -> RecordedEvent {
    let created = (record.recorded_at.timestamp_micros() + 7_000_000) * 10;
    RecordedEvent {
        stream_id: record.stream.to_string(),
        id: record.id,
        revision: record.revision.number(),
        event_type: record.type_name.clone(),
        data: data.into(),
        metadata: [("created".to_owned(), created.to_string())].into_iter().collect(),
        custom_metadata: metadata.into(),
        is_json: true,
        position: ClientPosition { commit: 70, prepare: 60 },
        created: DateTime::UNIX_EPOCH,
    }
}

/// Data and metadata as they are sent.
fn sent(record: &Record, origin: Origin) -> (String, String) {
    let (data, metadata) = texts(record, origin).unwrap();
    let (data, metadata) = (data.get().to_owned(), metadata.get().to_owned());
    let weighed = data.len() + metadata.len() + record.type_name.len() + AROUND_BYTES;
    assert_eq!(write(record, origin).unwrap().bytes, weighed);
    (data, metadata)
}

fn heard(record: Record) -> Read {
    let place = LogPlace { commit: 70, prepare: 60 };
    let node = origin().node;
    Read::Record(Box::new(Heard { record, place, node, server_ahead_ms: Some(7_000) }))
}

proptest! {
    #[test]
    fn a_record_comes_back_as_it_was_written(
        texts in prop::collection::vec(any::<String>(), 0..5),
        micros in -62_000_000_000_000_000_i64..250_000_000_000_000_000,
    ) {
        let record = record(&texts, micros);
        let (data, metadata) = sent(&record, origin());
        prop_assert_eq!(read(&event(&record, data, metadata), LEDGER, ""), heard(record));
    }
}

#[test]
fn a_structure_stands_in_the_data_as_the_json_that_it_is_and_comes_back_to_the_byte() {
    for structure in
        ["{\"b\":1, \"a\":{\"\\u0041\":[ 1.50 ]}}", "{} ", " {}", "{", "null", "[1]", ""]
    {
        let record = record(&[structure.to_owned()], 0);
        let (data, metadata) = sent(&record, origin());
        let in_clear = format!("\"structure\":{structure}}}");
        let object = structure.starts_with("{\"") || structure == "{}";
        assert_eq!(data.contains(&in_clear), object, "{data}");
        assert_eq!(read(&event(&record, data, metadata), LEDGER, ""), heard(record));
    }
}

#[test]
fn what_led_to_an_entry_is_repeated_for_the_tools_of_the_cluster() {
    let request = draft(4).request.id;
    let one = Uuid::from_u128(1);
    let two = Uuid::from_u128(2);
    let cases = [
        ("{}".to_owned(), format!("{{\"$correlationId\":\"{request}\",\"candour\":1,")),
        (
            format!("{{\"causation\":\"{one}\",\"correlation\":\"{two}\"}}"),
            format!("{{\"$correlationId\":\"{two}\",\"$causationId\":\"{one}\",\"candour\":1,"),
        ),
    ];
    for (structure, wanted) in cases {
        let (_, metadata) = sent(&record(&[structure], 0), origin());
        assert_eq!(metadata.get(..wanted.len()), Some(&*wanted));
    }
}

#[test]
fn an_emptied_part_comes_back_empty() {
    let mut record = record(&["{}".to_owned(), "words".to_owned()], 0);
    record.parts[1].content = None;
    let (data, metadata) = sent(&record, origin());
    assert!(data.ends_with(",{\"number\":1}]}"));
    assert_eq!(read(&event(&record, data, metadata), LEDGER, ""), heard(record));
}

#[test]
fn the_server_and_the_node_are_not_compared_over_a_record_that_was_taken_over() {
    let record = record(&[], 0);
    let (data, metadata) = sent(&record, Origin { taken_over: true, ..origin() });
    let Read::Record(found) = read(&event(&record, data, metadata), LEDGER, "") else {
        panic!("it is a record")
    };
    assert_eq!(found.server_ahead_ms, None);
}

#[test]
fn what_stands_where_a_record_must_stand_and_is_none_is_said() {
    let given = record(&["{}".to_owned(), "words".to_owned()], 0);
    let (data, metadata) = sent(&given, origin());
    let wrong = |what| Read::Wrong(Misread { stream: given.stream.to_string(), revision: 9, what });
    let changes: [(&str, &str, &'static str); 8] = [
        ("\"candour\":1", "\"candour\":2", "form, which this release does not know,"),
        ("\"author\":", "\"writer\":", "metadata"),
        ("\"recorded_at\":\"1970", "\"recorded_at\":\"197X", "time"),
        ("\"digest\":\"fe", "\"digest\":\"FE", "request"),
        ("\"text\":\"words\"", "\"text\":7", "data"),
        ("\"salt\":\"00", "\"salt\":\"0", "salts"),
        ("\"text\":\"words\"", "\"note\":\"words\"", "data"),
        (",\"text\":\"words\"", "", "parts"),
    ];
    for (from, to, what) in changes {
        let edited = |text: &String| text.replace(from, to);
        assert_ne!((edited(&data), edited(&metadata)), (data.clone(), metadata.clone()), "{from}");
        let found = read(&event(&given, edited(&data), edited(&metadata)), LEDGER, "");
        assert_eq!(found, wrong(what), "{from}");
    }
    let foreign = "metadata, which are not this ledger's,";
    for other in ["", "{}", "{\"ledger\":7}"] {
        let found = read(&event(&given, data.clone(), other.to_owned()), LEDGER, "");
        assert_eq!(found, wrong(foreign));
    }
}

#[test]
fn what_is_of_others_is_passed_over() {
    let given = record(&[], 0);
    let (data, metadata) = sent(&given, origin());
    let named = |name: &str, metadata: &str| RecordedEvent {
        stream_id: name.to_owned(),
        ..event(&given, data.clone(), metadata.to_owned())
    };
    let id = given.stream.id();
    for name in ["$stats-127.0.0.1:2113", "$$case-1", "orders-17", &format!("order-{id}")] {
        assert_eq!(read(&named(name, "{}"), LEDGER, ""), Read::Passed, "{name}");
    }
    // The same ledger's records in a namespace are not those outside it, nor the other way round.
    let inside = format!("trialcase-{id}");
    assert_eq!(read(&named(&inside, "{}"), LEDGER, ""), Read::Passed);
    assert_eq!(read(&named(&inside, &metadata), LEDGER, "trial"), heard(given.clone()));
    assert_eq!(read(&named(given.stream.as_str(), &metadata), LEDGER, "trial"), Read::Passed);
    let other = read(&named(&inside, "{}"), LEDGER, "trial");
    let what = "metadata, which are not this ledger's,";
    assert_eq!(other, Read::Wrong(Misread { stream: inside, revision: 9, what }));
}
