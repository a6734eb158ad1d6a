//! Tests of summaries, over a sample of every type of event.

use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::case::threshold::{ThresholdDecided, ThresholdDecision, ThresholdEvent};
use candour_domain::effective::OnRecord;
use candour_domain::recorded::Antecedent;
use candour_domain::text::Text;
use candour_schemas::samples;

use super::*;
use crate::directory::Directory;
use crate::sample::{Sample, day, said};

fn said_of(event: impl Into<Event>) -> Summary {
    let directory = Directory::default();
    summary(&event.into(), &Names::from_entries(std::iter::empty(), &directory))
}

#[test]
fn every_event_has_a_summary() {
    let without: Vec<&str> = samples::all()
        .iter()
        .filter(|event| {
            let said = said_of((*event).clone());
            said.title.is_empty() || said.text == "The record says no more."
        })
        .map(candour_schemas::type_name)
        .collect();
    assert_eq!(without, [""; 0]);
}

#[test]
fn two_types_of_event_never_have_one_title() {
    let mut titles: Vec<String> =
        samples::all().into_iter().map(|event| said_of(event).title).collect();
    titles.sort_unstable();
    let shared: Vec<String> =
        titles.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect();
    assert_eq!(shared, [""; 0]);
}

#[test]
fn emptied_text_is_shown_as_emptied() {
    let event = InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::Emptied,
        response: Recorded::Recorded(Text::Emptied),
    });
    assert_eq!(
        said_of(CaseEvent::Information(event)),
        Summary {
            title: "Observation".to_owned(),
            text: "[emptied]".to_owned(),
            response: Some("[emptied]".to_owned()),
        }
    );
}

#[test]
fn a_decision_says_what_it_rests_on_by_the_names_of_the_entries() {
    let mut sample = Sample::family();
    let event = InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new("a bruise"),
        response: Recorded::NotRecorded,
    });
    let seen = sample.case(day(1, 12), event);
    sample.row("H1", candour_domain::envelope::Entered::NotStated);
    let decided = ThresholdEvent::ThresholdDecided(ThresholdDecided {
        discussion: Antecedent::NotInThisLedger,
        decision: Recorded::Recorded(ThresholdDecision::Section47Joint),
        as_written: Recorded::NotRecorded,
        account: said("Threshold met."),
        grounds: Grounds {
            considered: vec![seen],
            relied_on: vec![Reliance::Statement(Text::new("Mother denied violence"))],
            rationale: Recorded::NotRecorded,
        },
        advised_by: None,
        contributed: Vec::new(),
        dissent: Vec::new(),
    });
    let book = sample.book();
    let names = Names::of(&book, &book.directory, OnRecord::ALL);
    assert_eq!(
        summary(&Event::Case(CaseEvent::Threshold(decided)), &names).text,
        "Threshold met. Decision: section 47 enquiry, jointly with police. At or after: not in this \
         ledger. Considered: H1. Relied on: “Mother denied violence”"
    );
}

#[test]
fn parts_are_told_apart_and_what_is_blank_is_not_said() {
    let said = Said::of("Title").say("  \n").say(" one ").say("two!").say(" ").with("Three", " 3 ");
    assert_eq!(said.done().text, "one. two! Three:  3");
    assert_eq!(Said::of("Title").say(" ").done().text, "The record says no more.");
}
