//! Payloads as they stand in requests.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{ConcernEvent, ConcernRaised};
use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_schemas::catalogue::Category;
use candour_schemas::{payload, samples, type_name};

use crate::record::chain;

fn raised(words: &str) -> Event {
    Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(ConcernRaised {
        raised_by: Recorded::NotRecorded,
        account: Text::new(words),
        wording: Recorded::NotRecorded,
        danger: Recorded::NotRecorded,
        family_told: Recorded::NotRecorded,
    })))
}

#[test]
fn what_a_request_leaves_out_is_not_recorded() {
    let read = payload::parse("ConcernRaised", None, r#"{"account":"A bruise"}"#);
    assert_eq!(read.unwrap(), raised("A bruise"));
}

#[test]
fn an_old_version_can_be_asked_for_by_its_number() {
    let read = payload::parse("ConcernRaised", Some(1), r#"{"concern":"A bruise"}"#);
    assert_eq!(read.unwrap(), raised("A bruise"));
}

#[test]
fn every_sample_reads_as_a_request_writes_it() {
    for event in samples::all() {
        let json = payload::to_json(&event).unwrap();
        assert_eq!(payload::parse(type_name(&event), None, &json).unwrap(), event);
    }
}

#[test]
fn a_correction_in_a_request_may_leave_out_the_version_of_its_replacement() {
    let event = samples::of("EntryCorrected").unwrap();
    let json = payload::to_json(&event).unwrap();
    let without =
        json.replace("\"type\":\"ConcernRaised\",\"version\":2,", "\"type\":\"ConcernRaised\",");
    assert_eq!(without.len() + "\"version\":2,".len(), json.len());
    assert_eq!(payload::parse("EntryCorrected", None, &without).unwrap(), event);
}

#[test]
fn a_correction_in_the_stream_of_a_child_replaces_what_stands_there() {
    let born = payload::to_json(&samples::of("ChildIdentified").unwrap()).unwrap();
    let json = format!(
        r#"{{"entry":"{}","replacement":{{"type":"ChildIdentified","payload":{born},"occurred":{{"day":"2026-01-02"}}}},"reason":"The date of birth was misread"}}"#,
        samples::entry("ChildIdentified")
    );
    let event = payload::parse_in(Category::Identity, "EntryCorrected", None, &json).unwrap();
    assert!(matches!(event, Event::Identity(IdentityEvent::Record(_))), "{event:?}");
    assert_eq!(
        payload::parse("EntryCorrected", None, &json).map_err(|error| chain(&error)),
        Err("the payload of EntryCorrected is not as its schema has it: ChildIdentified does not \
             stand in the stream of a case"
            .to_owned())
    );
}

#[test]
fn a_payload_that_is_not_as_its_type_has_it_says_where() {
    let refused = |json: &str| {
        payload::parse("ConcernRaised", None, json).map_err(|error| chain(&error)).unwrap_err()
    };
    let opening = "the payload of ConcernRaised is not as its schema has it: ";
    assert_eq!(refused("{}"), format!("{opening}missing field `account` at line 1 column 2"));
    assert_eq!(
        refused(r#"{"account":7}"#),
        format!(
            "{opening}invalid type: integer `7`, expected text (no texts are kept apart here) at \
             line 1 column 12"
        )
    );
    assert_eq!(
        refused(r#"{"account":"A bruise"} {}"#),
        format!("{opening}trailing characters at line 1 column 24")
    );
}
