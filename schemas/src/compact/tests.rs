//! The reader beside `serde_json`: whatever it reads, it reads alike. What a structure means is not
//! tested here.

use candour_domain::text::together;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Compact, Otherwise};
use crate::catalogue::{Category, Form, Stored, event_type};
use crate::{codec, samples, structure};

fn value(text: &str) -> Result<Value, Otherwise> {
    let mut json = Compact::of(text);
    let value = Value::deserialize(&mut json)?;
    json.end().map(|()| value)
}

/// The structure of a sample, what is to be read from it, and how many texts it has.
fn written(event: &candour_domain::event::Event) -> (String, Stored, usize) {
    let entry = samples::recorded_entry(event.clone(), 0);
    let (structure, texts) = codec::parts(event, &entry.envelope).unwrap();
    let kind = event_type(event);
    let category = Category::of(entry.stream);
    let stored = Stored::find(category, Form::Kept, kind.name, Some(kind.version)).unwrap();
    (structure, stored, texts.len())
}

/// What damage may put into a structure.
fn any_piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\\[\\]{}:,\"\\\\ 0-9eE.+-]{0,3}",
        Just("null".to_owned()),
        Just("{\"recorded\":1}".to_owned()),
        Just("\"payload\":{},".to_owned()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn what_is_read_at_once_is_what_serde_json_reads(
        event in proptest::sample::select(samples::all()),
        piece in any_piece(),
        from in any::<prop::sample::Index>(),
        length in 0_usize..3,
    ) {
        let (mut json, stored, count) = written(&event);
        let texts = || (0..count).map(|number| Some(format!("text {number}"))).collect();
        for damaged in [false, true] {
            if damaged {
                let from = from.index(json.len());
                json.replace_range(from..(from + length).min(json.len()), &piece);
            }
            let at_once = together(texts(), || structure::read_at_once(&json, stored));
            let slowly = together(texts(), || structure::read(&json, stored));
            if let Some(at_once) = at_once {
                prop_assert_eq!(Some(at_once), slowly.ok());
            }
            if let Ok(value) = value(&json) {
                prop_assert_eq!(Some(value), serde_json::from_str(&json).ok());
            }
        }
    }

    #[test]
    fn any_string_is_read_as_serde_json_reads_it(text in "[\\x00-\\x7f é👩]{0,40}", raw: bool) {
        let text = if raw { format!("\"{text}\"") } else { json!(text).to_string() };
        let wanted = serde_json::from_str::<Value>(&text).ok();
        let wanted = wanted.filter(|_| !text.contains('\\'));
        prop_assert_eq!(value(&text).ok(), wanted);
    }
}

#[test]
fn every_sample_is_read_at_once_but_those_that_hold_another_payload() {
    let slowly = samples::all().into_iter().filter(|event| {
        let (json, stored, count) = written(event);
        together(vec![None; count], || structure::read_at_once(&json, stored)).is_none()
    });
    let slowly: Vec<&str> = slowly.map(|event| event_type(&event).name).collect();
    assert_eq!(slowly, ["EntryCorrected"]);
}

#[test]
fn what_is_not_as_we_write_it_is_left_to_serde_json() {
    let deep = "[".repeat(65) + &"]".repeat(65);
    let left = [
        "",
        " 1",
        "1 ",
        "[1, 2]",
        "[1,2",
        "[1,]",
        "[,1]",
        "[1}",
        "{\"a\":1,}",
        "{\"a\" :1}",
        "{1:2}",
        "{\"a\"}",
        "\"a",
        "\"a\\n\"",
        "\"a\nb\"",
        "\"12345678\u{1f}\"",
        "nul",
        "nulll",
        "truefalse",
        "-1",
        "1.5",
        "1e3",
        "01",
        "1234567890123456789",
        "+1",
        &deep,
    ];
    for text in left {
        assert_eq!((text, value(text)), (text, Err(Otherwise)));
    }
}

#[test]
fn what_is_as_we_write_it_is_read() {
    let deep = "[".repeat(64) + &"]".repeat(64);
    let read = [
        "0",
        "7",
        "123456789012345678",
        "null",
        "true",
        "false",
        "\"\"",
        "\"12345678\"",
        "[]",
        "{}",
        "\"größer 👩 than eight\"",
        "[1,[],{\"a\":\"b\",\"c\":null}]",
        &deep,
    ];
    for text in read {
        assert_eq!((text, value(text)), (text, Ok(serde_json::from_str(text).unwrap())));
    }
}
