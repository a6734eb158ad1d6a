//! Properties of every view over one case: nothing recorded later is seen, and a withdrawn entry counts
//! in nothing.

use candour_domain::calendar::Calendar;
use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::entry::StreamId;
use candour_domain::text::Text;
use candour_schemas::samples;
use proptest::prelude::*;

use super::*;
use crate::chronology::{Facts, Filter, Steps, chronology};
use crate::sample::{MIA, THEO, at, day};
use crate::trail::trail;

/// Events of every type of a case, in any order, at any date of the year.
fn history() -> impl Strategy<Value = Vec<(usize, u32, u32)>> {
    proptest::collection::vec((0_usize..200, 1_u32..12, 1_u32..28), 1..30)
}

fn write(sample: &mut Sample, history: &[(usize, u32, u32)]) {
    let events: Vec<CaseEvent> = samples::all()
        .into_iter()
        .filter_map(|event| match event {
            Event::Case(event) => Some(event),
            Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => None,
        })
        .filter(|event| !matches!(event, CaseEvent::Record(_)))
        .collect();
    for (which, month, of_month) in history {
        let event = events[which % events.len()].clone();
        sample.put(StreamId::Case(sample.case), day(*month, *of_month), Event::Case(event));
        sample.about(&[MIA, THEO]);
        if which % 5 == 0 {
            let earlier = sample.entries[which % sample.entries.len()].clone();
            if earlier.stream == StreamId::Case(sample.case) && earlier.event.record().is_none() {
                sample.withdraw(day(*month, *of_month), earlier.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_recorded_later_changes_an_earlier_view(before in history(), after in history()) {
        let calendar = Calendar::england_and_wales().unwrap();
        let mut sample = Sample::family();
        write(&mut sample, &before);
        let until = sample.last().recorded_at;
        let ask = all().on_record(until);
        let everything =
            Filter { steps: Steps::Shown, facts: Facts::AndAllElse, ..Filter::default() };
        let views = |sample: &Sample| {
            let book = sample.book();
            let rows = chronology(&book, &ask, &everything, &calendar);
            (case_view(&book, &ask), rows, trail(&book, &ask, &calendar))
        };
        let then = views(&sample);
        write(&mut sample, &after);
        prop_assert_eq!(then, views(&sample));
    }

    #[test]
    fn a_withdrawn_entry_counts_in_nothing(history in history(), which in 0_usize..200) {
        let mut sample = Sample::family();
        write(&mut sample, &history);
        let ask = all().at(at(12, 31));
        let without = case_view(&sample.book(), &ask);
        let events: Vec<Event> =
            samples::all().into_iter().filter(|it| matches!(it, Event::Case(_))).collect();
        let event = events[which % events.len()].clone();
        prop_assume!(event.record().is_none());
        let entry = sample.put(StreamId::Case(sample.case), day(6, 1), event);
        sample.withdraw(day(6, 2), entry);
        let mut with = case_view(&sample.book(), &ask);
        prop_assert_eq!((with.entries, with.withdrawn), (without.entries + 2, without.withdrawn + 1));
        with.entries = without.entries;
        with.withdrawn = without.withdrawn;
        for (one, other) in with.agencies.iter_mut().zip(&without.agencies) {
            // The withdrawal itself is an entry of the agency that made it.
            one.entries = other.entries;
        }
        prop_assert_eq!(with, without);
    }
}

#[test]
fn a_corrected_entry_counts_as_corrected() {
    let observed = |words: &str| {
        InformationEvent::ObservationRecorded(ObservationRecorded {
            account: Text::new(words),
            response: Recorded::NotRecorded,
        })
    };
    let mut sample = Sample::family();
    let entry = sample.case(day(1, 5), observed("a bruise on the left arm"));
    sample.correct(day(1, 6), entry, observed("a bruise on the right arm"));
    let view = case_view(&sample.book(), &all());
    assert_eq!((view.entries, view.withdrawn), (6, 0));
}
