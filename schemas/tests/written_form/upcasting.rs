//! Old shapes stay readable for ever, and nothing that they did not ask is made up.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{ConcernEvent, ConcernRaised, Wording};
use candour_domain::case::record::RecordEvent;
use candour_domain::event::Event;
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_schemas::corpus::Specimen;
use candour_schemas::{entry as read, samples};

use crate::record::{chain, entry, of_bytes, record};

const VERSION_ONE: &str = include_str!("../../corpus/ConcernRaised.v1.json");

fn from_version_one(words: &str, wording: Recorded<Wording>) -> Event {
    Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(ConcernRaised {
        raised_by: Recorded::NotRecorded,
        account: Text::new(words),
        wording,
        danger: Recorded::NotRecorded,
        family_told: Recorded::NotRecorded,
    })))
}

#[test]
fn a_concern_of_version_one_reads_as_a_concern_of_today() {
    let specimen: Specimen = serde_json::from_str(VERSION_ONE).unwrap();
    assert_eq!((specimen.type_name.as_str(), specimen.version), ("ConcernRaised", 1));
    let record = of_bytes(
        &specimen.stream,
        (&specimen.type_name, specimen.version),
        specimen.structure.get(),
        &specimen.texts,
    );
    let mut envelope = samples::envelope();
    envelope.causation = None;
    let mut expected = entry(
        from_version_one(
            "She heard a man shouting at the flat and a child crying",
            Recorded::Recorded(Wording::Verbatim),
        ),
        0,
    );
    expected.envelope = envelope;
    expected.recorded_at = chrono::DateTime::UNIX_EPOCH;
    assert_eq!(read(&record).unwrap(), expected);
}

#[test]
fn a_box_that_was_not_ticked_does_not_say_that_it_is_a_summary() {
    let mut specimen: Specimen = serde_json::from_str(VERSION_ONE).unwrap();
    specimen.texts[2] = "A bruise".to_owned();
    let unticked = specimen.structure.get().replace("\"verbatim\":true", "\"verbatim\":false");
    let record = of_bytes(&specimen.stream, ("ConcernRaised", 1), &unticked, &specimen.texts);
    assert_eq!(read(&record).unwrap().event, from_version_one("A bruise", Recorded::NotRecorded));
}

#[test]
fn a_replacement_of_version_one_reads_as_a_concern_of_today() {
    let mut expected = entry(samples::of("EntryCorrected").unwrap(), 0);
    let mut stored = record(&expected);
    let text = &mut stored.parts[0].content.as_mut().unwrap().text;
    let (before, rest) = text.split_once("\"type\":\"ConcernRaised\",\"version\":2,").unwrap();
    let (_, after) = rest.split_once(",\"occurred\"").unwrap();
    *text = format!(
        "{before}\"type\":\"ConcernRaised\",\"version\":1,\"payload\":{{\"concern\":3,\"verbatim\":true}},\"occurred\"{after}"
    );
    let words = stored.text(3).unwrap().to_owned();
    let Event::Case(CaseEvent::Record(RecordEvent::EntryCorrected(corrected))) =
        &mut expected.event
    else {
        unreachable!("the sample of a correction is one")
    };
    *corrected.replacement.event = from_version_one(&words, Recorded::Recorded(Wording::Verbatim));
    assert_eq!(read(&stored).unwrap(), expected);
}

#[test]
fn a_replacement_that_is_kept_always_says_its_version() {
    let mut stored = record(&entry(samples::of("EntryCorrected").unwrap(), 0));
    let text = &mut stored.parts[0].content.as_mut().unwrap().text;
    *text =
        text.replace("\"type\":\"ConcernRaised\",\"version\":2,", "\"type\":\"ConcernRaised\",");
    let problem = read(&stored).map_err(|error| chain(&error.problem)).unwrap_err();
    assert_eq!(
        problem.split(" at line").next(),
        Some("its structure is not as its type has it: missing field `version`")
    );
}
