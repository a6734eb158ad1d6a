//! Tests of the reasons to withhold.

use candour_domain::case::CaseEvent;
use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::envelope::Audience;
use candour_domain::event::Event;
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_schemas::samples::{self, CHILD, OTHER_CHILD};
use uuid::Uuid;

use super::*;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, number).unwrap()
}

/// Entries of one case, each with an identifier of its own.
#[derive(Default)]
struct Case(Vec<Entry>);

impl Case {
    fn put(&mut self, event: Event) -> &mut Entry {
        let number = u32::try_from(self.0.len()).unwrap();
        let mut entry = samples::recorded_entry(event, number);
        entry.id = EntryId::new(Uuid::from_u128(100 + u128::from(number)));
        entry.envelope.handling = Vec::new();
        entry.envelope.audience = Audience::Involved;
        entry.envelope.children = Vec::new();
        self.0.push(entry);
        self.0.last_mut().unwrap()
    }

    fn record(&mut self, event: RecordEvent) -> EntryId {
        self.put(Event::Case(CaseEvent::Record(event))).id
    }

    fn correct(&mut self, entry: EntryId, children: &[ChildId]) {
        let replacement = Replacement {
            event: Box::new(samples::of("ObservationRecorded").unwrap()),
            occurred: samples::envelope().occurred,
            known: None,
            children: children.to_vec(),
            about: Vec::new(),
            status: Recorded::NotRecorded,
            evidence: Recorded::NotRecorded,
        };
        let reason = Text::new("another day");
        let correction = EntryCorrected { entry, replacement, reason };
        let correction = Event::Case(CaseEvent::Record(RecordEvent::EntryCorrected(correction)));
        self.put(correction);
    }

    fn withdraw(&mut self, entry: EntryId, ground: WithdrawalGround) -> EntryId {
        let reason = Text::new("it was not so");
        self.record(RecordEvent::EntryWithdrawn(EntryWithdrawn { entry, ground, reason }))
    }

    fn for_reader(&self, audience: ExportAudience, on: NaiveDate) -> Vec<Vec<WithheldReason>> {
        let reader = Reader { audience, subject: Some(CHILD), on };
        let reasons = reasons(&self.0, reader);
        let of = |entry: &Entry| reasons.get(&entry.id).into_iter().flatten().copied().collect();
        self.0.iter().map(of).collect()
    }

    fn for_panel(&self) -> Vec<Vec<WithheldReason>> {
        self.for_reader(ExportAudience::Panel, day(30))
    }
}

#[test]
fn a_subject_is_not_shown_what_concerns_other_children_alone() {
    let mut case = Case::default();
    let concerning = |case: &mut Case, children: &[ChildId]| {
        let entry = case.put(samples::of("ObservationRecorded").unwrap());
        entry.envelope.children = children.to_vec();
        entry.id
    };
    let own = concerning(&mut case, &[CHILD]);
    concerning(&mut case, &[CHILD, OTHER_CHILD]);
    let other = concerning(&mut case, &[OTHER_CHILD]);
    case.correct(own, &[OTHER_CHILD]);
    case.correct(other, &[CHILD]);
    let misplaced = concerning(&mut case, &[]);
    case.withdraw(misplaced, WithdrawalGround::WrongFamily);
    case.put(samples::of("ChildIdentified").unwrap());
    case.put(samples::of("PersonIdentified").unwrap());
    let elses = vec![WithheldReason::OtherChild];
    let found = case.for_reader(ExportAudience::Subject, day(30));
    assert_eq!(
        found,
        [
            elses.clone(),
            vec![],
            vec![],
            elses.clone(),
            vec![],
            elses.clone(),
            elses,
            vec![],
            vec![WithheldReason::OtherPerson],
        ]
    );
    assert!(case.for_panel().iter().all(Vec::is_empty));
}
