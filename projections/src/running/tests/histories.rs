//! Random histories over several streams: cases, children, people, agencies, practitioners, and the
//! ledger's own, with corrections of corrections, and withdrawals of anything.

use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::case::CaseEvent;
use candour_domain::case::record::{
    EntryCorrected, EntryWithdrawn, RecordEvent, Replacement, WithdrawalGround,
};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, CaseId, ChildId, EntryId, LedgerId, PractitionerId};
use candour_domain::identity::{DetailsAmended, IdentifierAssigned, IdentifierKind, IdentityEvent};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::AgencyKind;
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_schemas::samples;
use proptest::prelude::*;
use uuid::Uuid;

use crate::sample::{
    CARE, CASE, LEDGER, MIA, POLICE, SCHOOL, STRANGER, Sample, THEO, day, label, said,
};

/// What is done next.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    /// Something happens in a case.
    Happens,
    /// A child joins a case.
    Joins,
    /// A child's name is amended.
    Amends,
    /// A child or person is given an identifier.
    Assigns,
    /// An agency or a practitioner is registered.
    Registers,
    /// Rules are adopted.
    Adopts,
    /// An entry is corrected.
    Corrects,
    /// An entry is withdrawn.
    Withdraws,
}

/// What is done next, to which of those that there are, on which day of the year.
pub(crate) type Step = (Deed, usize, u32, u32);

/// A history of at most so many steps.
pub(crate) fn history(steps_max: usize) -> impl Strategy<Value = Vec<Step>> {
    let deed = prop_oneof![
        8 => Just(Deed::Happens),
        2 => Just(Deed::Joins),
        2 => Just(Deed::Amends),
        1 => Just(Deed::Assigns),
        1 => Just(Deed::Registers),
        1 => Just(Deed::Adopts),
        4 => Just(Deed::Corrects),
        3 => Just(Deed::Withdraws),
    ];
    proptest::collection::vec((deed, 0_usize..1_000, 1_u32..=12, 1_u32..=28), 1..=steps_max)
}

/// The entries of a history, after those of the invented family.
pub(crate) fn written(steps: &[Step]) -> Sample {
    let mut sample = Sample::family();
    let events: Vec<Event> = samples::all();
    for (deed, which, month, of_month) in steps {
        let (which, on) = (*which, day(*month, *of_month));
        match deed {
            Deed::Happens => happens(&mut sample, &events, which, (*month, *of_month)),
            Deed::Joins => {
                in_a_case(&mut sample, which);
                sample.joined([MIA, THEO, STRANGER][which / 3 % 3]);
            }
            Deed::Amends => {
                let event = IdentityEvent::DetailsAmended(DetailsAmended {
                    name: Some(Text::new(format!("Ashdown {which}"))),
                    born: None,
                    died: None,
                    sex: None,
                    ethnicity: None,
                    disabilities: None,
                    reason: Recorded::NotRecorded,
                });
                let child = StreamId::Child([MIA, THEO, STRANGER][which % 3]);
                sample.put(child, on, Event::Identity(event));
            }
            Deed::Assigns => {
                let event = IdentityEvent::IdentifierAssigned(IdentifierAssigned {
                    kind: IdentifierKind::NhsNumber,
                    value: said(&format!("999 000 {which:04}")),
                    unknown_reason: None,
                    valid_from: None,
                    valid_to: None,
                    verified: Recorded::NotRecorded,
                });
                sample.put(StreamId::Child([MIA, THEO][which % 2]), on, Event::Identity(event));
            }
            Deed::Registers => registers(&mut sample, which),
            Deed::Adopts => adopts(&mut sample, &events, which, (*month, *of_month)),
            Deed::Corrects => corrects(&mut sample, which, (*month, *of_month)),
            Deed::Withdraws => withdraws(&mut sample, which, (*month, *of_month)),
        }
    }
    sample
}

/// Goes on in one of three cases, which is opened if it is not there yet.
fn in_a_case(sample: &mut Sample, which: usize) {
    sample.case =
        [CASE, CaseId::new(Uuid::from_u128(0xca5f)), CaseId::new(Uuid::from_u128(0xca60))]
            [which % 3];
    let case = StreamId::Case(sample.case);
    if !sample.entries.iter().any(|entry| entry.stream == case) {
        sample.opened(&format!("ASH-{}", which % 3 + 1));
    }
}

fn happens(sample: &mut Sample, events: &[Event], which: usize, (month, of_month): (u32, u32)) {
    let of_a_case = |event: &&Event| matches!(event, Event::Case(_)) && event.record().is_none();
    let events: Vec<&Event> = events.iter().filter(of_a_case).collect();
    in_a_case(sample, which);
    let case = StreamId::Case(sample.case);
    sample.put(case, day(month, of_month), events[which % events.len()].clone());
    let children: &[ChildId] = [&[][..], &[MIA], &[MIA, THEO], &[STRANGER, THEO]][which / 3 % 4];
    sample.about(children);
    sample.last().agency = [CARE, POLICE, SCHOOL][which / 7 % 3];
}

fn registers(sample: &mut Sample, which: usize) {
    let number = u128::from(u32::try_from(which % 4).unwrap());
    let on = day(1, 1);
    let (stream, event) = if which.is_multiple_of(2) {
        let event = AgencyEvent::AgencyRegistered(AgencyRegistered {
            name: label(&format!("Agency {number}")),
            kind: Recorded::Recorded(AgencyKind::School),
            category: Recorded::NotRecorded,
        });
        let id = AgencyId::new(Uuid::from_u128(0xa100 + number));
        (StreamId::Agency(id), Event::Agency(event))
    } else {
        let event = PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
            name: Text::new(format!("Practitioner {number}")),
            registration: None,
        });
        let id = PractitionerId::new(Uuid::from_u128(0xb100 + number));
        (StreamId::Practitioner(id), Event::Practitioner(event))
    };
    if !sample.entries.iter().any(|entry| entry.stream == stream) {
        sample.put(stream, on, event);
    }
}

/// Adopts rules that say how soon is soon.
pub(super) fn adopts(
    sample: &mut Sample,
    events: &[Event],
    due_soon_days: usize,
    (month, of_month): (u32, u32),
) {
    for event in events {
        if let Event::Ledger(LedgerEvent::RulesAdopted(rules)) = event {
            let mut rules = rules.clone();
            rules.rules.due_soon_days = u16::try_from(due_soon_days % 20).unwrap();
            let ledger = StreamId::Ledger(LedgerId::new(LEDGER));
            let event = Event::Ledger(LedgerEvent::RulesAdopted(rules));
            sample.put(ledger, day(month, of_month), event);
        }
    }
}

/// The event that says of an entry in a stream that it is otherwise.
fn record_in(stream: StreamId, event: RecordEvent) -> Option<Event> {
    match stream {
        StreamId::Case(_) => Some(Event::Case(CaseEvent::Record(event))),
        StreamId::Child(_) | StreamId::Person(_) => {
            Some(Event::Identity(IdentityEvent::Record(event)))
        }
        StreamId::Agency(_) => Some(Event::Agency(AgencyEvent::Record(event))),
        StreamId::Practitioner(_) => Some(Event::Practitioner(PractitionerEvent::Record(event))),
        StreamId::Team(_) | StreamId::Ledger(_) => None,
    }
}

/// Corrects an entry, or an earlier correction.
pub(super) fn corrects(sample: &mut Sample, which: usize, (month, of_month): (u32, u32)) {
    let named = sample.entries[which % sample.entries.len()].clone();
    let Some(original) = original(&sample.entries, named.id) else { return };
    let mut event = original.event.clone();
    if let Event::Agency(AgencyEvent::AgencyRegistered(it)) = &mut event {
        it.kind = Recorded::Recorded(AgencyKind::Police);
    }
    if let Event::Identity(IdentityEvent::DetailsAmended(it)) = &mut event {
        it.name = Some(Text::new(format!("Corrected {which}")));
    }
    let replacement = Replacement {
        event: Box::new(event),
        occurred: day(month, of_month),
        known: None,
        children: [vec![THEO], vec![], vec![MIA, STRANGER]][which % 3].clone(),
        about: Vec::new(),
        status: Recorded::NotRecorded,
        evidence: Recorded::NotRecorded,
    };
    let reason = Text::new("written down wrongly");
    let event =
        RecordEvent::EntryCorrected(EntryCorrected { entry: named.id, replacement, reason });
    if let Some(event) = record_in(named.stream, event) {
        sample.put(named.stream, day(month, of_month), event);
    }
}

/// What an entry is, or corrects in the end; none where that is no wording of anything.
fn original(entries: &[Entry], named: EntryId) -> Option<&Entry> {
    let entry = entries.iter().find(|entry| entry.id == named)?;
    match entry.event.record() {
        None => Some(entry),
        Some(RecordEvent::EntryCorrected(it)) => original(entries, it.entry),
        Some(_) => None,
    }
}

/// Withdraws an entry, be it a correction or a withdrawal.
pub(super) fn withdraws(sample: &mut Sample, which: usize, (month, of_month): (u32, u32)) {
    let named = sample.entries[which % sample.entries.len()].clone();
    let event = RecordEvent::EntryWithdrawn(EntryWithdrawn {
        entry: named.id,
        ground: WithdrawalGround::WrongChild,
        reason: Text::new("another family"),
    });
    if let Some(event) = record_in(named.stream, event) {
        sample.put(named.stream, day(month, of_month), event);
    }
}
