//! Stored names and versions.

use std::collections::BTreeSet;

use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;
use candour_schemas::catalogue::{Category, UnknownType, named};
use candour_schemas::{payload, samples, type_name, types, version};

use crate::record::{chain, entry, record};

#[test]
fn a_stored_name_means_one_type() {
    let names: Vec<&str> = types().map(|kind| kind.name).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len());
    assert_eq!(names.len(), 154);
}

#[test]
fn every_event_has_a_stored_name() {
    let of_samples: Vec<(&str, u32)> =
        samples::all().iter().map(|event| (type_name(event), version(event))).collect();
    let listed: Vec<(&str, u32)> = types().map(|kind| (kind.name, kind.version)).collect();
    assert_eq!(of_samples, listed);
}

#[test]
fn every_type_says_what_it_records_in_a_sentence() {
    let other: Vec<&str> =
        types().filter(|kind| !kind.about.ends_with('.')).map(|kind| kind.name).collect();
    assert_eq!(other, [""; 0]);
}

#[test]
fn an_unknown_type_is_an_error() {
    let unknown = UnknownType::Name { given: "ThresholdUpdated".to_owned() };
    assert_eq!(named("ThresholdUpdated"), Err(unknown));
    let mut record = record(&entry(samples::of("CaseOpened").unwrap(), 0));
    record.type_name = "ThresholdUpdated".to_owned();
    assert_eq!(
        candour_schemas::entry(&record).map_err(|error| chain(&error)),
        Err(format!(
            "entry {} of {}, ThresholdUpdated version 1, cannot be read: 'ThresholdUpdated' is \
             not a type of entry that this program knows",
            samples::entry("CaseOpened"),
            record.stream
        ))
    );
}

#[test]
fn an_unknown_version_is_an_error() {
    for given in [0, 3] {
        let mut record = record(&entry(samples::of("ConcernRaised").unwrap(), 0));
        record.version = given;
        assert_eq!(
            candour_schemas::entry(&record).map_err(|error| chain(&error.problem)),
            Err(format!(
                "version {given} of ConcernRaised is not one that this program knows: it knows 1 \
                 to 2"
            ))
        );
    }
}

#[test]
fn a_type_stands_in_streams_of_its_kind() {
    let refused = |category, name: &str| {
        payload::parse_in(category, name, None, "{}").map_err(|error| error.to_string())
    };
    assert_eq!(
        refused(Category::Identity, "CaseOpened"),
        Err("CaseOpened does not stand in the stream of a child or person".to_owned())
    );
    assert_eq!(
        refused(Category::Ledger, "EntryWithdrawn"),
        Err("EntryWithdrawn does not stand in the stream of the ledger".to_owned())
    );
    assert_eq!(
        refused(Category::Case, "ChildIdentified"),
        Err("ChildIdentified does not stand in the stream of a case".to_owned())
    );
}

#[test]
fn a_withdrawal_belongs_to_the_stream_that_it_stands_in() {
    let Some(Event::Case(candour_domain::case::CaseEvent::Record(withdrawn))) =
        samples::of("EntryWithdrawn")
    else {
        unreachable!("the sample of a withdrawal stands in a case")
    };
    let of_child = Event::Identity(IdentityEvent::Record(withdrawn));
    let entry = entry(of_child, 3);
    assert_eq!(candour_schemas::entry(&record(&entry)).unwrap(), entry);
}
