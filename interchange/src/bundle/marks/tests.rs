//! Tests of the reasons to withhold.

use candour_domain::case::CaseEvent;
use candour_domain::case::record::{
    EntryCorrected, EntryDisputed, EntryRestricted, Replacement, RestrictionLifted,
};
use candour_domain::event::Event;
use candour_domain::party::Speaker;
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use candour_schemas::samples::{self, CHILD, MOTHER, OTHER_CHILD, POLICE};
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

    fn observed(&mut self, handling: &[Handling]) -> EntryId {
        let entry = self.put(samples::of("ObservationRecorded").unwrap());
        entry.envelope.handling = handling.to_vec();
        entry.id
    }

    fn record(&mut self, event: RecordEvent) -> EntryId {
        self.put(Event::Case(CaseEvent::Record(event))).id
    }

    fn correct(&mut self, entry: EntryId, handling: &[Handling], children: &[ChildId]) -> EntryId {
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
        let entry = self.put(correction);
        entry.envelope.handling = handling.to_vec();
        entry.id
    }

    fn withdraw(&mut self, entry: EntryId, ground: WithdrawalGround) -> EntryId {
        let reason = Text::new("it was not so");
        self.record(RecordEvent::EntryWithdrawn(EntryWithdrawn { entry, ground, reason }))
    }

    fn restrict(&mut self, entry: EntryId) -> EntryId {
        self.record(RecordEvent::EntryRestricted(EntryRestricted {
            entries: vec![entry],
            audience: Audience::Only(vec![POLICE]),
            reason: Text::new("disputed"),
        }))
    }

    fn dispute(&mut self, entry: EntryId) -> EntryId {
        let (by, statement) = (Speaker::Person(MOTHER), Text::new("it was not so"));
        self.record(RecordEvent::EntryDisputed(EntryDisputed { entry, by, statement }))
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
fn what_is_set_on_an_entry_is_a_reason() {
    let mut case = Case::default();
    for (handling, reason) in [
        (Handling::ThirdParty, WithheldReason::ThirdParty),
        (Handling::SourceIdentity, WithheldReason::SourceIdentity),
        (Handling::RefugeOrAddress, WithheldReason::RefugeOrAddress),
        (Handling::Adoption, WithheldReason::Adoption),
        (Handling::Privileged, WithheldReason::Privileged),
        (Handling::CourtRestricted, WithheldReason::CourtRestricted),
        (Handling::AdultHealth, WithheldReason::AdultHealth),
    ] {
        case.observed(&[handling]);
        assert_eq!(case.for_panel().pop(), Some(vec![reason]));
    }
    case.put(samples::of("ObservationRecorded").unwrap()).envelope.audience =
        Audience::Only(vec![POLICE]);
    assert_eq!(case.for_panel().pop(), Some(vec![WithheldReason::LimitedAudience]));
    case.observed(&[]);
    assert_eq!(case.for_panel().pop(), Some(Vec::new()));
}

#[test]
fn police_ask_until_a_day_that_day_included() {
    let mut case = Case::default();
    case.observed(&[Handling::PoliceSensitiveUntil(day(20))]);
    let on = |number| case.for_reader(ExportAudience::Subject, day(number)).pop();
    assert_eq!(on(20), Some(vec![WithheldReason::PoliceSensitive]));
    assert_eq!(on(21), Some(Vec::new()));
}

#[test]
fn a_restriction_counts_until_it_is_lifted() {
    let restricted = vec![WithheldReason::Restricted];
    let mut case = Case::default();
    let entry = case.observed(&[]);
    let by = case.restrict(entry);
    assert_eq!(case.for_panel(), [restricted.clone(), restricted.clone()]);
    let lift =
        RestrictionLifted { restriction: Antecedent::Named(by), reason: Recorded::NotRecorded };
    let lift = case.record(RecordEvent::RestrictionLifted(lift));
    assert_eq!(case.for_panel(), [vec![], vec![], vec![]]);
    case.withdraw(lift, WithdrawalGround::NeverHappened);
    assert_eq!(case.for_panel()[..2], [restricted.clone(), restricted]);
    case.withdraw(by, WithdrawalGround::NeverHappened);
    assert_eq!(case.for_panel()[0], []);
}

#[test]
fn a_correction_and_what_it_corrects_share_their_reasons() {
    let privileged = vec![WithheldReason::Privileged];
    let mut case = Case::default();
    let entry = case.observed(&[]);
    case.observed(&[]);
    let correction = case.correct(entry, &[Handling::Privileged], &[]);
    case.correct(correction, &[], &[]);
    assert_eq!(
        case.for_panel(),
        [privileged.clone(), vec![], privileged.clone(), privileged.clone()]
    );
    let mut case = Case::default();
    let entry = case.observed(&[Handling::Privileged]);
    case.correct(entry, &[], &[]);
    assert_eq!(case.for_panel(), [privileged.clone(), privileged]);
}

#[test]
fn what_is_said_of_an_entry_later_has_its_reasons() {
    let source = vec![WithheldReason::SourceIdentity];
    let mut case = Case::default();
    let entry = case.observed(&[Handling::SourceIdentity]);
    case.withdraw(entry, WithdrawalGround::Duplicate);
    case.dispute(entry);
    let by = case.restrict(entry);
    let lift =
        RestrictionLifted { restriction: Antecedent::Named(by), reason: Recorded::NotRecorded };
    case.record(RecordEvent::RestrictionLifted(lift));
    assert_eq!(case.for_panel()[..4], [source.clone(), source.clone(), source.clone(), source]);
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
    case.correct(own, &[], &[OTHER_CHILD]);
    case.correct(other, &[], &[CHILD]);
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
