//! Tests of the marks of entries.

use candour_domain::case::CaseEvent;
use candour_domain::case::record::{
    EntryCorrected, EntryDisputed, EntryRestricted, EntryWithdrawn, Replacement, RestrictionLifted,
    WithdrawalGround,
};
use candour_domain::envelope::Origin;
use candour_domain::event::Event;
use candour_domain::party::{Actor, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use candour_schemas::samples::{self, MOTHER, POLICE};
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

    fn correct(&mut self, entry: EntryId, handling: &[Handling]) -> EntryId {
        let replacement = Replacement {
            event: Box::new(samples::of("ObservationRecorded").unwrap()),
            occurred: samples::envelope().occurred,
            known: None,
            children: Vec::new(),
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

    fn marks(&self) -> Marks {
        marks(&self.0.iter().collect::<Vec<_>>())
    }

    /// The reasons that count of each entry on a day.
    fn on(&self, on: NaiveDate) -> Vec<Vec<WithheldReason>> {
        let marks = self.marks();
        let counting = |entry: &Entry| {
            let of = marks.get(&entry.id).into_iter().flatten();
            of.filter(|it| it.counts(on)).map(|it| it.reason).collect()
        };
        self.0.iter().map(counting).collect()
    }

    fn reasons(&self) -> Vec<Vec<WithheldReason>> {
        self.on(day(30))
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
        assert_eq!(case.reasons().pop(), Some(vec![reason]));
    }
    case.put(samples::of("ObservationRecorded").unwrap()).envelope.audience =
        Audience::Only(vec![POLICE]);
    assert_eq!(case.reasons().pop(), Some(vec![WithheldReason::LimitedAudience]));
    case.observed(&[]);
    assert_eq!(case.reasons().pop(), Some(Vec::new()));
}

#[test]
fn police_ask_until_a_day_that_day_included() {
    let mut case = Case::default();
    case.observed(&[Handling::PoliceSensitiveUntil(day(20))]);
    let on = |number| case.on(day(number)).pop();
    assert_eq!(on(20), Some(vec![WithheldReason::PoliceSensitive]));
    assert_eq!(on(21), Some(Vec::new()));
}

#[test]
fn a_restriction_counts_until_it_is_lifted() {
    let restricted = vec![WithheldReason::Restricted];
    let mut case = Case::default();
    let entry = case.observed(&[]);
    let by = case.restrict(entry);
    assert_eq!(case.reasons(), [restricted.clone(), restricted.clone()]);
    let lift =
        RestrictionLifted { restriction: Antecedent::Named(by), reason: Recorded::NotRecorded };
    let lift = case.record(RecordEvent::RestrictionLifted(lift));
    assert_eq!(case.reasons(), [vec![], vec![], vec![]]);
    case.withdraw(lift, WithdrawalGround::NeverHappened);
    assert_eq!(case.reasons()[..2], [restricted.clone(), restricted]);
    case.withdraw(by, WithdrawalGround::NeverHappened);
    assert_eq!(case.reasons()[0], []);
}

#[test]
fn a_correction_and_what_it_corrects_share_their_reasons() {
    let privileged = vec![WithheldReason::Privileged];
    let mut case = Case::default();
    let entry = case.observed(&[]);
    case.observed(&[]);
    let correction = case.correct(entry, &[Handling::Privileged]);
    case.correct(correction, &[]);
    assert_eq!(
        case.reasons(),
        [privileged.clone(), vec![], privileged.clone(), privileged.clone()]
    );
    let mut case = Case::default();
    let entry = case.observed(&[Handling::Privileged]);
    case.correct(entry, &[]);
    assert_eq!(case.reasons(), [privileged.clone(), privileged]);
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
    assert_eq!(case.reasons()[..4], [source.clone(), source.clone(), source.clone(), source]);
}

/// To whom the marks of the last entry are open.
fn open_to(case: &Case) -> Vec<(WithheldReason, BTreeSet<AgencyId>)> {
    let last = case.0.last().unwrap().id;
    case.marks()[&last].iter().map(|it| (it.reason, it.open_to.clone())).collect()
}

#[test]
fn a_mark_is_open_to_those_whom_its_entry_names() {
    let agency = |number| AgencyId::new(Uuid::from_u128(number));
    let [one, other, third, taker] = [1, 2, 3, 4].map(agency);
    let mut case = Case::default();
    let entry = case.put(samples::of("ObservationRecorded").unwrap());
    entry.envelope.handling = vec![Handling::Privileged];
    entry.envelope.by.agency = one;
    entry.envelope.on_behalf_of = Some(Actor { agency: other, ..entry.envelope.by.clone() });
    entry.envelope.source.import = None;
    entry.agency = one;
    let id = entry.id;
    let privileged = |of: &[AgencyId]| (WithheldReason::Privileged, of.iter().copied().collect());
    assert_eq!(open_to(&case), [privileged(&[one, other])]);
    // Whoever took the row in from another's file is not whose record it is.
    let entry = case.0.last_mut().unwrap();
    entry.agency = taker;
    assert_eq!(open_to(&case), [privileged(&[one, other, taker])]);
    let entry = case.0.last_mut().unwrap();
    entry.envelope.source.import = samples::envelope().source.import;
    entry.envelope.audience = Audience::Only(vec![third]);
    assert!(entry.envelope.source.import.is_some());
    let limited = (WithheldReason::LimitedAudience, BTreeSet::from([one, other, third]));
    assert_eq!(open_to(&case), [privileged(&[one, other, third]), limited]);
    // A dispute has the marks of the entry, open to those to whom the entry is; a restriction opens to those
    // that it names.
    case.0.last_mut().unwrap().envelope.audience = Audience::Involved;
    case.dispute(id);
    assert_eq!(open_to(&case), [privileged(&[one, other])]);
    case.restrict(id);
    let marks = case.marks();
    let restricted = marks[&id].iter().find(|it| it.reason == WithheldReason::Restricted).unwrap();
    assert_eq!(restricted.open_to, BTreeSet::from([one, other, POLICE]));
}

#[test]
fn who_said_it_is_taken_out_with_the_words() {
    let reason = WithheldReason::SourceIdentity;
    let mut case = Case::default();
    let id = case.observed(&[]);
    case.dispute(id);
    let raised = case.put(samples::of("ConcernRaised").unwrap());
    raised.envelope.source.origin = Recorded::Recorded(Origin::ToldBy(Speaker::Person(MOTHER)));
    raised.envelope.about = vec![MOTHER];
    let raised = raised.event.clone();
    let correction = case.correct(id, &[]);
    let entry = case.0.last_mut().unwrap();
    assert_eq!(entry.id, correction);
    let Event::Case(CaseEvent::Record(RecordEvent::EntryCorrected(it))) = &mut entry.event else {
        unreachable!("a correction was put")
    };
    *it.replacement.event = raised;
    for entry in &mut case.0[1..] {
        entry.take_out_who_said_it(reason);
    }
    let hidden = format!("{:?}", Speaker::Protected(Text::Withheld(reason)));
    let said = case.0[1..].iter().map(|it| format!("{it:?}").matches(&hidden).count());
    assert_eq!(said.collect::<Vec<_>>(), [2, 2, 2]);
    assert_eq!(case.0[2].envelope.about, []);
}
